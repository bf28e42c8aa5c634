from typing import Any

import pytest
from icalendar import Calendar

from latecomer.webinars.rules.calendar import Invitation, Mailbox, Method, build, uid_of, unfolded
from tests.mail.golden_mails import GOLDEN, calendars
from tests.support.builders import DAY, ENDS_AT, HOUR, MEMBER, STARTS_AT, WEBINAR, webinar

INVITATION = Invitation(
    webinar=WEBINAR,
    member=MEMBER,
    sequence=3,
    link="https://webinars.example/j/token",
    organizer=Mailbox("team@example.org", "Teäm; Events, Inc."),
    attendee=Mailbox("ada@example.com", "Ada\r\nLovelace"),
)


_ONE = {"DTSTAMP", "DTSTART", "DTEND", "ORGANIZER", "SEQUENCE", "UID", "ATTENDEE", "SUMMARY", "STATUS"}
"""Of RFC 5546, sections 3.2.2 and 3.2.5, what must be there once, and what we always give."""
_AT_MOST_ONE = {"URL", "LOCATION", "DESCRIPTION", "TRANSP"}
_NEVER = {"REQUEST-STATUS", "DURATION", "RECURRENCE-ID", "RRULE", "EXDATE"}


def event_of(method: Method, **changes: Any) -> tuple[Calendar, Any]:
    content = build(
        Invitation(**({f: getattr(INVITATION, f) for f in INVITATION.__slots__} | changes)),
        method,
        STARTS_AT - DAY,
    )
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))  # RFC 5545, section 3.1
    assert b"\n" not in content.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


@pytest.mark.parametrize("method", [Method.REQUEST, Method.CANCEL])
def test_a_scheduling_message_has_what_rfc_5546_asks_for(method: Method) -> None:
    """RFC 5546, sections 3.2.2 and 3.2.5: exactly one of DTSTAMP, DTSTART, ORGANIZER, SEQUENCE, UID, and ATTENDEE."""
    calendar, event = event_of(method)
    assert calendar["METHOD"] == method
    for name in ("DTSTAMP", "DTSTART", "DTEND", "ORGANIZER", "SEQUENCE", "UID", "ATTENDEE", "SUMMARY"):
        assert name in event, name
        assert not isinstance(event[name], list), name
    assert event["ORGANIZER"] == "mailto:team@example.org"
    assert event["ATTENDEE"] == "mailto:ada@example.com"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert event["ATTENDEE"].params["CN"] == "Ada Lovelace"


def test_times_are_instants_in_utc() -> None:
    """M11: a file without zone is hours off."""
    _, event = event_of(Method.REQUEST)
    assert event["DTSTART"].dt.timestamp() * 1000 == STARTS_AT
    assert event["DTEND"].dt.timestamp() * 1000 == ENDS_AT
    assert event["DTSTART"].to_ical().endswith(b"Z")


def test_a_moved_event_is_the_same_event_with_a_higher_sequence() -> None:
    """M15: a UID that changes makes duplicates."""
    _, before = event_of(Method.REQUEST)
    _, after = event_of(
        Method.REQUEST, webinar=webinar(starts_at=STARTS_AT + HOUR, ends_at=ENDS_AT + HOUR), sequence=4
    )
    assert before["UID"] == after["UID"] == uid_of(MEMBER)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt > before["DTSTART"].dt


def test_a_cancelled_event_is_said_to_be() -> None:
    _, event = event_of(Method.CANCEL)
    assert event["STATUS"] == "CANCELLED"
    assert event["UID"] == uid_of(MEMBER)


def test_a_file_to_download_names_nobody() -> None:
    calendar, event = event_of(Method.PUBLISH)
    assert calendar["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event
    assert "ORGANIZER" not in event
    assert event["UID"] == uid_of(MEMBER)
    assert event["LOCATION"] == INVITATION.link


def test_an_unfolded_file_has_each_property_on_one_line() -> None:
    link = f"https://webinars.example/j/{'x' * 90}"
    event = Invitation(webinar=WEBINAR, member=MEMBER, sequence=1, link=link)
    file = build(event, Method.PUBLISH, STARTS_AT - DAY).decode()
    assert link not in file
    assert f"\r\nURL:{link}\r\n" in unfolded(file)


@pytest.mark.parametrize(("name", "sequence"), [("new", 3), ("moved", 4), ("cancelled", 5)])
def test_the_golden_files_read_back_as_rfc_5546_asks_for(name: str, sequence: int) -> None:
    """``python -m tests.mail.golden_mails`` renews the files."""
    file = GOLDEN / f"{name}.ics"
    assert calendars()[file.name] == file.read_bytes()
    calendar = Calendar.from_ical(file.read_bytes())
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT"]  # no alarm, no time zone
    event: Any = calendar.walk("VEVENT")[0]
    properties = [key for key, _ in event.property_items(recursive=False) if key not in ("BEGIN", "END")]
    assert set(properties) - _AT_MOST_ONE == _ONE
    assert sorted(properties) == sorted(set(properties))  # each once
    assert not _NEVER & set(properties)
    cancelled = name == "cancelled"
    assert (calendar["METHOD"], event["STATUS"]) == (
        ("CANCEL", "CANCELLED") if cancelled else ("REQUEST", "CONFIRMED")
    )
    assert (event["UID"], event["SEQUENCE"]) == (uid_of(MEMBER), sequence)
    later_ms = 0 if name == "new" else HOUR
    assert event["DTSTART"].dt.timestamp() * 1000 == STARTS_AT + later_ms
    assert event["DTEND"].dt.timestamp() * 1000 == ENDS_AT + later_ms
    assert event["ORGANIZER"] == "mailto:team@example.org"
    assert event["ATTENDEE"] == "mailto:ada@example.com"


def test_the_golden_download_is_published() -> None:
    file = GOLDEN / "download.ics"
    assert calendars()[file.name] == file.read_bytes()
    assert Calendar.from_ical(file.read_bytes())["METHOD"] == "PUBLISH"
