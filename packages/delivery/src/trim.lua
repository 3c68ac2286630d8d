--[[
Notes that PostgreSQL has stored events, and shortens the tail as far as it may. The only thing that ever shortens it.

KEYS   1 head  2 tail  3 ids  4 unstored  5 marks
ARGV   1 for how many seconds an id is kept after a floor covered it
       2 the offset up to which PostgreSQL has stored the room's partition (the next one to store)
       3.. ids that are stored: those of the batch, and those that PostgreSQL already had
Returns the floor: everything up to it is in PostgreSQL, everything above it in the tail
        nil when the head is missing or of another run: then nothing of the room may be touched, the persister will seed it

Why it is so (case numbers: docs/delivery.md):
- By id, not by number. Log order and number order differ between servers: a batch may hold 6 while 5 is still to come. A cut
  at 6 would leave 5 in neither store (2.1). So the floor is the lowest unstored number - 1, or the room's last number.
- The floor only rises: what is added to `unstored` later has a higher number than all before.
- It is written to the head, in the same script that cuts, so that the floor and the tail that `read-tail` sees belong together;
  and before the cut, so that should the script fail half way the tail has too much, never too little.
- ZREM comes first: with its memory full Redis lets a script begin only with a command that takes none, and then lets it end.
  A full Redis must be able to trim.
- Who stores knows first that a wall is passed. Servers alone would not always find out: while each of their events is stored
  before they ask again, they never number one themselves, and every message would take the long way (1.1).
- Ids outlive the tail by keepSeconds, since a repeat may be on its way. `marks` says when a floor was reached; one mark a
  second is enough and bounds it to keepSeconds + 1 entries.
- Nobody trims a room that has fallen silent. So where nothing is unstored the ids expire by themselves: `deliver` takes that back.
]]
local SLICE = 1000 -- unpack() has room for some 8000 values

if not string.match(ARGV[1], '^%d+$') then return redis.error_reply('ERR trim: the seconds to keep are not a count') end
if not string.match(ARGV[2], '^%d+$') then return redis.error_reply('ERR trim: the stored offset is not a count') end
local keep, stored = tonumber(ARGV[1]), tonumber(ARGV[2])

local run = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
local head = redis.call('HMGET', KEYS[1], 'run', 'seq', 'wall')
if head[1] ~= run then return false end

for from = 3, #ARGV, SLICE do
  redis.call('ZREM', KEYS[4], unpack(ARGV, from, math.min(from + SLICE - 1, #ARGV)))
end

if head[3] and stored >= tonumber(head[3]) then redis.call('HDEL', KEYS[1], 'wall') end
local lowest = redis.call('ZRANGE', KEYS[4], 0, 0, 'WITHSCORES')[2]
local floor = lowest and string.format('%.0f', tonumber(lowest) - 1) or head[2]
redis.call('HSET', KEYS[1], 'floor', floor)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', floor)

local now = tonumber(redis.call('TIME')[1])
if not redis.call('ZSCORE', KEYS[5], floor) then
  redis.call('ZREMRANGEBYSCORE', KEYS[5], now, now)
  redis.call('ZADD', KEYS[5], now, floor)
end
local old = redis.call('ZREVRANGEBYSCORE', KEYS[5], now - keep, '-inf', 'LIMIT', 0, 1)[1]
if old then
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', old)
  redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', now - keep - 1)
end
if not lowest then
  redis.call('EXPIRE', KEYS[3], keep + 1)
  redis.call('EXPIRE', KEYS[5], keep + 1)
end
return floor
