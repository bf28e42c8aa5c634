"""Admission of viewers: a playback sends its hello and is let in, or refused with a close code and a reason.

Source: docs/domain.md, The join link; docs/protocol.md, Viewer
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from latecomer.core import join_link, phase
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, MemberId, PlaybackId, WebinarId
from latecomer.core.join_link import JoinLink
from latecomer.core.origin import is_allowed
from latecomer.core.phase import Phase
from latecomer.core.webinar import Webinar
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.watching.batcher import Batcher
from latecomer.watching.ledger.operations import Greeted, Hello, Refusal
from latecomer.watching.playback.page_notes import PageNotes
from latecomer.watching.rules.heartbeat_segments import Playback, clock_moved
from latecomer.watching.webinar_cache import WebinarCache


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmittedViewer:
    """A playback that was let in: its join link, its webinar, and the anchor of its clock."""

    link: JoinLink
    webinar: Webinar
    playback: Playback
    greeted: Greeted


class ViewerAdmission:
    """Decides which playbacks are let in."""

    def __init__(
        self,
        secret: bytes,
        watching: Batcher,
        known: WebinarCache,
        allowed_origins: tuple[str, ...],
        open_playbacks: Callable[[WebinarId, MemberId], frozenset[PlaybackId]],
        notes: PageNotes,
    ) -> None:
        """``allowed_origins``: origins that may embed the viewer script for every webinar; ``open_playbacks``: those of
        this process."""
        self._secret = secret
        self._watching = watching
        self._known = known
        self._allowed_origins = allowed_origins
        self._open_playbacks = open_playbacks
        self._notes = notes

    def whose(self, token: str) -> MemberId:
        """Return the member that a join link was made for, whether the link is still valid or not. Raises: Refused
        unknown_link."""
        link = join_link.read(self._secret, token)
        if link is None:
            raise Refused("unknown_link", "This link is not valid. Ask for a new one.")
        return link.member

    async def hello(
        self,
        token: str,
        playback: PlaybackId,
        clock_ms: int,
        origin: str | None,
        now: Instant,
        *,
        beacon: bool,
    ) -> AdmittedViewer | Closing:
        """Let a playback in, or return the close code and reason with which it is refused.

        Args: ``clock_ms``: the playback's clock at the hello; ``origin``: of the page, None for clients that are not
        browsers; ``beacon``: the hello came in a beacon, which may bring heartbeats of an earlier page load. Errors:
        LedgerAway.
        """
        link = join_link.read(self._secret, token)
        webinar = await self._known.get(link.webinar, link.member) if link else None
        if link is None or webinar is None:
            return _UNKNOWN
        crowded = not beacon and self._crowded(link, playback)
        closed = self._closed(webinar, clock_ms, origin, now, beacon=beacon) or (
            _TOO_MANY if crowded else None
        )
        if closed is not None:
            return closed
        outcome = await self._watching.hello(
            Hello(
                member=link.member,
                webinar=webinar,
                link_serial=link.serial,
                now=now,
                playback=playback,
                clock_ms=clock_ms,
                only_known=now >= phase.closes_at(webinar),
            )
        )
        if isinstance(outcome, Refusal):
            return _CLOSINGS[outcome]
        if not isinstance(outcome, Greeted):
            raise TypeError(outcome)
        if outcome.webinar_version != webinar.version:
            webinar = await self._known.refresh(link.webinar, link.member) or webinar
        known = Playback(playback, outcome.anchor_at, outcome.hello_at, outcome.recording_version)
        if not beacon and outcome.known and clock_moved(known, clock_ms, now):
            return Closing(CloseCode.CLOCK_MOVED, "the clock has moved: come back under a new playback id")
        greeting = AdmittedViewer(link=link, webinar=webinar, playback=known, greeted=outcome)
        # Others may have been let in while the ledger was asked.
        return _TOO_MANY if not beacon and self._crowded(link, playback) else greeting

    def _closed(
        self, webinar: Webinar, clock_ms: int, origin: str | None, now: Instant, *, beacon: bool
    ) -> Closing | None:
        """Return the reason why no playback is admitted this way now, if any."""
        if origin is not None and not is_allowed(origin, (*self._allowed_origins, *webinar.allowed_origins)):
            self._notes.refused(webinar, origin)
            return Closing(
                CloseCode.ORIGIN_NOT_ALLOWED, "this page's origin is not among the allowed origins"
            )
        if webinar.cancelled_at is not None:
            return CANCELLED
        if clock_ms > now:
            return Closing(CloseCode.BAD_HELLO, "no clock has run for so long")
        if phase.phase(webinar, now) is Phase.WAITING:
            return Closing(CloseCode.TOO_EARLY, "the room opens 15 minutes before the start")
        late_ms = phase.LATE_BEACON_MS if beacon else phase.LATE_SOCKET_MS
        return _CLOSED if now >= phase.closes_at(webinar) + late_ms else None

    def _crowded(self, link: JoinLink, playback: PlaybackId) -> bool:
        """Return True when the member has as many other open playbacks at this process as allowed."""
        return len(self._open_playbacks(link.webinar, link.member) - {playback}) >= _MAX_PLAYBACKS


_MAX_PLAYBACKS = 10
CANCELLED = Closing(CloseCode.EVENT_CANCELLED, "this event does not take place")
_UNKNOWN = Closing(CloseCode.UNKNOWN_TOKEN, "unknown or revoked join link")
_CLOSED = Closing(CloseCode.WINDOW_CLOSED, "the recording could be watched for 30 days")
_TOO_MANY = Closing(CloseCode.TOO_MANY_PLAYBACKS, "close one of the other ten tabs")
_CLOSINGS = {
    Refusal.UNKNOWN: _UNKNOWN,
    Refusal.REVOKED: _UNKNOWN,
    Refusal.NOT_OPEN: Closing(CloseCode.NOT_REGISTERED, "not registered yet"),
    Refusal.NEVER_SAID_HELLO: _CLOSED,
    Refusal.TOO_MANY_PLAYBACKS: _TOO_MANY,
}
