"""`hamgate integration`: prints what a blog needs to ask this Hamgate."""

from importlib import resources
from urllib.parse import urlsplit

import click

from service.errors import InvalidInputError

PLACEHOLDER = "'http://127.0.0.1:8080'"
"""The address as it stands in the file."""


@click.group()
def integration() -> None:
    """Print what a blog needs to ask Hamgate."""


@integration.command()
@click.option("--url", default="http://127.0.0.1:8080", help="Where the blog reaches Hamgate.")
def wordpress(url: str) -> None:
    """Print the must-use plugin for WordPress.

    Save it as wp-content/mu-plugins/hamgate.php, activate the Akismet plugin and give it a
    Hamgate site key.
    """
    click.echo(wordpress_plugin(url), nl=False)


def wordpress_plugin(url: str) -> str:
    """The plugin's source with this address in it; raises InvalidInputError for no address."""
    folder = resources.files("service.integrations")
    source = folder.joinpath("wordpress", "hamgate.php").read_text(encoding="utf-8")
    return source.replace(PLACEHOLDER, _quoted(_checked(url)))


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fine = False
    if not fine or not url.isprintable() or "?" in url or "#" in url:
        raise InvalidInputError(f"{url!r} is no address of a server, as in https://ham.example.")
    return url.rstrip("/")


def _quoted(text: str) -> str:
    """A PHP string: in single quotes only these two characters mean anything."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
