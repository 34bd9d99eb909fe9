-- Takes a feedback back; what was said before it is current again. 0 if there is none.
-- KEYS: feedback on the submission, the feedback's submission, labelled submissions.
-- ARGV: feedback id, submission id, seconds to remember that it is undone.
if redis.call('HDEL', KEYS[1], 'f:' .. ARGV[1]) == 0 then
  return 0
end
redis.call('SET', KEYS[2], '-', 'EX', ARGV[3])
local last, label, at, reporter = 0, nil, nil, nil
local fields = redis.call('HGETALL', KEYS[1])
for place = 1, #fields, 2 do
  if string.sub(fields[place], 1, 2) == 'f:' then
    local seq, its_label, its_at, its_reporter =
      string.match(fields[place + 1], '^(%d+)|(%a+)|(%-?%d+)|(.*)$')
    if tonumber(seq) > last then
      last, label, at, reporter = tonumber(seq), its_label, its_at, its_reporter
    end
  end
end
if last == 0 then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[3], ARGV[2])
else
  redis.call('HSET', KEYS[1], 'seq', last, 'label', label, 'reporter', reporter, 'at', at)
  redis.call('ZADD', KEYS[3], at, ARGV[2])
end
return 1
