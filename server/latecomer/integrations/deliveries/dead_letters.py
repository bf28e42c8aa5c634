"""Dead letters: deliveries that failed for good, which people can list and replay."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, Instant, MemberId
from latecomer.integrations.connections.queries import Counts
from latecomer.integrations.deliveries.queries import deliveries, moved_back
from latecomer.integrations.deliveries.queries.deliveries import Delivery, DeliveryState
from latecomer.integrations.deliveries.queries.moved_back import MovedBack
from latecomer.postgres import cursors
from latecomer.postgres.pool import Pool


class DeadLetters:
    """The service that lists and replays failed deliveries."""

    def __init__(self, pool: Pool, wake: Callable[[], Awaitable[None]]) -> None:
        self._pool = pool
        self._wake = wake

    async def page(
        self, connection: ConnectionId, states: Sequence[DeliveryState], cursor: str | None, limit: int
    ) -> tuple[list[Delivery], str | None]:
        """Return deliveries of a connection, newest event first, and the cursor of the next page.

        Raises: Refused unknown_connection, invalid_limit, invalid_cursor.
        """
        cursors.check_limit(limit)
        before = None if cursor is None else cursors.decode(cursor, int)
        await self._check(connection)
        async with self._pool.acquire() as conn:
            found = await deliveries.page(conn, connection, states or tuple(DeliveryState), before, limit + 1)
        more = len(found) > limit
        return found[:limit], cursors.encode(found[limit - 1].number) if more else None

    async def counts(self, connection: ConnectionId) -> Counts:
        """Count the waiting and dead deliveries. Raises: Refused unknown_connection."""
        await self._check(connection)
        async with self._pool.acquire() as conn:
            return (await deliveries.counts(conn, [connection])).get(connection, Counts())

    async def moved_back(
        self, connection: ConnectionId, after: MemberId | None, limit: int
    ) -> Sequence[MovedBack]:
        """Return members whom the vendor could not be told to move back, in the order of ids.

        Raises: Refused unknown_connection.
        """
        await self._check(connection)
        async with self._pool.acquire() as conn:
            return await moved_back.load(conn, connection, after, limit)

    async def replay(self, delivery: UUID, now: Instant) -> Delivery:
        """Try a dead letter again, or a waiting delivery at once.

        Raises: Refused unknown_delivery, already_delivered.
        """
        async with self._pool.acquire() as conn:
            found = await deliveries.replay(conn, delivery, now)
        if found is None:
            raise Refused("unknown_delivery", "no delivery has this id")
        if found.state is DeliveryState.DELIVERED:
            raise Refused("already_delivered", "This was delivered already, so it is not sent again.")
        await self._wake()
        return found

    async def replay_dead(self, connection: ConnectionId, now: Instant) -> int:
        """Try every dead letter of a connection again. Returns: the number. Raises: Refused unknown_connection."""
        await self._check(connection)
        async with self._pool.acquire() as conn:
            replayed = await deliveries.replay_dead(conn, connection, now)
        await self._wake()
        return replayed

    async def _check(self, connection: ConnectionId) -> None:
        async with self._pool.acquire() as conn:
            if not await deliveries.exists(conn, connection):
                raise Refused("unknown_connection", "no connection has this id")
