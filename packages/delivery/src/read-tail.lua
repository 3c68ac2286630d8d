--[[
Reads a room for a client with a cursor: its head, and the events of its tail beyond the cursor.

KEYS   1 the room
ARGV   1 the cursor's seq  2 how many events at most, -1 for all
Returns {epoch, seq, persistedSeq, recovery barrier or '', said or '0', the first event's seq, event, event, ...}: seqs have no gaps
        nil when the head is missing or has another replication id: not the same as "nothing missed" (2.3)

Why this answer and a later question to PostgreSQL are complete together (case numbers: docs/delivery.md):
- Everything up to `persistedSeq` was stored when persistedSeq was written, and stays stored: PostgreSQL's primary, asked after this
  script, has all of (cursor, persistedSeq]. Above it PostgreSQL may have 6 without 5, so it must not be asked for that (2.2).
- Everything in (persistedSeq, seq] is in the tail: only trim removes from it, and only up to the persistedSeq that it writes (2.1).
- One script reads head, persistedSeq and tail at one moment. With separate reads, a trim or an emptied Redis in between would make a
  gap look like silence. The script runs before PostgreSQL is asked: the other way round, events that are stored and trimmed in
  between are in neither answer (2.3).
- The script reports the recovery barrier and does not judge it: it stays in the head until a server sequences there. The reader
  compares it with the stored offset of the room's partition; it stands while that offset is lower.
]]
local SLICE = 1000 -- unpack() has room for some 8000 values

if not string.match(ARGV[1], '^%d+$') then return redis.error_reply('ERR read-tail: the cursor is not a count') end
if not string.match(ARGV[2], '^%-?%d+$') then return redis.error_reply('ERR read-tail: the limit is not a number') end

local replicationId = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)') .. '/3'
local head = redis.call('HMGET', KEYS[1], 'replicationId', 'epoch', 'seq', 'persistedSeq', 'recoveryBarrier', 'said')
if head[1] ~= replicationId then return false end

local first, last, limit = math.max(tonumber(ARGV[1]), tonumber(head[4])) + 1, tonumber(head[3]), tonumber(ARGV[2])
if limit >= 0 then last = math.min(last, first + limit - 1) end
local answer = { head[2], head[3], head[4], head[5] or '', head[6] or '0', string.format('%.0f', first) }
for from = first, last, SLICE do
  local numbers = {}
  for number = from, math.min(from + SLICE - 1, last) do numbers[#numbers + 1] = string.format('%.0f', number) end
  for _, value in ipairs(redis.call('HMGET', KEYS[1], unpack(numbers))) do
    answer[#answer + 1] = string.match(value, '^%S+ (.*)$')
  end
end
return answer
