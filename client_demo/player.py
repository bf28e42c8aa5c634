"""A media player without media: a playhead that honestly tells which stretches it played."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Segment: TypeAlias = tuple[float, float, float, float]
"""``(clock_from_ms, clock_to_ms, media_from_s, media_to_s)`` as the wire has it."""


class State(StrEnum):
    """The state of the player in a heartbeat."""

    PLAYING = "playing"
    PAUSED = "paused"
    BUFFERING = "buffering"
    ENDED = "ended"


@dataclass(slots=True)
class Player:
    """A playhead over ``duration_s`` seconds. ``clock_ms`` is always the page's monotonic clock, in ms.

    Everything that breaks a stretch (pause, seek, a new rate, the end) closes a segment; ``take`` hands over
    what was closed and cuts the open one at the present, so that each played moment is told once.
    """

    duration_s: float
    position_s: float = 0.0
    rate: float = 1.0
    state: State = State.PAUSED
    _since_ms: float = 0.0
    _closed: list[Segment] = field(default_factory=list)

    def play(self, clock_ms: float) -> None:
        """Start from where the playhead is; from the beginning after the end."""
        self._cut(clock_ms)
        if self.position_s >= self.duration_s:
            self.position_s = 0.0
        self._since_ms = clock_ms
        self.state = State.PLAYING

    def pause(self, clock_ms: float) -> None:
        """Stop; nothing after the end."""
        self._cut(clock_ms)
        if self.state is not State.ENDED:
            self.state = State.PAUSED

    def seek(self, clock_ms: float, to_s: float) -> None:
        """Jump to ``to_s`` (0 to ``duration_s``), playing on if it played."""
        self._cut(clock_ms)
        self.position_s = min(max(to_s, 0.0), self.duration_s)
        if self.state is State.ENDED:
            self.state = State.PAUSED

    def set_rate(self, clock_ms: float, rate: float) -> None:
        """Play at ``rate`` (0.25 to 4) from now on."""
        self._cut(clock_ms)
        self.rate = rate

    def position_at(self, clock_ms: float) -> float:
        """Return the playhead's position at that moment, in seconds."""
        if self.state is not State.PLAYING:
            return self.position_s
        return min(self.position_s + (clock_ms - self._since_ms) / 1000 * self.rate, self.duration_s)

    def ends_in_ms(self, clock_ms: float) -> float | None:
        """Return the time until the end at this rate; None while it does not play."""
        if self.state is not State.PLAYING:
            return None
        return max(self._since_ms + (self.duration_s - self.position_s) / self.rate * 1000 - clock_ms, 0.0)

    def take(self, clock_ms: float) -> list[Segment]:
        """The segments since the last call, the open one cut at ``clock_ms``."""
        self._cut(clock_ms)
        taken, self._closed = self._closed, []
        return taken

    def _cut(self, clock_ms: float) -> None:
        if self.state is not State.PLAYING:
            return
        since_ms, from_s = self._since_ms, self.position_s
        until_ms = min(clock_ms, since_ms + (self.duration_s - from_s) / self.rate * 1000)
        to_s = self.position_at(until_ms)
        if int(until_ms) > int(since_ms):
            # Less than a millisecond is nothing on the wire.
            self._closed.append((since_ms, until_ms, round(from_s, 3), round(to_s, 3)))
        self._since_ms, self.position_s = until_ms, to_s
        if self.duration_s - to_s < 1e-6:
            self.position_s, self.state = self.duration_s, State.ENDED
