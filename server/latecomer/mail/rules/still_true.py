"""The check at the moment of sending: a mail is sent, or skipped or suppressed with a reason.

The reason for a mail was valid when it was queued. It is checked again before the relay is called, since a member may
have been removed, or a webinar moved, cancelled or finished since.

Source: docs/mail.md, Judged again when sent
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from latecomer.core.ids import Instant
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.schedule import is_close_to_confirmation, is_too_late


class Skip(StrEnum):
    """The reason why a mail is not sent."""

    TOO_LATE = "too_late"
    EVENT_CANCELLED = "event_cancelled"
    EVENT_MOVED = "event_moved"
    EVENT_OVER = "event_over"
    NOT_CANCELLED = "not_cancelled"
    NOT_REGISTERED = "not_registered"
    STATUS_CHANGED = "status_changed"
    REGISTRATION_CANCELLED = "registration_cancelled"
    DENIED_BY_PROVIDER = "denied_by_provider"
    ADDRESS_PROVED = "address_proved"
    JUST_CONFIRMED = "just_confirmed"
    WATCHED = "watched"
    NO_RECORDING = "no_recording"
    SWITCHED_OFF = "switched_off"
    ERASED = "erased"
    OPTED_OUT = "opted_out"
    NO_CONSENT = "no_consent"
    SUPPRESSED = "suppressed"
    DISMISSED = "dismissed"
    ANSWER_DELETED = "answer_deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The data that decide whether one mail is sent, as of the moment of sending."""

    webinar: Webinar
    status: Status | None
    """The member's; None for a submission that led to no member."""
    registration_cancelled: bool = False
    """The latest word on the registration is a cancellation."""
    registering: bool = False
    denied: bool = False
    visitor: bool = False
    address_proved: bool = False
    """The submission's proof has been given."""
    opted_out: bool = False
    suppressed: bool = False
    erased: bool = False
    enabled: bool = True
    confirmed_at: Instant | None = None
    """The time at which the member's confirmation was queued."""
    event_cancelled: bool = False
    consented: bool = False
    """The person agreed to what the mail is about, and confirmed it by a click."""
    to_pay: bool = False
    """A seat is held until the person has paid."""
    presents: bool = False
    """The recipient is a host or presenter of the webinar."""
    answered: bool = True
    """The answer that the mail quotes is still in the chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """The occasion of a mail. ``about_starts_at``: the start that the mail names; ``offset_s``: the time of a planned
    kind before (or after) its occasion; ``due_at``: the time it was due, quiet hours not counted; ``needs_consent``: it
    may go only to persons who agreed to its purpose.
    """

    kind: MailKind
    due_at: Instant
    offset_s: int = 0
    about_starts_at: Instant | None = None
    needs_consent: bool = False


def judge(occasion: Occasion, now_is: Situation, now: Instant) -> Skip | None:
    """Return the reason why the mail must not be sent, or None when it may."""
    if now_is.erased:
        return Skip.ERASED
    if now_is.suppressed:
        return Skip.SUPPRESSED
    if not now_is.enabled:
        return Skip.SWITCHED_OFF
    if occasion.kind.is_marketing and now_is.opted_out:
        return Skip.OPTED_OUT
    return _by_event(occasion, now_is) or _by_kind(occasion, now_is, now)


def _by_event(occasion: Occasion, now_is: Situation) -> Skip | None:
    if now_is.event_cancelled:
        return None if occasion.kind in _ALSO_CANCELLED else Skip.EVENT_CANCELLED
    return Skip.NOT_CANCELLED if occasion.kind is MailKind.CANCELLED else None


def _by_kind(occasion: Occasion, now_is: Situation, now: Instant) -> Skip | None:
    if occasion.kind in _WHILE:
        return None if now_is.status in _WHILE[occasion.kind] else Skip.STATUS_CHANGED
    return _RULES[occasion.kind](occasion, now_is, now)


def _always(_: Occasion, __: Situation, ___: Instant) -> Skip | None:
    return None


def _campaign(occasion: Occasion, now_is: Situation, _: Instant) -> Skip | None:
    return Skip.NO_CONSENT if occasion.needs_consent and not now_is.consented else None


def _confirm_address(_: Occasion, now_is: Situation, __: Instant) -> Skip | None:
    return Skip.ADDRESS_PROVED if now_is.address_proved else None


def _confirmation(_: Occasion, now_is: Situation, __: Instant) -> Skip | None:
    if now_is.registration_cancelled:
        return Skip.REGISTRATION_CANCELLED
    return None if _has_seat(now_is) else Skip.STATUS_CHANGED


def _pending(_: Occasion, now_is: Situation, __: Instant) -> Skip | None:
    waits = now_is.status is Status.PENDING_APPROVAL or now_is.registering
    return None if waits else Skip.STATUS_CHANGED


def _no_seat(_: Occasion, now_is: Situation, __: Instant) -> Skip | None:
    return Skip.STATUS_CHANGED if _has_seat(now_is) else None


def _payment(_: Occasion, now_is: Situation, __: Instant) -> Skip | None:
    return None if now_is.to_pay else Skip.STATUS_CHANGED


def _payment_failed(_: Occasion, now_is: Situation, __: Instant) -> Skip | None:
    return Skip.STATUS_CHANGED if now_is.to_pay or _has_seat(now_is) else None


def _answer(_: Occasion, now_is: Situation, __: Instant) -> Skip | None:
    if not _has_seat(now_is):
        return Skip.NOT_REGISTERED
    return None if now_is.answered else Skip.ANSWER_DELETED


def _presenter(_: Occasion, now_is: Situation, now: Instant) -> Skip | None:
    if not now_is.presents:
        return Skip.DISMISSED
    return Skip.EVENT_OVER if now >= now_is.webinar.ends_at else None


def _preflight(occasion: Occasion, now_is: Situation, now: Instant) -> Skip | None:
    if not now_is.presents:
        return Skip.DISMISSED
    if _moved(occasion, now_is.webinar):
        return Skip.EVENT_MOVED
    return Skip.TOO_LATE if now >= now_is.webinar.starts_at else None


def _rescheduled(occasion: Occasion, now_is: Situation, now: Instant) -> Skip | None:
    if now >= now_is.webinar.ends_at:
        return Skip.EVENT_OVER
    if now_is.registration_cancelled or now_is.status in _OUT:
        return Skip.NOT_REGISTERED
    return Skip.EVENT_MOVED if _moved(occasion, now_is.webinar) else None


def _reminder(occasion: Occasion, now_is: Situation, now: Instant) -> Skip | None:
    webinar = now_is.webinar
    reasons = (
        (now_is.registration_cancelled, Skip.REGISTRATION_CANCELLED),
        (now_is.denied, Skip.DENIED_BY_PROVIDER),
        (not _has_seat(now_is), Skip.NOT_REGISTERED),
        (_moved(occasion, webinar), Skip.EVENT_MOVED),
        (webinar.finished_at is not None or now >= webinar.ends_at, Skip.EVENT_OVER),
        (is_close_to_confirmation(now_is.confirmed_at, occasion.due_at), Skip.JUST_CONFIRMED),
        (is_too_late(occasion.due_at, occasion.offset_s, now), Skip.TOO_LATE),
    )
    return next((why for holds, why in reasons if holds), None)


def _missed(_: Occasion, now_is: Situation, __: Instant) -> Skip | None:
    if now_is.status is not Status.NO_SHOW:
        return Skip.STATUS_CHANGED
    return None if now_is.webinar.recording or now_is.webinar.watch_url else Skip.NO_RECORDING


def _last_days(occasion: Occasion, now_is: Situation, now: Instant) -> Skip | None:
    if not _has_seat(now_is):
        return Skip.NOT_REGISTERED
    if now_is.visitor:
        return Skip.WATCHED
    return Skip.TOO_LATE if is_too_late(occasion.due_at, occasion.offset_s, now) else None


def _has_seat(now_is: Situation) -> bool:
    return now_is.status is not None and now_is.status.has_seat


def _moved(occasion: Occasion, webinar: Webinar) -> bool:
    return occasion.about_starts_at is not None and occasion.about_starts_at != webinar.starts_at


_OUT = (None, Status.NOT_IN_PROGRAM, Status.INVITED, Status.REJECTED)
_ALSO_CANCELLED = (
    MailKind.CANCELLED,
    MailKind.REGISTRATION_CANCELLED,
    MailKind.REJECTED,
    MailKind.CAMPAIGN,
    MailKind.REFUNDED,
    MailKind.ANSWER,
)
_WHILE: Final[Mapping[MailKind, frozenset[Status]]] = {
    MailKind.WAITLISTED: frozenset((Status.WAITLISTED,)),
    MailKind.REJECTED: frozenset((Status.REJECTED,)),
    MailKind.REGISTRATION_ERROR: frozenset((Status.REGISTRATION_ERROR,)),
}
"""Kinds that hold while the member has one of these statuses."""
_RULES: Final[Mapping[MailKind, Callable[[Occasion, Situation, Instant], Skip | None]]] = {
    MailKind.CONFIRM_ADDRESS: _confirm_address,
    MailKind.CONFIRMATION: _confirmation,
    MailKind.APPROVED: _confirmation,
    MailKind.PENDING: _pending,
    MailKind.NO_SEAT: _no_seat,
    MailKind.PAYMENT: _payment,
    MailKind.PAYMENT_FAILED: _payment_failed,
    MailKind.REFUNDED: _always,
    MailKind.ANSWER: _answer,
    MailKind.PRESENTER: _presenter,
    MailKind.PREFLIGHT: _preflight,
    MailKind.CANCELLED: _always,
    MailKind.REGISTRATION_CANCELLED: _always,
    MailKind.CAMPAIGN: _campaign,
    MailKind.RESCHEDULED: _rescheduled,
    MailKind.REMINDER: _reminder,
    MailKind.MISSED: _missed,
    MailKind.LAST_DAYS: _last_days,
}
"""The others; a test holds both tables to all kinds."""
