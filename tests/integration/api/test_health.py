"""/healthz, /readyz and /metrics: what watchers see."""

from served import Served

from service.keys import STATE


async def text(served: Served, path: str) -> str:
    async with served.http.get(path) as response:
        assert response.status == 200
        return await response.text()


async def test_a_worker_that_answers_is_alive_and_ready(served: Served) -> None:
    assert (await served.call("GET", "/healthz")).body == {"status": "ok"}
    reply = await served.call("GET", "/readyz")
    assert (reply.status, reply.body["ready"]) == (200, True)
    assert (await served.call("HEAD", "/healthz")).status == 200


async def test_a_worker_that_is_about_to_stop_is_not_ready_and_ends_connections(
    served: Served,
) -> None:
    served.app[STATE].draining = True
    reply = await served.call("GET", "/readyz")
    assert (reply.status, reply.body["serving"]) == (503, False)
    assert reply.headers["Connection"] == "close"


async def test_the_metrics_count_checks_by_verdict_and_calls_by_route(served: Served) -> None:
    await served.check("x", author={"name": "hamgate-guaranteed-spam"})
    await served.check("x", author={"name": "hamgate-guaranteed-hold"})
    await served.call("GET", "/v1/nothing")
    await served.call("GET", "/v1/submissions/nothing")
    lines = (await text(served, "/metrics")).splitlines()
    assert 'hamgate_checks_total{verdict="spam"} 1.0' in lines
    assert 'hamgate_checks_total{verdict="hold"} 1.0' in lines
    assert 'hamgate_requests_total{route="/v1/check",status="200"} 2.0' in lines
    assert 'hamgate_requests_total{route="other",status="404"} 1.0' in lines
    assert 'hamgate_requests_total{route="/v1/submissions/{id}",status="404"} 1.0' in lines
    assert 'hamgate_request_seconds_count{route="/v1/check"} 2.0' in lines
    assert 'hamgate_model_info{version="2026-11-22.1-test00"} 1.0' in lines
