"""Senders: what speaks to a connection, made from its settings and secrets as they are now."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import structlog

from latecomer.core.ids import ConnectionId, Instant
from latecomer.errors import Refused
from latecomer.services.connections import Connections
from latecomer.store.postgres import connections as rows
from latecomer.store.postgres.pool import Pool
from latecomer.vendors.kind import Kind
from latecomer.vendors.outgoing_http import OutgoingHttp
from latecomer.vendors.sending import Sender
from latecomer.vendors.webhook.client import WebhookSender
from latecomer.vendors.webhook.sansio import BadSecret, read_secret
from latecomer.vendors.webhook.settings import SIGNING_SECRET, WebhookSettings

_log = structlog.get_logger()


class Senders:
    """Opens connections for sending."""

    def __init__(
        self, pool: Pool, connections: Connections, http: OutgoingHttp, clock: Callable[[], Instant]
    ) -> None:
        self._pool = pool
        self._connections = connections
        self._http = http
        self._clock = clock

    async def open(self, connection: ConnectionId) -> Sender | None:
        """The sender of a connection; None when it is gone, sends nothing, or its settings are of no use."""
        async with self._pool.acquire() as conn:
            row = await rows.load(conn, connection)
        if row is None:
            return None
        try:
            return self._sender(row)
        except (Refused, msgspec.ValidationError, BadSecret) as problem:
            _log.warning("connection_unusable", connection=str(connection), error=str(problem))
            return None

    def _sender(self, row: rows.ConnectionRow) -> Sender | None:
        secrets = self._connections.open(row)
        match Kind(row.kind):
            case Kind.WEBHOOK:
                settings = msgspec.convert(dict(row.settings), WebhookSettings)
                valid = secrets.valid(SIGNING_SECRET, self._clock())
                return WebhookSender(self._http, settings.url, [read_secret(text) for text in valid])
            case _:
                return None
