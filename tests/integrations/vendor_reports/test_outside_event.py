"""Attendance that is not of this event: rehearsals, the next of a series, and ends that come too early."""

from __future__ import annotations

import itertools

import pytest

from latecomer.core.errors import Refused
from latecomer.core.ids import MemberId
from latecomer.core.status import Status
from latecomer.integrations.connections.service import Binding
from latecomer.webinars.service import WebinarChanges
from tests.integrations.inbox.test_service import WEBINAR_ID, Sender, open_sender
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT
from tests.support.services import BEFORE, House

EMAIL = "ana@example.org"


@pytest.fixture
async def sender(house: House) -> Sender:
    return await open_sender(house)


async def _members(sender: Sender) -> int:
    count: int = await sender.house.pool.fetchval(
        "SELECT count(*) FROM members WHERE webinar_id = $1", sender.webinar.id
    )
    return count


@pytest.mark.parametrize(
    "at",
    [STARTS_AT - DAY, ENDS_AT + HOUR + MINUTE, ENDS_AT + 7 * DAY],
    ids=["rehearsal", "after", "next week"],
)
async def test_who_was_at_another_event_stays_what_they_are(sender: Sender, at: int) -> None:
    await sender.send("registration.created", BEFORE, email=EMAIL, now=BEFORE)
    row = await sender.send("attendance.joined", at, email=EMAIL, session="s", now=at)
    assert await sender.outcome(row) == ("done", "outside_event")
    left = await sender.send("attendance.left", at + MINUTE, email=EMAIL, session="s", now=at + MINUTE)
    assert await sender.outcome(left) == ("done", "outside_event")
    assert await sender.status() is Status.REGISTERED
    assert await sender.live() == ((at - STARTS_AT, at - STARTS_AT + MINUTE),), "it is kept"
    await sender.house.finisher.finish(sender.webinar.id, max(at, ENDS_AT) + HOUR)
    assert await sender.status() is Status.NO_SHOW


@pytest.mark.parametrize("order", list(itertools.permutations(range(3)))[:4])
async def test_in_any_order_the_stay_decides(sender: Sender, order: tuple[int, ...]) -> None:
    await sender.send("registration.created", BEFORE, email=EMAIL, now=BEFORE)
    told = [
        ("attendance.joined", STARTS_AT - DAY, "rehearsal"),
        ("attendance.left", STARTS_AT - DAY + HOUR, "rehearsal"),
        ("session.ended", STARTS_AT - DAY + 2 * HOUR, "rehearsal"),
    ]
    for place in order:
        kind, at, session = told[place]
        if kind == "session.ended":
            await sender.send(kind, at, session=session, now=ENDS_AT)
        else:
            await sender.send(kind, at, session=session, now=ENDS_AT, email=EMAIL)
    assert await sender.status() is Status.REGISTERED
    await sender.send("attendance.joined", STARTS_AT + HOUR // 2, email=EMAIL, session="event", now=ENDS_AT)
    assert await sender.status() is Status.ATTENDED


async def test_who_comes_early_counts_once_it_starts(sender: Sender) -> None:
    await sender.send("registration.created", BEFORE, email=EMAIL, now=BEFORE)
    at = STARTS_AT - 10 * MINUTE
    await sender.send("attendance.joined", at, email=EMAIL, session="s", now=at)
    assert await sender.status() is Status.REGISTERED
    assert await sender.house.finisher.settle_started(STARTS_AT - 1) == 0
    assert await sender.house.finisher.settle_started(STARTS_AT + 1) == 1
    assert await sender.status() is Status.ATTENDED


async def test_a_stranger_of_another_event_is_no_member_until_times_change(sender: Sender) -> None:
    at = STARTS_AT - 3 * HOUR
    row = await sender.send("attendance.joined", at, email=EMAIL, session="s", now=at)
    assert await sender.outcome(row) == ("waiting", "outside_event")
    assert await _members(sender) == 0
    await sender.house.webinars.patch(sender.webinar.id, WebinarChanges(starts_at=at - MINUTE), at + MINUTE)
    await sender.house.inbox.handle(100, at + MINUTE)
    assert await sender.outcome(row) == ("done", "applied")
    assert await sender.status() is Status.ATTENDED


@pytest.mark.parametrize("at", [STARTS_AT - DAY, ENDS_AT + 2 * HOUR], ids=["rehearsal", "after"])
async def test_a_stranger_who_came_and_left_outside_the_event_is_no_member(sender: Sender, at: int) -> None:
    for kind, when in (("attendance.joined", at), ("attendance.left", at + 30 * MINUTE)):
        row = await sender.send(kind, when, email=EMAIL, session="s", now=when)
        assert await sender.outcome(row) == ("waiting", "outside_event")
    await sender.send("session.ended", at + HOUR, session="s", now=at + HOUR)
    await sender.house.finisher.finish_due(ENDS_AT + 4 * HOUR)
    await sender.house.inbox.handle(100, ENDS_AT + 4 * HOUR)
    assert await _members(sender) == 0


async def test_times_can_be_corrected_after_the_end_while_all_attendance_is_outside(sender: Sender) -> None:
    house, webinar = sender.house, sender.webinar.id
    await sender.send("registration.created", BEFORE, email=EMAIL, now=BEFORE)
    at = STARTS_AT + DAY
    right = WebinarChanges(starts_at=at - MINUTE, ends_at=at + HOUR)
    await house.finisher.finish_due(ENDS_AT + 3 * HOUR)
    with pytest.raises(Refused):
        await house.webinars.patch(webinar, right, ENDS_AT + 4 * HOUR)  # nothing says that they are wrong
    await sender.send("attendance.joined", at, email=EMAIL, session="s", now=at)
    await sender.send("attendance.left", at + HOUR, email=EMAIL, session="s", now=at + HOUR)
    assert await sender.status() is Status.NO_SHOW
    assert await house.webinars.times_correctable(await house.webinars.get(webinar), at + 2 * HOUR)
    await house.webinars.patch(webinar, right, at + 2 * HOUR)
    assert await sender.status() is Status.ATTENDED
    assert not await house.webinars.times_correctable(await house.webinars.get(webinar), at + 6 * HOUR)
    assert await house.finisher.finish_due(at + 5 * HOUR) == [webinar]
    with pytest.raises(Refused):
        await house.webinars.patch(webinar, WebinarChanges(starts_at=at), at + 6 * HOUR)


async def test_times_can_be_corrected_where_all_who_came_are_strangers(sender: Sender) -> None:
    """The correction makes them members, although nobody had registered."""
    house, webinar = sender.house, sender.webinar.id
    at = STARTS_AT + DAY
    await house.finisher.finish_due(ENDS_AT + 3 * HOUR)
    row = await sender.send("attendance.joined", at, email=EMAIL, session="s", now=at)
    assert await sender.outcome(row) == ("waiting", "outside_event")
    assert await house.webinars.times_correctable(await house.webinars.get(webinar), at + HOUR)
    right = WebinarChanges(starts_at=at - MINUTE, ends_at=at + HOUR)
    await house.webinars.patch(webinar, right, at + 2 * HOUR)
    await house.inbox.handle(100, at + 2 * HOUR)
    assert await sender.status() is Status.ATTENDED


@pytest.mark.parametrize("registered_first", [True, False])
async def test_a_registration_beside_another_events_visit_still_teaches_the_id(
    sender: Sender, *, registered_first: bool
) -> None:
    """Both in one batch: the visit is of another event, and the registration says whose the id is."""
    at = STARTS_AT - DAY

    async def register() -> None:
        await sender.send("registration.created", BEFORE, attendee="a1", email=EMAIL, now=at, handle=False)

    if registered_first:
        await register()
    row = await sender.send("attendance.left", at, attendee="a1", session="s", now=at, handle=False)
    if not registered_first:
        await register()
    assert await sender.house.inbox.handle(100, at) == 2
    assert await sender.outcome(row) == ("done", "outside_event")
    later = await sender.send("attendance.joined", STARTS_AT, attendee="a1", session="e", now=STARTS_AT)
    assert await sender.outcome(later) == ("done", "applied")
    assert await sender.status() is Status.ATTENDED


async def test_a_stranger_who_came_early_is_there_when_it_starts(sender: Sender) -> None:
    at = STARTS_AT - 5 * MINUTE
    row = await sender.send("attendance.joined", at, email=EMAIL, session="s", now=at)
    assert await _members(sender) == 0
    assert await sender.house.inbox.wake_started(STARTS_AT + 1) == 1
    await sender.house.inbox.handle(100, STARTS_AT + 1)
    assert await sender.outcome(row) == ("done", "applied")
    assert await sender.status() is Status.ATTENDED


async def test_an_early_end_is_held_and_voided_by_who_comes_after_it(sender: Sender) -> None:
    await sender.send("registration.created", BEFORE, email=EMAIL, now=BEFORE)
    drop = STARTS_AT + 10 * MINUTE
    row = await sender.send("session.ended", drop, session="one", now=drop)
    assert await sender.outcome(row) == ("done", "end_held")
    webinar = await sender.house.webinars.describe(sender.webinar.id)
    assert (webinar.webinar.ends_at, webinar.webinar.finished_at) == (ENDS_AT, None)
    again = drop + 5 * MINUTE
    await sender.send("attendance.joined", again, email=EMAIL, session="two", now=again)
    assert await sender.house.finisher.finish_held(drop + 15 * MINUTE) == []
    await sender.send("session.ended", ENDS_AT, session="two", now=ENDS_AT)
    webinar = await sender.house.webinars.describe(sender.webinar.id)
    assert webinar.webinar.finished_at == ENDS_AT


async def test_an_early_end_after_which_nobody_came_finishes_at_its_time(sender: Sender) -> None:
    await sender.send("registration.created", BEFORE, email=EMAIL, now=BEFORE)
    end = STARTS_AT + 20 * MINUTE
    await sender.send("session.ended", end, session="one", now=end)
    assert await sender.house.finisher.finish_held(end + 15 * MINUTE - 1) == []
    assert await sender.house.finisher.finish_held(end + 15 * MINUTE) == [sender.webinar.id]
    assert await sender.status() is Status.NO_SHOW
    webinar = await sender.house.webinars.describe(sender.webinar.id)
    assert (webinar.webinar.ends_at, webinar.webinar.finished_at) == (end, end)


async def test_of_a_series_each_webinar_has_its_own(house: House) -> None:
    first = await open_sender(house)
    second = await house.webinar(name="Next week", starts_at=STARTS_AT + 7 * DAY, ends_at=ENDS_AT + 7 * DAY)
    bindings = [
        Binding(webinar=webinar.id, external_id=WEBINAR_ID, settings={})
        for webinar in (first.webinar, second)
    ]
    await house.connections.change(first.connection, now=BEFORE, bindings=bindings)
    await first.send("registration.created", BEFORE, email=EMAIL, now=BEFORE)
    at = STARTS_AT + 7 * DAY + MINUTE
    await first.send("registration.created", ENDS_AT + DAY, email=EMAIL, now=ENDS_AT + DAY)
    await first.send("attendance.joined", at, email=EMAIL, session="two", now=at)
    assert await first.status() is Status.REGISTERED
    there = await house.pool.fetchval("SELECT id FROM members WHERE webinar_id = $1", second.id)
    assert await house.status(MemberId(there)) is Status.ATTENDED


async def test_attendance_that_moved_times_put_outside_goes_as_by_a_retraction(sender: Sender) -> None:
    """Postponed by a day after people came: they are Registered again, and attend when they come again."""
    await sender.send("registration.created", BEFORE, email=EMAIL, now=BEFORE)
    at = STARTS_AT + MINUTE
    await sender.send("attendance.joined", at, email=EMAIL, session="one", now=at)
    await sender.send("attendance.left", at + MINUTE, email=EMAIL, session="one", now=at + MINUTE)
    assert await sender.status() is Status.ATTENDED
    later = WebinarChanges(starts_at=STARTS_AT + DAY, ends_at=ENDS_AT + DAY)
    await sender.house.webinars.patch(sender.webinar.id, later, at + 2 * MINUTE)
    assert await sender.status() is Status.REGISTERED
    row = await sender.house.pool.fetchrow(
        "SELECT data FROM outbox WHERE type = 'member.status_changed' ORDER BY sequence DESC LIMIT 1"
    )
    assert row is not None
    assert (row["data"]["from_status"], row["data"]["correction"]) == ("attended", True)
    again = at + DAY
    await sender.send("attendance.joined", again, email=EMAIL, session="two", now=again)
    assert await sender.status() is Status.ATTENDED


async def test_a_stay_that_proves_to_be_of_another_event_supports_nothing_any_more(sender: Sender) -> None:
    """Early arrivals count once it starts, until a departure before it is reported."""
    await sender.send("registration.created", BEFORE, email=EMAIL, now=BEFORE)
    at = STARTS_AT - 10 * MINUTE
    await sender.send("attendance.joined", at, email=EMAIL, session="s", now=at)
    assert await sender.house.finisher.settle_started(STARTS_AT + 1) == 1
    assert await sender.status() is Status.ATTENDED
    left = STARTS_AT - 5 * MINUTE
    row = await sender.send("attendance.left", left, email=EMAIL, session="s", now=STARTS_AT + MINUTE)
    assert await sender.outcome(row) == ("done", "outside_event")
    assert await sender.status() is Status.REGISTERED


async def test_a_session_that_ended_before_the_start_takes_who_was_counted_as_there(sender: Sender) -> None:
    await sender.send("registration.created", BEFORE, email=EMAIL, now=BEFORE)
    at = STARTS_AT - 10 * MINUTE
    await sender.send("attendance.joined", at, email=EMAIL, session="s", now=at)
    await sender.house.finisher.settle_started(STARTS_AT + 1)
    await sender.send("session.ended", STARTS_AT - MINUTE, session="s", now=STARTS_AT + MINUTE)
    assert await sender.status() is Status.REGISTERED


@pytest.mark.parametrize("is_registered", [True, False])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_messages_that_come_after_the_event_give_the_same_in_any_order(
    sender: Sender, order: tuple[int, ...], *, is_registered: bool
) -> None:
    """An early visit that ended before the start, told afterwards, as a queue after an outage does."""
    now = ENDS_AT + HOUR
    if is_registered:
        await sender.send("registration.created", BEFORE, email=EMAIL, now=BEFORE)
    told = [
        ("attendance.joined", STARTS_AT - 30 * MINUTE),
        ("attendance.left", STARTS_AT - 6 * MINUTE),
    ]
    for place in order:
        kind, at = told[place]
        await sender.send(kind, at, email=EMAIL, session="s", now=now)
    while await sender.house.inbox.handle(100, now):
        pass
    assert await sender.status() is (Status.REGISTERED if is_registered else Status.NOT_IN_PROGRAM)
