"""`hamgate check`: the decision on one comment, offline, with the reasons."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from service.api import strict, wire
from service.api.answers import decision_body
from service.artifacts import Signer, read_artifact
from service.commands.program import read_settings
from service.engine.ids import id_maker
from service.engine.ruling import MESSAGES, rule
from service.errors import InvalidInputError
from service.filtering.decision import Decision
from service.filtering.submission import Submission
from service.models.scorer import AnyScorer, Scorer
from service.models.slots import default_champion
from service.secrets import load_secret
from service.stores.site import Site

STANDARD_INPUT = "-"


class _TextLast(click.Command):
    """Lets `--text` stand last without its value, while a value may begin with a dash."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, with the value that is left out put in."""
        given = [*args, STANDARD_INPUT] if args[-1:] == ["--text"] else args
        return super().parse_args(ctx, given)


@click.command(cls=_TextLast)
@click.option(
    "--text",
    help="The comment's body in place of JSON; as the last word, or -, from standard input.",
)
@click.option(
    "--model",
    type=click.Path(path_type=Path, exists=True),
    help="A model's folder or .hamgate file; else the one in the package.",
)
def check(text: str | None, model: Path | None) -> None:
    """Judge a JSON submission from standard input, or --text, and print the decision."""
    submission = _read(sys.stdin.buffer.read()) if text is None else Submission(body=_body(text))
    decision = _decided(submission, _scorer(model))
    click.echo(msgspec.json.format(decision_body(decision), indent=2).decode())


def _body(text: str) -> str:
    """The body that --text names, read as UTF-8 and without the line end of its last line."""
    raw = (
        sys.stdin.buffer.read() if text == STANDARD_INPUT else text.encode(errors="surrogateescape")
    )
    try:
        return raw.decode().removesuffix("\n")
    except UnicodeDecodeError as error:
        raise InvalidInputError(f"The text is not UTF-8 (byte {error.start}).") from error


def _read(raw: bytes) -> Submission:
    return wire.submission_of(strict.decode(raw, wire.SUBMISSION))


def _scorer(model: Path | None) -> AnyScorer:
    if model is None:
        return default_champion().scorer
    settings = read_settings()
    signer = Signer(load_secret(settings.data_dir, settings.secret))
    return Scorer(read_artifact(model, signer=signer))


def _decided(submission: Submission, scorer: AnyScorer) -> Decision:
    """The decision as a site without settings of its own gets it."""
    now = time.time()
    site = Site(id="", name="", created_at=datetime.fromtimestamp(now, UTC))
    ruling = rule(site, submission, scorer, missing=())
    return Decision(
        id=id_maker(time.time)(),
        verdict=ruling.verdict,
        score=ruling.score,
        blatant=ruling.blatant,
        evidence=ruling.evidence,
        message=MESSAGES[ruling.verdict],
        model=scorer.version,
        mode=site.mode,
    )
