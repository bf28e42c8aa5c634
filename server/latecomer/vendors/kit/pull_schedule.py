"""The schedule of pulls: before, during and after the event, until its window has closed.

Source: docs/vendors.md, Pulling
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from latecomer.core.ids import Instant
from latecomer.core.phase import DAY_MS, closes_at
from latecomer.core.retry import JITTER, LONGEST_WAIT_MS, WAITS_MS
from latecomer.core.webinar import Webinar

GIVE_UP_MS: Final = DAY_MS
"""Time after the close during which a vendor may still report viewing from before it."""

_LONGEST_RETRY: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The intervals between pulls for a kind of vendor; everything in ms.

    Args:
        before, live, on_demand: between two pulls, in each phase.
        after: extra pulls so long after ``ends_at``, for attendance.
        final: the last pull, of everything, so long after the close.
        overlap: how far a pull reaches back before the previous one, because rows appear late and change.
    """

    before: int
    live: int
    after: tuple[int, ...]
    on_demand: int
    final: int
    overlap: int


def next_pull(rhythm: Rhythm, webinar: Webinar, pulled_at: Instant | None, now: Instant) -> Instant | None:
    """Return the time of the next pull; None when no new data can come.

    Args:
        pulled_at: when the last complete pull began, None before the first.
    """
    final_at = closes_at(webinar) + rhythm.final
    if pulled_at is None:
        return None if now >= closes_at(webinar) + GIVE_UP_MS else now
    if pulled_at >= final_at:
        return None
    if pulled_at < webinar.starts_at:
        every = rhythm.before
    elif pulled_at < webinar.ends_at:
        every = rhythm.live
    else:
        every = rhythm.on_demand
    moments = [webinar.starts_at, *(webinar.ends_at + after for after in rhythm.after), final_at]
    return min(pulled_at + every, *(at for at in moments if at > pulled_at))


def reaches_back_to(
    rhythm: Rhythm, webinar: Webinar, pulled_at: Instant | None, now: Instant
) -> Instant | None:
    """Return the time since which changes are requested; None, for everything, at the first and the last pull."""
    if pulled_at is None or now >= closes_at(webinar) + rhythm.final:
        return None
    return pulled_at - rhythm.overlap


def again_at(failures: int, not_before: Instant | None, now: Instant, roll: float) -> Instant:
    """Return the time of the next attempt.

    Args:
        failures: the number in a row, including this one.
        not_before: the earliest time that the vendor names; at most a day ahead is accepted.
        roll: a random number in [0, 1), the share of the jitter.
    """
    wait_ms = WAITS_MS[min(failures, _LONGEST_RETRY)]
    at = now + wait_ms + int(wait_ms * JITTER * roll)
    return at if not_before is None else max(at, min(not_before, now + LONGEST_WAIT_MS))


MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE

BESIDE_PUSHES: Final = Rhythm(
    before=6 * HOUR,
    live=HOUR,
    after=(5 * MINUTE, 30 * MINUTE, 2 * HOUR),
    on_demand=DAY_MS,
    final=12 * HOUR,
    overlap=DAY_MS,
)
"""A vendor that pushes is asked for what pushing lacks, and for what was lost. Source: docs/vendors.md, Pulling"""
