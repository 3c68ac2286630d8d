#!lua flags=allow-oom
--[[
Notes that PostgreSQL has stored events, and shortens the tails of their rooms as far as it may. The only thing that ever shortens them.

KEYS   rooms
ARGV   1 for how many seconds an id is kept after a floor covered it
       2 the offset up to which PostgreSQL has stored the partition of these rooms (the next one to store)
       3 for each room: how many ids, and the ids that are stored: those of the batch, and those that PostgreSQL already had
Returns for each room {floor, how many numbers it still knows of, '1' where that was said for the first time in a while, else ''};
        everything up to the floor is in PostgreSQL, everything above it in the tail;
        nil when the head is missing or of another run: then nothing of the room may be touched, the persister will seed it

Why it is so (case numbers: docs/delivery.md):
- By id, not by number. Log order and number order differ between servers: a batch may hold 6 while 5 is still to come. A cut
  at 6 would leave 5 in neither store (2.1). So the floor is the lowest unstored number - 1, or the room's last number. What is
  stored above it stands in `above`, as ranges: mostly none, and one for each gap.
- The floor only rises: a number that is given later is higher than all before.
- Floor and tail change in the same HSET, so what `read-tail` sees belongs together.
- A full Redis must be able to trim, hence the flag in the first line. The text of an event gives way to its id.
- Who stores knows first that a wall is passed. Servers alone would not always find out: while each of their events is stored
  before they ask again, they never number one themselves, and every message would take the long way (1.1).
- Ids outlive the tail by keepSeconds, since a repeat may be on its way. `marks` says when a floor was reached, one mark for each
  tenth of that time; what the oldest covers is forgotten, a slice at a time. `kept` is the last number that is forgotten.
- Of a room in which all is stored and forgotten the head is written anew: a small hash takes a quarter of the memory.
- All is read and decided before the first write (1.12); what follows on one hash cannot fail.
]]
local SLICE = 1000 -- unpack() has room for some 8000 values

local function refuse(why)
  return redis.error_reply('ERR trim: ' .. why)
end

local function isCount(text)
  return string.match(text, '^%d+$') ~= nil
end

if not isCount(ARGV[1]) then return refuse('the seconds to keep are not a count') end
if not isCount(ARGV[2]) then return refuse('the stored offset is not a count') end
local keep, offset = tonumber(ARGV[1]), tonumber(ARGV[2])
local run = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)') .. '/2'
local now = tonumber(redis.call('TIME')[1])

local function text(number)
  return string.format('%.0f', number)
end

local function read(room, names)
  local values = {}
  for from = 1, #names, SLICE do
    local some = redis.call('HMGET', room, unpack(names, from, math.min(from + SLICE - 1, #names)))
    for _, value in ipairs(some) do values[#values + 1] = value end
  end
  return values
end

local function write(command, room, values)
  for from = 1, #values, SLICE do
    redis.call(command, room, unpack(values, from, math.min(from + SLICE - 1, #values)))
  end
end

-- Pairs of numbers, written as 1-2 3-4.
local function pairsOf(written)
  local found = {}
  for one, other in string.gmatch(written or '', '(%d+)-(%d+)') do
    found[#found + 1] = { tonumber(one), tonumber(other) }
  end
  return found
end

local function joined(found)
  local texts = {}
  for i, each in ipairs(found) do texts[i] = text(each[1]) .. '-' .. text(each[2]) end
  return table.concat(texts, ' ')
end

-- The floor that these stored ranges give, and those that stay above it.
local function raise(floor, ranges)
  table.sort(ranges, function(one, other) return one[1] < other[1] end)
  local above = {}
  for _, range in ipairs(ranges) do
    local last = above[#above]
    if range[1] <= floor + 1 then
      floor = math.max(floor, range[2])
    elseif last and range[1] <= last[2] + 1 then
      last[2] = math.max(last[2], range[2])
    else
      above[#above + 1] = range
    end
  end
  return floor, above
end

-- Notes that the floor has risen; true where that opens another tenth of the time to keep.
local function mark(marks, floor)
  local tenth, last = math.max(1, keep / 10), marks[#marks]
  local isSame = last and math.floor(last[1] / tenth) == math.floor(now / tenth)
  if isSame then table.remove(marks) end
  marks[#marks + 1] = { now, floor }
  return not isSame
end

-- The last number that may be forgotten now, in slices but for a room in which all may be; the marks that have done their work go.
local function forgettable(marks, kept, seq)
  local due = kept
  for _, each in ipairs(marks) do
    if each[1] <= now - keep then due = math.max(due, each[2]) end
  end
  if due < seq then due = math.min(due, kept + SLICE) end
  while marks[1] and marks[1][1] <= now - keep and marks[1][2] <= due do table.remove(marks, 1) end
  return due
end

-- The ids of these numbers; `known` has some of them.
local function idsOf(room, from, to, known)
  local ids, unknown = {}, {}
  for number = from, to do
    ids[number] = known[number]
    if not ids[number] then unknown[#unknown + 1] = text(number) end
  end
  for i, value in ipairs(read(room, unknown)) do ids[tonumber(unknown[i])] = string.match(value, '^%S+') end
  return ids
end

local HEAD = { 'run', 'epoch', 'seq', 'said', 'wall', 'floor', 'above', 'marks', 'kept' }

local function trimRoom(room, at, count)
  local names = { unpack(HEAD) }
  for i = 1, count do names[#names + 1] = 'id:' .. ARGV[at + i] end
  local head = read(room, names)
  if head[1] ~= run then return false end
  local epoch, seq, said, wall, before, kept = head[2], tonumber(head[3]), head[4], head[5], tonumber(head[6]), tonumber(head[9])

  local stored, known = pairsOf(head[7]), {}
  for i = 1, count do
    local number = tonumber(head[#HEAD + i])
    if number and number > before then
      stored[#stored + 1] = { number, number }
      known[number] = ARGV[at + i]
    end
  end
  local floor, above = raise(before, stored)
  local marks, opens = pairsOf(head[8]), false
  if floor > before then opens = mark(marks, floor) end
  local forgotten = forgettable(marks, kept, seq)
  local isPassed = wall and offset >= tonumber(wall)

  local fields = {}
  local function put(field, value, old)
    if value and value ~= old then fields[#fields + 1], fields[#fields + 2] = field, value end
  end
  if forgotten > kept and forgotten == seq then
    put('run', run)
    put('epoch', epoch)
    put('seq', text(seq))
    put('said', said)
    put('floor', text(floor))
    put('kept', text(forgotten))
    if not isPassed then put('wall', wall) end
    redis.call('UNLINK', room)
    redis.call('HSET', room, unpack(fields))
    return { text(floor), 0, opens and '1' or '' }
  end

  put('floor', text(floor), head[6])
  put('above', joined(above), head[7] or '')
  put('marks', joined(marks), head[8] or '')
  put('kept', text(forgotten), head[9])
  local ids = idsOf(room, before + 1, floor, known)
  for number = before + 1, floor do put(text(number), ids[number]) end
  local gone = {}
  for number, id in pairs(forgotten > kept and idsOf(room, kept + 1, forgotten, ids) or {}) do
    gone[#gone + 1], gone[#gone + 2] = text(number), 'id:' .. id
  end
  if isPassed then redis.call('HDEL', room, 'wall') end
  write('HSET', room, fields)
  write('HDEL', room, gone)
  return { text(floor), seq - forgotten, opens and '1' or '' }
end

local answers, at = {}, 3
for i, room in ipairs(KEYS) do
  local count = tonumber(ARGV[at])
  answers[i] = trimRoom(room, at, count)
  at = at + count + 1
end
return answers
