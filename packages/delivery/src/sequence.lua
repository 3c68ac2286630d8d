--[[
The sequencer: gives the events of one room their seqs, appends them to the room's tail and publishes them. A known id gets its old
seq again and is not published.

KEYS   1 the room  2.. with a new epoch: keys that an earlier version kept of the room, deleted with it
ARGV   1 'server' or 'persister': the caller
       2 how far PostgreSQL has stored the room's partition: the offset of the next record to store
       3 PostgreSQL's highest seq of the room, to start an epoch with; '' = start none
       4 the recovery barrier: the log's end, read after the head was found lost; '' = none
       5 the loss that the barrier belongs to, as 'no-epoch' named it; '' without a barrier
       6 the epoch in which the caller knows that these events are not stored; '' = in every epoch
       7 the channel of the room's servers  8, 9, 10 the published text before the epoch, between epoch and events, and after them
       11 id, 12 event, 13 '1' for a change of a message and '' for a message, 14 id, 15 event, ... at most 500 of these
Returns {'sequenced', epoch, how many events are unstored, seq, '1' new or '0' known, seq, ...} in the order of the events
        {'no-epoch', loss or ''}  the head is missing or has another replication id, and the call starts no epoch
        {'stale-epoch', epoch}    a new epoch began since the caller looked: it must look again before these get a seq
        {'recovering'}            the recovery barrier stands, and a server asks for a new seq

A room is one hash (keys.ts names its fields): one HMGET reads all that the script decides on, and one HSET writes the result.

Why it is so (case numbers: docs/delivery.md):
- Lua has no roll back: the script checks, reads and decides everything before its first write (1.12). When Redis is out of memory
  the first write fails, and nothing is written.
- A head belongs to the master_replid that gave it, not to the run id: a run id survives a fail-over and back (1.4).
- Only the persister starts an epoch: it reads the log in order. A server would sequence new events before lost ones (1.1).
- A new epoch deletes the whole room: a kept id would give a seq of the old epoch to an event of the new one (1.3).
- The first seq of an epoch is never used twice: it is above all stored seqs, and at least Redis's clock in microseconds (1.5). It is
  the epoch and the room's seq; the first event gets the next one.
- A recovery barrier belongs to one loss. Suppose that a persister stood still while another one started an epoch, and Redis was lost
  again: its barrier is too low, and servers would sequence ahead of the events that the second loss took (1.14). So each loss gets a
  name when it is first found.
- The barrier only holds servers back. `trim` removes it, or the first server that knows that the offset has passed it. A known id is
  answered while it stands: it takes no new seq.
- A caller that appended an event and then stood still may come back after the event was stored, Redis lost its id, and the barrier
  was passed and removed: a second seq would be told to people and never stored (1.13). So a new seq is given only in the epoch in which
  the caller looked.
- The script that gives the seq also publishes, so everybody in the room gets one order, and no process can die between the two. A
  version in front of an event belongs to the record; people get the event without it.
- string.format('%.0f') writes seqs: tostring() turns 1795000000000001 into 1.795e+15.
]]
local MOST_EVENTS = 500
local MOST = 9007199254740991 -- 2^53 - 1: above it a Lua number, and a JavaScript one, skips integers

local function isCount(text)
  return string.match(text, '^%d+$') ~= nil and tonumber(text) <= MOST
end

local function refuse(why)
  return redis.error_reply('ERR sequence: ' .. why)
end

local by, stored, highest, barrier, loss, looked = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
if by ~= 'server' and by ~= 'persister' then return refuse('neither server nor persister asks') end
if not isCount(stored) then return refuse('the stored offset is not a count') end
if highest ~= '' and not isCount(highest) then return refuse('the highest number is not a count') end
if barrier ~= '' and not isCount(barrier) then return refuse('the recovery barrier is not a count') end
if looked ~= '' and not isCount(looked) then return refuse('the epoch is not a count') end
if #ARGV < 10 or (#ARGV - 10) % 3 ~= 0 then return refuse('an id without its event') end
if (#ARGV - 10) / 3 > MOST_EVENTS then return refuse('more than ' .. MOST_EVENTS .. ' events') end
local ids, events, says = {}, {}, {}
for i = 11, #ARGV, 3 do
  if not string.find(ARGV[i], '^%S+$') then return refuse('an id that is empty or has a space') end
  if ARGV[i + 1] == '' then return refuse('an empty event') end
  ids[#ids + 1], events[#events + 1], says[#says + 1] = ARGV[i], ARGV[i + 1], ARGV[i + 2] == ''
end

local replicationId = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)') .. '/3'
local fields = { 'replicationId', 'seq', 'epoch', 'recoveryBarrier', 'loss', 'persistedSeq', 'above' }
for i, id in ipairs(ids) do fields[7 + i] = 'id:' .. id end
local head = redis.call('HMGET', KEYS[1], unpack(fields))
local epoch, seq, standing = head[3], tonumber(head[2] or 0), head[4]
local starts = head[1] ~= replicationId
if starts then
  if by ~= 'persister' then return { 'no-epoch', '' } end
  local time = redis.call('TIME')
  local now = time[1] * 1000000 + time[2]
  local found = head[5]
  if not found or string.sub(found, 1, #replicationId) ~= replicationId then
    found = replicationId .. string.format(' %.0f', now)
    redis.call('HSET', KEYS[1], 'loss', found)
  end
  if highest == '' or (barrier ~= '' and loss ~= found) then return { 'no-epoch', found } end
  seq = math.max(tonumber(highest) + 1, now)
  epoch = string.format('%.0f', seq)
end

local known, unstored = {}, 0
if not starts then
  for i = 1, #ids do known[i] = head[7 + i] end
  unstored = seq - tonumber(head[6])
  for first, last in string.gmatch(head[7] or '', '(%d+)-(%d+)') do unstored = unstored - (last - first + 1) end
end

local answer, writes, shown, given, said = { 'sequenced', epoch, 0 }, {}, {}, {}, nil
for i, id in ipairs(ids) do
  local number = known[i] or given[id]
  if number then
    answer[#answer + 1], answer[#answer + 2] = number, '0'
  else
    seq = seq + 1
    number = string.format('%.0f', seq)
    given[id] = number
    if says[i] then said = number end
    writes[#writes + 1], writes[#writes + 2] = 'id:' .. id, number
    writes[#writes + 1], writes[#writes + 2] = number, id .. ' ' .. events[i]
    shown[#shown + 1] = '{"seq":' .. number .. ',"event":' .. string.gsub(events[i], '^{"v":%d+,', '{', 1) .. '}'
    answer[#answer + 1], answer[#answer + 2] = number, '1'
  end
end

if looked ~= '' and looked ~= epoch and #writes > 0 then return { 'stale-epoch', epoch } end

local passes = by == 'server' and standing and tonumber(stored) >= tonumber(standing)
if by == 'server' and standing and not passes and #writes > 0 then return { 'recovering' } end

answer[3] = unstored + #shown

local function put(field, value)
  writes[#writes + 1], writes[#writes + 2] = field, value
end
if said then put('said', said) end
if #writes > 0 or starts then put('seq', string.format('%.0f', seq)) end
if starts then
  put('replicationId', replicationId)
  put('epoch', epoch)
  put('persistedSeq', epoch)
  put('kept', epoch)
  if barrier ~= '' then put('recoveryBarrier', barrier) end
end

-- From here on only writes.
if starts then redis.call('DEL', unpack(KEYS)) end
if passes then redis.call('HDEL', KEYS[1], 'recoveryBarrier') end
if #writes > 0 then redis.call('HSET', KEYS[1], unpack(writes)) end
if #shown > 0 then
  redis.call('SPUBLISH', ARGV[7], ARGV[8] .. epoch .. ARGV[9] .. table.concat(shown, ',') .. ARGV[10])
end
return answer
