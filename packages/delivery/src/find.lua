--[[
Looks up ids: which number each got, and its event where the tail still has it.

KEYS   1 head  2 tail  3 ids
ARGV   1.. ids
Returns {epoch, seq or '', 'seq event' or '', seq or '', ...} in the order of the ids; '' = unknown, or trimmed from the tail
        nil when the head is missing or of another run: then what the keys hold is not to be believed (1.3)

Why one script: an id that is looked up in one moment and its event in another may have been trimmed, or reseeded, in between.
]]
local run = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
local head = redis.call('HMGET', KEYS[1], 'run', 'epoch')
if head[1] ~= run then return false end

local answer = { head[2] }
for _, id in ipairs(ARGV) do
  local score = redis.call('ZSCORE', KEYS[3], id)
  local number = score and string.format('%.0f', tonumber(score)) or ''
  answer[#answer + 1] = number
  answer[#answer + 1] = score and redis.call('ZRANGEBYSCORE', KEYS[2], number, number)[1] or ''
end
return answer
