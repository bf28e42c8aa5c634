"""Senders: what speaks to a connection, made from its settings and secrets as they are now; and trying one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import uuid4

import msgspec
import structlog

from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, Instant
from latecomer.core.retry import Attempt, Outcome
from latecomer.events.types import ConnectionTested, to_fields
from latecomer.http.outgoing import OutgoingHttp
from latecomer.integrations.connections import queries as rows
from latecomer.integrations.connections.queries import Binding
from latecomer.integrations.connections.secrets import Secrets
from latecomer.integrations.connections.service import Connection, Connections, Tested, Tester
from latecomer.postgres.pool import Conn, Pool
from latecomer.redis.cluster import Client
from latecomer.redis.quota import Account
from latecomer.vendors.hubspot.client import HubSpotSender
from latecomer.vendors.hubspot.settings import ACCESS_TOKEN, HubSpotSettings
from latecomer.vendors.kit.kind import Kind
from latecomer.vendors.kit.sender import BoundWebinar, Outgoing, Sender
from latecomer.vendors.marketo.client import MarketoSender
from latecomer.vendors.marketo.mapping import Program
from latecomer.vendors.marketo.settings import CLIENT_ID, CLIENT_SECRET, MarketoSettings
from latecomer.vendors.webhook.client import WebhookSender
from latecomer.vendors.webhook.mapping import BadSecret, read_secret
from latecomer.vendors.webhook.settings import SIGNING_SECRET, WebhookSettings
from latecomer.webinars import queries as webinars

_log = structlog.get_logger()

_MARKETO_CALLS = 49
"""In 20 s: the instance's quota of 100 is shared with every other integration."""
_MARKETO_WINDOW_MS = 20_000
_HUBSPOT_CALLS = 95
"""In 10 s: half of what a private app has, for it may serve others, too."""
_HUBSPOT_WINDOW_MS = 10_000


class Senders:
    """Makes senders of settings and secrets."""

    def __init__(self, pool: Pool, http: OutgoingHttp, redis: Client, clock: Callable[[], Instant]) -> None:
        self._pool = pool
        self._http = http
        self._redis = redis
        self._clock = clock

    @property
    def testers(self) -> Mapping[Kind, Tester]:
        """How to try a connection of each kind that sends."""
        return {
            Kind.WEBHOOK: self._test_webhook,
            Kind.MARKETO: self._test_marketo,
            Kind.HUBSPOT: self._test_hubspot,
        }

    def make(
        self,
        kind: Kind,
        settings: Mapping[str, object],
        secrets: Secrets,
        bound: Mapping[str, BoundWebinar],
    ) -> Sender | None:
        """The sender of a connection; None when its kind sends nothing.

        Args:
            bound: the webinars that the connection is bound to, by their ids.

        Raises: msgspec.ValidationError, BadSecret.
        """
        match kind:
            case Kind.WEBHOOK:
                return self._webhook(settings, secrets)
            case Kind.MARKETO:
                return self._marketo(settings, secrets, bound)
            case Kind.HUBSPOT:
                return self._hubspot(settings, secrets, bound)
            case _:
                return None

    def _webhook(self, settings: Mapping[str, object], secrets: Secrets) -> WebhookSender:
        read = msgspec.convert(dict(settings), WebhookSettings)
        valid = secrets.valid(SIGNING_SECRET, self._clock())
        return WebhookSender(self._http, read.url, [read_secret(text) for text in valid])

    def _marketo(
        self, settings: Mapping[str, object], secrets: Secrets, bound: Mapping[str, BoundWebinar]
    ) -> MarketoSender:
        read = msgspec.convert(dict(settings), MarketoSettings)
        credentials = (secrets.get(CLIENT_ID) or "", secrets.get(CLIENT_SECRET) or "")
        # Quota and writer are the instance's, whichever connection and credentials use it; so is its token here.
        account = Account(
            self._redis, f"marketo {read.endpoint} {credentials[0]}", _MARKETO_CALLS, _MARKETO_WINDOW_MS
        )
        programs = {webinar: Program(each.external_id, each.name) for webinar, each in bound.items()}
        return MarketoSender(self._http, read, credentials, programs, account)

    def _hubspot(
        self, settings: Mapping[str, object], secrets: Secrets, bound: Mapping[str, BoundWebinar]
    ) -> HubSpotSender:
        read = msgspec.convert(dict(settings), HubSpotSettings)
        token = secrets.get(ACCESS_TOKEN) or ""
        # The quota is the private app's, whose the token is.
        account = Account(self._redis, f"hubspot {read.base_url} {token}", _HUBSPOT_CALLS, _HUBSPOT_WINDOW_MS)
        return HubSpotSender(self._http, read, token, bound, account)

    async def _test_webhook(self, connection: Connection, secrets: Secrets) -> Tested:
        tested = ConnectionTested(name=connection.name)
        ping = Outgoing(id=uuid4(), type=tested.type, at=self._clock(), data=to_fields(tested))
        (attempt,) = await self._webhook(connection.settings, secrets).send([ping], self._clock())
        return _tested(attempt)

    async def _test_marketo(self, connection: Connection, secrets: Secrets) -> Tested:
        bound = await self._bound(connection.webinars)
        return _tested(await self._marketo(connection.settings, secrets, bound).check(self._clock()))

    async def _test_hubspot(self, connection: Connection, secrets: Secrets) -> Tested:
        bound = await self._bound(connection.webinars)
        return _tested(await self._hubspot(connection.settings, secrets, bound).check(self._clock()))

    async def _bound(self, bindings: Sequence[Binding]) -> Mapping[str, BoundWebinar]:
        async with self._pool.acquire() as conn:
            return await _bound(conn, bindings)


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
            bound = await _bound(conn, (await rows.bindings(conn, [connection])).get(connection, ()))
        try:
            return self._senders.make(Kind(row.kind), row.settings, self._connections.open(row), bound)
        except (Refused, msgspec.ValidationError, BadSecret) as problem:
            _log.warning("connection_unusable", connection=str(connection), error=str(problem))
            return None


async def _bound(conn: Conn, bindings: Sequence[Binding]) -> Mapping[str, BoundWebinar]:
    """The webinars of these bindings, by their ids."""
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
