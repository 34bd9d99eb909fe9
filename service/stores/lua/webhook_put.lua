-- Keeps a call that is to be made; a newer one about the same thing takes the older one's place.
-- KEYS: when calls are due, the calls, their attempts. ARGV: id, call, most calls, ms that an
--   attempt may last, seconds to keep. Answers 0 where too many wait.
local due, calls, attempts = KEYS[1], KEYS[2], KEYS[3]
local time = redis.call('TIME')
local at = time[1] * 1000 + math.floor(time[2] / 1000)
local planned = tonumber(redis.call('ZSCORE', due, ARGV[1]))
if not planned and redis.call('ZCARD', due) >= tonumber(ARGV[3]) then
  return 0
end
-- Whoever makes the older call just now ends first: the newer one must come last.
if planned and redis.call('HEXISTS', attempts, ARGV[1]) == 1 then
  at = math.min(planned, at + tonumber(ARGV[4]))
end
redis.call('ZADD', due, string.format('%.0f', at), ARGV[1])
redis.call('HSET', calls, ARGV[1], ARGV[2])
redis.call('HDEL', attempts, ARGV[1])
for _, key in ipairs(KEYS) do
  redis.call('EXPIRE', key, ARGV[5])
end
return 1
