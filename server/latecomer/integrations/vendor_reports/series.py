"""Series: finds the webinar that a report is about, when one vendor's id is bound to several webinars.

Source: docs/domain.md, Attendance of this event
"""

from __future__ import annotations

from collections.abc import Sequence

from latecomer.attendance.rules.event_window import BEFORE_NEXT_MS
from latecomer.core.ids import Instant
from latecomer.core.webinar import Webinar
from latecomer.integrations.vendor_reports.types import Event
from latecomer.vendors.kit.inbound import Registered, RegistrationCancelled
from latecomer.vendors.kit.provider import AttendanceRow


def occurrence(event: Event, series: Sequence[Webinar], received_at: Instant) -> Webinar | None:
    """Return the webinar of a series that a report is about; None without one.

    A registration belongs to the next webinar that has not ended. Presence and ends belong to the webinar that began
    last, counted from 15 minutes before its start.
    """
    ordered = sorted(series, key=lambda each: (each.starts_at, each.id))
    if len(ordered) < 2:
        return ordered[0] if ordered else None
    if isinstance(event, Registered | RegistrationCancelled):
        return next((each for each in ordered if each.ends_at > min(event.at, received_at)), ordered[-1])
    at = event.joined_at if isinstance(event, AttendanceRow) else event.at
    if at is None:
        return ordered[-1]
    begun = [each for each in ordered if each.starts_at - BEFORE_NEXT_MS <= at]
    return begun[-1] if begun else ordered[0]
