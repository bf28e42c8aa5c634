"""The contract of a webinar platform that can be called: register a person, and pull registrations and attendance.

A provider is a client on top of a pure ``sansio``; it raises nothing that is foreseen, and answers in these words.

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
    """The vendor has registered them. ``refs``: what it calls them, as in ``Attendee``; ``join_url``: its own link."""

    refs: tuple[str, ...] = ()
    join_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingApproval:
    """The vendor knows the registration, and a person there has to approve it."""

    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """The vendor will not register them until its cause is mended. ``message`` is for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorTrouble:
    """A failure without any knowledge of the result: try again. ``not_before``: the vendor's time for the next call, if
    it names one.

    ``stops``: whether nothing will work until somebody mends the connection (credentials, scopes).
    """

    code: str
    message: str
    not_before: Instant | None = None
    stops: bool = False


Answer: TypeAlias = Confirmed | PendingApproval | Denied | VendorTrouble


class Registrar(Protocol):
    """Registers people at the vendor."""

    async def register(self, webinar: str, who: Attendee, now: Instant) -> Answer:
        """Register a person in the vendor's webinar; an earlier registration is Confirmed, too."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRow:
    """A vendor's row about a person's presence or viewing.

    Args:
        row: the vendor's key, the same as of what was pushed about this stay where both tell of it.
        session: the occurrence.
        joined_at, left_at: where the vendor tells both, the stay is what lies between.
        duration_ms: where it does not: [joined_at or the start of the webinar, + duration).
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
    """Pulls a vendor's data about one webinar."""

    def pull(
        self, webinar: str, since: Instant | None, now: Instant
    ) -> AsyncIterator[VendorPage | VendorTrouble]:
        """Yield all changes since then (None: everything), page by page; Trouble ends the pull.

        A vendor that gives the same page for ever is Trouble ``endless_pages``.
        """
        ...
