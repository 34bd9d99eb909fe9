"""`hamgate bench soak`: whether a worker's memory stays flat over very many checks."""

import tempfile
from pathlib import Path

from training.bench.checking import check_calls
from training.bench.figures import Measured
from training.bench.load import Order, drive
from training.bench.scale import Scale
from training.bench.servers import hamgate

SETTLED_SHARE = 0.2
"""What caches and pools take is taken by then."""

_SLICE_SECONDS = 30.0


def measure(scale: Scale) -> Measured:
    """One run of so many checks; memory is read between slices of it."""
    calls, points = check_calls(), [(0.0, 0.0)]
    with (
        tempfile.TemporaryDirectory(prefix="hamgate-bench-") as folder,
        hamgate(Path(folder)) as server,
    ):
        while points[-1][0] < scale.checks:
            seconds = min(scale.seconds, _SLICE_SECONDS)
            shots = drive(Order(server.port, calls, seconds, scale.connections))
            points.append((points[-1][0] + len(shots.latencies), server.worker_mib))
    del points[0]
    settled = [mib for checks, mib in points if checks >= SETTLED_SHARE * points[-1][0]]
    figures = {"soak_growth_mib": settled[-1] - settled[0], "soak_checks": points[-1][0]}
    return Measured(figures, {"soak_mib": tuple(points)})
