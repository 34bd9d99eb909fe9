-- Puts or takes away what one labelled submission says about something; safe to repeat.
-- KEYS: a hash. ARGV: the submission's id, what it says ('' takes it away), seconds to keep,
--   most labels in the hash: beyond it the oldest goes (ids sort by time).
local field = 'L:' .. ARGV[1]
if ARGV[2] == '' then
  return redis.call('HDEL', KEYS[1], field)
end
redis.call('HSET', KEYS[1], field, ARGV[2])
local labels = {}
for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(name, 1, 2) == 'L:' then labels[#labels + 1] = name end
end
if #labels > tonumber(ARGV[4]) then
  table.sort(labels)
  redis.call('HDEL', KEYS[1], labels[1])
end
if redis.call('TTL', KEYS[1]) < tonumber(ARGV[3]) then redis.call('EXPIRE', KEYS[1], ARGV[3]) end
return 1
