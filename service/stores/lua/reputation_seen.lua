-- Counts a verdict for all whom a submission names, once a submission.
-- KEYS: the submission's mark, then the hashes of whom it names.
-- ARGV: field to raise, seconds to keep them, seconds to keep the mark.
if not redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[3]) then
  return 0
end
for place = 2, #KEYS do
  redis.call('HINCRBY', KEYS[place], ARGV[1], 1)
  redis.call('EXPIRE', KEYS[place], ARGV[2])
end
return 1
