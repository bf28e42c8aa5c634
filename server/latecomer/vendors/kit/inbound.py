"""What a vendor that pushes in has to offer, and what its deliveries are understood as.

Everything here is pure: the clock is an argument, bodies are bytes as they came.

Source: docs/vendors.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

from latecomer.core.ids import Instant
from latecomer.core.person import ContactDetails

Headers: TypeAlias = Mapping[str, str]
"""Names in lower case."""
Settings: TypeAlias = Mapping[str, object]
"""A connection's settings as they are stored: JSON values, checked by the kind's own type."""


class Code(StrEnum):
    """Why a delivery was not verified."""

    MISSING_SIGNATURE = "missing_signature"
    WRONG_SIGNATURE = "wrong_signature"
    STALE_SIGNATURE = "stale_signature"
    MALFORMED_SIGNATURE = "malformed_signature"


@dataclass(frozen=True, slots=True)
class Verified:
    """The vendor sent this, just now."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Nobody knows who sent this."""

    code: Code


Verdict: TypeAlias = Verified | Rejected


@dataclass(frozen=True, slots=True)
class Reply:
    """What a vendor that validates our address is answered with. ``body`` is JSON, or text where it is none."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


class Approval(StrEnum):
    """What the vendor made of a registration."""

    APPROVED = "approved"
    PENDING = "pending"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee(ContactDetails):
    """Somebody as the vendor knows them. ``refs``: the vendor's own ids, strongest first, each with a prefix that
    says what it is of."""

    refs: tuple[str, ...] = ()
    email: str | None = None
    properties: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """Somebody registered at the vendor, or the vendor decided about it. ``webinar`` is the vendor's id, as text."""

    webinar: str
    who: Attendee
    at: Instant
    approval: Approval = Approval.APPROVED
    join_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationCancelled:
    """Somebody took the registration back."""

    webinar: str
    who: Attendee
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Somebody came into the live room. ``row`` names the stay, the same as in its ``Left``; ``session`` the
    occurrence."""

    webinar: str
    who: Attendee
    at: Instant
    session: str
    row: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Somebody left the live room."""

    webinar: str
    who: Attendee
    at: Instant
    session: str
    row: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded:
    """The occurrence is over; what is still open in it ended with it."""

    webinar: str
    at: Instant
    session: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing that we use. ``event`` is the vendor's name of it, ``reason`` a code: unknown_event, malformed_body …"""

    event: str
    reason: str = "unknown_event"


VendorEvent: TypeAlias = Registered | RegistrationCancelled | Joined | Left | SessionEnded | Unknown


class Inbound(Protocol):
    """A vendor that pushes in."""

    @property
    def signing_secret(self) -> str:
        """Which of the connection's secrets deliveries are signed with."""

    def kept_headers(self, settings: Settings) -> Sequence[str]:
        """Headers, in lower case, that are stored with the body because parsing or deduplication needs them."""

    def verify(
        self, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings, now: Instant
    ) -> Verdict:
        """Whether this very body was signed with one of the secrets, not long ago; in constant time."""

    def handshake(
        self, method: str, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings
    ) -> Reply | None:
        """The answer to a request by which the vendor validates our address; None when it is none.

        Of a POST it is asked only after the body was verified.
        """

    def dedupe_key(self, headers: Headers, raw_body: bytes) -> str:
        """What is the same for every delivery of the same event; total: any bytes have one."""

    def parse(self, headers: Headers, raw_body: bytes, settings: Settings) -> list[VendorEvent]:
        """What the delivery tells; total: what cannot be read is Unknown."""
