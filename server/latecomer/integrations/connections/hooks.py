"""Hooks for the folders beside connections: backlogs, and reactions to a new binding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from latecomer.core.ids import ConnectionId, Instant, MemberId
from latecomer.hooks import InTransaction, Question
from latecomer.integrations.connections.queries import Backlog, Counts
from latecomer.postgres.pool import Conn
from latecomer.vendors.kit.inbound import Bounced, PaymentChanged


@dataclass(frozen=True, slots=True)
class BounceOutcome:
    """The outcome of a reported bounce: a code, and the member whose mail it was."""

    code: str
    member: MemberId | None = None


UNKNOWN_MAIL: Final = "unknown_mail"
UNKNOWN_PAYMENT: Final = "unknown_payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionHooks:
    """Callbacks that other folders register here; one object per process."""

    backlogs: Question[[Conn, Sequence[ConnectionId]], Mapping[ConnectionId, Backlog]] = field(
        default_factory=lambda: Question(default={})
    )
    """Returns the number of unhandled received deliveries of each connection; the inbox fills it."""
    outgoing: Question[[Conn, Sequence[ConnectionId]], Mapping[ConnectionId, Counts]] = field(
        default_factory=lambda: Question(default={})
    )
    """Returns the number of waiting and dead deliveries to each connection; deliveries fills it."""
    bound: InTransaction[[Conn, ConnectionId, Sequence[str], Instant]] = field(default_factory=InTransaction)
    """A connection was bound to webinars, by the vendor's ids."""
    deleting: InTransaction[[Conn, ConnectionId, Instant]] = field(default_factory=InTransaction)
    """A connection is to be deleted; a subscriber may refuse."""
    bounced: Question[[Conn, Bounced, Instant], BounceOutcome] = field(
        default_factory=lambda: Question(default=BounceOutcome(UNKNOWN_MAIL))
    )
    """Takes a bounce that a vendor reports, inside the transaction that handles it; mail answers."""
    payment_changed: Question[[Conn, ConnectionId, PaymentChanged, Instant], str] = field(
        default_factory=lambda: Question(default=UNKNOWN_PAYMENT)
    )
    """Takes a hint that a payment changed, inside the transaction that handles it, and returns its outcome, a code;
    registration forms answer."""
