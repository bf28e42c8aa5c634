"""Leases: one holder at a time, and one whose lease has run out changes nothing."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from latecomer.postgres.leases import Lease, LeaseLost, held
from latecomer.postgres.pool import Conn, Pool

A, B = UUID(int=1), UUID(int=2)
LEASE = Lease("jobs", ("part", "id"))
CLAIM = LEASE.claim(
    f"SELECT part, id FROM jobs WHERE NOT done AND {LEASE.is_free} ORDER BY id LIMIT $4 FOR UPDATE SKIP LOCKED",  # noqa: S608 - constants of this file
    "tries = tries + 1",
    returning="id, tries",
)
EXTEND = LEASE.extend("progress = $5", "NOT done")
COMPLETE = LEASE.end("done = true, progress = $4")
RELEASE = LEASE.end("tries = tries - 1")


@pytest.fixture
async def conn(pool: Pool) -> AsyncIterator[Conn]:
    async with pool.acquire() as conn:
        await conn.execute(
            """CREATE TEMP TABLE jobs (part int, id int, done bool DEFAULT false, tries int DEFAULT 0,
                 progress int DEFAULT 0, holder uuid, lease_until timestamptz, PRIMARY KEY (part, id))"""
        )
        await conn.execute("INSERT INTO jobs (part, id) VALUES (7, 1), (7, 2)")
        yield conn
        await conn.execute("DROP TABLE jobs")


async def claim(conn: Conn, holder: UUID, now: int, limit: int = 9) -> list[tuple[int, int]]:
    rows = await conn.fetch(CLAIM, holder, now, now + 100, limit)
    return sorted((row["id"], row["tries"]) for row in rows)


async def test_a_row_has_one_holder_until_its_lease_runs_out(conn: Conn) -> None:
    assert await claim(conn, A, 0, 1) == [(1, 1)]
    assert await claim(conn, B, 99) == [(2, 1)]
    assert await claim(conn, B, 100) == [(1, 2)]
    assert await conn.fetchval(EXTEND, A, 300, 7, 1, 50) is None
    assert await conn.fetchval(COMPLETE, A, 7, 1, 100) is None
    assert await conn.fetchval("SELECT max(progress) FROM jobs") == 0


async def test_a_lease_is_extended_and_ended_by_its_holder(conn: Conn) -> None:
    await claim(conn, A, 0)
    assert await conn.fetchval(EXTEND, A, 300, 7, 1, 50)
    assert await claim(conn, B, 299) == [(2, 2)]
    assert await conn.fetchval(COMPLETE, A, 7, 1, 100)
    assert await conn.fetchval(RELEASE, B, 7, 2)
    assert await claim(conn, A, 299) == [(2, 2)], "as if it had not been claimed"
    assert await conn.fetchval("SELECT progress FROM jobs WHERE holder IS NULL") == 100


async def test_a_block_ends_when_its_lease_is_lost() -> None:
    answers = iter([True, True, False])

    async def extend() -> bool:
        return next(answers)

    with pytest.raises(LeaseLost):
        async with asyncio.timeout(5), held(extend, 0.001):
            await asyncio.Event().wait()
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_a_block_ends_with_the_error_of_its_extension_and_otherwise_undisturbed() -> None:
    async def broken() -> bool:
        raise KeyError

    with pytest.raises(KeyError):
        async with asyncio.timeout(5), held(broken, 0.001):
            await asyncio.Event().wait()

    async def fine() -> bool:
        return True

    async with held(fine, 0.001):
        await asyncio.sleep(0)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01), held(fine, 0.001):
            await asyncio.Event().wait()
