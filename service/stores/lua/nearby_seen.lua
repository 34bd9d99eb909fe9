-- Counts a text under one of its bands, once a submission.
-- KEYS: the band, who was seen with it.
-- ARGV: submission id, author, address, site, 1 if it links, verdict ('' counts for none),
--   epoch second, seconds of the window, most marks.
local now, window = tonumber(ARGV[7]), tonumber(ARGV[8])
local since = tonumber(redis.call('HGET', KEYS[1], 'since') or 0)
if now - since > window then
  redis.call('HDEL', KEYS[1], 'count', 'authors', 'addresses', 'sites', 'linked', 'spam', 'keep',
    'first')
  redis.call('HSET', KEYS[1], 'since', ARGV[7])
  redis.call('DEL', KEYS[2])
end
if redis.call('SCARD', KEYS[2]) >= tonumber(ARGV[9]) or
    redis.call('SADD', KEYS[2], 'x:' .. ARGV[1]) == 0 then
  return 0
end
redis.call('HINCRBY', KEYS[1], 'count', 1)
redis.call('HSETNX', KEYS[1], 'first', ARGV[2])
local marks = {authors = 'a:' .. ARGV[2], addresses = 'i:' .. ARGV[3], sites = 's:' .. ARGV[4]}
for field, mark in pairs(marks) do
  if string.len(mark) > 2 and redis.call('SADD', KEYS[2], mark) == 1 then
    redis.call('HINCRBY', KEYS[1], field, 1)
  end
end
if ARGV[5] == '1' then redis.call('HINCRBY', KEYS[1], 'linked', 1) end
if ARGV[6] ~= '' then redis.call('HINCRBY', KEYS[1], ARGV[6], 1) end
redis.call('EXPIRE', KEYS[2], window)
if redis.call('TTL', KEYS[1]) < window then redis.call('EXPIRE', KEYS[1], window) end
return 1
