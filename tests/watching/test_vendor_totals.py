"""Vendors' reports in the ledger, also after Redis came back empty, in the archive and in the export."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from redis.asyncio import Redis

from latecomer.core.webinar import Recording
from latecomer.dashboards.archived import archived_numbers
from latecomer.redis import keys
from latecomer.redis.pubsub import Changes
from latecomer.watching.checkpoint import Checkpoint
from latecomer.watching.explanation import Explanations
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.status_sync import StatusSync
from latecomer.watching.vendor_totals import VendorTotals
from tests.integrations.inbox.test_service import NOW, Sender, open_sender
from tests.support.builders import HOUR, MINUTE, STARTS_AT
from tests.support.services import House


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client


async def _stay(sender: Sender, low: int, high: int) -> None:
    await sender.send("attendance.joined", STARTS_AT + low, email="ana@example.org", stay="1")
    await sender.send("attendance.left", STARTS_AT + high, email="ana@example.org", stay="1")


async def test_what_nobody_put_is_swept_and_put_once(house: House, redis: Redis) -> None:
    house.broken = True  # the ledger is away while the deliveries are handled
    sender = await open_sender(house)
    await _stay(sender, 0, 10 * MINUTE)
    ledger = Ledger(redis)
    await ledger.set_ready(0)
    reporting = VendorTotals(house.pool, ledger, Changes(redis), lambda: NOW)
    assert await reporting.sweep() == 1
    assert await reporting.sweep() == 0
    member = await sender.member()
    assert (await ledger.read([member]))[member].live_ms == 10 * MINUTE


async def test_what_the_ledger_cannot_take_now_is_left_to_the_sweep(house: House, redis: Redis) -> None:
    house.broken = True
    sender = await open_sender(house)
    await _stay(sender, 0, 10 * MINUTE)
    ledger, member = Ledger(redis), await sender.member()
    reporting = VendorTotals(house.pool, ledger, Changes(redis), lambda: NOW)
    await reporting.announce([member])  # its shard is not ready
    await ledger.set_ready(0)
    newer = replace(
        sender.webinar, version=9, recording=Recording(url="/recordings/x.mp4", duration_s=60.0, version=7)
    )
    await ledger.put_webinar(newer)
    await reporting.announce([member])  # its webinar has changed since it was read
    assert await ledger.read([member]) == {}
    await redis.delete(keys.card(0, newer.id))
    assert await reporting.sweep() == 1


async def test_a_redis_that_came_back_empty_has_it_again(house: House, redis: Redis) -> None:
    sender = await open_sender(house)
    await _stay(sender, 0, 10 * MINUTE)
    ledger = Ledger(redis)
    await StatusSync(house.pool, ledger, Changes(redis), lambda: NOW).webinar_changed(sender.webinar)
    await Checkpoint(house.pool, ledger, lambda: NOW).make_ready(0)
    member = await sender.member()
    record = (await ledger.read([member]))[member]
    assert (record.live_ms, record.status) == (10 * MINUTE, await sender.status())
    assert (await ledger.counters(sender.webinar.id))["t1"] == 1


async def test_where_the_rows_are_the_only_copy_it_counts_too(house: House, redis: Redis) -> None:
    sender = await open_sender(house)
    await _stay(sender, 0, HOUR)
    member = await sender.member()
    numbers = await archived_numbers(house.pool, sender.webinar)
    assert numbers.tenths[9] == 1
    explanations = Explanations(Ledger(redis), house.pool)
    assert (await explanations.watched(sender.webinar.id, [member]))[member].live_ms == HOUR
    (row,) = (await explanations.watch(sender.webinar, member)).reports
    assert row.intervals == ((STARTS_AT, STARTS_AT + HOUR),)


async def test_an_export_has_what_vendors_report(house: House) -> None:
    sender = await open_sender(house)
    await _stay(sender, 0, HOUR)
    person = (await house.load(await sender.member())).person
    export: Any = await house.export.export(person.id, NOW)
    (member,) = export["members"]
    assert [row["mode"] for row in member["reports"]] == ["live"]
