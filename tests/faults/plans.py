"""The plans of a history, and the words for its events.

Times are seconds since the history began. Indices name webinars, members, tabs and workers, whoever they turn out
to be.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LASTS_S: Final = 12.0
"""Seconds for which people play and faults happen; recovery and counting come after it."""


class Scene(StrEnum):
    """The phase of the webinar while the history goes on."""

    ENDED = "ended"
    """The event was over days ago; operators finish it."""
    ENDING = "ending"
    """It ends in the middle, and the clock finishes it."""
    CUT_SHORT = "cut_short"
    """It goes on for an hour, but an operator finishes it."""
    CLOSING = "closing"
    """The on-demand window closes in the middle."""


class Move(StrEnum):
    """A move of a tab. ``value`` seeds its random parts."""

    PLAY = "play"
    PAUSE = "pause"
    SEEK = "seek"
    SPEED = "speed"
    CLICK = "click"
    """Confirm a click on the join link."""
    ABORT = "abort"
    """Lose the connection and come back."""
    RELOAD = "reload"
    """Another page load: a new playback; what is left of the old one goes by beacon."""
    BEACON = "beacon"
    """Tell by beacon what may be on its way by socket, and something old."""
    AGAIN = "again"
    """Send old frames again, as they were."""
    SHUFFLE = "shuffle"
    """Send everything that is not acknowledged again, in any order."""
    ODD = "odd"
    """Claim segments that nobody played so."""
    FLOOD = "flood"
    """More segments than a heartbeat may have."""
    BAD = "bad"
    """A heartbeat that is none."""
    CLOCK = "clock"
    """The page's clock jumps, forwards or back."""


class Change(StrEnum):
    """An action of an operator."""

    REMOVE = "remove"
    BACK = "back"
    ASSERT = "assert"
    NEW_LINK = "new_link"
    THRESHOLD = "threshold"
    FINISH = "finish"
    RECORDING = "recording"
    JOINS = "joins"
    """A person is added, or an invited member registered."""
    EXTEND = "extend"
    """The event is to end later."""


class Fault(StrEnum):
    """A fault."""

    KILL_WEB = "kill_web"
    KILL_WORK = "kill_work"
    KILL_VALKEY = "kill_valkey"
    KILL_POSTGRES = "kill_postgres"
    DRAIN_WEB = "drain_web"
    FREEZE_WEB = "freeze_web"
    FREEZE_WORK = "freeze_work"
    FREEZE_VALKEY = "freeze_valkey"
    FREEZE_POSTGRES = "freeze_postgres"
    EMPTY_VALKEY = "empty_valkey"
    """It dies, and comes back without anything that it had written."""
    CUT = "cut"
    """Connections break, on both sides."""
    LOSE = "lose"
    """Connections break for the viewer, and the server is not told."""
    STALL = "stall"
    """The line holds everything for a while, then delivers all of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a tab."""

    at_s: float
    move: Move
    value: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TabPlan:
    """One tab: whose, when it opens, how often it reports, after which silence it gives a connection up."""

    webinar: int
    member: int
    opens_s: float
    beat_s: float
    patience_s: float
    sockets: bool
    """False: websockets are blocked, everything goes by beacon."""
    seed: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class OperatorStep:
    """One change; ``value`` is the status to assert, the new threshold, or how many seconds later."""

    at_s: float
    change: Change
    member: int = -1
    value: str = ""


@dataclass(frozen=True, slots=True)
class FaultStep:
    """One fault: on worker or lines ``targets``, for ``for_s`` seconds where it ends."""

    at_s: float
    fault: Fault
    targets: tuple[int, ...] = ()
    for_s: float = 0.0


class Word(StrEnum):
    """A report of a vendor."""

    REGISTERED = "registered"
    PENDING = "pending"
    DENIED = "denied"
    CANCELLED = "cancelled"
    JOINED = "joined"
    LEFT = "left"
    ENDED = "ended"
    NOISE = "noise"
    """A delivery of a type that is not handled."""
    TORN = "torn"
    """A body that is no JSON."""
    FORGED = "forged"
    """Signed with another secret."""


class Speech(StrEnum):
    """The kind of a vendor's connection."""

    ZOOM = "zoom"
    STANDARD = "standard_webhooks_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One thing that a vendor says.

    ``moment_ms``: when it happened, after the event's planned start; unique for the person and word. ``row``: which of
    the person's stays; ``by_id``: the person is named by the vendor's id alone. ``copies_s``: how long after ``at_s``
    it is said again, whatever was answered.
    """

    at_s: float
    word: Word
    moment_ms: int
    person: int = -1
    row: int = 0
    by_id: bool = False
    copies_s: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorPlan:
    """A vendor that pushes about one webinar. ``binds_s``: when the webinar is bound; 0: before anything is said."""

    webinar: int
    speech: Speech
    finishes: bool
    binds_s: float
    pauses_s: tuple[float, float] | None
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverPlan:
    """A receiver of events. ``webinars``: it receives events of these; empty: of all. Shares are of
    attempts, from 0 to 1.
    """

    webinars: tuple[int, ...]
    refuses: float
    slow: float
    away_s: tuple[float, float] | None
    """The spans in which the receiver is unreachable."""
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WebinarPlan:
    """One webinar of a history."""

    scene: Scene
    turns_s: float
    """The time at which the event ends or the window closes, in the scenes with such a turn."""
    timezone: str
    recording_s: float
    threshold_s: float
    removes: bool
    """True when a cancellation takes members out of the program."""
    statuses: tuple[str, ...]
    """The status with which each member is added; empty for somebody who comes later."""
    outsiders: int
    """The number of people that only vendors know; their indices follow those of the members."""
    operator: tuple[OperatorStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A whole history."""

    seed: int
    shards: int
    webinars: tuple[WebinarPlan, ...]
    tabs: tuple[TabPlan, ...]
    vendors: tuple[VendorPlan, ...]
    receivers: tuple[ReceiverPlan, ...]
    faults: tuple[FaultStep, ...]
