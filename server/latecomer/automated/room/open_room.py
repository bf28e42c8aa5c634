"""One room that is open in this process: it reads what changed once, and writes it to all who are in it.

Programme, chat, polls and console are read apart from each other, so that while one cannot be read the others go on.
Pub/sub only wakes: everything is looked at each second anyway.

Source: docs/protocol.md, Room; docs/automated.md, Chat
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import msgspec
import structlog
from msgspec import UNSET, UnsetType

from latecomer.automated.chat.service import Chat
from latecomer.automated.console.schemas import console_body
from latecomer.automated.console.service import Console
from latecomer.automated.host_links import HostLinks
from latecomer.automated.overlays.rules import (
    Value,
)
from latecomer.automated.overlays.schemas import poll_view_body
from latecomer.automated.overlays.service import Overlays
from latecomer.automated.room.frames import (
    WelcomeFrame,
    console_frames,
    framed,
    on_air_frame,
)
from latecomer.automated.room.lines import RoomLines
from latecomer.automated.room.polls import RoomPolls
from latecomer.automated.room.rules import Admitted
from latecomer.automated.room.schemas import RoomRole, RoomViewers, replay_body
from latecomer.automated.room.seats import HostSeat, Seats, ViewerSeat
from latecomer.automated.room.service import Room, replayed
from latecomer.automated.room_presence import RoomPresence
from latecomer.automated.rules.on_air import on_air
from latecomer.automated.rules.rundown import ItemId, Rundown
from latecomer.automated.schemas import on_air_body
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.http.frames import text_frame
from latecomer.http.wire import encode
from latecomer.redis.pubsub import MembersChanged, Message, Missed, RoomChanged, WebinarChanged
from latecomer.tasks import Tasks, cancel
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.playback.rules.messages import Stop, StopReason
from latecomer.watching.playback.rules.messages import encode as encode_message
from latecomer.watching.webinar_cache import WebinarCache

_log = structlog.get_logger()

_LOOK_MS: Final = 1_000
_CHAT_MS: Final = 250
"""The least time between two frames of the chat."""
_POLLS_MS: Final = 1_000
_CONSOLE_MS: Final = 1_000
_COUNTS_MS: Final = 5_000
"""Hosts are sent the numbers of viewers this often, when nothing else has changed."""
_STANDING_MS: Final = 25_000
_GATHER_S: Final = 0.02
_A_TURN: Final = 200
"""The number of seats that are written to in one turn of the event loop."""
_AT_ONCE: Final = 500
REVOKED: Final = Closing(CloseCode.UNKNOWN_TOKEN, "this link opens nothing any more")
CANCELLED: Final = Closing(CloseCode.EVENT_CANCELLED, "this event does not take place")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSources:
    """The services that rooms read from."""

    room: Room
    chat: Chat
    overlays: Overlays
    console: Console
    links: HostLinks
    known: WebinarCache
    ledger: Ledger
    presence: RoomPresence
    clock: Callable[[], Instant]


@dataclass(slots=True)
class _Programme:
    """A webinar and its rundown. ``body`` is what is on air, encoded ``at`` a moment and valid ``until`` another;
    ``told_until``: the next change after what was last written to all."""

    webinar: Webinar
    rundown: Rundown
    told_until: Instant = 0
    until: Instant = 0
    body: msgspec.Raw = field(default_factory=msgspec.Raw)
    at: Instant = 0

    @property
    def key(self) -> tuple[int, Instant, Instant]:
        return (self.rundown.version, self.webinar.starts_at, self.webinar.ends_at)


class OpenRoom:
    """A room with at least one socket in this process."""

    def __init__(self, webinar: WebinarId, sources: RoomSources) -> None:
        self.id = webinar
        self._sources = sources
        self.seats = Seats()
        self._lines = RoomLines(webinar, sources.chat, self.seats)
        self._polls = RoomPolls(webinar, sources.overlays, self.seats)
        self._wake = asyncio.Event()
        self._background = Tasks()
        self._run_task: asyncio.Task[None] | None = None
        self._ended = False
        self._programme: _Programme | None = None
        self._console_at: Instant = 0
        self._console_changed = True
        self._standing_at: Instant = sources.clock()
        self._told_viewers: int | None = None

    def add(self, seat: ViewerSeat | HostSeat) -> None:
        """Let somebody in; their first frame is written by ``welcome``, or follows soon for a host."""
        self.seats.add(seat)
        if isinstance(seat, HostSeat):
            self._console_changed, self._console_at = True, 0
        else:
            self._sources.presence.came(self.id, seat.member)
        if self._run_task is None:
            self._run_task = asyncio.ensure_future(self._run())
        self._wake.set()

    async def close(self) -> None:
        """Stop reading, after the last seat was left."""
        self._ended = True
        await self._background.cancel()
        if self._run_task is not None:
            await cancel(self._run_task)

    def listen(self, message: Message) -> None:
        """Note what changed; it is read soon."""
        match message:
            case RoomChanged(polls=True):
                self._polls.changed()
                self._console_changed = True
            case RoomChanged():
                self._lines.changed()
                self._console_changed = True
            case WebinarChanged(version=version):
                self._forget()
                if version == 0:  # deleted
                    self._end_all(REVOKED, StopReason.REVOKED)
            case Missed():
                self._forget()
                self._lines.changed()
                self._polls.changed()
                self._standing_at = 0
            case MembersChanged(members=changed):
                for change in changed:
                    for seat in self.seats.of(MemberId(change.member)):
                        self._check(seat, Status(change.status), change.link_serial)
                return
            case _:
                return
        self._wake.set()

    def _forget(self) -> None:
        self._sources.known.forget(self.id)
        self._sources.links.forget()
        self._console_changed = True
        if self.seats.hosts:  # one of them may have been sent away
            self._standing_at = 0

    # --- entering

    async def welcome(self, seat: ViewerSeat, admitted: Admitted, since: int | None, now: Instant) -> bytes:
        """Return the first frames of a viewer, who has been added. While the database is away they lack chat and polls.

        Args: ``since``: the last change of the chat that the page has; with it come the later changes alone.
        """
        programme = await self._current(now)
        replay = replayed(programme.webinar, programme.rundown, now)
        parts = WelcomeFrame(
            role=RoomRole.VIEWER,
            server_ms=now,
            grant=admitted.grant,
            on_air=self._on_air(programme, now),
            replay=UNSET if replay is None else replay_body(replay),
            viewers=self._viewers(programme.webinar),
        )
        frames = b""
        try:
            start = await self._lines.start(seat.member, since, now)
            views = await self._polls.start(seat, programme.webinar, programme.rundown, now)
            parts = msgspec.structs.replace(
                parts,
                chat=UNSET if start.chat is None else start.chat,
                polls=tuple(map(poll_view_body, views)),
            )
            frames, seat.told = start.frames, start.last
        except Exception as error:  # noqa: BLE001 - a room without a chat is better than none
            _log.warning("room_welcome_failed", webinar=str(self.id), error=repr(error))
            seat.told = self._lines.told
        return text_frame(encode(parts)) + frames

    async def welcome_host(self, seat: HostSeat, role: RoomRole, grant: str | None, now: Instant) -> bytes:
        """Return the first frame of a host, presenter or operator, who has been added; the console follows. Errors:
        Postgres's."""
        programme = await self._current(now)
        replay = replayed(programme.webinar, programme.rundown, now)
        frame = framed(
            WelcomeFrame(
                role=role,
                server_ms=now,
                grant=UNSET if grant is None else grant,
                on_air=self._on_air(programme, now),
                replay=UNSET if replay is None else replay_body(replay),
                viewers=self._sources.presence.viewers(self.id),
            )
        )
        seat.is_welcome, self._console_changed, self._console_at = True, True, 0
        self._wake.set()
        return frame

    def _viewers(self, webinar: Webinar) -> int | UnsetType:
        return self._sources.presence.viewers(self.id) if webinar.show_viewers else UNSET

    def catch_up(self, seat: ViewerSeat) -> None:
        """Write what a seat has missed, now that the client has taken everything."""
        if seat.is_behind and seat.told is not None:
            seat.is_behind = False
            self._background.start(self._catch_up(seat, seat.told))

    async def _catch_up(self, seat: ViewerSeat, since: int) -> None:
        now = self._sources.clock()
        frames = b""
        if self._programme is not None:
            frames += on_air_frame(self._on_air(self._programme, now))
        frames += self._polls.frames(seat)
        try:
            frames += await self._lines.missed(seat, since, now)
        except Exception as error:  # noqa: BLE001 - the next round writes it
            _log.warning("room_failed", webinar=str(self.id), reads="news", error=repr(error))
        seat.send(frames)

    def answered(self, member: MemberId, item: ItemId, question: str, value: Value) -> None:
        """Write a poll again to a member who has just answered."""
        self._polls.answered(member, item, question, value)
        self._wake.set()

    # --- reading and writing

    async def _run(self) -> None:
        while not self._ended:
            self._wake.clear()
            failed = await self._look(self._sources.clock())
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_MS / 1_000 if failed else self._rest_s()):
                    await self._wake.wait()
            # What many do at once is read once.
            await asyncio.sleep(min(_GATHER_S, self._rest_s()))

    async def _look(self, now: Instant) -> bool:
        """Read and write what is due. Returns: True when something could not be read."""
        failed = False
        for name, step in (
            ("programme", self._tell_programme),
            ("chat", self._tell_chat),
            ("polls", self._tell_polls),
            ("viewers", self._tell_viewers),
            ("console", self._tell_hosts),
            ("standing", self._look_at_standing),
        ):
            try:
                await step(now)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next round tries again
                failed = True
                _log.warning("room_failed", retry=True, webinar=str(self.id), reads=name, error=repr(error))
        return failed

    def _rest_s(self) -> float:
        """Return the seconds until something is due, at least a millisecond and at most a second."""
        now = self._sources.clock()
        due_at = now + _LOOK_MS
        if self._programme is not None:
            due_at = min(due_at, self._programme.told_until)
        due_at = min(due_at, self._lines.due_at, self._polls.due_at or due_at)
        if self._console_changed and self.seats.hosts:
            due_at = min(due_at, self._console_at + _CONSOLE_MS)
        return max(1, due_at - now) / 1_000

    async def _current(self, now: Instant) -> _Programme:
        """Return the webinar and its rundown, at most two seconds old."""
        webinar = await self._sources.known.get(self.id)
        if webinar is None:
            raise LookupError("the webinar was deleted")
        rundown = await self._sources.room.rundown(webinar)
        known = self._programme
        if known is not None and known.key == (rundown.version, webinar.starts_at, webinar.ends_at):
            known.webinar = webinar
            return known
        return _Programme(webinar, rundown)

    def _on_air(self, programme: _Programme, now: Instant) -> msgspec.Raw:
        """Return what is on air now, encoded, at most a second old and never beyond a change."""
        if not programme.at <= now < min(programme.until, programme.at + _LOOK_MS):
            webinar = programme.webinar
            answer = on_air(programme.rundown, webinar.starts_at, webinar.ends_at, now)
            programme.body = msgspec.Raw(encode(on_air_body(answer, webinar.starts_at)))
            programme.at = now
            programme.until = 2**53 if answer.next_at is None else answer.next_at
        return programme.body

    async def _tell_programme(self, now: Instant) -> None:
        try:
            programme = await self._current(now)
        except LookupError:
            self._end_all(REVOKED, StopReason.REVOKED)
            return
        if programme.webinar.cancelled_at is not None:
            self._end_all(CANCELLED, StopReason.EVENT_CANCELLED)
            return
        known = self._programme
        if known is programme and now < programme.told_until:
            return
        self._programme = programme
        self._polls.changed(at_once=True)
        self._console_changed = True
        frame = on_air_frame(self._on_air(programme, now))
        programme.told_until = programme.until
        await self.seats.write(lambda _: frame)

    async def _tell_chat(self, now: Instant) -> None:
        await self._lines.tell(now)

    async def _tell_polls(self, now: Instant) -> None:
        if self._programme is not None:
            await self._polls.tell(self._programme.webinar, self._programme.rundown, now)

    async def _tell_viewers(self, _: Instant) -> None:
        """Write the number of viewers to all, where it is shown and has changed since the last report."""
        programme = self._programme
        if programme is None or not programme.webinar.show_viewers:
            self._told_viewers = None
            return
        viewers = self._sources.presence.reported(self.id)
        if viewers is not None and viewers != self._told_viewers:
            self._told_viewers = viewers
            frame = framed(RoomViewers(viewers=viewers))
            await self.seats.write(lambda _: frame)

    async def _tell_hosts(self, now: Instant) -> None:
        due_ms = _CONSOLE_MS if self._console_changed else _COUNTS_MS
        if not self.seats.hosts or now - self._console_at < due_ms:
            return
        self._console_changed, self._console_at = False, now
        if any(seat.is_operator for seat in self.seats.hosts):
            await self._sources.links.note_operator(self.id, now)
        seats = tuple(seat for seat in self.seats.hosts if seat.is_welcome)
        await self._tell_consoles([seat for seat in seats if seat.told is None], 0, now)
        known = [seat for seat in seats if seat.told is not None]
        await self._tell_consoles(known, min((seat.told or 0 for seat in known), default=0), now)

    async def _tell_consoles(self, seats: Sequence[HostSeat], since: int, now: Instant) -> None:
        if not seats:
            return
        view = await self._sources.console.read(self.id, since, now)
        frames = {
            may_direct: console_frames(console_body(view, may_direct=may_direct), since)
            for may_direct in {seat.may_direct for seat in seats}
        }
        for seat in seats:
            if seat.write(frames[seat.may_direct]):
                seat.told = view.chat.last
        if view.chat.has_more:
            self._console_changed = True

    async def _look_at_standing(self, now: Instant) -> None:
        """End the seats of those who may no longer be here, in case nobody was told of it."""
        if now - self._standing_at < _STANDING_MS:
            return
        self._standing_at = now
        for host in tuple(self.seats.hosts):
            if (closing := await host.still()) is not None:
                host.end(closing)
        members = self.seats.members
        for start in range(0, len(members), _AT_ONCE):
            records = await self._sources.ledger.read(members[start : start + _AT_ONCE])
            for member, record in records.items():
                for seat in self.seats.of(member):
                    self._check(seat, record.status, record.link_serial)

    def _check(self, seat: ViewerSeat, status: Status, serial: int) -> None:
        if serial != seat.serial or status is Status.NOT_IN_PROGRAM:
            seat.write(text_frame(encode_message(Stop(StopReason.REVOKED))))
            seat.end(REVOKED)

    def _end_all(self, closing: Closing, reason: StopReason) -> None:
        stop = text_frame(encode_message(Stop(reason)))
        everybody: list[ViewerSeat | HostSeat] = [*self.seats.viewers(), *self.seats.hosts]
        for seat in everybody:
            seat.write(stop)
            seat.end(closing)
