"""What a stock of phrases is made of."""

from service.filtering.lexicon import words_of

Stock = tuple[str, ...]
"""Phrases of two words or more, each with a space before and after it."""


def stock_of(phrases: str) -> Stock:
    """A stock of phrases that are separated by bars, folded as the reading folds."""
    return tuple([f" {' '.join(words_of(phrase))} " for phrase in phrases.split("|")])
