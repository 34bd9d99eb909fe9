-- Removes a site and its keys.
-- KEYS: all, keys, changes. ARGV: site id, hashes of its keys…
redis.call('HDEL', KEYS[1], ARGV[1])
for place = 2, #ARGV do
  redis.call('HDEL', KEYS[2], ARGV[place])
end
redis.call('INCR', KEYS[3])
redis.pcall('PUBLISH', 'hamgate:changes', KEYS[3])
return 1
