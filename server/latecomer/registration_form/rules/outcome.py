"""The effect of a form, which depends on the member's current status.

Source: docs/registration.md, What a form does
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from latecomer.core.status import Status
from latecomer.core.submission import SubmissionOutcome
from latecomer.registration_form.rules.settings import Approval


class LeftBy(StrEnum):
    """The way in which a member became Not in Program."""

    CANCELLATION = "cancellation"
    """Their own, also by a form; they may come back."""
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class SubmissionEffect:
    """The effect of one submission.

    ``asks``: the requested status, None when nothing changes. ``may_wait``: without a seat the member waits for one.
    ``outcome``: the outcome to store; for a requested status it may still become ``no_seat``. ``returns``: a
    cancellation is undone.
    """

    outcome: SubmissionOutcome
    asks: Status | None = None
    may_wait: bool = False
    returns: bool = False


def effect_of(  # noqa: PLR0911 - one per row of the table
    status: Status | None,
    *,
    approval: Approval,
    waitlist: bool,
    over: bool,
    left_by: LeftBy | None = None,
    cancelled: bool = False,
) -> SubmissionEffect:
    """Return the effect of a form.

    Args:
        status: the member's; None when the address belongs to no member.
        over: ``ends_at`` has passed, and seats are no longer limited.
        left_by: how a member who is Not in Program left.
        cancelled: the latest action of a member in the program is a cancellation.
    """
    match status:
        case None | Status.INVITED:
            asks = Status.PENDING_APPROVAL if approval is Approval.MANUAL else Status.REGISTERED
            return SubmissionEffect(SubmissionOutcome.MEMBER, asks, may_wait=waitlist)
        case Status.REGISTRATION_ERROR:
            return SubmissionEffect(SubmissionOutcome.MEMBER, Status.REGISTERED, may_wait=waitlist)
        case Status.WAITLISTED:
            return SubmissionEffect(SubmissionOutcome.MEMBER, Status.REGISTERED if over else None)
        case Status.PENDING_APPROVAL:
            return SubmissionEffect(SubmissionOutcome.MEMBER)
        case Status.REJECTED:
            return SubmissionEffect(SubmissionOutcome.REJECTED)
        case Status.NOT_IN_PROGRAM:
            if left_by is LeftBy.OPERATOR:
                return SubmissionEffect(SubmissionOutcome.REMOVED)
            return SubmissionEffect(SubmissionOutcome.MEMBER, Status.REGISTERED)
        case _:
            return SubmissionEffect(SubmissionOutcome.MEMBER, returns=cancelled)
