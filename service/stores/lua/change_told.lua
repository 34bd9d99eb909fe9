-- Raises a counter of changes and tells whoever listens; who may not publish is heard by the poll.
-- KEYS: the counter.
redis.call('INCR', KEYS[1])
redis.pcall('PUBLISH', 'hamgate:changes', KEYS[1])
return 1
