"""Leetspeak off: digits and signs that stand for letters inside a word."""

import re

from service.filtering.confusables import LEET
from service.filtering.hints import has_any, has_part

_LEET_HINT = re.compile(r"[0-9@$!|€£¥+](?<=[a-z].)[0-9@$!|€£¥+]*[a-z]|[@$4350](?<![\w@$].)[a-z]{3}")
_LEET_WORD = re.compile(r"(?<![\w@$!|€£¥+./:=&?#-])(?=[\w@$!|€£¥+]*[a-z])[\w@$!|€£¥+]*\w(?![\w@/])")
_NOT_LEET = re.compile(r"[0-9a-f]{6,}|@\w+|\$\w+|\w+\+\w*|.*\d{3}.*")
_HOST_REST = re.compile(r"\.[a-z]")
"""What follows the word in an e-mail address, whose @ is no letter."""
_GAMES = re.compile(r"[0-9@$!|€£¥+]")
_ASCII_GAMES, _OTHER_GAMES = b"0123456789@$!|+", ("€", "£", "¥")
_SINGLE_GAMES = frozenset("013$@!")
"""Signs that are read as letters even alone in a word; 2 and 4 are words (log4net, web2py)."""
_MIN_LEET_LETTERS = 5
"""Shorter words with digits are names of things: mp3, b2b, i18n, h264."""


def may_be_leet(text: str) -> bool:
    """Whether any sign that may stand for a letter is in a text."""
    return has_any(text, _ASCII_GAMES) or (not text.isascii() and has_part(text, _OTHER_GAMES))


def unleeted(text: str) -> tuple[str, int]:
    """Digits and signs inside words back to letters; versions, hex and sizes stay."""
    if not _LEET_HINT.search(text):
        return text, 0
    count = 0

    def plain(found: re.Match[str]) -> str:
        nonlocal count
        word = found.group()
        if word.isalpha() or not _LEET_HINT.search(word) or _NOT_LEET.fullmatch(word):
            return word
        if "@" in word and _HOST_REST.match(found.string, found.end()):
            return word
        games = _GAMES.findall(word)
        if len(games) < 2 and (not games or games[0] not in _SINGLE_GAMES):  # noqa: PLR2004
            return word
        letters = word.translate(LEET)
        if sum(map(str.isalpha, word)) * 2 < len(word) or len(letters) < _MIN_LEET_LETTERS:
            return word
        count += len(games) > 1
        return letters

    return _LEET_WORD.sub(plain, text), count
