"""Copies of ledger records: the newest version wins, whole."""

from dataclasses import replace
from uuid import uuid4

import pytest

from latecomer.core.ids import MemberId
from latecomer.core.person import Person
from latecomer.core.webinar import Webinar
from latecomer.people.queries import persons
from latecomer.postgres.pool import Conn, Pool
from latecomer.watching.queries import checkpoint as copies
from latecomer.watching.queries import reload
from latecomer.watching.queries.checkpoint import LedgerCopy
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import members
from tests.support.builders import ENDS_AT, WEBINAR, webinar

NOW = ENDS_AT


@pytest.fixture
async def everyone(pool: Pool) -> list[MemberId]:
    """Five members of a webinar, in their order."""
    async with pool.acquire() as conn:
        return await people(conn, WEBINAR)


async def people(conn: Conn, of: Webinar) -> list[MemberId]:
    await webinars.insert(conn, of, finish_due_at=None)
    strangers = [Person(id=uuid4(), email=f"{n}@example.com") for n in range(5)]  # type: ignore[arg-type]
    ids = await persons.ensure(conn, strangers)
    return sorted(await members.insert(conn, of.id, list(ids.values()), NOW))


def copy(member: MemberId, version: int = 1) -> LedgerCopy:
    return LedgerCopy(
        member=member,
        webinar=WEBINAR.id,
        version=version,
        intervals=((ENDS_AT, ENDS_AT + version), (ENDS_AT + 1000, ENDS_AT + 1001)),
        covered=((0, version), (100, 200)),
        recording_version=version,
        resume_s=1.25,
        playbacks=[{"playback": "p", "anchor_at": 1}],
        drops={"future": 3},
        recent_drops=[{"segment": [0, 1, 0.0, 0.5]}],
        moments={"joined_at": None, "clicks": [1, 2]},
    )


async def test_a_copy_reads_back_whole(pool: Pool, everyone: list[MemberId]) -> None:
    empty = replace(copy(everyone[1]), intervals=(), covered=())
    async with pool.acquire() as conn:
        await copies.store(conn, [copy(everyone[0]), empty], NOW)

        assert await copies.load(conn, [everyone[0]]) == [copy(everyone[0])]
        assert await copies.load(conn, [everyone[1]]) == [empty]
        assert await copies.load(conn, everyone[2:]) == []


async def test_the_newest_version_wins_in_whatever_order(pool: Pool, everyone: list[MemberId]) -> None:
    async with pool.acquire() as conn:
        for version in (2, 1, 3, 3, 1):
            await copies.store(conn, [copy(everyone[0], version)], NOW)

        assert await copies.load(conn, everyone) == [copy(everyone[0], 3)]


async def test_a_member_that_is_gone_costs_the_others_nothing(pool: Pool, everyone: list[MemberId]) -> None:
    async with pool.acquire() as conn:
        await copies.store(conn, [copy(MemberId(uuid4())), copy(everyone[0])], NOW)
        await copies.store(conn, [], NOW)

        assert await copies.load(conn, everyone) == [copy(everyone[0])]


async def test_a_thousand_large_copies_fit_in_one_call(pool: Pool, everyone: list[MemberId]) -> None:
    large = replace(
        copy(everyone[0]),
        intervals=tuple((2 * n, 2 * n + 1) for n in range(2000)),
        covered=tuple((2 * n, 2 * n + 1) for n in range(2000)),
    )
    async with pool.acquire() as conn:
        await copies.store(conn, [replace(large, member=member) for member in everyone], NOW)

        assert (await copies.load(conn, [everyone[0]]))[0] == large


async def test_a_reload_goes_through_everybody_who_is_not_archived(
    pool: Pool, everyone: list[MemberId]
) -> None:
    async with pool.acquire() as conn:
        archived = webinar(id=uuid4())
        await people(conn, archived)
        await conn.execute("UPDATE webinars SET archived_at = $2 WHERE id = $1", archived.id, NOW)

        seen: list[MemberId] = []
        while found := await reload.cards_page(conn, seen[-1] if seen else None, 2):
            seen += [each.member for each in found]

        assert seen == everyone
        assert await reload.webinars_in_ledger(conn) == [WEBINAR.id]
