"""Keys, scopes, sessions, and which pages may use a signed-in browser's cookie."""

import dataclasses
import itertools
from http.cookies import Morsel
from ipaddress import ip_network
from typing import Any
from uuid import uuid4

import pytest

from latecomer.capabilities import ENDPOINTS
from latecomer.core.timestamps import to_text
from latecomer.http import appkeys
from latecomer.http.auth import COOKIE, HOST_COOKIE, Scope
from tests.support.site import ADMIN, ADMIN_KEY, PUBLIC_URL, Site


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


async def _sign_in(site: Site, body: dict[str, str]) -> Morsel[str]:
    response = await site.client.post("/api/v1/session", json=body)
    assert response.status == 200, await response.text()
    return response.cookies[HOST_COOKIE]


def _cookie(morsel: Morsel[str], **headers: str) -> dict[str, str]:
    return {"Cookie": f"{HOST_COOKIE}={morsel.value}", **headers}


async def test_without_a_key_nothing_is_told(site: Site) -> None:
    for headers in (
        {},
        _bearer("wrong"),
        _bearer(""),
        {"Authorization": "Bearer"},
        {"Authorization": f"Basic {ADMIN_KEY}"},
        _bearer("x" * 600),
        {"Cookie": f"{COOKIE}=wrong"},
        {"Cookie": f"{COOKIE}={'x' * 600}"},
    ):
        response = await site.client.get("/api/v1/webinars", headers=headers)
        assert (await site.decoded(response, 401))["code"] == "not_signed_in"
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


async def test_a_key_is_made_listed_used_and_revoked(site: Site) -> None:
    made = await site.call("POST", "/keys", {"name": "crm", "scopes": ["read"]}, expect=201)
    listed = (await site.call("GET", "/keys"))["items"]
    assert [key["name"] for key in listed] == ["crm"]
    assert "key" not in listed[0]
    key = _bearer(made["key"])
    assert await site.call("GET", "/session", headers=key) == {
        "name": "crm",
        "scopes": ["read"],
        "expires_at": None,
    }
    await site.call("GET", "/webinars", headers=key)
    refused = await site.call("POST", "/webinars", {}, headers=key, expect=403)
    assert refused["code"] == "missing_scope"
    await site.call("DELETE", f"/keys/{made['id']}", expect=204)
    await site.call("GET", "/webinars", headers=key, expect=401)
    assert (await site.call("DELETE", f"/keys/{uuid4()}", expect=404))["code"] == "unknown_key"


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"name": "x", "scopes": []}, "wrong_length", "/scopes"),
        ({"name": "x", "scopes": ["root"]}, "unknown_value", "/scopes/0"),
        ({"name": "", "scopes": ["read"]}, "invalid_name", None),
        ({"name": "x" * 201, "scopes": ["read"]}, "invalid_name", None),
        ({"scopes": ["read"]}, "missing_field", "/name"),
    ],
)
async def test_a_bad_key_is_not_made(site: Site, body: Any, code: str, field: str | None) -> None:
    problem = await site.call("POST", "/keys", body, expect=422)
    assert problem["code"] == code
    if field is not None:
        assert problem["errors"][0]["field"] == field


async def test_each_call_asks_for_its_own_scope(site: Site) -> None:
    for own in Scope:
        others = [scope.value for scope in Scope if scope not in (own, Scope.ADMIN)]
        made = await site.call("POST", "/keys", {"name": "others", "scopes": others}, expect=201)
        for endpoint in ENDPOINTS:
            if endpoint.public or endpoint.scope is not own:
                continue
            path = endpoint.path
            for name in endpoint.path_parameters:
                path = path.replace(f"{{{name}}}", str(uuid4()))
            response = await site.client.request(endpoint.method, path, headers=_bearer(made["key"]))
            assert (await site.decoded(response, 403))["code"] == "missing_scope", endpoint.summary
            anonymous = await site.client.request(endpoint.method, path)
            assert (await site.decoded(anonymous, 401))["code"] == "not_signed_in", endpoint.summary


async def test_a_browser_signs_in_with_a_key_and_out_again(site: Site) -> None:
    cookie = await _sign_in(site, {"key": ADMIN_KEY})
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["path"]) == (
        True,
        True,
        "Strict",
        "/",
    )
    session = await site.call("GET", "/session", headers=_cookie(cookie))
    assert "admin" in session["scopes"]
    assert session["expires_at"].endswith("Z")
    out = _cookie(cookie, Origin=PUBLIC_URL)
    assert await site.call("DELETE", "/session", headers=out, expect=204) is None
    await site.call("GET", "/session", headers=_cookie(cookie), expect=401)


async def test_a_code_signs_in_once(site: Site) -> None:
    code = await site.access.create_code(site.now)
    await _sign_in(site, {"code": code})
    again = await site.call("POST", "/session", {"code": code}, headers={}, expect=401)
    assert again["code"] == "invalid_code"
    wrong = await site.call("POST", "/session", {"key": "wrong"}, headers={}, expect=401)
    assert wrong["code"] == "invalid_key"
    for body in ({}, {"key": "a", "code": "b"}):
        problem = await site.call("POST", "/session", body, headers={}, expect=422)
        assert problem["code"] == "invalid_value"


async def test_a_cookie_changes_things_from_our_own_pages_alone(site: Site) -> None:
    cookie = await _sign_in(site, {"key": ADMIN_KEY})
    body = {"name": "x", "scopes": ["read"]}
    here = f"http://{site.client.host}:{site.client.port}"
    for origin in (PUBLIC_URL, PUBLIC_URL.upper().replace("HTTPS", "https"), here):
        await site.call("POST", "/keys", body, headers=_cookie(cookie, Origin=origin), expect=201)
    for headers in (
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://webinars.example.evil.example"},
        {"Origin": "http://webinars.example"},
        {"Origin": "https://[broken"},
    ):
        problem = await site.call("POST", "/keys", body, headers=_cookie(cookie, **headers), expect=403)
        assert problem["code"] == "origin_not_allowed"
    await site.call("GET", "/keys", headers=_cookie(cookie, Origin="https://evil.example"))
    # A key is no cookie: no browser sends it by itself.
    await site.call("POST", "/keys", body, headers=ADMIN | {"Origin": "https://evil.example"}, expect=201)


async def test_a_foreign_page_cannot_open_the_dashboard_socket_with_the_cookie(site: Site) -> None:
    cookie = await _sign_in(site, {"key": ADMIN_KEY})
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Protocol": "latecomer.dashboard.v1",
    }
    foreign = _cookie(cookie, Origin="https://evil.example", **upgrade)
    response = await site.client.get("/ws/dashboard", headers=foreign)
    assert (await site.decoded(response, 403))["code"] == "origin_not_allowed"


async def test_too_many_tries_to_sign_in_have_to_wait(site: Site) -> None:
    for _ in range(30):
        await site.call("POST", "/session", {"key": "wrong"}, headers={}, expect=401)
    response = await site.client.post("/api/v1/session", json={"key": "wrong"})
    assert (await site.decoded(response, 429))["code"] == "too_many_requests"
    assert response.headers["Retry-After"] == "1"
    site.now += 1000
    await site.call("POST", "/session", {"key": "wrong"}, headers={}, expect=401)


async def test_behind_a_proxy_each_caller_has_a_limit_of_their_own(site: Site) -> None:
    assert site.client.app is not None
    settings = site.client.app[appkeys.settings]
    trusting = dataclasses.replace(settings, trusted_proxies=(ip_network("127.0.0.0/8"),))
    site.client.app._state[appkeys.settings] = trusting
    wrong: Any = {"json": {"key": "wrong"}, "headers": {"X-Forwarded-For": "203.0.113.9"}}
    for _ in range(30):
        assert (await site.client.post("/api/v1/session", **wrong)).status == 401
    assert (await site.client.post("/api/v1/session", **wrong)).status == 429
    other = {"X-Forwarded-For": "203.0.113.10"}
    assert (await site.client.post("/api/v1/session", json={"key": "wrong"}, headers=other)).status == 401


async def test_a_proxy_that_is_not_trusted_is_named_once_in_the_log_and_by_readyz(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "proxy" not in await (await site.client.get("/readyz")).json()
    for header in ({}, {"X-Forwarded-For": "203.0.113.9"}, {"Forwarded": "for=203.0.113.10"}):
        await site.client.post("/api/v1/session", json={"key": "wrong"}, headers=header)
    assert (await (await site.client.get("/readyz")).json())["proxy"] == "not_trusted"
    logged = capsys.readouterr().out
    assert logged.count("proxy_not_trusted") == 1
    assert "proxy=127.0.0.1" in logged
    assert "203.0.113" not in logged


async def test_a_cookie_opens_nothing_under_a_name_that_is_not_ours(site: Site) -> None:
    cookie = await _sign_in(site, {"key": ADMIN_KEY})
    for host in ("rebound.example", "webinars.example.rebound.example", "[broken"):
        problem = await site.call("GET", "/webinars", headers=_cookie(cookie, Host=host), expect=403)
        assert problem["code"] == "wrong_host"
    for host in ("webinars.example", "WEBINARS.example:443", "127.0.0.1:1", "[::1]:8080", "localhost:8080"):
        await site.call("GET", "/webinars", headers=_cookie(cookie, Host=host))
    await site.call("GET", "/webinars", headers=ADMIN | {"Host": "rebound.example"})


async def test_a_key_is_one_key_however_its_scheme_is_written(site: Site) -> None:
    for count in range(300):
        scheme = ("Bearer", "bearer", "BEARER ")[count % 3]
        await site.call("GET", "/session", headers={"Authorization": f"{scheme} {ADMIN_KEY}"})
    await site.call("GET", "/session", headers={"Authorization": f"bEARER {ADMIN_KEY}"}, expect=429)


async def test_a_session_is_listed_and_ended_with_all_others(site: Site) -> None:
    mine, other, third = [await _sign_in(site, {"key": ADMIN_KEY}) for _ in range(3)]
    listed = (await site.call("GET", "/sessions", headers=_cookie(mine)))["items"]
    assert [each["current"] for each in listed].count(True) == 1
    assert {each["address"] for each in listed} == {"127.0.0.1"}
    assert all("aiohttp" in each["browser"] for each in listed)
    one = next(each for each in listed if not each["current"])
    origin = {"Origin": PUBLIC_URL}
    await site.call("DELETE", f"/sessions/{one['id']}", headers=_cookie(mine, **origin), expect=204)
    await site.call("DELETE", f"/sessions/{one['id']}", headers=_cookie(mine, **origin), expect=404)
    assert (await site.call("DELETE", "/sessions", headers=_cookie(mine, **origin))) == {"ended": 1}
    await site.call("GET", "/session", headers=_cookie(mine))
    for gone in (other, third):
        await site.call("GET", "/session", headers=_cookie(gone), expect=401)


async def test_the_old_cookie_opens_old_sessions_alone(site: Site) -> None:
    cookie = await _sign_in(site, {"key": ADMIN_KEY})
    old_name = {"Cookie": f"{COOKIE}={cookie.value}"}
    await site.call("GET", "/session", headers=old_name, expect=401)
    async with site.parts.pool.acquire() as conn:
        await conn.execute("UPDATE sessions SET created_at = NULL, root = NULL")
    site.access.forget()
    await site.call("GET", "/session", headers=old_name)


async def test_a_key_expires_and_is_rotated(site: Site) -> None:
    soon = to_text(site.now + 3_600_000)
    body = {"name": "reports", "scopes": ["read"], "expires_at": soon}
    made = await site.call("POST", "/keys", body, expect=201)
    new = await site.call("POST", f"/keys/{made['id']}/rotate", {"old_valid_s": 60}, expect=201)
    assert (new["name"], new["scopes"], new["expires_at"]) == ("reports", ["read"], soon)
    for key in (made, new):
        await site.call("GET", "/session", headers=_bearer(key["key"]))
    site.now += 60_000
    await site.call("GET", "/session", headers=_bearer(made["key"]), expect=401)
    await site.call("GET", "/session", headers=_bearer(new["key"]))
    site.now += 3_600_000
    await site.call("GET", "/session", headers=_bearer(new["key"]), expect=401)
    past = body | {"expires_at": to_text(site.now)}
    assert (await site.call("POST", "/keys", past, expect=422))["code"] == "invalid_expiry"
    await site.call("POST", f"/keys/{made['id']}/rotate", {}, expect=404)


async def test_a_right_secret_signs_in_although_its_address_has_tried_too_often(site: Site) -> None:
    key = (await site.call("POST", "/keys", {"name": "x", "scopes": ["read"]}, expect=201))["key"]
    code = await site.access.create_code(site.now)
    numbers = itertools.count()
    while (await site.client.post("/api/v1/session", json={"key": f"wrong {next(numbers)}"})).status != 429:
        pass
    while (await site.client.get("/api/v1/session", headers=_bearer(f"wrong {next(numbers)}"))).status != 429:
        pass
    await site.call("GET", "/session", headers=_bearer(key))
    for body in ({"key": key}, {"code": code}, {"key": ADMIN_KEY}):
        await _sign_in(site, body)
