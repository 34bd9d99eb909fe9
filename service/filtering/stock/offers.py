"""Help lines, agencies, institutes, guest posts, downloads, casinos: what anyone is offered."""

from service.filtering.stock.phrases import stock_of

OFFER_STOCK = stock_of(
    """
academic writing | accept guest | accepting guest | activate your | activation code | activation key | add a
link | add our link | add value to your | adding a link | affordable price | affordable prices | affordable rate
| affordable rates | agen judi | agency in | airline reservation | airlines booking | airlines customer |
airlines flights | airlines reservation | airlines reservations | alexa app | antivirus customer | antivirus
software | antivirus support | aol support | apk download | app developers | app development company | apple
support | assignment help | aws training | backlinks to | bandar togel | best in the industry | best institute |
best price | best prices | best training | betting site | betting tips | binance support | blockchain support |
bonus new member | book your flight | boost your | broken link on | broken links on | buy followers | buy
instagram | call customer | call girl | call girls | call now | call us at | call us now | call us today | came
across your blog | came across your site | came across your website | cancellation policy | cash app customer |
cash app support | certification course | certified technicians | change my flight | cheap air | cheap flights |
check my channel | check our website | check out my channel | check out our website | classes in | coaching in |
coinbase support | company in | competitive price | competitive prices | connect with our | contact customer |
contact us at | contact us for | contact us now | contact us today | contribute a guest | contribute an article
| contribute to your | course in | courses in | crack version | customer care number | customer service number |
customer service phone | customer service team | customer support team | daftar sekarang | data science course |
data science institute | data science training | decades of experience | dial our | dial the | digital marketing
| dissertation help | do follow | dofollow backlink | dofollow link | domain authority | download apk | drive
traffic | email customer | email marketing | email support | escort agency | escort service | escorts in | essay
writing | exchange links | experienced technicians | explainer video | extender setup | facebook support | feel
free to contact us | flight booking | flights booking | followers on instagram | following up on | for further
details | for more details call | for more details contact | for more details visit | for more info visit | for
more information contact | for more information visit | free audit | free consultation | free demo | free
diamonds | free download | free estimate | free gift | free quote | free robux | free seo audit | free spins |
free streaming | free trial | free v bucks | free website audit | full movie | full version | garmin express |
garmin update | geek squad | generate leads | get connected with | get in touch with our | gift card | gift
cards | give us a call | gmail support | going through your website | google ranking | google rankings | grow
your business | grow your online | guest article | guest blog | guest post | guest posting | guest posts |
helpline number | high authority | high da | highly skilled | hire dedicated | hire developers | homework help |
hours a day | i am reaching | i m reaching | i was browsing your website | i was checking your website | i was
looking at your website | i was on your website | include a link | include our link | increase sales | increase
traffic | increase your traffic | independent escorts | independent third party | instagram followers |
institute in | iptv service | iptv subscription | is a leading | job placement | judi online | just following up
| just reaching out | kindle help | kindle support | know more about | lead generation | leading company |
leading digital | leading manufacturer | leading provider | leading web | license key | link alternatif | link
back to our | link building | link exchange | link insertion | link insertions | link placement | link to my
client | link to our | live stream | logo design | looked at your website | lowest price | lowest prices |
massage in | mcafee com activate | mention our | mentioning our | mobile app development | mod apk | money back
guarantee | more customers | more leads | more sales | more traffic | movies online | my youtube channel | no
deposit | norton com setup | not ranking | noticed that your website | noticed your site | noticed your website
| office com setup | office setup | on behalf of | on our website | one of the leading | one stop shop | one
stop solution | online betting | online casino | online casinos | online slots | online training | organic
search | organic traffic | our agency | our app | our client | our clients | our company | our course | our
courses | our customers | our expert team | our experts | our institute | our online store | our platform | our
product | our products | our service | our services | our software | our store | our team can | our technicians
| our toll | our trainers | our website for | outlook support | page of google | page one of google | paid post
| paper writing | placement assistance | plagiarism free | play online | printer customer | printer driver |
printer in error state | printer not printing | printer offline | printer setup | printer support | product key
| python course | python training | qualified leads | quality backlinks | quick question about your | quickbooks
customer | quickbooks support | rank higher | rank on google | rank on the first | ranking on google | reach out
to our | reaching out to you | read more about our | real followers | real likes | real time projects |
reasonable cost | reasonable price | reasonable prices | refund policy | relevant to your audience | reservation
number | reservations number | resource page | reviewed your website | roku activation | roku com link | roku
customer | round the clock | router login | router setup | satisfaction guaranteed | satisfied customers |
search engine optimisation | search engine optimization | search engine ranking | search engine rankings | seo
agency | seo company | seo expert | seo packages | seo service | seo services | serial key | service in |
services in | setup and install | situs judi | situs slot | skilled technicians | slot gacor | slot online |
social media marketing | software development company | software training | sponsored article | sponsored
content | sponsored post | sponsored posts | sports betting | stumbled across your website | sub for sub | sub
sub | submit an article | subscribe my | subscribe to my | support number | support phone number | support team
of | targeted traffic | team of experts | team of highly | team of professionals | tech support team | technical
support team | thesis help | third party technical | tiktok followers | to know more | toll free | top of google
| trained technicians | training course | training courses | training in | training institute | unique article |
unlimited coins | unlimited money | valuable to your audience | value to your readers | virtual assistant |
visit my channel | visit our page | visit our site | visit our website | visit us at | visit us now | visited
your website | watch free | watch online | we are a leading | we are offering | we are providing | we deal in |
we deliver | we help businesses | we help companies | we offer | we provide | we specialise | we specialize |
web design company | web designing | web development company | web development services | webroot com safe |
website design services | website development | website traffic | welcome bonus | with crack | write for us |
write for you | writing service | writing services | yahoo mail support | yahoo support | years experience |
years of experience | your audience would | your readers might | your readers would | your website is not |
youtube subscribers | youtube views
"""
)
