-- Lists submissions and counts each that is new in its month; a repetition counts nothing.
-- KEYS: the site's list; then for each month its counts by day and its counts by host.
-- ARGV: id below which the list is cut, seconds to keep the list, seconds to keep the counts,
--   most hosts; then for each: id ('' counts without listing), number of the month's first key,
--   day, host, what, amount.
local keep_counts = ARGV[3]
local most_hosts = tonumber(ARGV[4])
local counted = 0
for place = 5, #ARGV, 6 do
  local id, month = ARGV[place], tonumber(ARGV[place + 1])
  if id == '' or redis.call('ZADD', KEYS[1], 0, id) == 1 then
    local days, hosts = KEYS[month], KEYS[month + 1]
    local what, amount = ARGV[place + 4], ARGV[place + 5]
    local host = what .. '@' .. ARGV[place + 3]
    if redis.call('HEXISTS', hosts, host) == 0 and redis.call('HLEN', hosts) >= most_hosts then
      host = what .. '@'
    end
    redis.call('HINCRBY', days, what .. '@' .. ARGV[place + 2], amount)
    redis.call('HINCRBY', hosts, host, amount)
    redis.call('EXPIRE', days, keep_counts)
    redis.call('EXPIRE', hosts, keep_counts)
    counted = counted + 1
  end
end
if ARGV[1] ~= '' then
  redis.call('ZREMRANGEBYLEX', KEYS[1], '-', '(' .. ARGV[1])
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
return counted
