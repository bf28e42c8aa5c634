"""Bodies of the chat: for members in the room, and for operators.

Source: docs/automated.md, Chat
"""

from collections.abc import Mapping
from typing import Annotated, TypeAlias
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from latecomer.automated.chat.rules import (
    MAX_SLOW_S,
    MAX_WORDS,
    ChatEntry,
    ChatMode,
    ChatSettings,
    Line,
    LineId,
    LineRole,
    LineState,
)
from latecomer.core.ids import MemberId
from latecomer.http.wire import PERSONAL, Cursor, Limit, Request, Response, Time

Word: TypeAlias = Annotated[str, Meta(min_length=1, max_length=50)]


class LineBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """A line as a member sees it. ``client_id`` is on their own lines; ``seq`` is missing while a line is held."""

    id: LineId
    name: str
    text: str
    at: Time
    programme_ms: int
    state: LineState
    role: LineRole | UnsetType = UNSET
    question: bool = False
    private: bool = False
    reply_to: LineId | UnsetType = UNSET
    client_id: str | UnsetType = UNSET
    seq: int | UnsetType = UNSET


class ChatEntryBody(Response, frozen=True, kw_only=True):
    """The chat for a member who enters; ``mine`` are their own lines, with the private answers to them."""

    mode: ChatMode
    slow_s: int
    banned: bool
    lines: tuple[LineBody, ...]
    mine: tuple[LineBody, ...]
    last: int


class ChatQuery(Request, frozen=True, kw_only=True):
    """The page of lines to list."""

    limit: Limit = 100
    cursor: Cursor | None = None


class HostLineBody(Response, frozen=True, kw_only=True):
    """A line as operators see it; ``member_id`` is null for a host's line. ``name`` is the one that the room shows."""

    id: LineId
    member_id: UUID | None
    name: Annotated[str, PERSONAL]
    full_name: Annotated[str, PERSONAL] | UnsetType = UNSET
    role: LineRole | None
    text: str
    question: bool
    mode: ChatMode
    state: LineState
    reply_to: LineId | None
    private: bool
    at: Time
    programme_ms: int


class ChatPageBody(Response, frozen=True, kw_only=True):
    """A chat's settings, and a page of its lines in all states, in the order of storing."""

    mode: ChatMode
    slow_s: int
    words: tuple[str, ...]
    items: tuple[HostLineBody, ...]
    next_cursor: str | None


class SetChatMode(Request, frozen=True, kw_only=True):
    """The mode of a chat. ``slow_s``: the least time between two lines of one member; ``words``: a line with one of
    them is held. A field left out stays.
    """

    mode: ChatMode
    slow_s: Annotated[int, Meta(ge=0, le=MAX_SLOW_S)] | UnsetType = UNSET
    words: (
        Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=50)], ...], Meta(max_length=MAX_WORDS)]
        | UnsetType
    ) = UNSET


class ChatSettingsBody(Response, frozen=True, kw_only=True):
    """The settings of a chat."""

    mode: ChatMode
    slow_s: int
    words: tuple[str, ...]


class AnswerLine(Request, frozen=True, kw_only=True):
    """An answer to a line; ``private``: only its writer sees it. With a ``client_id``, the page's own id of the answer,
    a repetition stores nothing.
    """

    text: Annotated[str, Meta(max_length=4_000)]
    private: bool = False
    client_id: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")] | UnsetType = (
        UNSET
    )


class ApprovedBody(Response, frozen=True, kw_only=True):
    """The number of lines that were approved."""

    approved: int


def line_body(line: Line, member: MemberId | None) -> LineBody:
    """Return a line for a member; None: for all who see it."""
    return LineBody(
        id=line.id,
        name=line.name,
        text=line.text,
        at=Time(line.at),
        programme_ms=line.programme_ms,
        state=line.state,
        role=line.role or UNSET,
        question=line.is_question,
        private=line.is_private,
        reply_to=line.reply_to or UNSET,
        client_id=line.client_id if member is not None and line.member == member else UNSET,
        seq=UNSET if line.seq is None else line.seq,
    )


def chat_entry_body(entry: ChatEntry, member: MemberId) -> ChatEntryBody:
    """Return the chat for a member who enters."""
    return ChatEntryBody(
        mode=entry.settings.mode,
        slow_s=entry.settings.slow_s,
        banned=entry.is_banned,
        lines=tuple(line_body(line, member) for line in entry.lines),
        mine=tuple(line_body(line, member) for line in entry.mine),
        last=entry.last,
    )


def host_line_body(line: Line, names: Mapping[MemberId, str] | None = None) -> HostLineBody:
    """Return a line for operators. Args: ``names``: full names of members, as far as they are known."""
    full_name = None if line.member is None or names is None else names.get(line.member)
    return HostLineBody(
        id=line.id,
        member_id=line.member,
        name=line.name,
        full_name=full_name or UNSET,
        role=line.role,
        text=line.text,
        question=line.is_question,
        mode=line.mode,
        state=line.state,
        reply_to=line.reply_to,
        private=line.is_private,
        at=Time(line.at),
        programme_ms=line.programme_ms,
    )


def mode_body(chat: ChatSettings) -> ChatSettingsBody:
    """Return the settings of a chat."""
    return ChatSettingsBody(mode=chat.mode, slow_s=chat.slow_s, words=chat.words)
