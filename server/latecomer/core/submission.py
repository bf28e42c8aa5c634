"""The outcome of a submitted registration form, and the purpose of its notice."""

from enum import StrEnum
from typing import Final

EVENT_PURPOSE: Final = "event"
"""The purpose that taking part needs: a notice, and no consent to anything else."""


class SubmissionOutcome(StrEnum):
    """The outcome of a submission; the values are the names on the wire."""

    MEMBER = "member"
    WAITING_FOR_ADDRESS = "waiting_for_address"
    WAITING_FOR_PAYMENT = "waiting_for_payment"
    NOT_PAID = "not_paid"
    NO_SEAT = "no_seat"
    REJECTED = "rejected"
    REMOVED = "removed"
    CLOSED = "closed"
