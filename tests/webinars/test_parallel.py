"""The limit on events at the same time: the pure count, and what is refused over HTTP."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.core.timestamps import from_text, to_text
from latecomer.webinars.parallel import ParallelEvents
from latecomer.webinars.rules.parallel import PlannedEvent, in_the_way
from tests.automated.test_rundowns import button, empty, film, save, video
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT
from tests.support.site import ADMIN, Site

__all__ = ["film"]

SPANS = st.tuples(st.integers(0, 20), st.integers(1, 8))


@given(SPANS, st.lists(SPANS, max_size=8), st.integers(1, 4))
def test_the_peak_decides(span: tuple[int, int], others: list[tuple[int, int]], most: int) -> None:
    event = PlannedEvent("new", span[0], span[0] + span[1])
    planned = [PlannedEvent(str(n), start, start + length) for n, (start, length) in enumerate(others)]
    peak = max(
        sum(other.starts_at <= moment < other.ends_at for other in planned)
        for moment in range(event.starts_at, event.ends_at)
    )
    found = in_the_way(event, planned, most)
    assert (found is None) == (peak < most)
    if found is not None:
        assert found in planned
        assert found.starts_at < event.ends_at
        assert event.starts_at < found.ends_at


@pytest.fixture
def one_at_a_time(site: Site) -> None:
    site.parts.get(ParallelEvents).most = 1


def times(starts_at: int, ends_at: int) -> dict[str, Any]:
    return {"starts_at": to_text(starts_at), "ends_at": to_text(ends_at)}


@pytest.mark.usefixtures("one_at_a_time")
async def test_a_second_event_at_the_time_of_another_is_refused_and_named(site: Site) -> None:
    await site.webinar(name="Composting")
    body = {"name": "Pruning", **times(ENDS_AT - 1_000, ENDS_AT + HOUR)}
    refused = await site.call("POST", "/webinars", body, expect=409)
    assert (refused["code"], refused["values"]) == ("another_event_running", {"name": "Composting"})
    assert "“Composting” runs from" in refused["detail"]
    # Half-open: one may begin when another ends.
    after = await site.call("POST", "/webinars", body | times(ENDS_AT, ENDS_AT + HOUR), expect=201)
    path = f"/webinars/{after['id']}"
    assert (await site.call("PATCH", path, times(STARTS_AT, ENDS_AT), expect=409))["code"] == refused["code"]
    assert (await site.call("GET", path))["starts_at"] == after["starts_at"]
    await site.call("PATCH", path, times(ENDS_AT, ENDS_AT + MINUTE))  # shorter
    await site.call("PATCH", path, {"name": "Pruning roses"})


@pytest.mark.usefixtures("one_at_a_time")
async def test_what_is_cancelled_or_over_takes_no_place(site: Site) -> None:
    first = await site.webinar(name="Composting")
    await site.call("POST", f"/webinars/{first['id']}/cancel", {})
    second = await site.webinar(name="Pruning")
    refused = await site.call("POST", f"/webinars/{first['id']}/reinstate", expect=409)
    assert refused["code"] == "another_event_running"
    assert (await site.call("GET", f"/webinars/{first['id']}"))["cancelled_at"] is not None
    site.now = ENDS_AT
    await site.webinar(name="Noted afterwards")  # of the past
    site.now = STARTS_AT + MINUTE
    await site.call("POST", f"/webinars/{second['id']}/finish")
    await site.call("POST", "/webinars", {"name": "Next", **times(site.now, site.now + MINUTE)}, expect=409)


@pytest.mark.usefixtures("one_at_a_time")
async def test_two_at_once_get_one_place(site: Site) -> None:
    body = {"name": "Composting", **times(STARTS_AT, ENDS_AT)}
    answers = await asyncio.gather(
        *(site.client.post("/api/v1/webinars", json=body, headers=ADMIN) for _ in range(8))
    )
    assert sorted(answer.status for answer in answers) == [201] + [409] * 7


@pytest.mark.usefixtures("one_at_a_time")
async def test_a_rundown_that_grows_and_another_event_that_moves_never_both_take_the_place(
    site: Site, film: str
) -> None:
    """Saving one event's rundown and moving, creating and copying others at once: one of them gets the time."""
    for day in range(1, 5):
        starts_at = STARTS_AT + day * DAY
        first = await empty(site, **times(starts_at, starts_at + MINUTE))
        saved = await save(site, first, 0, video(film, 0, 50))
        later = times(starts_at + 10 * MINUTE, starts_at + 11 * MINUTE)
        second = await empty(site, **later)
        place = times(starts_at + MINUTE, starts_at + 2 * MINUTE)
        item = saved["items"][0]
        longer = {"version": 1, "buffer_s": 10, "items": [item, button(60, 50)]}
        calls = (
            ("PUT", f"/webinars/{first['id']}/rundown", longer),
            ("PATCH", f"/webinars/{second['id']}", place),
            ("POST", "/webinars", {"name": "Pruning", **place}),
            ("POST", f"/webinars/{first['id']}/copy", {"starts_at": place["starts_at"]}),
        )
        answers = await asyncio.gather(
            *(
                site.client.request(method, f"/api/v1{path}", json=body, headers=ADMIN)
                for method, path, body in calls[day % 4 :] + calls[: day % 4]
            )
        )
        refused = [await answer.json() for answer in answers if answer.status == 409]
        assert [each["code"] for each in refused] == ["another_event_running"] * 3
        spans = sorted(
            (from_text(each["starts_at"]), from_text(each["ends_at"]))
            for each in (await site.call("GET", "/webinars"))["items"]
            if from_text(each["starts_at"]) >= starts_at
        )
        assert all(before[1] <= after[0] for before, after in pairwise(spans)), spans


@pytest.mark.usefixtures("one_at_a_time")
async def test_a_rundown_grows_up_to_the_next_event_and_a_take_over_beyond(site: Site, film: str) -> None:
    webinar = await empty(site, ends_at=to_text(STARTS_AT + MINUTE))
    after = await site.webinar(name="Pruning", **times(STARTS_AT + 2 * MINUTE, ENDS_AT))
    saved = await save(site, webinar, 0, video(film, 0, 60), buffer_s=60)
    refused = await save(site, webinar, 1, *saved["items"], buffer_s=61, expect=409)
    assert refused["code"] == "another_event_running"
    assert (await site.call("GET", f"/webinars/{webinar['id']}/rundown"))["version"] == 1
    await site.call("PATCH", f"/webinars/{after['id']}", {"ends_at": to_text(ENDS_AT - MINUTE)})
    site.now = STARTS_AT + MINUTE
    await site.call("POST", f"/webinars/{webinar['id']}/take_over", {"to": "chat"})
    other = await empty(site, starts_at=to_text(ENDS_AT + HOUR))
    await save(site, other, 0, video(film, 0, 60))
    checked = await site.call("GET", f"/webinars/{other['id']}/preflight")
    assert (checked["ok"], [each["code"] for each in checked["problems"]]) == (True, ["no_captions"])


@pytest.mark.usefixtures("one_at_a_time")
async def test_an_overrun_warns_the_next(site: Site, film: str) -> None:
    webinar = await empty(site, ends_at=to_text(STARTS_AT + MINUTE))
    await save(site, webinar, 0, video(film, 0, 50))
    after = await empty(site, starts_at=to_text(STARTS_AT + MINUTE), ends_at=to_text(STARTS_AT + 2 * MINUTE))
    await save(site, after, 0, video(film, 0, 50))
    site.now = STARTS_AT + 10_000
    await site.call("POST", f"/webinars/{webinar['id']}/take_over", {"to": "chat"})
    problems = (await site.call("GET", f"/webinars/{after['id']}/preflight"))["problems"]
    (problem,) = (each for each in problems if each["code"] != "no_captions")
    assert (problem["code"], problem["severity"]) == ("another_event", "warning")
    assert "Composting" in problem["message"]
