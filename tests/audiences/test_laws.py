"""The laws of filters, over random trees and random people, on a real database."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from latecomer.postgres.pool import Conn, connect
from tests.audiences import oracle
from tests.audiences.oracle import AWebinar, World
from tests.audiences.worlds import (
    SEGMENT_ZONES,
    WEBINARS,
    found,
    one_of_each,
    question,
    trees,
    worlds,
    write_people,
    write_webinars,
)

Tree = dict[str, Any]


@pytest.fixture
def database(postgres_url: str) -> Iterator[tuple[asyncio.Runner, Conn]]:
    """A connection, and the loop that it lives in."""
    with asyncio.Runner() as runner:
        conn = runner.run(connect(postgres_url))
        runner.run(write_webinars(conn))
        yield runner, conn
        runner.run(conn.close())


@st.composite
def asked(draw: st.DrawFn) -> tuple[World, Tree, Tree, str, str, AWebinar | None]:
    """A world, two filters of one scope, and where they are asked."""
    world = draw(worlds())
    scope = draw(st.sampled_from(("members", "people")))
    webinar = draw(st.sampled_from(WEBINARS)) if scope == "members" else None
    tree = trees(scope, list(world.segments))
    return world, draw(tree), draw(tree), scope, draw(st.sampled_from(SEGMENT_ZONES)), webinar


@st.composite
def each_kind(draw: st.DrawFn) -> tuple[World, list[Tree], str, str, AWebinar | None]:
    """A world, leaves of every kind, and where they are asked."""
    scope = draw(st.sampled_from(("members", "people")))
    webinar = draw(st.sampled_from(WEBINARS)) if scope == "members" else None
    return draw(worlds()), draw(one_of_each(scope)), scope, draw(st.sampled_from(SEGMENT_ZONES)), webinar


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(each_kind())
def test_every_kind_of_leaf_equals_the_oracle(
    database: tuple[asyncio.Runner, Conn],
    case: tuple[World, list[Tree], str, str, AWebinar | None],
) -> None:
    runner, conn = database
    world, leaves, scope, zone, webinar = case

    async def look() -> None:
        transaction = conn.transaction()
        await transaction.start()
        try:
            await write_people(conn, world)
            for leaf in leaves:
                seen = await found(conn, question(world, leaf, scope, zone, webinar))
                assert seen == oracle.rows(world, leaf, scope, zone, webinar), leaf
        finally:
            await transaction.rollback()

    runner.run(look())


@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(asked())
def test_sql_equals_the_oracle_and_not_is_the_complement(
    database: tuple[asyncio.Runner, Conn],
    case: tuple[World, Tree, Tree, str, str, AWebinar | None],
) -> None:
    runner, conn = database
    world, a, b, scope, zone, webinar = case

    async def rows(tree: Tree) -> set[Any]:
        return await found(conn, question(world, tree, scope, zone, webinar))

    async def look() -> None:
        transaction = conn.transaction()
        await transaction.start()
        try:
            await write_people(conn, world)
            everybody = await rows({"all": []})
            in_a, in_b = await rows(a), await rows(b)
            assert in_a == oracle.rows(world, a, scope, zone, webinar)
            assert in_b == oracle.rows(world, b, scope, zone, webinar)
            assert await rows({"not": a}) == everybody - in_a
            assert await rows({"all": [a, b]}) == in_a & in_b
            assert await rows({"not": {"all": [a, b]}}) == await rows({"any": [{"not": a}, {"not": b}]})
            assert await rows({"not": {"any": [a, b]}}) == everybody - in_a - in_b
        finally:
            await transaction.rollback()

    runner.run(look())
