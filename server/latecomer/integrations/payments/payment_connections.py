"""Payment services: the connection that takes new payments, and the clients of connections.

Source: docs/vendors.md, Stripe
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
import structlog

from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, Instant
from latecomer.http.outgoing import OutgoingHttp
from latecomer.integrations.connections import queries as rows
from latecomer.integrations.connections.queries import ConnectionState
from latecomer.integrations.connections.secrets import OpenSecrets
from latecomer.integrations.connections.service import Connection, Connections, Tested, Tester
from latecomer.postgres.pool import Conn, Pool
from latecomer.redis.cluster import Client
from latecomer.vendors.kit.definition import Kind, Tools
from latecomer.vendors.kit.payments import PaymentGateway
from latecomer.vendors.registry import DEFINITIONS

_log = structlog.get_logger()


class PaymentGateways:
    """Makes the clients of payment services from settings and secrets."""

    def __init__(self, http: OutgoingHttp, redis: Client, clock: Callable[[], Instant]) -> None:
        self._tools = Tools(http, redis, clock)

    @property
    def testers(self) -> Mapping[Kind, Tester]:
        """Return the test of each kind of connection that takes payments."""
        return {kind: self._test for kind, each in DEFINITIONS.items() if each.make_payments is not None}

    def make(self, kind: Kind, settings: Mapping[str, object], secrets: OpenSecrets) -> PaymentGateway | None:
        """Return the client of a connection; None when its kind takes no payments.

        Raises: msgspec.ValidationError.
        """
        definition = DEFINITIONS.get(kind)
        if definition is None or definition.make_payments is None:
            return None
        return definition.make_payments(self._tools, settings, secrets)

    async def _test(self, connection: Connection, secrets: OpenSecrets) -> Tested | None:
        gateway = self.make(connection.kind, connection.settings, secrets)
        if gateway is None or connection.state is ConnectionState.PAUSED:
            return None
        trouble = await gateway.check(self._tools.clock())
        if trouble is not None:
            return Tested(works=False, code=trouble.code, message=trouble.message)
        refused_at, heard_at = connection.last_refused_at, connection.last_heard_at
        if refused_at is not None and (heard_at is None or heard_at < refused_at):
            return Tested(
                works=False,
                code=connection.last_refused_code or "wrong_signature",
                message="The last event could not be verified: enter the signing secret of the endpoint.",
            )
        if heard_at is None:
            return Tested(
                works=True,
                code="never_heard",
                message="The key works; no event has come yet. Enter the address as an endpoint at the vendor.",
            )
        return Tested(works=True, code="works", message="The vendor answers.")


class PaymentConnections:
    """The connections that take payments."""

    def __init__(self, pool: Pool, connections: Connections, gateways: PaymentGateways) -> None:
        self._pool = pool
        self._connections = connections
        self._gateways = gateways

    async def current(self, conn: Conn) -> ConnectionId | None:
        """Return the connection that takes new payments: the oldest active one of such a kind; None without one."""
        for row in await rows.page(conn):
            definition = DEFINITIONS.get(row.kind)
            takes = definition is not None and definition.make_payments is not None
            if takes and row.state is ConnectionState.ACTIVE:
                return row.id
        return None

    async def open(self, connection: ConnectionId) -> PaymentGateway | None:
        """Return the client of a connection, also of a paused one, whose payments must be looked after; None when it
        was deleted or cannot be used."""
        async with self._pool.acquire() as conn:
            row = await rows.load(conn, connection)
        if row is None:
            return None
        try:
            return self._gateways.make(row.kind, row.settings, self._connections.open(row))
        except (Refused, msgspec.ValidationError, ValueError) as problem:
            _log.warning("connection_unusable", connection=str(connection), error=str(problem))
            return None
