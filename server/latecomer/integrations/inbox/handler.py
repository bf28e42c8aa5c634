"""The handler of the inbox: parses and applies deliveries, each with its outcome, inside the caller's transaction.

Source: docs/domain.md, Facts and statuses; docs/vendors.md, What counts
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from latecomer.core.ids import ConnectionId, Instant, MemberId, WebinarId
from latecomer.core.phase import closes_at
from latecomer.core.webinar import Webinar
from latecomer.integrations.connections import queries as connections
from latecomer.integrations.connections.hooks import BounceOutcome
from latecomer.integrations.connections.queries import ConnectionRow
from latecomer.integrations.inbox import queries as inbox
from latecomer.integrations.inbox.queries import Handled, InboxRow, InboxState
from latecomer.integrations.vendor_reports import apply as telling
from latecomer.integrations.vendor_reports.apply import Applied
from latecomer.integrations.vendor_reports.series import occurrence
from latecomer.integrations.vendor_reports.types import Event, VendorReport, has_ids_that_fit
from latecomer.people.rules import FIELD_MAX
from latecomer.postgres.pool import Conn
from latecomer.vendors.kit.inbound import Bounced, PaymentChanged, Unknown, VendorEvent
from latecomer.vendors.registry import DEFINITIONS
from latecomer.webinars import queries as webinars
from latecomer.webinars.finish import Finisher
from latecomer.webinars.members.settlement import Settlement

__all__ = ["Applied", "apply"]


@dataclass(slots=True)
class _Case:
    """A delivery while it is handled; the first outcome other than ``applied`` becomes its outcome."""

    row: InboxRow
    outcome: str = "applied"
    detail: str | None = None
    waits_for: set[str] = field(default_factory=set)
    told: list[VendorReport] = field(default_factory=list)
    members: set[MemberId] = field(default_factory=set)

    def say(self, outcome: str, detail: str | None = None) -> None:
        if self.outcome == "applied":
            self.outcome, self.detail = outcome, detail

    @property
    def handled(self) -> Handled:
        members = set(self.members)
        for each in self.told:
            self.say(each.outcome, each.detail)
            self.waits_for |= each.waits_for
            if each.member is not None:
                members.add(each.member)
        return Handled(
            id=self.row.id,
            state=InboxState.WAITING if self.waits_for else InboxState.DONE,
            outcome=self.outcome,
            detail=self.detail,
            waits_for=tuple(sorted(self.waits_for)),
            members=tuple(sorted(members)),
        )


TakeBounce: TypeAlias = Callable[[Conn, Bounced, Instant], Awaitable[BounceOutcome]]
TakePayment: TypeAlias = Callable[[Conn, ConnectionId, PaymentChanged, Instant], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Consumers:
    """The services that take the events which are not about attendance."""

    bounce: TakeBounce
    payment: TakePayment


async def apply(
    conn: Conn,
    settlement: Settlement,
    finisher: Finisher,
    consumers: Consumers,
    rows: Sequence[InboxRow],
    now: Instant,
) -> Applied:
    """Apply deliveries that are locked, and store the outcome of each."""
    if not rows:
        return Applied()
    cases = [_Case(row) for row in rows]
    await _read(conn, consumers, cases, now)
    told = [each for case in cases for each in case.told]
    applied = await telling.apply(conn, settlement, finisher, told, now)
    await inbox.finish(conn, [case.handled for case in cases], now)
    for connection, refs in applied.learned.items():
        await inbox.wake(conn, connection, sorted(refs), now)
    return applied


async def _read(conn: Conn, consumers: Consumers, cases: Sequence[_Case], now: Instant) -> None:
    """Parse the deliveries, and find and lock their webinars."""
    ids = sorted({case.row.connection for case in cases})
    found = {row.id: row for row in await connections.hold(conn, ids)}
    bound = await _bound(conn, ids)
    events: list[tuple[_Case, int, Event, ConnectionRow]] = []
    for case in cases:
        connection = found[case.row.connection]
        for nth, event in enumerate(_parse(case, connection)):
            if isinstance(event, Unknown):
                case.say(event.reason, event.event[:FIELD_MAX] or None)
            elif isinstance(event, Bounced):
                await _bounced(conn, consumers.bounce, case, event, now)
            elif isinstance(event, PaymentChanged):
                case.say(await consumers.payment(conn, connection.id, event, now))
            elif not has_ids_that_fit(event):
                case.say("malformed_body", "An id is too long.")
            else:
                events.append((case, nth, event, connection))
    await _place(conn, events, bound, now)


async def _bounced(conn: Conn, take_bounce: TakeBounce, case: _Case, event: Bounced, now: Instant) -> None:
    outcome = await take_bounce(conn, event, now)
    case.say(outcome.code)
    if outcome.member is not None:
        case.members.add(outcome.member)


async def _place(
    conn: Conn,
    events: Sequence[tuple[_Case, int, Event, ConnectionRow]],
    bound: Mapping[tuple[ConnectionId, str], Sequence[WebinarId]],
    now: Instant,
) -> None:
    """Find and lock the webinars that the events are about."""
    wanted = {
        each for _, _, event, connection in events for each in bound.get((connection.id, event.webinar), ())
    }
    locked: dict[WebinarId, Webinar] = {}
    for each in sorted(wanted):
        if (webinar := await webinars.lock(conn, each)) is not None:
            locked[each] = webinar
    for case, nth, told, connection in events:
        series = [locked[each] for each in bound.get((connection.id, told.webinar), ()) if each in locked]
        webinar_ = occurrence(told, series, case.row.received_at)
        if webinar_ is None:
            case.waits_for.add(inbox.waits_for_webinar(told.webinar))
            case.say("unknown_webinar", told.webinar[:FIELD_MAX])
        elif now >= closes_at(webinar_):
            case.say("window_closed")
        else:
            case.told.append(
                VendorReport(
                    event=told,
                    connection=connection,
                    webinar=webinar_,
                    key=f"{connection.id.hex}:{case.row.dedupe_key}:{nth}",
                    received_at=case.row.received_at,
                )
            )


async def _bound(
    conn: Conn, ids: Sequence[ConnectionId]
) -> Mapping[tuple[ConnectionId, str], Sequence[WebinarId]]:
    """Return the webinars for each vendor's id; an id of a series stands for several."""
    bound: dict[tuple[ConnectionId, str], list[WebinarId]] = {}
    for connection, bindings in (await connections.bindings(conn, ids)).items():
        for binding in bindings:
            bound.setdefault((connection, binding.external_id), []).append(binding.webinar)
    return bound


def _parse(case: _Case, connection: ConnectionRow) -> Sequence[VendorEvent]:
    definition = DEFINITIONS.get(connection.kind)
    if case.row.body is None or definition is None or definition.inbound is None:
        return (Unknown("", "gone"),)
    return definition.inbound.parse(case.row.headers, case.row.body, connection.settings)
