"""Prints this machine's pip settings as a pip.conf for another root file system."""

import ast
import subprocess
import sys
from collections.abc import Iterator

USEFUL = frozenset(
    {"default-timeout", "extra-index-url", "index-url", "no-index", "proxy", "retries", "timeout"}
    | {"constraint", "find-links", "trusted-host"}
)


def settings() -> Iterator[tuple[str, str]]:
    """Name and value of each useful setting; those of the environment come first and win."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603 (ours)
    for line in listed.stdout.splitlines():
        key, _, quoted = line.partition("=")
        name = key.rpartition(".")[2]
        if name in USEFUL:
            yield name, ast.literal_eval(quoted)


def travelling(value: str) -> str:
    """The value without what names a file of this machine: it would name nothing in there."""
    return " ".join(
        word for word in value.split() if not word.startswith(("/", "./", "~", "file:"))
    )


def pip_conf(certificates: str) -> str:
    """The file's text."""
    lines = {"cert": certificates}
    for name, value in settings():
        if kept := travelling(value):
            lines.setdefault(name, kept)
    return "".join(["[global]\n", *(f"{name} = {value}\n" for name, value in lines.items())])


if __name__ == "__main__":
    sys.stdout.write(pip_conf(sys.argv[1]))
