"""Every key of the store: it expires unless it is a setting or a model, and says where it lives."""

import re

from everywhere import all_keys
from factories import a_label, a_stored
from remembering import PITCH, a_worker, from_someone

from service.filtering.rules import Action, Rule, RuleKind
from service.filtering.verdict import Label
from service.stores.idempotency import Claimed
from service.stores.registry import ModelFiles
from service.stores.statistics import KEPT_SECONDS
from service.stores.stores import Stores
from service.stores.webhooks import Call

KEPT_FOR_EVER = re.compile(
    r"hamgate:\{sites\}:(all|keys|changes|rules)"
    r"|hamgate:\{s:[^}]+\}:rules"
    r"|hamgate:\{admins\}:(all|tokens)"
    r"|hamgate:\{models\}:(versions|champion|former|history|changes|v:.+)"
)
OF_A_SITE = re.compile(r"hamgate:\{s:[^}]+\}:(sub|subs|like|fb|fbid|labelled|idem|cb)(:.+)?")
MEMORY = re.compile(
    r"hamgate:\{s:[^}]+\}:((rep|repx|lim|token|lesson|charged|acct):.+|words|newcomers)"
    r"|hamgate:\{(n|r|l):[^}]+\}(:.+)?"
    r"|hamgate:\{webhooks\}:(due|calls|attempts)"
)
NUMBERS_OF_A_SITE = re.compile(r"hamgate:\{s:[^}]+\}:((days|hosts):\d{4}-\d\d|rulehits)")


async def exercise(stores: Stores) -> None:
    """Use every store in every way that writes."""
    site, _ = await stores.sites.add("blog")
    await stores.sites.update(site.id, {"mode": "observe"})
    await stores.sites.new_key(site.id, replace=True)
    await stores.admins.add("ann", "password")
    stored = a_stored(site.id)
    await stores.submissions.save([stored])
    sent = [a_label(site.id, stored.id) for _ in range(3)]
    for feedback in sent:
        await stores.feedback.record(feedback)
    await stores.feedback.undo(site.id, sent[2].id)
    pending, finished = [await stores.idempotency.claim(site.id, key, b"h") for key in "ab"]
    assert isinstance(pending, Claimed)
    assert isinstance(finished, Claimed)
    await stores.idempotency.finish(finished, b"answer")
    for version in ("v1", "v2"):
        await stores.registry.put(ModelFiles(version, version, b"{}", b"weights"))
        await stores.registry.promote(version)
    await stores.registry.rollback()
    worker = a_worker(stores)
    for number in range(3):
        author = {"url": "http://author.example", "id": "7"}
        comment = from_someone(f"{PITCH} https://pills.example", number, **author)
        seen = await worker.check(site, comment)
        feedback = await worker.label(site, worker.stored(site, seen), Label.SPAM)
    await worker.reports.undo(site.id, feedback)
    await stores.webhooks.put("x", Call("http://blog.example", b"{}"))
    await stores.webhooks.claim()
    await stores.callbacks.note(site.id, ["band"], stored.id)
    await stores.rules.add(site.id, Rule("r", Action.DENY, RuleKind.PHRASE, "pills"))
    stores.rules.hit(site.id, "r")
    await stores.rules.write_hits()


async def test_every_key_that_should_expire_does_and_every_key_has_its_slot(
    stores: Stores,
) -> None:
    await exercise(stores)
    keys = [key.decode() for key in await all_keys(stores)]
    seconds_left = await stores.trips.gather([("TTL", key) for key in keys])
    assert len(keys) >= 60
    for key, seconds in zip(keys, seconds_left, strict=True):
        if KEPT_FOR_EVER.fullmatch(key):
            assert seconds == -1, key
        elif NUMBERS_OF_A_SITE.fullmatch(key):
            assert 0 < seconds <= KEPT_SECONDS, key
        else:
            assert OF_A_SITE.fullmatch(key) or MEMORY.fullmatch(key), key
            assert 0 < seconds <= 90 * 86_400, key
