"""From a site's settings and a scorer's evidence to a ruling; values in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from service.filtering.evidence import Evidence, balanced, logit, overruled
from service.filtering.reading import Reading
from service.filtering.submission import Submission
from service.filtering.verdict import Mode, Thresholds, Verdict, never_silent, verdict_of
from service.models.scorer import AnyScorer
from service.stores.site import Site

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        Verdict.KEEP: "Thank you. Your comment is welcome.",
        Verdict.HOLD: "Thank you. Your comment will appear once it has been looked at.",
        Verdict.SPAM: "Sorry, your comment looks like spam and was not accepted.",
    }
)
"""What commenters are told where a site has no words of its own."""

TEST_NAMES: Mapping[str, Verdict] = MappingProxyType(
    {
        "hamgate-guaranteed-spam": Verdict.SPAM,
        "hamgate-guaranteed-spam@example.com": Verdict.SPAM,
        "hamgate-guaranteed-hold": Verdict.HOLD,
        "hamgate-guaranteed-hold@example.com": Verdict.HOLD,
        "akismet-guaranteed-spam": Verdict.SPAM,
        "akismet-guaranteed-spam@example.com": Verdict.SPAM,
        "viagra-test-123": Verdict.SPAM,
    }
)
"""Author names and e-mail addresses that always give one verdict."""

TEST_ROLES: Mapping[str, Verdict] = MappingProxyType({"administrator": Verdict.KEEP})
"""Akismet's promise: what an administrator writes is no spam."""

CERTAIN = 0.99
"""Score of a test value's spam, unless the site asks for more."""

BLIND = "nothing was measured, the time being up"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a submission earns, before it has an id."""

    verdict: Verdict
    observed: Verdict | None
    score: float
    blatant: bool
    evidence: tuple[Evidence, ...]


def thresholds_of(site: Site, scorer: AnyScorer) -> Thresholds:
    """The scores that apply: the site's own, else its false-positive rate's, else the model's."""
    own = scorer.thresholds
    spam = site.spam
    if spam is None:
        spam = own.spam if site.target_fpr is None else _at_rate(site.target_fpr, scorer)
    hold = own.hold if site.hold is None else site.hold
    return Thresholds(min(hold, spam), spam, max(own.blatant, spam))


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is known of a submission beside itself."""

    reading: Reading | None = None
    measured: tuple[Evidence, ...] | None = None
    """The model's evidence, where it was asked already."""
    memory: tuple[Evidence, ...] = ()
    told: tuple[Evidence, Verdict] | None = None
    """The site's rule that decides, and what it decides."""


NOTHING_KNOWN = Grounds()


def rule(
    site: Site,
    submission: Submission,
    scorer: AnyScorer,
    missing: tuple[str, ...],
    grounds: Grounds = NOTHING_KNOWN,
) -> Ruling:
    """Judge a submission; with anything missing, what would be kept is held.

    Blatant is only what the model is sure of by itself, too: memory may err together with
    a moderator.
    """
    thresholds = thresholds_of(site, scorer)
    measured, alone = balanced(grounds.measured or scorer.evidence(submission, grounds.reading))
    evidence, score = (
        balanced((*measured, *grounds.memory)) if grounds.memory else (measured, alone)
    )
    told = _test_told(submission) or grounds.told
    verdict = None
    if told is not None:
        first, verdict = told
        evidence, score = _as_told(first, verdict, evidence, thresholds)
    would = verdict or verdict_of(score, thresholds)
    blatant = verdict is None and not missing and min(score, alone) >= thresholds.blatant
    return _in_mode(
        site.mode, never_silent(would) if missing else would, (score, blatant, evidence)
    )


def rule_blind(site: Site, scorer: AnyScorer) -> Ruling:
    """The ruling when there is no time left to look: hold."""
    score = thresholds_of(site, scorer).hold
    evidence, score = balanced((Evidence("prior", logit(score), BLIND),))
    return _in_mode(site.mode, Verdict.HOLD, (score, False, evidence))


def test_value(submission: Submission) -> tuple[str, Verdict | None]:
    """The test value a submission carries and the verdict it always gives, if it has one."""
    author = submission.author
    for text, table in (
        (author.name, TEST_NAMES),
        (author.email, TEST_NAMES),
        (author.role, TEST_ROLES),
    ):
        if text in table:
            return text, table[text]
    return "", None


def _test_told(submission: Submission) -> tuple[Evidence, Verdict] | None:
    name, verdict = test_value(submission)
    if verdict is None:
        return None
    return Evidence("test_value", 0.0, f"“{name}” always gives {verdict}"), verdict


def _as_told(
    first: Evidence, verdict: Verdict, evidence: tuple[Evidence, ...], thresholds: Thresholds
) -> tuple[tuple[Evidence, ...], float]:
    """Evidence led by what decides, and a score on the verdict's side of the thresholds."""
    scores = {
        Verdict.SPAM: max(CERTAIN, thresholds.spam),
        Verdict.HOLD: (thresholds.hold + thresholds.spam) / 2,
        Verdict.KEEP: min(1 - CERTAIN, thresholds.hold / 2),
    }
    return balanced(overruled(first, scores[verdict], evidence))


def _in_mode(
    mode: Mode, would: Verdict, grounds: tuple[float, bool, tuple[Evidence, ...]]
) -> Ruling:
    """The ruling as a site in this mode gets it; the grounds: score, blatant, evidence."""
    score, blatant, evidence = grounds
    if mode is Mode.ENFORCE:
        return Ruling(would, None, score, blatant, evidence)
    observed = would if mode is Mode.OBSERVE else None
    return Ruling(Verdict.KEEP, observed, score, blatant=False, evidence=evidence)


def _at_rate(target_fpr: float, scorer: AnyScorer) -> float:
    """The score at which at most this share of genuine comments is called spam.

    Between two measured rates the stricter one is taken.
    """
    kept = [score for rate, score in scorer.fpr_table if rate <= target_fpr]
    return min(kept) if kept else max(score for _, score in scorer.fpr_table)
