"""The playbacks that are connected to this process, by webinar and member, and the messages to them.

Source: docs/protocol.md, Viewer
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Protocol

from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.status import Status
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.postgres.pool import FAILURES
from latecomer.redis.functions import LedgerAway
from latecomer.redis.pubsub import (
    Changes,
    MemberChange,
    MembersChanged,
    Message,
    Missed,
    PlaybackMoved,
    WebinarChanged,
)
from latecomer.tasks import Tasks
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.playback.session import PlaybackSession
from latecomer.watching.webinar_cache import WebinarCache

_AT_ONCE = 500
_REPLACED = Closing(CloseCode.REPLACED, "a newer socket of the same playback took over")


class ViewerConnection(Protocol):
    """A connected playback."""

    @property
    def playing(self) -> PlaybackSession:
        """The session of the playback."""

    def end(self, closing: Closing) -> None:
        """End the connection."""


class Viewers:
    """All viewers connected to this process."""

    def __init__(self, changes: Changes, known: WebinarCache, ledger: Ledger, worker: str) -> None:
        self._changes = changes
        self._ledger = ledger
        self._known = known
        self._worker = worker
        self._members: dict[WebinarId, dict[MemberId, list[ViewerConnection]]] = {}
        self._unsubscribe: dict[WebinarId, Callable[[], None]] = {}
        self._looking = Tasks()

    def __len__(self) -> int:
        return sum(1 for _ in self.connections())

    def connections(self) -> Iterator[ViewerConnection]:
        for members in self._members.values():
            for connections in members.values():
                yield from connections

    async def enter(self, connection: ViewerConnection, *, known: bool) -> None:
        """Add a playback that said hello here. Its older socket is closed, here or, if it was ``known``, in another
        process."""
        link, playback = connection.playing.link, connection.playing.playback.id
        if link.webinar not in self._members:
            self._members[link.webinar] = {}
            self._unsubscribe[link.webinar] = self._changes.subscribe(
                link.webinar, self._listener(link.webinar)
            )
        others = self._members[link.webinar].setdefault(link.member, [])
        for other in list(others):
            if other.playing.playback.id == playback:
                other.end(_REPLACED)
        others.append(connection)
        if known:
            await self._changes.publish(link.webinar, PlaybackMoved(link.member, playback, self._worker))

    def leave(self, connection: ViewerConnection) -> None:
        """Remove a closed connection."""
        link = connection.playing.link
        members = self._members.get(link.webinar, {})
        connections = members.get(link.member, [])
        if connection in connections:
            connections.remove(connection)
        if not connections:
            members.pop(link.member, None)
        if not members and link.webinar in self._unsubscribe:
            del self._members[link.webinar]
            self._unsubscribe.pop(link.webinar)()

    def _listener(self, webinar: WebinarId) -> Callable[[Message], None]:
        def listen(message: Message) -> None:
            match message:
                case MembersChanged(members=changed):
                    for change in changed:
                        self._member_changed(webinar, change)
                case PlaybackMoved(member=member, playback=playback, worker=worker) if worker != self._worker:
                    for connection in list(self._members.get(webinar, {}).get(MemberId(member), ())):
                        if connection.playing.playback.id == playback:
                            connection.end(_REPLACED)
                case WebinarChanged(version=version):
                    self._known.forget(webinar)
                    if version == 0:  # deleted: no card has this version
                        self._dismiss(webinar)
                    else:
                        self._looking.start(self._end_if_cancelled(webinar))
                case Missed():
                    self._known.forget(webinar)
                    self._looking.start(self._look(webinar))
                    self._looking.start(self._end_if_cancelled(webinar))
                case _:
                    pass

        return listen

    def _dismiss(self, webinar: WebinarId) -> None:
        for connections in list(self._members.get(webinar, {}).values()):
            for connection in list(connections):
                connection.playing.revoked()

    async def _end_if_cancelled(self, webinar: WebinarId) -> None:
        """End all playbacks of a cancelled webinar. A playback that is missed here earns no watch time anyway."""
        with suppress(*FAILURES):
            found = await self._known.get(webinar)
            if found is None or found.cancelled_at is None:
                return
            for connections in list(self._members.get(webinar, {}).values()):
                for connection in list(connections):
                    connection.playing.cancelled()

    async def _look(self, webinar: WebinarId) -> None:
        """Check for missed changes: read the status of all connected members."""
        members = list(self._members.get(webinar, ()))
        for start in range(0, len(members), _AT_ONCE):
            try:
                records = await self._ledger.read(members[start : start + _AT_ONCE])
            except LedgerAway:  # what is missed by that is told again
                return
            for member, record in records.items():
                self._member_changed(webinar, MemberChange(member, record.status.value, record.link_serial))

    def _member_changed(self, webinar: WebinarId, change: MemberChange) -> None:
        for connection in list(self._members.get(webinar, {}).get(MemberId(change.member), ())):
            status = Status(change.status)
            if change.link_serial != connection.playing.link.serial or status is Status.NOT_IN_PROGRAM:
                connection.playing.revoked()
            else:
                connection.playing.status_is(status)
