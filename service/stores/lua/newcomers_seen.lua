-- Counts an account in the hour in which it is first seen; safe to repeat.
-- KEYS: the account, counts by hour.
-- ARGV: submission id, seconds to know the account, hour, hours to keep, seconds to keep them.
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  return 0
end
if redis.call('HINCRBY', KEYS[2], ARGV[3], 1) == 1 then
  for _, hour in ipairs(redis.call('HKEYS', KEYS[2])) do
    if tonumber(hour) <= tonumber(ARGV[3]) - tonumber(ARGV[4]) then
      redis.call('HDEL', KEYS[2], hour)
    end
  end
end
redis.call('EXPIRE', KEYS[2], ARGV[5])
return 1
