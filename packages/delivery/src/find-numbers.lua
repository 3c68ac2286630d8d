--[[
Looks up ids of many rooms: which number each got. For who stores them and has their events.

KEYS   rooms
ARGV   for each room: how many ids, and the ids
Returns for each room {epoch, seq or '', ...} in the order of its ids; '' = unknown
        nil when the head is missing or of another run: then what the room holds is not to be believed (1.3)
]]
local run = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)') .. '/2'
local answers, at = {}, 1
for i, room in ipairs(KEYS) do
  local count = tonumber(ARGV[at])
  local fields = { 'run', 'epoch' }
  for j = 1, count do fields[2 + j] = 'id:' .. ARGV[at + j] end
  local head = redis.call('HMGET', room, unpack(fields))
  if head[1] ~= run then
    answers[i] = false
  else
    local answer = { head[2] }
    for j = 1, count do answer[1 + j] = head[2 + j] or '' end
    answers[i] = answer
  end
  at = at + count + 1
end
return answers
