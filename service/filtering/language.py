"""Language: the scripts of a text, and which scripts a language is written in."""

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

_RANGES = (
    ("latin", ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x1E00, 0x1EFF))),
    ("greek", ((0x370, 0x3FF), (0x1F00, 0x1FFF))),
    ("cyrillic", ((0x400, 0x52F),)),
    ("armenian", ((0x531, 0x58F),)),
    ("hebrew", ((0x590, 0x5FF),)),
    (
        "arabic",
        ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
    ),
    ("devanagari", ((0x900, 0x97F),)),
    ("bengali", ((0x980, 0x9FF),)),
    ("gurmukhi", ((0xA00, 0xA7F),)),
    ("gujarati", ((0xA80, 0xAFF),)),
    ("tamil", ((0xB80, 0xBFF),)),
    ("telugu", ((0xC00, 0xC7F),)),
    ("kannada", ((0xC80, 0xCFF),)),
    ("malayalam", ((0xD00, 0xD7F),)),
    ("sinhala", ((0xD80, 0xDFF),)),
    ("thai", ((0xE00, 0xE7F),)),
    ("lao", ((0xE80, 0xEFF),)),
    ("burmese", ((0x1000, 0x109F),)),
    ("georgian", ((0x10A0, 0x10FF),)),
    ("hangul", ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7AF))),
    ("ethiopic", ((0x1200, 0x137F),)),
    ("khmer", ((0x1780, 0x17FF),)),
    ("kana", ((0x3040, 0x30FF),)),
    ("han", ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))),
)
_CODE_CHARACTERS = 16
"""More than any code of a language has: what is kept of what was asked is bounded."""
SCRIPTS = ("other", *(name for name, _ in _RANGES))

_WRITTEN_IN = {
    "ru": "cyrillic", "uk": "cyrillic", "bg": "cyrillic", "be": "cyrillic", "mk": "cyrillic", "kk": "cyrillic",
    "el": "greek", "hy": "armenian", "he": "hebrew", "yi": "hebrew", "ar": "arabic", "fa": "arabic", "ur": "arabic",
    "hi": "devanagari", "mr": "devanagari", "ne": "devanagari", "bn": "bengali", "pa": "gurmukhi", "gu": "gujarati",
    "ta": "tamil", "te": "telugu", "kn": "kannada", "ml": "malayalam", "si": "sinhala", "th": "thai", "lo": "lao",
    "my": "burmese", "ka": "georgian", "ko": "hangul han", "am": "ethiopic", "km": "khmer", "ja": "kana han", "zh": "han",
}  # fmt: skip
_LATIN_LANGUAGES = frozenset({
    "en", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "sk", "hu", "ro", "tr", "vi", "id",
    "ms", "sv", "da", "no", "nb", "nn", "fi", "et", "lv", "lt", "sl", "hr", "ca", "eu", "gl",
    "is", "ga", "cy", "sq", "af", "sw", "tl",
})  # fmt: skip


@cache
def _script_table() -> NDArray[np.uint8]:
    """Script number of every code point below 0x10000."""
    table = np.zeros(0x10000, dtype=np.uint8)
    for number, (_, ranges) in enumerate(_RANGES, start=1):
        for first, last in ranges:
            table[first : last + 1] = number
    return table


def scripts_of(text: str) -> dict[str, float]:
    """Share of each script among the letters of a text; empty where it has none."""
    if text.isascii():
        return {"latin": 1.0} if any(map(str.isalpha, text[:100])) else {}
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    counts = np.bincount(_script_table()[np.minimum(codes, 0xFFFF)], minlength=len(SCRIPTS))
    letters = int(counts[1:].sum())
    if not letters:
        return {}
    return {
        SCRIPTS[number]: int(counts[number]) / letters
        for number in np.flatnonzero(counts)
        if number
    }


def usual_script(language: str) -> frozenset[str]:
    """Scripts a language (``pt-BR``, ``zh_TW``) is written in; empty for one not listed here."""
    return _usual_script(language[:_CODE_CHARACTERS])


@lru_cache(256)
def _usual_script(language: str) -> frozenset[str]:
    code = language.lower().replace("_", "-").partition("-")[0]
    if code in _LATIN_LANGUAGES:
        return frozenset({"latin"})
    return frozenset(_WRITTEN_IN.get(code, "").split())
