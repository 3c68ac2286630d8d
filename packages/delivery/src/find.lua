--[[
Finds ids: the seq of each, and its event while the tail still has it.

KEYS   1 the room
ARGV   1.. ids
Returns {epoch, seq or '', event or '', seq or '', ...} in the order of the ids; '' = unknown, or trimmed from the tail
        nil when the head is missing or has another replication id: then the room's fields cannot be trusted (1.3)

Why one script: between two calls the event could be trimmed, or the room could start a new epoch.
]]
local replicationId = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)') .. '/3'
local fields = { 'replicationId', 'epoch', 'persistedSeq' }
for i, id in ipairs(ARGV) do fields[3 + i] = 'id:' .. id end
local head = redis.call('HMGET', KEYS[1], unpack(fields))
if head[1] ~= replicationId then return false end

local answer, waiting, places = { head[2] }, {}, {}
for i = 1, #ARGV do
  local number = head[3 + i]
  answer[#answer + 1], answer[#answer + 2] = number or '', ''
  if number and tonumber(number) > tonumber(head[3]) then
    waiting[#waiting + 1], places[#places + 1] = number, 2 * i + 1
  end
end
if #waiting > 0 then
  for i, value in ipairs(redis.call('HMGET', KEYS[1], unpack(waiting))) do
    answer[places[i]] = string.match(value, '^%S+ (.*)$')
  end
end
return answer
