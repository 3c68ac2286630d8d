--[[
Finds the seqs of ids in many rooms. The caller stores the events and has their texts.

KEYS   rooms
ARGV   for each room: how many ids, and the ids
Returns for each room {epoch, seq or '', ...} in the order of its ids; '' = unknown
        nil when the head is missing or has another replication id: then the room's fields cannot be trusted (1.3)
]]
local replicationId = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)') .. '/3'
local answers, at = {}, 1
for i, room in ipairs(KEYS) do
  local count = tonumber(ARGV[at])
  local fields = { 'replicationId', 'epoch' }
  for j = 1, count do fields[2 + j] = 'id:' .. ARGV[at + j] end
  local head = redis.call('HMGET', room, unpack(fields))
  if head[1] ~= replicationId then
    answers[i] = false
  else
    local answer = { head[2] }
    for j = 1, count do answer[1 + j] = head[2 + j] or '' end
    answers[i] = answer
  end
  at = at + count + 1
end
return answers
