"""The scorer that decides, in a holder: swapped as a whole, between two checks."""

from dataclasses import dataclass

from service.artifacts import DEFAULT_MODEL, Artifact, read_artifact
from service.errors import ArtifactError
from service.models.scorer import AnyScorer, FallbackScorer, Scorer


@dataclass(frozen=True, slots=True)
class Champion:
    """A scorer, and the version in the registry it is; None stands for the package's own."""

    version: str | None
    scorer: AnyScorer


class ModelSlots:
    """Holds the champion; a check reads it once and uses what it got to its end."""

    def __init__(self, champion: Champion) -> None:
        self.version = champion.version
        self.champion = champion.scorer

    def take_up(self, champion: Champion) -> None:
        """Let another model decide from now on."""
        self.version = champion.version
        self.champion = champion.scorer


def champion_of(artifact: Artifact) -> Champion:
    """A verified model from the registry, ready to decide."""
    return Champion(artifact.version, Scorer(artifact))


def default_champion() -> Champion:
    """The model that ships in the package; raises ArtifactError when it is damaged."""
    return Champion(None, Scorer(read_artifact(DEFAULT_MODEL, signer=None)))


def last_resort() -> Champion:
    """The package's model, and signals alone where even that cannot be read."""
    try:
        return default_champion()
    except ArtifactError:
        return Champion(None, FallbackScorer())
