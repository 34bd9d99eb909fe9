"""The tables behind the disguises: what a letter is replaced by so that people still read it."""

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
SOFT_HYPHEN = "\u00ad"

COMBINING_MARKS = "\u0300\u0301\u0307\u0308\u0323\u0332\u0335\u0336\u0337\u034f"

# Right-to-left override and its end; isolates and marks that do nothing to what is seen.
OVERRIDE, POP = "\u202e", "\u202c"
BIDI_MARKS = "\u200e\u200f\u2068\u2069\u202a\u202c"

# Cyrillic, Greek, Latin and Armenian letters that look like Latin ones (Unicode TR39).
LOOK_ALIKES: dict[str, str] = {
    "a": "аɑα",
    "b": "Ьƅ",
    "c": "сϲ",
    "d": "ԁɗ",
    "e": "еҽ",
    "g": "ɡց",
    "h": "һհ",
    "i": "іιı",
    "j": "јϳ",
    "k": "κк",
    "l": "ӏǀ",
    "m": "м",
    "n": "ոп",
    "o": "оοօ",
    "p": "рρ",
    "q": "ԛգ",
    "r": "гᴦ",
    "s": "ѕꜱ",
    "t": "тτ",
    "u": "υս",
    "v": "νѵ",
    "w": "ԝѡ",
    "x": "хχ",
    "y": "уγ",
    "z": "ᴢʐ",
    "A": "АΑ",
    "B": "ВΒ",
    "C": "СϹ",
    "E": "ЕΕ",
    "H": "НΗ",
    "I": "ІΙ",
    "J": "Ј",
    "K": "КΚ",
    "M": "МΜ",
    "N": "Ν",
    "O": "ОΟ",
    "P": "РΡ",
    "S": "Ѕ",
    "T": "ТΤ",
    "X": "ХΧ",
    "Y": "ҮΥ",
    "Z": "Ζ",
    # the other way, for text in Cyrillic and Greek
    "а": "aα",
    "е": "eҽ",
    "о": "oο",
    "р": "pρ",
    "с": "cϲ",
    "у": "yγ",
    "х": "xχ",
    "і": "iι",
    "α": "aа",
    "ο": "oо",
    "ρ": "pр",
    "ν": "vѵ",
    "τ": "tт",
    "υ": "uս",
}

LEET: dict[str, str] = {
    "a": "4@",
    "b": "8",
    "e": "3",
    "g": "9",
    "i": "1!",
    "l": "1|",
    "o": "0",
    "s": "5$",
    "t": "7+",
    "z": "2",
    "а": "4@",
    "е": "3",
    "о": "0",
    "з": "3",
}

EMOJI = "🔥💰🎰✨💎🚀❤😍🎁⭐💯👉✅🍀💵"

EMOJI_LETTERS: dict[str, str] = {
    **{chr(ord("a") + place): chr(0x1F1E6 + place) + "\u200b" for place in range(26)},
    "a": "🅰",
    "b": "🅱",
    "o": "🅾",
    "p": "🅿",
    "i": "ℹ",
    "m": "Ⓜ",
    "x": "❌",
}
"""Letters for which fonts have a picture; the rest are regional indicators, kept from
joining into flags by a zero-width space."""

# First letter of each mathematical alphabet that has all of A–Z and a–z without holes.
MATHS_ALPHABETS: dict[str, int] = {
    "bold": 0x1D400,
    "bold italic": 0x1D468,
    "bold script": 0x1D4D0,
    "bold fraktur": 0x1D56C,
    "sans": 0x1D5A0,
    "sans bold": 0x1D5D4,
    "sans italic": 0x1D608,
    "sans bold italic": 0x1D63C,
    "monospace": 0x1D670,
}
MATHS_DIGITS: dict[str, int] = {"sans bold": 0x1D7EC, "monospace": 0x1D7F6}
"""The zero of the alphabets that bring their own digits; the others take bold ones."""
MATHS_BOLD_ZERO = 0x1D7CE

FULL_WIDTH_SHIFT = 0xFEE0
"""From printable ASCII (0x21–0x7E) to its full-width form."""
