-- Appends records to one partition, with ids so dense that offsets are 0, 1, 2 ...: offset n is the entry (n+1)-0. The
-- stream's last id is the counter: it survives trimming, and no second key can disagree with it.
-- KEYS stream born; ARGV a fresh identity for a stream that has none, then (key, value)*
-- Returns the next offset.
local last = 0
if redis.call('EXISTS', KEYS[1]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[1])
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then last = tonumber(string.match(info[i + 1], '^%d+')) end
  end
else
  -- A new stream under an old name is another log: consumers detect it by its identity, however long it has become since.
  redis.call('SET', KEYS[2], ARGV[1])
end
for i = 2, #ARGV, 2 do
  last = last + 1
  redis.call('XADD', KEYS[1], string.format('%.0f-0', last), 'k', ARGV[i], 'v', ARGV[i + 1])
end
return string.format('%.0f', last)
