-- Claims a call, or tells what became of it: claimed, answer (with its bytes), mismatch, pending.
-- KEYS: the call. ARGV: hash of the body, the claimer's token, milliseconds until a takeover.
local known = redis.call('HMGET', KEYS[1], 'body', 'answer', 'claim')
if not known[1] then
  redis.call('HSET', KEYS[1], 'body', ARGV[1], 'claim', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return {'claimed'}
end
if known[1] ~= ARGV[1] then
  return {'mismatch'}
end
if known[2] then
  return {'answer', known[2]}
end
if known[3] == ARGV[2] then
  -- The same once more: a repeated command.
  return {'claimed'}
end
return {'pending'}
