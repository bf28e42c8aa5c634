"""The contract of a vendor that receives events: the data that is sent, and the sender."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from latecomer.core.ids import Instant
from latecomer.core.retry import Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingEvent:
    """One event for one connection.

    Args:
        id: the event's, the same at every attempt and for every connection.
        type: as in the outbox, for instance ``member.registered``.
        at: when it happened.
        data: the fields of the event.
        attempts: the attempts before this one.
        last_code: the result of the previous attempt, None before the first.
        follows_correction: an earlier event told that a retraction led the member's status back. Known to senders that
            take batches.
    """

    id: UUID
    type: str
    at: Instant
    data: Mapping[str, object]
    attempts: int = 0
    last_code: str | None = None
    follows_correction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundWebinar:
    """A webinar that a connection is bound to. ``external_id``: the vendor's id of it."""

    external_id: str
    name: str
    starts_at: Instant
    ends_at: Instant


class Sender(Protocol):
    """A client that sends events to one connection."""

    async def send(self, events: Sequence[OutgoingEvent], now: Instant) -> Sequence[Attempt]:
        """Try to deliver these events, in this order. Returns: the outcome of each. Expected failures are not
        raised."""
        ...


class CheckedSender(Sender, Protocol):
    """A sender whose connection can be tested."""

    async def check(self, connection: str, now: Instant) -> Attempt:
        """Test the connection of this name: its credentials, and whether the vendor is set up as required."""
        ...
