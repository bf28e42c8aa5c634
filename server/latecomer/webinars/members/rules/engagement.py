"""The engagement level of a member who attended live: a pure function of watched time and of what was done in the room.

High: at least 80 % of the event, and all choice polls answered or a file opened or 5 lines of chat, and a question.
Moderate: not High, at least 60 % of the event, and one interaction, or 3 lines of chat. Low: the rest. A condition
that the event never offered is left out; where all are left out, watched time alone decides.

Source: docs/audiences.md, Engagement
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

HIGH_SHARE: Final = 80
"""Per cent of the event's time."""
MODERATE_SHARE: Final = 60
HIGH_LINES: Final = 5
"""Lines of chat that are no questions."""
MODERATE_LINES: Final = 3


class EngagementLevel(StrEnum):
    """The level of a member who attended live."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The ways of taking part that an event offered: the numbers of choice questions in polls, of all questions in
    polls and surveys, of files and of other calls to action, and whether the chat took lines and questions."""

    choices: int = 0
    answers: int = 0
    files: int = 0
    clicks: int = 0
    chat: bool = False
    questions: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TookPart:
    """The deeds of a member during the event; each thing that was offered counts once, each line of chat by itself."""

    choices: int = 0
    answers: int = 0
    files: int = 0
    clicks: int = 0
    lines: int = 0
    questions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """A level with its reason."""

    level: EngagementLevel
    live_ms: int
    event_ms: int
    offered: Offered
    took_part: TookPart

    @property
    def share(self) -> int:
        """The per cent of the event's time that was watched, rounded down."""
        return min(100, self.live_ms * 100 // self.event_ms)

    @property
    def by_time_alone(self) -> bool:
        """The event offered nothing to take part in."""
        return not _offers_any(self.offered)


def engagement(live_ms: int, event_ms: int, offered: Offered, took_part: TookPart) -> Engagement:
    """Return the level of a member who attended live, with its reason.

    Args: ``live_ms``: watched of the event, ``event_ms``: its length, at least 1.
    """
    return Engagement(
        level=_level(live_ms * 100, event_ms, offered, took_part),
        live_ms=live_ms,
        event_ms=event_ms,
        offered=offered,
        took_part=took_part,
    )


def _level(hundredfold_ms: int, event_ms: int, offered: Offered, took_part: TookPart) -> EngagementLevel:
    if hundredfold_ms >= HIGH_SHARE * event_ms and _active(offered, took_part) and _asked(offered, took_part):
        return EngagementLevel.HIGH
    if hundredfold_ms >= MODERATE_SHARE * event_ms and _interacted(offered, took_part):
        return EngagementLevel.MODERATE
    return EngagementLevel.LOW


def _active(offered: Offered, took_part: TookPart) -> bool:
    if not (offered.choices or offered.files or offered.chat):
        return True
    answered_all = offered.choices > 0 and took_part.choices >= offered.choices
    return answered_all or took_part.files > 0 or took_part.lines >= HIGH_LINES


def _asked(offered: Offered, took_part: TookPart) -> bool:
    return not offered.questions or took_part.questions > 0


def _interacted(offered: Offered, took_part: TookPart) -> bool:
    if not _offers_any(offered):
        return True
    once = took_part.answers or took_part.files or took_part.clicks or took_part.questions
    return once > 0 or took_part.lines >= MODERATE_LINES


def _offers_any(offered: Offered) -> bool:
    return bool(
        offered.choices
        or offered.answers
        or offered.files
        or offered.clicks
        or offered.chat
        or offered.questions
    )
