"""The labels that people sent to the service, as examples to learn from."""

from service.commands.program import with_stores
from service.settings import Settings
from service.stores.stores import Stores
from training.dataset import Example
from training.opening import examples_of_labels


def stored_examples(settings: Settings) -> list[Example]:
    """Read every label of every site, the oldest first; joins a running service's store."""
    return with_stores(settings, _examples)


async def _examples(stores: Stores) -> list[Example]:
    return examples_of_labels([each async for each in stores.feedback.labelled()])
