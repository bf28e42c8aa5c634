"""Chat lines: modes, states, names, and the bounds of a text.

Source: docs/automated.md, Chat
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.plain_text import plain_text

LineId = NewType("LineId", UUID)

MAX_CHARACTERS: Final = 500
MAX_WORDS: Final = 200
MAX_SLOW_S: Final = 3_600
LINES_AT_ONCE: Final = 3
"""The number of lines that one member can write within ``AT_ONCE_MS``."""
AT_ONCE_MS: Final = 5_000
MAX_HELD: Final = 1_000
"""The number of held lines beyond which the chat takes no more."""
MAX_HELD_OF_MEMBER: Final = 20
"""The number of one member's held lines beyond which the chat holds no more of theirs."""
MAIL_AFTER_MS: Final = 30_000
"""Milliseconds after an answer at which it is decided whether it is mailed."""
PAGE: Final = 100
"""The number of lines that a newcomer receives."""
HOST_PAGE: Final = 200
"""The number of changed lines that a host receives at once; on entering, the held ones come along."""
SHOWN_A_SECOND: Final = 50
"""The number of lines that a room shows in a second; of more it shows a sample."""
MAX_BEHIND: Final = 500
"""The number of changes beyond which a page starts anew from the last ``PAGE`` lines."""


class ChatMode(StrEnum):
    """The mode of a chat, which decides the first state of a line."""

    NONE = "none"
    MODERATED = "moderated"
    """A line is held until a host approves it."""
    ANSWER_LATER = "answer_later"
    """Members see their own lines and the answers to them."""
    OPEN = "open"


class LineState(StrEnum):
    """The state of a line."""

    HELD = "held"
    VISIBLE = "visible"
    REJECTED = "rejected"
    DELETED = "deleted"


class LineRole(StrEnum):
    """The role of a line's writer; members have none."""

    HOST = "host"
    PRESENTER = "presenter"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """The settings of a webinar's chat. ``slow_s``: the least time between two lines of one member."""

    mode: ChatMode = ChatMode.NONE
    slow_s: int = 0
    words: tuple[str, ...] = ()
    version: int = 0
    """Grows with every change, and with bans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a chat.

    ``seq``: the chat's change counter at the line's last change; ``shown_seq``: at the time it became visible, None
    before. ``member`` is None for a host's line.
    """

    id: LineId
    webinar: WebinarId
    number: int = 0
    member: MemberId | None
    client_id: str
    name: str
    role: LineRole | None = None
    text: str
    is_question: bool = False
    mode: ChatMode
    state: LineState
    reply_to: LineId | None = None
    is_private: bool = False
    shown_seq: int | None = None
    seq: int | None = None
    at: Instant
    programme_ms: int
    host_seq: int = 0
    """The hosts' count at its last change; hosts see every state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatEntry:
    """The chat as a member receives it on entering: ``mine`` are the member's own lines and the private answers to
    them."""

    settings: ChatSettings
    is_banned: bool
    lines: tuple[Line, ...]
    mine: tuple[Line, ...]
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The changes for one member since a given change number. ``reset``: ``lines`` replace all lines that the
    page has."""

    settings: ChatSettings
    is_banned: bool
    lines: tuple[Line, ...] = ()
    changed: tuple[Line, ...] = ()
    reset: bool = False
    last: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HostNews:
    """The chat for a host: ``lines`` that were stored or changed since a number, in all states; the banned members; and
    the full names of the lines' writers. ``has_more``: there are later changes than ``last``, for the next reading.
    """

    settings: ChatSettings
    lines: tuple[Line, ...]
    banned: frozenset[MemberId]
    names: Mapping[MemberId, str]
    last: int
    has_more: bool = False


def text_of(raw: str) -> str | None:
    """Return a line's text in NFC without control characters, None when it is empty or too long."""
    text = plain_text(raw)
    return text if 0 < len(text) <= MAX_CHARACTERS else None


def has_word(text: str, words: Sequence[str]) -> bool:
    """Return True when the text has one of the words as a whole word, ignoring case."""
    found = set(re.findall(r"\w+", text.casefold()))
    return any(set(re.findall(r"\w+", word.casefold())) <= found for word in words if word.strip())


def first_state(mode: ChatMode, text: str, words: Sequence[str]) -> LineState:
    """Return the state of a member's new line; ``mode`` is not ``none``."""
    if mode is ChatMode.OPEN and not has_word(text, words):
        return LineState.VISIBLE
    return LineState.HELD


def shown_name(first_name: str | None, last_name: str | None) -> str:
    """Return a member's name in the room: first name and initial; empty without a first name (the page says Guest)."""
    first = (first_name or "").strip()
    last = (last_name or "").strip()
    return f"{first} {last[0].upper()}." if first and last else first


def sample(lines: Sequence[Line], most: int) -> frozenset[LineId]:
    """Return the lines to leave out, so that about ``most`` remain: every few of the members' lines, none of a host's
    and none that was answered."""
    answered = {line.reply_to for line in lines}
    spare = [line.id for line in lines if line.role is None and line.id not in answered]
    excess = min(len(lines) - most, len(spare))
    if excess <= 0:
        return frozenset()
    return frozenset(spare[n * len(spare) // excess] for n in range(excess))


def may_see(line: Line, member: MemberId, asked: frozenset[LineId]) -> bool:
    """Return True when a member may see a line: a public line once it is visible, an own line, or an answer to an own
    line.

    Args: ``asked``: the ids of the member's own lines.
    """
    if line.member == member:
        return True
    if line.is_private:
        return line.reply_to in asked
    return line.shown_seq is not None
