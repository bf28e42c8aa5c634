"""Attendance in CSV files, as platforms write it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import pytest

from latecomer.core.ids import WebinarId
from latecomer.core.timestamps import from_text
from latecomer.core.webinar import Webinar
from latecomer.webinars.members.rules.csv_attendance import duration_ms, stay
from latecomer.webinars.members.rules.csv_times import moment

STARTS_AT: Final = from_text("2026-03-04T16:00:00Z")
MINUTE: Final = 60_000
EVENT: Final = Webinar(
    id=WebinarId(UUID(int=1)),
    name="Compost",
    starts_at=STARTS_AT,
    ends_at=STARTS_AT + 60 * MINUTE,
    timezone="Europe/Berlin",
)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        ("45.5", 45.5),
        ("45,5", 45.5),
        ("45 min", 45),
        ("45 minutes", 45),
        ("1 hour 5 minutes", 65),
        ("1h 5m 30s", 65.5),
        ("0:45:00", 45),
        ("00:45", 45),
        ("45:00", 45),
        ("2700 s", 45),
        ("0", 0),
        ("99999999", 2880),
        ("0h45", 45),
        ("1h05", 65),
        ("45mn", 45),
        ("45 min.", 45),
        ("1 heure 5 minutes", 65),
        ("1 heure et 5 minutes", 65),
        ("1 Std. 5 Min.", 65),
        ("50 Min. 30 Sek.", 50.5),
        ("0 uur 45 min", 45),
        ("1 u 5 min", 65),
        ("45m30", 45.5),
        ("none", None),
        ("4 months", None),
        ("4 5 of 60", None),
        ("", None),
    ],
)
def test_durations(text: str, minutes: float | None) -> None:
    assert duration_ms(text) == (None if minutes is None else minutes * MINUTE)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04T16:05:00Z",
        "2026-03-04 17:05:00",
        "2026-03-04T17:05",
        "03/04/2026 05:05:00 PM",
        "04/03/2026 17:05",
        "04.03.2026 17:05:00",
        "4.3.26, 17:05",
        "Mar 4, 2026 05:05 PM",
        "March 4, 2026 17:05:00",
        "Mar 4, 2026 5:05 p.m.",
        "2026-03-04 16:05:00 +0000",
        "2026-03-04 16:05:00 Z",
        "2026-03-04 16:05 UTC",
        "Mar 4, 2026 11:05:00 AM EST",
        "04/03/2026 16:05 +00:00",
        "2026-03-04 18:05 GMT+2",
        "2026-03-04 11:05 (America/New_York)",
        "4 mars 2026 \u00e0 17:05",
        "4 maart 2026 om 17:05",
        "4. M\u00e4rz 2026 um 17:05 Uhr",
        "04-03-2026 om 17:05",
        "4-Mar-2026 17:05",
        "Wed Mar 4 2026 17:05:00",
        "mercredi 4 mars 2026 17h05",
        "17:05",
        "5:05 PM",
        "46085.7118055556",
    ],
)
def test_times_are_of_the_webinars_zone_and_of_its_day(text: str) -> None:
    assert moment(text, "Europe/Berlin", STARTS_AT) == STARTS_AT + 5 * MINUTE


@pytest.mark.parametrize(
    "text",
    [
        "--",
        "yesterday",
        "2026-13-40 10:00",
        "99/99/2026 10:00",
        "2026-03-04",
        "2026-03-04 17:05 XYZ",
        "25:00",
        "4 foo 2026 10:00",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert moment(text, "UTC", STARTS_AT) is None


@pytest.mark.parametrize(
    ("cells", "minutes"),
    [
        ({"joined": "2026-03-04 17:05", "left": "2026-03-04 17:50"}, (5, 50)),
        ({"joined": "2026-03-04 16:40", "left": "2026-03-04 18:10"}, (0, 60)),
        ({"joined": "2026-03-04 17:05", "duration": "45"}, (5, 50)),
        ({"left": "2026-03-04 17:50", "duration": "45"}, (5, 50)),
        ({"duration": "45"}, (0, 45)),
        ({"duration": "90"}, (0, 60)),
        ({"joined": "2026-03-03 10:00", "left": "2026-03-03 10:30"}, (0, 30)),
    ],
)
def test_stays(cells: dict[str, str], minutes: tuple[int, int]) -> None:
    low, high = minutes
    assert stay(EVENT, **cells) == ((STARTS_AT + low * MINUTE, STARTS_AT + high * MINUTE),)


@pytest.mark.parametrize("cells", [{}, {"joined": "--"}, {"duration": "0"}, {"left": "2026-03-04 17:50"}])
def test_what_states_no_stay(cells: dict[str, str]) -> None:
    assert stay(EVENT, **cells) == ()


def test_who_was_away_for_a_while_was_not_there_all_the_time() -> None:
    """Meetings report the first arrival, the last departure, and the time between in which the person was there."""
    there = stay(EVENT, joined="2026-03-04 17:00", left="2026-03-04 17:56", duration="20m")
    assert there == ((STARTS_AT, STARTS_AT + 20 * MINUTE),)
    longer = stay(EVENT, joined="2026-03-04 17:00", left="2026-03-04 17:20", duration="56m")
    assert longer == ((STARTS_AT, STARTS_AT + 20 * MINUTE),)
