"""The rows of Zoom's lists and reports.

Source: https://developers.zoom.us/docs/api/ and docs/vendors.md, Zoom
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, TypeAlias, TypeGuard

import msgspec

from latecomer.core.ids import Instant
from latecomer.core.phase import Mode
from latecomer.vendors.kit.answers import link
from latecomer.vendors.kit.inbound import Attendee, Registered, SessionEnded, VendorApproval
from latecomer.vendors.kit.parsing import instant, text
from latecomer.vendors.kit.provider import AttendanceRow
from latecomer.vendors.kit.stays import Stay, numbered
from latecomer.vendors.zoom.api import Rows, rows_of
from latecomer.vendors.zoom.settings import DurationUnit
from latecomer.vendors.zoom.webhook import registrant

_Skipped: TypeAlias = dict[str, int]
_LONGEST_VIEW: Final = 31 * 24 * 3600 * 1000
"""The longest possible duration, in any unit."""


@dataclass(frozen=True, slots=True)
class Instance:
    """An occurrence that is over."""

    uuid: str
    started_at: Instant


def instances(found: Mapping[str, Any]) -> list[Instance]:
    """Return the past occurrences, oldest first."""
    each = [
        Instance(uuid, at)
        for row in rows_of(found, "webinars")
        if (uuid := text(row.get("uuid"))) is not None and (at := instant(row.get("start_time"))) is not None
    ]
    return sorted(set(each), key=lambda instance: (instance.started_at, instance.uuid))


def registered(webinar: str, row: Mapping[str, Any], approval: VendorApproval) -> Registered | None:
    """Return the registration in a row of a list; None without a time."""
    at = instant(row.get("create_time"))
    if at is None:
        return None
    who = registrant(row)
    return Registered(webinar=webinar, who=who, at=at, approval=approval, join_url=link(row.get("join_url")))


def ended(webinar: str, instance: Instance, found: Mapping[str, Any]) -> SessionEnded | None:
    """Return the end of the occurrence; None until the report has it."""
    at = instant(found.get("end_time"))
    return None if at is None else SessionEnded(webinar=webinar, at=at, session=instance.uuid)


def attendances(
    webinar: str, instance: Instance, rows: Rows, host: str | None
) -> tuple[list[AttendanceRow], Mapping[str, int]]:
    """Return the stays in the live room, each under the key of the pushed report about it, and the number of unreadable
    rows."""
    found: dict[str, list[Stay]] = {}
    skipped: _Skipped = {}
    for row in rows:
        stay = _stay(row, host)
        if isinstance(stay, str):
            skipped[stay] = skipped.get(stay, 0) + 1
            continue
        connection = text(row.get("user_id")) or text(row.get("registrant_id")) or stay[2].email
        found.setdefault(f"{instance.uuid}/{connection}", []).append(stay)
    told = [
        AttendanceRow(
            webinar=webinar,
            row=key,
            session=instance.uuid,
            who=who,
            mode=Mode.LIVE,
            joined_at=joined,
            left_at=left,
        )
        for key, (joined, left, who) in numbered(found)
    ]
    return told, skipped


def _stay(row: Mapping[str, Any], host: str | None) -> Stay | str:
    """Return the stay in the row, or the reason why it is not an attendee's."""
    if host is not None and text(row.get("id")) == host:
        return "host"
    if row.get("status") == "in_waiting_room":
        return "waiting_room"
    joined, left = instant(row.get("join_time")), instant(row.get("leave_time"))
    if joined is None or left is None or left < joined:
        return "malformed_row"
    who = _participant(row)
    return (joined, left, who) if who.refs or who.email else "no_email"


def _participant(row: Mapping[str, Any]) -> Attendee:
    registrant_id = text(row.get("registrant_id"))
    first, _, last = (text(row.get("name")) or "").partition(" ")
    return Attendee(
        refs=(f"registrant:{registrant_id}",) if registrant_id else (),
        email=text(row.get("user_email")),
        first_name=first or None,
        last_name=last.strip() or None,
    )


def _is_duration(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LONGEST_VIEW


def views(
    webinar: str, instance: Instance, rows: Rows, unit: DurationUnit
) -> tuple[list[AttendanceRow], Mapping[str, int]]:
    """Return the views of the recording. Zoom has no id of a view, so email and time identify it."""
    told: list[AttendanceRow] = []
    skipped: _Skipped = {}
    for row in rows:
        email, at, duration = text(row.get("email")), instant(row.get("date_time")), row.get("duration")
        if email is None or at is None or not _is_duration(duration):
            why = "no_email" if email is None else "malformed_row"
            skipped[why] = skipped.get(why, 0) + 1
            continue
        first, _, last = (text(row.get("name")) or "").partition(" ")
        key = sha256(msgspec.json.encode([email.casefold(), at])).hexdigest()[:32]
        told.append(
            AttendanceRow(
                webinar=webinar,
                row=f"view/{key}",
                session=instance.uuid,
                who=Attendee(email=email, first_name=first or None, last_name=last.strip() or None),
                mode=Mode.ON_DEMAND,
                joined_at=at,
                duration_ms=duration * unit.in_ms,
            )
        )
    return told, skipped
