"""The same text twice counts once: keys of texts, and what of a test set was seen in training."""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence

from training.dataset import Example


def text_key(text: str) -> bytes:
    """16 bytes that are equal for texts that differ only in case, form, spaces or punctuation.

    NFKC, lower case, letters and digits only. A text without any (emoji, dots) is
    keyed by its characters without spaces, so that “…” and “👍” stay apart.
    """
    normal = unicodedata.normalize("NFKC", text).lower()
    letters = "".join(character for character in normal if character.isalnum())
    kept = letters or "".join(normal.split())
    return hashlib.blake2b(kept.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def unique(examples: Iterable[Example]) -> list[Example]:
    """Keep the first of every text and label; a text with both labels stays once with each.

    Both labels are no mistake: “nice post” is spam or not by who signs it.
    """
    seen: set[tuple[bytes, str]] = set()
    kept = []
    for example in examples:
        key = (text_key(example.submission.body), example.label)
        if key not in seen:
            seen.add(key)
            kept.append(example)
    return kept


def seen_before(test_keys: Sequence[bytes], train_keys: Iterable[bytes]) -> list[bool]:
    """For each test key: does it occur in training? Such rows would flatter every figure."""
    known = frozenset(train_keys)
    return [key in known for key in test_keys]
