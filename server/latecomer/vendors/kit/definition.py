"""The definition of a vendor: everything that the rest of the server needs to know about one kind of connection.

Each vendor's folder has a ``definition.py``; ``vendors/registry.py`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

import msgspec

from latecomer.core.ids import Instant
from latecomer.events.types import EventType
from latecomer.http.outgoing import OutgoingHttp
from latecomer.redis.cluster import Client
from latecomer.vendors.kit.inbound import Inbound
from latecomer.vendors.kit.oauth import RefreshToken
from latecomer.vendors.kit.payments import PaymentGateway
from latecomer.vendors.kit.provider import Denied, Puller, Registrar, VendorTrouble
from latecomer.vendors.kit.pull_schedule import Rhythm
from latecomer.vendors.kit.sender import BoundWebinar, CheckedSender

Kind: TypeAlias = str
"""The name of a kind of connection on the wire; the vendor's folder has the same name."""
Settings: TypeAlias = Mapping[str, object]
"""A connection's settings as they are stored: JSON values, checked by the kind's own type."""
S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretField:
    """A secret of a connection.

    Args:
        made_here: when none is given, Latecomer makes one and shows it once.
        is_valid: returns whether a text has the form of this secret.
    """

    name: str
    required: bool = True
    made_here: bool = False
    is_valid: Callable[[str], bool] = bool


class Secrets(Protocol):
    """A connection's decrypted secrets."""

    def get(self, name: str) -> str | None:
        """Return the current secret of this name."""
        ...

    def valid(self, name: str, now: Instant) -> Sequence[str]:
        """Return the current secret and recently rotated ones, the newest first."""
        ...

    def kept(self, name: str) -> RefreshToken:
        """Return a secret with the service that stores it, for a vendor that may replace it."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools that every vendor's clients work with."""

    http: OutgoingHttp
    redis: Client
    clock: Callable[[], Instant]


class Provider(Registrar, Puller, Protocol):
    """A webinar platform that can be called: it registers people, and reports registrations and attendance."""

    async def check(self, webinars: Sequence[str], now: Instant) -> Denied | VendorTrouble | None:
        """Return the problem with the credentials, their scopes or these webinars; None when there is none."""
        ...


MakeProvider: TypeAlias = Callable[[Tools, Settings, Secrets], Provider | None]
"""Makes the client of a connection; None where it has no credentials for asking. Raises: msgspec.ValidationError."""

MakeSender: TypeAlias = Callable[[Tools, Settings, Secrets, Mapping[str, BoundWebinar]], CheckedSender]
"""Makes what sends events to a connection, given the webinars that it is bound to, by their ids.

Raises: msgspec.ValidationError, ValueError for secrets that cannot be used.
"""

MakePayments: TypeAlias = Callable[[Tools, Settings, Secrets], PaymentGateway | None]
"""Makes the client of a payment service; None without credentials. Raises: msgspec.ValidationError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One kind of connection.

    Args:
        settings: the type of a connection's settings; its defaults apply to missing fields, and unknown fields are
            refused.
        inbound: verifies and parses what the vendor pushes; None for a vendor that pushes nothing.
        reports_attendance: whether the vendor reports registrations and attendance.
        make_provider: makes the client that calls the vendor; None for a vendor that cannot be called. Its secrets
            are the ones that are not required: all of them, or none.
        schedule: how often the vendor is pulled.
        make_sender: makes the sender of our events; None for a vendor that receives none.
        make_payments: makes the client of a payment service; None for a vendor that takes no payments.
        events: the types of our events that the vendor can receive.
        unbound: a connection that is bound to no webinar receives the events of all.
        batching: the vendor takes several events at once, retries among them.
        ordered: no event about a member is sent while an earlier one about that member waits; only with
            ``batching``.
        external_id: the vendor's name for its id of a webinar, None when it has none.
        read_external_id: returns that id in the vendor's form, from people's input; its ValueError says what to
            enter.
        urls: the settings that are addresses to connect to; addresses that may not be connected to are refused.
    """

    kind: Kind
    title: str
    secrets: tuple[SecretField, ...]
    settings: type[msgspec.Struct]
    inbound: Inbound | None = None
    reports_attendance: bool = False
    make_provider: MakeProvider | None = None
    schedule: Rhythm | None = None
    make_sender: MakeSender | None = None
    make_payments: MakePayments | None = None
    events: frozenset[EventType] = frozenset()
    unbound: bool = False
    batching: bool = False
    ordered: bool = False
    external_id: str | None = None
    read_external_id: Callable[[str], str] = str.strip
    urls: tuple[str, ...] = ()

    @property
    def can_be_pulled(self) -> bool:
        """Return True when the vendor's data can be pulled."""
        return self.make_provider is not None

    @property
    def asking_secrets(self) -> tuple[str, ...]:
        """Return the secrets for calls to the vendor that a connection does not need otherwise: all of them, or
        none."""
        return tuple(each.name for each in self.secrets if self.can_be_pulled and not each.required)


def read_settings(settings: Settings, kind: type[S]) -> S:
    """Return stored settings as the type of their kind. Raises: msgspec.ValidationError."""
    return msgspec.convert(dict(settings), kind)
