"""Word groups: what a comment talks about, counted by meaning instead of by word.

A few thousand training comments cannot show every synonym; a list can. The lists are our own,
folded as the reading folds (lower case, no accents in Latin and Greek), across the languages in
which such spam is common. A word alone proves nothing: the model learns what a group weighs.
"""

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words and phrases of one meaning."""

    words: frozenset[str]
    phrases: re.Pattern[str] | None = None


_OR = r"\n"


def _group(words: str, phrases: str = "") -> WordGroup:
    # a phrase begins after a space: there are few, so it is five times as fast as anywhere
    pattern = re.compile(f" (?:{'|'.join(phrases.split(_OR))})") if phrases else None
    return WordGroup(frozenset(words.split()), pattern)


_ONLY_LETTERS = {point: " " for point in range(128) if not chr(point).isalpha()}


def words_of(text: str) -> list[str]:
    """The words of a folded text, in order."""
    if text.isascii():
        return text.translate(_ONLY_LETTERS).split()
    return _WORD.findall(text)


META = _group(
    "blog blogs weblog weblogs webpage webpages website websites site sites webmaster blogger "
    "blogging post posts posting postings article articles writeup content contents info "
    "information page pages paragraph topic topics subject writer writing write author reader "
    "readers visitors material stuff piece read reading thread forum homepage web seite beitrag "
    "beitrage artikel informationen inhalt blogbeitrag thema webseite internetseite article "
    "articles sujet contenu blogue billet redaction articulo articulos entrada pagina contenido "
    "blogs tema sitio artigo artigos conteudo postagem articolo articoli sito contenuto "
    "argomento bericht informatie pagina сайт сайте блог блоге статья статью статьи пост "
    "информация информацию тема тему страница ресурс материал strona artykul wpis informacje "
    "stranka clanek oldal cikk bejegyzes yazi makale sayfa icerik bilgi siteniz artikelnya "
    "konten situs informasinya bai viet trang thong tin "
)  # what a blog is made of
PRAISE = _group(
    "great good nice excellent amazing awesome wonderful fantastic superb brilliant outstanding "
    "marvelous marvellous terrific helpful useful informative valuable interesting impressive "
    "insightful fascinating beautiful lovely perfect incredible remarkable magnificent splendid "
    "exceptional engaging enlightening educational worthwhile pleasant delightful stunning love "
    "loved enjoy enjoyed appreciate appreciated impressed thankful grateful thanks thank "
    "congrats kudos bravo cheers genuinely truly really actually definitely absolutely "
    "certainly extremely undeniably quality detailed thoughtful toll super interessant "
    "hilfreich danke nutzlich schon grossartig wunderbar informativ merci excellent genial "
    "superbe interessant utile bravo formidable gracias excelente interesante util maravilloso "
    "increible genial obrigado obrigada otimo excelente interessante parabens maravilhoso "
    "grazie ottimo bellissimo complimenti utile interessante bedankt geweldig mooi interessant "
    "leuk спасибо отличный отличная полезная полезно интересно интересная замечательно класс "
    "dzieki swietny ciekawy przydatny dekuji skvely zajimavy uzitecny koszonom remek hasznos "
    "tesekkurler guzel harika faydali mukemmel terima kasih bagus bermanfaat mantap keren cam "
    "on hay "
)  # flattery and thanks
BLOGGING = _group(
    "bookmark bookmarked bookmarking bookmarks favourite favorites rss feed feeds subscribe "
    "subscribed subscribing newsletter theme themes template layout design captcha wordpress "
    "blogengine host hosting hosts server loads loading browser explorer firefox chrome opera "
    "safari plugin plugins plagiarism copyright twitter facebook digg aggregate newbie amateur "
    "coding html css subscription e-newsletter signup stumbled stumble stumbleupon technorati "
    "googling yahoo bing searching surfing surfed browsing browsed",
    r"came across (?:your|this)\nran across (?:your|this)\nstumbled (?:up)?on\nlooking for(?:ward)?\nkeep (?:it )?up\nkeep on\n"
    r"keep posting\nkeep sharing\nkeep writing\nbook-?mark(?:ed|ing)?\nshared? (?:it|this|your)\nmore of your\nyour next\n"
    r"(?:my|a) (?:friend|brother|cousin|sister|roommate|colleague|uncle)\nfor (?:some|a) time now\ncome back\nvisit (?:again|once)\n"
    r"starting (?:my|a|own)\nhow (?:do|did|long) (?:you|have)\ndo you (?:have|know|use|mind)\nyour (?:site|blog|web|post|article|content)",
)  # the small talk of blog owners
OWN_SITE = _group(
    "homepage homesite weblink",
    r"(?:visit|check(?:ing)? out|look at|see|surf to|stop by|browse|review|here is|heres|here's|also|view) (?:also )?(?:my|our|the|this|a)"
    r" (?:own )?(?:web|home|blog|site|page|channel|video|store|shop|profile|link|weblog|website)\n"
    r"my (?:web ?-?(?:site|page|log|blog)|home ?page|blog ?(?:post)?|site|page|weblog|channel|profile|bio)\nclick (?:here|my|on|the|this)\n"
    r"(?:read|find out|learn|see|get) more (?:at|here|on|about|info)\nvisit (?:us|my|our|the|this|now)\nfeel free to\ncheck (?:it|this|my|out)\n"
    r"(?:follow|dm|inbox|message|contact|text|whatsapp|call|email|write) (?:me|us|him|her|now|on|via)\nsub(?:scribe)? (?:to|4|for|back|me|my)\n"
    r"link in (?:my )?(?:bio|name|profile|desc)\nmy (?:new )?(?:video|song|cover|music|track|beats?|mixtape)\n"
    r"besuch\w* (?:meine|unsere)\nmeine (?:seite|webseite|homepage)\nmon (?:site|blog)\nmi (?:sitio|pagina|canal|blog|web)\nmeu (?:site|canal|blog)\n"
    r"мой (?:сайт|канал|блог)\nпереходи\nподпис(?:ывай|ыв|ка)\nзаходи\nпишите\nкликай",
)  # asks to go elsewhere
COMMERCE = _group(
    "buy buying cheap cheapest discount discounts discounted outlet outlets sale sales "
    "wholesale price prices pricing priced shop shops shopping store stores online offer offers "
    "deal deals coupon coupons promo order orders ordering shipping delivery supplier suppliers "
    "manufacturer factory retail affordable bargain clearance authentic genuine replica "
    "replicas designer handbag handbags purse purses bag bags shoes sneakers boots jersey "
    "jerseys jacket jackets coat watches watch jewelry sunglasses bracelet necklace pandora "
    "vuitton gucci chanel prada hermes louboutin michael kors coach burberry moncler nike "
    "jordan jordans adidas ugg uggs abercrombie hollister rayban oakley rolex tiffany toms "
    "lululemon timberland canada goose mulberry celine beats dre iphone cases gold coins fifa "
    "runescape wow furniture mattress services service company companies contractor plumber "
    "plumbing roofing movers moving taxi limo limousine carpet cleaning locksmith hvac repair "
    "repairs installation warranty free trial lowest best top quality brand brands product "
    "products purchase bestellen kaufen gunstig billig rabatt angebot lieferung acheter pas "
    "cher soldes livraison promo comprar barato barata oferta tienda descuento envio loja "
    "desconto promocao comprare prezzo prezzi sconto offerta negozio kopen goedkoop korting "
    "купить цена цены дешево скидка скидки заказать доставка магазин недорого услуги tanio "
    "sklep ceny promocja koupit levne sleva satin ucuz indirim siparis murah jual harga diskon "
    "promo mua gia re "
)  # trade
MEDICINE = _group(
    "viagra cialis levitra kamagra tadalafil sildenafil pharmacy pharmacies pills pill tablets "
    "drug drugs prescription rx meds medication xanax valium tramadol ambien adderall oxycontin "
    "oxycodone hydrocodone percocet phentermine modafinil levothyroxine amoxicillin prednisone "
    "lasix clomid accutane zithromax doxycycline propecia antibiotics steroids hgh testosterone "
    "keto gummies cbd hemp garcinia acai forskolin supplement supplements detox slimming diet "
    "weight fat burner muscle herbal remedy cure cures natural erectile dysfunction libido "
    "penis enlargement male enhancement skin wrinkle acne cream serum hair regrowth apotheke "
    "pharmacie farmacia аптека таблетки похудение "
)  # medicine and miracle cures
GAMBLING = _group(
    "casino casinos poker slot slots gacor jackpot jackpots bet bets betting sportsbook "
    "bookmaker baccarat blackjack roulette roulettes bingo lottery togel toto judi bandar "
    "maxwin scatter rtp situs daftar deposit withdraw bonus bonuses spins freebet wager "
    "gambling win88 bahis canli iddia kumarhane casinò apuestas apostas tragaperras казино "
    "ставки букмекер слоты рулетка вулкан wulkan kasyno hazard automaty kaszino sazky nha cai "
    "ca cuoc baccarat pg168 ufabet dewa zeus olympus gates mahjong pragmatic qq slot777 slot88 "
)  # gambling
SEX = _group(
    "porn porno xxx sex sexy nude nudes naked escort escorts erotic webcam camgirl cams milf "
    "anal gay lesbian hentai fetish onlyfans hookup hookups horny pussy dick cock boobs tits "
    "blowjob singles dating date girls girl hot adult rencontre порно секс знакомства "
    "проститутки интим шлюхи eskort escortbayan sexo putas bokep "
)  # sex and dating
MONEY = _group(
    "loan loans payday lender lenders lending credit debt mortgage refinance insurance "
    "insurances quotes cash money funds financial finance invest invested investing investment "
    "investments investor investors profit profits earn earned earning earnings income bitcoin "
    "btc crypto cryptocurrency ethereum eth usdt forex trader traders trading trade broker "
    "brokers binary option options wallet recovery recover recovered recovering hacker hackers "
    "hack hacking scammed withdrawal payout roi passive salary jobs job work home weekly daily "
    "hourly mentor signals airdrop token presale nft millionaire rich wealth kredit krediti "
    "pret credit prestamo prestamos emprestimo prestito lening кредит кредиты займ займы "
    "заработок заработать доход инвестиции криптовалюта pozyczka chwilowki pujcka hitel kolcson "
    "para kazan yatirim pinjaman uang investasi vay tien "
)  # money
MARKETING = _group(
    "seo backlink backlinks link links ranking rankings rank ranks serp traffic leads lead "
    "conversion conversions google keyword keywords optimization optimisation marketing "
    "marketer agency agencies digital social media followers likes subscribers advertise "
    "advertising advertisement sponsored sponsor sponsorship partnership partner partners "
    "collaborate collaboration collab guest contribute contributor outreach pitch proposal "
    "opportunity audience niche authority dofollow domain da dr influencer brand campaign "
    "client clients portfolio developer developers redesign hire freelancer outsourcing "
    "software solution solutions app platform tool tools automation ai chatbot course courses "
    "training institute certification tutorials webinar ebook raskrutka продвижение раскрутка реклама трафик",
    r"guest post\nfirst page\npage one\nreach out\nreaching out\nget back to me\nlet me know\nlooking forward to\nfree (?:audit|quote|consultation|trial|sample)\n"
    r"your (?:audience|readers|niche|business|website|company|product)\n(?:we|i) (?:offer|provide|specialize|specialise|help|can help|would like to|would love to)\n"
    r"our (?:team|company|agency|client|services?|website|product|readers|platform|experts?)\nlink (?:exchange|insertion|swap|building)\n"
    r"interested in\nhappy to\nmutual(?:ly)? benefi",
)  # pitches
DOCUMENTS = _group(
    "essay essays dissertation thesis coursework homework assignment assignments writers paper "
    "papers plagiarism passport passports license licence licenses diploma diplomas certificate "
    "certificates degree fake counterfeit banknotes visa ielts toefl ssn registered spell "
    "spells caster love-spell voodoo psychic astrologer priest powerful dr doctor herbalist "
    "testimony illuminati crack cracked keygen torrent apk mod serial activation download "
    "downloads free generator generators cheat cheats unlock unlocked streaming stream hd 1080p "
    "movie full toll helpline support number customer care "
)  # papers, spells, cracks, help lines
_KIND = r"(?:great|good|nice|excellent|amazing|awesome|wonderful|fantastic|superb|brilliant|outstanding|terrific|helpful|useful|informative|valuable|interesting|impressive|insightful|fascinating|beautiful|lovely|perfect|incredible|remarkable|magnificent|exceptional|engaging|enlightening|educational|pleasant|fastidious|marvelous|cool|best|quality|detailed|thoughtful|well.?written|genuine|real|big|sincere)"
_THING = r"(?:web ?-?log|web ?-?page|web ?-?site|home ?page|blog(?:s|ging)?|sites?|posts?|postings?|articles?|writes?-?ups?|contents?|info(?:rmation)?|piece of writing|paragraphs?|threads?|materials?|stuff|subjects?|topics?|tips|ideas?|points?|works?|jobs?|reads?|sharing|pages?|designs?|layouts?|resources?|blog posts?|web blog|internet site|weblog posts?|write|data|details|knowledge|facts)"
FLATTERY = _group(
    "",
    rf"{_KIND} (?:and \w+ |, \w+ |\w+ )?{_THING}\b\n"
    rf"(?:this|your|the|ur) (?:very |really |own |entire |whole |{_KIND} )*(?:web ?-?log|web ?-?page|web ?-?site|home ?page|blog|site|posts?|postings?|articles?|write-?up|contents?|piece of writing|paragraph|weblog|page|internet site|blog posts?|writing(?: style| skills)?)\b\n"
    r"thank(?:s| you)(?: a lot| so much| very much| a million| again)? (?:for|a lot for|very much for) (?:the |your |this |such |a |all |sharing|posting|writing|providing|taking|giving|putting|another)\n"
    r"(?:keep|continue) (?:it |on |up |the |sharing|posting|writing|going)\n"
    r"i (?:really |truly |just |do |certainly |genuinely |absolutely |simply |have |definitely |was |am |will |'?ll |'?ve )*(?:enjoy|lov|lik|appreciat|admir|bookmark|impress|amaz|delight|learn|found|discover|stumbl|subscri|recommend|share|tweet|digg|book-mark)\w*\n"
    r"(?:looking|look) forward\nso (?:much|many) (?:good |great |useful )?(?:info|content|information|vital|important)\nexactly what i\n(?:very|really|so|extremely|quite|truly|actually|genuinely|incredibly|pretty) (?:good|great|nice|helpful|useful|informative|interesting|well|impressive|fantastic|much)\n"
    r"(?:this|it|that|your \w+) (?:really |truly |has |is |was )*(?:help|touch|enlighten|inspir|inform)(?:ed|s|ful|ing)? (?:me|us|lots?|all|many)\n(?:all|everyone|anyone|others|people|folks|viewers|visitors|readers|users) (?:of us |who |should |will |can |must |that )",
)  # the set phrases of flattery
STOPWORDS = frozenset(
    "a about above after again all also always am an and any anyone are as at be because been "
    "before being but by can could did do does doing done dont even ever every everyone "
    "everything few for from get gets getting give go going got had has have having he her here "
    "hers him his how however i if im in into is it its itself ive just keep know like little "
    "look lot lots made make makes many may me might more most much must my myself need never "
    "new no not now of off on once one only or other others our out over own people quite so "
    "some someone something still such sure take than that thats the their them then there "
    "these they thing things think this those thought time to too try two up us use used very "
    "want was way we well went "
    "were what when where which while who why will wish with without would yes yet you your youre yours".split()
)  # fmt: skip
GENERIC = META.words | PRAISE.words | BLOGGING.words | STOPWORDS
"""Words that fit under any post."""

GROUPS = (
    META, PRAISE, BLOGGING, OWN_SITE, COMMERCE, MEDICINE, GAMBLING, SEX, MONEY, MARKETING, DOCUMENTS,
    FLATTERY,
)  # fmt: skip
