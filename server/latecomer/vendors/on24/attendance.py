"""The rows of ON24's lists, as events. Unreadable rows are left out and counted; nothing raises.

Source: docs/vendors.md, ON24
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from latecomer.core.phase import Mode
from latecomer.vendors.kit.inbound import Attendee, Registered, RegistrationCancelled
from latecomer.vendors.kit.parsing import instant, text
from latecomer.vendors.kit.provider import AttendanceRow, PulledItem
from latecomer.vendors.on24.api import count

_DURATION: Final = re.compile(r"(\d{1,4}):([0-5]?\d):([0-5]?\d)")


@dataclass(frozen=True, slots=True)
class Read:
    """The events in rows, and the number of unusable rows, by code."""

    items: tuple[PulledItem, ...]
    skipped: Mapping[str, int]


def registrants(webinar: str, rows: Iterable[Mapping[str, Any]]) -> Read:
    """Return the registrations and their cancellations."""
    found: list[PulledItem] = []
    skipped: Counter[str] = Counter()
    for row in rows:
        status = (text(row.get("userstatus")) or "active").casefold()
        who = _registrant(row)
        at = instant(row.get("createtimestamp"))
        if status == "forgotten":
            skipped["forgotten"] += 1
        elif at is None or not (who.email or who.refs):
            skipped["malformed_row"] += 1
        elif status == "deleted" or (text(row.get("isdeleted")) or text(row.get("isDeleted"))) == "Y":
            gone_at = instant(row.get("lastactivity")) or at
            found.append(RegistrationCancelled(webinar=webinar, who=who, at=max(at, gone_at)))
        else:
            found.append(Registered(webinar=webinar, who=who, at=at))
    return Read(tuple(found), dict(skipped))


def sessions(webinar: str, mode: Mode, rows: Iterable[Mapping[str, Any]]) -> Read:
    """Return the stays with their times; on demand where ON24 calls the session archived."""
    found: list[PulledItem] = []
    skipped: Counter[str] = Counter()
    for row in rows:
        number, email = text(row.get("id")), text(row.get("email"))
        began_at, ended_at = instant(row.get("starttime")), instant(row.get("endtime"))
        duration_ms = _duration(row.get("duration"))
        if number is None or (began_at is None and duration_ms is None):
            skipped["malformed_row"] += 1
            continue
        if email is None:
            skipped["no_email"] += 1
            continue
        if began_at is not None and ended_at is not None and duration_ms is not None:
            ended_at = min(ended_at, began_at + duration_ms)  # an open page is not more than was watched
        found.append(
            AttendanceRow(
                webinar=webinar,
                row=f"session:{number}",
                session=webinar,
                who=_named(row),
                mode=Mode.ON_DEMAND if _is_archived(row.get("usage")) else mode,
                joined_at=began_at,
                left_at=ended_at if began_at is not None else None,
                duration_ms=duration_ms,
            )
        )
    return Read(tuple(found), dict(skipped))


def attendees(webinar: str, rows: Iterable[Mapping[str, Any]], with_sessions: Sequence[Mode]) -> Read:
    """Return the attendees and their minutes, counted from the first activity.

    Args:
        with_sessions: modes in which ON24 reports every session; their minutes come from the sessions and count
            nothing here.
    """
    found: list[PulledItem] = []
    skipped: Counter[str] = Counter()
    for row in rows:
        who = _named(row)
        if (text(row.get("isblocked")) or "N").upper() == "Y":
            skipped["blocked"] += 1
            continue
        if not (who.email or who.refs):
            skipped["no_email"] += 1
            continue
        for mode, name in ((Mode.LIVE, "live"), (Mode.ON_DEMAND, "archive")):
            first_at = instant(row.get(f"first{name}activity"))
            minutes = count(row.get(f"{name}minutes")) or 0
            if first_at is None and minutes == 0:
                continue
            key = who.refs[0] if who.refs else (who.email or "").casefold()
            found.append(
                AttendanceRow(
                    webinar=webinar,
                    row=f"attendee:{key}:{mode}",
                    session=webinar,
                    who=who,
                    mode=mode,
                    joined_at=first_at,
                    duration_ms=0 if mode in with_sessions else minutes * 60_000,
                )
            )
    return Read(tuple(found), dict(skipped))


def _is_archived(usage: object) -> bool:
    return (text(usage) or "").casefold() in ("archived", "archive", "ondemand", "on-demand")


def _named(row: Mapping[str, Any]) -> Attendee:
    user = text(row.get("eventuserid"))
    return Attendee(
        refs=(f"user:{user}",) if user else (),
        email=text(row.get("email")),
        first_name=text(row.get("firstname")),
        last_name=text(row.get("lastname")),
    )


def _registrant(row: Mapping[str, Any]) -> Attendee:
    user = text(row.get("eventuserid"))
    street = [text(row.get(name)) for name in ("addressstreet1", "addressstreet2")]
    properties: dict[str, object] = {}
    for name in (*(f"std{n}" for n in range(1, 11)), "partnerref"):
        if value := text(row.get(name)):
            properties[name] = value
    return Attendee(
        refs=(f"user:{user}",) if user else (),
        email=text(row.get("email")),
        first_name=text(row.get("firstname")),
        last_name=text(row.get("lastname")),
        phone=text(row.get("workphone")) or text(row.get("homephone")),
        company=text(row.get("company")),
        job_title=text(row.get("jobtitle")),
        industry=text(row.get("companyindustry")),
        street_address=", ".join(each for each in street if each) or None,
        city=text(row.get("city")),
        state=text(row.get("state")),
        postal_code=text(row.get("zip")),
        country=text(row.get("country")),
        properties=properties,
    )


def _duration(value: object) -> int | None:
    """Return a duration ``HH:MM:SS`` in ms."""
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    hours, minutes, seconds = (int(each) for each in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000
