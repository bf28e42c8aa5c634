"""The contract of a webinar platform that can be called: register a person, and pull registrations and attendance.

A provider is a client on top of the pure ``api`` module of its folder; expected failures are return values, not
exceptions.

Source: docs/vendors.md
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from latecomer.core.ids import Instant
from latecomer.core.phase import Mode
from latecomer.vendors.kit.inbound import Attendee, Registered, RegistrationCancelled, SessionEnded


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The vendor has registered the person. ``refs``: the vendor's ids, as in ``Attendee``; ``join_url``: its
    own link."""

    refs: tuple[str, ...] = ()
    join_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingApproval:
    """The vendor has the registration, and a person there has to approve it."""

    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """The vendor refuses the registration until the cause is removed. ``message`` is for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorTrouble:
    """A failure with an unknown result: try again. ``not_before``: the earliest time for the next call, if the vendor
    names one.

    ``stops``: no call will work until somebody repairs the connection (credentials, scopes).
    """

    code: str
    message: str
    not_before: Instant | None = None
    stops: bool = False


Answer: TypeAlias = Confirmed | PendingApproval | Denied | VendorTrouble


class Registrar(Protocol):
    """A client that registers people at the vendor."""

    async def register(self, webinar: str, who: Attendee, now: Instant) -> Answer:
        """Register a person in the vendor's webinar; a person who is registered already is Confirmed too."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRow:
    """A vendor's row about a person's presence or viewing.

    Args:
        row: the vendor's key; a pushed report about the same stay has the same key.
        session: the occurrence of the webinar.
        joined_at, left_at: when the vendor reports both, the stay lies between them.
        duration_ms: otherwise the stay begins at joined_at, or at the start of the webinar, and has this length.
    """

    webinar: str
    row: str
    session: str
    who: Attendee
    mode: Mode
    joined_at: Instant | None = None
    left_at: Instant | None = None
    duration_ms: int | None = None


PulledItem: TypeAlias = Registered | RegistrationCancelled | SessionEnded | AttendanceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorPage:
    """An answer of the vendor. ``as_of``: the time of the request; the newest answer about a row wins.

    ``skipped``: rows that could not be read, by code.
    """

    items: tuple[PulledItem, ...]
    as_of: Instant
    skipped: Mapping[str, int] = field(default_factory=dict)


class Puller(Protocol):
    """A client that pulls a vendor's data about one webinar."""

    def pull(
        self, webinar: str, since: Instant | None, now: Instant
    ) -> AsyncIterator[VendorPage | VendorTrouble]:
        """Yield all changes since the given time (None: everything), page by page; VendorTrouble ends the pull.

        A vendor that returns the same page again and again is VendorTrouble ``endless_pages``.
        """
        ...
