"""`hamgate doctor`: what is wrong with an installation, in words, and what to do about it."""

import asyncio
import sys

import click
import msgspec

from service.artifacts import Signer
from service.commands.ailments import (
    Finding,
    check_data_dir,
    check_default_model,
    check_port,
    check_promoted_model,
    check_secret,
    check_store,
)
from service.commands.printing import AS_JSON, print_json
from service.commands.program import opened_stores, read_settings, store_url
from service.errors import HamgateError
from service.secrets import load_secret
from service.settings import Settings

MARKS = {True: "ok   ", False: "WRONG", None: "?    "}


@click.command()
@AS_JSON
def doctor(*, as_json: bool) -> None:
    """Look for everything that is known to go wrong; exit 1 if anything is."""
    settings = read_settings()
    findings = [
        check_data_dir(settings.data_dir),
        check_secret(settings.data_dir, settings.secret),
        check_port(settings.host, settings.port),
        check_default_model(),
        *_in_the_store(settings),
    ]
    _print(findings, as_json=as_json)
    if any(finding.fine is False for finding in findings):
        sys.exit(1)


def _in_the_store(settings: Settings) -> list[Finding]:
    """What the store shows, or why it cannot be asked."""
    try:
        with store_url(settings) as url:
            return asyncio.run(_asked(settings, url))
    except HamgateError as error:
        return [Finding("store", fine=False, words=str(error))]


async def _asked(settings: Settings, url: str) -> list[Finding]:
    signer = Signer(load_secret(settings.data_dir, settings.secret))
    async with opened_stores(settings, url) as stores:
        return [
            Finding("store", fine=True, words="answers"),
            *await check_store(stores.trips),
            await check_promoted_model(stores.registry, signer),
        ]


def _print(findings: list[Finding], *, as_json: bool) -> None:
    if as_json:
        print_json([msgspec.structs.asdict(finding) for finding in findings])
        return
    for finding in findings:
        click.echo(f"{MARKS[finding.fine]}  {finding.what}: {finding.words}")
