"""A relay's replies, and the effect of each on the mail, on its address and on the queue.

Source: docs/mail.md, What a relay may answer; RFC 5321, section 4.2; RFC 3463, section 3
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

_STATUS: Final = re.compile(r"\s*(?P<status>[245]\.\d{1,3}\.\d{1,3})\b")
MESSAGE_MAX: Final = 500
REFUSED_RUNNING: Final = 20
"""The number of refused recipients in a row that shows a problem of the relay rather than of the recipients."""


class Stage(Enum):
    """The progress of an SMTP conversation."""

    CONNECTING = auto()
    """Connection, greeting, EHLO, STARTTLS, AUTH."""
    MAIL_FROM = auto()
    RECIPIENT = auto()
    DATA = auto()
    """The DATA command, before the text."""
    TEXT = auto()
    """The whole text has been sent."""


@dataclass(frozen=True, slots=True)
class RelayReply:
    """One reply: its three digits, and its text in one line."""

    code: int
    text: str

    @property
    def status(self) -> str | None:
        """Return the enhanced status code (``5.1.1``), None without one."""
        found = _STATUS.match(self.text)
        return found["status"] if found else None

    def __str__(self) -> str:
        return f"{self.code} {self.text}"[:MESSAGE_MAX]


class ReplyEffect(Enum):
    """The effect of a reply."""

    SENT = auto()
    AGAIN = auto()
    """Try this mail again later."""
    REFUSED = auto()
    """The relay will not take this mail; its address stays as it is."""
    REFUSED_ADDRESS = auto()
    """The address does not exist: suppress it."""
    STOP = auto()
    """The relay takes nothing from us: stop the queue, change no mail."""


def effect(stage: Stage, reply: RelayReply) -> ReplyEffect:
    """Return the effect of a reply at this stage."""
    if 200 <= reply.code < 300:
        return ReplyEffect.SENT
    if stage in (Stage.CONNECTING, Stage.MAIL_FROM):
        # A greeting or sender that is put off for a moment stops nothing for good: the queue tries again by itself.
        return ReplyEffect.AGAIN if reply.code // 100 == 4 and stage is Stage.MAIL_FROM else ReplyEffect.STOP
    if reply.code // 100 == 4:
        return ReplyEffect.AGAIN
    if stage is Stage.RECIPIENT and (reply.status or "").startswith("5.1."):
        return ReplyEffect.REFUSED_ADDRESS
    return ReplyEffect.REFUSED
