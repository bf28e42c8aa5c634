"""The times of mails: when they are due, when they are too late, and quiet hours. Offsets are elapsed time.

Source: docs/mail.md, When they go
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from latecomer.core.ids import Instant
from latecomer.core.phase import DAY_MS, closes_at
from latecomer.core.webinar import Webinar

MINUTE_MS: Final = 60_000
REMINDERS_S: Final = (86_400, 3_600, 600)
"""Seconds before the start when reminders go by default."""
REMINDERS_MAX: Final = 10
APART_MS: Final = 15 * MINUTE_MS
"""A reminder is left out when the confirmation came, or the next one comes, within this."""
MISSED_AFTER_S: Final = 1_800
MISSED_WITH_PROVIDER_MS: Final = 3 * 3_600_000
MISSED_AT_MOST_MS: Final = 7 * DAY_MS
LATE_FINISH_MS: Final = DAY_MS
LAST_DAYS_BEFORE_S: Final = 3 * 86_400
SETTLE_MS: Final = 2 * MINUTE_MS
"""Time after the last change of a webinar's times at which ``rescheduled`` is sent."""
_LATE_AT_LEAST_MS: Final = 5 * MINUTE_MS
_QUIET_FROM_H: Final = 21
_QUIET_UNTIL_H: Final = 8
_PER_DAY: Final = 1
_PER_WEEK: Final = 3
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def reminder_offsets(before_s: Sequence[int]) -> tuple[int, ...]:
    """Return the offsets, longest first, without those that come less than 15 minutes before the next one."""
    ordered = sorted(set(before_s), reverse=True)
    following = [*ordered[1:], None][: len(ordered)]
    return tuple(
        offset
        for offset, after in zip(ordered, following, strict=True)
        if after is None or (offset - after) * 1000 >= APART_MS
    )


def is_too_late(due_at: Instant, offset_s: int, now: Instant) -> bool:
    """Return whether a mail that was due at ``due_at`` is too late to send: later than a quarter of its offset, and at
    least 5 minutes."""
    return now - due_at > max(_LATE_AT_LEAST_MS, offset_s * 1000 // 4)


def is_close_to_confirmation(confirmed_at: Instant | None, due_at: Instant) -> bool:
    """Return whether a reminder due at ``due_at`` would come within 15 minutes of the confirmation, or before it."""
    return confirmed_at is not None and due_at < confirmed_at + APART_MS


def missed_at(
    webinar: Webinar, first_finish: Instant, report_at: Instant | None, after_s: int = MISSED_AFTER_S
) -> Instant | None:
    """Return when the mail ``missed`` is due; None when it is never sent.

    Args:
        first_finish: the time of the webinar's first finish.
        report_at: when the provider reported attendance, None before that.

    A recording must exist as well; the caller waits for it at most 7 days.
    """
    if first_finish > webinar.ends_at + LATE_FINISH_MS:
        return None
    due_at = first_finish + after_s * 1000
    if webinar.has_provider:
        due_at = max(due_at, report_at or webinar.ends_at + MISSED_WITH_PROVIDER_MS)
    return due_at


def last_days_at(webinar: Webinar, before_s: int = LAST_DAYS_BEFORE_S) -> Instant:
    """Return when the mail ``last_days`` is due: three days before the window closes."""
    return closes_at(webinar) - before_s * 1000


def after_quiet_hours(at: Instant, timezone: str) -> Instant:
    """Return ``at``, or the next 8:00 in the zone when ``at`` lies between 21:00 and 8:00 there."""
    local = (_EPOCH + timedelta(milliseconds=at)).astimezone(ZoneInfo(timezone))
    if _QUIET_UNTIL_H <= local.hour < _QUIET_FROM_H:
        return at
    day = local.date() + timedelta(days=1 if local.hour >= _QUIET_FROM_H else 0)
    morning = datetime(day.year, day.month, day.day, _QUIET_UNTIL_H, tzinfo=local.tzinfo)
    return (morning - _EPOCH) // timedelta(milliseconds=1)


def allowed_at(sent: Sequence[Instant], now: Instant) -> Instant:
    """Return when the next marketing mail to a person is allowed: at most 1 in 24 hours and 3 in 7 days.

    Args:
        sent: the times of the person's marketing mails of the last 7 days, in any order.
    """
    at = now
    recent = sorted((one for one in sent if one > now - 7 * DAY_MS), reverse=True)
    if len(recent) >= _PER_DAY:
        at = max(at, recent[_PER_DAY - 1] + DAY_MS)
    if len(recent) >= _PER_WEEK:
        at = max(at, recent[_PER_WEEK - 1] + 7 * DAY_MS)
    return at
