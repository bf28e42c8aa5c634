"""Beacons: heartbeats without a socket."""

import json
from typing import Any
from uuid import uuid4

import pytest

from tests.builders import CLOSES_AT, DAY, ENDS_AT, MINUTE, STARTS_AT
from tests.web.site import PUBLIC_URL, Site


def _beacon(site: Site, member: Any, *segments: Any, **changes: Any) -> dict[str, Any]:
    hello = site.hello(member)
    del hello["type"]
    heartbeats = [{"seq": 1, "state": "playing", "segments": list(segments)}] if segments else []
    return hello | {"heartbeats": heartbeats} | changes


async def _post(site: Site, body: Any, expect: int, kind: str = "text/plain", **headers: str) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = await site.client.post("/beacon", data=data, headers={"Content-Type": kind, **headers})
    return await site.decoded(response, expect)


async def test_a_beacon_counts_once_however_often_it_comes(site: Site) -> None:
    member = await site.member(await site.webinar())
    site.now = ENDS_AT + DAY
    body = _beacon(site, member, [0, 2000, 0, 2])
    for kind in ("text/plain", "text/plain;charset=UTF-8", "application/json"):
        assert await _post(site, body, 204, kind, Origin=PUBLIC_URL) is None
    watched = await site.call("GET", f"/members/{member['id']}")
    assert (watched["watched_s"]["on_demand"], watched["covered_s"]) == (2.0, 2)


async def test_an_empty_beacon_is_a_hello(site: Site) -> None:
    member = await site.member(await site.webinar())
    site.now = ENDS_AT + DAY
    await _post(site, _beacon(site, member), 204)
    explained = await site.call("GET", f"/members/{member['id']}/watch")
    assert len(explained["playbacks"]) == 1


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"join": "nonsense"}, 404, "unknown_link"),
        ({"playback": "x"}, 422, "bad_beacon"),
        ({"clock_ms": -1}, 422, "bad_beacon"),
        ({"heartbeats": None}, 422, "bad_beacon"),
        ({"heartbeats": [{"seq": 0, "state": "playing", "segments": []}]}, 422, "bad_beacon"),
    ],
)
async def test_a_bad_beacon_is_refused_by_code(
    site: Site, change: dict[str, Any], status: int, code: str
) -> None:
    member = await site.member(await site.webinar())
    site.now = ENDS_AT + DAY
    assert (await _post(site, _beacon(site, member, [0, 1000, 0, 1], **change), status))["code"] == code


async def test_what_is_no_json_or_too_much_of_it_is_refused(site: Site) -> None:
    assert (await _post(site, b"{", 400))["code"] == "malformed_json"
    assert (await _post(site, b'{"join": NaN}', 400))["code"] == "malformed_json"
    assert (await _post(site, b"\xff", 400))["code"] == "malformed_json"
    assert (await _post(site, b" " * (6 * 1024 * 1024), 413))["code"] == "body_too_large"


async def test_who_may_not_watch_may_not_send_beacons(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    invited = await site.member(webinar, "bob@example.com", status="invited")
    revoked = await site.member(webinar, "eve@example.com")
    await site.call("POST", f"/members/{revoked['id']}/link")
    for who, now, status, code in (
        (member, STARTS_AT - 15 * MINUTE - 1, 425, "too_early"),
        (member, CLOSES_AT + DAY, 410, "window_closed"),
        (invited, ENDS_AT, 403, "not_registered"),
        (revoked, ENDS_AT, 404, "unknown_link"),
    ):
        site.now = now
        assert (await _post(site, _beacon(site, who, [0, 1000, 0, 1]), status))["code"] == code
    site.now = ENDS_AT
    foreign = await _post(site, _beacon(site, member), 403, Origin="https://evil.example")
    assert foreign["code"] == "origin_not_allowed"


async def test_a_known_playback_may_tell_for_a_day_what_it_played_before_the_close(site: Site) -> None:
    member = await site.member(await site.webinar())
    site.now = CLOSES_AT - 5000
    playback = str(uuid4())
    await _post(site, _beacon(site, member, playback=playback), 204)
    site.now = CLOSES_AT + DAY - 6000
    told = _beacon(site, member, [0, 6000, 0, 6], playback=playback, clock_ms=DAY - 1000)
    await _post(site, told, 204)
    explained = await site.call("GET", f"/members/{member['id']}/watch")
    assert (explained["on_demand"]["watched_s"], explained["drops"]) == (5.0, {"out_of_window": 1})
    stranger = _beacon(site, member, [0, 6000, 0, 6], clock_ms=DAY - 1000)
    assert (await _post(site, stranger, 410))["code"] == "window_closed"


async def test_pages_of_other_origins_may_ask_first(site: Site) -> None:
    response = await site.client.options("/beacon", headers={"Origin": "https://partner.example"})
    assert response.status == 204
    assert response.headers["Access-Control-Allow-Origin"] == "https://partner.example"
    assert "Access-Control-Allow-Credentials" not in response.headers
