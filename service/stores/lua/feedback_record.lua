-- Records a feedback and makes its label the current one; 0 if it is known already.
-- KEYS: feedback on the submission, the feedback's submission, labelled submissions.
-- ARGV: feedback id, submission id, label, reporter, time in ms, snapshot, seconds to keep.
if redis.call('EXISTS', KEYS[2]) == 1 then
  return 0
end
local keep = tonumber(ARGV[7])
local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
redis.call('HSET', KEYS[1],
  'f:' .. ARGV[1], seq .. '|' .. ARGV[3] .. '|' .. ARGV[5] .. '|' .. ARGV[4],
  'label', ARGV[3], 'reporter', ARGV[4], 'at', ARGV[5])
redis.call('HSETNX', KEYS[1], 'submission', ARGV[6])
redis.call('EXPIRE', KEYS[1], keep)
redis.call('SET', KEYS[2], ARGV[2], 'EX', keep)
redis.call('ZADD', KEYS[3], ARGV[5], ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', '(' .. string.format('%.0f', ARGV[5] - keep * 1000))
redis.call('EXPIRE', KEYS[3], keep)
return 1
