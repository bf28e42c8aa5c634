"""The session of an admitted playback, from its heartbeats to their acks.

Source: docs/domain.md, Watched time is a set; docs/protocol.md, Viewer
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urljoin

import msgspec
from msgspec import UNSET

from latecomer.core import phase
from latecomer.core.ids import Instant
from latecomer.core.phase import Mode
from latecomer.core.status import Status
from latecomer.core.timestamps import to_text
from latecomer.core.webinar import Webinar
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.watching.batcher import Batcher
from latecomer.watching.ledger.operations import Counted, Entry, Heartbeat, Outcome, Player, Refusal
from latecomer.watching.playback.rules import messages
from latecomer.watching.playback.rules.decoding import UsualHeartbeat
from latecomer.watching.playback.rules.messages import (
    HEARTBEAT_S,
    PlayedRecording,
    PlayState,
    StatusChanged,
    Stop,
    StopReason,
    Waiting,
    Welcome,
    encode,
    encode_ack,
)
from latecomer.watching.playback.viewer_admission import CANCELLED, AdmittedViewer
from latecomer.watching.presence import BEACON_SILENCE_MS, SOCKET_SILENCE_MS, Presence
from latecomer.watching.rules.heartbeat_segments import (
    MAX_SEGMENTS,
    DropReason,
    Judgement,
    Segment,
    bounds,
    cover_to_end,
    judge,
    judge_well_formed,
    judge_whole,
)

_TELL_AGAIN_MS = 1_000
"""Time within which an unchanged state is not reported to presence again; its seconds are no finer."""
MAX_UNACKED = 500
"""Heartbeats of one connection that may wait for the ledger before it is read on."""


class PlaybackSession:
    """One playback's heartbeats on one connection."""

    __slots__ = (
        "_acking",
        "_by",
        "_clock",
        "_close",
        "_counted",
        "_dropped",
        "_ending",
        "_greeted",
        "_presence",
        "_public_url",
        "_send",
        "_stale",
        "_stopped",
        "_tell_again_at",
        "_told_playing",
        "_waits",
        "_watching",
        "_within",
        "has_left",
        "lane",
        "last_at",
        "link",
        "playback",
        "status",
        "unacked",
        "webinar",
    )

    def __init__(
        self,
        greeting: AdmittedViewer,
        watching: Batcher,
        presence: Presence,
        *,
        clock: Callable[[], Instant],
        send: Callable[[bytes], None],
        close: Callable[[Closing], None],
        stale: Callable[[], None],
        public_url: str,
    ) -> None:
        """Args: ``send`` takes a text frame, ``close`` ends the connection; neither waits. ``stale`` is called when the
        ledger has a newer version of the webinar than this playback."""
        self.link = greeting.link
        self.playback = greeting.playback
        self.status: Status = greeting.greeted.status
        self.unacked = 0
        self.has_left = False
        """The connection has ended; its earlier messages are still to be counted, and it shows no viewer any more."""
        self.lane = watching.lane(greeting.link.member)
        """The lane of its heartbeats."""
        self._greeted = greeting.greeted
        self._by = Player(self.link.member, self.link.serial, self.playback.id)
        self._watching = watching
        self._presence = presence
        self._clock = clock
        self._send = send
        self._close = close
        self._stale = stale
        self._public_url = public_url
        self._stopped = False
        self._waits = False
        self._told_playing: bool | None = None
        self._tell_again_at: Instant = 0
        self._dropped: dict[str, int] = {}
        self._acking = 0
        self._counted: Counted | None = None
        self.webinar_is(greeting.webinar)
        self._ending: Closing | None = None

    def webinar_is(self, webinar: Webinar) -> None:
        """Judge heartbeats by this version of the webinar from now on."""
        self.webinar = webinar
        self._within = bounds(self.playback, webinar)
        self.last_at: Instant = self._within.closes_at + phase.LATE_SOCKET_MS
        """From when on a socket counts nothing more."""

    def welcome(self, now: Instant) -> bytes:
        """Return the answer to the hello."""
        mode = phase.mode(self.webinar, now)
        return encode(
            Welcome(
                playback=self.playback.id,
                anchor_at=to_text(self.playback.anchor_at),
                mode=mode,
                heartbeat_s=HEARTBEAT_S,
                watched_s=(self._greeted.live_ms if mode is Mode.LIVE else self._greeted.on_demand_ms) / 1000,
                covered_s=self._greeted.covered_s,
                threshold_s=self.webinar.threshold_ms / 1000,
                status=self.status,
                resume_s=self._greeted.resume_s,
                server_time=to_text(now),
                recording=UNSET if (played := self.recording(now)) is None else played,
            )
        )

    def recording(self, now: Instant) -> PlayedRecording | None:
        """Return the recording that a page compares its media with; None before ``ends_at``, and without an address."""
        recording = self.webinar.recording
        if recording is None or recording.is_replay or phase.mode(self.webinar, now) is Mode.LIVE:
            return None
        return PlayedRecording(recording.duration_s, urljoin(self._public_url, recording.url))

    def heartbeat(self, received: messages.Heartbeat, now: Instant, most: int = MAX_SEGMENTS) -> None:
        """Judge at most ``most`` segments of a heartbeat that a beacon brought, and submit it to the ledger."""
        self.unacked += 1
        self._watching.submit(self.judged(received, now, BEACON_SILENCE_MS, most), self, received.seq)

    def say_waiting(self) -> None:
        """Inform the page, once, that its messages are kept and cannot be counted right now."""
        if not self._waits:
            self._waits = True
            self._send(_WAITING)

    def judged(
        self,
        received: messages.Heartbeat,
        now: Instant,
        silence_ms: int = SOCKET_SILENCE_MS,
        most: int = MAX_SEGMENTS,
    ) -> Heartbeat:
        """Judge a heartbeat that was read at ``now``. Returns: the entry to count. Also records that the member is
        watching, until ``silence_ms`` later unless another heartbeat comes."""
        playing = received.state is _PLAYING
        if not self.has_left and (playing is not self._told_playing or now >= self._tell_again_at):
            self._told_playing = playing
            self._tell_again_at = now + _TELL_AGAIN_MS
            self._presence.heard(
                self.link.webinar,
                self.link.member,
                self.playback.id,
                playing=playing,
                until=now + silence_ms,
            )
        segments = received.segments
        if type(received) is UsualHeartbeat:
            credits_ = judge_well_formed(received.segments, self._within, now)
        else:
            credits_ = judge_whole(segments, self._within, now) if len(segments) <= most else None
        if credits_ is None:
            return self._entry(received, judge(segments, self.playback, self.webinar, now, most), now)
        resume_s = segments[-1][3] if credits_ else -1.0
        if not playing and received.state is PlayState.ENDED:
            resume_s = 0.0
            if credits_:
                credits_ = tuple(cover_to_end(credits_, segments[-1], self.webinar, self._within, now))
        return Heartbeat(self._by, self.webinar, now, credits_, (), resume_s)

    def take(self, entry: Entry, tag: int, outcome: Outcome | None) -> None:
        """Take the outcome of a heartbeat. Source: watching/batcher.py, Sink"""
        self.unacked -= 1
        if type(outcome) is Counted:
            if self._ending is not None:
                return  # an ack would cover what came before it and was not counted
            self._acking = max(self._acking, tag)
            self._counted = outcome
            if outcome.over_limit:
                self._drop(DropReason.LIMIT, outcome.over_limit)
            return
        match outcome:
            case Refusal.NEVER_SAID_HELLO | Refusal.TOO_MANY_PLAYBACKS:
                # Its playback was forgotten after more than a day of silence: a new hello makes it known again.
                self._ending = Closing(CloseCode.CLOCK_MOVED, "come back under a new playback id")
            case Refusal.NOT_OPEN:
                self._ending = Closing(CloseCode.NOT_REGISTERED, "not registered any more")
            case Refusal():
                self._ending = _REVOKED
            case _:
                self._ending = Closing(CloseCode.GAVE_UP_UNACKED, "send what was not acknowledged again")

    def flush(self) -> None:
        """Acknowledge the durable heartbeats, and send their outcomes."""
        if (counted := self._counted) is not None:
            now = self._clock()
            webinar = self.webinar
            if now < webinar.ends_at:
                mode, watched_ms = _LIVE, counted.live_ms
            else:
                mode, watched_ms = _ON_DEMAND, counted.on_demand_ms
            self._send(encode_ack(self._acking, mode, watched_ms, counted.covered_s, self._dropped))
            if self._dropped:
                self._dropped.clear()
            self._acking = 0
            self._counted = None
            self._waits = False
            if counted.status is not self.status:
                self.status_is(counted.status)
            if counted.webinar_version != webinar.version:
                self._stale()
            if now >= self._within.closes_at:
                self._stop(StopReason.WINDOW_CLOSED)
        if self._ending is not None:
            if self._ending is _REVOKED:
                self._stop(StopReason.REVOKED)
            self._close(self._ending)

    def status_is(self, status: Status) -> None:
        """Record the member's status, and inform the page of a change. An older version than the known one is
        ignored."""
        if status.step > self.status.step:
            self.status = status
            self._send(encode(StatusChanged(status)))

    def revoked(self) -> None:
        """End the playback: the join link is no longer valid."""
        self._stop(StopReason.REVOKED)
        self._close(_REVOKED)

    def cancelled(self) -> None:
        """End the playback, because the event was cancelled."""
        self._stop(StopReason.EVENT_CANCELLED)
        self._close(CANCELLED)

    def _drop(self, reason: DropReason, segments: int) -> None:
        self._dropped[reason.value] = self._dropped.get(reason.value, 0) + segments

    def _stop(self, reason: StopReason) -> None:
        if not self._stopped:
            self._stopped = True
            self._send(encode(Stop(reason)))

    def _entry(self, received: messages.Heartbeat, judgement: Judgement, now: Instant) -> Heartbeat:
        for drop in judgement.drops:
            self._drop(drop.reason, 1)
        if judgement.unnoted:
            self._drop(DropReason.LIMIT, judgement.unnoted)
        credits_: list[int] = []
        for from_at, to_at, covers in judgement.credits:
            credits_ += (from_at, to_at, *(covers or _NOTHING))
        ended: Sequence[int] = credits_
        if received.state is PlayState.ENDED and credits_:
            ended = cover_to_end(credits_, received.segments[-1], self.webinar, self._within, now)
        return Heartbeat(
            self._by,
            self.webinar,
            now,
            ended,
            _texts(judgement) if judgement.drops else (),
            _resume_s(received, judgement),
        )


# An enumeration's members are dearer to look up than names of this file.
_PLAYING = PlayState.PLAYING
_LIVE = Mode.LIVE
_ON_DEMAND = Mode.ON_DEMAND
_NOTHING = (-1, -1)
_WAITING = encode(Waiting())
_REVOKED = Closing(CloseCode.UNKNOWN_TOKEN, "the join link was revoked")


def _texts(judgement: Judgement) -> Sequence[str]:
    texts: list[str] = []
    for reason, segment in judgement.drops:
        text = msgspec.json.encode(list(segment)).decode() if isinstance(segment, Segment) else segment
        texts += (reason.value, text)
    return texts


def _resume_s(received: messages.Heartbeat, judgement: Judgement) -> float:
    """Return the position to resume at: the end of the last segment, 0 after the whole recording, −1 for unknown."""
    if received.state is PlayState.ENDED:
        return 0.0
    if not judgement.credits or judgement.drops:
        return -1.0
    return float(received.segments[-1][3])
