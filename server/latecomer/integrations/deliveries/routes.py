"""Deliveries of a connection: what waits, what failed and why, and trying it anew."""

from __future__ import annotations

from uuid import UUID

from aiohttp import web

from latecomer.core.ids import ConnectionId
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Time, time_or_none
from latecomer.integrations.deliveries.dispatcher import DeadLetters, Delivery, DeliveryState
from latecomer.integrations.deliveries.schemas import (
    DeliveryBody,
    DeliveryPageBody,
    DeliveryQuery,
    ReplayedBody,
)

dead_letters_key: web.AppKey[DeadLetters] = web.AppKey("dead_letters")


def _body(delivery: Delivery) -> DeliveryBody:
    return DeliveryBody(
        id=delivery.id,
        connection_id=delivery.connection,
        event_id=delivery.event,
        type=delivery.type,
        at=Time(delivery.at),
        data=dict(delivery.data),
        state=delivery.state.value,
        attempts=delivery.attempts,
        next_attempt_at=Time(delivery.due_at) if delivery.state is DeliveryState.WAITING else None,
        attempted_at=time_or_none(delivery.attempted_at),
        code=delivery.code,
        message=delivery.message,
    )


@endpoint(
    "GET",
    "/connections/{connection}/deliveries",
    tag="Connections",
    scope=Scope.READ,
    summary="List a connection's deliveries",
    errors=("unknown_connection", "invalid_cursor"),
)
async def list_deliveries(call: Call, connection: ConnectionId, query: DeliveryQuery) -> DeliveryPageBody:
    """Newest event first. Those that were delivered go after 30 days."""
    letters = call.app[dead_letters_key]
    states = [DeliveryState(name) for name in query.state]
    found, next_cursor = await letters.page(connection, states, query.cursor, query.limit)
    counts = await letters.counts(connection)
    return DeliveryPageBody(
        items=tuple(_body(delivery) for delivery in found),
        next_cursor=next_cursor,
        waiting=counts.waiting,
        retrying=counts.retrying,
        dead=counts.dead,
    )


@endpoint(
    "POST",
    "/connections/{connection}/deliveries/replay",
    tag="Connections",
    scope=Scope.WRITE,
    summary="Try every dead letter anew",
    errors=("unknown_connection",),
)
async def replay_dead(call: Call, connection: ConnectionId) -> ReplayedBody:
    """Each begins the schedule of attempts anew, under the id that it always had."""
    return ReplayedBody(replayed=await call.app[dead_letters_key].replay_dead(connection, call.now))


@endpoint(
    "POST",
    "/deliveries/{delivery}/replay",
    tag="Connections",
    scope=Scope.WRITE,
    summary="Try a delivery anew",
    errors=("unknown_delivery", "already_delivered"),
)
async def replay_delivery(call: Call, delivery: UUID) -> DeliveryBody:
    """A dead letter begins the schedule of attempts anew; one that waits is attempted at once."""
    return _body(await call.app[dead_letters_key].replay(delivery, call.now))


ENDPOINTS = (list_deliveries, replay_dead, replay_delivery)
