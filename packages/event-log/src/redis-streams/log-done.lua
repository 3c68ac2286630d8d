-- Notes the finished offset of a group, and trims records that all groups finished long ago. Never by length: MAXLEN
-- would cut records that no group has stored.
-- KEYS stream done; ARGV group, next offset, how many finished records to keep
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
local least = tonumber(ARGV[2])
for _, next in ipairs(redis.call('HVALS', KEYS[2])) do least = math.min(least, tonumber(next)) end
-- Offset n is entry n+1, so the oldest entry kept is that of offset least - keep.
local oldest = least - tonumber(ARGV[3]) + 1
if oldest > 1 then redis.call('XTRIM', KEYS[1], 'MINID', '~', string.format('%.0f-0', oldest)) end
