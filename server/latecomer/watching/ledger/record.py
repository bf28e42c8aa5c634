"""A member's record in the ledger, as Python sees it; ``ledger.lua`` defines its layout and changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from struct import Struct
from typing import Final
from uuid import UUID

from latecomer.core.ids import Instant, MemberId, PlaybackId, WebinarId
from latecomer.core.status import Status
from latecomer.redis import packing

_INTERVAL_BYTES = 12
_COVERED_BYTES = 6

STATUSES: Final = tuple(Status)
"""By the number that stands for each in a record: their order never changes."""

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackRecord:
    """A playback: the anchor of its clock and its first hello, the time of its last message, and the recording version
    that it covers."""

    playback: PlaybackId
    anchor_at: Instant
    hello_at: Instant
    recording_version: int
    heard_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class DropRecord:
    """A dropped segment: time, reason, playback, and the segment as it was sent (JSON text)."""

    at: Instant
    reason: str
    playback: PlaybackId
    segment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The watched sets of one member.

    ``intervals``: the union of wall intervals [from_at, to_at), sorted; ``covered``: seconds [from, to) of recording
    version ``recording_version``. ``due``: grows with every moment that has to become a fact. ``reported``: the version
    of the vendors' reports, 0 without any; the totals include them and what our own player measured.
    """

    version: int = 0
    intervals: Ranges = ()
    covered: Ranges = ()
    recording_version: int = 0
    live_ms: int = 0
    on_demand_ms: int = 0
    covered_s: int = 0
    card_version: int = 0
    status: Status = Status.INVITED
    link_serial: int = 0
    visitor: bool = False
    due: int = 0
    joined_at: Instant | None = None
    live_at: Instant | None = None
    view_at: Instant | None = None
    clicks: tuple[Instant, ...] = ()
    resume_s: float = 0.0
    playbacks: tuple[PlaybackRecord, ...] = ()
    drops: Mapping[str, int] = field(default_factory=dict)
    recent_drops: tuple[DropRecord, ...] = ()
    reported: int = 0
    reported_live: Ranges = ()
    reported_on_demand: Ranges = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """The vendors' reports about one member, all rows together, per mode; the newest version wins."""

    member: MemberId
    webinar: WebinarId
    version: int
    live: Ranges
    on_demand: Ranges


def _unpack_ranges(packed: bytes, width: int) -> Ranges:
    half = width // 2
    return tuple(
        (
            int.from_bytes(packed[at : at + half], "big"),
            int.from_bytes(packed[at + half : at + width], "big"),
        )
        for at in range(0, len(packed), width)
    )


def _pack_ranges(ranges: Ranges, width: int) -> bytes:
    half = width // 2
    return b"".join(start.to_bytes(half, "big") + end.to_bytes(half, "big") for start, end in ranges)


_HEAD: Final = Struct(">IIIIQIIIIbBBBIQQQdQ16sIIIII")
_PLAYBACK: Final = Struct(">16sqQIQ")


def read_record(packed: bytes) -> Record:
    """Read a record in the layout of ``ledger.lua``; 0 stands for never."""
    (
        version,
        card_version,
        link_serial,
        recording_version,
        live_ms,
        on_demand_ms,
        covered_s,
        _counted,
        _days,
        _tenth,
        status,
        visitor,
        _open,
        due,
        joined_at,
        live_at,
        view_at,
        resume_s,
        reported,
        _id,
        *sizes,
    ) = _HEAD.unpack_from(packed)
    parts: list[bytes] = []
    at = _HEAD.size
    for size in sizes:
        parts.append(packed[at : at + size])
        at += size
    intervals, covered, playbacks, reported_live, reported_on_demand = parts
    clicks, drops, recent_drops = packing.unpack(packed[at:]) if at < len(packed) else ((), {}, ())
    return Record(
        version=version,
        intervals=_unpack_ranges(intervals, _INTERVAL_BYTES),
        covered=_unpack_ranges(covered, _COVERED_BYTES),
        recording_version=recording_version,
        live_ms=live_ms,
        on_demand_ms=on_demand_ms,
        covered_s=covered_s,
        card_version=card_version,
        status=STATUSES[status],
        link_serial=link_serial,
        visitor=visitor == 1,
        due=due,
        joined_at=joined_at or None,
        live_at=live_at or None,
        view_at=view_at or None,
        clicks=tuple(clicks),
        resume_s=resume_s,
        playbacks=tuple(
            PlaybackRecord(
                playback=PlaybackId(UUID(bytes=id_)),
                anchor_at=anchor_at,
                hello_at=hello_at,
                recording_version=recording_version,
                heard_at=heard_at,
            )
            for id_, anchor_at, hello_at, recording_version, heard_at in _PLAYBACK.iter_unpack(playbacks)
        ),
        # The packer writes an empty map as an empty list.
        drops={reason.decode(): deliveries for reason, deliveries in dict(drops).items()},
        recent_drops=tuple(
            DropRecord(
                at=at, reason=reason.decode(), playback=PlaybackId(UUID(bytes=id_)), segment=segment.decode()
            )
            for at, reason, id_, segment in recent_drops
        ),
        reported=reported,
        reported_live=_unpack_ranges(reported_live, _INTERVAL_BYTES),
        reported_on_demand=_unpack_ranges(reported_on_demand, _INTERVAL_BYTES),
    )


def pack_intervals(intervals: Ranges) -> bytes:
    """Return wall intervals in the form in which the ledger stores them."""
    return _pack_ranges(intervals, _INTERVAL_BYTES)


def write_record(member: MemberId, record: Record) -> bytes:
    """Return a record to be loaded; the ledger computes the numbers that follow from it."""
    parts = (
        pack_intervals(record.intervals),
        _pack_ranges(record.covered, _COVERED_BYTES),
        b"".join(
            _PLAYBACK.pack(
                each.playback.bytes, each.anchor_at, each.hello_at, each.recording_version, each.heard_at
            )
            for each in record.playbacks
        ),
        pack_intervals(record.reported_live),
        pack_intervals(record.reported_on_demand),
    )
    head = _HEAD.pack(
        record.version,
        record.card_version,
        record.link_serial,
        record.recording_version,
        0,
        0,
        sum(end - start for start, end in record.covered),
        0,
        0,
        -1,
        STATUSES.index(record.status),
        int(record.visitor),
        int(record.status.has_seat),
        record.due,
        record.joined_at or 0,
        record.live_at or 0,
        record.view_at or 0,
        record.resume_s,
        record.reported,
        member.bytes,
        *map(len, parts),
    )
    drops = [[each.at, each.reason, each.playback.bytes, each.segment] for each in record.recent_drops]
    rest = packing.pack([list(record.clicks), dict(record.drops), drops])
    return b"".join((head, *parts, rest))
