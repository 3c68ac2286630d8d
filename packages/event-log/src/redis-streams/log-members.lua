-- The live members of a group.
-- KEYS members; ARGV consumer, milliseconds after which a silent one is gone ('0': it leaves now)
-- Returns them in the order of their names.
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
if ARGV[2] == '0' then
  redis.call('ZREM', KEYS[1], ARGV[1])
else
  redis.call('ZADD', KEYS[1], string.format('%.0f', ms), ARGV[1])
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('(%.0f', ms - tonumber(ARGV[2])))
end
local members = redis.call('ZRANGE', KEYS[1], 0, -1)
table.sort(members)
return members
