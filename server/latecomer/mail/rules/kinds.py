"""The kinds of mail: the purpose of each, whether it is marketing, and what its text must contain.

Source: docs/mail.md, Which mails there are
"""

from enum import StrEnum
from typing import Final


class MailKind(StrEnum):
    """Every reason to write to a person; the values are the names on the wire."""

    CONFIRM_ADDRESS = "confirm_address"
    CONFIRMATION = "confirmation"
    WAITLISTED = "waitlisted"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    REGISTRATION_ERROR = "registration_error"
    NO_SEAT = "no_seat"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    REGISTRATION_CANCELLED = "registration_cancelled"
    REMINDER = "reminder"
    MISSED = "missed"
    LAST_DAYS = "last_days"
    CAMPAIGN = "campaign"
    PAYMENT = "payment"
    PAYMENT_FAILED = "payment_failed"
    REFUNDED = "refunded"
    ANSWER = "answer"
    PRESENTER = "presenter"
    PREFLIGHT = "preflight"

    @property
    def is_marketing(self) -> bool:
        """Return whether opt-outs, quiet hours and limits apply to this kind."""
        return self in _MARKETING

    @property
    def needs_link(self) -> bool:
        """Return whether every template of this kind must contain the join link."""
        return self in _WITH_LINK

    @property
    def link_fields(self) -> tuple[str, ...]:
        """Return the fields that text and HTML of every template of this kind must contain."""
        if self.needs_link:
            return ("link",)
        if self.is_for_hosts:
            return ("host_link",)
        return {MailKind.CONFIRM_ADDRESS: ("confirm_link",), MailKind.PAYMENT: ("pay_link",)}.get(self, ())

    @property
    def is_for_hosts(self) -> bool:
        """Return whether these mails go to hosts and presenters, and must contain the link to the console."""
        return self in _FOR_HOSTS

    @property
    def may_link(self) -> bool:
        """Return whether a template of this kind may contain the join link."""
        return self.needs_link or self is MailKind.CAMPAIGN

    @property
    def is_planned(self) -> bool:
        """Return whether these mails are created by one plan for each webinar."""
        return self in _PLANNED

    @property
    def is_template(self) -> bool:
        """Return whether a webinar has a template for this kind. A campaign brings its own text."""
        return self is not MailKind.CAMPAIGN


class MailBasis(StrEnum):
    """The ground on which a campaign writes to a person."""

    CONSENT = "consent"
    """The person agreed to a purpose other than the event, and confirmed it by a click."""
    LEGITIMATE_INTEREST = "legitimate_interest"
    """The operator answers for it; nobody who opted out is written to."""


_MARKETING: Final = frozenset((MailKind.MISSED, MailKind.LAST_DAYS, MailKind.CAMPAIGN))
_WITH_LINK: Final = frozenset(
    (
        MailKind.CONFIRMATION,
        MailKind.APPROVED,
        MailKind.RESCHEDULED,
        MailKind.REMINDER,
        MailKind.MISSED,
        MailKind.LAST_DAYS,
        MailKind.ANSWER,
    )
)
_PLANNED: Final = frozenset((MailKind.REMINDER, MailKind.MISSED, MailKind.LAST_DAYS))
_FOR_HOSTS: Final = frozenset((MailKind.PRESENTER, MailKind.PREFLIGHT))
