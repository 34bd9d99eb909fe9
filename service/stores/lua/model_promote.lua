-- Makes a version the champion; nil if there is no such version.
-- KEYS: versions, champion, former, history, changes. ARGV: version, time in ms, most history.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
  return nil
end
local old = redis.call('GET', KEYS[2]) or ''
local line = ARGV[2] .. '|promote|' .. old .. '|' .. ARGV[1]
if old ~= ARGV[1] then
  redis.call('SET', KEYS[2], ARGV[1])
  redis.call('LPUSH', KEYS[3], old)
  redis.call('LTRIM', KEYS[3], 0, ARGV[3] - 1)
  redis.call('LPUSH', KEYS[4], line)
  redis.call('LTRIM', KEYS[4], 0, ARGV[3] - 1)
  redis.call('INCR', KEYS[5])
  redis.pcall('PUBLISH', 'hamgate:changes', KEYS[5])
end
return line
