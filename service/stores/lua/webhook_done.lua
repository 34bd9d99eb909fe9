-- Forgets a call that was made, unless a newer one has taken its place.
-- KEYS: when calls are due, the calls, their attempts. ARGV: id, call.
if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] then
  return 0
end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
return 1
