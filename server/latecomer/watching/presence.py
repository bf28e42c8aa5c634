"""Presence: the members who have an open socket in this process, and those who are playing.

Source: docs/domain.md, Dashboard numbers (Now)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import structlog

from latecomer.core.ids import Instant, MemberId, PlaybackId, WebinarId
from latecomer.redis.functions import LedgerAway, LedgerBroken, ShardNotReady
from latecomer.watching.ledger.presence_store import PresenceStore, WorkerPresence

_log = structlog.get_logger()

SOCKET_SILENCE_MS: Final = 75_000
"""Time for which the last state from an open socket stands."""
BEACON_SILENCE_MS: Final = 25_000
"""Time for which the last state from a beacon stands."""
_SAY_EVERY_S: Final = 0.1
_RENEW_EVERY_MS: Final = 5_000
_EXPIRE_EVERY_MS: Final = 1_000


@dataclass(slots=True)
class _Viewer:
    sockets: dict[PlaybackId, int] = field(default_factory=dict)
    playing_until: dict[PlaybackId, Instant] = field(default_factory=dict)
    said: tuple[int, bool] | None = (0, False)
    """The report that the store has; None while unknown, after a call without an answer."""


class Presence:
    """This process's viewers, reported to the shared store as they change."""

    def __init__(self, store: PresenceStore, worker: str, clock: Callable[[], Instant]) -> None:
        self._store = store
        self._worker = worker
        self._leases = 0
        self._lease: str | None = None
        """The name of this process's reports; after the end of a lease the next one has another name."""
        self._clock = clock
        self._viewers: dict[tuple[WebinarId, MemberId], _Viewer] = {}
        self._touched: set[tuple[WebinarId, MemberId]] = set()

    def opened(self, webinar: WebinarId, member: MemberId, playback: PlaybackId) -> None:
        """Record a socket's hello."""
        sockets = self._viewer(webinar, member).sockets
        sockets[playback] = sockets.get(playback, 0) + 1

    def heard(
        self, webinar: WebinarId, member: MemberId, playback: PlaybackId, *, playing: bool, until: Instant
    ) -> None:
        """Record the state of a playback, which is valid until the given instant."""
        viewer = self._viewers.get((webinar, member)) or self._viewer(webinar, member)
        was = viewer.playing_until.get(playback)
        if playing:
            viewer.playing_until[playback] = until
        elif was is not None:
            del viewer.playing_until[playback]
        if playing != (was is not None):
            self._touched.add((webinar, member))

    def closed(self, webinar: WebinarId, member: MemberId, playback: PlaybackId) -> None:
        """Record the end of a socket that had said hello."""
        viewer = self._viewer(webinar, member)
        left = viewer.sockets.get(playback, 0) - 1
        if left > 0:
            viewer.sockets[playback] = left
        else:
            viewer.sockets.pop(playback, None)
            viewer.playing_until.pop(playback, None)

    def open_playbacks(self, webinar: WebinarId, member: MemberId) -> frozenset[PlaybackId]:
        """Return the member's playbacks with a socket in this process."""
        viewer = self._viewers.get((webinar, member))
        return frozenset(viewer.sockets) if viewer else frozenset()

    async def run(self) -> None:
        """Report changes and renew the lease, until cancelled."""
        renewed_at: Instant = 0
        expired_at: Instant = 0
        while True:
            now = self._clock()
            if now - expired_at >= _EXPIRE_EVERY_MS:
                self.expire(now)
                expired_at = now
            try:
                if now - renewed_at >= _RENEW_EVERY_MS:
                    await self.renew(now)
                    renewed_at = now
                await self.say()
            except (LedgerAway, LedgerBroken, ShardNotReady) as error:
                _log.debug("presence_failed", retry=True, error=str(error))
                await asyncio.sleep(1)
            await asyncio.sleep(_SAY_EVERY_S)

    async def renew(self, now: Instant) -> None:
        """Renew the lease. After the end of a lease everything is reported again."""
        if self._lease is not None and await self._store.renew(self._lease, now):
            return
        self._leases += 1
        lease = f"{self._worker}.{self._leases}"
        await self._store.begin(lease, now)
        self._lease = lease
        self._touched.update(self._viewers)
        for viewer in self._viewers.values():
            viewer.said = (0, False)

    async def say(self) -> None:
        """Report all changes since the last report; nothing without a lease.

        The lease is renewed first: if Redis has lost the lease with its data, nobody would ever remove a report made
        under it.
        """
        if self._lease is None:
            return
        if self._touched:
            await self.renew(self._clock())
        touched, self._touched = self._touched, set()
        says: list[tuple[_Viewer, WorkerPresence]] = []
        for key in touched:
            if (viewer := self._viewers.get(key)) is not None:
                here = WorkerPresence(*key, open=len(viewer.sockets), playing=bool(viewer.playing_until))
                if (here.open, here.playing) != viewer.said:
                    says.append((viewer, here))
                elif viewer.said == (0, False):
                    del self._viewers[key]
        try:
            if says:
                await self._store.say(self._lease, [here for _, here in says])
        except BaseException:
            self._touched |= touched
            for viewer, _ in says:
                viewer.said = None
            raise
        for viewer, here in says:
            viewer.said = (here.open, here.playing)
            if viewer.said == (0, False):
                self._touched.add(
                    (here.webinar, here.member)
                )  # once more, to be forgotten if still nobody is there

    async def leave(self) -> None:
        """Remove this process's viewers at its end."""
        lease, self._lease = self._lease, None
        if lease is not None:
            await self._store.leave(lease)

    def _viewer(self, webinar: WebinarId, member: MemberId) -> _Viewer:
        key = (webinar, member)
        self._touched.add(key)
        viewer = self._viewers.get(key)
        if viewer is None:
            viewer = self._viewers[key] = _Viewer()
        return viewer

    def expire(self, now: Instant) -> None:
        """End the playing state of viewers that have been silent for too long."""
        for key, viewer in self._viewers.items():
            silent = [playback for playback, until in viewer.playing_until.items() if until <= now]
            for playback in silent:
                del viewer.playing_until[playback]
            if silent:
                self._touched.add(key)
