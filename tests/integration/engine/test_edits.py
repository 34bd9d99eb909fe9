"""An edit is judged by what it added: an approved comment vouches for no link put in later."""

import math
from dataclasses import replace

import pytest
from remembering import PITCH, Worker, a_worker, from_someone

from service.filtering.decision import Decision
from service.filtering.evidence import logit
from service.filtering.submission import Submission
from service.filtering.verdict import Label
from service.models.slots import default_champion
from service.stores.site import Site
from service.stores.stores import Stores

pytestmark = pytest.mark.every_store

HAM = (
    "I replaced the thermostat last winter and the radiator in my kitchen still knocks at six. "
    "My neighbour thinks it is air in the pipes, but I bled them twice and he has the same noise "
    "one floor up, so perhaps it is the pump after all. Has anybody here changed theirs?"
)
SPAM = (
    "Buy cheap viagra online without prescription at "
    "<a href='https://pills.example'>https://pills.example</a> best price guaranteed"
)


@pytest.fixture
async def site(stores: Stores) -> Site:
    return (await stores.sites.add("blog"))[0]


@pytest.fixture
def worker(stores: Stores) -> Worker:
    return a_worker(stores, scorer=default_champion().scorer, unlabelled=False)


def weight(decision: Decision, signal: str) -> float:
    return math.fsum(piece.weight for piece in decision.evidence if piece.signal == signal)


async def approved(worker: Worker, site: Site) -> tuple[Submission, str]:
    """A comment that was kept, and that a moderator called ham."""
    comment = from_someone(HAM, 1)
    decision = await worker.check(site, comment)
    assert decision.verdict == "keep"
    await worker.label(site, worker.stored(site, decision), Label.HAM)
    return comment, decision.id


async def edited(
    worker: Worker, site: Site, comment: Submission, earlier: str, body: str
) -> Decision:
    return await worker.check(site, replace(comment, body=body, recheck_of=earlier))


@pytest.mark.parametrize(
    "body", [f"{HAM} {SPAM}", f"{SPAM} {HAM}", HAM.replace("so perhaps", f"so {SPAM} perhaps")]
)
async def test_a_pitch_added_to_an_approved_comment_is_seen(
    worker: Worker, site: Site, body: str
) -> None:
    comment, earlier = await approved(worker, site)
    unknown = await worker.check(site, replace(comment, body=body, test=True))
    edit = await edited(worker, site, comment, earlier, body)
    assert edit.score > unknown.score
    assert edit.verdict != "keep"
    assert weight(edit, "edit_link") > 0.5
    assert "pills.example" in next(p.reason for p in edit.evidence if p.signal == "edit_link")
    assert weight(edit, "copy_labelled") == 0
    total = math.fsum(piece.weight for piece in edit.evidence)
    assert abs(total - logit(edit.score)) < 1e-6


@pytest.mark.parametrize(
    "body", [HAM, HAM.replace("knocks", "rattles"), HAM[: len(HAM) // 2], f"{HAM} Thank you all!"]
)
async def test_a_correction_costs_nothing(worker: Worker, site: Site, body: str) -> None:
    comment, earlier = await approved(worker, site)
    decision = await edited(worker, site, comment, earlier, body)
    assert decision.verdict == "keep"
    assert weight(decision, "edit_text") == weight(decision, "edit_link") == 0


async def test_an_edit_seen_by_another_worker_is_known_from_the_store(
    worker: Worker, site: Site, stores: Stores
) -> None:
    comment, earlier = await approved(worker, site)
    other = a_worker(stores, scorer=default_champion().scorer, unlabelled=False)
    await other.check(site, from_someone("warm", 3))
    before = stores.trips.round_trips
    submission = replace(comment, body=f"{HAM} {SPAM}", recheck_of=earlier)
    decision = await other.checker.check(site, submission)
    assert weight(decision, "edit_link") > 0.5
    assert stores.trips.round_trips - before <= 3


@pytest.mark.parametrize("earlier", ["", "nonsense", "01933333-3333-7333-8333-333333333333"])
async def test_what_was_never_checked_is_no_edit(worker: Worker, site: Site, earlier: str) -> None:
    body = f"{PITCH} https://pills.example"
    alone = await worker.check(site, from_someone(body, 1))
    decision = await edited(worker, site, from_someone(body, 1), earlier, body)
    assert decision.degraded == ()
    assert decision.score == alone.score


async def test_another_sites_comment_is_no_edits_past(
    worker: Worker, site: Site, stores: Stores
) -> None:
    comment, earlier = await approved(worker, site)
    other = (await stores.sites.add("other"))[0]
    decision = await edited(worker, other, comment, earlier, f"{HAM} {SPAM}")
    assert weight(decision, "edit_link") == 0
