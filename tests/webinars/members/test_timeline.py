"""Reading: the timeline, the member table, the feed, the counts."""

from dataclasses import astuple
from uuid import uuid4

import pytest

from latecomer.core.errors import Refused
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.status import Status
from latecomer.postgres import cursors
from latecomer.webinars.members.activity import ActivityKind
from latecomer.webinars.members.queries.timeline import EntryPosition
from latecomer.webinars.members.registration import NewMemberRow
from latecomer.webinars.members.settlement import Moments, NewFact
from latecomer.webinars.members.timeline import EntryKind, MemberFilter, TimelineEntry, TimelineSource
from tests.support.builders import ENDS_AT, HOUR, MINUTE, STARTS_AT
from tests.support.services import BEFORE, House

AFTER = ENDS_AT + HOUR


async def test_the_timeline_has_everything_newest_first_in_pages_of_any_size(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    await house.finisher.finish(webinar.id, ENDS_AT)
    clicks = tuple(AFTER + n for n in range(5))
    await house.settlement.take_moments([Moments(member=member, view_at=AFTER, clicks=clicks)], AFTER + 10)

    whole = (await house.timeline.of_member(member, 200, None)).items
    seen: list[TimelineEntry] = []
    cursor = None
    while True:
        page = await house.timeline.of_member(member, 2, cursor)
        assert len(page.items) <= 2
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break

    assert tuple(seen) == whole
    assert [entry.at for entry in whole] == sorted((entry.at for entry in whole), reverse=True)
    assert [entry.kind for entry in whole].count(EntryKind.FACT) == 7
    assert [(entry.kind, entry.to_status) for entry in whole if entry.kind is not EntryKind.FACT] == [
        (EntryKind.STATUS, Status.ATTENDED_ON_DEMAND),
        (EntryKind.STATUS, Status.NO_SHOW),
        (EntryKind.FINISH, None),
        (EntryKind.STATUS, Status.REGISTERED),
    ]


async def test_who_is_unknown_has_no_timeline_and_what_is_unknown_no_members(house: House) -> None:
    with pytest.raises(Refused) as member:
        await house.timeline.of_member(MemberId(uuid4()), 10, None)
    with pytest.raises(Refused) as webinar:
        await house.timeline.members(WebinarId(uuid4()), MemberFilter(), 10, None)

    assert member.value.code == "unknown_member"
    assert webinar.value.code == "unknown_webinar"


@pytest.mark.parametrize("cursor", ["", "?", "bnVsbA", "Inh4Ig", "WzEsMl0", "\x00"])
async def test_made_up_cursors_are_refused(house: House, cursor: str) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)

    for attempt in (
        house.timeline.of_member(member, 10, cursor),
        house.timeline.members(webinar.id, MemberFilter(), 10, cursor),
    ):
        with pytest.raises(Refused) as refusal:
            await attempt
        assert refusal.value.code == "invalid_cursor"


@pytest.mark.parametrize(
    "position", [(2**53 + 1, 0, 1), (10**30, 0, 1), (-1, 0, 1), (1, 100, 1), (1, 0, 2**63), (1, 0, -1)]
)
async def test_cursors_with_numbers_that_no_row_has_are_refused(
    house: House, position: tuple[int, int, int]
) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)

    with pytest.raises(Refused, match="next_cursor"):
        await house.timeline.of_member(member, 10, cursors.encode(position))
    for number in set(position) - {0, 1, 100}:
        with pytest.raises(Refused, match="next_cursor"):
            await house.timeline.members(webinar.id, MemberFilter(), 10, cursors.encode(number))
        with pytest.raises(Refused, match="next_cursor"):
            await house.webinars.list(10, cursors.encode((number, webinar.id)))


async def test_members_come_in_the_order_they_were_added_in_pages_of_any_size(house: House) -> None:
    webinar = await house.webinar()
    emails = [f"{n}@example.com" for n in (5, 3, 9, 1, 7, 2, 8)]
    await house.add(webinar, *emails)

    seen: list[str | None] = []
    cursor = None
    while True:
        page = await house.timeline.members(webinar.id, MemberFilter(), 3, cursor)
        seen += [record.person.email for record in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert seen == emails


@pytest.mark.parametrize(
    ("which", "found"),
    [
        (MemberFilter(), ["ada", "bob", "carol"]),
        (MemberFilter(statuses=(Status.INVITED,)), ["carol"]),
        (MemberFilter(statuses=(Status.INVITED, Status.REGISTERED)), ["ada", "bob", "carol"]),
        (MemberFilter(statuses=(Status.ATTENDED,)), []),
        (MemberFilter(email=" BOB@Example.com "), ["bob"]),
        (MemberFilter(email="bob"), []),
        (MemberFilter(q="LOVE"), ["ada"]),
        (MemberFilter(q="ada love"), ["ada"]),
        (MemberFilter(q="@EXAMPLE"), ["ada", "bob", "carol"]),
        (MemberFilter(q="100%"), ["bob"]),
        (MemberFilter(q="%"), ["bob"]),
        (MemberFilter(q="_"), ["carol"]),
        (MemberFilter(q="\\"), []),
        (MemberFilter(q="ÉMILE"), ["carol"]),
        (MemberFilter(q="  "), ["ada", "bob", "carol"]),
        (MemberFilter(q="\x00"), []),
        (MemberFilter(q="\ud800"), []),
        (MemberFilter(q="'; DROP TABLE members; --"), []),
        (MemberFilter(q="example", statuses=(Status.REGISTERED,), email="ada@example.com"), ["ada"]),
    ],
)
async def test_members_are_found_by_status_email_and_parts_of_names(
    house: House, which: MemberFilter, found: list[str]
) -> None:
    webinar = await house.webinar()
    rows = [
        NewMemberRow(email="ada@example.com", first_name="Ada", last_name="Lovelace"),
        NewMemberRow(email="bob@example.com", first_name="100% Bob"),
        NewMemberRow(email="carol@example.com", last_name="Émile_Carol", status="invited"),
    ]
    await house.registration.add_members(webinar.id, rows, BEFORE)

    page = await house.timeline.members(webinar.id, which, 200, None)

    assert [(record.person.email or "").partition("@")[0] for record in page.items] == found


async def test_the_feed_has_the_last_flips_joins_and_what_vendors_brought_about(house: House) -> None:
    webinar = await house.webinar()
    results = await house.registration.add_members(
        webinar.id,
        [
            NewMemberRow(email="ada@example.com", first_name="Ada", last_name="Lovelace"),
            NewMemberRow(email="bob@example.com"),
            NewMemberRow(email="carol@example.com"),
        ],
        BEFORE,
    )
    ada, bob, carol = [result.member.id for result in results if result.member]
    await house.settlement.take_moments(
        [Moments(member=carol, live_at=STARTS_AT, joined_at=STARTS_AT)], STARTS_AT
    )
    await house.finisher.finish(webinar.id, ENDS_AT)
    await house.settlement.take_moments(
        [Moments(member=ada, joined_at=AFTER), Moments(member=bob, joined_at=AFTER + 1)], AFTER + 2
    )
    await house.settlement.take_moments([Moments(member=ada, view_at=AFTER + MINUTE)], AFTER + MINUTE)
    reports = [
        NewFact(member=member, kind=FactKind.ATTENDED, at=STARTS_AT, source=Source.VENDOR)
        for member in (bob, carol)  # of whom Carol was seen by ourselves
    ]
    async with house.pool.acquire() as conn, conn.transaction():
        await house.settlement.record(conn, reports, AFTER)
    await house.settlement.settle_members([bob, carol], AFTER + 2 * MINUTE)
    await house.erasure.erase((await house.load(bob)).person.id, AFTER + HOUR)

    feed = await house.timeline.activity(webinar.id)

    assert [(entry.kind, entry.at, entry.member_id, entry.name) for entry in feed] == [
        (ActivityKind.VENDOR, AFTER + 2 * MINUTE, bob, ""),
        (ActivityKind.FLIP, AFTER + MINUTE, ada, "Ada Lovelace"),
        (ActivityKind.JOIN, AFTER + 1, bob, ""),
        (ActivityKind.JOIN, AFTER, ada, "Ada Lovelace"),
        (ActivityKind.JOIN, STARTS_AT, carol, "carol@example.com"),
    ]
    assert [(entry.previous, entry.status) for entry in feed[:3]] == [
        (Status.NO_SHOW, Status.ATTENDED),
        (Status.NO_SHOW, Status.ATTENDED_ON_DEMAND),
        (None, None),
    ]
    assert list(await house.timeline.activity(webinar.id, 2)) == list(feed[:2])


async def test_counts_are_of_one_webinar_and_name_all_ten(house: House) -> None:
    webinar, other = await house.webinar(), await house.webinar()
    await house.add(webinar, "a@example.com", "b@example.com")
    await house.add(other, "a@example.com", status="attended")
    member = await house.member(webinar, "c@example.com", status="invited")
    await house.record(member, FactKind.REMOVED, STARTS_AT)

    counts = await house.timeline.status_counts(webinar.id)

    assert list(counts) == list(Status)
    assert (counts[Status.REGISTERED], counts[Status.NOT_IN_PROGRAM], counts[Status.ATTENDED]) == (2, 1, 0)


async def test_entries_of_other_folders_are_merged_by_time_rank_and_id(house: House) -> None:
    member = await house.member(await house.webinar())
    (added,) = (await house.timeline.of_member(member, 200, None)).items[-1:]
    notes = [
        TimelineEntry(
            kind="note",
            id=nth,
            at=added.at + (nth // 2) * HOUR,
            source=Source.OPERATOR,
            details={"n": str(nth)},
        )
        for nth in range(5)
    ]

    async def page(
        _conn: object, _member: MemberId, after: EntryPosition | None, limit: int
    ) -> list[TimelineEntry]:
        behind = [each for each in reversed(notes) if after is None or (each.at, 3, each.id) < astuple(after)]
        return behind[:limit]

    house.timeline.add_source(TimelineSource(kind="note", rank=3, page=page))
    seen, cursor = [], None
    while True:
        found = await house.timeline.of_member(member, 2, cursor)
        seen += [(each.kind, each.id if each.kind == "note" else None) for each in found.items]
        if (cursor := found.next_cursor) is None:
            break
    own = [("status", None), ("fact", None)]
    assert seen == [("note", nth) for nth in (4, 3, 2, 1, 0)] + own


async def test_a_kind_or_rank_that_is_taken_is_refused(house: House) -> None:
    async def page(*_: object) -> list[TimelineEntry]:
        return []

    house.timeline.add_source(TimelineSource(kind="note", rank=3, page=page))
    for kind, rank in (("note", 4), ("mail", 3), ("mail", 2)):
        with pytest.raises(ValueError, match="rank"):
            house.timeline.add_source(TimelineSource(kind=kind, rank=rank, page=page))
