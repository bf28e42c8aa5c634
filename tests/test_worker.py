"""A whole worker: what happens without anybody asking, and what no failure stops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from functools import partial

import msgspec
import pytest

from latecomer import app as composition
from latecomer.core.status import Status
from latecomer.core.timestamps import to_text
from latecomer.integrations.connections.service import Binding, Connections
from latecomer.integrations.inbox.receiver import Receiver
from latecomer.redis.durability import Durability, durability
from latecomer.vendors.webhook.mapping import read_secret, signature
from latecomer.watching.checkpoint import Checkpoint
from latecomer.watching.due_members import DueMembers
from latecomer.webinars.finish import Finisher
from tests.support.builders import ENDS_AT, HOUR, STARTS_AT, S
from tests.support.server import Guest, Live


@pytest.fixture
async def worker(live: Live) -> AsyncIterator[asyncio.Task[None]]:
    """A worker of the running installation."""
    working = asyncio.create_task(composition.work(live.settings, clock=live.clock))
    yield working
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working


async def no_show(live: Live) -> Guest:
    webinar = await live.webinar()
    guest = await live.guest(webinar)
    await live.parts.get(Finisher).finish(webinar.id, ENDS_AT)
    await live.settle()
    return guest


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    """Ask until it is so."""
    async with asyncio.timeout(25):
        while not await true():
            pass


async def test_a_view_flips_by_itself(live: Live, worker: asyncio.Task[None]) -> None:
    guest = await no_show(live)
    await live.watch(guest, ENDS_AT, ENDS_AT + 61 * S)

    async def flipped() -> bool:
        record = (await live.ledger.read([guest.id]))[guest.id]
        return bool(record.status is Status.ATTENDED_ON_DEMAND and record.visitor)

    await until(flipped)
    assert not worker.done()


async def test_an_event_finishes_by_itself(live: Live, worker: asyncio.Task[None]) -> None:
    guest = await live.guest(await live.webinar())

    async def finished() -> bool:
        return (await live.ledger.read([guest.id]))[guest.id].status is Status.NO_SHOW

    await until(finished)
    assert not worker.done()


async def test_an_emptied_redis_is_loaded_by_itself(live: Live, worker: asyncio.Task[None]) -> None:
    guest = await no_show(live)
    await live.watch(guest, ENDS_AT, ENDS_AT + 5 * S)
    await live.parts.get(Checkpoint).copy(after_ms=0)
    await live.redis.flushall()

    async def loaded() -> bool:
        return bool(await live.ledger.is_ready(0))

    await until(loaded)
    assert (await live.ledger.read([guest.id]))[guest.id].on_demand_ms == 5 * S
    assert not worker.done()


async def test_what_fails_is_tried_again(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    guest = await no_show(live)
    await live.watch(guest, ENDS_AT, ENDS_AT + 61 * S)
    failures = [ConnectionError("Postgres is away"), ValueError("of a test")]
    take = DueMembers.take

    async def fails_twice(due_members: DueMembers) -> int:
        if failures:
            raise failures.pop()
        return await take(due_members)

    monkeypatch.setattr(DueMembers, "take", fails_twice)
    working = asyncio.create_task(composition.work(live.settings, clock=live.clock))

    async def flipped() -> bool:
        return (await live.ledger.read([guest.id]))[guest.id].status is Status.ATTENDED_ON_DEMAND

    await until(flipped)
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working


@pytest.mark.parametrize(
    ("settings", "worth"),
    [
        (
            {"appendonly": "yes", "appendfsync": "always", "no-appendfsync-on-rewrite": "no"},
            Durability.FLUSHED,
        ),
        (
            {"appendonly": "yes", "appendfsync": "always", "no-appendfsync-on-rewrite": "yes"},
            Durability.WITHIN_A_SECOND,
        ),
        ({"appendonly": "yes", "appendfsync": "everysec"}, Durability.WITHIN_A_SECOND),
        ({"appendonly": "no", "appendfsync": "always"}, Durability.VOLATILE),
        ({}, Durability.UNKNOWN),
    ],
)
def test_what_an_ack_is_worth_follows_from_settings(settings: dict[str, str], worth: Durability) -> None:
    assert durability([settings]) is worth


def test_an_ack_is_worth_what_it_is_at_the_worst_node() -> None:
    flushed = {"appendonly": "yes", "appendfsync": "always", "no-appendfsync-on-rewrite": "no"}
    assert durability([flushed, {"appendonly": "no"}, flushed]) is Durability.VOLATILE
    assert durability([flushed, {}]) is Durability.UNKNOWN


async def test_what_is_pushed_in_is_handled_at_once(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long before the inbox would be looked at by itself."""
    monkeypatch.setattr("latecomer.integrations.inbox.worker._HANDLE_S", 3600.0)
    webinar = await live.webinar()
    binding = Binding(webinar=webinar.id, external_id="1", settings={})
    created = await live.parts.get(Connections).create(
        "standard_webhooks_in", "Ours", {}, {}, [binding], live.clock()
    )
    token, secret = created.connection.path_token, created.made["signing_secret"]
    working = asyncio.create_task(composition.work(live.settings, clock=live.clock))

    async def push(email: str) -> None:
        at, now = to_text(STARTS_AT - HOUR), live.clock()
        data = {"webinar": "1", "email": email, "at": at}
        body = msgspec.json.encode({"type": "registration.created", "timestamp": at, "data": data})
        headers = {
            "webhook-id": email,
            "webhook-timestamp": str(now // 1000),
            "webhook-signature": signature([read_secret(secret)], email, now // 1000, body),
        }
        assert (await live.parts.get(Receiver).receive(token, "POST", headers, body, now)).status == 204

    async def known(email: str) -> bool:
        async with live.parts.pool.acquire() as conn:
            return bool(await conn.fetchval("SELECT true FROM persons WHERE email = $1", email))

    for email in (
        "ada@example.com",
        "bob@example.com",
    ):  # the worker may have begun with the first in any case
        await push(email)
        await until(partial(known, email))
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
