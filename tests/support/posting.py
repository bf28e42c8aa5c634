"""Connections that send, and workers of the outbox whose clock a test turns."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from latecomer.core.ids import ConnectionId, Instant, WebinarId
from latecomer.core.retry import Attempt
from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.integrations.deliveries.dispatcher import Dispatcher
from latecomer.postgres.pool import Pool
from latecomer.vendors.kit.sender import OutgoingEvent, Sender
from latecomer.vendors.webhook.client import WebhookSender
from latecomer.vendors.webhook.mapping import read_secret
from tests.vendors.servers.receiver import Receiver


class Clock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.now: Instant = int(time.time() * 1000)

    def __call__(self) -> Instant:
        return self.now

    def turn(self, by_ms: int) -> None:
        """Later by that much."""
        self.now += by_ms


@dataclass(frozen=True)
class SignedNow:
    """Signs with the wall clock, which the receivers' library insists on."""

    inner: Sender

    async def send(self, events: Sequence[OutgoingEvent], now: Instant) -> Sequence[Attempt]:
        del now
        return await self.inner.send(events, int(time.time() * 1000))


@dataclass
class Post:
    """The outbox of one database, and who is connected to it."""

    pool: Pool
    http: OutgoingHttp
    clock: Clock = field(default_factory=Clock)
    senders: dict[ConnectionId, Sender] = field(default_factory=dict)

    async def connect(self, kind: str, sender: Sender | None, *webinars: WebinarId) -> ConnectionId:
        """A connection that is bound to these webinars."""
        connection = ConnectionId(uuid4())
        async with self.pool.acquire() as conn:
            await conn.execute(
                """INSERT INTO connections (id, kind, name, path_token, secrets, created_at)
                   VALUES ($1, $2, 'a receiver', $3, '', $4)""",
                connection,
                kind,
                connection.hex,
                self.clock(),
            )
            for webinar in webinars:
                await conn.execute(
                    """INSERT INTO connection_webinars (connection_id, webinar_id, external_id)
                       VALUES ($1, $2, $3)""",
                    connection,
                    webinar,
                    str(webinar),
                )
        if sender is not None:
            self.senders[connection] = sender
        return connection

    async def connect_receiver(self, receiver: Receiver, *webinars: WebinarId) -> ConnectionId:
        """An endpoint for webhooks."""
        sender = WebhookSender(self.http, receiver.url, [read_secret(receiver.secret)])
        return await self.connect("webhook", SignedNow(sender), *webinars)

    async def open(self, connection: ConnectionId) -> Sender | None:
        return self.senders.get(connection)

    def outbox(self, *, lease_ms: int = 90_000) -> Dispatcher:
        """A worker's."""
        return Dispatcher(self.pool, self.open, self.clock, lease_ms=lease_ms)

    @asynccontextmanager
    async def working(self, workers: int = 1) -> AsyncIterator[asyncio.Event]:
        """Workers at work; the event wakes them."""
        wake = _Bell([asyncio.Event() for _ in range(workers)])
        tasks = [asyncio.create_task(self.outbox().run(event)) for event in wake.events]
        try:
            yield wake
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def states(self, connection: ConnectionId) -> list[tuple[str, int, str | None]]:
        """State, attempts and code of each delivery, in the order of the events."""
        async with self.pool.acquire() as conn:
            rows = await conn.fetch(
                "SELECT state, attempts, code FROM deliveries WHERE connection_id = $1 ORDER BY number",
                connection,
            )
        return [(row["state"], row["attempts"], row["code"]) for row in rows]

    async def until_settled(
        self, connection: ConnectionId, count: int, within_s: float = 10.0, *, due: int = 0
    ) -> None:
        """Wait until ``count`` deliveries of a connection exist, only ``due`` are due now, and nobody is at work."""
        async with asyncio.timeout(within_s):
            while True:
                async with self.pool.acquire() as conn:
                    row = await conn.fetchrow(
                        """SELECT count(*), count(*) FILTER (WHERE state = 'waiting' AND due_at <= $2),
                                  (SELECT count(holder) FROM delivery_lanes WHERE connection_id = $1)
                             FROM deliveries WHERE connection_id = $1""",
                        connection,
                        self.clock(),
                    )
                assert row is not None
                there, now_due, lanes = row
                if there >= count and now_due == due and not lanes:
                    return
                await asyncio.sleep(0.01)


class _Bell(asyncio.Event):
    """Rings at every worker."""

    def __init__(self, events: Sequence[asyncio.Event]) -> None:
        super().__init__()
        self.events = events

    def set(self) -> None:
        for event in self.events:
            event.set()


@asynccontextmanager
async def open_post(pool: Pool) -> AsyncIterator[Post]:
    """The outbox on a database, with a client that may talk to 127.0.0.1."""
    http = OutgoingHttp(Guard(read_networks(["127.0.0.1"])), timeout_s=1.0)
    try:
        yield Post(pool, http)
    finally:
        await http.close()
