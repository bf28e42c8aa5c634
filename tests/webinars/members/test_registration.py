"""Registering: every row on its own merits, no seat given twice, nobody moved back."""

import asyncio
import unicodedata

import pytest

from latecomer.core.errors import Refused
from latecomer.core.facts import FactKind, Source
from latecomer.core.status import Status
from latecomer.core.webinar import Cancellations
from latecomer.webinars.members.registration import NewMemberRow, RowOutcome, RowResult
from latecomer.webinars.members.settlement import Moments
from tests.support.builders import CLOSES_AT, DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT
from tests.support.services import BEFORE, House

AFTER = ENDS_AT + HOUR
CREATED, UPDATED, SKIPPED = RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.SKIPPED


def outcomes(results: list[RowResult]) -> list[tuple[RowOutcome, str | None]]:
    return [(result.outcome, result.code) for result in results]


async def test_results_come_in_input_order_and_bad_rows_cost_the_others_nothing(house: House) -> None:
    webinar = await house.webinar()
    rows = [
        NewMemberRow(email="ada@example.com"),
        NewMemberRow(email=None),
        NewMemberRow(email="   "),
        NewMemberRow(email="not an email"),
        NewMemberRow(email="ADA@Example.COM "),
        NewMemberRow(email="bob@example.com", status="on_fire"),
        NewMemberRow(email="carol@example.com", first_name="x" * 501),
        NewMemberRow(email="dave@example.com", last_name="nul\x00nul"),
        NewMemberRow(email="erin@example.com", properties={"a": "\x00"}),
        NewMemberRow(email="frank@example.com", properties={"a": "x" * 20_000}),
        NewMemberRow(email="grace@example.com", refused="wrong_type"),
        NewMemberRow(email=f"{'x' * 65}@example.com"),
        NewMemberRow(email="\u202eheidi@example.com"),
        NewMemberRow(email="hei\u200bdi@example.com"),
        NewMemberRow(email="heidi@example.com"),
    ]

    results = await house.registration.add_members(webinar.id, rows, BEFORE)

    assert outcomes(results) == [
        (CREATED, None),
        (SKIPPED, "missing_email"),
        (SKIPPED, "missing_email"),
        (SKIPPED, "invalid_email"),
        (SKIPPED, "duplicate"),
        (SKIPPED, "unknown_status"),
        (SKIPPED, "field_too_long"),
        (SKIPPED, "invalid_characters"),
        (SKIPPED, "invalid_characters"),
        (SKIPPED, "invalid_properties"),
        (SKIPPED, "wrong_type"),
        (SKIPPED, "field_too_long"),
        (SKIPPED, "invalid_email"),
        (SKIPPED, "invalid_email"),
        (CREATED, None),
    ]
    assert [result.email for result in results] == [row.email for row in rows[:4]] + [
        row.email for row in rows[4:]
    ]
    assert await house.statuses(webinar) == {Status.REGISTERED: 2}


@pytest.mark.parametrize(
    "email",
    [
        "a@b.co",
        "o'brien+tag@mail.example.com",
        "jörg@müller.example",
        "用户@例子.中国",
        "x@xn--bcher-kva.example",
    ],
)
async def test_everyday_emails_of_any_script_are_taken(house: House, email: str) -> None:
    (result,) = await house.add(await house.webinar(), f"  {email}\n")

    assert result.outcome is CREATED
    assert result.member is not None
    assert result.member.person.email == email


@pytest.mark.parametrize(
    "email",
    [
        "a",
        "@b.co",
        "a@",
        "a@b",
        "a@b..co",
        ".a@b.co",
        "a.@b.co",
        "a..a@b.co",
        "a b@c.co",
        "a@b@c.co",
        "a@-b.co",
        "a@b.1",
        "<a@b.co>",
        "a@b.co;c@d.co",
        "a@b.c\u0000o",
        "a\ud800@b.co",
        "=cmd()@b.co",
    ],
)
async def test_what_is_no_email_is_skipped(house: House, email: str) -> None:
    (result,) = await house.add(await house.webinar(), email)

    assert (result.outcome, result.member) == (SKIPPED, None)


async def test_a_person_exists_once_whatever_the_case_and_is_never_overwritten(house: House) -> None:
    first = await house.webinar()
    second = await house.webinar()
    (one,) = await house.registration.add_members(
        first.id,
        [NewMemberRow(email="Straße@Example.com", first_name="Ada", properties={"n": [1, None]})],
        BEFORE,
    )
    (two,) = await house.registration.add_members(
        second.id,
        [NewMemberRow(email="STRAßE@example.com", first_name="Eve", company="Evil", properties={"n": 2})],
        BEFORE,
    )

    assert one.member is not None
    assert two.member is not None
    assert two.outcome is CREATED
    assert one.member.person == two.member.person
    person = two.member.person
    assert (person.email, person.first_name, person.company) == ("Straße@Example.com", "Ada", None)
    assert person.properties == {"n": [1, None]}


async def test_html_and_sql_in_names_are_only_text(house: House) -> None:
    name = "<script>alert(1)</script>'; DROP TABLE members; --"
    (result,) = await house.registration.add_members(
        (await house.webinar()).id, [NewMemberRow(email="bobby@example.com", last_name=name)], BEFORE
    )

    assert result.member is not None
    assert result.member.person.last_name == name


async def test_adding_again_is_unchanged_and_going_back_is_refused(house: House) -> None:
    webinar = await house.webinar()
    await house.add(webinar, "ada@example.com")

    assert outcomes(await house.add(webinar, "ada@example.com")) == [(SKIPPED, "unchanged")]
    assert outcomes(await house.add(webinar, "ada@example.com", status="invited")) == [
        (SKIPPED, "status_backwards")
    ]
    assert outcomes(await house.add(webinar, "ada@example.com", status="attended")) == [(UPDATED, None)]
    assert outcomes(await house.add(webinar, "ada@example.com")) == [(SKIPPED, "status_backwards")]
    assert await house.statuses(webinar) == {Status.ATTENDED: 1}


@pytest.mark.parametrize("status", list(Status))
async def test_a_new_member_can_be_imported_with_any_status(house: House, status: Status) -> None:
    webinar = await house.webinar()

    (result,) = await house.add(webinar, "ada@example.com", status=status)

    assert result.outcome is CREATED
    assert result.member is not None
    assert result.member.status is status
    assert await house.events(result.member.id) == [(None, status)]


async def test_within_a_step_the_latest_word_counts(house: House) -> None:
    member = await house.member(await house.webinar(), status="pending_approval")

    record = await house.registration.set_status(member, Status.REJECTED, "Not for students", BEFORE + 1)

    assert (record.status, record.status_reason) == (Status.REJECTED, "Not for students")


async def test_removed_and_added_again_restores_link_attendance_and_all(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    await house.registration.set_status(member, Status.ATTENDED, None, STARTS_AT)
    before = await house.load(member)
    removed = await house.registration.set_status(member, Status.NOT_IN_PROGRAM, "asked to go", AFTER)
    assert (removed.status, removed.status_reason) == (Status.NOT_IN_PROGRAM, "asked to go")

    (result,) = await house.add(webinar, "ada@example.com", now=AFTER + MINUTE)

    assert result.outcome is UPDATED
    assert result.member is not None
    assert (result.member.id, result.member.status, result.member.link_serial) == (
        member,
        Status.ATTENDED,
        before.link_serial,
    )


async def test_a_cancellation_may_remove_and_adding_again_brings_back(house: House) -> None:
    webinar = await house.webinar(cancellations=Cancellations.REMOVE)
    member = await house.member(webinar)
    await house.record(member, FactKind.CANCELLED, BEFORE + HOUR)
    assert await house.status(member) is Status.NOT_IN_PROGRAM

    assert outcomes(await house.add(webinar, "ada@example.com", now=BEFORE + 2 * HOUR)) == [(UPDATED, None)]
    assert await house.status(member) is Status.REGISTERED


async def test_an_unknown_webinar_too_many_rows_and_a_closed_window_are_refused(house: House) -> None:
    webinar = await house.webinar()
    await house.webinars.delete(webinar.id)
    with pytest.raises(Refused, match="no such webinar") as unknown:
        await house.add(webinar, "ada@example.com")
    assert unknown.value.code == "unknown_webinar"

    webinar = await house.webinar()
    with pytest.raises(Refused) as too_many:
        await house.add(webinar, *(f"{n}@example.com" for n in range(1001)))
    assert too_many.value.code == "too_many_rows"

    assert outcomes(await house.add(webinar, "ada@example.com", now=CLOSES_AT - 1)) == [(CREATED, None)]
    assert outcomes(await house.add(webinar, "bob@example.com", now=CLOSES_AT)) == [
        (SKIPPED, "window_closed")
    ]


async def test_status_requests_that_go_back_are_refused(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar, status="attended")

    with pytest.raises(Refused) as refusal:
        await house.registration.set_status(member, Status.NO_SHOW, None, AFTER)

    assert refusal.value.code == "status_backwards"
    assert await house.status(member) is Status.ATTENDED
    again = await house.registration.set_status(member, Status.ATTENDED, None, AFTER)
    assert again.version == 1
    with pytest.raises(Refused) as too_long:
        await house.registration.set_status(member, Status.NOT_IN_PROGRAM, "x" * 501, AFTER)
    assert too_long.value.code == "field_too_long"


async def test_a_new_link_has_the_next_serial_and_is_announced(house: House) -> None:
    member = await house.member(await house.webinar())

    record = await house.registration.new_link(member, AFTER)

    assert (record.link_serial, record.version) == (2, 2)
    assert house.announced[-1].ledger_member == record.ledger_member
    assert house.announced[-1].from_status is house.announced[-1].to_status


async def test_unknown_members_are_refused(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    await house.webinars.delete(webinar.id)

    for attempt in (
        house.registration.member(member),
        house.registration.new_link(member, AFTER),
        house.registration.set_status(member, Status.ATTENDED, None, AFTER),
    ):
        with pytest.raises(Refused) as refusal:
            await attempt
        assert refusal.value.code == "unknown_member"


async def test_above_the_limit_people_wait_in_the_order_they_came(house: House) -> None:
    webinar = await house.webinar(registrant_limit=2)

    results = await house.add(webinar, *(f"{n}@example.com" for n in range(5)))

    assert outcomes(results) == [
        (CREATED, None),
        (CREATED, None),
        *[(CREATED, "waitlisted")] * 3,
    ]
    assert await house.statuses(webinar) == {Status.REGISTERED: 2, Status.WAITLISTED: 3}
    assert outcomes(await house.add(webinar, "4@example.com")) == [(SKIPPED, "unchanged")]

    seated = results[0].member
    assert seated is not None
    await house.registration.set_status(seated.id, Status.NOT_IN_PROGRAM, None, BEFORE + HOUR)

    waiting = [result.member.id for result in results[2:] if result.member]
    assert [await house.status(member) for member in waiting] == [
        Status.REGISTERED,
        Status.WAITLISTED,
        Status.WAITLISTED,
    ]


async def test_the_limit_is_ten_times_the_attendee_limit_unless_named(house: House) -> None:
    webinar = await house.webinar(attendee_limit=1)

    await house.add(webinar, *(f"{n}@example.com" for n in range(12)))

    assert await house.statuses(webinar) == {Status.REGISTERED: 10, Status.WAITLISTED: 2}


async def test_only_one_of_many_gets_the_last_seat(house: House) -> None:
    await house.warm_up()
    for _ in range(6):
        webinar = await house.webinar(registrant_limit=3)
        await house.add(webinar, "a@example.com", "b@example.com")

        results = await asyncio.gather(*(house.add(webinar, f"{n}@example.com") for n in range(6)))

        assert sorted(code or "seated" for result in results for _, code in outcomes(result)) == [
            "seated",
            *["waitlisted"] * 5,
        ]
        assert await house.statuses(webinar) == {Status.REGISTERED: 3, Status.WAITLISTED: 5}


async def test_one_freed_seat_is_given_once(house: House) -> None:
    await house.warm_up()
    webinar = await house.webinar(registrant_limit=1)
    member = await house.member(webinar, "first@example.com")
    await house.add(webinar, "a@example.com", "b@example.com")
    await house.pool.execute("UPDATE webinars SET registrant_limit = 2")

    promoted = await asyncio.gather(*(house.waitlist.promote(webinar.id, BEFORE + 1) for _ in range(5)))

    assert sum(promoted) == 1
    assert await house.waitlist.promote_due(BEFORE + 2) == 0
    await house.registration.set_status(member, Status.NOT_IN_PROGRAM, None, BEFORE + 3)
    assert await house.statuses(webinar) == {Status.REGISTERED: 2, Status.NOT_IN_PROGRAM: 1}


async def test_who_comes_back_needs_a_seat_too(house: House) -> None:
    webinar = await house.webinar(registrant_limit=1)
    member = await house.member(webinar, "first@example.com")
    await house.registration.set_status(member, Status.NOT_IN_PROGRAM, None, BEFORE + 1)
    await house.add(webinar, "second@example.com")

    assert outcomes(await house.add(webinar, "first@example.com", now=BEFORE + 2)) == [(SKIPPED, "no_seat")]
    with pytest.raises(Refused) as refusal:
        await house.registration.set_status(member, Status.INVITED, None, BEFORE + 2)
    assert refusal.value.code == "no_seat"
    assert await house.statuses(webinar) == {Status.REGISTERED: 1, Status.NOT_IN_PROGRAM: 1}


async def test_who_was_removed_before_having_a_seat_comes_back_to_the_waitlist(house: House) -> None:
    webinar = await house.webinar(registrant_limit=1)
    member = await house.member(webinar, "first@example.com", status="invited")
    await house.registration.set_status(member, Status.NOT_IN_PROGRAM, None, BEFORE + 1)
    await house.add(webinar, "second@example.com")

    assert outcomes(await house.add(webinar, "first@example.com", now=BEFORE + 2)) == [
        (UPDATED, "waitlisted")
    ]
    assert await house.status(member) is Status.WAITLISTED


async def test_asking_for_a_seat_when_there_is_none_is_refused(house: House) -> None:
    webinar = await house.webinar(registrant_limit=1)
    await house.add(webinar, "a@example.com")
    member = await house.member(webinar, "b@example.com")

    with pytest.raises(Refused) as refusal:
        await house.registration.set_status(member, Status.REGISTERED, None, BEFORE + 1)

    assert refusal.value.code == "no_seat"
    assert await house.status(member) is Status.WAITLISTED


async def test_after_the_end_there_is_no_limit_and_nobody_is_promoted(house: House) -> None:
    webinar = await house.webinar(registrant_limit=1)
    await house.add(webinar, "a@example.com", "b@example.com")

    assert outcomes(await house.add(webinar, "late@example.com", now=ENDS_AT)) == [(CREATED, None)]
    assert await house.waitlist.promote(webinar.id, ENDS_AT) == 0
    assert await house.waitlist.promote_due(ENDS_AT) == 0
    assert await house.statuses(webinar) == {Status.REGISTERED: 2, Status.WAITLISTED: 1}


async def test_an_operators_waitlist_waits_for_an_operator(house: House) -> None:
    webinar = await house.webinar(registrant_limit=5)
    member = await house.member(webinar, status="waitlisted")

    assert await house.waitlist.promote(webinar.id, BEFORE + 1) == 0
    assert (await house.registration.set_status(member, Status.REGISTERED, None, BEFORE + 2)).status is (
        Status.REGISTERED
    )


async def test_a_seat_freed_in_the_same_call_goes_to_the_next_row(house: House) -> None:
    webinar = await house.webinar(registrant_limit=1)
    await house.add(webinar, "a@example.com")

    results = await house.registration.add_members(
        webinar.id,
        [NewMemberRow(email="a@example.com", status="not_in_program"), NewMemberRow(email="b@example.com")],
        BEFORE + 1,
        Source.IMPORT,
    )

    assert outcomes(results) == [(UPDATED, None), (CREATED, None)]
    assert await house.statuses(webinar) == {Status.REGISTERED: 1, Status.NOT_IN_PROGRAM: 1}


async def test_the_same_people_added_at_once_to_two_webinars_are_the_same_persons(house: House) -> None:
    await house.warm_up()
    webinars = [await house.webinar() for _ in range(2)]
    emails = [f"{n}@example.com" for n in range(50)]

    await asyncio.gather(
        house.add(webinars[0], *emails),
        house.add(webinars[1], *emails[::-1]),
        house.add(webinars[0], *emails[::-1]),
    )

    assert await house.pool.fetchval("SELECT count(*) FROM persons") == 50
    for webinar in webinars:
        assert await house.statuses(webinar) == {Status.REGISTERED: 50}


async def test_registered_after_the_finish_is_registered_until_seen_watching(house: House) -> None:
    webinar = await house.webinar()
    await house.finisher.finish_due(ENDS_AT + DAY)
    member = await house.member(webinar, now=ENDS_AT + DAY)
    assert await house.status(member) is Status.REGISTERED

    await house.settlement.take_moments(
        [Moments(member=member, view_at=ENDS_AT + 2 * DAY)], ENDS_AT + 2 * DAY
    )

    assert await house.status(member) is Status.ATTENDED_ON_DEMAND


async def test_decomposed_letters_are_stored_composed(house: House) -> None:
    name = unicodedata.normalize("NFD", "Zoë")
    (result,) = await house.registration.add_members(
        (await house.webinar()).id, [NewMemberRow(email="zoe@example.com", first_name=f" {name} ")], BEFORE
    )

    assert result.member is not None
    assert result.member.person.first_name == "Zoë"
