"""Email keys made anew: the oldest person of an address gets the key, and nobody is merged."""

from uuid import UUID, uuid4

import pytest

from latecomer.core.email_address import email_key
from latecomer.core.ids import PersonId
from latecomer.core.person import Person
from latecomer.people.queries import email_keys, persons
from latecomer.postgres.migrate import migrate
from latecomer.postgres.pool import Conn, connect

NFC, NFD = "jos\u00e9@example.org", "jose\u0301@example.org"


async def _written_before(conn: Conn, email: str, created_at: int) -> PersonId:
    """Insert a person as the version before did it."""
    person = PersonId(uuid4())
    await conn.execute(
        "INSERT INTO persons (id, email, email_key, properties, created_at) VALUES ($1, $2, $3, $4, $5)",
        person,
        email,
        email.strip().casefold(),
        {},
        created_at,
    )
    return person


async def _key(conn: Conn, person: PersonId) -> str:
    return str(await conn.fetchval("SELECT email_key FROM persons WHERE id = $1", person))


@pytest.mark.parametrize("older_first", [True, False])
async def test_of_two_persons_with_one_address_the_older_gets_the_key(
    postgres_url: str, *, older_first: bool
) -> None:
    conn = await connect(postgres_url)
    emails = (NFC, NFD) if older_first else (NFD, NFC)
    older = await _written_before(conn, emails[0], 1_000)
    younger = await _written_before(conn, emails[1], 2_000)

    assert await migrate(postgres_url, [email_keys.bring_up_to_date]) == []

    assert await _key(conn, older) == email_key(NFC)
    assert await _key(conn, younger) == f"{email_key(NFC)} #{younger}"
    async with conn.transaction():
        found = await persons.ensure(conn, [Person(id=PersonId(UUID(int=0)), email=NFD)])
    assert found == {email_key(NFC): older}
    assert await email_keys.renew(conn) == []
    await conn.close()


async def test_a_sharp_s_is_no_double_s(postgres_url: str) -> None:
    conn = await connect(postgres_url)
    sharp = await _written_before(conn, "Anna.Gro\u00df@example.org", 1_000)

    await migrate(postgres_url, [email_keys.bring_up_to_date])

    assert await _key(conn, sharp) == "anna.gro\u00df@example.org"
    async with conn.transaction():
        found = await persons.ensure(conn, [Person(id=PersonId(UUID(int=0)), email="anna.gross@example.org")])
    assert found["anna.gross@example.org"] != sharp
    await conn.close()


async def test_the_younger_person_can_be_changed_without_losing_the_place(postgres_url: str) -> None:
    conn = await connect(postgres_url)
    await _written_before(conn, NFC, 1_000)
    younger = await _written_before(conn, NFD, 2_000)
    await migrate(postgres_url, [email_keys.bring_up_to_date])

    person = await persons.load(conn, younger)
    assert person is not None
    await persons.update(conn, Person(id=younger, email=person.email, first_name="Jos\u00e9"))

    assert await _key(conn, younger) == f"{email_key(NFC)} #{younger}"
    with pytest.raises(persons.EmailTaken):
        await persons.update(conn, Person(id=younger, email=NFC))
    await conn.close()
