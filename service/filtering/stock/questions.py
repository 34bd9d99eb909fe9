"""Feigned help and questions to the owner of any blog."""

from service.filtering.stock.phrases import stock_of

QUESTION_STOCK = stock_of(
    """
a blog like | a couple of your | a designer to create | a developer to create | a few of the | a format issue |
a formatting issue | a formatting problem | a free platform | a great deal of work | a little lost | a lot
faster | a massive amount | a paid option | a professional to | a quick heads | absolutely enjoying | absolutely
no | affiliate link | all over the internet | alternatives for | another platform | any assistance is | any help
is | any ideas or | any means | any recommendations | any suggestions for aspiring | any suggestions or | any
support is | any tips | anything you can recommend | anything you can suggest | appreciate it | are wasted | are
you on twitter | are you using for | aren t loading | article author | article writer | as neatly as | as
smartly as | as well as the content | as yours | aspiring blog | aspiring writers | at a honest | author for
your | authored myself | back to mine | back to your blog | back to your site | back to your website | been
blogging | being ripped off | being stolen | benefit from | blast me an | blog in | blog jump out | blog
platform | blog such as | blogging for | blogging however | both show the same | brand new to | brief heads up |
browser compatibility | can advise | captcha plugin | center yourself | certainly benefit | cheers i appreciate
| choices out there | clear your mind | clearing my mind | clearing my thoughts | code it yourself | code with
html | coding experience | coding expertise | coding know how | coding knowledge | coding skills | comment is
added | comments are added | compatibility difficulties | compatibility issues | compatibility problems |
completely confused | completely overwhelmed | computer programming | contact page | content for your blog |
content from being | copyright infringement | copyright violation | could i get | create my own | created myself
| credit and sources | custom made | daily basis i | definitely benefit | definitely enjoying | design look
great | design my own | develop over time | diary daily | diary everyday | did you build | did you create | did
you download | different browsers | different web browsers | difficult time clearing | direction of a good | do
it for you | does building | does managing | does operating | does running | driving me crazy | driving me
insane | driving me mad | drop you an | due to no | e mail list | each time a comment | each time a remark |
either authored | ended up losing | enjoying your blog | entire look | ever want to take | every time a comment
| exact same area | exact same niche | exchange for a | exchange link | exchange links | exchange strategies |
exchange techniques | exclusive content | expand over time | experience and feelings | experience and thoughts |
experience and views | facebook page | fed up of | feelings online | few months of hard | few of the images |
few of the pictures | few simple | fixed soon | follow you if | follow you on | for new blog | four emails with
| free platform like | from that service | full glance | generally lost | genuinely benefit | get advice from |
get guidance | get several | get the issue fixed | get the problem resolved | get the problem solved | get your
affiliate | get your theme | getting my ideas | getting my thoughts | getting sick | give you a brief | give you
a quick | glance easy | go for a paid | good asset | good hosting | good internet hosting | good web hosting |
got your design | got your theme | great blog and i | great site and i | great website and i | greatly
appreciated | grow over time | guest author | guest authors | guest post for | guest posting | hackers and i m |
had to ask | hard time clearing | have created | having difficulty locating | having problems finding | having
problems locating | having trouble finding | having trouble locating | help prevent content | hints for aspiring
| hire a designer | hire out | hire someone | honest price | hope you get the problem | hoping to start |
hosting company | hosting provider | how long have you | how to begin | html coding | html editors | i d
absolutely love | i d like to follow | i d love to write | i d post to let | i d really like to write | i do
write in | i figured i d post | i get four | i get three | i have very little | i know this is kind | i know
this is off | i realize this is | i think its a linking | i understand this is off | i ve had issues | i wish my
site | i wish my web site | i wish my website | i would be awesome | i would be fantastic | i would be great |
ideas for your blog | ideas or advice | ideas or tips | ideas out | if interested | if that would | if this ok |
if you ever want | improve over time | in exchange | in internet explorer | in search of | in the direction of |
in the near future | in the not too distant | info you provide | information you offer | information you present
| information you provide | interested in hearing | is there a means | issue solved soon | issues with hackers |
it looks fine but | it looks good but | it s driving | journal every | journal on a | just needed to ask | know
where you got | kudos i appreciate | large amount of work | last blog | layout look great | learning html | let
alone | let me know if this | let you know the style | like to follow you | like to shoot | like yours | link
back | link exchange | linking issue | load off | loaded as quickly | loaded up as | loading correctly | loading
properly | loads a lot | loads up | look easy | look forward to new | look of your site | look of your web |
look of your website | looking at your blog | looking at your website | looking for a writer | looking for an
article | looking to create | looking to design | looking to start | lost months of | lost on everything | lot
of completely unique | lot quicker | made blogging look | made running | make my blog | make running | make this
site yourself | manually code | many months of hard | many of us have | many thanks i appreciate | material for
your | methods to help | methods with others | months of hard work | my friends over | my own blog | my own
personal | my readers would | my users would | my visitors would | my zynga | nevertheless i just | new aspiring
| new blog owners | new posts | new updates | nice methods | nice practices | nice procedures | no coding | no
data backup | no expertise in | no understanding of | notified me | notify me when | notify me whenever | now
each time | now every time | now whenever | of a good platform | off the screen | okay with you | on other blogs
| options for another | outsourced but | overall look of | own blog soon | own site soon | own website soon |
personal experience and | plagorism or copyright | planning to start | platform like wordpress | please blast me
| please let me know where | please reply | please shoot me | plugin or anything | plugin or template | plz
answer | plz respond | point me in the direction | popping it up | popping up all over | prevent hackers |
prevent spam | prior to writing | problems finding one | problems locating it | problems with hackers | protect
against content | protect against hackers | protect against spam | provide credit | quick for me | quick heads
up | quote a couple | quote a few | reasonable price | recommend a good | recommendations for aspiring |
recommendations for your | recommendations or tips | reduce content from | reduce spam | remove me from | remove
people from | require a great | require a large | resolved soon | run into any issues | run into any problems |
running a blog | same area of | same comment system | same niche as | see it develop | see it expand | see it
grow | see it improve | send you an e mail | several e mails | several emails with | several weeks of hard |
share my experience | share my own | share my personal | shoot me an | shoot you an e mail | shoot you an email
| sick and tired | similar to this | simple adjustements | simple tweeks | site loads | so many choices | so
many options | so much lately | solutions to help | solutions with other | some articles for | some content for
| some creative ideas | some overlapping | some really good | some really great | some recommendations | some
suggestions | someone with experience | something to do with web | sources back | spam feedback | spam remarks |
spam responses | start my own | starting my own | stop hackers | strategies with others | style and design |
suggest a good | suggestions for your | suggestions or techniques | take away me from | take some of the load |
takes a large | techniques to help | techniques with other | techniques with others | template or plugin | tend
to be | text in your article | text in your content | text in your post | text within your | the exact same
comment | the images aren | the overall glance | the overall look | the same outcome | theme custom | theme
design | theme or plugin | this blog loads | this website | thought i d post | thoughts online | thoughts out |
tips and hints | tips for aspiring | tips for new | tips or | tired of wordpress | to create your theme | to do
with browser | to stop spam | total look | totally confused | totally overwhelmed | tough time locating | trade
links | trade methods | trade solutions | trade strategies | trouble clearing | trouble finding one | trouble
with hackers | twitter updates | two different internet | two different web | undoubtedly enjoying | unique
content | use twitter | using the same blog | usually lost | very little knowledge | very much appreciated |
views online | want to take some | was hacked | ways to help | we have developed | website loads | well
established | what blogging platform | what web host | when i get started | when i look at your | when new
comments | whenever new comments | where i can get | where i could get | where i could locate | which captcha |
which web host | whole look | with internet explorer | with the identical | with the same comment | without
authorization | without my agreement | without my authorization | without my permission | words in your content
| worked out well | would be ok | would be okay | would really make | wound up losing | write in my | writer for
your | written text | wysiwyg editors | you make blogging | you present here | you provide here | your blog
theme | your host | your mind prior | your site in | your thoughts before | your web host | your web site in |
your website in | zynga group
"""
)
