"""Praise as spinners put it, wrong synonyms and all."""

from service.filtering.stock.phrases import stock_of

PRAISE_STOCK = stock_of(
    """
a acceptable deal | a applicable deal | a bit from next | a fantastic read | a great blog | a great site | a
great web site | a great website | a helpful piece | a litte more | a little bit further | a little homework | a
lot more useful than ever | a lot of folks | a lot of helpful | a nice blog | a person provide | a person supply
| a professional in this | a terrific site | a weblog | a wonderful website | absolutely love your | accession
capital | account helped me | account your blog | acquainted of this | actually nice | add to favorites | added
you guys to | admission to consistently | again often | all site owners and | allow me reword | allow me to
clutch | allow me to grab | along with your writing | amazed with the | amend your site | amend your web |
amusement account | an acceptable deal | an excellent read | an expert on this | an individual supply | analysis
you made | and even i | and if i may | and it s time | any way i ll | anyway i ll be | anyway keep | anyway stay
| appears to be great | appreciate if you continue | appreciate it | approaching post | are actually awesome |
are genuinely awesome | are in fact awesome | are really amazing | are too brief | are truly amazing | are very
short | articles referring to | articles relating to | as here every | as i can not | assume you are | assume
you re | at the same time as | attention grabbing | attractive component | attractive part | attractive portion
| attractive section | auspicious writeup | awesome blog | awesome web log | awesome website | be again
incessantly | be benefited from | be mindful your stuff | be subscribing | bear in mind your | beautiful amazing
| beautiful worth | because here every | been a little bit | been looking all over | been looking everywhere |
been surfing online | been tiny bit | before suggesting | bit acquainted | bless you | blog lovers | blog site |
blog viewers | blog visitors | blog web site | bloggers made just right | book marked | bookmark it | bookmark
this site | bookmark your | bookmarked it | bookmarked to | bookmarked your | bookmarking and | bothersome to
inform | bothersome to tell | bought me breakfast | bought me dinner | bright clear | broadcast offered |
broadcast provided | browsing online more than | by means of google | by way of google | came up it | can
certainly work | can not wait to | can write subsequent | cant wait to read | care for to keep | carry on the
enjoyable | carry on the gratifying | carry on the rewarding | certainly come again | certainly digg it |
certainly like your | changed into alert | check the spelling on | clarity in your post | clear concept | clear
idea | clearness for your | clearness in your | clever work | come back again | come back from now on | come
back in the foreseeable | coming near near | comparable matter | comparable topic | component of content |
concepts you have | concerning that | consistently fast | consistently quickly | consistently rapidly | continue
your great | continuously to | cool and helpful | could not leave your | could subscribe | could write next |
could you please extend | could you please lengthen | couldn t leave your | counsel you few | creating a post |
customize it yourself | definitely come again | definitely digg it | depart your | describing all | describing
the whole | different web address | different web page | different website and thought | digg it and | do you
offer guest | does one offer guest | doing a little | doing my breakfast | during which you assert | e mail
subscription | either way keep | elaborate a bit | elaborate a little | elaborating on | email subscription |
encourage continue | enjoyable work | enjoyed account | ensure that i bookmark | entry to persistently | even as
searching | even as you amend | even more things | every data is quality | every information is quality | every
material is quality | every stuff is quality | everyday visit | exactly i m looking for | excellent beat |
excellent goods | excellent post however | excellent quality writing | excellent superb | explaining all |
explaining everything | exposure and coverage | extra strategies | extra techniques | extremely inspired |
familiar of this | fantastic read i ll | far more from you | fastidious arguments | fastidious article |
fastidious paragraph | fastidious post | fastidious urging | favourite it | feature contents | few fascinating |
find nearly all | finding out much more | first comment here | first time visit | for a blog web | for fantastic
information | for his web page | for my mission | for newbies | for novices | for your guests | format on your |
forthcoming post | forwarded this article | forwarded this onto | found it on bing | found your blog by | found
your site via google | found your website by accident | frequented your web | from most recent | from next time
| from subsequent time | from you man | genuinely good | genuinely nice | genuinely pleasant | getting your info
| getting your information | glad to search out | go away your | go to see | good arguments | good facts | goods
from you | grab your rss | gratifying work | great and helpful | great beat | great goods | great information
here | great post however | great put up | great read i | great submit | guest writers to write | guy beautiful
| guys are up | guys tend to be | had been tiny | had spare time | happy to find | happy to seek | has touched
all | have a nice | have in mind your stuff | having my breakfast | hello to your blog | hello very cool |
helpful info | helpful information particularly | hey very cool | high quality writing | hottest information |
how can i subscribe | how could i subscribe | how nicely | i absolutely love | i achievement | i acquire | i am
extremely impressed | i am glad that you | i am no longer | i am not sure where you | i am really impressed | i
bookmarked | i can not in finding | i can t find your | i d be very grateful | i d be very thankful | i desire
to | i discovered your | i do agree with all | i extremely loved | i found this site | i found your blog on | i
frequented | i fulfillment | i get in fact | i have been browsing online | i have bookmarked | i have learn this
| i have read this | i just could not | i like what i see | i ll be again | i ll definitely | i ll surely | i m
extremely impressed | i m going to watch out | i m happy that you | i m no longer certain | i m no longer
positive | i m not sure where you | i m really impressed | i m satisfied that | i must spend | i needs to spend
| i quite enjoyed reading it | i simply could not | i simply couldn | i success | i ve added you guys | i ve
bookmarked | i ve included you | i ve incorporated you | i ve read this | i want to read | i want to recommend |
i was looking for this | i was on the lookout | i was wanting to know | i was wondering if you | i will be again
| i wish to | ideas you have introduced | ideas you ve presented | if all webmasters | if all website owners |
if i could i | if i may just | immediately clutch | immediately seize | immediately take hold | impending post |
in fact enjoyed | in fact fastidious | in fact good | in fact nice | in order that i | in support of his | in
support of me | in support of new | in the foreseeable future | in the publish | in this regard thanks | in
which you say | in your visitors | incredible magnificent | inform the reality | information here within |
informative blog | interesting things or | internet people | internet site | internet users | internet viewers |
internet visitors | internet web site | introduced to your | is just cool | is just great | is just spectacular
| is that this a paid | is this a paid | issues or advice | issues or suggestions | it is appropriate | it is in
reality | it is rare to | it is the best time | it looks good | it s actually a | it s appropriate | it s in
reality | it s my first pay | it s perfect time | it s rare to | it s truly a | it seems to be good | joined
your feed | joined your rss | just became alert | just extremely great | just stumbled upon your | just too
excellent | just too great | just too magnificent | just what i | keep it sensible | keep it smart | keep it
wise | keep up the enjoyable | keep up the gratifying | keep up the rewarding | keep us informed like | kindly
allow | kindly let | kindly permit | layout on your | let me reword | let me to grab | let me to snatch | like
this one these | like what you guys | like your web site | like your website however | looking everywhere for |
looking for this information | lots of folks | lots of people will be | made excellent content | made good
content | made to make this | magnificent beat | magnificent goods | make a few plans | make sure that i
bookmark | make this particular | man beautiful | many people will be | marvelous posting | may just subscribe |
may just you | may you please | maybe you could | me know so that | me realize | me recognize | might as well
check | modify it your self | modify it yourself | more issues approximately | more strategies | more things
about it | most of your post | most recent and | most up to date | much more from you | my blogroll | my cousin
| my facebook group | my first visit to | my social community | my social groups | my social networks | my
twitter followers | my twitter group | my weblog | my younger sister can | myspace group | naturally like |
nearly all of your | never found any interesting article | nevertheless i will | new people of blogging | new
viewers | newest news | newsletter service | nice afternoon | nice and useful | nice arguments | nice evening |
nice put up | nice quality writing | nice urging | nice weekend | nonetheless the posts | numerous helpful |
numerous people will be | obtain updated | of fastidious | offer guest writers | offered to your post | often to
inspect | on a regular basis to | on regular basis | on the lookout for such | on the net shall be | on the
other hand i | on this regard | or even i | ordered me dinner | other folks | our blogroll | paid subject | paid
theme | paid topic | part of content | pay a quick visit | pay a visit | personal blogroll | piece of writing |
pleasant arguments | pleasant article | pleasant facts | pleasant post | please allow | please keep us | please
permit | please stay us | post incredible | pretty worth enough | price bookmarking | price enough for me |
prior to suggesting | prolong them | purchased me breakfast | put up incredible | quality articles or | quality
based | quality content | rare to look | rare to peer | read additional | read this post and | really inspired |
really really fastidious | really really good | really really nice | really really pleasant | recommend this
website to | recommend to my friends | referring to this | regarding that | regarding this article | regular
visitor | regularly this website | related subject | related topic your | relevant information here | remember
your stuff | replied this | reply of this | reporting keep up | research you made | respond of this | rewarding
work | rife with spelling | right away clutch | right away grab | right away take hold | right here in | right
here within | rss feed to stay | rss subscription | satisfied to find | satisfied to seek out | save as favorite
| saved as a favorite | saved to fav | searching for a related | section of content | seeking for | shared your
site | shared your web site | shared your website | sharing such | sharing your info | shiny clear | simply
shared this | simply spectacular | simply stumbled | simply too | since here every | snatch your rss | so many
helpful | so many useful | so that i may | some interesting things | some of the subjects | some plans for |
spelling on quite | spelling on several | spend some time learning | spot on with | standard info | stay up to
date with | stay us informed | still the posts | strategies on this | structure for your | stumbled over here |
subjects you write | submit amazing | subscribe for your | subscribed for your | subscribed to your rss |
subscribing on your | subscribing to your | subscription hyperlink | subscription link | such a great
information | such an informative | such informative | suggest to my friends | suggest you few | suggest you
some | superb i ll bookmark | suppose you are | surely come again | surfing on line | surfing online more than |
take a look at the spelling | take care of to | take hold of your rss | take into account your stuff | take the
feeds | techniques in this | tell the truth on the other hand | telling everything | test the spelling | thank
goodness i found | thank you for another | thank you for any other | thank you for every other | thank you for
sharing superb | thank you for some other | thank you one million | thanks a million | thanks for a marvelous |
thanks for another excellent | thanks for another informative | thanks for another magnificent | thanks for
another wonderful | thanks for any other | thanks for every other | thanks for finally talking | thanks for
finally writing | thanks for magnificent | thanks for one s | thanks for ones | thanks for sharing your thoughts
| thanks for some other | thanks for the sensible | thanks for your personal marvelous | thanks for your
publication | thanks one million | that i really enjoyed | that you simply shared | the account aided | the
account helped | the clarity | the clearness | the feeds additionally | the ideas you have | the standard
information | the topic of | the usual information | the way in which | the way wherein | the whole internet |
they are really convincing | they are very convincing | they re very convincing | things or advice | things or
tips | this actual put up | this actual submit | this difficulty | this is my first visit | this matter with |
this one nowadays | this one these days | this one today | this particular publish | this particular put | this
publish | this put up | this question with real | this site daily | this submit | this web page | this web site
| this weblog | thought i may as well | thought i might check | time to be happy | to apprentice | to assert
that | to check out new | to check up on | to claim that | to inspect new posts | to keep updated | to my
bookmarks | to my own blogroll | to obtain | to read more news | to stay it | to stay updated | to take nice |
to tell the reality | to your visitors | together with your writing | too brief for | too short for | touched
all the | transparent concept | troublesome to inform | troublesome to tell | truly fastidious | truly good |
truly informative | truly nice | truly pleasant | truly touched | turned into aware | uncommon to peer |
understanding more | up to date like this | updated from hottest | us up to date like | useful info | useful
information you | very bothersome | very cool blog | very cool site | very cool website | very good blog | very
good site | very informative post | very nice blog | via which you assert | vibrant clear | visit daily | visit
every day | visit this site | visit this website | vital info | want to encourage | was aware of your blog | was
searching for this info | watch out for brussels | way of writing a blog | we need develop | we need work out |
we want develop | web site and | web users | web viewers | web visitors | weblog and | webmasters and bloggers |
what you are saying and | what you are stating | what you guys are | what you guys tend | what you have acquired
| what you ve acquired | what you ve bought | what you ve got here | while you amend | whilst looking | will be
benefited | will certainly work | will come back in | will definitely work | will often come back | will surely
come | with firm arguments | with genuine arguments | with solid arguments | with the aid of google | with the
format | with the help of google | with the layout | with the structure | with your permission | with your
writing skills | within the post | wonderful amazing | wonderful beat | wonderful goods | wonderful post but |
work and exposure | worth bookmarking | wouldn t mind composing | wouldn t mind producing | write a litte |
write a little more | write subsequent articles | writing style is | writing taste | written article | written
piece | you access consistently | you are a professional | you are making it | you can be a great author | you
could be a great author | you get entry | you get right | you just shared | you made to make | you make it
enjoyable | you make it entertaining | you re a great author | your augment | your broadcast | your feeds | your
next post | your next write | your post is | your publish | your put up | your rss feed | your stuff previous |
your stuff prior to | your submit | your subsequent | your way of telling | your weblog | your writing is | your
writing style
"""
)
