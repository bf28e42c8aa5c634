"""Connections: accounts at vendors, and the webinars that they are bound to.

Source: docs/vendors.md
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, TypeVar
from uuid import uuid4

import msgspec

from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, Instant, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.http.guard import Guard
from latecomer.integrations.connections import bindings as binding
from latecomer.integrations.connections import queries as rows
from latecomer.integrations.connections.hooks import ConnectionHooks
from latecomer.integrations.connections.queries import (
    Backlog,
    Binding,
    ConnectionRow,
    ConnectionState,
    Counts,
)
from latecomer.integrations.connections.secrets import (
    ROTATION_MAX_MS,
    ROTATION_MS,
    OpenSecrets,
    SecretStore,
    StoredSecrets,
    new_secret,
)
from latecomer.integrations.connections.validation import (
    check_together,
    checked_events,
    checked_name,
    checked_secrets,
    checked_settings,
    definition_of,
    external_id,
)
from latecomer.postgres.pool import Conn, Pool
from latecomer.vendors.kit.definition import Kind
from latecomer.webinars import queries as webinars

__all__ = [
    "NOT_STORABLE",
    "Backlog",
    "Binding",
    "Connection",
    "ConnectionState",
    "Connections",
    "Tested",
    "Tester",
]

NOT_STORABLE: Final = "not_storable"
"""The code of a verified delivery that spilled and that Postgres then refused for what it is."""
_AT_ONCE_MAX = 200

S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One connection without its secrets."""

    id: ConnectionId
    kind: Kind
    name: str
    path_token: str
    """The token in ``/in/{connection}``; empty for a kind that receives nothing."""
    settings: Mapping[str, object]
    state: ConnectionState
    state_reason: str | None
    created_at: Instant
    events: tuple[str, ...] | None
    """The types of events that it receives; None: all that its kind supports."""
    last_heard_at: Instant | None
    last_spoke_at: Instant | None
    refused: int
    last_refused_at: Instant | None
    last_refused_code: str | None
    secret_names: tuple[str, ...]
    webinars: tuple[Binding, ...]
    backlog: Backlog
    outgoing: Counts

    def settings_as(self, kind: type[S]) -> S:
        """Return the settings as the type of their kind."""
        return msgspec.convert(dict(self.settings), kind)


@dataclass(frozen=True, slots=True)
class Tested:
    """The result of a test: the connection works, or a code and a sentence for people name the problem."""

    works: bool
    code: str
    message: str


Tester: TypeAlias = Callable[[Connection, OpenSecrets], Awaitable[Tested | None]]
"""Tests a connection's credentials at the vendor; None for a kind that is judged by its deliveries."""

Turned: TypeAlias = Callable[[Webinar, Instant], Awaitable[None]]
"""Called after a commit that gave a webinar its first provider, or took its last: ``Finishing.follow``."""


@dataclass(frozen=True, slots=True)
class Created:
    """A new connection, or new secrets. ``made``: the secrets that Latecomer made, to be shown only this once."""

    connection: Connection
    made: Mapping[str, str]


class Connections:
    """Creates, changes and opens connections."""

    def __init__(
        self,
        pool: Pool,
        secret_key: bytes,
        testers: Mapping[Kind, Tester] | None = None,
        turned: Turned | None = None,
        guard: Guard | None = None,
        hooks: ConnectionHooks | None = None,
    ) -> None:
        """Args: ``testers``: the tests of kinds whose vendor is called; other kinds are judged by their deliveries.
        ``guard``: the addresses that connections may lead to; by default public ones by https."""
        self._pool = pool
        self._safe = SecretStore(secret_key)
        self._testers = testers or {}
        self._turned = turned
        self._guard = guard or Guard()
        self._hooks = hooks or ConnectionHooks()

    async def create(
        self,
        kind: Kind,
        name: str,
        values: Mapping[str, str],
        settings: Mapping[str, object],
        bindings: Sequence[Binding],
        now: Instant,
        *,
        events: Sequence[str] | None = None,
    ) -> Created:
        """Create a connection; it is active at once.

        Args:
            events: the types of events that it receives; None: all that its kind supports.

        Raises: Refused unknown_kind, invalid_name, missing_secret, unknown_secret, invalid_secret,
            invalid_settings, invalid_url, https_required, address_not_allowed, invalid_external_id,
            unknown_event_type, unknown_webinar, external_id_taken.
        """
        definition = definition_of(kind)
        made = {
            field.name: new_secret()
            for field in definition.secrets
            if field.made_here and field.name not in values
        }
        values = checked_secrets(definition, {**values, **made}, complete=True)
        check_together(definition, values)
        connection = ConnectionId(uuid4())
        row = ConnectionRow(
            id=connection,
            kind=kind,
            reports_attendance=definition.reports_attendance,
            name=checked_name(name),
            path_token=secrets.token_urlsafe(24),
            sealed=self._safe.seal(connection, StoredSecrets(values=dict(values))),
            settings=checked_settings(definition, settings, self._guard),
            state=ConnectionState.ACTIVE,
            state_reason=None,
            created_at=now,
            events=checked_events(definition, events),
        )
        async with self._pool.acquire() as conn, conn.transaction():
            await rows.insert(conn, row)
            held = await binding.hold(conn, [each.webinar for each in bindings])
            await self._bind(conn, row, bindings, now)
            turned = await binding.follow(conn, held)
        await self._tell(turned, now)
        return Created(await self.get(connection), made)

    async def get(self, connection: ConnectionId) -> Connection:
        """Return a connection. Raises: Refused unknown_connection."""
        async with self._pool.acquire() as conn:
            row = await rows.load(conn, connection)
            if row is None:
                raise _unknown()
            return (await self._whole(conn, [row]))[0]

    async def all(self) -> list[Connection]:
        """Return all connections, oldest first."""
        async with self._pool.acquire() as conn:
            return await self._whole(conn, await rows.page(conn))

    async def of_webinar(self, webinar: WebinarId) -> Sequence[Connection]:
        """Return the connections that a webinar is bound to, oldest first."""
        async with self._pool.acquire() as conn:
            return await self._whole(conn, [row for row, _ in await rows.of_webinar(conn, webinar)])

    async def change(
        self,
        connection: ConnectionId,
        *,
        name: str | None = None,
        settings: Mapping[str, object] | None = None,
        bindings: Sequence[Binding] | None = None,
        events: Sequence[str] | Literal["as they are"] | None = "as they are",
        now: Instant,
    ) -> Connection:
        """Change the given fields; ``settings`` and ``bindings`` replace the former ones. Deliveries that waited for a
        newly bound webinar are handled again. ``events`` applies to events from now on.

        Raises: as ``create``; Refused unknown_connection.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            row = await rows.load(conn, connection, lock=True)
            if row is None:
                raise _unknown()
            if name is not None:
                row = replace(row, name=checked_name(name))
            if settings is not None:
                definition = definition_of(row.kind)
                row = replace(row, settings=checked_settings(definition, settings, self._guard))
            if events != "as they are":
                row = replace(row, events=checked_events(definition_of(row.kind), events))
            await rows.update(conn, row)
            turned: list[Webinar] = []
            if bindings is not None:
                was = (await rows.bindings(conn, [connection])).get(connection, ())
                held = await binding.hold(conn, [each.webinar for each in (*was, *bindings)])
                for each in was:
                    await rows.unbind(conn, connection, each.webinar)
                await self._bind(conn, row, bindings, now)
                turned = await binding.follow(conn, held)
        await self._tell(turned, now)
        return await self.get(connection)

    async def set_state(
        self, connection: ConnectionId, state: ConnectionState, reason: str | None = None
    ) -> Connection:
        """Pause or resume a connection, or mark it as broken with the reason. Raises: Refused unknown_connection."""
        async with self._pool.acquire() as conn:
            if await rows.set_state(conn, connection, state, reason) is None:
                raise _unknown()
        return await self.get(connection)

    async def pause(self, connection: ConnectionId) -> Connection:
        """Pause a connection: deliveries are stored and wait; no events are sent. Raises: Refused
        unknown_connection.
        """
        return await self.set_state(connection, ConnectionState.PAUSED)

    async def resume(self, connection: ConnectionId) -> Connection:
        """Resume a connection; deliveries that waited are handled. Raises: Refused unknown_connection."""
        return await self.set_state(connection, ConnectionState.ACTIVE)

    async def rotate(
        self, connection: ConnectionId, values: Mapping[str, str], now: Instant, *, keep_ms: int = ROTATION_MS
    ) -> Created:
        """Replace secrets; the former ones stay valid for ``keep_ms``. Without values a new secret is generated. A
        broken connection resumes; a paused one stays paused. When the former secrets cannot be decrypted, all required
        ones must be given.

        Raises: Refused unknown_connection, missing_secret, unknown_secret, invalid_secret, out_of_range.
        """
        if not 0 <= keep_ms <= ROTATION_MAX_MS:
            raise Refused("out_of_range", "An old secret can stay valid for at most 30 days.")
        async with self._pool.acquire() as conn, conn.transaction():
            row = await rows.load(conn, connection, lock=True)
            if row is None:
                raise _unknown()
            definition = definition_of(row.kind)
            made = (
                {}
                if values
                else {field.name: new_secret() for field in definition.secrets if field.made_here}
            )
            try:
                was = self._safe.open(row.id, row.sealed)
            except Refused:
                was = StoredSecrets()
            fresh = checked_secrets(definition, {**values, **made}, complete=not was.values)
            if not fresh:
                raise Refused("missing_secret", "Give the new secret.")
            kept = was.rotated(fresh, now, keep_ms)
            if any(name in definition.asking_secrets for name in fresh):
                check_together(definition, kept.values)
            if row.state is ConnectionState.BROKEN:
                row = replace(row, state=ConnectionState.ACTIVE, state_reason=None)
            await rows.update(conn, replace(row, sealed=self._safe.seal(connection, kept)))
        return Created(await self.get(connection), made)

    async def replace_secret(self, connection: ConnectionId, name: str, value: str) -> None:
        """Store the secret that a vendor issued in place of an earlier one, which no longer works. Nothing happens when
        the connection was deleted, or its secrets cannot be decrypted."""
        async with self._pool.acquire() as conn, conn.transaction():
            row = await rows.load(conn, connection, lock=True)
            if row is None:
                return
            with suppress(Refused):
                was = self._safe.open(row.id, row.sealed)
                kept = msgspec.structs.replace(was, values={**was.values, name: value})
                await rows.update(conn, replace(row, sealed=self._safe.seal(connection, kept)))

    async def delete(self, connection: ConnectionId, now: Instant) -> None:
        """Delete a connection and what it stored; facts and statuses that resulted from it stay.

        Raises: Refused unknown_connection, and those of the hook ``deleting``.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            if await rows.load(conn, connection, lock=True) is None:
                raise _unknown()
            await self._hooks.deleting(conn, connection, now)
            was = (await rows.bindings(conn, [connection])).get(connection, ())
            held = await binding.hold(conn, [each.webinar for each in was])
            await rows.delete(conn, connection)
            turned = await binding.follow(conn, held)
        await self._tell(turned, now)

    async def _tell(self, turned: Sequence[Webinar], now: Instant) -> None:
        if self._turned is not None:
            for webinar in turned:
                await self._turned(webinar, now)

    async def test(self, connection: ConnectionId, now: Instant) -> Tested:
        """Test a connection. Returns: the result, with the problem if there is one. Raises: Refused
        unknown_connection.
        """
        found = await self.get(connection)
        opened = await self.secrets_of(connection)
        try:
            check_together(definition_of(found.kind), opened.names)
        except Refused as refusal:
            return Tested(works=False, code=refusal.code, message=refusal.message)
        tester = self._testers.get(found.kind)
        tested = None if tester is None else await tester(found, opened)
        return tested or _judge_by_deliveries(found, now)

    async def secrets_of(self, connection: ConnectionId) -> OpenSecrets:
        """Return the decrypted secrets. Raises: Refused unknown_connection, secret_unreadable."""
        async with self._pool.acquire() as conn:
            row = await rows.load(conn, connection)
        if row is None:
            raise _unknown()
        return self.open(row)

    def open(self, row: ConnectionRow) -> OpenSecrets:
        """Return the decrypted secrets of a row. Raises: Refused secret_unreadable."""
        return OpenSecrets(self._safe.open(row.id, row.sealed), (self, row.id))

    async def _bind(self, conn: Conn, row: ConnectionRow, bindings: Sequence[Binding], now: Instant) -> None:
        if len(bindings) > _AT_ONCE_MAX or len({each.webinar for each in bindings}) < len(bindings):
            raise Refused("invalid_value", "Bind each webinar once, and at most 200 of them.")
        definition = definition_of(row.kind)
        ids = {
            each.webinar: external_id(definition, nth, each.external_id) for nth, each in enumerate(bindings)
        }
        # A platform has one id for a whole series; what is sent goes to one place per webinar.
        if not definition.reports_attendance and len(set(ids.values())) < len(bindings):
            raise Refused("external_id_taken", "Two webinars cannot have the same id at the vendor.")
        known = {webinar.id for webinar in await webinars.load(conn, [each.webinar for each in bindings])}
        for each in bindings:
            if each.webinar not in known:
                raise Refused("unknown_webinar", "There is no such webinar.")
            await rows.bind(conn, row.id, replace(each, external_id=ids[each.webinar]))
        await self._hooks.bound(conn, row.id, list(ids.values()), now)

    async def _whole(self, conn: Conn, found: Sequence[ConnectionRow]) -> list[Connection]:
        ids = [row.id for row in found]
        bound = await rows.bindings(conn, ids)
        backlogs = await self._hooks.backlogs(conn, ids)
        outgoing = await self._hooks.outgoing(conn, ids)
        return [
            self._of_row(
                row, bound.get(row.id, ()), backlogs.get(row.id, Backlog()), outgoing.get(row.id, Counts())
            )
            for row in found
        ]

    def _of_row(
        self, row: ConnectionRow, bound: tuple[Binding, ...], backlog: Backlog, outgoing: Counts
    ) -> Connection:
        kind = row.kind
        state, reason = row.state, row.state_reason
        try:
            names = self.open(row).names
        except Refused as refusal:
            names, state, reason = (), ConnectionState.BROKEN, refusal.message
        return Connection(
            id=row.id,
            kind=kind,
            name=row.name,
            path_token=row.path_token if definition_of(kind).inbound else "",
            settings=row.settings,
            state=state,
            state_reason=reason,
            created_at=row.created_at,
            events=row.events,
            last_heard_at=row.last_heard_at,
            last_spoke_at=row.last_spoke_at,
            refused=row.refused,
            last_refused_at=row.last_refused_at,
            last_refused_code=row.last_refused_code,
            secret_names=names,
            webinars=bound,
            backlog=backlog,
            outgoing=outgoing,
        )


def _judge_by_deliveries(connection: Connection, now: Instant) -> Tested:
    """Return the test result of a connection that only receives, judged by its deliveries."""
    refused_at = connection.last_refused_at
    heard_at = connection.last_heard_at
    if connection.state is not ConnectionState.ACTIVE:
        return Tested(
            works=False,
            code=connection.state.value,
            message=connection.state_reason or "The connection is paused; resume it.",
        )
    if refused_at is not None and (heard_at is None or heard_at < refused_at):
        code = connection.last_refused_code or "wrong_signature"
        said = "The last delivery could not be verified. Is the signing secret the one that the vendor shows?"
        if code == NOT_STORABLE:
            said = "The last delivery could not be stored; the log says why."
        return Tested(works=False, code=code, message=said)
    if not connection.webinars:
        return Tested(
            works=False, code="no_webinars", message="No webinar is bound: bind one by the vendor's id of it."
        )
    if heard_at is None:
        return Tested(
            works=False,
            code="never_heard",
            message="Nothing has come in yet: enter the address at the vendor and let it send a test.",
        )
    minutes = max(0, now - heard_at) // 60_000
    ago = "within the last minute" if minutes == 0 else f"{minutes} min ago"
    return Tested(works=True, code="works", message=f"Last heard {ago}, and verified.")


def _unknown() -> Refused:
    return Refused("unknown_connection", "There is no such connection.")
