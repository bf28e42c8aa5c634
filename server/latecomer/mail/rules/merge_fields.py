"""The fields that a template may use, and their values for one mail.

Values are texts in the mail's language, without control characters. Times are in the webinar's zone and, if it differs,
in the person's; both zones are named.

Source: docs/mail.md, Templates
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from babel.dates import format_timedelta

from latecomer.core.ids import Instant
from latecomer.core.one_line import one_line
from latecomer.core.phase import DAY_MS, closes_at
from latecomer.core.webinar import Webinar
from latecomer.i18n.format import moment
from latecomer.i18n.languages import DEFAULT, Language, locale_of

NAMES: Final = (
    "first_name",
    "last_name",
    "event",
    "when",
    "your_when",
    "duration",
    "time_left",
    "days_left",
    "link",
    "confirm_link",
    "agreed",
    "leave_link",
    "opt_out_link",
    "pay_link",
    "amount",
    "pay_until",
    "seat_gone",
    "organizer",
    "reason",
    "reinstated",
    "host_link",
    "is_host",
    "question",
    "answer",
    "problems",
)
"""Every field, in the order in which the documentation lists them."""

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """The person in the form in which a mail may address them: names that may be quoted, language, time zone (None:
    unknown)."""

    first_name: str | None = None
    last_name: str | None = None
    language: Language = DEFAULT
    timezone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The links in a mail; an empty text when the mail has no such link."""

    join: str = ""
    confirm: str = ""
    leave: str = ""
    opt_out: str = ""
    pay: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The money of a person who pays, paid or has it back: the amount as text, and until when the seat is held for it
    (None: not any more). ``seat_gone``: the money goes back because no seat was left when it came."""

    amount: str
    until_at: Instant | None = None
    seat_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomWords:
    """The words of a mail of the room: whether its recipient is a host, a question and its answer, and problems of the
    rundown."""

    is_host: bool = False
    question: str = ""
    answer: str = ""
    problems: str = ""


def fields_of(
    webinar: Webinar,
    addressee: Addressee,
    links: Links,
    now: Instant,
    *,
    organizer: str | None = None,
    reason: str | None = None,
    reinstated: bool = False,
    due: Due | None = None,
    room: RoomWords | None = None,
    agreed: Sequence[str] = (),
) -> Fields:
    """Return the value of every field in NAMES. ``agreed``: texts of consents that a click confirms."""
    language = addressee.language
    room = room or RoomWords()
    here, there = webinar.timezone, addressee.timezone
    values: dict[str, str] = {
        "first_name": addressee.first_name or "",
        "last_name": addressee.last_name or "",
        "event": webinar.name,
        "when": moment(webinar.starts_at, here, language),
        "your_when": moment(webinar.starts_at, there, language) if there and there != here else "",
        "duration": format_timedelta(
            timedelta(milliseconds=webinar.ends_at - webinar.starts_at),
            granularity="minute",
            threshold=1.5,
            locale=locale_of(language),
        ),
        "time_left": _left(webinar.starts_at - now, language),
        "days_left": str(max(0, -(-(closes_at(webinar) - now) // DAY_MS))),
        "link": links.join,
        "confirm_link": links.confirm,
        "agreed": " · ".join(agreed),
        "leave_link": links.leave,
        "opt_out_link": links.opt_out,
        "pay_link": links.pay,
        "amount": due.amount if due else "",
        "pay_until": moment(due.until_at, there or here, language) if due and due.until_at else "",
        "seat_gone": "yes" if due and due.seat_gone else "",
        "organizer": organizer or "",
        "reason": reason or "",
        "reinstated": "yes" if reinstated else "",
        "host_link": links.host,
        "is_host": "yes" if room.is_host else "",
        "question": room.question,
        "answer": room.answer,
        "problems": room.problems,
    }
    return {name: one_line(values[name]) for name in NAMES}


def _left(left_ms: int, language: Language) -> str:
    return format_timedelta(
        timedelta(seconds=max(60, left_ms // 1000)),
        granularity="minute",
        threshold=0.95,
        add_direction=True,
        locale=locale_of(language),
    )
