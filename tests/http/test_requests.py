"""Checks of every request: media types, sizes, malformed bodies, methods, limits, headers, failures."""

import asyncio
import gzip
import json
import time
import zlib
from collections.abc import AsyncIterator
from typing import cast

import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import generate_latest

from latecomer.core.timestamps import from_text
from latecomer.http.endpoint import JSON_LIMIT, read_bytes
from latecomer.http.health import keyless
from latecomer.webinars.service import Webinars
from tests.support.server import open_live
from tests.support.site import ADMIN, Site
from tests.support.turns import turns

JSON = ADMIN | {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'name': 1}",
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b'{"name": "\xff"}',
        b'\xef\xbb\xbf{"name": "x"}',
        b'{"name": "x", "starts_at": "2026-03-04T16:00:00Z", "ends_at": "2026-03-04T17:00:00Z"} trailing',
        b"[" * 200_000,
        b'{"name": ' * 100_000,
    ],
    ids=lambda body: body[:60].decode("latin-1"),
)
async def test_what_is_no_json_is_refused(site: Site, body: bytes) -> None:
    response = await site.client.post("/api/v1/webinars", data=body, headers=JSON)
    problem = await site.decoded(response, 400 if response.status == 400 else 422)
    assert problem["code"] in {"malformed_json", "wrong_type"}
    await site.webinar()


async def test_a_body_that_takes_too_long_is_not_waited_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cast("dict[str, float]", read_bytes.__kwdefaults__), "within_s", 0.05)

    async def trickle() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    response = await site.client.post("/api/v1/webinars", data=trickle(), headers=JSON)
    assert (await site.decoded(response, 408))["code"] == "body_too_slow"
    assert 'latecomer_refused_total{code="body_too_slow"}' in generate_latest().decode()


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"1", b"1e999", b"true"])
async def test_json_of_another_kind_is_refused(site: Site, body: bytes) -> None:
    response = await site.client.post("/api/v1/webinars", data=body, headers=JSON)
    problem = await site.decoded(response, 422)
    assert problem["code"] in {"wrong_type", "out_of_range"}


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
async def test_numbers_beyond_all_bounds_are_refused(site: Site, number: str) -> None:
    body = f'{{"name": "x", "watch_threshold_s": {number}}}'.encode()
    response = await site.client.post("/api/v1/webinars", data=body, headers=JSON)
    problem = await site.decoded(response, 422)
    assert (problem["code"], problem["errors"][0]["field"]) == ("out_of_range", "/watch_threshold_s")


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/csv", "application/xml"],
)
async def test_bodies_of_other_media_types_are_refused(site: Site, kind: str) -> None:
    response = await site.client.post("/api/v1/webinars", data=b"{}", headers=ADMIN | {"Content-Type": kind})
    assert (await site.decoded(response, 415))["code"] == "unsupported_media_type"


async def test_bytes_that_are_no_text_cost_their_own_row_alone(site: Site) -> None:
    webinar = await site.webinar()
    body = b'{"members":[{"email":"a\xff@x.org"},{"nothing":1,"email":"\xff"},{"email":"ada@example.com"}]}'
    response = await site.client.post(f"/api/v1/webinars/{webinar['id']}/members", data=body, headers=JSON)
    results = (await site.decoded(response, 200))["results"]
    assert results[0]["code"] == "invalid_characters"
    assert [each["outcome"] for each in results] == ["skipped", "skipped", "created"]


async def test_large_bodies_are_refused_however_they_come(site: Site) -> None:
    large = b'{"name": "' + b"x" * JSON_LIMIT + b'"}'

    async def chunks() -> object:
        for start in range(0, len(large), 65536):
            yield large[start : start + 65536]

    for data, headers in (
        (large, JSON),
        (b" " * (10 * 1024 * 1024), JSON),
        (chunks(), JSON),
        (gzip.compress(large), JSON | {"Content-Encoding": "gzip"}),
    ):
        response = await site.client.post("/api/v1/webinars", data=data, headers=headers)
        assert (await site.decoded(response, 413))["code"] == "body_too_large"
    await site.webinar()


BOMB = gzip.compress(bytes(900_000_000), 9)
"""Nearly a megabyte that would be nearly a gigabyte."""


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/healthz"),
        ("POST", "/beacon"),
        ("POST", "/j/nonsense/click"),
        ("POST", "/in/nonsense"),
        ("POST", "/api/v1/session"),
        ("POST", "/api/v1/webinars"),
        ("POST", "/nothing"),
    ],
)
async def test_a_compressed_body_holds_nobody_up(site: Site, method: str, path: str) -> None:
    started = time.process_time()
    response = await site.client.request(
        method, path, data=BOMB, headers=JSON | {"Content-Encoding": "gzip"}, compress=None
    )
    await response.read()
    assert (await site.client.get("/healthz")).status == 200
    assert time.process_time() - started < 0.3
    assert response.status in ({200} if path == "/healthz" else {404, 413, 415})


async def test_bodies_may_be_compressed_where_a_key_is_sent(site: Site) -> None:
    webinar = await site.webinar()
    body = json.dumps({"members": [{"email": "ada@example.com"}]}).encode()
    path = f"/api/v1/webinars/{webinar['id']}/members"
    for encoding, data in (("gzip", gzip.compress(body)), ("Deflate", zlib.compress(body))):
        response = await site.client.post(path, data=data, headers=JSON | {"Content-Encoding": encoding})
        assert len((await site.decoded(response, 200))["results"]) == 1
    csv = ADMIN | {"Content-Type": "text/csv", "Content-Encoding": "gzip"}
    response = await site.client.post(
        f"{path}/import", data=gzip.compress(b"email\nbob@example.com\n"), headers=csv
    )
    assert (await site.decoded(response, 200))["created"] == 1
    for encoding, data, status, code, taken in (
        ("gzip", body, 400, "malformed_encoding", None),
        ("br", body, 415, "unsupported_encoding", "gzip, deflate, identity"),
        (
            "gzip, gzip",
            gzip.compress(gzip.compress(body)),
            415,
            "unsupported_encoding",
            "gzip, deflate, identity",
        ),
    ):
        response = await site.client.post(path, data=data, headers=JSON | {"Content-Encoding": encoding})
        assert (await site.decoded(response, status))["code"] == code
        assert response.headers.get("Accept-Encoding") == taken
    for path in ("/beacon", "/api/v1/session"):
        response = await site.client.post(path, data=b"{}", headers=JSON | {"Content-Encoding": "gzip"})
        assert (await site.decoded(response, 415))["code"] == "unsupported_encoding"
        assert response.headers["Accept-Encoding"] == "identity"


async def test_an_upload_that_ends_early_is_nobodys_fault(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, rest in (
        ("/api/v1/webinars", b"Content-Length: 100\r\n\r\n{"),
        ("/api/v1/webinars", b"Transfer-Encoding: chunked\r\n\r\n5\r\n{"),
        ("/beacon", b"Content-Length: 100\r\n\r\n{"),
        ("/in/nonsense", b"Content-Length: 100\r\n\r\n{"),
    ):
        _, writer = await asyncio.open_connection(site.client.host, site.client.port)
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}Authorization: {ADMIN['Authorization']}\r\n".encode() + rest)
        writer.write_eof()
        await writer.drain()
        writer.close()
        await turns(50)
    assert (await site.client.get("/healthz")).status == 200
    printed = capsys.readouterr()
    assert "internal_error" not in printed.out + printed.err


async def test_unknown_addresses_and_methods_are_problems_too(site: Site) -> None:
    response = await site.client.get("/api/v1/nothing")
    assert (await site.decoded(response, 404))["code"] == "not_found"
    response = await site.client.put("/api/v1/webinars", json={})
    assert (await site.decoded(response, 405))["code"] == "method_not_allowed"
    assert response.headers["Allow"] == "GET, HEAD, POST"
    assert (await site.client.head("/api/v1/webinars", headers=ADMIN)).status == 200


async def test_unknown_parameters_are_refused_where_none_are_taken(site: Site) -> None:
    problem = await site.call("GET", "/keys?limit=3", expect=422)
    assert (problem["code"], problem["errors"][0]["field"]) == ("unknown_field", "limit")


async def test_a_key_that_asks_too_much_has_to_wait_while_others_go_on(site: Site) -> None:
    other = await site.call("POST", "/keys", {"name": "other", "scopes": ["read"]}, expect=201)
    for _ in range(299):
        await site.call("GET", "/session")
    response = await site.client.get("/api/v1/session", headers=ADMIN)
    assert (await site.decoded(response, 429))["code"] == "too_many_requests"
    assert response.headers["Retry-After"] == "1"
    await site.call("GET", "/session", headers={"Authorization": f"Bearer {other['key']}"})
    site.now += 20
    await site.call("GET", "/session")


async def test_every_answer_is_guarded(site: Site) -> None:
    for path in ("/api/v1/webinars", "/nothing", "/healthz", "/api/docs", "/api/openapi.json"):
        response = await site.client.get(path)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert response.headers["Strict-Transport-Security"]
        assert response.headers["Server"] == "latecomer"
    assert (await site.client.get("/api/v1/webinars", headers=ADMIN)).headers["Cache-Control"] == "no-store"


async def test_a_request_keeps_the_id_that_it_brings(site: Site) -> None:
    response = await site.client.get("/healthz", headers={"X-Request-Id": "from-a-proxy-1"})
    assert response.headers["X-Request-Id"] == "from-a-proxy-1"
    response = await site.client.get("/healthz", headers={"X-Request-Id": "<script>"})
    assert "<" not in response.headers["X-Request-Id"]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (ValueError("a secret of the inside"), 500, "internal_error"),
        (ConnectionRefusedError("a secret of the inside"), 503, "unavailable"),
        (TimeoutError("a secret of the inside"), 503, "unavailable"),
    ],
)
async def test_a_failure_is_told_without_its_insides(
    site: Site, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    async def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Webinars, "list", fail)
    problem = await site.call("GET", "/webinars", expect=status)
    assert problem["code"] == code
    assert "secret" not in str(problem)


async def test_logs_and_metrics_name_routes_and_never_what_was_in_them(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    token = member["join_url"].rpartition("/")[2]
    await site.client.get(f"/j/{token}", headers={"Accept": "application/json"})
    await site.client.post(f"/j/{token}/click")
    await site.call("GET", f"/webinars/{webinar['id']}/members?email=ada@example.com")
    printed = capsys.readouterr()
    logged = printed.out + printed.err
    assert "/j/{token}/click" in logged
    for told in (logged, generate_latest().decode()):
        assert token not in told
        assert "ada@example.com" not in told
        assert "the configured key" not in told
        assert webinar["id"] not in told


async def test_health_readiness_and_metrics(site: Site) -> None:
    assert (await site.client.get("/healthz")).status == 200
    ready = await site.client.get("/readyz")
    assert (ready.status, await ready.json()) == (
        200,
        {"ready": True, "redis": "up", "postgres": "up", "ack": "flushed"},
    )
    site.ready = site.not_ready()
    assert (await site.client.get("/readyz")).status == 503

    for headers, code in (({}, "not_signed_in"), ({"X-Forwarded-For": "127.0.0.1"}, "not_signed_in")):
        assert (await site.decoded(await site.client.get("/metrics", headers=headers), 401))["code"] == code
    writer = await site.call("POST", "/keys", {"name": "w", "scopes": ["write"]}, expect=201)
    refused = await site.client.get("/metrics", headers={"Authorization": f"Bearer {writer['key']}"})
    assert (await site.decoded(refused, 403))["code"] == "missing_scope"
    told = await (await site.client.get("/metrics", headers=ADMIN)).text()
    assert "latecomer_http_requests_total" in told
    assert "latecomer_sockets 0.0" in told
    assert "latecomer_ledger_away 0.0" in told


async def test_a_port_of_this_machine_tells_metrics_and_health_without_a_key(site: Site) -> None:
    assert site.client.app is not None
    async with TestClient(TestServer(keyless(site.client.app))) as aside:
        local = {"Host": f"127.0.0.1:{aside.port}"}
        assert "latecomer_sockets" in await (await aside.get("/metrics", headers=local)).text()
        assert (await aside.get("/healthz", headers=local)).status == 200
        site.ready = site.not_ready()
        assert (await aside.get("/readyz", headers=local)).status == 503
        for path in ("/metrics", "/healthz", "/readyz"):
            assert (await aside.get(path, headers={"Host": "rebound.example"})).status == 403
        assert (await aside.get("/api/v1/webinars", headers=local)).status == 404


async def test_where_weaknesses_are_reported_is_told_where_a_contact_is_set(
    site: Site, postgres_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await site.client.get("/.well-known/security.txt")).status == 404
    contact = "mailto:security@webinars.example"
    async with (
        open_live(postgres_url, redis_url, monkeypatch, security_contact=contact) as live,
        site.client.session.get(f"{live.address}/.well-known/security.txt") as answer,
    ):
        told = dict(line.split(": ", 1) for line in (await answer.text()).splitlines())
    assert told["Contact"] == contact
    assert told["Canonical"] == "https://webinars.example/.well-known/security.txt"
    assert from_text(told["Expires"]) > live.clock()


async def test_a_text_that_no_column_holds_is_refused_wherever_it_stands(site: Site) -> None:
    webinar = await site.webinar()
    path, body = f"/webinars/{webinar['id']}/chat/mode", {"mode": "open", "words": ["a\x00b"]}
    assert (await site.call("PUT", path, body, expect=422))["code"] == "invalid_characters"
