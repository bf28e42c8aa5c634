"""Senders: what speaks to a connection, made from its settings and secrets as they are now; and trying one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import uuid4

import msgspec
import structlog

from latecomer.core.backoff import Attempt, Outcome
from latecomer.core.ids import ConnectionId, Instant, WebinarId
from latecomer.errors import Refused
from latecomer.services.connections import Connection, Connections, Secrets, Tested, Tester
from latecomer.store.postgres import connections as rows
from latecomer.store.postgres import webinars
from latecomer.store.postgres.connections import Binding
from latecomer.store.postgres.pool import Pool
from latecomer.store.redis.library import Client
from latecomer.store.redis.quota import Account
from latecomer.vendors.kind import Kind
from latecomer.vendors.marketo.client import MarketoSender
from latecomer.vendors.marketo.sansio import Program
from latecomer.vendors.marketo.settings import CLIENT_ID, CLIENT_SECRET, MarketoSettings
from latecomer.vendors.outgoing_http import OutgoingHttp
from latecomer.vendors.sending import Outgoing, Sender
from latecomer.vendors.webhook.client import WebhookSender
from latecomer.vendors.webhook.sansio import BadSecret, read_secret
from latecomer.vendors.webhook.settings import SIGNING_SECRET, WebhookSettings

_log = structlog.get_logger()

_MARKETO_CALLS = 49
"""In 20 s: the instance's quota of 100 is shared with every other integration."""
_MARKETO_WINDOW_MS = 20_000


class Senders:
    """Makes senders of settings and secrets."""

    def __init__(self, http: OutgoingHttp, redis: Client, clock: Callable[[], Instant]) -> None:
        self._http = http
        self._redis = redis
        self._clock = clock

    @property
    def testers(self) -> Mapping[Kind, Tester]:
        """How to try a connection of each kind that sends."""
        return {Kind.WEBHOOK: self._test_webhook, Kind.MARKETO: self._test_marketo}

    def make(
        self, kind: Kind, settings: Mapping[str, object], secrets: Secrets, programs: Mapping[str, Program]
    ) -> Sender | None:
        """The sender of a connection; None when its kind sends nothing.

        Args:
            programs: by the id of the webinar, what the vendor calls it and what we call it.

        Raises: msgspec.ValidationError, BadSecret.
        """
        match kind:
            case Kind.WEBHOOK:
                return self._webhook(settings, secrets)
            case Kind.MARKETO:
                return self._marketo(settings, secrets, programs)
            case _:
                return None

    def _webhook(self, settings: Mapping[str, object], secrets: Secrets) -> WebhookSender:
        read = msgspec.convert(dict(settings), WebhookSettings)
        valid = secrets.valid(SIGNING_SECRET, self._clock())
        return WebhookSender(self._http, read.url, [read_secret(text) for text in valid])

    def _marketo(
        self, settings: Mapping[str, object], secrets: Secrets, programs: Mapping[str, Program]
    ) -> MarketoSender:
        read = msgspec.convert(dict(settings), MarketoSettings)
        credentials = (secrets.get(CLIENT_ID) or "", secrets.get(CLIENT_SECRET) or "")
        # Quota and writer are the instance's, whichever connection and credentials use it; so is its token here.
        account = Account(
            self._redis, f"marketo {read.endpoint} {credentials[0]}", _MARKETO_CALLS, _MARKETO_WINDOW_MS
        )
        return MarketoSender(self._http, read, credentials, programs, account)

    async def _test_webhook(self, connection: Connection, secrets: Secrets) -> Tested:
        ping = Outgoing(
            id=uuid4(), type="connection.tested", at=self._clock(), data={"name": connection.name}
        )
        (attempt,) = await self._webhook(connection.settings, secrets).send([ping], self._clock())
        return _tested(attempt)

    async def _test_marketo(self, connection: Connection, secrets: Secrets) -> Tested:
        programs = {
            str(each.webinar): Program(each.external_id, connection.name) for each in connection.webinars
        }
        return _tested(await self._marketo(connection.settings, secrets, programs).check(self._clock()))


def _tested(attempt: Attempt) -> Tested:
    works = attempt.outcome is Outcome.DELIVERED
    return Tested(
        works=works, code="works" if works else attempt.code, message=attempt.message or attempt.code
    )


class Opening:
    """Opens connections for the outbox."""

    def __init__(self, pool: Pool, connections: Connections, senders: Senders) -> None:
        self._pool = pool
        self._connections = connections
        self._senders = senders

    async def open(self, connection: ConnectionId) -> Sender | None:
        """The sender of a connection; None when it is gone, sends nothing, or its settings are of no use."""
        async with self._pool.acquire() as conn:
            row = await rows.load(conn, connection)
            if row is None:
                return None
            bound = (await rows.bindings(conn, [connection])).get(connection, ())
            named = {each.id: each.name for each in await webinars.load(conn, [b.webinar for b in bound])}
        try:
            return self._senders.make(
                Kind(row.kind), row.settings, self._connections.open(row), _programs(bound, named)
            )
        except (Refused, msgspec.ValidationError, BadSecret) as problem:
            _log.warning("connection_unusable", connection=str(connection), error=str(problem))
            return None


def _programs(bound: Sequence[Binding], named: Mapping[WebinarId, str]) -> Mapping[str, Program]:
    return {str(each.webinar): Program(each.external_id, named.get(each.webinar, "")) for each in bound}
