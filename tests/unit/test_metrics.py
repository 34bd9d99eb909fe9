"""Metrics: every worker adds to its own row, any of them tells the sum of all."""

from prometheus_client.parser import text_string_to_metric_families

from service.metrics import Board, Layout, families

LAYOUT = Layout.of(families(("/v1/check",)))


def told(board: Board) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """All samples by name and labels."""
    text = board.exposition("m1").decode()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_any_worker_tells_the_sum_of_all() -> None:
    numbers = [0.0] * LAYOUT.width * 3
    boards = [Board(LAYOUT, numbers, row) for row in range(3)]
    for count, board in enumerate(boards, start=1):
        board.add("checks", "spam", amount=count)
        board.put("submissions_waiting", count)
    for board in boards:
        samples = told(board)
        assert samples["hamgate_checks_total", (("verdict", "spam"),)] == 6
        assert samples["hamgate_checks_total", (("verdict", "keep"),)] == 0
        assert samples["hamgate_submissions_waiting", ()] == 6


def test_times_fall_into_buckets_that_add_up() -> None:
    board = Board(LAYOUT, [0.0] * LAYOUT.width, 0)
    for seconds in (0.0005, 0.001, 0.002, 0.3, 100.0):
        board.answered("/v1/check", 200, seconds)
    samples = told(board)
    route = ("route", "/v1/check")
    assert samples["hamgate_request_seconds_bucket", (("le", "0.001"), route)] == 2
    assert samples["hamgate_request_seconds_bucket", (("le", "0.5"), route)] == 4
    assert samples["hamgate_request_seconds_bucket", (("le", "+Inf"), route)] == 5
    assert samples["hamgate_request_seconds_count", (route,)] == 5
    assert abs(samples["hamgate_request_seconds_sum", (route,)] - 100.3035) < 1e-9


def test_a_status_nobody_thought_of_is_counted_as_other() -> None:
    board = Board(LAYOUT, [0.0] * LAYOUT.width, 0)
    board.answered("/v1/check", 418, 0.1)
    labels = (("route", "/v1/check"), ("status", "other"))
    assert told(board)["hamgate_requests_total", labels] == 1


def test_what_a_dead_worker_said_of_itself_is_forgotten_and_its_counts_stay() -> None:
    numbers = [0.0] * LAYOUT.width * 2
    board = Board(LAYOUT, numbers, 1)
    board.add("checks", "spam")
    board.put("worker_start_seconds", 1.0)
    board.put("worker_resident_bytes", 5.0)
    LAYOUT.clear_gauges(numbers, 1)
    samples = told(board)
    assert samples["hamgate_checks_total", (("verdict", "spam"),)] == 1
    assert not [name for name, _ in samples if name == "hamgate_worker_resident_bytes"]
