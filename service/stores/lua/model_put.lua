-- Keeps a model unless its version exists; then returns the record that exists.
-- KEYS: versions, files. ARGV: version, record, manifest, weights, pipeline.
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then
  return known
end
redis.call('HSET', KEYS[2], 'manifest', ARGV[3], 'weights', ARGV[4], 'pipeline', ARGV[5])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return nil
