from typing import Any

import pytest

from latecomer.core.status import Status
from latecomer.core.submission import SubmissionOutcome
from latecomer.registration_form.rules.outcome import LeftBy, SubmissionEffect, effect_of
from latecomer.registration_form.rules.settings import Approval


def effect(status: Status | None, **changes: Any) -> SubmissionEffect:
    plain: dict[str, Any] = {"approval": Approval.AUTOMATIC, "waitlist": True, "over": False}
    return effect_of(status, **(plain | changes))


@pytest.mark.parametrize("status", [None, Status.INVITED])
def test_somebody_new_becomes_what_the_settings_say(status: Status | None) -> None:
    assert effect(status) == SubmissionEffect(SubmissionOutcome.MEMBER, Status.REGISTERED, may_wait=True)
    assert effect(status, waitlist=False) == SubmissionEffect(SubmissionOutcome.MEMBER, Status.REGISTERED)
    assert effect(status, approval=Approval.MANUAL).asks is Status.PENDING_APPROVAL


def test_somebody_who_waits_keeps_the_place_until_the_end() -> None:
    assert effect(Status.WAITLISTED).asks is None
    assert effect(Status.WAITLISTED, over=True).asks is Status.REGISTERED


@pytest.mark.parametrize("approval", list(Approval))
def test_somebody_rejected_stays_so(approval: Approval) -> None:
    assert effect(Status.REJECTED, approval=approval) == SubmissionEffect(SubmissionOutcome.REJECTED)


def test_an_error_is_tried_again() -> None:
    assert effect(Status.REGISTRATION_ERROR).asks is Status.REGISTERED


@pytest.mark.parametrize(
    "status",
    [
        Status.PENDING_APPROVAL,
        Status.REGISTERED,
        Status.NO_SHOW,
        Status.ATTENDED_ON_DEMAND,
        Status.ATTENDED,
    ],
)
def test_the_others_are_as_they_were(status: Status) -> None:
    assert effect(status) == SubmissionEffect(SubmissionOutcome.MEMBER)


def test_a_cancellation_is_taken_back() -> None:
    assert effect(Status.REGISTERED, cancelled=True).returns
    back = effect(Status.NOT_IN_PROGRAM, left_by=LeftBy.CANCELLATION, approval=Approval.MANUAL)
    assert back == SubmissionEffect(SubmissionOutcome.MEMBER, Status.REGISTERED, may_wait=False)


def test_somebody_an_operator_took_out_stays_out() -> None:
    assert effect(Status.NOT_IN_PROGRAM, left_by=LeftBy.OPERATOR) == SubmissionEffect(
        SubmissionOutcome.REMOVED
    )
