"""`hamgate serve`: the server, its workers and its embedded store."""

import asyncio
import shlex
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from typing import Any

import click
import msgspec
from pydantic.fields import FieldInfo

from service.commands.program import read_settings
from service.first_run import ADMIN_NAME, FirstKeys, prepare
from service.listening import open_listeners
from service.logs import configure_logs
from service.secrets import load_secret
from service.settings import Settings
from service.stores.embedded import EmbeddedStore, only_server
from service.worker import Job
from service.workers import Supervisor

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 (what a browser opens instead)
EXAMPLE = "Nice post! Buy cheap pills at http://pills.example now"


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each setting."""
    for name, field in reversed(Settings.model_fields.items()):
        command = click.option(
            f"--{name.replace('_', '-')}", name, default=None, help=_help_of(name, field)
        )(command)
    return command


def _help_of(name: str, field: FieldInfo) -> str:
    return f"{field.description} [HAMGATE_{name.upper()}]"


@click.command()
@_options
def serve(**options: Any) -> None:
    """Serve the JSON API until stopped."""
    settings = read_settings(**options)
    listeners = open_listeners(settings.host, settings.port, settings.workers)
    with _embedded(settings) as embedded:
        _supervise(settings, listeners, embedded)


def _supervise(
    settings: Settings, listeners: list[socket.socket], embedded: EmbeddedStore | None
) -> None:
    secret = load_secret(settings.data_dir, settings.secret)
    url = embedded.url if embedded else ""
    prepared = asyncio.run(prepare(settings, secret, url))
    # From here on there is a log; what stopped the start is told in one line.
    configure_logs(settings.log_level, settings.log_format)
    nobody, _ = Pipe(duplex=False)
    job = Job(
        settings=settings,
        secret=secret,
        store_url=url,
        number=0,
        row=0,
        numbers=[],
        listener=listeners[0],
        ready=nobody,
        champion=prepared.champion,
    )
    supervisor = Supervisor(job, listeners, embedded)
    supervisor.run(lambda: click.echo(_greeting(settings, prepared.first)))


@contextmanager
def _embedded(settings: Settings) -> Iterator[EmbeddedStore | None]:
    """The embedded store while it is ours to run; None where a server is given."""
    if settings.redis_url:
        yield None
        return
    with only_server(settings.data_dir):
        store = EmbeddedStore(settings.data_dir)
        store.start()
        try:
            yield store
        finally:
            store.stop()


def _greeting(settings: Settings, first: FirstKeys | None) -> str:
    """What is said once the server answers; keys only where they were made just now."""
    url = f"http://{ANYWHERE.get(settings.host, _bracketed(settings.host))}:{settings.port}"
    if first is None:
        return f"Hamgate serves at {url}  (new keys: hamgate site add NAME)"
    password = "as you set it" if settings.admin_password else first.admin_password
    return "\n".join(
        (
            f"Hamgate serves at {url}",
            "",
            "Made for you, shown only this once:",
            f"  site key        {first.site_key}",
            f"  admin           {ADMIN_NAME}",
            f"  admin password  {password}",
            "",
            "Try it:",
            f"  {curl_line(url, first.site_key)}",
            "",
        )
    )


def curl_line(url: str, site_key: str) -> str:
    """A shell command that checks a comment."""
    body = msgspec.json.encode({"body": EXAMPLE}).decode()
    parts = (
        "curl",
        "-s",
        f"{url}/v1/check",
        "-H",
        f"Authorization: Bearer {site_key}",
        "-H",
        "Content-Type: application/json",
        "-d",
        body,
    )
    return shlex.join(parts)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
