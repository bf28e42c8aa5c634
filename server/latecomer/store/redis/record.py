"""A member's record in the ledger, as Python sees it; ``functions/ledger.lua`` lays it out and changes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from latecomer.core.ids import Instant, MemberId, PlaybackId, WebinarId
from latecomer.core.status import Status
from latecomer.store.redis import packing

_INTERVAL_BYTES = 12
_COVERED_BYTES = 6

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackRecord:
    """One playback: its anchor and first hello, when it was last heard, and the recording version that it covers."""

    playback: PlaybackId
    anchor_at: Instant
    hello_at: Instant
    recording_version: int
    heard_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class DropRecord:
    """One dropped segment: when, why, of which playback, and the segment as it was sent (JSON text)."""

    at: Instant
    reason: str
    playback: PlaybackId
    segment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What was watched by one member.

    ``intervals``: the union of wall intervals [from_at, to_at), sorted; ``covered``: seconds [from, to) of recording
    version ``recording_version``. ``due``: grows with every moment that settling has to make a fact of. ``reported``:
    the version of what vendors report, 0 without any; the totals count that with what our own player saw.
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
    """What vendors report of one member, all their rows together, per mode; the newest version wins."""

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


def read_record(packed: bytes) -> Record:
    """Read a record as ``functions/ledger.lua`` packs it (positions 1…25 there are 0…24 here; 0 stands for never)."""
    fields = packing.unpack(packed)
    drops = (
        fields[22] if isinstance(fields[22], dict) else {}
    )  # the packer writes an empty map as an empty list
    return Record(
        version=fields[0],
        intervals=_unpack_ranges(fields[1], _INTERVAL_BYTES),
        covered=_unpack_ranges(fields[2], _COVERED_BYTES),
        recording_version=fields[3],
        live_ms=fields[4],
        on_demand_ms=fields[5],
        covered_s=fields[6],
        card_version=fields[10],
        status=Status(fields[11].decode()) if fields[11] else Status.INVITED,
        link_serial=fields[12],
        visitor=fields[13] == 1,
        due=fields[15],
        joined_at=fields[16] or None,
        live_at=fields[17] or None,
        view_at=fields[18] or None,
        clicks=tuple(fields[19]),
        resume_s=float(fields[20]),
        playbacks=tuple(
            PlaybackRecord(
                playback=PlaybackId(UUID(bytes=id_)),
                anchor_at=anchor_at,
                hello_at=hello_at,
                recording_version=recording_version,
                heard_at=heard_at,
            )
            for id_, anchor_at, hello_at, recording_version, heard_at in fields[21]
        ),
        drops={reason.decode(): deliveries for reason, deliveries in drops.items()},
        recent_drops=tuple(
            DropRecord(
                at=at, reason=reason.decode(), playback=PlaybackId(UUID(bytes=id_)), segment=segment.decode()
            )
            for at, reason, id_, segment in fields[23]
        ),
        **_reported(fields),
    )


def _reported(fields: Sequence[Any]) -> dict[str, Any]:
    """What vendors report; a record of an older version of the library lacks it."""
    if len(fields) < 28:
        return {}
    return {
        "reported": fields[25],
        "reported_live": _unpack_ranges(fields[26], _INTERVAL_BYTES),
        "reported_on_demand": _unpack_ranges(fields[27], _INTERVAL_BYTES),
    }


def pack_intervals(intervals: Ranges) -> bytes:
    """Wall intervals as the ledger keeps them."""
    return _pack_ranges(intervals, _INTERVAL_BYTES)


def layout(member: MemberId, record: Record) -> list[Any]:
    """The fields of a record that is to be loaded; the numbers that follow from it are counted by the ledger."""
    return [
        record.version,
        _pack_ranges(record.intervals, _INTERVAL_BYTES),
        _pack_ranges(record.covered, _COVERED_BYTES),
        record.recording_version,
        0,
        0,
        sum(end - start for start, end in record.covered),
        0,
        0,
        -1,
        record.card_version,
        record.status.value,
        record.link_serial,
        int(record.visitor),
        int(record.status.has_seat),
        record.due,
        record.joined_at or 0,
        record.live_at or 0,
        record.view_at or 0,
        list(record.clicks),
        record.resume_s,
        [
            [each.playback.bytes, each.anchor_at, each.hello_at, each.recording_version, each.heard_at]
            for each in record.playbacks
        ],
        dict(record.drops),
        [[each.at, each.reason, each.playback.bytes, each.segment] for each in record.recent_drops],
        member.bytes,
        record.reported,
        pack_intervals(record.reported_live),
        pack_intervals(record.reported_on_demand),
    ]
