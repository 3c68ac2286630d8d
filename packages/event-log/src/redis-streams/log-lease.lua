-- A partition belongs to one consumer of a group for as long as its lease.
-- KEYS lease; ARGV 'take' | 'renew' | 'release', consumer, milliseconds
-- Returns 1 when the consumer has the lease now (or has released it), else 0.
local holder = redis.call('GET', KEYS[1])
if ARGV[1] == 'take' and not holder then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return 1
end
if holder ~= ARGV[2] then return 0 end
if ARGV[1] == 'release' then redis.call('DEL', KEYS[1]) else redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return 1
