-- Replaces a site's record if nobody changed it meanwhile; 0 otherwise.
-- KEYS: all, keys, changes. ARGV: site id, record as it was read, record as it shall be.
local now = redis.call('HGET', KEYS[1], ARGV[1])
if now == ARGV[3] then
  return 1
end
if now ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('INCR', KEYS[3])
redis.pcall('PUBLISH', 'hamgate:changes', KEYS[3])
return 1
