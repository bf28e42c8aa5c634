"""A vendor's report about a webinar, pushed or pulled, on its way to an outcome.

Source: docs/vendors.md, What counts
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeAlias

from latecomer.core.ids import ConnectionId, Instant, MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.integrations.connections.queries import ConnectionRow
from latecomer.vendors.kit.inbound import (
    Attendee,
    Joined,
    Left,
    Registered,
    RegistrationCancelled,
    SessionEnded,
)
from latecomer.vendors.kit.provider import Answer, AttendanceRow, Confirmed, PendingApproval, VendorTrouble

SLACK_MS: Final = 10_000
"""Time by which a vendor's clock may be ahead of ours; reports of later presence are dropped."""

ID_MAX_BYTES: Final = 512
"""The greatest length of a vendor's id; a longer one is ignored, and would not fit an index."""
ROW_MAX_BYTES: Final = 1_200
"""The greatest length of a row's key, which joins up to three ids."""

JOIN_URL_MAX_BYTES: Final = 4096
"""The greatest length of a vendor's join link; a longer one is ignored."""

Event: TypeAlias = Registered | RegistrationCancelled | Joined | Left | SessionEnded | AttendanceRow
Somebody: TypeAlias = MemberId | str
"""A member, or the key of an email."""
Place: TypeAlias = tuple[ConnectionId, WebinarId]
"""The owner of vendor ids and rows: a connection's binding."""


def waits_for_times(webinar: WebinarId) -> str:
    """Return the key under which a delivery about another event waits for a change of times."""
    return f"times:{webinar}"


def waits_for_person(email_key: str) -> str:
    """Return the key under which a delivery waits until a person becomes a member; the address cannot be read
    from it."""
    return f"person:{sha256(email_key.encode()).hexdigest()[:32]}"


def has_ids_that_fit(event: Event) -> bool:
    """Return True when every id in the report can be stored."""
    ids = [event.webinar]
    if not isinstance(event, SessionEnded):
        ids += event.who.refs
    if isinstance(event, Joined | Left | SessionEnded | AttendanceRow):
        ids.append(event.session)
    is_row_fine = not isinstance(event, Joined | Left | AttendanceRow) or _fits(event.row, ROW_MAX_BYTES)
    return is_row_fine and all(_fits(each, ID_MAX_BYTES) for each in ids)


def checked(answer: Answer) -> Answer:
    """Return a registrar's answer, or VendorTrouble when its ids cannot be stored."""
    if not isinstance(answer, Confirmed | PendingApproval):
        return answer
    if not all(_fits(each, ID_MAX_BYTES) for each in answer.refs):
        return VendorTrouble(
            code="bad_answer", message=f"The vendor gave an id of more than {ID_MAX_BYTES} bytes."
        )
    if isinstance(answer, Confirmed) and not _fits(answer.join_url or "", JOIN_URL_MAX_BYTES):
        said = f"The vendor gave a join link of more than {JOIN_URL_MAX_BYTES} bytes."
        return VendorTrouble(code="bad_answer", message=said)
    return answer


def _fits(text: str, max_bytes: int) -> bool:
    return len(text.encode("utf-8", "replace")) <= max_bytes


@dataclass(slots=True, kw_only=True)
class VendorReport:
    """A vendor's report about a bound and locked webinar, until it has an outcome; the first outcome other than
    ``applied`` stands.

    Args:
        key: the same whenever this report is applied again.
        received_at: the time of arrival, or of the request for a pulled report.
    """

    event: Event
    connection: ConnectionRow
    webinar: Webinar
    key: str
    received_at: Instant
    outcome: str = "applied"
    detail: str | None = None
    waits_for: frozenset[str] = frozenset()
    somebody: Somebody | None = None
    member: MemberId | None = None

    def say(self, outcome: str, detail: str | None = None) -> None:
        """Set the outcome, unless one is set already."""
        if self.outcome == "applied":
            self.outcome, self.detail = outcome, detail

    @property
    def place(self) -> Place:
        """Return the owner of the report's ids and rows."""
        return self.connection.id, self.webinar.id

    @property
    def who(self) -> Attendee:
        """Return the person in the report; None for the end of a session."""
        return Attendee() if isinstance(self.event, SessionEnded) else self.event.who

    @property
    def is_in_future(self) -> bool:
        """Return True for a report of presence or viewing in the future."""
        return isinstance(self.event, Joined | Left | AttendanceRow) and self._told_at > self._latest

    @property
    def at(self) -> Instant:
        """Return the time of the event."""
        return min(self._told_at, self._latest)

    @property
    def _told_at(self) -> Instant:
        if isinstance(self.event, AttendanceRow):
            return self.webinar.starts_at if self.event.joined_at is None else self.event.joined_at
        return self.event.at

    @property
    def _latest(self) -> Instant:
        return self.received_at + SLACK_MS
