"""The rooms that are open in this process, each as long as somebody is in it.

Source: docs/protocol.md, Room
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from latecomer.automated.room.open_room import OpenRoom, RoomSources
from latecomer.automated.room.seats import HostSeat, ViewerSeat
from latecomer.core.ids import WebinarId
from latecomer.redis.functions import LedgerAway, LedgerBroken
from latecomer.redis.pubsub import Changes, RoomChanged
from latecomer.tasks import Tasks

_log = structlog.get_logger()


class OpenRooms:
    """The open rooms of this process."""

    def __init__(self, sources: RoomSources, changes: Changes) -> None:
        self.sources = sources
        self._changes = changes
        self._rooms: dict[WebinarId, OpenRoom] = {}
        self._unsubscribe: dict[WebinarId, Callable[[], None]] = {}
        self._closing = Tasks()

    def __len__(self) -> int:
        return sum(len(room.seats) for room in self._rooms.values())

    def enter(self, webinar: WebinarId, seat: ViewerSeat | HostSeat) -> OpenRoom:
        """Add a seat to the room of a webinar, and open the room for the first."""
        room = self._rooms.get(webinar)
        if room is None:
            room = self._rooms[webinar] = OpenRoom(webinar, self.sources)
            self._unsubscribe[webinar] = self._changes.subscribe(webinar, room.listen)
        room.add(seat)
        return room

    def leave(self, room: OpenRoom, seat: ViewerSeat | HostSeat) -> None:
        """Remove a seat, and close the room after the last."""
        room.seats.remove(seat)
        if not len(room.seats) and self._rooms.get(room.id) is room:
            del self._rooms[room.id]
            self._unsubscribe.pop(room.id)()
            self._closing.start(room.close())

    async def report(self) -> None:
        """Report the members in the rooms of this process. Errors: LedgerAway."""
        members = {webinar: room.seats.members for webinar, room in self._rooms.items()}
        await self.sources.presence.report(members, self.sources.clock())

    async def stop(self) -> None:
        """Close every room."""
        for webinar, room in list(self._rooms.items()):
            del self._rooms[webinar]
            self._unsubscribe.pop(webinar)()
            await room.close()
        await self._closing.cancel()


class RoomNotices:
    """Tells all processes that a room has changed."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._telling = Tasks()

    def chat(self, webinar: WebinarId) -> None:
        """Tell that the chat changed."""
        self._telling.start(self._tell(webinar, RoomChanged()))

    def polls(self, webinar: WebinarId) -> None:
        """Tell that an answer to a poll changed."""
        self._telling.start(self._tell(webinar, RoomChanged(polls=True)))

    async def _tell(self, webinar: WebinarId, change: RoomChanged) -> None:
        try:
            await self._changes.publish(webinar, change)
        except (LedgerAway, LedgerBroken) as error:  # each process looks every second anyway
            _log.warning("room_notice_failed", webinar=str(webinar), error=repr(error))
