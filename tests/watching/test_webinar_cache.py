"""The webinars that a process knows, while engines come and go. Source: server/latecomer/watching/webinar_cache.py"""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from latecomer.core.ids import WebinarId
from latecomer.redis import keys
from latecomer.redis.functions import LedgerAway
from latecomer.watching.webinar_cache import WebinarCache
from latecomer.webinars.service import WebinarChanges, Webinars
from tests.support.builders import S
from tests.support.server import Live
from tests.support.turns import turns


async def away(*_: object) -> Any:
    raise LedgerAway("of a test")


async def test_it_is_at_most_two_seconds_old(live: Live) -> None:
    webinar = await live.webinar()
    known = WebinarCache(live.ledger, live.parts.pool, live.clock)
    assert await known.get(webinar.id) == webinar
    await live.parts.get(Webinars).patch(webinar.id, WebinarChanges(name="Other"), live.clock())
    live.clock.put(live.clock() + 2 * S)
    assert (found := await known.get(webinar.id)) is not None
    assert found.name == "Other"


async def test_it_is_read_once_for_all_who_ask_in_a_moment(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    webinar = await live.webinar()
    known = WebinarCache(live.ledger, live.parts.pool, live.clock)
    read, readings = live.ledger.webinar, 0

    async def counted(*args: Any) -> Any:
        nonlocal readings
        readings += 1
        return await read(*args)

    monkeypatch.setattr(live.ledger, "webinar", counted)
    gone, *asked = [asyncio.ensure_future(known.get(webinar.id)) for _ in range(50)]
    await turns(1)
    gone.cancel()  # nobody else's reading ends with it
    assert await asyncio.gather(*asked) == [webinar] * 49
    assert readings == 1
    asked = [asyncio.ensure_future(known.refresh(webinar.id))]
    known.forget(webinar.id)
    assert await known.get(webinar.id) == webinar
    await asyncio.gather(*asked)
    assert readings == 3


async def test_who_hears_of_a_change_forgets(live: Live) -> None:
    webinar = await live.webinar()
    known = WebinarCache(live.ledger, live.parts.pool, live.clock)
    await known.get(webinar.id)
    await live.parts.get(Webinars).patch(webinar.id, WebinarChanges(name="Other"), live.clock())
    known.forget(webinar.id)
    assert (found := await known.get(webinar.id)) is not None
    assert found.name == "Other"


async def test_a_missing_card_is_put_from_postgres(live: Live) -> None:
    webinar = await live.webinar()
    await live.redis.delete(keys.card(0, webinar.id))
    known = WebinarCache(live.ledger, live.parts.pool, live.clock)
    assert await known.get(webinar.id) == webinar
    assert await live.ledger.webinar(webinar.id) == webinar


async def test_while_redis_is_away_the_last_known_stands_and_others_come_from_postgres(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    webinar, other = await live.webinar(), await live.webinar()
    known = WebinarCache(live.ledger, live.parts.pool, live.clock)
    await known.get(webinar.id)
    for call in ("webinar", "put_webinar"):
        monkeypatch.setattr(live.ledger, call, away)
    live.clock.put(live.clock() + 10 * S)
    assert await known.get(webinar.id) == webinar
    assert await known.get(other.id) == other
    assert await known.get(WebinarId(uuid4())) is None


async def test_it_holds_only_so_many(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("latecomer.watching.webinar_cache._MOST", 2)
    known = WebinarCache(live.ledger, live.parts.pool, live.clock)
    for _ in range(4):
        await known.get((await live.webinar()).id)
    assert len(known._known) == 2
