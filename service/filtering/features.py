"""What the model sees of a submission: hashed n-grams, then one column per signal."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.filtering.ngrams import (
    ADDRESS,
    BODY,
    BUCKETS,
    LINKS,
    NAME,
    Channel,
    Piece,
    batches,
    entries,
    grams,
)
from service.filtering.reading import Reading, read
from service.filtering.signals import SIGNALS
from service.filtering.submission import Submission

COLUMNS = BUCKETS + len(SIGNALS)
"""Width of the feature matrix."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Non-zero features of a corpus as coordinates; the same place may occur more than once.

    ``rows`` and ``columns`` are int64, ``values`` float64, all of one length.
    """

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float64]


def texts_of(reading: Reading) -> tuple[tuple[Channel, str], ...]:
    """The channels of a reading that are not empty."""
    channels = (
        (BODY, reading.text),
        (LINKS, reading.link_text),
        (NAME, reading.name),
        (ADDRESS, reading.address),
    )
    return tuple([pair for pair in channels if pair[1]])


def measured(submission: Submission, reading: Reading) -> list[float]:
    """The value of every signal, in the order of ``SIGNALS``; 0 says nothing."""
    values = [0.0] * len(SIGNALS)
    for field, members in _BY_NEED:
        if not field or getattr(reading, field):
            for place, measure, cap in members:
                value = measure(submission, reading)
                if value:
                    values[place] = value if value < cap else cap  # noqa: FURB136 (a third of the time)
    return values


_BY_NEED = tuple(
    (
        field,
        tuple(
            (place, signal.measure, signal.cap)
            for place, signal in enumerate(SIGNALS)
            if signal.needs == field
        ),
    )
    for field in sorted({signal.needs for signal in SIGNALS})
)
"""Places and measures of the signals that need the same field of a reading."""


def features(submissions: Sequence[Submission]) -> Entries:
    """Features of many submissions, row by row."""
    pieces: list[Piece] = []
    signal_values = np.zeros((len(submissions), len(SIGNALS)))
    for row, submission in enumerate(submissions):
        reading = read(submission)
        signal_values[row] = measured(submission, reading)
        pieces.extend(Piece(row, channel, text) for channel, text in texts_of(reading))
    rows, columns, values = [], [], []
    for batch in batches(pieces):
        buckets, worths, owners = entries(grams(batch))
        rows.append(np.array([piece.row for piece in batch], dtype=np.int64)[owners])
        columns.append(buckets)
        values.append(worths)
    at_row, at_signal = np.nonzero(signal_values)
    return Entries(
        np.concatenate((*rows, at_row)),
        np.concatenate((*columns, at_signal + BUCKETS)),
        np.concatenate((*values, signal_values[at_row, at_signal])),
    )
