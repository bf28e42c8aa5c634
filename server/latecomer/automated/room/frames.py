"""The frames of the room's socket: encoded once for everybody, or for one member.

Source: docs/protocol.md, Room
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from latecomer.automated.chat.rules import ChatMode, Line, News
from latecomer.automated.chat.schemas import HostLineBody, LineBody, line_body
from latecomer.automated.console.schemas import ConsoleBody
from latecomer.automated.overlays.rules import PollView
from latecomer.automated.overlays.schemas import PollViewBody
from latecomer.automated.room.schemas import (
    ReplayBody,
    RoomChat,
    RoomConsole,
    RoomLineChanged,
    RoomLines,
    RoomRole,
    room_poll,
)
from latecomer.core.ids import MemberId
from latecomer.http.frames import text_frame
from latecomer.http.wire import encode

_L = TypeVar("_L", LineBody, HostLineBody)

MAX_LINES_BYTES: Final = 24 * 1024
"""The size of the lines in one frame; more lines come in further frames."""


class WelcomeChat(msgspec.Struct, frozen=True, kw_only=True):
    """``ChatEntryBody`` whose lines are encoded already: they are the same for everybody."""

    mode: ChatMode
    slow_s: int
    banned: bool
    lines: msgspec.Raw
    mine: tuple[LineBody, ...]
    last: int


class WelcomeFrame(msgspec.Struct, frozen=True, kw_only=True, tag="welcome", tag_field="type"):
    """``RoomWelcome`` whose shared parts are encoded already."""

    role: RoomRole
    server_ms: int
    grant: str | UnsetType = UNSET
    on_air: msgspec.Raw
    replay: ReplayBody | UnsetType = UNSET
    chat: WelcomeChat | UnsetType = UNSET
    polls: tuple[PollViewBody, ...] | UnsetType = UNSET
    viewers: int | UnsetType = UNSET


def framed(message: msgspec.Struct) -> bytes:
    """Return a message as a frame."""
    return text_frame(encode(message))


def console_frames(body: ConsoleBody, since: int) -> bytes:
    """Return the console as frames, one behind the other: a long list of lines comes in several, of which only the last
    says how far it reaches; the others say ``since``."""
    parts = list(_fitting(body.chat.lines)) or [()]
    whole = [
        msgspec.structs.replace(
            body,
            chat=msgspec.structs.replace(
                body.chat, lines=part, last=body.chat.last if n == len(parts) else since
            ),
        )
        for n, part in enumerate(parts, start=1)
    ]
    return b"".join(framed(RoomConsole(console=each)) for each in whole)


def on_air_frame(body: msgspec.Raw) -> bytes:
    """Return what is on air, which is encoded already, as a frame."""
    return text_frame(b'{"type":"on_air",' + bytes(body)[1:])


def settings_frame(news: News) -> bytes:
    """Return the settings of the chat as a frame."""
    settings = news.settings
    return framed(RoomChat(mode=settings.mode, slow_s=settings.slow_s, banned=news.is_banned, last=news.last))


def news_frames(news: News, member: MemberId | None, skipped: int = 0) -> bytes:
    """Return the lines and changed lines of ``news`` as frames, one behind the other; nothing when there are none. The
    last one says up to which change nothing is missing."""
    parts = list(_fitting(line_body(line, member) for line in news.lines)) or ([()] if news.reset else [])
    messages: list[RoomLines | RoomLineChanged] = [
        RoomLines(lines=part, reset=news.reset and n == 0) for n, part in enumerate(parts)
    ]
    if messages and skipped:
        messages[-1] = msgspec.structs.replace(messages[-1], skipped=skipped)
    messages += [RoomLineChanged(id=line.id, seq=line.seq or 0, state=line.state) for line in news.changed]
    if messages:
        messages[-1] = msgspec.structs.replace(messages[-1], last=news.last)
    return b"".join(map(framed, messages))


def poll_frames(views: Iterable[PollView]) -> bytes:
    """Return polls as frames, one behind the other."""
    return b"".join(framed(room_poll(view)) for view in views)


def latest(lines: Sequence[Line], member: MemberId | None) -> tuple[LineBody, ...]:
    """Return the latest lines that fit one frame, oldest first."""
    kept: list[LineBody] = []
    size = 0
    for line in reversed(lines):
        body = line_body(line, member)
        size += len(encode(body))
        if size > MAX_LINES_BYTES:
            break
        kept.append(body)
    return tuple(reversed(kept))


def _fitting(lines: Iterable[_L]) -> Iterable[tuple[_L, ...]]:
    """Yield the lines in parts of which each fits a frame."""
    part: list[_L] = []
    size = 0
    for line in lines:
        length = len(encode(line))
        if part and size + length > MAX_LINES_BYTES:
            yield tuple(part)
            part, size = [], 0
        part.append(line)
        size += length
    if part:
        yield tuple(part)
