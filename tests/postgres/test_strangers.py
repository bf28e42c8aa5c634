"""Connections for strangers: few, so that others find some."""

import asyncio

from latecomer.postgres.pool import Pool
from latecomer.postgres.strangers import StrangersPool
from tests.support.turns import turns


async def test_strangers_wait_for_each_other_and_nobody_waits_for_them(pool: Pool) -> None:
    strangers, leave = StrangersPool(pool), asyncio.Event()
    served = 0

    async def ask() -> None:
        nonlocal served
        async with strangers.acquire() as conn:
            await conn.fetchval("SELECT 1")
            served += 1
            await leave.wait()

    asking = [asyncio.create_task(ask()) for _ in range(20)]
    while served < 3:
        await turns(1)
    async with pool.acquire() as conn:
        assert await conn.fetchval("SELECT 1") == 1
    assert served == 3
    leave.set()
    await asyncio.gather(*asking)
    assert served == 20
