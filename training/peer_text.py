"""What peers are given to read of a comment.

The author's name and address stand before the body, because Hamgate sees them too: like
for like. Both forms were measured once (an early seed and four small sets learned, 14,119
spam and 19,841 genuine comments of other blogs judged), ROC AUC from the body alone to this:
TF-IDF + LR 0.844 → 0.931, ComplementNB 0.821 → 0.873, SpamBayes 0.840 → 0.900, bogofilter
0.740 → 0.730. Part of the gain is no merit: most of those genuine comments come from a blog
that has no address field at all, so read the table by source, which shows each blog's own
genuine comments too.
"""

from collections.abc import Sequence

from training.dataset import Example


def peer_text(example: Example) -> str:
    """Join name, address and body by lines, the empty ones left out."""
    author = example.submission.author
    return "\n".join(part for part in (author.name, author.url, example.submission.body) if part)


def peer_texts(examples: Sequence[Example]) -> list[str]:
    """Make the texts of many examples, in order."""
    return [peer_text(example) for example in examples]
