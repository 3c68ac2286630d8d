#!lua flags=allow-oom
--[[
Notes that PostgreSQL has stored events, and shortens the tails of their rooms as far as possible. Nothing else shortens a tail.

KEYS   rooms
ARGV   1 how many seconds an id stays known after persistedSeq reached it
       2 how far PostgreSQL has stored the partition of these rooms: the offset of the next record to store
       3 for each room: how many ids, and the ids that are stored: those of the batch, and those that PostgreSQL already had
Returns for each room {persistedSeq, how many seqs the room still knows, '1' where this is the first mark in a while, else ''}:
        everything up to persistedSeq is in PostgreSQL, everything above it in the tail;
        nil when the head is missing or has another replication id: then nothing of the room may be touched; the persister starts an epoch

Why it is so (case numbers: docs/delivery.md):
- It works by id, not by seq. Servers append and sequence in different orders: a batch may hold 6 while 5 is still to come. A cut at 6
  would leave 5 in neither store (2.1). So persistedSeq is the lowest unstored seq - 1, or the room's last seq. Stored seqs above it
  stand in `above`, as ranges: mostly none, and one for each gap.
- persistedSeq only rises: a later seq is higher than all before.
- persistedSeq and the tail change in one HSET, so `read-tail` sees both or neither.
- A full Redis must be able to trim, hence the flag in the first line. The id replaces the text of an event.
- The persister knows first that a recovery barrier is passed. Servers alone might never find out: while each of their events is stored
  before they ask again, they never sequence one, and every message takes the long way (1.1).
- Ids outlive the tail by keepSeconds, since a retry may be on its way. `marks` says when persistedSeq reached which seq, one mark for
  each tenth of that time. The script forgets the seqs below the oldest due mark, a slice at a time. `kept` is the last forgotten seq.
- When a room is stored and forgotten, the script writes its head anew: a small hash takes a quarter of the memory.
- It reads and decides everything before the first write (1.12); the writes on one hash cannot fail.
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
local replicationId = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)') .. '/3'
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

-- Pairs of seqs, written as 1-2 3-4.
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

-- The persistedSeq that these stored ranges give, and the ranges that stay above it.
local function raise(persistedSeq, ranges)
  table.sort(ranges, function(one, other) return one[1] < other[1] end)
  local above = {}
  for _, range in ipairs(ranges) do
    local last = above[#above]
    if range[1] <= persistedSeq + 1 then
      persistedSeq = math.max(persistedSeq, range[2])
    elseif last and range[1] <= last[2] + 1 then
      last[2] = math.max(last[2], range[2])
    else
      above[#above + 1] = range
    end
  end
  return persistedSeq, above
end

-- Notes that persistedSeq has risen; true if that begins another tenth of the time to keep ids.
local function mark(marks, persistedSeq)
  local tenth, last = math.max(1, keep / 10), marks[#marks]
  local isSame = last and math.floor(last[1] / tenth) == math.floor(now / tenth)
  if isSame then table.remove(marks) end
  marks[#marks + 1] = { now, persistedSeq }
  return not isSame
end

-- The last seq that may be forgotten now: a slice, or all of a room. Removes the marks that are done.
local function forgettable(marks, kept, seq)
  local due = kept
  for _, each in ipairs(marks) do
    if each[1] <= now - keep then due = math.max(due, each[2]) end
  end
  if due < seq then due = math.min(due, kept + SLICE) end
  while marks[1] and marks[1][1] <= now - keep and marks[1][2] <= due do table.remove(marks, 1) end
  return due
end

-- The ids of these seqs; `known` has some of them.
local function idsOf(room, from, to, known)
  local ids, unknown = {}, {}
  for number = from, to do
    ids[number] = known[number]
    if not ids[number] then unknown[#unknown + 1] = text(number) end
  end
  for i, value in ipairs(read(room, unknown)) do ids[tonumber(unknown[i])] = string.match(value, '^%S+') end
  return ids
end

local HEAD = { 'replicationId', 'epoch', 'seq', 'said', 'recoveryBarrier', 'persistedSeq', 'above', 'marks', 'kept' }

local function trimRoom(room, at, count)
  local names = { unpack(HEAD) }
  for i = 1, count do names[#names + 1] = 'id:' .. ARGV[at + i] end
  local head = read(room, names)
  if head[1] ~= replicationId then return false end
  local epoch, seq, said, barrier, before, kept = head[2], tonumber(head[3]), head[4], head[5], tonumber(head[6]), tonumber(head[9])

  local stored, known = pairsOf(head[7]), {}
  for i = 1, count do
    local number = tonumber(head[#HEAD + i])
    if number and number > before then
      stored[#stored + 1] = { number, number }
      known[number] = ARGV[at + i]
    end
  end
  local persistedSeq, above = raise(before, stored)
  local marks, opens = pairsOf(head[8]), false
  if persistedSeq > before then opens = mark(marks, persistedSeq) end
  local forgotten = forgettable(marks, kept, seq)
  local isPassed = barrier and offset >= tonumber(barrier)

  local fields = {}
  local function put(field, value, old)
    if value and value ~= old then fields[#fields + 1], fields[#fields + 2] = field, value end
  end
  if forgotten > kept and forgotten == seq then
    put('replicationId', replicationId)
    put('epoch', epoch)
    put('seq', text(seq))
    put('said', said)
    put('persistedSeq', text(persistedSeq))
    put('kept', text(forgotten))
    if not isPassed then put('recoveryBarrier', barrier) end
    redis.call('UNLINK', room)
    redis.call('HSET', room, unpack(fields))
    return { text(persistedSeq), 0, opens and '1' or '' }
  end

  put('persistedSeq', text(persistedSeq), head[6])
  put('above', joined(above), head[7] or '')
  put('marks', joined(marks), head[8] or '')
  put('kept', text(forgotten), head[9])
  local ids = idsOf(room, before + 1, persistedSeq, known)
  for number = before + 1, persistedSeq do put(text(number), ids[number]) end
  local gone = {}
  for number, id in pairs(forgotten > kept and idsOf(room, kept + 1, forgotten, ids) or {}) do
    gone[#gone + 1], gone[#gone + 2] = text(number), 'id:' .. id
  end
  if isPassed then redis.call('HDEL', room, 'recoveryBarrier') end
  write('HSET', room, fields)
  write('HDEL', room, gone)
  return { text(persistedSeq), seq - forgotten, opens and '1' or '' }
end

local answers, at = {}, 3
for i, room in ipairs(KEYS) do
  local count = tonumber(ARGV[at])
  answers[i] = trimRoom(room, at, count)
  at = at + count + 1
end
return answers
