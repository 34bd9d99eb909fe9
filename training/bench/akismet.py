"""`hamgate bench akismet`: comment-check beside /v1/check, the same comments in turns."""

import tempfile
from pathlib import Path

from training.bench.checking import CHARACTERS, COMMENTS, OPEN_CONNECTIONS, check_calls
from training.bench.comments import akismet_call, comments
from training.bench.figures import Measured, percentile
from training.bench.load import Order, interleaved
from training.bench.scale import Scale
from training.bench.servers import Cost, hamgate

RATE = 300.0
ROUNDS = 4


def measure(scale: Scale) -> Measured:
    """One run: both doors by turns at one rate, then the CPU of each by itself."""
    forms = tuple(akismet_call(each, n) for n, each in enumerate(comments(CHARACTERS, COMMENTS)))
    with (
        tempfile.TemporaryDirectory(prefix="hamgate-bench-") as folder,
        hamgate(Path(folder)) as server,
    ):
        orders = [
            Order(server.port, calls, scale.seconds / ROUNDS, OPEN_CONNECTIONS, RATE)
            for calls in (check_calls(), forms)
        ]
        json, akismet = interleaved(orders, ROUNDS)
        costs = []
        for order in orders:
            cost = Cost.of(*server.workers)
            (shots,) = interleaved([order], 1)
            costs.append(cost.each(len(shots.latencies)))
    figures = {
        f"akismet_p{share}": percentile(akismet.latencies, share / 100)
        / percentile(json.latencies, share / 100)
        for share in (50, 99)
    }
    return Measured({**figures, "akismet_cpu": costs[1] / costs[0]})
