"""A container by hand: an image's root file system, run as the image says.

It has mounts and processes of its own, a read-only root, no privileges, the image's user
and environment, and a folder in place of its volume.
"""

import fcntl
import os
import shutil
import socket
import struct
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RUN_SECONDS = 60.0
"""How long a command that ends by itself may take."""

SIOCSIFFLAGS = 0x8914
"""linux/sockios.h: set an interface's flags."""

IFF_UP = 0x1
"""linux/if.h."""

# $1 the root, $2 the folder of the volume, $3 the volume, $4 user:group; then env's arguments.
CONTAINER = """
root=$1 folder=$2 volume=$3 user=$4; shift 4
mount --bind "$root" "$root"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/tmp"
mount --bind "$folder" "$root$volume"
mount -o remount,bind,ro "$root"
exec setpriv --no-new-privs \
    chroot --userspec="$user" --groups= "$root" /usr/bin/env --ignore-environment "$@"
"""


@dataclass(frozen=True, slots=True)
class Image:
    """A root file system, what the image says of itself, and a folder for its volume."""

    root: Path
    config: dict[str, Any]
    folder: Path

    @property
    def user(self) -> str:
        """`uid:gid`."""
        return str(self.config["User"])

    @property
    def volume(self) -> str:
        """Where the data is, inside."""
        (volume,) = self.config["Volumes"]
        return str(volume)

    def start(self, command: Sequence[str], output: Path) -> subprocess.Popen[bytes]:
        """Start a command inside; it is process 1 there, and all in there ends with it."""
        fenced = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-ec", CONTAINER]
        places = ["sh", str(self.root), str(self.folder), self.volume, self.user]
        inside = [f"--chdir={self.config['WorkingDir']}", *self.config["Env"], *command]
        with output.open("wb") as sink:
            return subprocess.Popen(  # noqa: S603 (the image's own words)
                [*fenced, *places, *inside], stdout=sink, stderr=subprocess.STDOUT
            )

    def run(self, command: Sequence[str], output: Path) -> int:
        """Run a command inside to its end; its exit status."""
        process = self.start(command, output)
        try:
            return process.wait(RUN_SECONDS)
        finally:
            process.kill()


def volume_folder(root: Path, volume: str, work: Path) -> Path:
    """A new folder with the owner and the mode of the image's own, as engines make it."""
    inside, folder = (root / volume.lstrip("/")).stat(), work / "volume"
    folder.mkdir()
    os.chown(folder, inside.st_uid, inside.st_gid)
    shutil.copymode(root / volume.lstrip("/"), folder)
    return folder


def loopback_up() -> None:
    """A new network namespace starts with its loopback interface down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))
