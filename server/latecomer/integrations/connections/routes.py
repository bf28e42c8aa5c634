"""Connections to vendors: create, bind, test, pause and delete them, and rotate their secrets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

import msgspec
from aiohttp import web
from msgspec import UnsetType

from latecomer.core.ids import ConnectionId, WebinarId
from latecomer.http import appkeys
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Time, time_or_none
from latecomer.integrations.connections.schemas import (
    BacklogBody,
    BindingBody,
    ChangeConnection,
    ConnectionBody,
    ConnectionKindBody,
    ConnectionKindsBody,
    ConnectionsBody,
    CreateConnection,
    OutgoingBody,
    RotateSecrets,
    SecretBody,
    TestedBody,
)
from latecomer.integrations.connections.service import Binding, Connection, Connections
from latecomer.vendors.kit.definition import Definition
from latecomer.vendors.registry import DEFINITIONS

connections_key: web.AppKey[Connections] = web.AppKey("connections")

_TAG: Final = "Connections"


def _body(call: Call, found: Connection, made: Mapping[str, str] | None = None) -> ConnectionBody:
    # Whoever has the address can call it: it is shown to those who could make one.
    is_shown = found.path_token and call.caller is not None and call.caller.may(Scope.ADMIN)
    url = f"{call.app[appkeys.settings].public_url}/in/{found.path_token}" if is_shown else None
    return ConnectionBody(
        id=found.id,
        kind=found.kind,
        name=found.name,
        url=url,
        state=found.state.value,
        state_reason=found.state_reason,
        settings=found.settings,
        secret_names=found.secret_names,
        webinars=tuple(
            BindingBody(webinar_id=each.webinar, external_id=each.external_id, settings=each.settings)
            for each in found.webinars
        ),
        events=found.events,
        created_at=Time(found.created_at),
        last_heard_at=time_or_none(found.last_heard_at),
        last_spoke_at=time_or_none(found.last_spoke_at),
        refused=found.refused,
        last_refused_at=time_or_none(found.last_refused_at),
        last_refused_code=found.last_refused_code,
        inbox=BacklogBody(
            new=found.backlog.new,
            done=found.backlog.done,
            waiting=found.backlog.waiting,
            failed=found.backlog.failed,
        ),
        outgoing=OutgoingBody(
            waiting=found.outgoing.waiting,
            retrying=found.outgoing.retrying,
            dead=found.outgoing.dead,
            cannot_go_back=found.outgoing.cannot_go_back,
            last_code=found.outgoing.last_code,
            last_message=found.outgoing.last_message,
        ),
        made=made or {},
    )


def _kind_body(definition: Definition) -> ConnectionKindBody:
    return ConnectionKindBody(
        kind=definition.kind,
        title=definition.title,
        secrets=tuple(
            SecretBody(name=each.name, required=each.required, made_here=each.made_here)
            for each in definition.secrets
        ),
        settings=msgspec.json.schema(definition.settings),
        receives_webhooks=definition.inbound is not None,
        sends_events=definition.make_sender is not None,
        can_be_pulled=definition.can_be_pulled,
        reports_attendance=definition.reports_attendance,
        takes_payments=definition.make_payments is not None,
        external_id=definition.external_id,
        events=tuple(sorted(definition.events)),
        sends_all_webinars=definition.unbound,
    )


def _bindings(bodies: tuple[BindingBody, ...]) -> tuple[Binding, ...]:
    return tuple(
        Binding(webinar=WebinarId(each.webinar_id), external_id=each.external_id, settings=each.settings)
        for each in bodies
    )


@endpoint("GET", "/connection-kinds", tag=_TAG, scope=Scope.READ, summary="List kinds of connections")
async def list_kinds(call: Call) -> ConnectionKindsBody:
    """List the kinds of connections, with the secrets and settings of each."""
    return ConnectionKindsBody(items=tuple(map(_kind_body, DEFINITIONS.values())))


@endpoint("GET", "/connections", tag=_TAG, scope=Scope.READ, summary="List connections")
async def list_connections(call: Call) -> ConnectionsBody:
    """List connections, oldest first, without their secrets."""
    found = await call.app[connections_key].all()
    return ConnectionsBody(items=tuple(_body(call, each) for each in found))


@endpoint(
    "POST",
    "/connections",
    tag=_TAG,
    scope=Scope.ADMIN,
    summary="Create a connection",
    status=201,
    errors=(
        "unknown_kind",
        "invalid_name",
        "missing_secret",
        "unknown_secret",
        "invalid_secret",
        "invalid_settings",
        "invalid_url",
        "https_required",
        "address_not_allowed",
        "unknown_event_type",
        "invalid_external_id",
        "unknown_webinar",
        "external_id_taken",
    ),
    audited=True,
)
async def create_connection(call: Call, body: CreateConnection) -> ConnectionBody:
    """Create a connection; it is active at once. `url` is the address to enter at the vendor; `made` shows, only this
    once, a secret that Latecomer made."""
    created = await call.app[connections_key].create(
        body.kind,
        body.name,
        body.secrets,
        body.settings,
        _bindings(body.webinars),
        call.now,
        events=body.events,
    )
    return _body(call, created.connection, created.made)


@endpoint(
    "GET",
    "/connections/{connection}",
    tag=_TAG,
    scope=Scope.READ,
    summary="Read a connection",
    errors=("unknown_connection",),
)
async def read_connection(call: Call, connection: UUID) -> ConnectionBody:
    """Return a connection: its state, the times of the last delivery and the last event, and the backlog."""
    return _body(call, await call.app[connections_key].get(ConnectionId(connection)))


@endpoint(
    "PATCH",
    "/connections/{connection}",
    tag=_TAG,
    scope=Scope.ADMIN,
    summary="Change a connection",
    errors=(
        "unknown_connection",
        "invalid_name",
        "invalid_settings",
        "invalid_url",
        "https_required",
        "address_not_allowed",
        "unknown_event_type",
        "invalid_external_id",
        "unknown_webinar",
        "external_id_taken",
    ),
    audited=True,
)
async def change_connection(call: Call, connection: UUID, body: ChangeConnection) -> ConnectionBody:
    """Change a connection. Deliveries that waited for a newly bound webinar are handled."""
    changed = await call.app[connections_key].change(
        ConnectionId(connection),
        name=None if isinstance(body.name, UnsetType) else body.name,
        settings=None if isinstance(body.settings, UnsetType) else body.settings,
        bindings=None if isinstance(body.webinars, UnsetType) else _bindings(body.webinars),
        events="as they are" if isinstance(body.events, UnsetType) else body.events,
        now=call.now,
    )
    return _body(call, changed)


@endpoint(
    "DELETE",
    "/connections/{connection}",
    tag=_TAG,
    scope=Scope.ADMIN,
    summary="Delete a connection",
    errors=("unknown_connection", "connection_has_payments"),
)
async def delete_connection(call: Call, connection: UUID) -> None:
    """Delete a connection with what it received; facts and statuses that resulted from it stay. One that took payments
    can be deleted once these are settled: none is under way, and none of a webinar whose window is open can be refunded
    any more."""
    await call.app[connections_key].delete(ConnectionId(connection), call.now)


@endpoint(
    "POST",
    "/connections/{connection}/test",
    tag=_TAG,
    scope=Scope.WRITE,
    summary="Test a connection",
    errors=("unknown_connection", "secret_unreadable"),
)
async def test_connection(call: Call, connection: UUID) -> TestedBody:
    """Test a connection. The answer says that it works, or exactly what is wrong."""
    tested = await call.app[connections_key].test(ConnectionId(connection), call.now)
    return TestedBody(works=tested.works, code=tested.code, message=tested.message)


@endpoint(
    "POST",
    "/connections/{connection}/pause",
    tag=_TAG,
    scope=Scope.WRITE,
    summary="Pause a connection",
    errors=("unknown_connection",),
    audited=True,
)
async def pause_connection(call: Call, connection: UUID) -> ConnectionBody:
    """Pause a connection. Incoming deliveries are stored and wait; no events are sent."""
    return _body(call, await call.app[connections_key].pause(ConnectionId(connection)))


@endpoint(
    "POST",
    "/connections/{connection}/resume",
    tag=_TAG,
    scope=Scope.WRITE,
    summary="Resume a connection",
    errors=("unknown_connection",),
    audited=True,
)
async def resume_connection(call: Call, connection: UUID) -> ConnectionBody:
    """Resume a connection. The deliveries that waited are handled."""
    return _body(call, await call.app[connections_key].resume(ConnectionId(connection)))


@endpoint(
    "POST",
    "/connections/{connection}/secrets",
    tag=_TAG,
    scope=Scope.ADMIN,
    summary="Rotate secrets",
    errors=(
        "unknown_connection",
        "missing_secret",
        "unknown_secret",
        "invalid_secret",
        "out_of_range",
    ),
    audited=True,
)
async def rotate_secrets(call: Call, connection: UUID, body: RotateSecrets) -> ConnectionBody:
    """Replace secrets. Old and new ones are both valid for `keep_s` seconds. Without values, for a kind whose secret
    Latecomer makes, a new secret is made and shown only this once. A broken connection resumes; a paused connection
    stays paused."""
    rotated = await call.app[connections_key].rotate(
        ConnectionId(connection), body.secrets, call.now, keep_ms=body.keep_s * 1000
    )
    return _body(call, rotated.connection, rotated.made)


ENDPOINTS: Final = (
    list_kinds,
    list_connections,
    create_connection,
    read_connection,
    change_connection,
    delete_connection,
    test_connection,
    pause_connection,
    resume_connection,
    rotate_secrets,
)
"""In the order in which the documents list them."""
