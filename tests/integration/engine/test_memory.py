"""What was seen before counts: copies, reputation, rates and words, and labels at once."""

import asyncio
import math
import re
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from everywhere import all_keys, emptied, scripts_forgotten, servers_count
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from remembering import PITCH, Clock, Undecided, Worker, a_worker, from_someone
from valkey_server import ValkeyServer, say

from service.filtering.decision import Decision
from service.filtering.evidence import logit
from service.filtering.submission import Form, Submission
from service.filtering.verdict import Label
from service.stores.site import Site
from service.stores.stores import Stores

pytestmark = pytest.mark.every_store(short="cluster")

HAM = "I replaced the thermostat last winter and the radiator in my kitchen still knocks at six."


@pytest.fixture
async def site(stores: Stores) -> Site:
    return (await stores.sites.add("blog"))[0]


@pytest.fixture
def worker(stores: Stores) -> Worker:
    return a_worker(stores)


def weight(decision: Decision, signal: str) -> float:
    return math.fsum(piece.weight for piece in decision.evidence if piece.signal == signal)


def adds_up(decision: Decision) -> bool:
    total = math.fsum(piece.weight for piece in decision.evidence)
    return abs(total - logit(decision.score)) < 1e-6


async def everything(stores: Stores) -> dict[bytes, object]:
    """All of memory, key by key."""
    found = {}
    for key in await all_keys(stores):
        if any(part in key for part in (b":rep:", b"{n:", b"{r:", b":words", b":lesson:")):
            kind = await stores.trips.execute("TYPE", key)
            read = {b"hash": ("HGETALL", key), b"string": ("GET", key), b"set": ("SMEMBERS", key)}
            value = await stores.trips.execute(*read[kind])
            found[key] = sorted(zip(*[iter(value)] * 2, strict=True)) if kind == b"hash" else value
    return found


async def test_a_stranger_is_judged_by_the_comment_alone(worker: Worker, site: Site) -> None:
    decision = await worker.check(site, from_someone(HAM, 1))
    assert [piece.signal for piece in decision.evidence] == ["prior", "text"]
    assert decision.degraded == ()


async def test_the_same_comment_sent_twice_is_no_campaign(worker: Worker, site: Site) -> None:
    one, two = [await worker.check(site, from_someone(HAM, 1)) for _ in range(2)]
    assert one.evidence == two.evidence


async def test_by_default_only_what_people_labelled_speaks(stores: Stores, site: Site) -> None:
    worker = a_worker(stores, unlabelled=False)
    answers = [await worker.check(site, from_someone(PITCH, number)) for number in range(6)]
    assert {piece.signal for each in answers for piece in each.evidence} == {"prior", "text"}
    await worker.label(site, worker.stored(site, answers[0]), Label.SPAM)
    assert weight(await worker.check(site, from_someone(PITCH, 7)), "copy_labelled") > 3


async def test_by_default_what_nobody_labelled_is_not_even_counted(
    stores: Stores, site: Site
) -> None:
    worker = a_worker(stores, unlabelled=False)
    await worker.check(site, from_someone(PITCH, 1))
    assert await everything(stores) == {}


async def test_one_text_of_many_people_weighs(worker: Worker, site: Site) -> None:
    for number in range(6):
        last = await worker.check(site, from_someone(PITCH, number))
    assert weight(last, "copies") > 0.3
    assert adds_up(last)


async def test_one_text_on_many_sites_weighs_more(worker: Worker, site: Site) -> None:
    other = (await worker.stores.sites.add("other"))[0]
    for number in range(6):
        here = await worker.check(site, from_someone(PITCH, number))
    for number in range(6):
        there = await worker.check(other, from_someone(PITCH, number + 6))
    assert weight(there, "copies") > weight(here, "copies")


async def test_thanks_of_many_people_are_no_campaign(worker: Worker, site: Site) -> None:
    for number in range(20):
        last = await worker.check(site, from_someone("Great article, thank you!", number))
    assert weight(last, "copies") == 0


async def test_a_comment_again_with_a_link_is_noticed(worker: Worker, site: Site) -> None:
    await worker.check(site, from_someone(HAM, 1))
    again = await worker.check(site, from_someone(f"{HAM} https://pills.example", 2))
    same = await worker.check(site, from_someone(f"{HAM} https://my.example", 1))
    assert weight(again, "copy_with_link") > 1
    assert weight(same, "copy_with_link") == 0


async def test_a_label_changes_the_verdict_on_near_copies_for_every_worker(
    valkey: ValkeyServer, opened: Callable, worker: Worker, site: Site
) -> None:
    other = a_worker(await opened(valkey))
    first = await worker.check(site, from_someone(PITCH, 1))
    assert first.verdict == "keep"
    started = time.monotonic()
    feedback = await worker.label(site, worker.stored(site, first), Label.SPAM)
    copy = from_someone(PITCH.replace("Margaret", "Susan"), 2)
    changed = await other.check(site, copy)
    assert time.monotonic() - started < 1.0
    assert changed.verdict != "keep"
    assert any("called spam by people here" in piece.reason for piece in changed.evidence)
    assert await worker.reports.undo(site.id, feedback)
    assert (await other.check(site, copy)).score == pytest.approx(first.score, abs=0.2)


async def test_a_store_that_forgot_all_scripts_still_learns(worker: Worker, site: Site) -> None:
    first = await worker.check(site, from_someone(f"{PITCH} https://pills.example", 1, id="7"))
    await scripts_forgotten(worker.stores)
    await worker.label(site, worker.stored(site, first), Label.SPAM)
    await scripts_forgotten(worker.stores)
    copy = await worker.check(site, from_someone(PITCH, 2))
    assert weight(copy, "copy_labelled") > 3
    assert copy.degraded == ()


async def test_a_ham_label_saves_near_copies(stores: Stores, site: Site) -> None:
    worker = a_worker(stores, scorer=Undecided(0.97))
    first = await worker.check(site, from_someone(PITCH, 1))
    assert first.verdict == "spam"
    await worker.label(site, worker.stored(site, first), Label.HAM)
    assert (await worker.check(site, from_someone(PITCH, 2))).verdict == "keep"


async def test_people_are_known_by_what_became_of_their_comments(
    worker: Worker, site: Site
) -> None:
    for number in range(3):
        seen = await worker.check(site, from_someone(f"{number} {HAM}", 1, id="7"))
        await worker.label(site, worker.stored(site, seen), Label.HAM)
        seen = await worker.check(site, from_someone(f"{number} {PITCH}", 2))
        await worker.label(site, worker.stored(site, seen), Label.SPAM)
    regular = await worker.check(site, from_someone("Something else altogether", 1, id="7"))
    spammer = await worker.check(site, from_someone("Something else altogether", 2))
    assert weight(regular, "reputation_author") < -1.5
    assert weight(spammer, "reputation_email") > 1
    assert weight(spammer, "reputation_address") > 0.5


async def test_other_sites_reputation_is_shared_and_bounded(worker: Worker, site: Site) -> None:
    for number in range(4):
        elsewhere = (await worker.stores.sites.add(f"blog {number}"))[0]
        seen = await worker.check(elsewhere, from_someone(PITCH, 1))
        await worker.label(elsewhere, worker.stored(elsewhere, seen), Label.SPAM)
    met = await worker.check(site, from_someone("Something else altogether", 1))
    copy = await worker.check(site, from_someone(PITCH, 2))
    assert 0.5 < weight(met, "reputation_elsewhere") <= 1.0
    assert 0.5 < weight(copy, "copy_labelled_elsewhere") <= 1.5


async def test_reputation_fades_by_half_in_its_half_life(stores: Stores, site: Site) -> None:
    clock = Clock()
    worker = a_worker(stores, clock=clock)
    seen = await worker.check(site, from_someone(PITCH, 1))
    await worker.label(site, worker.stored(site, seen), Label.SPAM)
    weights = []
    for _ in range(3):
        met = await worker.check(site, from_someone("Something else", 1))
        weights.append(weight(met, "reputation_email"))
        clock.now += 30 * 86_400
    assert weights[0] > weights[1] > weights[2] > 0


async def test_a_site_learns_its_own_words_once_it_has_labels_of_both_kinds(
    worker: Worker, site: Site
) -> None:
    for number in range(6):
        ham = await worker.check(site, from_someone(f"sourdough oven {number}", number))
        spam = await worker.check(site, from_someone(f"forex signals {number}", number + 50))
        await worker.label(site, worker.stored(site, spam), Label.SPAM)
        if number < 3:
            await worker.label(site, worker.stored(site, ham), Label.HAM)
    early = await worker.check(site, from_someone("forex signals again", 90))
    assert weight(early, "site_words") == 0
    for number in range(6):
        ham = await worker.check(site, from_someone(f"sourdough oven {number}", number + 100))
        await worker.label(site, worker.stored(site, ham), Label.HAM)
    late = await worker.check(site, from_someone("forex signals again", 91))
    good = await worker.check(site, from_someone("my sourdough oven", 92))
    assert 0.1 < weight(late, "site_words") <= 2.0
    assert -2.0 <= weight(good, "site_words") < -0.1
    assert "“forex”" in next(p.reason for p in late.evidence if p.signal == "site_words")
    assert adds_up(late)


async def test_too_many_from_one_address_weighs_and_never_decides(
    worker: Worker, site: Site
) -> None:
    for number in range(12):
        last = await worker.check(site, from_someone(f"Hello {number}", 1))
    assert 0.5 < weight(last, "rate_address_per_minute") <= 1.0
    assert last.verdict != "spam"
    assert adds_up(last)


async def test_new_accounts_in_a_burst_weigh_where_they_point_somewhere(
    stores: Stores, site: Site
) -> None:
    clock = Clock()
    worker = a_worker(stores, clock=clock)
    link = "https://pills.example"
    for number in range(12):
        clock.now += 60
        last = await worker.check(
            site, from_someone(f"Hello {number} {link}", number, id=str(number))
        )
    assert weight(last, "newcomers") == pytest.approx(0.8)
    assert "one of 11 new accounts" in next(
        piece.reason for piece in last.evidence if piece.signal == "newcomers"
    )
    assert adds_up(last)
    silent = await worker.check(site, from_someone("Hello to all", 50, id="50"))
    known = await worker.check(site, from_someone(f"Me again {link}", 1, id="1"))
    nobody = await worker.check(site, from_someone(f"Without an account {link}", 60))
    labels_only = a_worker(stores, clock=clock, unlabelled=False)
    unspoken = await labels_only.check(site, from_someone(f"Hello {link}", 70, id="70"))
    assert [weight(each, "newcomers") for each in (silent, known, nobody, unspoken)] == [0] * 4
    clock.now += 25 * 3600
    assert len(await stores.trips.execute("HKEYS", f"hamgate:{{s:{site.id}}}:newcomers")) == 1
    later = await worker.check(site, from_someone(f"Hello {link}", 80, id="80"))
    assert weight(later, "newcomers") == 0
    assert len(await stores.trips.execute("HKEYS", f"hamgate:{{s:{site.id}}}:newcomers")) == 1


async def test_a_site_where_many_are_always_new_has_no_burst(stores: Stores, site: Site) -> None:
    clock = Clock()
    worker = a_worker(stores, clock=clock)
    for number in range(24 * 8):
        clock.now += 450
        someone = from_someone(
            f"Hello {number} https://mine{number}.example", number, id=str(number)
        )
        last = await worker.check(site, someone)
    assert weight(last, "newcomers") == 0


async def test_a_submission_saved_twice_is_one_newcomer(stores: Stores, site: Site) -> None:
    worker = a_worker(stores)
    decision = await worker.check(site, from_someone("Hello", 1, id="1"))
    await worker.memory.remember([worker.stored(site, decision)] * 2)
    (key,) = [key for key in await all_keys(stores) if b":newcomers" in key]
    assert await stores.trips.execute("HVALS", key) == [b"1"]


async def test_a_sites_own_limits_count(worker: Worker, site: Site) -> None:
    strict = replace(site, limits={"address_per_minute": 1})
    loose = replace(site, limits={"address_per_minute": 0, "email_per_minute": 0})
    for _ in range(8):
        relaxed = await worker.check(loose, from_someone("Hello", 1))
    for _ in range(2):
        noticed = await worker.check(strict, from_someone("Hello", 2))
    assert weight(relaxed, "rate_address_per_minute") == 0
    assert weight(noticed, "rate_address_per_minute") > 0


async def test_a_test_changes_nothing(worker: Worker, site: Site) -> None:
    await worker.check(site, replace(from_someone(PITCH, 1), test=True))
    keys = await all_keys(worker.stores)
    assert [key for key in keys if b"{sites}" not in key] == []


async def test_a_proxys_own_address_is_nobodys(worker: Worker, site: Site) -> None:
    for number in range(12):
        last = await worker.check(site, from_someone(f"Hello {number}", number, ip="10.0.0.1"))
    assert weight(last, "rate_address_per_minute") == 0


async def test_a_check_takes_one_trip(worker: Worker, site: Site) -> None:
    await worker.check(site, from_someone(PITCH, 1))
    before = worker.stores.trips.round_trips
    submissions = [from_someone(f"{PITCH} {number}", number) for number in range(5)]
    await asyncio.gather(*(worker.checker.check(site, each) for each in submissions))
    assert worker.stores.trips.round_trips <= before + await servers_count(worker.stores)


async def reads(server: ValkeyServer) -> int:
    """How often a server read from a connection, as it counts itself."""
    stats = await asyncio.to_thread(say, server.socket, "INFO stats")
    return int(re.search(r"total_reads_processed:(\d+)", stats)[1])


@pytest.mark.parametrize(
    "at_once", [1, 5]
)  # many more are more than the server reads at once: 16 kB
async def test_the_server_reads_once_for_all_checks_of_a_moment(
    own_valkey: ValkeyServer, opened: Callable, at_once: int
) -> None:
    stores = await opened(own_valkey)
    site, _ = await stores.sites.add("blog")
    # All that a check can ask for: a form's token, limits, an edit's past, the site's words.
    worker = a_worker(stores, tokens=True)
    first = await worker.check(site, from_someone(PITCH, 1))
    await worker.label(site, worker.stored(site, first), Label.SPAM)
    worker.checker.waiting._forget([worker.stored(site, first)])
    submissions = [
        replace(
            from_someone(f"{number} {PITCH} https://pills{number}.example", number, id=str(number)),
            form=Form(token=worker.checker.tokens.issue(site.id)),
            recheck_of=first.id,
        )
        for number in range(at_once)
    ]
    # The worker that watches for changes asks now and then: of several tries one is alone.
    counts = []
    for _ in range(5):
        asked = -await reads(own_valkey)
        asked_itself = await reads(own_valkey) + asked
        checks = (worker.checker.check(site, replace(each, test=True)) for each in submissions)
        decisions = await asyncio.gather(*checks)
        assert all(each.degraded == () for each in decisions)
        counts.append(await reads(own_valkey) + asked - 2 * asked_itself)
    assert min(counts) == 1


async def test_nothing_that_names_a_person_is_kept_in_memory(worker: Worker, site: Site) -> None:
    seen = await worker.check(site, from_someone(PITCH, 1, id="account-77"))
    await worker.label(site, worker.stored(site, seen), Label.SPAM)
    text = repr(await everything(worker.stores))
    for personal in ("someone1", "mail1.example", "203.1.0", "account-77"):
        assert personal not in text


async def test_the_last_label_is_what_memory_knows(worker: Worker, site: Site) -> None:
    seen = await worker.check(site, from_someone(PITCH, 1))
    about = worker.stored(site, seen)
    await worker.label(site, about, Label.HAM)
    once = await everything(worker.stores)
    await worker.label(site, about, Label.SPAM)
    await worker.label(site, about, Label.HAM)
    await worker.label(site, about, Label.HAM)
    assert await everything(worker.stores) == once


PROBES = (PITCH.replace("Margaret", "Susan"), HAM, "https://pills.example")
texts = st.sampled_from([PITCH, HAM, f"{PITCH} https://pills.example", "Thanks a lot!", ""])
steps = st.lists(
    st.tuples(texts, st.integers(0, 3), st.sampled_from(Label), st.booleans()), max_size=6
)


@given(before=steps, after=steps)
@how(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_undoing_labels_leaves_memory_exactly_as_it_was(
    stores: Stores, before: list, after: list
) -> None:
    await emptied(stores)
    site = (await stores.sites.add("blog"))[0]
    worker = a_worker(stores)

    async def labelled(those: list) -> list[str]:
        ids = []
        for body, who, label, again in those:
            submission: Submission = from_someone(body, who, id=str(who))
            seen = worker.stored(site, await worker.checker.check(site, submission))
            ids.append(await worker.label(site, seen, label))
            if again:
                ids.append(await worker.label(site, seen, Label.SPAM))
        return ids

    async def scores() -> list[float]:
        """Of texts and people that the labels were about, by another worker; leaves no trace."""
        other = a_worker(stores, unlabelled=False)
        probes = [from_someone(body, who, id=str(who)) for body in PROBES for who in range(4)]
        return [
            (await other.checker.check(site, replace(each, test=True))).score for each in probes
        ]

    await labelled(before)
    known, judged = await everything(stores), await scores()
    ids = await labelled(after)
    for feedback in sorted(ids, key=hash):
        assert await worker.reports.undo(site.id, feedback)
    assert await everything(stores) == known
    assert await scores() == judged
