"""Checks of recordings over the wire: when they are saved, every day, and when a viewer cannot play one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from latecomer.recording_checks.rules.findings import AGAIN_S, DAILY_S
from latecomer.recording_checks.service import RecordingChecks
from tests.recording_checks.test_inspection import FILES, folder
from tests.support.builders import ENDS_AT
from tests.support.site import Site

__all__ = ["folder"]
FILM: Final = "recordings/compost.mp4"
assert "index_first.mp4" in FILES


@pytest.fixture
def film(folder: Path) -> bytes:
    """A film of 9.9 seconds."""
    return (folder / "index_first.mp4").read_bytes()


def link_of(member: Any) -> str:
    """The path of a member's join link."""
    return "/j/" + str(member["join_url"]).rpartition("/")[2]


async def check(site: Site, webinar: Any) -> Any:
    """Check as a worker does, and return the state that the server then gives."""
    await site.parts.get(RecordingChecks).check_due(site.now)
    return await site.call("GET", f"/webinars/{webinar['id']}/recording-check")


async def events(site: Site) -> Sequence[tuple[str, Any]]:
    rows = await site.pool.fetch(
        "SELECT type, data FROM outbox WHERE type LIKE 'webinar.recording_%' ORDER BY at, type"
    )
    return [(row["type"], row["data"]) for row in rows]


async def test_a_dead_address_is_said_with_the_first_check_and_its_return_too(
    site: Site, film: bytes
) -> None:
    webinar = await site.webinar()
    before = await site.call("GET", f"/webinars/{webinar['id']}/recording-check")
    assert (before["verdict"], before["checked_at"]) == (None, None)

    dead = await check(site, webinar)
    assert (dead["verdict"], dead["findings"]) == ("not_playable", [{"code": "no_file", "value": None}])
    ((kind, data),) = await events(site)
    assert (kind, data["noticed_by"], data["reasons"]) == ("webinar.recording_failed", "check", ["no_file"])
    assert data["name"] == webinar["name"]

    site.write(FILM, film)
    assert (await check(site, webinar))["verdict"] == "not_playable"  # it is not looked at all the time
    site.now += AGAIN_S * 1000
    back = await check(site, webinar)
    assert back["verdict"] == "playable"
    assert back["findings"] == [{"code": "other_length", "value": "9.9"}]
    assert [kind for kind, _ in await events(site)] == [
        "webinar.recording_failed",
        "webinar.recording_restored",
    ]
    assert (await site.call("GET", f"/webinars/{webinar['id']}"))["recording"]["duration_s"] == 1800


async def test_a_recording_is_checked_daily_and_at_once_on_request(site: Site, film: bytes) -> None:
    site.write(FILM, film)
    webinar = await site.webinar(recording={"url": "/recordings/compost.mp4", "duration_s": 10})
    assert (await check(site, webinar))["findings"] == []
    (site.folder / FILM).unlink()
    site.now += DAILY_S * 1000 - 1
    assert (await check(site, webinar))["verdict"] == "playable"
    site.now += 1
    assert (await check(site, webinar))["verdict"] == "not_playable"
    site.write(FILM, film)
    await site.call("POST", f"/webinars/{webinar['id']}/recording-check", expect=202)
    assert (await check(site, webinar))["verdict"] == "playable"
    site.now = ENDS_AT + 31 * DAILY_S * 1000  # nobody can watch it any more
    (site.folder / FILM).unlink()
    assert (await check(site, webinar))["verdict"] == "playable"


async def test_another_address_is_checked_anew(site: Site, film: bytes) -> None:
    webinar = await site.webinar()
    assert (await check(site, webinar))["verdict"] == "not_playable"
    site.write("recordings/right.mp4", film)
    path = f"/webinars/{webinar['id']}"
    await site.call("PATCH", path, {"recording": {"url": "/recordings/right.mp4", "duration_s": 9.9}})
    assert (await site.call("GET", f"{path}/recording-check"))["verdict"] is None
    assert (await check(site, webinar))["verdict"] == "playable"
    assert [kind for kind, _ in await events(site)][-1] == "webinar.recording_restored"


async def test_a_missing_length_is_read_from_the_file_and_a_typed_one_never_written(
    site: Site, film: bytes
) -> None:
    site.write(FILM, film)
    webinar = await site.webinar(recording={"url": "/recordings/compost.mp4"})
    assert webinar["recording"] == {"url": "/recordings/compost.mp4", "duration_s": 9.9, "version": 1}
    path = f"/webinars/{webinar['id']}"
    same = await site.call(
        "PATCH", path, {"recording": {"url": "/recordings/compost.mp4", "duration_s": 9.2}}
    )
    assert same["recording"] == {"url": "/recordings/compost.mp4", "duration_s": 9.2, "version": 1}
    same = await site.call("PATCH", path, {"recording": {"url": "/recordings/compost.mp4"}})
    assert same["recording"]["duration_s"] == 9.2
    longer = await site.call(
        "PATCH", path, {"recording": {"url": "/recordings/compost.mp4", "duration_s": 10}}
    )
    assert longer["recording"]["version"] == 2


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("/recordings/gone.mp4", "unknown_length"),
        ("https://10.0.0.1/a.mp4", "unknown_length"),
        ("ftp://example.com/a.mp4", "invalid_url"),
        ("/recordings/../a.mp4", "invalid_url"),
    ],
)
async def test_a_length_that_cannot_be_read_is_asked_for(site: Site, url: str, code: str) -> None:
    webinar = await site.webinar()
    for method, path in (("POST", "/webinars"), ("PATCH", f"/webinars/{webinar['id']}")):
        body = {"recording": {"url": url}}
        if method == "POST":
            body = {"name": "New", "starts_at": webinar["starts_at"]} | body
        assert (await site.call(method, path, body, expect=422))["code"] == code


async def test_a_viewer_who_cannot_play_is_told_to_the_host_once(site: Site, film: bytes) -> None:
    site.write(FILM, film)
    webinar = await site.webinar(recording={"url": "/recordings/compost.mp4", "duration_s": 9.9})
    members = [await site.member(webinar, f"{name}@example.com") for name in ("ada", "ben")]
    site.now = ENDS_AT + 3_600_000
    assert (await check(site, webinar))["verdict"] == "playable"
    (site.folder / FILM).unlink()
    site.now += 120_000
    for member in (*members, members[0]):
        answer = await site.client.post(f"{link_of(member)}/cannot-play", json={"reason": "source"})
        assert answer.status == 204, await answer.text()
    state = await check(site, webinar)
    assert (state["viewers_failed"], state["verdict"]) == (2, "not_playable")
    assert state["last_failed_at"] is not None
    assert [(kind, data["noticed_by"]) for kind, data in await events(site)] == [
        ("webinar.recording_failed", "viewer"),
        ("webinar.recording_failed", "check"),
    ]
    site.now += DAILY_S * 1000 + 1
    assert (await check(site, webinar))["viewers_failed"] == 0


async def test_who_may_not_watch_and_what_is_no_reason_tells_nothing(site: Site) -> None:
    webinar = await site.webinar(recording=None)
    member = await site.member(webinar)
    link = f"{link_of(member)}/cannot-play"
    for body in ({}, {"reason": "boredom"}, {"reason": "source", "url": "x"}):
        assert (await site.client.post(link, json=body)).status == 422
    assert (await site.client.post("/j/nothing/cannot-play", json={"reason": "source"})).status == 404
    assert (await site.client.post(link, json={"reason": "source"})).status == 409
    assert await events(site) == []
