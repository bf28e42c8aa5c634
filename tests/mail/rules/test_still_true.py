from dataclasses import replace
from typing import Any

import pytest

from latecomer.core.status import Status
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.still_true import Occasion, Situation, Skip, judge
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT, WEBINAR, webinar

REGISTERED = Situation(webinar=WEBINAR, status=Status.REGISTERED)
REMINDER = Occasion(kind=MailKind.REMINDER, due_at=STARTS_AT - HOUR, offset_s=3600, about_starts_at=STARTS_AT)


def remind(now: int = STARTS_AT - HOUR, **changes: Any) -> Skip | None:
    return judge(REMINDER, replace(REGISTERED, **changes), now)


def test_a_reminder_of_what_holds_goes() -> None:
    assert remind() is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": Status.NOT_IN_PROGRAM}, Skip.NOT_REGISTERED),
        ({"status": Status.PENDING_APPROVAL}, Skip.NOT_REGISTERED),
        ({"status": Status.WAITLISTED}, Skip.NOT_REGISTERED),
        ({"registration_cancelled": True}, Skip.REGISTRATION_CANCELLED),
        ({"denied": True}, Skip.DENIED_BY_PROVIDER),
        ({"webinar": webinar(starts_at=STARTS_AT + DAY, ends_at=ENDS_AT + DAY)}, Skip.EVENT_MOVED),
        ({"webinar": webinar(finished_at=STARTS_AT - HOUR)}, Skip.EVENT_OVER),
        ({"event_cancelled": True}, Skip.EVENT_CANCELLED),
        ({"suppressed": True}, Skip.SUPPRESSED),
        ({"erased": True}, Skip.ERASED),
        ({"enabled": False}, Skip.SWITCHED_OFF),
        ({"confirmed_at": STARTS_AT - HOUR - MINUTE}, Skip.JUST_CONFIRMED),
    ],
)
def test_a_reminder_of_what_no_longer_holds_is_skipped(changes: Any, why: Skip) -> None:
    """M6, M7: cancelled, removed, moved."""
    assert remind(**changes) is why


def test_a_reminder_is_never_late() -> None:
    assert remind(STARTS_AT - 45 * MINUTE) is None
    assert remind(STARTS_AT - 45 * MINUTE + 1) is Skip.TOO_LATE


def test_opting_out_stops_no_operational_mail() -> None:
    assert remind(opted_out=True) is None
    missed = Occasion(kind=MailKind.MISSED, due_at=ENDS_AT)
    no_show = Situation(webinar=WEBINAR, status=Status.NO_SHOW)
    assert judge(missed, no_show, ENDS_AT + HOUR) is None
    assert judge(missed, replace(no_show, opted_out=True), ENDS_AT + HOUR) is Skip.OPTED_OUT
    assert judge(missed, replace(no_show, webinar=webinar(recording=None)), ENDS_AT) is Skip.NO_RECORDING
    assert judge(missed, replace(no_show, status=Status.ATTENDED), ENDS_AT) is Skip.STATUS_CHANGED


@pytest.mark.parametrize(
    ("kind", "status", "why"),
    [
        (MailKind.CONFIRMATION, Status.REGISTERED, None),
        (MailKind.CONFIRMATION, Status.ATTENDED, None),
        (MailKind.CONFIRMATION, Status.WAITLISTED, Skip.STATUS_CHANGED),
        (MailKind.APPROVED, Status.NOT_IN_PROGRAM, Skip.STATUS_CHANGED),
        (MailKind.WAITLISTED, Status.WAITLISTED, None),
        (MailKind.WAITLISTED, Status.REGISTERED, Skip.STATUS_CHANGED),
        (MailKind.PENDING, Status.PENDING_APPROVAL, None),
        (MailKind.PENDING, Status.REJECTED, Skip.STATUS_CHANGED),
        (MailKind.REJECTED, Status.REJECTED, None),
        (MailKind.REJECTED, Status.REGISTERED, Skip.STATUS_CHANGED),
        (MailKind.REGISTRATION_ERROR, Status.REGISTERED, Skip.STATUS_CHANGED),
        (MailKind.REGISTRATION_ERROR, Status.REGISTRATION_ERROR, None),
        (MailKind.NO_SEAT, None, None),
        (MailKind.PAYMENT_FAILED, None, None),
        (MailKind.PAYMENT_FAILED, Status.REGISTERED, Skip.STATUS_CHANGED),
        (MailKind.NO_SEAT, Status.REGISTERED, Skip.STATUS_CHANGED),
        (MailKind.RESCHEDULED, Status.WAITLISTED, None),
        (MailKind.RESCHEDULED, Status.NOT_IN_PROGRAM, Skip.NOT_REGISTERED),
        (MailKind.LAST_DAYS, Status.REGISTERED, None),
        (MailKind.LAST_DAYS, Status.REJECTED, Skip.NOT_REGISTERED),
        (MailKind.CAMPAIGN, None, None),
        (MailKind.ANSWER, Status.ATTENDED, None),
        (MailKind.ANSWER, Status.NOT_IN_PROGRAM, Skip.NOT_REGISTERED),
    ],
)
def test_a_status_has_to_be_the_one_that_the_mail_speaks_of(
    kind: MailKind, status: Status | None, why: Skip | None
) -> None:
    assert judge(Occasion(kind=kind, due_at=STARTS_AT - DAY), replace(REGISTERED, status=status), 0) is why


def test_an_address_is_not_confirmed_twice() -> None:
    asks = Occasion(kind=MailKind.CONFIRM_ADDRESS, due_at=0)
    assert judge(asks, replace(REGISTERED, status=None), 0) is None
    assert judge(asks, replace(REGISTERED, status=None, address_proved=True), 0) is Skip.ADDRESS_PROVED


def test_cancelled_goes_while_the_webinar_is() -> None:
    tells = Occasion(kind=MailKind.CANCELLED, due_at=0)
    assert judge(tells, replace(REGISTERED, event_cancelled=True), 0) is None
    assert judge(tells, REGISTERED, 0) is Skip.NOT_CANCELLED


def test_rescheduled_speaks_of_the_last_change_alone() -> None:
    tells = Occasion(kind=MailKind.RESCHEDULED, due_at=0, about_starts_at=STARTS_AT + DAY)
    assert judge(tells, REGISTERED, 0) is Skip.EVENT_MOVED
    assert judge(replace(tells, about_starts_at=STARTS_AT), REGISTERED, ENDS_AT) is Skip.EVENT_OVER
    assert judge(replace(tells, about_starts_at=STARTS_AT), REGISTERED, 0) is None


def test_who_watched_needs_no_last_days() -> None:
    last = Occasion(kind=MailKind.LAST_DAYS, due_at=ENDS_AT + 27 * DAY, offset_s=3 * 86400)
    assert judge(last, replace(REGISTERED, visitor=True), ENDS_AT + 27 * DAY) is Skip.WATCHED
    assert judge(last, REGISTERED, ENDS_AT + 28 * DAY) is Skip.TOO_LATE


def test_a_deleted_answer_is_not_mailed() -> None:
    answers = Occasion(kind=MailKind.ANSWER, due_at=STARTS_AT)
    assert judge(answers, REGISTERED, ENDS_AT + DAY) is None
    assert judge(answers, replace(REGISTERED, answered=False), STARTS_AT) is Skip.ANSWER_DELETED


def test_hosts_are_mailed_while_they_are_hosts_and_it_is_of_use() -> None:
    host = replace(REGISTERED, status=None, presents=True)
    link = Occasion(kind=MailKind.PRESENTER, due_at=0)
    assert judge(link, host, ENDS_AT - 1) is None
    assert judge(link, host, ENDS_AT) is Skip.EVENT_OVER
    assert judge(link, replace(host, presents=False), 0) is Skip.DISMISSED
    assert judge(link, replace(host, event_cancelled=True), 0) is Skip.EVENT_CANCELLED
    check = Occasion(kind=MailKind.PREFLIGHT, due_at=STARTS_AT - DAY, about_starts_at=STARTS_AT)
    assert judge(check, host, STARTS_AT - 1) is None
    assert judge(check, host, STARTS_AT) is Skip.TOO_LATE
    assert judge(check, replace(host, presents=False), 0) is Skip.DISMISSED
    assert judge(replace(check, about_starts_at=STARTS_AT + DAY), host, 0) is Skip.EVENT_MOVED


def test_every_kind_is_judged() -> None:
    for kind in MailKind:
        judge(Occasion(kind=kind, due_at=STARTS_AT - DAY), REGISTERED, STARTS_AT - DAY)
