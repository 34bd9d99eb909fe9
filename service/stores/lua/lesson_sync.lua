-- Teaches a site's memory a submission's current label, whatever was taught before; exactly.
-- What was taught stands in the lesson, so that taking it back needs nothing else.
-- KEYS: feedback on the submission, its lesson, the site's words, hashes of whom it names.
-- ARGV: week, seconds to keep, then the fields of its words.
-- Answers the label that is now taught; '' for none.
local function change(key, field, amount)
  local before = redis.call('HGET', key, field)
  if amount < 0 and not before then return end
  if tonumber(before or 0) + amount == 0 then
    redis.call('HDEL', key, field)
  else
    redis.call('HINCRBY', key, field, amount)
  end
end

local function apply(lesson, sign)
  local letter = lesson.label == 'spam' and 'S' or 'H'
  local amount = lesson.label == 'spam' and 1048576 or 1
  for _, key in ipairs(lesson.who) do change(key, letter .. lesson.week, sign) end
  for _, field in ipairs(lesson.words) do change(KEYS[3], field, sign * amount) end
end

local label = redis.call('HGET', KEYS[1], 'label') or ''
local raw = redis.call('GET', KEYS[2])
local before = raw and cmsgpack.unpack(raw)
if (before and before.label or '') == label then
  return label
end
if before then apply(before, -1) end
if label == '' then
  redis.call('DEL', KEYS[2])
  return label
end
local lesson = {label = label, week = ARGV[1], who = {}, words = {}}
for place = 4, #KEYS do lesson.who[place - 3] = KEYS[place] end
for place = 3, #ARGV do lesson.words[place - 2] = ARGV[place] end
apply(lesson, 1)
redis.call('SET', KEYS[2], cmsgpack.pack(lesson), 'EX', ARGV[2])
for place = 3, #KEYS do
  if redis.call('TTL', KEYS[place]) < tonumber(ARGV[2]) then
    redis.call('EXPIRE', KEYS[place], ARGV[2])
  end
end
return label
