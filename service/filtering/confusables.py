"""Look-alike characters: which letters stand in for Latin ones, and which cannot be seen.

Unicode's compatibility forms (full width, mathematical alphabets, circled letters) are folded
by NFKC and need no table. What is listed here is what NFKC leaves alone: letters of other
scripts drawn like Latin ones, small capitals, turned and barred letters, letters in boxes.
Shapes were compared in the common web fonts; single letters that merely resemble each other
(Greek rho and a p in some fonts) count as alike, since a reader skips over them.
"""

import re
from functools import cache

_TWINS = {
    # Cyrillic and its extensions
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "ғ": "f", "ԍ": "g", "һ": "h", "н": "h",
    "і": "i", "ї": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m", "п": "n", "о": "o", "р": "p", "ԛ": "q",
    "г": "r", "ѕ": "s", "т": "t", "ц": "u", "ѵ": "v", "ԝ": "w", "ѡ": "w", "х": "x", "у": "y", "ү": "y", "ӡ": "z",
    "ҽ": "e", "ӓ": "a", "ӧ": "o", "ѳ": "o", "ө": "o", "ҝ": "k", "ԑ": "e", "є": "e", "з": "3", "б": "6",
    # Greek
    "α": "a", "β": "b", "ϲ": "c", "δ": "d", "ε": "e", "η": "n", "ι": "i", "ϳ": "j", "κ": "k", "μ": "u", "ν": "v",
    "ο": "o", "ρ": "p", "σ": "o", "ς": "c", "τ": "t", "υ": "u", "χ": "x", "ω": "w", "γ": "y", "ζ": "z", "π": "n",
    "ά": "a", "έ": "e", "ή": "n", "ί": "i", "ό": "o", "ύ": "u", "ώ": "w",
    # Armenian, Hebrew, Cherokee (lower case), Lisu, Coptic, Georgian
    "ո": "n", "օ": "o", "ս": "u", "հ": "h", "ց": "g", "զ": "q", "ե": "t", "տ": "s", "ք": "p", "ղ": "n", "ւ": "i",
    "ס": "o", "ו": "i", "ן": "l", "ט": "u",
    "ꭰ": "d", "ꭱ": "r", "ꭲ": "t", "ꭺ": "a", "ꭻ": "j", "ꭼ": "e", "ꮃ": "w", "ꮇ": "m", "ꮋ": "h", "ꮐ": "g",
    "ꮓ": "z", "ꮞ": "s", "ꮟ": "b", "ꮢ": "r", "ꮩ": "v", "ꮪ": "s", "ꮮ": "l", "ꮯ": "c", "ꮲ": "p", "ꮶ": "k",
    "ⲟ": "o", "ⲥ": "c", "ⲣ": "p", "ⲁ": "a", "ⲉ": "e", "ⲓ": "i", "ⲕ": "k", "ⲙ": "m", "ⲧ": "t",
    "ჿ": "o", "ყ": "y",
}  # fmt: skip

_LATIN = {
    # small capitals, turned, barred, hooked and phonetic letters
    "ᴀ": "a", "ʙ": "b", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ꜰ": "f", "ɢ": "g", "ʜ": "h", "ɪ": "i", "ᴊ": "j", "ᴋ": "k",
    "ʟ": "l", "ᴍ": "m", "ɴ": "n", "ᴏ": "o", "ᴘ": "p", "ꞯ": "q", "ʀ": "r", "ꜱ": "s", "ᴛ": "t", "ᴜ": "u", "ᴠ": "v",
    "ᴡ": "w", "ʏ": "y", "ᴢ": "z",
    "ɐ": "a", "ɔ": "c", "ǝ": "e", "ə": "e", "ɟ": "f", "ƃ": "g", "ɥ": "h", "ᴉ": "i", "ɾ": "j", "ʞ": "k", "ɯ": "m",
    "ɹ": "r", "ʇ": "t", "ʌ": "v", "ʍ": "w", "ʎ": "y",
    "ɑ": "a", "ƀ": "b", "ɓ": "b", "ƈ": "c", "đ": "d", "ɖ": "d", "ɗ": "d", "ɛ": "e", "ƒ": "f", "ɠ": "g", "ɡ": "g",
    "ħ": "h", "ɦ": "h", "ı": "i", "ɨ": "i", "ɩ": "i", "ʝ": "j", "ƙ": "k", "ł": "l", "ɭ": "l", "ɱ": "m", "ɲ": "n",
    "ŋ": "n", "ø": "o", "ɵ": "o", "ƥ": "p", "ʠ": "q", "ɍ": "r", "ʂ": "s", "ŧ": "t", "ƭ": "t", "ʉ": "u", "ʋ": "v",
    "ɏ": "y", "ƴ": "y", "ƶ": "z", "ʐ": "z", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
}  # fmt: skip

_BOXED_STARTS = (0x1F150, 0x1F170, 0x1F1E6)
"""Negative circled, negative squared and regional-indicator letters, 26 each from A."""

_BOXED = {chr(start + n): chr(97 + n) for start in _BOXED_STARTS for n in range(26)}

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff\x00-\x08\x0e-\x1f\x7f]+"
)
"""Characters that take no place on the screen: joiners, fillers, tags, selectors, controls."""

TWIN = re.compile("[" + "".join(_TWINS) + "]")
BOXED = re.compile("[\U0001f150-\U0001f169\U0001f170-\U0001f189\U0001f1e6-\U0001f1ff]")


@cache
def twin_table() -> dict[int, str]:
    """Letters of other scripts → the Latin letter they are drawn like."""
    return str.maketrans(_TWINS)


@cache
def latin_table() -> dict[int, str]:
    """Odd Latin letters → the plain letter."""
    return str.maketrans(_LATIN)


@cache
def boxed_table() -> dict[int, str]:
    """Letters in boxes and flags → the plain letter."""
    return str.maketrans(_BOXED)


LEET = str.maketrans(
    {
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g",
        "@": "a", "$": "s", "!": "i", "|": "l", "€": "e", "£": "l", "¥": "y", "+": "t",
    }
)  # fmt: skip
"""Digits and signs that stand in for letters inside a word."""
