--[[
Gives the events of one room their numbers, appends them to the room's tail and publishes them. A known id gets its old number
again and is not published.

KEYS   1 the room  2.. with a seed: what an earlier version kept of the room, to be deleted with it
ARGV   1 who asks: 'server' or 'persister'
       2 the offset up to which PostgreSQL has stored the room's partition (the next one to store)
       3 the highest number that PostgreSQL has for the room, to seed a lost head with; '' = do not seed
       4 the log's end, read after the head was found lost; '' = no wall
       5 which loss that was, as 'unseeded' told it; '' without a wall
       6 the epoch in which the asker knows that these are not stored; '' = it knows that in every epoch
       7 the channel of the room's servers  8, 9, 10 what they get: the text before the epoch, between epoch and events, after them
       11 id, 12 event, 13 '1' for a change of a message and '' for a message, 14 id, 15 event, ... at most 500 of these
Returns {'delivered', epoch, how many ids are unstored, seq, '1' new or '0' known, seq, ...} in the order of the events
        {'unseeded', loss or ''}  the head is missing or of another run, and it is not the persister who asks, with what to seed
        {'moved', epoch}  numbers began anew since the asker looked: it must look again before these are numbered
        {'behind'}  a server asks to number something before what was lost is stored again

A room is one hash (keys.ts names its fields), so one HMGET reads all that is to be decided on, and one HSET writes all of it.

Why it is so (case numbers: docs/delivery.md):
- Lua has no roll back: everything is checked, read and decided before the first write (1.12). With Redis out of memory the
  first write is refused, and then nothing was written.
- A head belongs to the master_replid that gave it, not to the run id: that survives a fail-over and back (1.4).
- Only the persister seeds: it reads the log in order. A server that seeded would number new events before lost ones (1.1).
- A reseed deletes the whole room: a kept id would give a number of the old epoch to an event of the new one (1.3).
- The base is never used twice: above all that was stored, and at least Redis's clock in microseconds (1.5). The base is the
  epoch and the room's seq; the first event gets base + 1.
- A wall is of one loss. A persister that stood still while another one seeded, and Redis was lost again, has a wall that is too
  low: servers would number in front of what the second loss took (1.14). So each loss gets a name when it is first found.
- The wall holds servers back only. It goes when `trim`, or the first server that knows, says that it is passed. An event whose
  id is known is answered in front of the wall, too: it takes no number.
- Who appended an event and then stood still may come when it was stored, Redis lost its id, and the wall was passed and gone: a
  second number would be told and never stored (1.13). So a new number is given only in the epoch in which its asker looked.
- Who numbers publishes, in the same step: everybody in the room gets one order, and nobody can die between the two. A
  version in front of an event is that of the record; people get the event without it.
- Numbers are written with string.format('%.0f'): tostring() turns 1795000000000001 into 1.795e+15.
]]
local MOST_EVENTS = 500
local MOST = 9007199254740991 -- 2^53 - 1: beyond it a Lua number, and a JavaScript one, skips integers

local function isCount(text)
  return string.match(text, '^%d+$') ~= nil and tonumber(text) <= MOST
end

local function refuse(why)
  return redis.error_reply('ERR deliver: ' .. why)
end

local by, stored, highest, wall, loss, looked = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
if by ~= 'server' and by ~= 'persister' then return refuse('neither server nor persister asks') end
if not isCount(stored) then return refuse('the stored offset is not a count') end
if highest ~= '' and not isCount(highest) then return refuse('the highest number is not a count') end
if wall ~= '' and not isCount(wall) then return refuse('the wall is not a count') end
if looked ~= '' and not isCount(looked) then return refuse('the epoch is not a count') end
if #ARGV < 10 or (#ARGV - 10) % 3 ~= 0 then return refuse('an id without its event') end
if (#ARGV - 10) / 3 > MOST_EVENTS then return refuse('more than ' .. MOST_EVENTS .. ' events') end
local ids, events, says = {}, {}, {}
for i = 11, #ARGV, 3 do
  if not string.find(ARGV[i], '^%S+$') then return refuse('an id that is empty or has a space') end
  if ARGV[i + 1] == '' then return refuse('an empty event') end
  ids[#ids + 1], events[#events + 1], says[#says + 1] = ARGV[i], ARGV[i + 1], ARGV[i + 2] == ''
end

local run = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)') .. '/2'
local fields = { 'run', 'seq', 'epoch', 'wall', 'loss', 'floor', 'above' }
for i, id in ipairs(ids) do fields[7 + i] = 'id:' .. id end
local head = redis.call('HMGET', KEYS[1], unpack(fields))
local epoch, seq, standing = head[3], tonumber(head[2] or 0), head[4]
local seeds = head[1] ~= run
if seeds then
  if by ~= 'persister' then return { 'unseeded', '' } end
  local time = redis.call('TIME')
  local now = time[1] * 1000000 + time[2]
  local found = head[5]
  if not found or string.sub(found, 1, #run) ~= run then
    found = run .. string.format(' %.0f', now)
    redis.call('HSET', KEYS[1], 'loss', found)
  end
  if highest == '' or (wall ~= '' and loss ~= found) then return { 'unseeded', found } end
  seq = math.max(tonumber(highest) + 1, now)
  epoch = string.format('%.0f', seq)
end

local known, unstored = {}, 0
if not seeds then
  for i = 1, #ids do known[i] = head[7 + i] end
  unstored = seq - tonumber(head[6])
  for first, last in string.gmatch(head[7] or '', '(%d+)-(%d+)') do unstored = unstored - (last - first + 1) end
end

local answer, fresh, shown, given, said = { 'delivered', epoch, 0 }, {}, {}, {}, nil
for i, id in ipairs(ids) do
  local number = known[i] or given[id]
  if number then
    answer[#answer + 1], answer[#answer + 2] = number, '0'
  else
    seq = seq + 1
    number = string.format('%.0f', seq)
    given[id] = number
    if says[i] then said = number end
    fresh[#fresh + 1], fresh[#fresh + 2] = 'id:' .. id, number
    fresh[#fresh + 1], fresh[#fresh + 2] = number, id .. ' ' .. events[i]
    shown[#shown + 1] = '{"seq":' .. number .. ',"event":' .. string.gsub(events[i], '^{"v":%d+,', '{', 1) .. '}'
    answer[#answer + 1], answer[#answer + 2] = number, '1'
  end
end

if looked ~= '' and looked ~= epoch and #fresh > 0 then return { 'moved', epoch } end

local passes = by == 'server' and standing and tonumber(stored) >= tonumber(standing)
if by == 'server' and standing and not passes and #fresh > 0 then return { 'behind' } end

answer[3] = unstored + #shown

local function put(field, value)
  fresh[#fresh + 1], fresh[#fresh + 2] = field, value
end
if said then put('said', said) end
if #fresh > 0 or seeds then put('seq', string.format('%.0f', seq)) end
if seeds then
  put('run', run)
  put('epoch', epoch)
  put('floor', epoch)
  put('kept', epoch)
  if wall ~= '' then put('wall', wall) end
end

-- From here on only writes.
if seeds then redis.call('DEL', unpack(KEYS)) end
if passes then redis.call('HDEL', KEYS[1], 'wall') end
if #fresh > 0 then redis.call('HSET', KEYS[1], unpack(fresh)) end
if #shown > 0 then
  redis.call('SPUBLISH', ARGV[7], ARGV[8] .. epoch .. ARGV[9] .. table.concat(shown, ',') .. ARGV[10])
end
return answer
