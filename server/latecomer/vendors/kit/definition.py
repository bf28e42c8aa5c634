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
        made_here: without one we make one and show it this once.
        is_valid: returns whether a text can be one at all.
    """

    name: str
    required: bool = True
    made_here: bool = False
    is_valid: Callable[[str], bool] = bool


class Secrets(Protocol):
    """A connection's secrets, open."""

    def get(self, name: str) -> str | None:
        """Return the current secret of this name."""
        ...

    def valid(self, name: str, now: Instant) -> Sequence[str]:
        """Return the current secret and those that were rotated lately, the newest first."""
        ...

    def kept(self, name: str) -> RefreshToken:
        """Return a secret where it is kept, for a vendor that may replace it."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools that every vendor's clients work with."""

    http: OutgoingHttp
    redis: Client
    clock: Callable[[], Instant]


class Provider(Registrar, Puller, Protocol):
    """A webinar platform that can be asked: it registers people, and reports what it knows."""

    async def check(self, webinars: Sequence[str], now: Instant) -> Denied | VendorTrouble | None:
        """Return what is wrong with the credentials, their scopes or these webinars; None when nothing is."""
        ...


MakeProvider: TypeAlias = Callable[[Tools, Settings, Secrets], Provider | None]
"""Makes the client of a connection; None where it has no credentials for asking. Raises: msgspec.ValidationError."""

MakeSender: TypeAlias = Callable[[Tools, Settings, Secrets, Mapping[str, BoundWebinar]], CheckedSender]
"""Makes what sends events to a connection, given the webinars that it is bound to, by their ids.

Raises: msgspec.ValidationError, ValueError for secrets that cannot be used.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One kind of connection.

    Args:
        settings: the type that a connection's settings are read as; its defaults hold where nothing is said, and fields
            that it does not know are refused.
        inbound: verifies and parses what the vendor pushes; None for a vendor that pushes nothing.
        reports_attendance: whether the vendor reports who registered and who was there.
        make_provider: makes the client that asks the vendor; None for a vendor that cannot be asked. The secrets that
            are not required are for asking, all of them.
        schedule: how often the vendor is asked.
        make_sender: makes what sends our events to the vendor; None for a vendor that receives none.
        events: the types of our events that the vendor can receive.
        unbound: a connection that is bound to no webinar receives the events of all.
        batching: the vendor takes several events at once, retries among them.
        ordered: no event about a member is sent while an earlier one about that member waits; only with ``batching``.
        external_id: what the vendor calls its id of a webinar, None where it has none.
        read_external_id: returns that id as the vendor sends it, from what people enter; ValueError says what to enter.
        urls: the settings that say where we connect to; an address that leads nowhere we may go is refused.
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
        """The secrets that asking takes, where a connection does not need them anyway: all of these, or none."""
        return tuple(each.name for each in self.secrets if self.can_be_pulled and not each.required)


def read_settings(settings: Settings, kind: type[S]) -> S:
    """Return stored settings as their kind's own type. Raises: msgspec.ValidationError."""
    return msgspec.convert(dict(settings), kind)
