"""Deliveries of a connection: list the waiting and the failed ones, and try them again."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from aiohttp import web
from msgspec import UNSET

from latecomer.core.ids import ConnectionId, WebinarId
from latecomer.core.timestamps import to_text
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Time, time_or_none
from latecomer.integrations.deliveries.backfill import Backfill
from latecomer.integrations.deliveries.dead_letters import DeadLetters
from latecomer.integrations.deliveries.queries.deliveries import Delivery, DeliveryState
from latecomer.integrations.deliveries.queries.moved_back import MovedBack
from latecomer.integrations.deliveries.schemas import (
    BackfillBody,
    BackfillQuery,
    DeliveryBody,
    DeliveryPageBody,
    DeliveryQuery,
    ReceiverAnswerBody,
    ReplayedBody,
    StartBackfill,
)
from latecomer.webinars.members.rules.csv_format import file_lines, file_start

backfill_key: web.AppKey[Backfill] = web.AppKey("backfill")
_PAGE: Final = 500
_MOVED_BACK: Final = ("email", "first_name", "last_name", "webinar", "told", "status", "at")

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
        answer=None if delivery.answer is None else ReceiverAnswerBody(**delivery.answer),
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
    """List deliveries, newest event first. Delivered ones are removed after 30 days."""
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
        cannot_go_back=counts.cannot_go_back,
    )


@endpoint(
    "GET",
    "/connections/{connection}/cannot-go-back.csv",
    tag="Connections",
    scope=Scope.READ,
    shows_people=True,
    summary="List people to correct at a vendor",
    errors=("unknown_connection",),
    answers=bytes,
    produces="text/csv",
    audited=True,
)
async def list_moved_back(call: Call, connection: ConnectionId) -> web.StreamResponse:
    """Download the members whose status went back by a retraction, and whom the vendor was not sent because it moves
    people forward alone: `told` is the status that it may have, `status` the one of today."""
    letters = call.app[dead_letters_key]
    page = await letters.moved_back(connection, None, _PAGE)
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": 'attachment; filename="cannot-go-back.csv"',
            "Cache-Control": "no-store",
        }
    )
    await response.prepare(call.request)
    await response.write(file_start(_MOVED_BACK))
    while page:
        await response.write(file_lines(map(_cells, page)))
        page = await letters.moved_back(connection, page[-1].member, _PAGE)
    await response.write_eof()
    return response


def _cells(moved: MovedBack) -> tuple[object, ...]:
    return (
        moved.email,
        moved.first_name,
        moved.last_name,
        moved.webinar,
        moved.told,
        moved.status,
        to_text(moved.at),
    )


@endpoint(
    "POST",
    "/connections/{connection}/deliveries/replay",
    tag="Connections",
    scope=Scope.WRITE,
    summary="Retry all failed deliveries",
    errors=("unknown_connection",),
)
async def replay_dead(call: Call, connection: ConnectionId) -> ReplayedBody:
    """Try all failed deliveries again. Each begins the schedule of attempts again, under its original id."""
    return ReplayedBody(replayed=await call.app[dead_letters_key].replay_dead(connection, call.now))


@endpoint(
    "POST",
    "/deliveries/{delivery}/replay",
    tag="Connections",
    scope=Scope.WRITE,
    summary="Retry a delivery",
    errors=("unknown_delivery", "already_delivered"),
)
async def replay_delivery(call: Call, delivery: UUID) -> DeliveryBody:
    """Try a delivery again. A dead letter begins the schedule of attempts again; a waiting one is attempted at once."""
    return _body(await call.app[dead_letters_key].replay(delivery, call.now))


@endpoint(
    "POST",
    "/connections/{connection}/backfill",
    tag="Connections",
    scope=Scope.WRITE,
    summary="Send past events",
    status=202,
    errors=(
        "unknown_connection",
        "sends_nothing",
        "unknown_event_type",
        "backfill_too_old",
        "too_many_events",
    ),
    audited=True,
)
async def start_backfill(
    call: Call, connection: ConnectionId, body: StartBackfill, query: BackfillQuery
) -> BackfillBody:
    """Send events from before the connection was made or repaired, at most 30 days back, in order and under their
    original ids. Events that were delivered are never sent again. With `preview=true` only their number is returned."""
    webinars = None if body.webinar_ids is None else [WebinarId(each) for each in body.webinar_ids]
    backfills = call.app[backfill_key]
    if query.preview:
        return BackfillBody(
            events=await backfills.preview(connection, body.from_.at, webinars, body.types, call.now)
        )
    backfill, events = await backfills.start(connection, body.from_.at, webinars, body.types, call.now)
    return BackfillBody(backfill_id=backfill, events=events)


@endpoint(
    "GET",
    "/connections/{connection}/backfill",
    tag="Connections",
    scope=Scope.READ,
    summary="Read the progress of a backfill",
    errors=("unknown_connection", "unknown_backfill"),
)
async def read_backfill(call: Call, connection: ConnectionId) -> BackfillBody:
    """Return the latest backfill of the connection."""
    found = await call.app[backfill_key].last(connection)
    return BackfillBody(
        backfill_id=found.id,
        events=found.events,
        waiting=found.waiting,
        from_=Time(found.from_at),
        at=Time(found.at),
        stopped_at=UNSET if found.stopped_at is None else Time(found.stopped_at),
    )


@endpoint(
    "DELETE",
    "/connections/{connection}/backfill",
    tag="Connections",
    scope=Scope.WRITE,
    summary="Stop sending past events",
    errors=("unknown_connection",),
)
async def stop_backfill(call: Call, connection: ConnectionId) -> None:
    """Withdraw the past events that were not attempted yet; sent ones stay sent."""
    await call.app[backfill_key].stop(connection, call.now)


ENDPOINTS = (
    list_deliveries,
    list_moved_back,
    replay_dead,
    replay_delivery,
    start_backfill,
    read_backfill,
    stop_backfill,
)
