-- Gives a claim back if it is still the caller's and unanswered.
-- KEYS: the call. ARGV: the claimer's token.
local known = redis.call('HMGET', KEYS[1], 'claim', 'answer')
if known[1] == ARGV[1] and not known[2] then
  redis.call('DEL', KEYS[1])
end
return 1
