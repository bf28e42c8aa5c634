"""Senders: the clients of connections, made from their current settings and secrets; and their tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
import structlog

from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, Instant
from latecomer.core.retry import Attempt, AttemptOutcome
from latecomer.http.outgoing import OutgoingHttp
from latecomer.integrations.connections import queries as rows
from latecomer.integrations.connections.queries import Binding
from latecomer.integrations.connections.secrets import OpenSecrets
from latecomer.integrations.connections.service import Connection, Connections, Tested, Tester
from latecomer.postgres.pool import Conn, Pool
from latecomer.redis.cluster import Client
from latecomer.vendors.kit.definition import Kind, Tools
from latecomer.vendors.kit.sender import BoundWebinar, CheckedSender, Sender
from latecomer.vendors.registry import DEFINITIONS
from latecomer.webinars import queries as webinars

_log = structlog.get_logger()


class Senders:
    """Makes senders from settings and secrets."""

    def __init__(self, pool: Pool, http: OutgoingHttp, redis: Client, clock: Callable[[], Instant]) -> None:
        self._pool = pool
        self._tools = Tools(http, redis, clock)

    @property
    def testers(self) -> Mapping[Kind, Tester]:
        """Return the test of each kind of connection that sends."""
        return {kind: self._test for kind, each in DEFINITIONS.items() if each.make_sender is not None}

    def make(
        self,
        kind: Kind,
        settings: Mapping[str, object],
        secrets: OpenSecrets,
        bound: Mapping[str, BoundWebinar],
    ) -> CheckedSender | None:
        """Return the sender of a connection; None when its kind sends nothing.

        Args:
            bound: the webinars that the connection is bound to, by their ids.

        Raises: msgspec.ValidationError, ValueError for secrets that cannot be used.
        """
        definition = DEFINITIONS.get(kind)
        if definition is None or definition.make_sender is None:
            return None
        return definition.make_sender(self._tools, settings, secrets, bound)

    async def _test(self, connection: Connection, secrets: OpenSecrets) -> Tested | None:
        bound = await self._bound(connection.webinars)
        sender = self.make(connection.kind, connection.settings, secrets, bound)
        return None if sender is None else _tested(await sender.check(connection.name, self._tools.clock()))

    async def _bound(self, bindings: Sequence[Binding]) -> Mapping[str, BoundWebinar]:
        async with self._pool.acquire() as conn:
            return await _bound(conn, bindings)


def _tested(attempt: Attempt) -> Tested:
    works = attempt.outcome is AttemptOutcome.DELIVERED
    return Tested(
        works=works, code="works" if works else attempt.code, message=attempt.message or attempt.code
    )


class SenderFactory:
    """Makes the senders of connections for the dispatcher."""

    def __init__(self, pool: Pool, connections: Connections, senders: Senders) -> None:
        self._pool = pool
        self._connections = connections
        self._senders = senders

    async def open(self, connection: ConnectionId) -> Sender | None:
        """Return the sender of a connection; None when the connection was deleted, sends nothing, or has invalid
        settings."""
        async with self._pool.acquire() as conn:
            row = await rows.load(conn, connection)
            if row is None:
                return None
            bound = await _bound(conn, (await rows.bindings(conn, [connection])).get(connection, ()))
        try:
            return self._senders.make(row.kind, row.settings, self._connections.open(row), bound)
        except (Refused, msgspec.ValidationError, ValueError) as problem:
            _log.warning("connection_unusable", connection=str(connection), error=str(problem))
            return None


async def _bound(conn: Conn, bindings: Sequence[Binding]) -> Mapping[str, BoundWebinar]:
    """Return the webinars of these bindings by their ids."""
    called = {each.webinar: each.external_id for each in bindings}
    return {
        str(webinar.id): BoundWebinar(
            external_id=called[webinar.id],
            name=webinar.name,
            starts_at=webinar.starts_at,
            ends_at=webinar.ends_at,
        )
        for webinar in await webinars.load(conn, list(called))
    }
