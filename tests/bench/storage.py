"""Bytes in Redis per member after an hour of watching, and Valkey's own CPU per heartbeat in full batches.

The hour is told to the ledger with made-up times, heartbeat by heartbeat; everything else is the product's own code.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from latecomer.core.ids import MemberId, PlaybackId, WebinarId
from latecomer.core.person import LedgerMember
from latecomer.core.status import Status
from latecomer.core.webinar import Recording, Webinar
from latecomer.redis.client import open_server
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.operations import Heartbeat, Hello, Player

HOUR_MS = 3_600_000
NOW = 1_795_000_000_000


@dataclass(frozen=True)
class Storage:
    """``bytes_per_member`` counts everything in Redis; ``redis_us`` is Valkey's CPU per heartbeat."""

    bytes_per_member: float
    redis_us: float


async def measure(url: str, members: int = 1000, batch: int = 100) -> Storage:
    """An hour of playing with a pause of a minute every ten, one heartbeat each ten seconds."""
    client: Any = open_server(url)
    await client.flushall()
    ledger = Ledger(client)
    webinar = Webinar(
        id=WebinarId(uuid4()),
        name="Storage",
        starts_at=NOW - 2 * 86_400_000,
        ends_at=NOW - 86_400_000,
        recording=Recording(url="/recordings/x.mp4", duration_s=3600.0),
    )
    await ledger.set_ready(0)
    await ledger.put_webinar(webinar)
    before = (await client.info("memory"))["used_memory"]
    ids = [MemberId(uuid4()) for _ in range(members)]
    cards = [
        LedgerMember(
            member=each, webinar=webinar.id, version=1, status=Status.NO_SHOW, link_serial=1, visitor=False
        )
        for each in ids
    ]
    await ledger.put_members({webinar.id: webinar}, cards, NOW)
    playback = PlaybackId(uuid4())
    for start in range(0, members, batch):
        await ledger.apply(
            0,
            [
                Hello(member=each, webinar=webinar, link_serial=1, now=NOW, playback=playback, clock_ms=0)
                for each in ids[start : start + batch]
            ],
        )
    cpu = await _cpu(client)
    players = [Player(each, 1, playback) for each in ids]
    told = 0
    media_s = 0
    for at_ms in range(0, HOUR_MS, 10_000):
        if at_ms % 600_000 >= 540_000:
            continue
        for start in range(0, members, batch):
            chunk = players[start : start + batch]
            told += len(chunk)
            await ledger.apply(
                0,
                [
                    Heartbeat(
                        player,
                        webinar,
                        NOW + at_ms + 10_000,
                        [NOW + at_ms, NOW + at_ms + 10_000, media_s, media_s + 10],
                        resume_s=media_s + 10.0,
                    )
                    for player in chunk
                ],
            )
        media_s += 10
    used = (await client.info("memory"))["used_memory"] - before
    redis_us = (await _cpu(client) - cpu) / told * 1e6
    await client.aclose()
    return Storage(used / members, redis_us)


async def _cpu(client: Any) -> float:
    info = await client.info("cpu")
    return float(info["used_cpu_user"] + info["used_cpu_sys"])


def run(url: str) -> Storage:
    return asyncio.run(measure(url))
