"""The codecs: what goes in comes out, to the millisecond."""

import pytest

from latecomer.postgres.pool import Pool


@pytest.mark.parametrize("at", [0, 1, 999, 1_772_640_000_123, -1, -62_135_596_800_000, 253_402_300_799_999])
async def test_instants_survive(pool: Pool, at: int) -> None:
    assert await pool.fetchval("SELECT $1::timestamptz", at) == at
    assert await pool.fetchval("SELECT $1::timestamptz[]", [at, None]) == [at, None]
    assert await pool.fetchval("SELECT extract(epoch FROM $1::timestamptz) * 1000", at) == at


async def test_microseconds_are_cut_off(pool: Pool) -> None:
    assert await pool.fetchval("SELECT '1970-01-01T00:00:00.001999Z'::timestamptz") == 1
    assert await pool.fetchval("SELECT '1969-12-31T23:59:59.999999Z'::timestamptz") == -1


@pytest.mark.parametrize("value", [{}, [], "ü", 1, 1.5, True, {"a": [None, {"b": "\u2028"}]}])
async def test_json_survives(pool: Pool, value: object) -> None:
    assert await pool.fetchval("SELECT $1::jsonb", value) == value


async def test_every_connection_of_a_pool_has_the_codecs(pool: Pool) -> None:
    async with pool.acquire() as one, pool.acquire() as two:
        assert [await conn.fetchval("SELECT $1::timestamptz", 5) for conn in (one, two)] == [5, 5]
