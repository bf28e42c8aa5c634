"""A player without pictures: where the playhead is, and the segments that were played.

Source: docs/domain.md, Words (segment)
"""

import random
from typing import Any, Final

STRETCHES: Final = (0.5, 1.0, 1.0, 1.0, 1.25, 1.5, 2.0, 3.0)


class Player:
    """One player; ``clock`` is the page's, in ms."""

    def __init__(self, duration_s: float) -> None:
        self._duration_s = duration_s
        self._media_s = 0.0
        self._since: float | None = None
        self._rate = 1.0
        self._played: list[Any] = []

    @property
    def state(self) -> str:
        """As heartbeats say it."""
        if self._since is not None:
            return "playing"
        return "ended" if self._media_s >= self._duration_s else "paused"

    def play(self, clock: float) -> None:
        """Press play, from the beginning if it is at the end."""
        if self._since is None:
            if self._media_s >= self._duration_s:
                self._media_s = 0.0
            self._since = clock

    def pause(self, clock: float) -> None:
        """Press pause."""
        self._advance(clock)
        self._since = None

    def seek(self, clock: float, to_s: float) -> None:
        """Move the playhead."""
        self._advance(clock)
        self._media_s = min(max(to_s, 0.0), self._duration_s)

    def set_rate(self, clock: float, rate: float) -> None:
        """Choose another speed."""
        self._advance(clock)
        self._rate = rate

    def take(self, clock: float) -> list[Any]:
        """The segments since the last time."""
        self._advance(clock)
        played, self._played = self._played, []
        return played

    def _advance(self, clock: float) -> None:
        if self._since is None or clock <= self._since:
            return
        ends = self._since + (self._duration_s - self._media_s) * 1000 / self._rate
        until = min(clock, ends)
        media_s = min(self._media_s + (until - self._since) * self._rate / 1000, self._duration_s)
        if until > self._since:
            self._played.append([self._since, until, self._media_s, media_s])
        self._media_s = media_s
        self._since = None if clock >= ends else clock


def odd_segments(rng: random.Random, clock: float, duration_s: float) -> list[Any]:
    """Claims of all kinds that no honest player makes: most are dropped, some are cut, some are let through."""
    media_s = rng.uniform(0.0, duration_s)
    kinds: list[Any] = [
        "nonsense",
        None,
        {"from": 1},
        [1, 2, 3],
        [1.0, 2.0, 3.0, "4"],
        [True, 900, 0, 1],
        [-5, 10, 0, 1],
        [0, 1e12, 0, 1],
        [clock, clock, media_s, media_s + 1],
        [clock, max(0.0, clock - 50), media_s, media_s + 1],
        [max(0.0, clock - 500), clock, media_s + 1, media_s],
        [max(0.0, clock - 200), clock, 0, 10],
        [max(0.0, clock - 900), clock, media_s, media_s + 0.01],
        [clock + 3_600_000, clock + 3_600_500, media_s, media_s + 0.5],
        [0, clock, media_s, media_s + clock / 1000],
        [0.0, clock, 0, 4 * clock / 1000],
        [max(0.0, clock - 800), clock, media_s, media_s + 0.8],
    ]
    return rng.sample(kinds, rng.randint(1, 5))


def flood(clock: float, most: int) -> list[Any]:
    """Many segments of a millisecond with gaps of one, the last at ``clock``."""
    first = int(clock) - 2 * most
    return [[begin, begin + 1, 1.0, 1.001] for begin in range(max(0, first), int(clock), 2)]
