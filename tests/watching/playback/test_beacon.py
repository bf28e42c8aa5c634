"""Hellos and heartbeats by request, for pages that leave and networks without websockets.

Source: docs/protocol.md, Viewer
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp import ClientResponse, ClientSession

from latecomer.core.status import Status
from latecomer.http.rate_limit import Limiter
from latecomer.watching.ledger.record import Record
from latecomer.watching.playback import beacon
from latecomer.watching.presence import BEACON_SILENCE_MS
from latecomer.webinars.finish import Finisher
from latecomer.webinars.members.registration import Registration
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT, S
from tests.support.server import PUBLIC_URL, Guest, Live

CLOSES_AT = ENDS_AT + 30 * DAY
OURS = "https://ours.example"


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def guest(live: Live) -> Guest:
    """A No-Show of a webinar that another site shows as well."""
    webinar = await live.webinar(allowed_origins=(OURS,))
    guest = await live.guest(webinar)
    await live.parts.get(Finisher).finish(webinar.id, ENDS_AT)
    await live.settle()
    return guest


class Page:
    """A page load that speaks by beacons; its clock begins with the first."""

    def __init__(self, live: Live, http: ClientSession, guest: Guest, playback: UUID | None = None) -> None:
        self.live = live
        self.http = http
        self.token = guest.token
        self.playback = playback or uuid4()
        self.began_at: int | None = None

    def body(self, *heartbeats: Any, **changes: Any) -> dict[str, Any]:
        now = self.live.clock()
        if self.began_at is None:
            self.began_at = now
        return {
            "join": self.token,
            "playback": str(self.playback),
            "clock_ms": now - self.began_at,
            "heartbeats": heartbeats,
        } | changes

    async def send(self, *heartbeats: Any, **changes: Any) -> ClientResponse:
        return await self.post(json.dumps(self.body(*heartbeats, **changes)))

    async def post(self, body: str | bytes, **headers: str) -> ClientResponse:
        response = await self.http.post(self.live.address + "/beacon", data=body, headers=headers)
        await response.read()
        return response


def beat(seq: int, *segments: Any, state: str = "playing") -> dict[str, Any]:
    return {"seq": seq, "state": state, "segments": segments}


async def record(live: Live, guest: Guest) -> Record:
    found: Record = (await live.ledger.read([guest.id]))[guest.id]
    return found


async def code_of(response: ClientResponse) -> tuple[int, str]:
    assert response.content_type == "application/problem+json"
    return response.status, (await response.json(content_type=None))["code"]


async def test_an_empty_one_is_a_hello(live: Live, http: ClientSession, guest: Guest) -> None:
    page = Page(live, http, guest)
    assert (await page.send()).status == 204
    (playback,) = (await record(live, guest)).playbacks
    assert playback.playback == page.playback
    live.clock.put(live.clock() + 10 * S)
    response = await page.send(beat(1, [0, 9000, 0, 9]))
    assert response.status == 204
    assert await response.read() == b""
    assert (await record(live, guest)).on_demand_ms == 9000


@pytest.mark.parametrize("content_type", ["application/json", "text/plain;charset=UTF-8", ""])
async def test_204_means_durable_whatever_type_it_came_as(
    live: Live, http: ClientSession, guest: Guest, content_type: str
) -> None:
    page = Page(live, http, guest)
    body = json.dumps(page.body(beat(1, [0, 5000, 0, 5]), beat(2, [5000, 9000, 5, 9])))
    assert (await page.post(body, **{"Content-Type": content_type})).status == 204
    kept = await record(live, guest)
    assert (kept.on_demand_ms, kept.covered_s) == (9000, 9)


async def test_its_answer_says_what_the_recording_is(live: Live, http: ClientSession, guest: Guest) -> None:
    """A page without sockets tells the recording from an advertisement, too."""
    answer = await Page(live, http, guest).send()
    told = json.loads(answer.headers[beacon.RECORDING_HEADER])
    assert (told["duration_s"], told["url"].startswith("http")) == (1800.0, True)


async def test_a_length_that_no_film_has_is_refused(live: Live, http: ClientSession, guest: Guest) -> None:
    page = Page(live, http, guest)
    for media_s in (0, -1, 1e9, "20"):
        assert await code_of(await page.send(media_s=media_s)) == (422, "bad_beacon")


async def test_sent_again_it_changes_nothing(live: Live, http: ClientSession, guest: Guest) -> None:
    page = Page(live, http, guest)
    for _ in range(3):
        assert (await page.send(beat(1, [0, 5000, 0, 5]))).status == 204
    assert (await record(live, guest)).on_demand_ms == 5000


async def test_what_an_earlier_page_load_left_counts_where_it_was_played(
    live: Live, http: ClientSession, guest: Guest
) -> None:
    earlier = Page(live, http, guest)
    tab = await live.enter(guest, earlier.playback, clock_ms=0)
    assert (await tab.next())["type"] == "welcome"
    await tab.connection.close()
    live.clock.put(live.clock() + 8 * HOUR)  # and the machine slept: its clock stood still
    response = await earlier.send(beat(7, [1000, 6000, 1, 6]), clock_ms=9000)
    assert response.status == 204
    kept = await record(live, guest)
    assert kept.intervals[0][0] == kept.playbacks[0].anchor_at + 1000
    assert kept.on_demand_ms == 5000


async def test_a_view_flips_as_by_a_socket(live: Live, http: ClientSession, guest: Guest) -> None:
    page = Page(live, http, guest)
    await page.send()
    live.clock.put(live.clock() + 2 * MINUTE)
    await page.send(beat(1, [0, 60_001, 0, 60]))
    await live.settle()
    assert await live.status(guest) is Status.ATTENDED_ON_DEMAND


async def test_who_plays_by_beacon_plays_but_is_not_connected(
    live: Live, http: ClientSession, guest: Guest
) -> None:
    page = Page(live, http, guest)
    await page.send(beat(1))
    await live.presence.say()
    assert await live.ledger.counters(guest.webinar.id) == {"playing": 1}
    live.presence.expire(live.clock() + BEACON_SILENCE_MS)
    await live.presence.say()
    assert await live.ledger.counters(guest.webinar.id) == {"playing": 0}


async def test_a_day_after_the_window_known_playbacks_are_still_heard(
    live: Live, http: ClientSession, guest: Guest
) -> None:
    live.clock.put(CLOSES_AT - 10 * S)
    page = Page(live, http, guest)
    await page.send()
    live.clock.put(CLOSES_AT + DAY - 20 * S)
    assert (await page.send(beat(1, [5000, 15_000, 5, 15]))).status == 204
    assert 4000 < (await record(live, guest)).on_demand_ms <= 5000
    assert await code_of(await Page(live, http, guest).send()) == (410, "window_closed")
    live.clock.put(CLOSES_AT + DAY)
    assert await code_of(await page.send()) == (410, "window_closed")


async def test_every_refusal_has_its_code(live: Live, http: ClientSession, guest: Guest) -> None:
    page = Page(live, http, guest)
    waits = await live.guest(guest.webinar, status="waitlisted")
    assert await code_of(await page.send(join="x")) == (404, "unknown_link")
    assert await code_of(await Page(live, http, waits).send()) == (403, "not_registered")
    assert await code_of(await page.send(clock_ms=2**53)) == (422, "bad_beacon")
    body = json.dumps(page.body())
    assert await code_of(await page.post(body, Origin="https://evil.example")) == (403, "origin_not_allowed")
    await live.parts.get(Registration).new_link(guest.id, live.clock())
    await live.settle()
    assert await code_of(await page.send()) == (404, "unknown_link")
    live.clock.put(STARTS_AT - HOUR)
    assert await code_of(await page.send(clock_ms=0)) == (425, "too_early")
    assert (await record(live, guest)).playbacks == ()


async def test_bodies_that_are_none(live: Live, http: ClientSession, guest: Guest) -> None:
    page = Page(live, http, guest)
    for body, status, code in (
        (b"", 400, "malformed_json"),
        (b"no JSON", 400, "malformed_json"),
        (b"\xff\xfe", 400, "malformed_json"),
        (b'{"join":NaN}', 400, "malformed_json"),
        (b"[" * 100_000, 400, "malformed_json"),
        (b"[]", 422, "bad_beacon"),
        (b"{}", 422, "bad_beacon"),
        (json.dumps(page.body(beat(0))).encode(), 422, "bad_beacon"),
        (json.dumps(page.body(beat(1, state="dancing"))).encode(), 422, "bad_beacon"),
        (json.dumps(page.body(clock_ms=-1)).encode(), 422, "bad_beacon"),
        (json.dumps(page.body(playback="x")).encode(), 422, "bad_beacon"),
        (b" " * (beacon.MAX_BYTES + 1), 413, "body_too_large"),
    ):
        assert await code_of(await page.post(body)) == (status, code), body[:50]
    assert (await page.send(later="unknown fields are ignored")).status == 204


async def test_one_bad_segment_loses_nothing_else(live: Live, http: ClientSession, guest: Guest) -> None:
    page = Page(live, http, guest)
    assert (await page.send(beat(1, "x", [0, 5000, 0, 5], [1, 2]))).status == 204
    kept = await record(live, guest)
    assert (kept.on_demand_ms, kept.drops) == (5000, {"malformed": 2})


async def test_of_a_hundred_thousand_segments_few_are_noted(
    live: Live, http: ClientSession, guest: Guest
) -> None:
    page = Page(live, http, guest)
    assert (await page.send(beat(1, *[0] * 80_000), beat(2, [0, 5000, 0, 5]))).status == 204
    kept = await record(live, guest)
    assert (kept.on_demand_ms, kept.drops) == (5000, {"malformed": 200, "limit": 5})


async def test_of_many_heartbeats_in_one_the_first_5000_segments_are_judged(
    live: Live, http: ClientSession, guest: Guest
) -> None:
    page = Page(live, http, guest)
    many = [beat(seq, *[0] * 190) for seq in range(1, 401)]
    assert (await page.send(beat(1, [0, 5000, 0, 5]), *many, beat(401, [5000, 9000, 5, 9]))).status == 204
    kept = await record(live, guest)
    assert (kept.on_demand_ms, kept.drops) == (5000, {"malformed": 4999, "limit": 5})


async def test_who_sends_too_many_is_asked_to_come_back_and_others_go_on(
    live: Live, http: ClientSession, guest: Guest
) -> None:
    page, other = Page(live, http, guest), Page(live, http, await live.guest(guest.webinar))
    live.app._state[beacon.limiter] = Limiter(per_s=0.1, burst=3)
    for seq in range(3):
        assert (await page.send(beat(seq + 1))).status == 204
    refused = await page.post(json.dumps(page.body(beat(4, [10, 5010, 0, 5]))), Origin=OURS)
    assert await code_of(refused) == (429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 10
    assert refused.headers["Access-Control-Expose-Headers"] == "Retry-After"
    assert await code_of(await Page(live, http, guest).send()) == (429, "too_many_requests")
    assert (await other.send()).status == 204
    live.clock.put(live.clock() + 10 * S)
    assert (await record(live, guest)).on_demand_ms == 0
    assert (await page.send(beat(4, [5000, 10_000, 0, 5]))).status == 204
    assert (await record(live, guest)).on_demand_ms == 5000


class TestAcrossOrigins:
    async def test_a_preflight_lets_json_through(self, live: Live, http: ClientSession) -> None:
        asks = {
            "Origin": OURS,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        }
        response = await http.options(live.address + "/beacon", headers=asks)
        assert response.status == 204
        assert response.headers["Access-Control-Allow-Origin"] == OURS
        assert response.headers["Access-Control-Allow-Methods"] == "POST"
        assert response.headers["Access-Control-Allow-Headers"] == "Content-Type"
        assert int(response.headers["Access-Control-Max-Age"]) > 0

    async def test_the_page_can_read_every_answer(
        self, live: Live, http: ClientSession, guest: Guest
    ) -> None:
        page = Page(live, http, guest)
        good = json.dumps(page.body())
        for body, origin, status in (
            (good, OURS, 204),
            (good, "https://evil.example", 403),
            (json.dumps(page.body(join="x")), OURS, 404),
            ("no JSON", OURS, 400),
        ):
            response = await page.post(body, Origin=origin)
            assert response.status == status
            assert response.headers["Access-Control-Allow-Origin"] == origin
            assert response.headers["Vary"] == "Origin"
            assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
            assert "Access-Control-Allow-Credentials" not in response.headers

    async def test_our_own_pages_may(self, live: Live, http: ClientSession, guest: Guest) -> None:
        page = Page(live, http, guest)
        for origin in (PUBLIC_URL, live.address):
            assert (await page.post(json.dumps(page.body()), Origin=origin)).status == 204


class TestWhileNothingCanBeCounted:
    async def test_it_is_to_be_sent_again(
        self, live: Live, http: ClientSession, guest: Guest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(beacon, "_WAIT_S", 0.05)
        page = Page(live, http, guest)

        async def waits(*_: object) -> Any:
            await asyncio.Event().wait()

        with monkeypatch.context() as away:
            away.setattr(live.ledger, "apply", waits)
            response = await page.post(json.dumps(page.body(beat(1, [0, 5000, 0, 5]))), Origin=OURS)
        assert await code_of(response) == (503, "unavailable")
        assert response.headers["Access-Control-Allow-Origin"] == OURS

    async def test_after_a_stop_as_well(self, live: Live, http: ClientSession, guest: Guest) -> None:
        await live.watching.stop(1)
        assert await code_of(await Page(live, http, guest).send(beat(1))) == (503, "unavailable")

    async def test_heartbeats_that_are_given_up_are_no_204(
        self, live: Live, http: ClientSession, guest: Guest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = Page(live, http, guest)
        await page.send()

        async def broken(*_: object) -> Any:
            raise ValueError("of a test")

        submit = live.watching.submit

        def only_heartbeats(entry: Any, *rest: Any) -> None:
            if not hasattr(entry, "clock_ms"):
                monkeypatch.setattr(live.ledger, "apply", broken)
            submit(entry, *rest)

        monkeypatch.setattr(live.watching, "submit", only_heartbeats)
        assert await code_of(await page.send(beat(1, [0, 5000, 0, 5]))) == (503, "unavailable")
