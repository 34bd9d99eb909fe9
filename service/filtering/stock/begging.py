"""Begging under videos: channels, songs, votes and likes that want an audience."""

from service.filtering.stock.phrases import stock_of

BEGGING_STOCK = stock_of(
    """
a chance to be heard | add me on facebook | add me on skype | add me on snapchat | aspiring artist | aspiring
musician | aspiring rapper | aspiring singer | can you subscribe | chase my dream | check it out on | check me
out | check my | check our | check out my | check out our | check us out | click my | click the link | come
check | come to my | copy and paste | could you subscribe | daily videos | donate to | download free | dream is
to | earn money | earning money | first subscribers | follow follow | follow for follow | follow me | follow us
on | free beats | free gift cards | free iphone | free robux | gaming channel | gaming videos | get me to | get
paid to | get some subs | give it a chance | give it a like | give me a chance | give me a like | give my | give
us a chance | giving away | go on my | go sub | go to my | hate spam | help me get | help me out | help me reach
| help us get | hey youtube | hit subscribe | i am a rapper | i am a singer | i am an artist | i hate to spam |
i know this is spam | i m a rapper | i m a singer | i m an artist | i make beats | i make music | i make videos
| i rap | i upload | if i get | if u like | if you are a fan | if you like rap | if you love music | it would
mean | join my | join us on | just search | let s plays | lets plays | like for like | like if you | like like |
like my | like our | like the page | like this comment and | like this comment if | like this if | like us on |
likes and subscribers | link in my | link is in | listen to our | look at my | look up my | make money | mean so
much | mean the world | minecraft videos | more subscribers | music channel | my band | my beats | my channel |
my cover | my covers | my dream is | my facebook | my first song | my first subscriber | my first video | my
gaming | my instagram | my latest song | my latest video | my mixtape | my music | my new album | my new single
| my new song | my new track | my new video | my page | my profile | my remix | my song | my songs | my
soundcloud | my subscribers | my twitter | my video | my videos | my vlogs | my website | my youtube | need subs
| need subscribers | new channel | new uploads | new youtube channel | not spam | on itunes | on soundcloud | on
spotify now | our band | our channel | our new song | our new video | our videos | out now on | paste this |
petition to | please like | please sub | please subscribe | please thumbs | please vote | pls check | pls sub |
pls subscribe | plz check | plz like | plz sub | plz subscribe | post this on | repost this | search for me |
search my | search on youtube | see my | share my | share our | sign the petition | sign this petition | sorry
for the spam | spread the word | sub back | sub for sub | sub me | sub my | sub sub | sub to me | sub to my |
subs for subs | subscribe and i | subscribe back | subscribe for more | subscribe if you | subscribe me |
subscribe my | subscribe please | subscribe to me | subscribe to my | support me | support my | support us |
thumb up if | thumbs this up | thumbs up if | thumbs up please | thumbs up so | unsigned artist | up and coming
| upcoming artist | upcoming rapper | upload videos | uploading videos | views and subscribers | visit my | vote
for me | vote for my | vote for us | want subscribers | watch my | watch our | watch this video | win a free |
won t be disappointed | wont be disappointed | work at home | would be appreciated | would mean a lot | year old
artist | year old rapper | year old singer | years old and i | you will not regret | you won t regret | you wont
regret | young artist
"""
)
