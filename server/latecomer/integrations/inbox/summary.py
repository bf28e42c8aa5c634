"""The content of deliveries as people see it, read from the body while it is stored.

Source: docs/vendors.md, Nothing is lost
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, assert_never

from latecomer.core.ids import WebinarId
from latecomer.integrations.connections.queries import ConnectionRow
from latecomer.integrations.inbox.queries import InboxRow
from latecomer.vendors.kit.inbound import (
    Attendee,
    Bounced,
    Joined,
    Left,
    PaymentChanged,
    Registered,
    RegistrationCancelled,
    SessionEnded,
    Unknown,
    VendorEvent,
)
from latecomer.vendors.registry import DEFINITIONS

EventName: TypeAlias = Literal[
    "registered",
    "registration_cancelled",
    "joined",
    "left",
    "session_ended",
    "bounced",
    "payment",
    "unknown",
]

EVENTS_SHOWN: Final = 10
"""The number of events of one delivery that a list shows."""
_TEXT_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """An event in a delivery.

    ``vendor_event``: the vendor's own name of an event that we do not handle. ``external_id``: the vendor's id of the
    webinar; ``webinar``: the webinar bound to it now. ``who``: a name, else an email, as the vendor reported it.
    """

    event: EventName
    vendor_event: str | None = None
    external_id: str | None = None
    webinar: WebinarId | None = None
    who: str | None = None


def contents(
    row: InboxRow, connection: ConnectionRow, bound: Mapping[str, WebinarId]
) -> tuple[SummaryLine, ...]:
    """Summarize a delivery in at most ``EVENTS_SHOWN`` events; empty once its body is deleted.

    Args:
        bound: the connection's webinars by the vendor's ids.
    """
    definition = DEFINITIONS.get(connection.kind)
    if row.body is None or definition is None or definition.inbound is None:
        return ()
    told = definition.inbound.parse(row.headers, row.body, connection.settings)
    return tuple(_content(each, bound) for each in told[:EVENTS_SHOWN])


def _content(told: VendorEvent, bound: Mapping[str, WebinarId]) -> SummaryLine:
    if isinstance(told, Unknown):
        return SummaryLine(event="unknown", vendor_event=told.event[:_TEXT_MAX] or None)
    if isinstance(told, Bounced):
        return SummaryLine(event="bounced", vendor_event=told.kind.value, who=told.recipient[:_TEXT_MAX])
    if isinstance(told, PaymentChanged):
        return SummaryLine(event="payment", vendor_event=told.name[:_TEXT_MAX])
    external = told.webinar.strip()
    return SummaryLine(
        event=_name(told),
        external_id=external[:_TEXT_MAX] or None,
        webinar=bound.get(external),
        who=None if isinstance(told, SessionEnded) else _who(told.who),
    )


def _name(told: Registered | RegistrationCancelled | Joined | Left | SessionEnded) -> EventName:
    match told:
        case Registered():
            return "registered"
        case RegistrationCancelled():
            return "registration_cancelled"
        case Joined():
            return "joined"
        case Left():
            return "left"
        case SessionEnded():
            return "session_ended"
        case _:  # pragma: no cover - the closed set ends above
            assert_never(told)


def _who(who: Attendee) -> str | None:
    named = " ".join(each.strip() for each in (who.first_name, who.last_name) if each and each.strip())
    return (named or (who.email or "").strip())[:_TEXT_MAX] or None
