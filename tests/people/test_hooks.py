"""The personal data that a folder stores, erased and exported with the rest."""

import pytest

from latecomer.core.ids import MemberId
from latecomer.people.hooks import PeopleHooks, PersonalData, Subject
from latecomer.postgres.pool import Conn
from tests.support.builders import ENDS_AT
from tests.support.services import House


async def test_registered_data_is_exported_and_erased_with_the_person(house: House) -> None:
    notes: dict[MemberId, str] = {}

    async def erase(conn: Conn, subject: Subject) -> None:
        assert conn.is_in_transaction()
        assert subject.person.email == "ada@example.com"
        for member in subject.members:
            notes.pop(member, None)

    async def export(_: Conn, subject: Subject) -> object:
        return [notes[member] for member in subject.members]

    data = PersonalData(name="notes", erase=erase, export=export)
    house.parts.get(PeopleHooks).personal_data.append(data)
    member = await house.member(await house.webinar(), "ada@example.com")
    other = await house.member(await house.webinar(), "bob@example.com")
    notes |= {member: "likes compost", other: "asks a lot"}
    person = (await house.load(member)).person.id

    assert (await house.export.export(person, ENDS_AT))["notes"] == ["likes compost"]
    await house.erasure.erase(person, ENDS_AT)
    assert notes == {other: "asks a lot"}


async def test_data_that_cannot_be_erased_keeps_the_person(house: House) -> None:
    async def erase(*_: object) -> None:
        raise ConnectionError("of a test")

    async def export(*_: object) -> object:
        return None

    data = PersonalData(name="notes", erase=erase, export=export)
    house.parts.get(PeopleHooks).personal_data.append(data)
    member = await house.member(await house.webinar(), "ada@example.com")
    person = (await house.load(member)).person.id
    with pytest.raises(ConnectionError, match="of a test"):
        await house.erasure.erase(person, ENDS_AT)
    assert (await house.load(member)).person.email == "ada@example.com"
