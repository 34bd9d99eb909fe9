"""Runs the program: `hamgate` and `python -m service` are the same."""

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Any, NoReturn

import click

from service.errors import HamgateError

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "serve": "service.commands.serve:serve",
        "check": "service.commands.check:check",
        "site": "service.commands.site:site",
        "admin": "service.commands.admin:admin",
        "models": "service.commands.models:models",
        "promote": "service.commands.models:promote",
        "rollback": "service.commands.models:rollback",
        "doctor": "service.commands.doctor:doctor",
        "integration": "service.commands.integration:integration",
    }
)
"""Each command's place: it is imported only when it is called."""

OFFLINE_GROUP = "hamgate.commands"
"""Entry points of commands that serving never loads."""

INTERRUPTED = 130
USAGE = 2
"""Exit statuses beside 0 and 1: stopped by hand, and called wrongly."""


class LazyGroup(click.Group):
    """A group that imports a command when it is called, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, ours and the offline ones."""
        del ctx
        return [*COMMANDS, *sorted(point.name for point in entry_points(group=OFFLINE_GROUP))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        del ctx
        if cmd_name in COMMANDS:
            module, _, name = COMMANDS[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), name)
            return command
        for point in entry_points(group=OFFLINE_GROUP, name=cmd_name):
            loaded: click.Command = point.load()
            return loaded
        return None


@click.group(cls=LazyGroup)
@click.version_option(package_name="hamgate", prog_name="hamgate")
def hamgate() -> None:
    """Hamgate, a self-hosted comment spam filter: keep, hold or spam, with reasons."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command; every error is one line on standard error, never a traceback."""
    # Scoring is one small product at a time: threads of the linear algebra would only cost
    # memory, and a parent with threads must not fork.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # A command says in its one line what went wrong; only the server writes a log.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        hamgate.main(args=arguments, prog_name="hamgate", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.exceptions.NoArgsIsHelpError as help_:
        help_.show()
        sys.exit(USAGE)
    except click.UsageError as error:
        asked = error.ctx.command_path if error.ctx else "hamgate"
        _fail(f"{error.format_message()} See `{asked} --help`.", status=USAGE)
    except click.ClickException as error:
        _fail(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except HamgateError as error:
        _fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 (the outermost place of the program)
        _fail(f"something went wrong that should not have: {_described(error)}")
    sys.exit(0)


def _fail(message: str, *, status: int = 1) -> NoReturn:
    line = " ".join(message.split())
    click.echo(f"hamgate: {line}", err=True)
    sys.exit(status)


def _described(error: Any) -> str:
    return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main()
