-- Keeps the answer of a call, unless another has answered it meanwhile; returns what holds.
-- KEYS: the call. ARGV: the claimer's token, the answer, seconds to keep it.
local known = redis.call('HMGET', KEYS[1], 'claim', 'answer')
if known[2] then
  return known[2]
end
if known[1] == ARGV[1] then
  redis.call('HSET', KEYS[1], 'answer', ARGV[2])
  redis.call('EXPIRE', KEYS[1], ARGV[3])
end
return ARGV[2]
