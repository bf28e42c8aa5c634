"""Persons: corrected without stealing, erased without a trace, exported in full."""

import asyncio
from uuid import uuid4

import msgspec
import pytest

from latecomer.core.errors import Refused
from latecomer.core.ids import MemberId, PersonId
from latecomer.core.status import Status
from latecomer.people.schemas import ChangePerson
from latecomer.watching.queries import checkpoint as copies
from latecomer.watching.queries.checkpoint import LedgerCopy
from latecomer.webinars.members.registration import NewMemberRow
from latecomer.webinars.members.settlement import Moments
from tests.support.builders import ENDS_AT, HOUR, MINUTE, STARTS_AT
from tests.support.services import BEFORE, House

AFTER = ENDS_AT + HOUR
ADA = NewMemberRow(
    email="ada@example.com",
    first_name="Ada",
    last_name="Lovelace",
    phone="+44 20 7946 0000",
    city="London",
    properties={"table": 7},
)


async def ada(house: House) -> tuple[PersonId, MemberId]:
    """Ada, No-Show of one webinar."""
    webinar = await house.webinar()
    (result,) = await house.registration.add_members(webinar.id, [ADA], BEFORE)
    assert result.member is not None
    await house.finisher.finish(webinar.id, ENDS_AT)
    return result.member.person.id, result.member.id


async def test_corrections_change_what_they_name(house: House) -> None:
    person_id, _ = await ada(house)

    corrected = await house.persons.correct(
        person_id,
        ChangePerson(email=" Ada.King@Example.com ", last_name="King", phone=None, properties={"table": 8}),
    )

    assert corrected == await house.persons.get(person_id)
    assert (corrected.email, corrected.name, corrected.phone) == ("Ada.King@Example.com", "Ada King", None)
    assert (corrected.city, corrected.properties) == ("London", {"table": 8})


async def test_a_corrected_email_is_what_the_person_is_found_by(house: House) -> None:
    person_id, member = await ada(house)
    webinar = (await house.load(member)).webinar_id
    await house.persons.correct(person_id, ChangePerson(email="ada.king@example.com"))

    (same,) = await house.registration.add_members(
        webinar, [NewMemberRow(email="ADA.KING@example.com")], AFTER
    )
    (new,) = await house.registration.add_members(webinar, [ADA], AFTER)

    assert same.member is not None
    assert same.member.id == member
    assert new.member is not None
    assert new.member.person.id != person_id


async def test_nobody_can_take_the_email_of_another(house: House) -> None:
    person_id, member = await ada(house)
    (other,) = await house.registration.add_members(
        (await house.load(member)).webinar_id, [NewMemberRow(email="bob@example.com")], AFTER
    )
    assert other.member is not None

    with pytest.raises(Refused) as refusal:
        await house.persons.correct(other.member.person.id, ChangePerson(email="ADA@example.com"))

    assert refusal.value.code == "email_taken"
    own = await house.persons.correct(person_id, ChangePerson(email="ADA@example.com"))
    assert own.email == "ADA@example.com"


async def test_two_who_want_one_email_at_once(house: House) -> None:
    await house.warm_up()
    webinar = await house.webinar()
    results = await house.add(webinar, "a@example.com", "b@example.com")
    people = [result.member.person.id for result in results if result.member]

    answers = await asyncio.gather(
        *(house.persons.correct(person, ChangePerson(email="c@example.com")) for person in people),
        return_exceptions=True,
    )

    (refusal,) = [answer for answer in answers if isinstance(answer, Refused)]
    assert refusal.code == "email_taken"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (ChangePerson(email=""), "missing_email"),
        (ChangePerson(email="nobody"), "invalid_email"),
        (ChangePerson(company="x" * 501), "field_too_long"),
        (ChangePerson(company="\x00"), "invalid_characters"),
        (ChangePerson(properties={str(n): n for n in range(101)}), "invalid_properties"),
    ],
)
async def test_wrong_corrections_are_refused(house: House, changes: ChangePerson, code: str) -> None:
    person_id, _ = await ada(house)
    before = await house.persons.get(person_id)

    with pytest.raises(Refused) as refusal:
        await house.persons.correct(person_id, changes)

    assert refusal.value.code == code
    assert await house.persons.get(person_id) == before


async def test_an_erased_person_leaves_numbers_and_nothing_else(house: House) -> None:
    person_id, member = await ada(house)
    await house.registration.set_status(member, Status.ATTENDED, "Ada Lovelace called", AFTER)
    before = await house.load(member)
    await store_copy(house, member)

    await house.erasure.erase(person_id, AFTER)

    after = await house.load(member)
    person = after.person
    assert (person.email, person.first_name, person.last_name, person.phone, person.city) == (None,) * 5
    assert (person.properties, person.erased_at, person.name) == ({}, AFTER, "")
    assert (after.status, after.status_reason, after.link_serial) == (
        Status.ATTENDED,
        None,
        before.link_serial + 1,
    )
    assert house.announced[-1].ledger_member == after.ledger_member
    assert await house.events(member) == [
        (None, Status.REGISTERED),
        (Status.REGISTERED, Status.NO_SHOW),
        (Status.NO_SHOW, Status.ATTENDED),
    ]
    everything = msgspec.json.encode(
        [
            [list(row.values()) for row in await house.pool.fetch(f"SELECT t::text FROM {table} AS t")]  # noqa: S608
            for table in ("persons", "members", "facts", "status_events", "outbox", "ledger_copies")
        ]
    ).lower()
    for trace in (b"ada@", b"ada lovelace", b"lovelace", b"7946", b"london", b"table"):
        assert trace not in everything
    async with house.pool.acquire() as conn:
        assert len(await copies.load(conn, [member])) == 1


async def test_erasing_again_changes_nothing(house: House) -> None:
    person_id, member = await ada(house)
    await house.erasure.erase(person_id, AFTER)
    before = await house.load(member)

    await house.erasure.erase(person_id, AFTER + 1)

    assert await house.load(member) == before


async def test_an_erased_person_takes_no_correction_and_no_link_and_comes_back_as_another(
    house: House,
) -> None:
    person_id, member = await ada(house)
    webinar = (await house.load(member)).webinar_id
    await house.erasure.erase(person_id, AFTER)

    with pytest.raises(Refused) as correction:
        await house.persons.correct(person_id, ChangePerson(first_name="Ada"))
    with pytest.raises(Refused) as link:
        await house.registration.new_link(member, AFTER)
    (new,) = await house.registration.add_members(webinar, [ADA], AFTER)

    assert correction.value.code == "erased"
    assert link.value.code == "erased"
    assert new.member is not None
    assert new.member.id != member
    assert (await house.load(member)).link_serial == 2


async def test_what_was_seen_of_an_erased_person_still_settles(house: House) -> None:
    person_id, member = await ada(house)
    await house.erasure.erase(person_id, AFTER)

    await house.settlement.take_moments([Moments(member=member, view_at=AFTER)], AFTER)

    assert await house.status(member) is Status.ATTENDED_ON_DEMAND
    assert house.announced[-1].name == ""


async def test_an_export_holds_everything(house: House) -> None:
    person_id, member = await ada(house)
    await house.settlement.take_moments([Moments(member=member, joined_at=AFTER, view_at=AFTER)], AFTER)
    await store_copy(house, member)
    second = await house.webinar(name="Worms")
    await house.registration.add_members(second.id, [ADA], AFTER)

    export = msgspec.json.decode(msgspec.json.encode(await house.export.export(person_id, AFTER)))

    assert export["exported_at"] == "2026-03-04T18:00:00.000Z"
    assert export["person"]["email"] == "ada@example.com"
    assert export["person"]["properties"] == {"table": 7}
    first, other = export["members"]
    assert (first["webinar"], first["status"], first["visitor"]) == ("Composting", "attended_on_demand", True)
    assert [entry.get("fact") or entry.get("to_status") or entry["kind"] for entry in first["timeline"]] == [
        "attended_on_demand",
        "view",
        "joined",
        "no_show",
        "finish",
        "registered",
        "registered",
    ]
    assert first["watched"]["intervals"] == [["2026-03-04T17:00:00.000Z", "2026-03-04T17:01:00.000Z"]]
    assert first["watched"]["covered"] == [[0, 60]]
    assert first["watched"]["drops"] == {"future": 2}
    assert (other["webinar"], other["status"], other["watched"]) == ("Worms", "registered", None)


async def test_unknown_persons_are_refused(house: House) -> None:
    nobody = PersonId(uuid4())
    for attempt in (
        house.persons.get(nobody),
        house.persons.correct(nobody, ChangePerson(first_name="x")),
        house.erasure.erase(nobody, AFTER),
        house.export.export(nobody, AFTER),
    ):
        with pytest.raises(Refused) as refusal:
            await attempt
        assert refusal.value.code == "unknown_person"


async def store_copy(house: House, member: MemberId) -> None:
    """A copy of the member's ledger record: the first minute after the end."""
    async with house.pool.acquire() as conn:
        copy = LedgerCopy(
            member=member,
            webinar=(await house.load(member)).webinar_id,
            version=1,
            intervals=((ENDS_AT, ENDS_AT + MINUTE),),
            covered=((0, 60),),
            recording_version=1,
            resume_s=60.0,
            playbacks=[{"anchor_at": STARTS_AT}],
            drops={"future": 2},
            recent_drops=[],
            moments={},
        )
        await copies.store(conn, [copy], AFTER)
