"""Labels in the store become examples, with the submission they were sent for."""

from datetime import UTC, datetime
from pathlib import Path

from service.commands.program import with_stores
from service.filtering.submission import Author, Submission
from service.filtering.verdict import Label
from service.settings import Settings
from service.stores.feedback import LabelSent
from service.stores.stores import Stores
from training.from_store import stored_examples

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def test_the_current_label_of_each_submission_is_an_example(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, redis_budget_ms=500)
    submission = Submission("cheap pills", author=Author(name="Bob"))

    async def record(stores: Stores) -> str:
        site, _ = await stores.sites.add("tea")
        for number, label in enumerate((Label.HAM, Label.SPAM)):
            sent = LabelSent(f"f{number}", site.id, "s1", label, "key", NOW, submission)
            await stores.feedback.record(sent)
        return site.id

    site_id = with_stores(settings, record)
    (found,) = stored_examples(settings)
    assert found.submission == submission
    assert (found.label, found.id) == (Label.SPAM, "s1")
    assert found.source == f"site:{site_id}"
