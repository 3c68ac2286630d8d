-- The range of a partition.
-- KEYS stream born
-- Returns identity, low (oldest offset kept), high (next offset); the identity is '' when nothing was ever appended.
if redis.call('EXISTS', KEYS[1]) == 0 then return {'', '0', '0'} end
local info, low, high = redis.call('XINFO', 'STREAM', KEYS[1]), nil, 0
for i = 1, #info, 2 do
  if info[i] == 'last-generated-id' then high = tonumber(string.match(info[i + 1], '^%d+')) end
  if info[i] == 'first-entry' and info[i + 1] then low = tonumber(string.match(info[i + 1][1], '^%d+')) - 1 end
end
return {redis.call('GET', KEYS[2]) or '', string.format('%.0f', low or high), string.format('%.0f', high)}
