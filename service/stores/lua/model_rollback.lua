-- Makes the former champion the champion again; nil if there was none.
-- KEYS: versions, champion, former, history, changes. ARGV: unused, time in ms, most history.
local former = redis.call('LPOP', KEYS[3])
if not former then
  return nil
end
local old = redis.call('GET', KEYS[2]) or ''
redis.call('SET', KEYS[2], former)
local line = ARGV[2] .. '|rollback|' .. old .. '|' .. former
redis.call('LPUSH', KEYS[4], line)
redis.call('LTRIM', KEYS[4], 0, ARGV[3] - 1)
redis.call('INCR', KEYS[5])
redis.pcall('PUBLISH', 'hamgate:changes', KEYS[5])
return line
