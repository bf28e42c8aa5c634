"""Attendance in a CSV file: durations, and who was there, as platforms write them; and the stays that a row states.

Source: docs/protocol.md, Members
"""

from __future__ import annotations

import re
from typing import Final

from latecomer.core.intervals import Intervals
from latecomer.core.webinar import Webinar
from latecomer.webinars.members.rules.csv_import_columns import plain_key
from latecomer.webinars.members.rules.csv_times import moment


def _words(text: str) -> frozenset[str]:
    return frozenset(map(plain_key, text.split(",")))


_MINUTE_MS: Final = 60_000
_LONGEST_MS: Final = 172_800_000
_PARTS: Final = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:"
    r"(?P<h>h|hrs?|hours?|heures?|u|uren|uur|std|stunden?)|"
    r"(?P<m>m|mn|mins?|minutes?|minuten|minuut)|"
    r"(?P<s>s|secs?|seconds?|secondes?|seconden?|seconde|sek|sekunden?)"
    r")?(?![a-z])\.?",
    re.IGNORECASE,
)
_JOINT: Final = re.compile(r"[\s,]|and|et|en|und", re.IGNORECASE)
_UNITS_MS: Final = {"h": 60 * _MINUTE_MS, "m": _MINUTE_MS, "s": 1_000}
_YES: Final = _words("""yes, true, 1, y, x, ja, oui, attended, present, joined, attended live, présente, a participé,
    participé, aanwezig, deelgenomen, anwesend, teilgenommen""")
_NO: Final = _words("""no, false, 0, n, nein, non, nee, absent, absente, no show, noshow, did not attend, not attended,
    registered, n a pas participé, pas participé, inscrit, inscrite, afwezig, niet deelgenomen, niet verschenen,
    niet aanwezig, ingeschreven, geregistreerd, abwesend, nicht teilgenommen, nicht anwesend, angemeldet,
    registriert""")
_NOTHING: Final = frozenset(("n/a", "na", "n.a.", "none", "null"))


def duration_ms(text: str) -> int | None:
    """Read a duration: minutes (``45``, ``45.5``), ``1h 5m``, ``1h05``, ``1 heure 5 minutes``, ``0 uur 45 min``,
    ``1 Std. 5 Min.``, ``0:45:00``, ``0:45`` (hours first; minutes first when the first number is above 23).

    Returns: at most two days, in ms; None when it cannot be read.
    """
    text = text.strip()
    if re.fullmatch(r"\d{1,3}(:\d{2}){1,2}", text):
        parts = [int(part) for part in text.split(":")]
        if len(parts) == 2:
            parts = [0, *parts] if parts[0] > 23 else [*parts, 0]
        total = sum(part * unit for part, unit in zip(parts, (3_600_000, _MINUTE_MS, 1_000), strict=True))
        return min(total, _LONGEST_MS)
    found = list(_PARTS.finditer(text))
    if not found or _JOINT.sub("", _PARTS.sub("", text)):
        return None
    total, next_unit = 0, "m"
    for match in found:
        unit = match.lastgroup or next_unit
        total += round(float(match[1].replace(",", ".")) * _UNITS_MS[unit])
        next_unit = "m" if unit == "h" else "s"
    return min(total, _LONGEST_MS)


def answer(cell: str) -> bool | None:
    """Return the value of a cell about attendance, with yes or no or a status; None for anything else."""
    key = plain_key(cell)
    return True if key in _YES else False if key in _NO else None


def says_something(cell: str) -> bool:
    """Return False for what platforms write in the place of nothing: ``--``, ``n/a``."""
    return cell.casefold() not in _NOTHING and any(map(str.isalnum, cell))


def stay(webinar: Webinar, *, joined: str = "", left: str = "", duration: str = "") -> Intervals:
    """Return the stay that a row states, as far as it lies in the event; none when nothing can be read.

    A duration without an arrival begins with the event; one that is shorter than the time between arrival and departure
    leaves out what the person was away. A stay that lies completely outside the event is moved to the
    event's start and keeps its length: the times in an import are not a reason to refuse it.
    """
    starts_at, ends_at = webinar.starts_at, webinar.ends_at
    from_at = moment(joined, webinar.timezone, starts_at) if joined else None
    to_at = moment(left, webinar.timezone, starts_at) if left else None
    length = duration_ms(duration) if duration else None
    if from_at is None and to_at is not None and length is not None:
        from_at = to_at - length
    if from_at is None:
        from_at, to_at = starts_at, None
    if to_at is None or (length and to_at - from_at > length):
        to_at = from_at + (length or 0)
    inside = max(from_at, starts_at), min(to_at, ends_at)
    if inside[0] < inside[1]:
        return (inside,)
    length = min(to_at - from_at, ends_at - starts_at)
    return ((starts_at, starts_at + length),) if length > 0 else ()
