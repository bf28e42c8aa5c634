"""Webinars: what may be said of one, and what may change when."""

import math
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from latecomer.core.errors import Refused
from latecomer.core.ids import WebinarId
from latecomer.core.status import Status
from latecomer.core.webinar import Cancellations, FlipOn, Recording
from latecomer.webinars import queries as rows
from latecomer.webinars.members.settlement import Moments
from latecomer.webinars.service import ListedWebinar, NewWebinar, RecordingChange, WebinarChanges
from tests.support.builders import ENDS_AT, HOUR, MINUTE, STARTS_AT
from tests.support.services import BEFORE, House

VIDEO = RecordingChange(url="/recordings/compost.mp4", duration_s=1800.5)


async def test_a_webinar_reads_back_as_it_was_created(house: House) -> None:
    new = NewWebinar(
        name="  Composting  ",
        starts_at=STARTS_AT,
        ends_at=ENDS_AT,
        timezone="America/St_Johns",
        recording=VIDEO,
        live_url="https://live.example/room?a=b",
        watch_url="https://shop.example/watch",
        allowed_origins=("https://Shop.Example:443/", "http://localhost:5173"),
        watch_threshold_s=12.5,
        finish_grace_s=0,
        attendee_limit=10,
        registrant_limit=20,
        cancellations=Cancellations.REMOVE,
        flip_on=FlipOn.CLICK,
    )

    webinar = await house.webinars.create(new, BEFORE)

    assert webinar == await house.webinars.get(webinar.id) == house.changed[0]
    assert (webinar.name, webinar.timezone, webinar.version) == ("Composting", "America/St_Johns", 1)
    assert webinar.recording == Recording(url="/recordings/compost.mp4", duration_s=1800.5, version=1)
    assert webinar.allowed_origins == ("https://shop.example", "http://localhost:5173")
    assert (webinar.cancellations, webinar.flip_on) == (Cancellations.REMOVE, FlipOn.CLICK)


def recording(url: str = "https://cdn.example/a.mp4", duration_s: float = 60) -> RecordingChange:
    return RecordingChange(url=url, duration_s=duration_s)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": " "}, "invalid_name"),
        ({"name": "x" * 201}, "invalid_name"),
        ({"name": "nul\x00"}, "invalid_name"),
        ({"name": "half\ud800"}, "invalid_name"),
        ({"ends_at": STARTS_AT}, "ends_before_starts"),
        ({"ends_at": STARTS_AT - 1}, "ends_before_starts"),
        ({"starts_at": -1}, "invalid_time"),
        ({"ends_at": 2**62}, "invalid_time"),
        ({"timezone": "Mars/Olympus"}, "unknown_timezone"),
        ({"timezone": "localtime"}, "unknown_timezone"),
        ({"timezone": "Factory"}, "unknown_timezone"),
        ({"timezone": "../../etc/passwd"}, "unknown_timezone"),
        ({"timezone": ""}, "unknown_timezone"),
        ({"recording": recording(duration_s=0)}, "invalid_duration"),
        ({"recording": recording(duration_s=-1)}, "invalid_duration"),
        ({"recording": recording(duration_s=math.nan)}, "invalid_duration"),
        ({"recording": recording(duration_s=math.inf)}, "invalid_duration"),
        ({"recording": recording(duration_s=48 * 3600 + 1)}, "invalid_duration"),
        ({"recording": recording(url="ftp://x.example/a")}, "invalid_url"),
        ({"recording": recording(url="javascript:alert(1)")}, "invalid_url"),
        ({"recording": recording(url="/recordings/../secret")}, "invalid_url"),
        ({"recording": recording(url="/recordings/a/../b")}, "invalid_url"),
        ({"recording": recording(url="/recordings/a/")}, "invalid_url"),
        ({"recording": recording(url="/etc/passwd")}, "invalid_url"),
        ({"recording": recording(url="//x.example/a")}, "invalid_url"),
        ({"live_url": "https://"}, "invalid_url"),
        ({"live_url": "https://x.example/a b"}, "invalid_url"),
        ({"live_url": 'https://x.example/"><script>'}, "invalid_url"),
        ({"live_url": "https://x.example:99999/"}, "invalid_url"),
        ({"live_url": "https://[::1/"}, "invalid_url"),
        ({"live_url": "https://x.example/" + "a" * 2048}, "invalid_url"),
        ({"watch_url": "https://x.example/#top"}, "invalid_url"),
        ({"watch_url": ""}, "invalid_url"),
        ({"allowed_origins": ("https://x.example/path",)}, "invalid_origin"),
        ({"allowed_origins": ("*",)}, "invalid_origin"),
        ({"allowed_origins": ("null",)}, "invalid_origin"),
        ({"allowed_origins": tuple(f"https://x{n}.example" for n in range(51))}, "invalid_origin"),
        ({"watch_threshold_s": 0.0}, "invalid_threshold"),
        ({"watch_threshold_s": -1.0}, "invalid_threshold"),
        ({"watch_threshold_s": math.nan}, "invalid_threshold"),
        ({"watch_threshold_s": math.inf}, "invalid_threshold"),
        ({"finish_grace_s": -1}, "invalid_grace"),
        ({"finish_grace_s": 10**9}, "invalid_grace"),
        ({"attendee_limit": 0}, "invalid_limit"),
        ({"registrant_limit": 10**12}, "invalid_limit"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_code(
    house: House, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        await house.webinar(**fields)

    assert refusal.value.code == code
    assert refusal.value.fields[0].code == code
    assert (await house.webinars.list(200, None)).items == ()


async def test_everything_that_is_wrong_is_named(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        await house.webinar(name="", ends_at=STARTS_AT, timezone="?", recording=recording(duration_s=0))

    assert [field.field for field in refusal.value.fields] == [
        "/name",
        "/ends_at",
        "/timezone",
        "/recording/duration_s",
    ]


async def test_pages_go_by_start_and_miss_nobody(house: House) -> None:
    created = [await house.webinar(starts_at=STARTS_AT + n // 2, ends_at=ENDS_AT) for n in range(7)]
    await house.member(created[3])

    seen: list[ListedWebinar] = []
    cursor = None
    while True:
        page = await house.webinars.list(3, cursor)
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break

    expected = sorted(created, key=lambda webinar: (webinar.starts_at, webinar.id), reverse=True)
    assert [item.webinar for item in seen] == expected
    assert sum(item.status_counts[Status.REGISTERED] for item in seen) == 1
    assert all(len(item.status_counts) == 10 for item in seen)


@pytest.mark.parametrize("limit", [0, -1, 201])
async def test_pages_have_bounds(house: House, limit: int) -> None:
    with pytest.raises(Refused) as refusal:
        await house.webinars.list(limit, None)
    assert refusal.value.code == "invalid_limit"


@pytest.mark.parametrize("cursor", ["", "!", "e30", "WzEsMl0", "é", "x" * 1000])
async def test_a_made_up_cursor_is_refused(house: House, cursor: str) -> None:
    with pytest.raises(Refused) as refusal:
        await house.webinars.list(10, cursor)
    assert refusal.value.code == "invalid_cursor"


async def test_unknown_webinars_are_refused(house: House) -> None:
    nobody = WebinarId(uuid4())
    for attempt in (
        house.webinars.get(nobody),
        house.webinars.describe(nobody),
        house.webinars.patch(nobody, WebinarChanges(name="x"), BEFORE),
        house.webinars.delete(nobody),
    ):
        with pytest.raises(Refused) as refusal:
            await attempt
        assert refusal.value.code == "unknown_webinar"


async def test_a_change_grows_the_version_and_nothing_else_does(house: House) -> None:
    webinar = await house.webinar(recording=VIDEO)

    same = await house.webinars.patch(webinar.id, WebinarChanges(name="Composting", recording=VIDEO), BEFORE)
    assert same == webinar
    assert len(house.changed) == 1
    changed = await house.webinars.patch(webinar.id, WebinarChanges(name="Worms", live_url=None), BEFORE)

    assert changed == replace(webinar, name="Worms", version=2) == await house.webinars.get(webinar.id)
    assert house.changed[-1] == changed


async def test_every_field_can_be_changed(house: House) -> None:
    webinar = await house.webinar(recording=VIDEO, live_url="https://a.example/")

    changed = await house.webinars.patch(
        webinar.id,
        WebinarChanges(
            name="Worms",
            starts_at=STARTS_AT + 1,
            ends_at=ENDS_AT + 1,
            timezone="Asia/Tokyo",
            recording=None,
            live_url=None,
            watch_url="https://b.example/",
            allowed_origins=("https://c.example",),
            watch_threshold_s=1.0,
            finish_grace_s=7,
            attendee_limit=8,
            registrant_limit=9,
            cancellations=Cancellations.REMOVE,
            flip_on=FlipOn.CLICK,
        ),
        BEFORE,
    )

    assert changed == await house.webinars.get(webinar.id)
    assert (changed.recording, changed.live_url, changed.seats) == (None, None, 9)
    assert (changed.starts_at, changed.ends_at, changed.finish_grace_s) == (STARTS_AT + 1, ENDS_AT + 1, 7)


async def test_a_wrong_change_changes_nothing(house: House) -> None:
    webinar = await house.webinar()

    with pytest.raises(Refused) as refusal:
        await house.webinars.patch(webinar.id, WebinarChanges(name="Worms", ends_at=STARTS_AT), BEFORE)

    assert refusal.value.code == "ends_before_starts"
    assert await house.webinars.get(webinar.id) == webinar


@pytest.mark.parametrize(
    ("change", "version"),
    [
        (VIDEO, 1),
        (replace(VIDEO, url="https://cdn.example/elsewhere.mp4"), 1),
        (replace(VIDEO, duration_s=1800.0), 1),
        (replace(VIDEO, duration_s=1799.9), 2),
        (replace(VIDEO, replaces=True), 2),
    ],
)
async def test_a_recording_that_is_another_has_another_version(
    house: House, change: RecordingChange, version: int
) -> None:
    webinar = await house.webinar(recording=VIDEO)

    changed = await house.webinars.patch(webinar.id, WebinarChanges(recording=change), BEFORE)

    assert changed.recording == Recording(url=change.url, duration_s=change.duration_s or 0, version=version)


async def test_a_recording_that_was_taken_away_never_gives_its_version_to_another(house: House) -> None:
    webinar = await house.webinar(recording=VIDEO)
    without = await house.webinars.patch(webinar.id, WebinarChanges(recording=None), BEFORE)
    assert without.recording is None

    again = await house.webinars.patch(webinar.id, WebinarChanges(recording=VIDEO), BEFORE)

    assert again.recording is not None
    assert again.recording.version == 2


@pytest.mark.parametrize(
    ("changes", "now"),
    [
        (WebinarChanges(ends_at=ENDS_AT + HOUR), ENDS_AT),
        (WebinarChanges(starts_at=STARTS_AT + 1), ENDS_AT),
        (WebinarChanges(ends_at=STARTS_AT + MINUTE), STARTS_AT + MINUTE),
        (WebinarChanges(ends_at=STARTS_AT + MINUTE), STARTS_AT + 2 * MINUTE),
    ],
)
async def test_times_that_are_history_stay(house: House, changes: WebinarChanges, now: int) -> None:
    webinar = await house.webinar()

    with pytest.raises(Refused) as refusal:
        await house.webinars.patch(webinar.id, changes, now)

    assert refusal.value.code == "event_over"
    assert await house.webinars.get(webinar.id) == webinar


async def test_after_a_finish_times_stay_and_saying_the_same_is_no_change(house: House) -> None:
    webinar = await house.webinar()
    await house.finisher.finish(webinar.id, STARTS_AT + MINUTE)

    with pytest.raises(Refused) as refusal:
        await house.webinars.patch(webinar.id, WebinarChanges(ends_at=ENDS_AT), STARTS_AT + MINUTE)
    assert refusal.value.code == "event_over"
    changed = await house.webinars.patch(
        webinar.id, WebinarChanges(name="Over", ends_at=STARTS_AT + MINUTE), STARTS_AT + HOUR
    )
    assert changed.name == "Over"


async def test_the_event_can_be_extended_while_it_runs_and_the_finish_moves(house: House) -> None:
    webinar = await house.webinar()
    await house.webinars.patch(webinar.id, WebinarChanges(ends_at=ENDS_AT + HOUR), ENDS_AT - 1)

    assert await house.finisher.finish_due(ENDS_AT + 10 * MINUTE) == []
    assert await house.finisher.finish_due(ENDS_AT + HOUR + 2 * MINUTE) == [webinar.id]


@pytest.mark.parametrize("who", ["viewer", "vendor"])
async def test_the_timezone_stays_once_somebody_has_watched(house: House, who: str) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    clicked_at = STARTS_AT - 1
    early = Moments(member=member, joined_at=clicked_at, clicks=(clicked_at,))
    await house.settlement.take_moments([early], clicked_at)
    await house.webinars.patch(webinar.id, WebinarChanges(timezone="Asia/Tokyo"), STARTS_AT)
    if who == "viewer":
        await house.settlement.take_moments([replace(early, clicks=(STARTS_AT,))], STARTS_AT)
    else:
        stay = f"{{[{STARTS_AT},{STARTS_AT + 1})}}"
        await house.pool.execute(
            "INSERT INTO reported (member_id, live, on_demand) VALUES ($1, $2::text::int8multirange, '{}')",
            member,
            stay,
        )

    with pytest.raises(Refused) as refusal:
        await house.webinars.patch(webinar.id, WebinarChanges(timezone="UTC"), STARTS_AT)

    assert refusal.value.code == "event_over"


async def test_what_bears_on_statuses_settles_everybody_again(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    await house.finisher.finish(webinar.id, ENDS_AT)
    click = ENDS_AT + HOUR
    await house.settlement.take_moments([Moments(member=member, clicks=(click,))], click)
    assert await house.status(member) is Status.NO_SHOW

    await house.webinars.patch(webinar.id, WebinarChanges(flip_on=FlipOn.CLICK), click + HOUR)

    record = await house.load(member)
    assert (record.status, record.visitor) == (Status.ATTENDED_ON_DEMAND, False)


async def test_a_raised_limit_lets_the_waiting_in_and_no_limit_all_of_them(house: House) -> None:
    webinar = await house.webinar(registrant_limit=1)
    await house.add(webinar, *(f"{n}@example.com" for n in range(6)))

    await house.webinars.patch(webinar.id, WebinarChanges(registrant_limit=3), BEFORE + 1)
    assert await house.statuses(webinar) == {Status.REGISTERED: 3, Status.WAITLISTED: 3}

    await house.webinars.patch(webinar.id, WebinarChanges(registrant_limit=None), BEFORE + 2)
    assert await house.statuses(webinar) == {Status.REGISTERED: 6}


async def test_a_deleted_webinar_takes_its_members_along_and_leaves_the_persons(house: House) -> None:
    webinar, other = await house.webinar(), await house.webinar()
    member = await house.member(webinar)
    kept = await house.member(other)

    await house.webinars.delete(webinar.id)

    assert house.deleted == [(webinar.id, [member])]
    with pytest.raises(Refused, match="no such member"):
        await house.load(member)
    assert (await house.load(kept)).person.email == "ada@example.com"
    assert await house.pool.fetchval("SELECT count(*) FROM facts") == 1
    assert await house.pool.fetchval("SELECT count(*) FROM status_events") == 1


async def test_collaborators_that_fail_stop_no_change(house: House) -> None:
    house.broken = True
    webinar = await house.webinar()
    await house.webinars.patch(webinar.id, WebinarChanges(name="Worms"), BEFORE)

    async with house.pool.acquire() as conn:
        (missing,) = await rows.not_in_ledger(conn, 10)
        assert (missing.id, missing.name, missing.version) == (webinar.id, "Worms", 2)
        await rows.mark_copied(conn, webinar.id, 2)
        await rows.mark_copied(conn, webinar.id, 1)
        assert await rows.not_in_ledger(conn, 10) == []
    await house.webinars.delete(webinar.id)
