"""Signals of links: how many, how written, where to."""

import re
from math import log2

from service.filtering.confusables import twin_table
from service.filtering.hints import has_part
from service.filtering.links import domain_of, host_of
from service.filtering.reading import Reading
from service.filtering.signals.signal import Signal, where_there_is
from service.filtering.submission import Submission

SHORTENERS = frozenset({
    "bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "cutt.ly",
    "rebrand.ly", "shorturl.at", "tiny.cc", "rb.gy", "t.ly", "s.id", "lnkd.in", "adf.ly",
    "bl.ink", "clck.ru", "vk.cc", "u.to", "qps.ru", "shorte.st", "bc.vc", "linktr.ee",
    "heylink.me", "lynk.id", "soo.gd",
})  # fmt: skip
CHEAP_ENDINGS = frozenset({
    "xyz", "top", "icu", "click", "shop", "vip", "win", "bet", "casino", "loan", "work", "life",
    "online", "site", "website", "space", "fun", "club", "live", "buzz", "cyou", "sbs", "cfd",
    "monster", "rest", "quest", "tk", "ml", "ga", "cf", "gq", "pw", "su", "biz", "info", "link",
    "bid", "trade", "date", "racing", "review", "stream", "download",
})  # fmt: skip
CHATS = re.compile(
    r"(?:^|\.)(?:t\.me|telegram\.me|telegram\.dog|wa\.me|api\.whatsapp\.com|chat\.whatsapp\.com"
    r"|wa\.link|line\.me|lin\.ee|signal\.me|kik\.me|discord\.gg|join\.skype\.com)$"
)
_CHAT_WORD = re.compile(
    r"\b(?:whats ?app|watsapp|whatapp|telegr?am|wechat|viber|kik"
    r"|hangouts?|zangi|signal app|ватсап|вотсап|телеграмм?|телега|тг|лс)\b"
    r"[^\n]{0,30}(?:@\w{4,}|\+?\d[\d\s().-]{6,}|\bme\b)"
    r"|@[a-z0-9_]{4,}\s*(?:on|at|via|в|на|в тг)\s+(?:whats ?app|telegr?am|инст)"
)
_PHONE = re.compile(r"(?<![\w./=-])\+?\d(?:[\s().\-–•*]{0,2}\d){8,14}(?![\w/=-])")
_MAIL = re.compile(
    r"(?:@(?<=[\w.+-]{2}@)|(?:\[at\]|\(at\))(?:(?<=[\w.+-]{2}.at.)|(?<=[\w.+-]{2}\s.at.))\s?)"
    r"[a-z0-9-]{2,63}\s?(?:\.|\[dot\]|\(dot\))\s?[a-z]{2,10}\b"
)
_VEILED = re.compile(
    r"\b[a-z0-9-]{3,40}\s?(?:\[\s?\.\s?\]|\(\s?\.\s?\)|\[dot\]|\(dot\)"
    r"|\s(?:dot|tochka|точка|punto|ponto)\s|\s\.\s)\s?(?:com|net|org|ru|info|shop|xyz|io|co|me|site|online)\b|h[x*]{2}ps?:"
)
_CHAT_HINTS = frozenset({
    "whats", "whatsapp", "watsapp", "whatapp", "telegram", "telegam", "wechat", "viber", "kik",
    "hangout", "hangouts", "zangi", "signal", "ватсап", "вотсап", "телеграм", "телеграмм", "телега",
    "тг", "лс",
})  # fmt: skip
_VEIL_WORDS = frozenset({"dot", "tochka", "точка", "punto", "ponto"})
_VEIL_HINTS = (" . ", "(.", "( .", "[.", "[ .", "*p", "xp:", "xps:")
_PHONE_DIGITS = 9
_DIGITS_IN_HOST = re.compile(r"\d{2,}")
_WORDY_PATH = re.compile(r"(?<![a-z])[a-z]{2,}(?:[-_+][a-z0-9]{2,}){2,}")
_ADDRESS_HOST = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}$|^\[")


def _count(_: Submission, reading: Reading) -> float:
    return log2(1 + len(reading.links)) if reading.links else 0.0


def _density(_: Submission, reading: Reading) -> float:
    if not reading.links:
        return 0.0
    words = reading.text.count(" ") + 1
    return min(1.0, len(reading.links) / max(words, len(reading.links)))


def _share(test: object) -> float:
    return 1.0 if test else 0.0


def _html(_: Submission, reading: Reading) -> float:
    return _share(reading.links and any(link.markup == "html" for link in reading.links))


def _bbcode(_: Submission, reading: Reading) -> float:
    return _share(reading.links and any(link.markup == "bbcode" for link in reading.links))


def _cheap(_: Submission, reading: Reading) -> float:
    return _share(
        reading.links
        and any(link.host.rpartition(".")[2] in CHEAP_ENDINGS for link in reading.links)
    )


def _short(_: Submission, reading: Reading) -> float:
    return _share(reading.links and any(link.host in SHORTENERS for link in reading.links))


def _odd_host(_: Submission, reading: Reading) -> float:
    return max((_oddity(link.host) for link in reading.links), default=0.0)


def _oddity(host: str) -> float:
    """A bare address 1, foreign letters ½, foreign letters that look like Latin ones 2."""
    if host.isascii():
        return _share(_ADDRESS_HOST.search(host))
    return 2.0 if host.translate(twin_table()).isascii() else 0.5


def _busy_host(_: Submission, reading: Reading) -> float:
    if not reading.links:
        return 0.0
    return float(
        max(
            link.host.count("-") + (_DIGITS_IN_HOST.search(link.host) is not None)
            for link in reading.links
        )
    )


def _wordy(_: Submission, reading: Reading) -> float:
    return _share(
        reading.links and any(_WORDY_PATH.search(link.url.lower()) for link in reading.links)
    )


def _same(_: Submission, reading: Reading) -> float:
    if len(reading.links) < 2:  # noqa: PLR2004 (a repetition takes two)
        return 0.0
    return float(len(reading.links) - len({link.host for link in reading.links}))


def _many_domains(_: Submission, reading: Reading) -> float:
    if len(reading.links) < 2:  # noqa: PLR2004 (several take two)
        return 0.0
    return log2(len({link.host for link in reading.links}))


def _to_page(submission: Submission, reading: Reading) -> float:
    if not reading.links or not submission.page.url:
        return 0.0
    home = domain_of(host_of(submission.page.url))
    return _share(any(domain_of(link.host) == home for link in reading.links))


def _to_author(submission: Submission, reading: Reading) -> float:
    if not reading.links or not submission.author.url:
        return 0.0
    host = host_of(submission.author.url)
    return _share(host and any(link.host == host for link in reading.links))


def _chat(_: Submission, reading: Reading) -> float:
    if any(CHATS.search(link.host) for link in reading.links):
        return 1.0
    if _CHAT_HINTS.isdisjoint(reading.vocabulary) and "@" not in reading.text:
        return 0.0
    return _share(_CHAT_WORD.search(reading.text))


def _phone(_: Submission, reading: Reading) -> float:
    return _share(reading.digits >= _PHONE_DIGITS and _PHONE.search(reading.text))


def _mail(_: Submission, reading: Reading) -> float:
    text = reading.text
    return _share(("@" in text or "at]" in text or "at)" in text) and _MAIL.search(text))


def _veiled(_: Submission, reading: Reading) -> float:
    if _VEIL_WORDS.isdisjoint(reading.vocabulary) and not has_part(reading.text, _VEIL_HINTS):
        return 0.0
    return _share(_VEILED.search(reading.text))


LINK_SIGNALS = (
    *where_there_is(
        "links",
        Signal("link_count", "log2(1 + links)", "number of links", _count, 5.0),
        Signal("link_density", "links per word", "{percent}% of the words are links", _density),
        Signal("link_html", "yes or no", "a link written in HTML", _html),
        Signal("link_bbcode", "yes or no", "a link written in BBCode", _bbcode),
        Signal(
            "link_cheap_ending", "yes or no", "a link under an ending that spammers favour", _cheap
        ),
        Signal("link_shortened", "yes or no", "a shortened link", _short),
        Signal(
            "link_odd_host",
            "½ foreign, 1 bare, 2 look-alike",
            "a link to a bare address or a host in foreign letters",
            _odd_host,
            2.0,
        ),
        Signal(
            "link_busy_host",
            "hyphens and digit groups",
            "a host name full of hyphens or digits",
            _busy_host,
            3.0,
        ),
        Signal("link_keyword_path", "yes or no", "a link whose path is made of keywords", _wordy),
        Signal("link_repeated", "links", "the same host is linked again and again", _same, 4.0),
        Signal("link_domains", "log2(hosts)", "links to many different hosts", _many_domains, 4.0),
        Signal("link_to_page", "yes or no", "a link to the site itself", _to_page),
        Signal("link_to_author", "yes or no", "a link to the author's own site", _to_author),
    ),
    Signal("chat_contact", "yes or no", "asks to be contacted in a messenger", _chat),
    Signal("phone_number", "yes or no", "a telephone number", _phone),
    Signal("mail_address", "yes or no", "an e-mail address in the text", _mail),
    Signal("link_veiled", "yes or no", "an address spelled to escape filters", _veiled),
)
