"""The event as a calendar object for one member: an invitation, an update, a cancellation, or a file to download.

The UID is the same for a member and event, and the SEQUENCE only grows, so that a calendar replaces its entry. Times
are in UTC, which cannot be misread. The member is the only attendee, and no reply is requested.

Source: docs/mail.md, Calendar; RFC 5545; RFC 5546, sections 3.2.2 and 3.2.5
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress, vText

from latecomer.core.ids import Instant, MemberId
from latecomer.core.one_line import one_line
from latecomer.core.webinar import Webinar

PRODUCT = "-//Latecomer//Latecomer//EN"


class Method(StrEnum):
    """The action of the receiving calendar."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with the name that stands before it."""

    email: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """The content of a calendar object. ``sequence``: that of the member (members/queries/invitations.py)."""

    webinar: Webinar
    member: MemberId
    sequence: int
    link: str
    organizer: Mailbox | None = None
    attendee: Mailbox | None = None
    """A file to download names nobody."""


def uid_of(member: MemberId) -> str:
    """Return the UID of a member's event; it is the same in every mail and download."""
    return f"{member}@latecomer"


def build(invitation: Invitation, method: Method, now: Instant) -> bytes:
    """Return the calendar object as text in UTF-8 with CRLF line ends; ``now`` is its DTSTAMP."""
    webinar = invitation.webinar
    event = Event()
    event.add("uid", uid_of(invitation.member))
    event.add("dtstamp", _datetime(now))
    event.add("dtstart", _datetime(webinar.starts_at))
    event.add("dtend", _datetime(webinar.ends_at))
    event.add("summary", one_line(webinar.name))
    event.add("sequence", invitation.sequence)
    if invitation.link:
        event.add("url", invitation.link)
        event.add("location", invitation.link)
        event.add("description", invitation.link)
    event.add("transp", "OPAQUE")
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    # RFC 5546 asks for an organizer and the attendee in scheduling messages; a published file names nobody.
    if method is not Method.PUBLISH and invitation.organizer is not None and invitation.attendee is not None:
        event.add("organizer", _address(invitation.organizer), encode=False)
        attendee = _address(invitation.attendee)
        attendee.params["CUTYPE"] = vText("INDIVIDUAL")
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        attendee.params["PARTSTAT"] = vText("ACCEPTED")
        attendee.params["RSVP"] = vText("FALSE")
        event.add("attendee", attendee, encode=False)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def unfolded(file: str) -> str:
    """Return a calendar file with each property on one line. Source: RFC 5545, section 3.1"""
    return re.sub(r"\r?\n[ \t]", "", file)


def _address(mailbox: Mailbox) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox.email}")
    if mailbox.name:
        address.params["CN"] = vText(one_line(mailbox.name))
    return address


def _datetime(at: Instant) -> datetime:
    return datetime.fromtimestamp(at // 1000, UTC)
