"""A model of the ledger, worked out anew each time from plain sets: slow, and without any counter to get wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from latecomer.core import intervals
from latecomer.core.ids import Instant, MemberId, PlaybackId, WebinarId
from latecomer.core.intervals import Intervals
from latecomer.core.person import LedgerMember
from latecomer.core.phase import closes_at, day_starts
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.watching.ledger.operations import Click, Entry, Heartbeat, Hello, Recount, Refusal
from latecomer.watching.ledger.record import PlaybackRecord


@dataclass
class ModelMember:
    """One member: what was asked to be remembered of it."""

    card: LedgerMember
    webinar: Webinar
    """As the ledger last counted this member by."""
    union: Intervals = ()
    covered: frozenset[int] = frozenset()
    recording_version: int = 0
    resume_s: float = 0.0
    playbacks: dict[PlaybackId, PlaybackRecord] = field(default_factory=dict)
    drops: Counter[str] = field(default_factory=Counter)
    clicks: list[Instant] = field(default_factory=list)
    joined_at: Instant | None = None
    live_at: Instant | None = None
    view_at: Instant | None = None

    @property
    def live_ms(self) -> int:
        return intervals.length(intervals.clip(self.union, self.webinar.starts_at, self.webinar.ends_at))

    @property
    def on_demand(self) -> Intervals:
        return intervals.clip(self.union, self.webinar.ends_at, closes_at(self.webinar))

    @property
    def on_demand_ms(self) -> int:
        return intervals.length(self.on_demand)

    def count_by(self, webinar: Webinar, now: Instant) -> None:
        """Be counted by the webinar as it is."""
        if webinar.version == self.webinar.version:
            return
        self.webinar = webinar
        version = _recording_version(webinar)
        if self.recording_version != version:
            self.covered, self.recording_version, self.resume_s = frozenset(), version, 0.0
        self.note_moments(now)

    def note_moments(self, now: Instant) -> None:
        """Record the moments that settling turns into facts."""
        if self.live_ms and self.live_at is None:
            self.live_at = now
        if self.on_demand_ms > self.webinar.threshold_ms and self.view_at is None:
            self.view_at = now


class Model:
    """All members of all webinars."""

    def __init__(self) -> None:
        self.webinars: dict[WebinarId, Webinar] = {}
        self.members: dict[MemberId, ModelMember] = {}

    def put_webinar(self, webinar: Webinar) -> None:
        self.webinars[webinar.id] = webinar

    def put_member(self, card: LedgerMember, now: Instant) -> None:
        webinar = self.webinars[card.webinar]
        member = self.members.get(card.member)
        if member is None:
            self.members[card.member] = ModelMember(
                card, webinar, recording_version=_recording_version(webinar)
            )
        elif card.version > member.card.version:
            member.count_by(webinar, now)
            member.card = card

    def apply(self, entry: Entry) -> Refusal | None:
        """One entry; answers why it is refused, if it is."""
        member = self.members.get(entry.member)
        if member is None:
            return Refusal.UNKNOWN
        if not isinstance(entry, Recount):
            if entry.link_serial != member.card.link_serial or member.card.status is Status.NOT_IN_PROGRAM:
                return Refusal.REVOKED
            if not member.card.status.has_seat:
                return Refusal.NOT_OPEN
        member.count_by(self.webinars[entry.webinar.id], entry.now)
        match entry:
            case Hello():
                self._hello(member, entry)
            case Heartbeat():
                return self._heartbeat(member, entry)
            case Click():
                member.joined_at = entry.now if member.joined_at is None else member.joined_at
                if entry.now not in member.clicks:
                    member.clicks.append(entry.now)
            case Recount():
                pass
        return None

    def _hello(self, member: ModelMember, entry: Hello) -> None:
        known = member.playbacks.get(entry.playback)
        member.playbacks[entry.playback] = PlaybackRecord(
            playback=entry.playback,
            anchor_at=known.anchor_at if known else entry.now - entry.clock_ms,
            hello_at=known.hello_at if known else entry.now,
            recording_version=known.recording_version if known else _recording_version(member.webinar),
            heard_at=max(known.heard_at, entry.now) if known else entry.now,
        )

    def _heartbeat(self, member: ModelMember, entry: Heartbeat) -> Refusal | None:
        playback = member.playbacks.get(entry.playback)
        if playback is None:
            return Refusal.NEVER_SAID_HELLO
        member.playbacks[entry.playback] = PlaybackRecord(
            playback=entry.playback,
            anchor_at=playback.anchor_at,
            hello_at=playback.hello_at,
            recording_version=playback.recording_version,
            heard_at=max(playback.heard_at, entry.now),
        )
        covers = playback.recording_version == _recording_version(member.webinar)
        for from_at, to_at, from_s, to_s in _by(4, entry.credits):
            member.joined_at = entry.now if member.joined_at is None else member.joined_at
            member.union = intervals.union(member.union, [(from_at, to_at)])
            if covers and from_s >= 0:
                member.covered |= set(range(from_s, to_s))
        member.drops.update(reason for reason, _ in _by(2, entry.drops))
        if covers and entry.resume_s >= 0:
            member.resume_s = entry.resume_s
        member.note_moments(entry.now)
        return None

    def counters(self, webinar_id: WebinarId) -> dict[str, int]:
        """The webinar's counters, without zeros."""
        webinar = self.webinars[webinar_id]
        starts = day_starts(webinar)
        found: Counter[str] = Counter()
        for member in self._of(webinar_id):
            found.update({f"drop:{reason}": n for reason, n in member.drops.items()})
            if member.live_ms:
                tenth = member.live_ms * 10 // (webinar.ends_at - webinar.starts_at)
                found[f"t{min(tenth, 9)}"] += 1
            if member.card.visitor:
                found["visitors"] += 1
                found["visitor_ms"] += member.on_demand_ms
                for day in range(len(starts) - 1):
                    if intervals.clip(member.on_demand, starts[day], starts[day + 1]):
                        found[f"d{day}"] += 1
        return {name: n for name, n in found.items() if n}

    def retention(self, webinar_id: WebinarId) -> list[int]:
        """Members per second of the recording."""
        recording = self.webinars[webinar_id].recording
        members = list(self._of(webinar_id))
        seconds = int(recording.duration_s) if recording else 0
        return [sum(second in member.covered for member in members) for second in range(seconds)]

    def _of(self, webinar_id: WebinarId) -> Iterable[ModelMember]:
        return (member for member in self.members.values() if member.webinar.id == webinar_id)


def _recording_version(webinar: Webinar) -> int:
    return webinar.recording.version if webinar.recording else 0


def _by(n: int, flat: Sequence[Any]) -> Iterable[tuple[Any, ...]]:
    return (tuple(flat[at : at + n]) for at in range(0, len(flat), n))
