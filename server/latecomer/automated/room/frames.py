"""The frames of the room's socket: encoded once for everybody, or for one member.

Source: docs/protocol.md, Room
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from latecomer.automated.chat.rules import ChatMode, Line, News
from latecomer.automated.chat.schemas import LineBody, line_body
from latecomer.automated.overlays.rules import PollView
from latecomer.automated.overlays.schemas import PollViewBody
from latecomer.automated.room.schemas import (
    ReplayBody,
    RoomChat,
    RoomLineChanged,
    RoomLines,
    RoomRole,
    room_poll,
)
from latecomer.core.ids import MemberId
from latecomer.http.frames import text_frame
from latecomer.http.wire import encode

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
    messages: list[RoomLines | RoomLineChanged] = [
        RoomLines(lines=part, reset=news.reset and n == 0)
        for n, part in enumerate(_parts(news.lines, member))
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


def _parts(lines: Sequence[Line], member: MemberId | None) -> Iterable[tuple[LineBody, ...]]:
    part: list[LineBody] = []
    size = 0
    for line in lines:
        body = line_body(line, member)
        length = len(encode(body))
        if part and size + length > MAX_LINES_BYTES:
            yield tuple(part)
            part, size = [], 0
        part.append(body)
        size += length
    if part:
        yield tuple(part)
