"""Signals of language: does the comment speak the page's language?"""

from service.filtering.language import scripts_of, usual_script
from service.filtering.reading import Reading
from service.filtering.signals.signal import Signal
from service.filtering.submission import Submission


def _foreign_to_site(submission: Submission, reading: Reading) -> float:
    expected = usual_script(submission.language)
    if not expected:
        return 0.0
    scripts = reading.scripts
    return sum(share for script, share in scripts.items() if script not in expected)


def _foreign_to_title(_: Submission, reading: Reading) -> float:
    if not reading.title:
        return 0.0
    home = scripts_of(reading.title)
    scripts = reading.scripts
    if not home or not scripts:
        return 0.0
    return sum(share for script, share in scripts.items() if script not in home)


def _mixed(_: Submission, reading: Reading) -> float:
    if reading.text.isascii():
        return 0.0
    scripts = reading.scripts
    return 1 - max(scripts.values()) if scripts else 0.0


LANGUAGE_SIGNALS = (
    Signal(
        "foreign_to_site",
        "share of letters",
        "written in another script than the site",
        _foreign_to_site,
    ),
    Signal(
        "foreign_to_title",
        "share of letters",
        "written in another script than the page",
        _foreign_to_title,
    ),
    Signal("mixed_scripts", "share of letters", "several scripts in one text", _mixed),
)
