"""Request limits: a token bucket per key, kept in this process for the most recent callers."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import Final

from latecomer.core.errors import TooManyRequests
from latecomer.core.ids import Instant

_MAX_KEYS: Final = 20_000
_SLOWEST_MS: Final = 60_000
"""Longer than any request takes to arrive; a time that is further back comes from a clock that was set back."""


class Limiter:
    """Admits ``burst`` requests of a key at once, and ``per_s`` requests a second in the long run."""

    def __init__(self, *, per_s: float, burst: int) -> None:
        self._per_s = per_s
        self._burst = burst
        self._buckets: OrderedDict[int, tuple[float, Instant]] = OrderedDict()
        """By the keys' hashes: what a client makes up may be long, and is not to be kept."""

    def check(self, key: str, now: Instant) -> None:
        """Check that a request of ``key`` would be admitted. Raises: TooManyRequests."""
        self._refuse(self._left(hash(key), now))

    def take(self, key: str, now: Instant) -> None:
        """Count one request of ``key``. Raises: TooManyRequests; a refused request is not counted."""
        bucket = hash(key)
        left = self._left(bucket, now)
        _, at = self._buckets.pop(bucket, (left, now))
        # A slow request is counted with the time at which it began: its seconds must not be credited twice.
        since = at if now < at < now + _SLOWEST_MS else now
        self._buckets[bucket] = (left - 1 if left >= 1 else left, since)
        if len(self._buckets) > _MAX_KEYS:
            self._buckets.popitem(last=False)
        self._refuse(left)

    def __len__(self) -> int:
        """Return the number of keys that are counted now."""
        return len(self._buckets)

    def _left(self, bucket: int, now: Instant) -> float:
        left, at = self._buckets.get(bucket, (float(self._burst), now))
        return min(self._burst, left + max(0, now - at) / 1000 * self._per_s)

    def _refuse(self, left: float) -> None:
        if left < 1:
            raise TooManyRequests(math.ceil((1 - left) / self._per_s))
