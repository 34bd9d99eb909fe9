# Debian's libnet-akismet-perl, used as its documentation says; prints what it saw as JSON.
use strict;
use warnings;
use JSON::PP;
use Net::Akismet;

sub comment {
    my ($text, %more) = @_;
    return (
        USER_IP            => '203.0.113.9',
        COMMENT_USER_AGENT => 'Mozilla/5.0',
        COMMENT_CONTENT    => $ENV{$text},
        COMMENT_AUTHOR     => 'Bob',
        REFERRER           => "$ENV{BLOG}/p/1",
        %more,
    );
}

my $stranger = Net::Akismet->new(KEY => 'ffffffffffff', URL => $ENV{BLOG});
my $akismet = Net::Akismet->new(KEY => $ENV{KEY}, URL => $ENV{BLOG}) or die 'not verified';
print encode_json({
    verified      => JSON::PP::true,
    wrong_key     => $stranger ? JSON::PP::true : JSON::PP::false,
    ham           => $akismet->check(comment('TEXT_KEEP')),
    spam          => $akismet->check(comment('TEXT_SPAM')),
    blatant       => $akismet->check(comment('TEXT_BLATANT')),
    held          => $akismet->check(comment('TEXT_KEEP', COMMENT_AUTHOR => 'hamgate-guaranteed-hold')),
    spam_reported => $akismet->spam(comment('TEXT_KEEP')) ? $akismet->{response} : undef,
    ham_reported  => $akismet->ham(comment('TEXT_SPAM')) ? $akismet->{response} : undef,
});
