"""The fingerprint of the text reading and the signals, over golden comments.

A model is only as good as the features it meets: where serving reads text otherwise than
training did, every score is quietly wrong. The fingerprint is a hash of what the reading makes
of a fixed set of comments; a model carries that of its training, and is refused where it
differs. Only characters assigned for many years are used, since newer Python versions know
newer Unicode.
"""

import hashlib
from functools import cache

import numpy as np

from service.filtering.features import features
from service.filtering.submission import Author, Form, Page, Submission

GOLDEN = (
    Submission(
        "Nice post! cheap pills http://pills.example",
        author=Author(name="Bob", email="bob12@mail.example", url="http://pills.example/a/b"),
    ),
    Submission(
        "<p>See <a href='https://docs.example/x'>the docs</a> &amp; [b]try[/b] [this](https://x.example/y)"
    ),
    Submission(
        "ch34p v1agra, c a s i n o, рaypаl and \U0001d4f9\U0001d4f2\U0001d4f5\U0001d4f5"
        " wi\u200bth \u202esdrawkcab\u202c"
    ),
    Submission(
        "Спасибо за статью! А есть ли версия для Linux?", page=Page(title="Версия для Linux вышла")
    ),
    Submission("とても参考になりました。ありがとうございます！", language="ja"),
    Submission("ขอบคุณมากครับ บทความดีมาก", language="en", page=Page(title="On tea and other leaves")),
    Submission("شكرا جزيلا على هذا المقال الرائع", author=Author(name="سارة")),
    Submission(
        "WOW!!!! BEST PRICES $99 100% FREEEEEEE call +1 555 010 0199 0 or whatsapp @seller me",
        form=Form(seconds=1.0, honeypot="x"),
    ),
    Submission(
        "", type="trackback", author=Author(name="buy cheap shoes online", user_agent="curl/8")
    ),
    Submission("Ich hätte da eine Frage: läuft das auch unter Windows 7? Grüße, Jörg"),
)


@cache
def fingerprint() -> str:
    """Hex SHA-256 of the features of the golden comments, values rounded to six digits."""
    found = features(GOLDEN)
    order = np.lexsort((found.values.round(6), found.columns, found.rows))
    digest = hashlib.sha256()
    for part in (found.rows, found.columns, (found.values * 1e6).round().astype(np.int64)):
        digest.update(np.ascontiguousarray(part[order], dtype="<i8").tobytes())
    return digest.hexdigest()
