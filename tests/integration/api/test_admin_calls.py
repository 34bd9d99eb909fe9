"""/v1/admin: sites, keys and models, for those who hold an admin's token."""

from pathlib import Path

import pytest
from served import SECRET, Reply, Served, make_artifact

from service.artifacts import MANIFEST, PIPELINE, WEIGHTS, Signer
from service.keys import FOLLOWER
from service.stores.registry import ModelFiles

ROUTES = (
    ("GET", "/v1/admin/sites"),
    ("POST", "/v1/admin/sites"),
    ("DELETE", "/v1/admin/sites/x"),
    ("POST", "/v1/admin/sites/x/keys"),
    ("GET", "/v1/admin/models"),
    ("POST", "/v1/admin/models/rollback"),
    ("POST", "/v1/admin/models/x/promote"),
)


@pytest.fixture
async def token(served: Served) -> str:
    _, token, _ = await served.stores.admins.add("ann", "a password")
    return token


async def stored_model(served: Served, folder: Path, version: str, secret: bytes = SECRET) -> str:
    """Put a model into the registry."""
    artifact = make_artifact(folder / version, version, len(version), Signer(secret))
    files = [(folder / version / name).read_bytes() for name in (MANIFEST, WEIGHTS, PIPELINE)]
    await served.stores.registry.put(ModelFiles(version, artifact.digest, *files))
    return version


async def running(served: Served) -> str:
    return (await served.check("hello"))["model"]


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_a_sites_key_opens_nothing_of_the_admins(
    served: Served, method: str, path: str
) -> None:
    assert (await served.call(method, path)).status == 403
    assert (await served.call(method, path, key="hga_" + "x" * 43)).status == 401
    assert (await served.call(method, path, key="nonsense")).status == 401


async def test_a_site_is_made_given_keys_and_removed(served: Served, token: str) -> None:
    made = await served.call("POST", "/v1/admin/sites", key=token, json={"name": "Tea"})
    assert made.status == 201
    site = made.body["site"]["id"]
    more = await served.call("POST", f"/v1/admin/sites/{site}/keys", key=token)
    assert more.status == 201
    for key in (made.body["key"], more.body["key"]):
        assert (await served.call("GET", "/v1/site", key=key)).body["name"] == "Tea"
    listed = await served.call("GET", "/v1/admin/sites", key=token)
    assert [one["name"] for one in listed.body["sites"]] == ["Test", "Tea"]
    gone = await served.call("DELETE", f"/v1/admin/sites/{site}", key=token)
    assert gone.status == 204
    assert (await served.call("GET", "/v1/site", key=made.body["key"])).status == 401
    again = await served.call("DELETE", f"/v1/admin/sites/{site}", key=token)
    assert again.status == 404


async def test_a_model_is_promoted_and_rolled_back(
    served: Served, token: str, tmp_path: Path
) -> None:
    async def act(path: str) -> Reply:
        return await served.call("POST", f"/v1/admin/models/{path}", key=token)

    for version in ("2026-11-22.2-aaaaaa", "2026-11-22.3-bbbbbbb"):
        await stored_model(served, tmp_path, version)
        assert (await act(f"{version}/promote")).body == {"champion": version}
        assert await running(served) == version
    listed = await served.call("GET", "/v1/admin/models", key=token)
    assert listed.body["champion"] == listed.body["running"] == "2026-11-22.3-bbbbbbb"
    assert len(listed.body["models"]) == 2
    await act("rollback")
    assert await running(served) == "2026-11-22.2-aaaaaa"
    assert (await act("rollback")).body == {"champion": None}
    assert (await act("rollback")).status == 409


async def test_a_foreign_model_is_refused_and_the_running_one_goes_on(
    served: Served, token: str, tmp_path: Path
) -> None:
    before = await running(served)
    version = await stored_model(served, tmp_path, "2026-11-22.4-cccccc", b"another secret")
    reply = await served.call("POST", f"/v1/admin/models/{version}/promote", key=token)
    assert reply.status == 422
    assert "not signed" in reply.body["detail"]
    assert await served.stores.registry.champion() is None
    unknown = await served.call("POST", "/v1/admin/models/nope/promote", key=token)
    assert unknown.status == 404
    assert await running(served) == before


async def test_a_foreign_model_promoted_behind_our_back_is_not_taken_up(
    served: Served, tmp_path: Path
) -> None:
    before = await running(served)
    version = await stored_model(served, tmp_path, "2026-11-22.5-dddddd", b"another secret")
    await served.stores.registry.promote(version)
    await served.app[FOLLOWER].take_up(version)
    assert await running(served) == before
    metrics = await served.http.get("/metrics")
    assert "hamgate_model_refusals_total 0.0" not in await metrics.text()
