"""Mentions: how often a text speaks of each word group, its set phrases looked for in one pass.

Python's engine tries every phrase at every space: 22 µs on 300 characters, which is a quarter of
a reading. RE2 runs all groups' phrases over the text at once and says in 2 µs which groups may
have any (Python 3.11, 2 shared cores); most comments have none. What counts them is still
Python's engine, so that no count depends on how RE2 reads a pattern: what RE2 is given matches
wherever the pattern itself would, and somewhere more.
"""

import re
from collections.abc import Sequence
from contextlib import suppress

import re2

from service.filtering.lexicon import GROUPS

_LOOSER = {r"\b": "", r"\B": "", r"\w": r"\S", r"\d": r"\S", r"\s": "(?s:.)"}
"""What Python and RE2 understand by these differs beyond ASCII."""

_ESCAPE = re.compile(r"\\.", re.DOTALL)
_NOT_TO_LOOSEN = re.compile(r"\[\^[^\]]*\\|\\[WDS]|\(\?[imsxaLu-]+[:)]")
"""Where what is looser inside is stricter outside, and flags."""


def loosened(pattern: re.Pattern[str]) -> str | None:
    """A pattern for RE2 that matches wherever Python's would; None where none is sure to."""
    if pattern.flags != re.UNICODE or _NOT_TO_LOOSEN.search(pattern.pattern):
        return None
    return _ESCAPE.sub(lambda found: _LOOSER.get(found.group(), found.group()), pattern.pattern)


class PhraseScan:
    """Tells in one pass over a text which of some patterns may be found in it."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._all = range(len(patterns))
        self._set = re2.Set.SearchSet(_quiet())
        self._foreign: list[int] = []
        """Patterns that RE2 does not take: they may always be found."""
        self._places: list[int] = []
        for place, pattern in enumerate(patterns):
            self._add(place, loosened(pattern))
        if self._places:
            self._set.Compile()

    def _add(self, place: int, pattern: str | None) -> None:
        with suppress(re2.error):
            if pattern is not None:
                self._set.Add(pattern)
                self._places.append(place)
                return
        self._foreign.append(place)

    def may_hold(self, text: str) -> Sequence[int]:
        """Places of the patterns that it is worth looking for."""
        if not self._places:
            return self._all
        try:
            found = self._set.Match(text)
        except UnicodeEncodeError:  # half a surrogate pair, which UTF-8 has not
            return self._all
        return [*(self._places[place] for place in found or ()), *self._foreign]


def _quiet() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    return options


def _groups_by_word() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, group in enumerate(GROUPS):
        for word in group.words:
            found[word] = (*found.get(word, ()), number)
    return found


_GROUPS_BY_WORD = _groups_by_word()
_PHRASES = [(number, group.phrases) for number, group in enumerate(GROUPS) if group.phrases]
_SCAN = PhraseScan([phrases for _, phrases in _PHRASES])


def mentions_in(text: str, words: Sequence[str]) -> tuple[int, ...]:
    """How many words and phrases of each of ``GROUPS`` a text has."""
    counts = [0] * len(GROUPS)
    for numbers in filter(None, map(_GROUPS_BY_WORD.get, words)):
        for number in numbers:
            counts[number] += 1
    spaced = f" {text}"
    for place in _SCAN.may_hold(spaced):
        number, phrases = _PHRASES[place]
        counts[number] += len(phrases.findall(spaced))
    return tuple(counts)
