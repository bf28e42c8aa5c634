"""The input and output of ``Ledger.apply``: hellos, heartbeats and clicks, and their outcomes.

``ledger.lua`` documents the order of the fields beside each operation. There is one of these objects for every
heartbeat; none can be part of a reference cycle, so the garbage collector does not track them.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, ClassVar, TypeAlias

from msgspec import Struct

from latecomer.core.ids import Instant, MemberId, PlaybackId
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.watching.ledger.record import STATUSES


class Refusal(IntEnum):
    """The reason why an entry was not applied."""

    UNKNOWN = 1
    """The member has no record in the ledger."""
    REVOKED = 2
    """The join link was replaced by a newer one."""
    NOT_OPEN = 3
    """The member is below Registered."""
    NEVER_SAID_HELLO = 4
    """The playback is not known, or was silent for 24 h."""
    TOO_MANY_PLAYBACKS = 5
    """Ten playbacks of the member are open."""

    @property
    def raised(self) -> bool:
        """Return False: an entry that was not applied makes nobody due."""
        return False


class Hello(Struct, frozen=True, kw_only=True, gc=False):
    """A playback's hello. ``only_known``: refuse a playback without an earlier hello (after the window)."""

    operation: ClassVar[str] = "hello"
    member: MemberId
    webinar: Webinar
    link_serial: int
    now: Instant
    playback: PlaybackId
    clock_ms: int
    only_known: bool = False

    def details(self) -> Sequence[Any]:
        return (self.playback.bytes, self.clock_ms, self.only_known)


class Player:
    """The player of one connection: the fields that all of its heartbeats share."""

    __slots__ = ("id", "key", "link_serial", "member", "playback")

    def __init__(self, member: MemberId, link_serial: int, playback: PlaybackId) -> None:
        self.member = member
        self.link_serial = link_serial
        self.playback = playback
        self.id = playback.bytes
        """The playback's, as it travels."""
        self.key = b""
        """The key of the member's record; empty until the ledger has named it."""

    def named(self, key: bytes) -> bytes:
        """Store the Redis key of the member's record, for the next heartbeats."""
        self.key = key
        return key


class Heartbeat(Struct, frozen=True, gc=False):
    """The judged segments of a heartbeat.

    ``credits``: flat from_at, to_at, covered_from, covered_to (−1, −1 for none), …; ``drops``: flat reason, segment as
    JSON text, …; ``resume_s``: the viewer's position in the recording, −1 when unknown.
    """

    operation: ClassVar[str] = "heartbeat"
    by: Player
    webinar: Webinar
    now: Instant
    credits: Sequence[int]
    drops: Sequence[str] = ()
    resume_s: float = -1.0

    @property
    def member(self) -> MemberId:
        """Return the member that watched."""
        return self.by.member

    @property
    def link_serial(self) -> int:
        """Return the serial of the used join link."""
        return self.by.link_serial

    @property
    def playback(self) -> PlaybackId:
        """Return the playback."""
        return self.by.playback

    def details(self) -> Sequence[Any]:
        return (self.by.id, self.credits, self.drops, self.resume_s)


class Click(Struct, frozen=True, kw_only=True, gc=False):
    """A confirmed click on the join link."""

    operation: ClassVar[str] = "click"
    member: MemberId
    webinar: Webinar
    link_serial: int
    now: Instant

    def details(self) -> Sequence[Any]:
        return ()


class Recount(Struct, frozen=True, kw_only=True, gc=False):
    """Count the record again if its webinar has changed since it was counted."""

    operation: ClassVar[str] = "recount"
    link_serial: ClassVar[int] = 0
    member: MemberId
    webinar: Webinar
    now: Instant

    def details(self) -> Sequence[Any]:
        return ()


Entry: TypeAlias = Hello | Heartbeat | Click | Recount


class Greeted(Struct, frozen=True, kw_only=True, gc=False):
    """The outcome of an accepted hello: the anchor of the playback's clock (from its first hello), and the member's
    status."""

    known: bool
    anchor_at: Instant
    hello_at: Instant
    recording_version: int
    live_ms: int
    on_demand_ms: int
    covered_s: int
    resume_s: float
    status: Status
    webinar_version: int
    raised: bool


class Counted(Struct, frozen=True, gc=False):
    """The outcome of a counted heartbeat; it is as durable as the ledger."""

    live_ms: int
    on_demand_ms: int
    covered_s: int
    status: Status
    webinar_version: int
    over_limit: int
    """Credits dropped because the member has 2,000 disjoint intervals."""
    raised: bool
    """The member became due: there are moments to settle."""


class Clicked(Struct, frozen=True, gc=False):
    """The outcome of a recorded click, or of a record that was counted again."""

    status: Status | None
    raised: bool


Outcome: TypeAlias = Greeted | Counted | Clicked | Refusal


def read_outcome(entry: Entry, fields: list[Any]) -> Outcome:
    """Return the outcome of an entry, from the fields that ``ledger.lua`` returns; the last field is always
    `raised`."""
    if fields[0] != 0:
        return Refusal(fields[0])
    raised = fields[-1] == 1
    if type(entry) is Heartbeat:
        return Counted(fields[1], fields[2], fields[3], STATUSES[fields[4]], fields[5], fields[6], raised)
    match entry:
        case Hello():
            return Greeted(
                known=fields[1],
                anchor_at=fields[2],
                hello_at=fields[3],
                recording_version=fields[4],
                live_ms=fields[5],
                on_demand_ms=fields[6],
                covered_s=fields[7],
                resume_s=float(fields[8]),
                status=STATUSES[fields[9]],
                webinar_version=fields[10],
                raised=raised,
            )
        case Click():
            return Clicked(STATUSES[fields[1]], raised)
        case _:
            return Clicked(None, raised)
