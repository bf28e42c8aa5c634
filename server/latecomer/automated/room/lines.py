"""The chat of an open room: what changed is read once, framed once, and written to all who are in it.

Source: docs/protocol.md, Room; docs/automated.md, Chat
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from latecomer.automated.chat.rules import SHOWN_A_SECOND, Line, LineId, LineState, sample
from latecomer.automated.chat.service import Chat
from latecomer.automated.chat.tail import Tail
from latecomer.automated.room.frames import WelcomeChat, latest, news_frames, settings_frame
from latecomer.automated.room.seats import Seats, ViewerSeat
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.http.wire import encode
from latecomer.tasks import Gathered

GATHER_S: Final = 0.01
"""Seconds for which those who enter wait for each other, so that what is theirs is read at once."""
_LOOK_MS: Final = 1_000
_EVERY_MS: Final = 250
"""The least time between two frames of the chat."""


@dataclass(frozen=True, slots=True)
class ChatStart:
    """The chat for one who enters: as a part of the welcome, or as frames behind it; complete up to ``last``."""

    chat: WelcomeChat | None
    frames: bytes
    last: int


class RoomLines:
    """The lines of one room, and who has been told which."""

    def __init__(self, webinar: WebinarId, chat: Chat, seats: Seats) -> None:
        self._webinar = webinar
        self._chat = chat
        self._seats = seats
        self._own = Gathered(lambda members: chat.own(webinar, members), gather_s=GATHER_S)
        self._told: int | None = None
        """The last change of the chat that was written to all; None before the first reading."""
        self._settings_version = -1
        self._visible: tuple[int, msgspec.Raw] | None = None
        """The last lines that everybody sees, encoded, and the change up to which they are."""
        self._shown_at: Instant = 0
        self._shown_left = float(SHOWN_A_SECOND)
        self._read_at: Instant = 0
        self._has_changed = True

    @property
    def due_at(self) -> Instant:
        """Return the time from which the chat can be read again."""
        return self._read_at + (_EVERY_MS if self._has_changed else _LOOK_MS)

    def changed(self) -> None:
        """Have the chat read soon."""
        self._chat.forget(self._webinar)
        self._has_changed = True

    async def start(self, member: MemberId, since: int | None, now: Instant) -> ChatStart:
        """Return the chat for a member who enters. Errors: Postgres's.

        Args: ``since``: the last change that the page has; with it come the later changes alone.
        """
        tail = await self._chat.tail(self._webinar, now)
        last = tail.last
        if since is not None and tail.reaches(since):
            news = tail.news(member, since)
            return ChatStart(None, settings_frame(news) + news_frames(news, member), last)
        lines = await self._lines(last)
        mine = await self._own.get(member) or []
        chat = WelcomeChat(
            mode=tail.settings.mode,
            slow_s=tail.settings.slow_s,
            banned=member in tail.banned,
            lines=lines,
            mine=latest([line for line in mine if (line.seq or 0) <= last], member),
            last=last,
        )
        if self._told is None or last >= self._told or not tail.reaches(last):
            return ChatStart(chat, b"", last)
        # Others were told more while this was read.
        news = tail.news(member, last)
        return ChatStart(chat, news_frames(news, member), news.last)

    @property
    def told(self) -> int:
        """Return the last change that was written to all."""
        return self._told or 0

    async def _lines(self, last: int) -> msgspec.Raw:
        """Return the lines that everybody sees, up to the change ``last``, read once for all who enter meanwhile."""
        if self._visible is None or self._visible[0] != last:
            lines = [line for line in await self._chat.visible(self._webinar) if (line.seq or 0) <= last]
            self._visible = (last, msgspec.Raw(encode(latest(lines, None))))
        return self._visible[1]

    async def missed(self, seat: ViewerSeat, since: int, now: Instant) -> bytes:
        """Return what a seat has missed after ``since``, which it now has. Errors: Postgres's."""
        news = await self._chat.news(self._webinar, seat.member, since, now)
        if seat.told == since:
            seat.told = news.last
        return settings_frame(news) + news_frames(news, seat.member)

    async def tell(self, now: Instant) -> None:
        """Read what changed, if it is due, and write it to all. Errors: Postgres's."""
        if now < self.due_at:
            return
        self._has_changed, self._read_at = False, now
        tail = await self._chat.tail(self._webinar, now)
        since, last = self._told, tail.last
        if since is None:
            since = min((seat.told for seat in self._seats.viewers() if seat.told is not None), default=last)
        self._told = last
        if tail.settings.version != self._settings_version:
            if self._settings_version >= 0:
                await self._tell_settings(tail)
            self._settings_version = tail.settings.version
        if since >= last:
            return
        if tail.reaches(since):
            await self._tell_lines(tail, since, last, now)
        else:
            await self._start_anew(now)

    async def _tell_settings(self, tail: Tail) -> None:
        everybody = settings_frame(tail.news(None, tail.last))
        banned = {member: settings_frame(tail.news(member, tail.last)) for member in tail.banned}
        await self._seats.write(lambda seat: banned.get(seat.member, everybody))

    async def _tell_lines(self, tail: Tail, since: int, last: int, now: Instant) -> None:
        changes = tail.after(since)
        omitted = self._omitted(changes, now)
        concerned = tail.concerned(changes)
        shared = news_frames(tail.news(None, since, omitted), None, len(omitted))

        def frames(seat: ViewerSeat) -> bytes:
            if seat.told is None or seat.told >= last:
                return b""
            if seat.told == since and seat.member not in concerned:
                return shared
            return news_frames(tail.news(seat.member, seat.told, omitted), seat.member, len(omitted))

        def written(seat: ViewerSeat) -> None:
            if seat.told is not None:
                seat.told = max(seat.told, last)

        await self._seats.write(frames, written)

    def _omitted(self, changes: Sequence[Line], now: Instant) -> frozenset[LineId]:
        """Return the new lines that are more than a second can show."""
        self._shown_left = min(
            SHOWN_A_SECOND, self._shown_left + max(0, now - self._shown_at) * SHOWN_A_SECOND / 1_000
        )
        self._shown_at = now
        new = [line for line in changes if line.state is LineState.VISIBLE and line.shown_seq == line.seq]
        omitted = sample(new, int(self._shown_left))
        self._shown_left = max(0.0, self._shown_left - (len(new) - len(omitted)))
        return omitted

    async def _start_anew(self, now: Instant) -> None:
        """Write the last lines to everybody, after this process had been away for more than the tail holds."""
        for seat in tuple(self._seats.viewers()):
            if seat.told is not None and not seat.is_behind:
                news = await self._chat.news(self._webinar, seat.member, seat.told, now)
                if seat.send(news_frames(news, seat.member)):
                    seat.told = news.last
