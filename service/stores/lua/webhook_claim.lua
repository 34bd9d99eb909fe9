-- Hands out calls that are due, each with the next attempt planned already: who takes one and
-- dies has only lost time. The last attempt takes the call away.
-- KEYS: when calls are due, the calls, their attempts. ARGV: most to hand out, seconds to keep,
--   then the ms from each attempt to the next. Answers ids and calls by turns.
local due, calls, attempts = KEYS[1], KEYS[2], KEYS[3]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ids = redis.call('ZRANGEBYSCORE', due, '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[1])
local answer = {}
for _, id in ipairs(ids) do
  local call = redis.call('HGET', calls, id)
  local pause = ARGV[2 + redis.call('HINCRBY', attempts, id, 1)]
  if call then
    answer[#answer + 1] = id
    answer[#answer + 1] = call
  end
  if call and pause then
    redis.call('ZADD', due, string.format('%.0f', now + pause), id)
  else
    redis.call('ZREM', due, id)
    redis.call('HDEL', calls, id)
    redis.call('HDEL', attempts, id)
  end
end
redis.call('EXPIRE', attempts, ARGV[2])
return answer
