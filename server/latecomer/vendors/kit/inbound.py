"""The contract of a vendor that pushes, and the events into which its deliveries are translated.

Everything here is pure: the time is an argument, bodies are the received bytes.

Source: docs/vendors.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias, runtime_checkable
from uuid import UUID

from latecomer.core.ids import Instant
from latecomer.core.person import ContactDetails

Headers: TypeAlias = Mapping[str, str]
"""Names in lower case."""
Settings: TypeAlias = Mapping[str, object]
"""A connection's settings as they are stored: JSON values, checked by the kind's own type."""


class RejectionCode(StrEnum):
    """The reason why a delivery was not verified."""

    MISSING_SIGNATURE = "missing_signature"
    WRONG_SIGNATURE = "wrong_signature"
    STALE_SIGNATURE = "stale_signature"
    MALFORMED_SIGNATURE = "malformed_signature"


@dataclass(frozen=True, slots=True)
class Verified:
    """The delivery was sent by the vendor, recently."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Raised when a delivery cannot be verified."""

    code: RejectionCode


Verdict: TypeAlias = Verified | Rejected


@dataclass(frozen=True, slots=True)
class ValidationReply:
    """The answer to a vendor that validates our address. ``body`` is JSON, or text."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    visit: str | None = None
    """An address of the vendor's that has to be fetched first: so it knows that we want its deliveries."""


class VendorApproval(StrEnum):
    """A vendor's decision about a registration."""

    APPROVED = "approved"
    PENDING = "pending"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee(ContactDetails):
    """A person as the vendor reports them. ``refs``: the vendor's own ids, the most reliable first, each with a prefix
    for its kind."""

    refs: tuple[str, ...] = ()
    email: str | None = None
    properties: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A registration at the vendor, or the vendor's decision about one. ``webinar`` is the vendor's id, as text."""

    webinar: str
    who: Attendee
    at: Instant
    approval: VendorApproval = VendorApproval.APPROVED
    join_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationCancelled:
    """A cancelled registration at the vendor."""

    webinar: str
    who: Attendee
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """An arrival in the live room. ``row`` names the stay, as in its ``Left``; ``session`` names the occurrence of the
    webinar."""

    webinar: str
    who: Attendee
    at: Instant
    session: str
    row: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A departure from the live room."""

    webinar: str
    who: Attendee
    at: Instant
    session: str
    row: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded:
    """The end of an occurrence of the webinar; stays that are still open end with it."""

    webinar: str
    at: Instant
    session: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A delivery that we do not handle. ``event`` is the vendor's name of it, ``reason`` a code: unknown_event,
    malformed_body …"""

    event: str
    reason: str = "unknown_event"


class BounceKind(StrEnum):
    """The consequence of a bounce for the address; the values are the names on the wire."""

    HARD = "hard"
    """A hard bounce: the address does not exist, or refuses mail for good."""
    SOFT = "soft"
    """This mail did not arrive; the next one may."""
    COMPLAINT = "complaint"
    """The recipient called the mail spam."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounced:
    """A mail of ours that did not arrive, or about which its recipient complained.

    ``mail``: our id of it, from ``X-Latecomer-Mail`` or the envelope sender. ``relay_id``: the relay's id of it, from
    its 250. ``message_id``: with its brackets.
    """

    kind: BounceKind
    recipient: str
    at: Instant
    detail: str | None = None
    mail: UUID | None = None
    relay_id: str | None = None
    message_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentChanged:
    """A hint that a payment changed: what it is now is read from the payment service.

    ``name``: the service's name of the event. ``session``, ``intent``: the service's ids of the page and of the money's
    way, of which one is there. ``reference``: our id of the payment.
    """

    name: str
    session: str | None = None
    intent: str | None = None
    reference: UUID | None = None


VendorEvent: TypeAlias = (
    Registered | RegistrationCancelled | Joined | Left | SessionEnded | Bounced | PaymentChanged | Unknown
)


@runtime_checkable
class PublishesKeys(Protocol):
    """A vendor that signs with a key that it publishes, and shares no secret with us.

    ``verify`` receives the published document instead of a secret.
    """

    def key_address(self, raw_body: bytes) -> str | None:
        """Return the https address of the key for this delivery; None when it is not an address of the vendor."""


class Inbound(Protocol):
    """The verification and parsing of a vendor's deliveries."""

    @property
    def signing_secret(self) -> str:
        """Return the name of the secret with which deliveries are signed."""

    def kept_headers(self, settings: Settings) -> Sequence[str]:
        """Return the headers, in lower case, that are stored with the body because parsing or deduplication
        needs them."""

    def verify(
        self, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings, now: Instant
    ) -> Verdict:
        """Return True when this very body was signed with one of the secrets, recently; in constant time."""

    def handshake(
        self, method: str, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings
    ) -> ValidationReply | None:
        """Return the answer to a request by which the vendor validates our address; None for any other request.

        For a POST it is called only after the body was verified.
        """

    def dedupe_key(self, headers: Headers, raw_body: bytes) -> str:
        """Return a key that is the same for every delivery of the same event; it exists for any bytes."""

    def parse(self, headers: Headers, raw_body: bytes, settings: Settings) -> list[VendorEvent]:
        """Translate a delivery into events; an unreadable delivery is Unknown, and no error is raised."""
