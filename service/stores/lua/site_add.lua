-- Adds a site and a key, or a key to a site; 0 if the key is another site's.
-- KEYS: all, keys, changes. ARGV: site id, record ('' keeps it), new key's hash, hashes to end…
local owner = redis.call('HGET', KEYS[2], ARGV[3])
if owner then
  -- The same once more: a repeated command.
  return owner == ARGV[1] and 1 or 0
end
if ARGV[2] ~= '' then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
end
for place = 4, #ARGV do
  redis.call('HDEL', KEYS[2], ARGV[place])
end
redis.call('HSET', KEYS[2], ARGV[3], ARGV[1])
redis.call('INCR', KEYS[3])
redis.pcall('PUBLISH', 'hamgate:changes', KEYS[3])
return 1
