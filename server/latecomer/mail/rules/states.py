"""The states of a mail, and which may follow which.

======== ==================================================== ======================================
state    meaning                                              followed by
======== ==================================================== ======================================
planned  its webinar's plan has not come due                  waiting
waiting  to be sent when it is due; also while leased         sending, sent's refusals, kept, skipped
sending  the relay has answered 354, the text may be with it  sent, refused, waiting, unknown
sent     the relay has taken it                               –
refused  the relay will not take it                           –
suppressed  its address must not be written to                –
skipped  too late, or no longer true                          –
failed   given up after many attempts                         –
kept     made while no relay was set                          –
unknown  the connection ended after the whole text was sent   –
======== ==================================================== ======================================

A mail in a final state is never sent again by itself.

Source: docs/mail.md, Nothing lost and nothing twice; RFC 5321, section 4.2.5
"""

from enum import StrEnum
from typing import Final


class MailState(StrEnum):
    """The state of a mail; the values are the names on the wire."""

    PLANNED = "planned"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    SUPPRESSED = "suppressed"
    SKIPPED = "skipped"
    FAILED = "failed"
    KEPT = "kept"
    UNKNOWN = "unknown"

    @property
    def is_final(self) -> bool:
        """Return whether the mail stays in this state unless a person acts."""
        return not _NEXT[self]

    def may_become(self, other: "MailState") -> bool:
        """Return whether ``other`` may follow this state."""
        return other in _NEXT[self]


_NEXT: Final = {
    MailState.PLANNED: frozenset((MailState.WAITING,)),
    MailState.WAITING: frozenset(
        (
            MailState.SENDING,
            MailState.REFUSED,
            MailState.SUPPRESSED,
            MailState.SKIPPED,
            MailState.FAILED,
            MailState.KEPT,
        )
    ),
    MailState.SENDING: frozenset(
        (MailState.SENT, MailState.REFUSED, MailState.WAITING, MailState.FAILED, MailState.UNKNOWN)
    ),
    MailState.SENT: frozenset(),
    MailState.REFUSED: frozenset(),
    MailState.SUPPRESSED: frozenset(),
    MailState.SKIPPED: frozenset(),
    MailState.FAILED: frozenset(),
    MailState.KEPT: frozenset(),
    MailState.UNKNOWN: frozenset(),
}
