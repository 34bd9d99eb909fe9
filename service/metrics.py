"""Counts and timings of all workers, in one piece of shared memory.

Each worker adds to a row of its own, so nothing is locked and an addition costs 0.1 µs;
whichever worker is asked for /metrics sums the rows. A worker that is killed leaves its
row to its successor, so that counters never fall. The families below are the whole list:
their labels come from fixed sets, which keeps the memory small and the answer bounded.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from dataclasses import dataclass
from itertools import product

from prometheus_client import CollectorRegistry
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import generate_latest

SECONDS_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
STATUSES = tuple(
    str(status)
    for status in (200, 201, 202, 204, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503)
)
OTHER = "other"
"""The label value for what is in none of the fixed sets."""


@dataclass(frozen=True, slots=True)
class Family:
    """One metric: its name, meaning and the values its labels can have."""

    name: str
    help: str
    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    buckets: tuple[float, ...] = ()
    """Upper bounds in seconds, of a histogram."""
    gauge: bool = False
    per_worker: bool = False
    """Whether each worker's value stands by itself instead of in a sum."""

    @property
    def label_names(self) -> tuple[str, ...]:
        """The labels' names, in order."""
        return tuple(name for name, _ in self.labels)

    def series(self) -> Iterator[tuple[str, ...]]:
        """Every combination of label values."""
        return product(*(values for _, values in self.labels))

    @property
    def width(self) -> int:
        """Numbers one series takes: for a histogram its buckets, +Inf and the sum."""
        return len(self.buckets) + 2 if self.buckets else 1


def families(routes: Iterable[str]) -> tuple[Family, ...]:
    """Every metric there is, for these routes."""
    route = ("route", (*routes, OTHER))
    verdict = ("verdict", ("keep", "hold", "spam"))
    return (
        Family("requests", "Answered calls.", (route, ("status", (*STATUSES, OTHER)))),
        Family("request_seconds", "Time from a call to its answer.", (route,), SECONDS_BUCKETS),
        Family("checks", "Checked submissions.", (verdict,)),
        Family("checks_observed", "What mode `observe` would have said.", (verdict,)),
        Family(
            "checks_degraded",
            "Checks that lacked something.",
            (("missing", ("redis", "model", "budget")),),
        ),
        Family("feedback", "Labels received.", (("label", ("ham", "spam")),)),
        Family("submissions_written", "Submissions saved to the store."),
        Family("submissions_lost", "Submissions dropped unsaved, the queue being full."),
        Family("submissions_waiting", "Submissions not yet saved to the store.", gauge=True),
        Family("store_round_trips", "Trips to the store."),
        Family("store_up", "Whether the store answers.", gauge=True, per_worker=True),
        Family("model_swaps", "Times a worker took up another model."),
        Family("model_refusals", "Models that a worker refused to take up."),
        Family("worker_starts", "Times a worker process started."),
        Family("worker_start_seconds", "When the worker started.", gauge=True, per_worker=True),
        Family("worker_resident_bytes", "Memory of the worker.", gauge=True, per_worker=True),
        Family("worker_open_files", "Open files of the worker.", gauge=True, per_worker=True),
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each series of each family lies in a worker's row."""

    families: tuple[Family, ...]
    offsets: dict[tuple[str, ...], int]
    """From (family, *label values) to the place of its first number."""
    width: int

    @classmethod
    def of(cls, families: tuple[Family, ...]) -> "Layout":
        """The layout of these families, in their order."""
        offsets: dict[tuple[str, ...], int] = {}
        width = 0
        for family in families:
            for values in family.series():
                offsets[family.name, *values] = width
                width += family.width
        return cls(families, offsets, width)

    def clear_gauges(self, numbers: MutableSequence[float], row: int) -> None:
        """Forget what a worker that has ended said of itself; what it counted stays."""
        for family in self.families:
            if family.gauge:
                numbers[row * self.width + self.offsets[family.name,]] = 0.0


class Board:
    """One worker's view: adds to its own row, reads all of them."""

    def __init__(self, layout: Layout, numbers: MutableSequence[float], row: int) -> None:
        self._layout = layout
        self._offsets = layout.offsets
        self._numbers = numbers
        self._start = row * layout.width

    def add(self, *series: str, amount: float = 1.0) -> None:
        """Count up one series, named by its family and label values."""
        self._numbers[self._start + self._offsets[series]] += amount

    def put(self, family: str, value: float) -> None:
        """Set a gauge without labels, or a counter that is counted elsewhere."""
        self._numbers[self._start + self._offsets[family,]] = value

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count one answered call with its time."""
        offset = self._offsets.get(("requests", route, str(status)))
        if offset is None:
            offset = self._offsets["requests", route, OTHER]
        numbers = self._numbers
        numbers[self._start + offset] += 1.0
        first = self._start + self._offsets["request_seconds", route]
        numbers[first + bisect_left(SECONDS_BUCKETS, seconds)] += 1.0
        numbers[first + len(SECONDS_BUCKETS) + 1] += seconds

    def exposition(self, model: str) -> bytes:
        """All workers' numbers in Prometheus' text format, and this worker's model."""
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Collector(self._layout, self._numbers, model))
        return generate_latest(registry)


class _Collector:
    """Sums the rows when Prometheus' exposition asks."""

    def __init__(self, layout: Layout, numbers: Sequence[float], model: str) -> None:
        self._layout = layout
        self._numbers = numbers
        self._model = model

    def collect(self) -> Iterator[Metric]:
        """Every family with its numbers."""
        for family in self._layout.families:
            if family.buckets:
                yield self._histogram(family)
            elif family.per_worker:
                yield self._by_worker(family)
            else:
                yield self._plain(family)
        info = GaugeMetricFamily(
            "hamgate_model_info", "The model this worker decides with.", labels=["version"]
        )
        info.add_metric([self._model], 1.0)
        yield info

    def _rows(self) -> range:
        return range(0, len(self._numbers), self._layout.width)

    def _total(self, offset: int) -> float:
        return sum(self._numbers[row + offset] for row in self._rows())

    def _plain(self, family: Family) -> Metric:
        kind = GaugeMetricFamily if family.gauge else CounterMetricFamily
        metric = kind(f"hamgate_{family.name}", family.help, labels=family.label_names)
        for values in family.series():
            metric.add_metric(values, self._total(self._layout.offsets[family.name, *values]))
        return metric

    def _by_worker(self, family: Family) -> Metric:
        metric = GaugeMetricFamily(f"hamgate_{family.name}", family.help, labels=["worker"])
        offset = self._layout.offsets[family.name,]
        born = self._layout.offsets["worker_start_seconds",]
        for number, row in enumerate(self._rows()):
            if self._numbers[row + born]:
                metric.add_metric([str(number)], self._numbers[row + offset])
        return metric

    def _histogram(self, family: Family) -> Metric:
        metric = HistogramMetricFamily(
            f"hamgate_{family.name}", family.help, labels=family.label_names
        )
        bounds = [*map(str, family.buckets), "+Inf"]
        for values in family.series():
            first = self._layout.offsets[family.name, *values]
            counts = [self._total(first + place) for place in range(len(bounds))]
            running = [sum(counts[: place + 1]) for place in range(len(bounds))]
            buckets = list(zip(bounds, running, strict=True))
            metric.add_metric(values, buckets, self._total(first + len(bounds)))
        return metric
