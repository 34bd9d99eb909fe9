# Debian's ruby-akismet, used as its documentation says; prints what it saw as JSON.
require 'akismet'
require 'json'

KEY, BLOG = ENV.fetch('KEY'), ENV.fetch('BLOG')
ADDRESS, BROWSER = '203.0.113.9', 'Mozilla/5.0'

def comment(text, **more)
  { text: ENV.fetch(text), author: 'Bob', type: 'comment', post_url: "#{BLOG}/p/1",
    created_at: DateTime.new(2026, 11, 22, 10), languages: %w[en fr],
    env: { 'HTTP_ACCEPT' => '*/*', 'REQUEST_URI' => '/post' }, **more }
end

def failure
  yield
  'nothing'
rescue Akismet::Error => error
  error.message
end

client = Akismet::Client.new(KEY, BLOG, app_name: 'tests', app_version: '1')
stranger = Akismet::Client.new('ffffffffffff', BLOG)
check = ->(text, **more) { client.check(ADDRESS, BROWSER, comment(text, **more)) }
seen = {
  verified: client.verify_key,
  wrong_key: stranger.verify_key,
  wrong_key_check: failure { stranger.check(ADDRESS, BROWSER) },
  ham: check.('TEXT_KEEP'),
  spam: check.('TEXT_SPAM'),
  blatant: check.('TEXT_BLATANT'),
  held: check.('TEXT_KEEP', author: 'hamgate-guaranteed-hold'),
  tested: check.('TEXT_SPAM', test: true),
  administrator: check.('TEXT_SPAM', user_role: 'administrator'),
  # before the reports: what a moderator calls genuine is spam no more
  one_connection: Akismet::Client.open(KEY, BLOG) do |open|
    3.times.map { open.spam?(ADDRESS, BROWSER, comment('TEXT_SPAM')) }
  end,
  spam_reported: failure { client.spam(ADDRESS, BROWSER, comment('TEXT_KEEP')) },
  ham_reported: failure { client.ham(ADDRESS, BROWSER, comment('TEXT_SPAM')) }
}
puts JSON.generate(seen)
