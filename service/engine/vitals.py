"""How this worker is, told to the metrics once a second."""

import asyncio
import os
import resource
import sys
import time
from pathlib import Path

from service.metrics import Board
from service.stores.trips import Trips

PERIOD_SECONDS = 1.0
_STATM = Path("/proc/self/statm")
_DESCRIPTORS = Path("/proc/self/fd")


async def report_vitals(board: Board, trips: Trips) -> None:
    """Report memory, open files and the store's health until cancelled."""
    board.add("worker_starts")
    board.put("worker_start_seconds", time.time())
    counted = 0
    while True:
        board.put("worker_resident_bytes", _resident_bytes())
        board.put("worker_open_files", _open_files())
        board.put("store_up", float(trips.healthy))
        board.add("store_round_trips", amount=trips.round_trips - counted)
        counted = trips.round_trips
        await asyncio.sleep(PERIOD_SECONDS)


def _resident_bytes() -> float:
    """Memory of this process; where /proc is missing, the most it ever had."""
    if _STATM.exists():
        pages = int(_STATM.read_text(encoding="ascii").split()[1])
        return float(pages * os.sysconf("SC_PAGE_SIZE"))
    unit_bytes = 1 if sys.platform == "darwin" else 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit_bytes)


def _open_files() -> float:
    folder = _DESCRIPTORS if _DESCRIPTORS.exists() else Path("/dev/fd")
    return float(len(list(folder.iterdir())))
