--[[
Reads what a client with a cursor needs to know of a room: where it stands, and what of its tail lies beyond the cursor.

KEYS   1 the room
ARGV   1 the cursor's number  2 how many events at most, -1 for all
Returns {epoch, seq, floor, wall or '', said or '0', the number of the first event, event, event, ...}: numbers have no gaps
        nil when the head is missing or of another run: not the same as "nothing missed" (2.3)

Why this is the whole truth, when PostgreSQL is asked afterwards (case numbers: docs/delivery.md):
- Everything up to `floor` was stored when the floor was written, and stored things stay: PostgreSQL's primary, asked after this
  script, has all of (cursor, floor]. Above it PostgreSQL may have 6 without 5, so it must not be asked for that (2.2).
- Everything in (floor, seq] is in the tail: only trim removes from it, and only up to the floor that it writes (2.1).
- It is one script, so head, floor and tail are of one moment. Read apart, a trim in between, or Redis emptied in between, would
  make a gap look like silence. And it comes before PostgreSQL: the other way round, what is stored and trimmed in between is
  in neither answer (2.3).
- The wall is reported, not judged: it stays in the head until a server speaks there. Who reads it compares it with
  the stored offset of the room's partition; it stands while that is lower.
]]
local SLICE = 1000 -- unpack() has room for some 8000 values

if not string.match(ARGV[1], '^%d+$') then return redis.error_reply('ERR read-tail: the cursor is not a count') end
if not string.match(ARGV[2], '^%-?%d+$') then return redis.error_reply('ERR read-tail: the limit is not a number') end

local run = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)') .. '/2'
local head = redis.call('HMGET', KEYS[1], 'run', 'epoch', 'seq', 'floor', 'wall', 'said')
if head[1] ~= run then return false end

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
