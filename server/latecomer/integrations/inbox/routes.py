"""``/in/{connection}``: the address to which vendors push. The address itself is secret; the body is read unchanged.

Before a body is read, it is certain that the connection exists, that it is within its rate, and that there is room for
one more body. After a few requests that could not be verified, a caller is refused before its body is read.

Source: docs/vendors.md, Nothing is lost
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from uuid import UUID

from aiohttp import web
from msgspec import UnsetType

from latecomer.core.errors import Refused, TooManyRequests
from latecomer.core.ids import ConnectionId, Instant
from latecomer.http import appkeys
from latecomer.http.auth import Scope
from latecomer.http.client_address import client_address, counted_as
from latecomer.http.connection import vouch
from latecomer.http.endpoint import Call, endpoint, read_bytes
from latecomer.http.error_codes import status_of
from latecomer.http.rate_limit import Limiter
from latecomer.http.wire import Time, time_or_none
from latecomer.integrations.connections.routes import connections_key
from latecomer.integrations.inbox.receiver import BODY_MAX, Receiver
from latecomer.integrations.inbox.schemas import (
    ContentBody,
    InboxBody,
    InboxReplayedBody,
    ListInbox,
    ReceivedBody,
    ReplayInbox,
)
from latecomer.integrations.inbox.service import Inbox, InboxRow, InboxState, SummaryLine

inbox_key: web.AppKey[Inbox] = web.AppKey("inbox")
receiver_key: web.AppKey[Receiver] = web.AppKey("receiving")

_METHODS = ("POST", "GET", "OPTIONS")
_COME_BACK_S: Final = 5


class Gate:
    """The limit of each connection on bodies that this process holds in memory while it reads them."""

    def __init__(
        self,
        *,
        per_s: float = 200,
        burst: int = 5_000,
        refused_per_s: float = 10,
        refused_burst: int = 300,
        bodies: int = 128,
        bodies_each: int = 32,
        body_s: float = 10.0,
    ) -> None:
        """Args:
        per_s, burst: requests of one connection.
        refused_per_s, refused_burst: requests of one caller that could not be verified.
        bodies, bodies_each: bodies read at the same time, in all and of one connection.
        body_s: the time within which a body must arrive.
        """
        self._pushes = Limiter(per_s=per_s, burst=burst)
        self._refused = Limiter(per_s=refused_per_s, burst=refused_burst)
        self._bodies = bodies
        self._bodies_each = bodies_each
        self._reading: Counter[str] = Counter()
        self.body_s = body_s

    def check(self, connection: str, caller: str, now: Instant) -> None:
        """Check that this caller may try again. ``connection`` is empty for unknown addresses: they share one limit.

        Raises: TooManyRequests (429).
        """
        self._refused.check(f"{connection} {caller}", now)

    @contextmanager
    def admit(self, connection: str, now: Instant) -> Iterator[None]:
        """Hold a place while a request's body is read. Raises: TooManyRequests (429), Refused inbox_busy (503)."""
        self._pushes.take(connection, now)
        if self._reading.total() >= self._bodies or self._reading[connection] >= self._bodies_each:
            raise Refused("inbox_busy", "Too much is being received; send it again.", after_s=_COME_BACK_S)
        self._reading[connection] += 1
        try:
            yield
        finally:
            self._reading[connection] -= 1
            if not self._reading[connection]:
                del self._reading[connection]

    def note_refusal(self, connection: str, caller: str, now: Instant) -> None:
        """Count a request of this caller that could not be verified, or had an unknown address."""
        with suppress(TooManyRequests):
            self._refused.take(f"{connection} {caller}", now)


gate: web.AppKey[Gate] = web.AppKey("gate", Gate)


def add_inbound(app: web.Application) -> None:
    """Add the route of the inbox."""
    app[gate] = Gate()
    for method in _METHODS:
        app.router.add_route(method, "/in/{connection}", receive)


async def receive(request: web.Request) -> web.StreamResponse:
    """Receive a delivery, or answer a vendor that validates our address.

    Raises: TooManyRequests (429), Refused inbox_busy (503), body_too_slow (408), body_too_large (413), and the refusals
    of ``Receiver.receive``; a refusal with 503 says when to come back.
    """
    now = request.app[appkeys.clock]()
    token, caller = request.match_info["connection"], counted_as(client_address(request))
    receiver, door = request.app[receiver_key], request.app[gate]
    try:
        door.check(token if receiver.knows(token) else "", caller, now)
        await receiver.expect(token, now)
        with door.admit(token, now):
            body = await read_bytes(request, BODY_MAX, within_s=door.body_s, inflating=True)
        headers = {name.lower(): value for name, value in request.headers.items()}
        reply = await receiver.receive(token, request.method, headers, body, request.app[appkeys.clock]())
        vouch(request.transport)
    except Refused as refused:
        status = status_of(refused.code)
        if status in (401, 404):
            door.note_refusal(token if status == 401 else "", caller, now)
        if status == 503 and refused.after_s is None:
            raise Refused(refused.code, refused.message, after_s=_COME_BACK_S) from refused
        raise
    return web.Response(
        body=reply.body or None,
        status=reply.status,
        content_type=reply.content_type if reply.body else None,
        headers={"Cache-Control": "no-store", **dict(reply.headers)},
    )


@endpoint(
    "GET",
    "/connections/{connection}/inbox",
    tag="Connections",
    scope=Scope.READ,
    summary="List received deliveries",
    errors=("unknown_connection", "invalid_cursor"),
)
async def list_inbox(call: Call, connection: UUID, query: ListInbox) -> InboxBody:
    """List received deliveries, newest first, with their content as long as the body is stored."""
    await call.app[connections_key].get(ConnectionId(connection))
    before = None if isinstance(query.cursor, UnsetType) else _before(query.cursor)
    state = None if isinstance(query.state, UnsetType) else InboxState(query.state)
    page = await call.app[inbox_key].page(ConnectionId(connection), state, before, query.limit)
    return InboxBody(
        items=tuple(_delivery(row, page.contents.get(row.id, ())) for row in page.items),
        next_cursor=None if page.next_before is None else str(page.next_before),
    )


@endpoint(
    "POST",
    "/connections/{connection}/inbox/replay",
    tag="Connections",
    scope=Scope.WRITE,
    summary="Handle deliveries again",
    errors=("unknown_connection",),
)
async def replay_inbox(call: Call, connection: UUID, body: ReplayInbox) -> InboxReplayedBody:
    """Handle received deliveries again. Handling a delivery twice changes nothing. A delivery cannot be handled again
    once its body was deleted after 30 days."""
    await call.app[connections_key].get(ConnectionId(connection))
    ids = None if isinstance(body.ids, UnsetType) else body.ids
    replayed = await call.app[inbox_key].replay(ConnectionId(connection), ids, call.now)
    return InboxReplayedBody(replayed=replayed)


def _before(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise Refused("invalid_cursor", "This cursor was not made by this list.")
    return int(cursor)


def _delivery(row: InboxRow, told: tuple[SummaryLine, ...]) -> ReceivedBody:
    return ReceivedBody(
        id=row.id,
        received_at=Time(row.received_at),
        state=row.state.value,
        handled_at=time_or_none(row.handled_at),
        outcome=row.outcome,
        detail=row.detail,
        attempts=row.attempts,
        tells=tuple(map(_content, told)),
    )


def _content(told: SummaryLine) -> ContentBody:
    return ContentBody(
        event=told.event,
        vendor_event=told.vendor_event,
        external_id=told.external_id,
        webinar_id=told.webinar,
        who=told.who,
    )


ENDPOINTS: Final = (list_inbox, replay_inbox)
