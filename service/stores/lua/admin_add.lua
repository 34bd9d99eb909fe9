-- Adds an admin; 0 if another has the name.
-- KEYS: all, tokens. ARGV: name, record, hash of the token.
if redis.call('HGET', KEYS[2], ARGV[3]) == ARGV[1] then
  -- The same once more: a repeated command.
  return 1
end
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 0 then
  return 0
end
redis.call('HSET', KEYS[2], ARGV[3], ARGV[1])
return 1
