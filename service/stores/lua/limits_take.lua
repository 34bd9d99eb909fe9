-- Takes one from each limit that has one left (GCRA); whether and when, for each.
-- KEYS: the limits' keys. ARGV: time in µs ('' is the store's own), 1 to take or 0 to look,
--   then for each limit: interval and tolerance in µs.
-- Answers for each: µs to wait (0: was admitted), how many are left.
-- Times are written by string.format: Lua would shorten them to 14 digits.
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end
local answer = {}
for place, key in ipairs(KEYS) do
  local interval, tolerance = tonumber(ARGV[2 * place + 1]), tonumber(ARGV[2 * place + 2])
  local stored = tonumber(redis.call('GET', key) or now)
  -- A clock that was set back must not lock anybody out.
  local arrival = math.min(math.max(stored, now), now + tolerance + interval)
  local wait = arrival - now - tolerance
  if wait <= 0 then
    wait = 0
    arrival = arrival + interval
  end
  if ARGV[2] == '1' and (wait == 0 or stored > arrival) then
    redis.call('SET', key, string.format('%.0f', arrival),
      'PX', string.format('%.0f', math.ceil((arrival - now) / 1000)))
  end
  answer[2 * place - 1] = wait
  answer[2 * place] = math.max(0, math.floor((tolerance + interval - (arrival - now)) / interval))
end
return answer
