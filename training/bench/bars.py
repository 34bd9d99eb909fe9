"""What is measured, on one page: every figure with its unit and the goal it is held against."""

from dataclasses import dataclass

from training.bench.figures import Spread


@dataclass(frozen=True, slots=True)
class Kind:
    """One figure."""

    what: str
    unit: str = ""
    at_most: float | None = None
    """The goal, where less is better."""
    at_least: float | None = None
    """The goal, where more is."""

    @property
    def goal(self) -> str:
        """The goal in words; empty where there is none."""
        if self.at_most is not None:
            return f"≤ {self.at_most:,g} {self.unit}".strip()
        return "" if self.at_least is None else f"≥ {self.at_least:,g} {self.unit}".strip()

    def verdict(self, spread: Spread) -> str:
        """Whether the median reaches the goal."""
        if self.at_most is not None:
            return "reached" if spread.middle <= self.at_most else "not reached"
        if self.at_least is not None:
            return "reached" if spread.middle >= self.at_least else "not reached"
        return ""


KINDS: dict[str, Kind] = {
    "score_us": Kind("scoring 300 characters with reasons, p50", "µs", at_most=100),
    "score_p99_us": Kind("the same, p99", "µs"),
    "score_many_us": Kind("the same, 16 in one pass, each", "µs"),
    "pipeline_us": Kind("the model's scikit-learn pipeline, p50", "µs"),
    "score_ratio": Kind("as fast as the pipeline", "×", at_least=20),
    "score_difference": Kind("largest difference of the two scores", "", at_most=1e-6),
    "bogofilter_us": Kind("bogofilter, 200 messages in a run, each", "µs"),
    "bogofilter_process_us": Kind("bogofilter, a process for each", "µs"),
    "rspamd_us": Kind("rspamd, each by rspamc", "µs"),
    "checks": Kind("checks, 1 worker, 16 connections", "/s"),
    "bare": Kind("bare handler that decodes the same JSON", "/s"),
    "plain": Kind("plain service: pipeline and Redis calls", "/s"),
    "of_bare": Kind("checks as a share of the bare handler", "", at_least=0.4),
    "of_bare_cpu": Kind("the same by CPU time", ""),
    "of_plain": Kind("checks against the plain service", "×"),
    "of_plain_cpu": Kind("the same by CPU time", "×"),
    "check_cpu_us": Kind("CPU of the worker for a check", "µs"),
    "batch_cpu_us": Kind("the same in a batch of 100", "µs"),
    "bare_cpu_us": Kind("CPU of the bare handler for a call", "µs"),
    "plain_cpu_us": Kind("CPU of the plain service for a call", "µs"),
    "check_p50_ms": Kind("closed loop, 16 connections, p50", "ms"),
    "check_p99_ms": Kind("closed loop, 16 connections, p99", "ms"),
    "load_p50_ms": Kind("open loop at 70 % of capacity, p50", "ms", at_most=3),
    "load_p99_ms": Kind("open loop at 70 % of capacity, p99", "ms", at_most=15),
    "workers": Kind("2 workers against 1", "×", at_least=1.7),
    "trips": Kind("store trips a check under load, with writes", "", at_most=1),
    "trips_alone": Kind("store trips of a check alone, with writes", ""),
    "store_cpu_us": Kind("CPU of the store for a check", "µs"),
    "store_share": Kind("the store's share of a check's CPU", ""),
    "worker_mib": Kind("memory of a worker", "MiB", at_most=200),
    "ready_s": Kind("start to ready, second start", "s", at_most=2),
    "akismet_p50": Kind("comment-check against check, p50", "×", at_most=1.1),
    "akismet_p99": Kind("comment-check against check, p99", "×", at_most=1.1),
    "akismet_cpu": Kind("comment-check against check, CPU", "×"),
    "keys_p50": Kind("most against fewest stored, p50", "×"),
    "keys_p99": Kind("most against fewest stored, p99", "×"),
    "keys_store_cpu": Kind("most against fewest stored, store's CPU", "×"),
    "keys_stored": Kind("submissions stored at most"),
    "sites_p50": Kind("most sites against one, p50", "×"),
    "train_a_second": Kind("features and linear fit, 2 processes", "/s", at_least=50_000),
    "train_mib": Kind("the same, memory of all processes", "MiB", at_most=2048),
    "hashing_a_second": Kind("HashingVectorizer and SGD, same shards", "/s"),
    "command_a_second": Kind("`hamgate train`, 2 processes", "/s"),
    "command_mib": Kind("the same, memory of the main process", "MiB"),
    "soak_growth_mib": Kind("growth of a worker, last four fifths", "MiB"),
    "soak_checks": Kind("checks of that run"),
}

CURVES: dict[str, tuple[str, str]] = {
    "length_us": ("characters of a comment", "µs to score it"),
    "keys_p50_ms": ("stored submissions", "p50 of a check, ms"),
    "keys_p99_ms": ("stored submissions", "p99 of a check, ms"),
    "keys_store_us": ("stored submissions", "CPU of the store for a check, µs"),
    "sites_p50_ms": ("sites", "p50 of a check, ms"),
    "soak_mib": ("checks", "memory of a worker, MiB"),
}
"""What grows: the axes of each curve."""
