"""The messages that the viewers of a history sent and received: all that the model may count from."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, eq=False)
class Beat:
    """One heartbeat: ``sent`` how often, ``acked`` once the server said that it is durable."""

    seq: int
    state: str
    segments: list[Any]
    sent: int = 0
    first_sent_at: int = 0
    acked: bool = False
    acked_at: int = 0
    """The time at which the latest ack came (ms)."""
    unwanted: bool = False
    """The server said that it is not wanted (any more); an earlier sending may have counted."""

    def note_sent(self, now: int) -> None:
        """It is about to be sent."""
        self.sent += 1
        self.first_sent_at = self.first_sent_at or now

    def note_ack(self, now: int) -> None:
        """The server says that it is durable."""
        self.acked = True
        self.acked_at = now

    @property
    def wire(self) -> dict[str, Any]:
        """As a beacon carries it; a socket adds the type."""
        return {"seq": self.seq, "state": self.state, "segments": self.segments}


@dataclass(frozen=True, slots=True)
class Hello:
    """A hello on its way, by socket or beacon: the clock that it stated and the instant when it was sent (ms)."""

    clock_ms: float
    sent_at: int


@dataclass(frozen=True, slots=True)
class Welcome:
    """An answer to a hello: the anchor that it named and the instant when it came (ms)."""

    anchor_at: int
    came_at: int


@dataclass(slots=True)
class PlaybackLog:
    """The record of one playback."""

    id: str
    loaded_at: float
    """The time at which its clock read zero, in seconds of ``time.monotonic``."""
    hellos: list[Hello] = field(default_factory=list)
    welcomes: list[Welcome] = field(default_factory=list)
    beats: list[Beat] = field(default_factory=list)

    @property
    def unacked(self) -> list[Beat]:
        """Return the messages that still have to be sent (again), in order."""
        return [beat for beat in self.beats if not beat.acked and not beat.unwanted]


@dataclass(slots=True)
class MemberLog:
    """The record of all actions about one member."""

    index: int
    id: str = ""
    """Empty until somebody added them."""
    token: str = ""
    playbacks: list[PlaybackLog] = field(default_factory=list)
    clicks_sent: int = 0
    clicks_done: int = 0
    inside: bool = False
    """True when operators last wanted the member in the program and registered."""
    said: Counter[str] = field(default_factory=Counter)
    """Requests for a status, however often repeated: status to count; upper bounds of the facts."""
    step: int = 0
    """The furthest step that the server confirmed to an operator."""
    oddities: list[str] = field(default_factory=list)
    """The messages of the server to this viewer that should not have been sent."""
