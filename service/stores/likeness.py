"""By what a report that names no id finds its submission: body, author and address.

Reports of Akismet clients repeat the comment. What is compared is what comes back the
same: clients trim texts, WordPress gives the author's link a scheme of its own, and
plugins differ in whether quotes have a backslash before them.
"""

import hmac

from service.filtering.submission import Submission

DIGEST_BYTES = 16

_PURPOSE = b"likeness\0"


def parts_of(submission: Submission) -> tuple[str, str, str, str]:
    """Address, author's name and e-mail, and body, as far as they must be equal."""
    author = submission.author
    return (
        author.ip.strip().lower(),
        _plain(author.name),
        _plain(author.email),
        " ".join(submission.body.replace("\\", "").split()),
    )


def likeness(secret: bytes, site_id: str, submission: Submission) -> str:
    """A keyed hash of site, body, author and address: 32 hex digits."""
    parts = [part.encode("utf-8", "surrogatepass") for part in (site_id, *parts_of(submission))]
    lengths = ",".join(str(len(part)) for part in parts)
    message = _PURPOSE + lengths.encode() + b"\0" + b"".join(parts)
    return hmac.digest(secret, message, "sha256")[:DIGEST_BYTES].hex()


def _plain(text: str) -> str:
    return text.replace("\\", "").strip().casefold()
