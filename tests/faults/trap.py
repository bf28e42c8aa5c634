"""A trap in a worker's code: at its step the process kills itself, as ``kill -9`` would."""

import functools
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Trap:
    """The process dies before or after the ``nth`` call of a point, from 1."""

    point: str
    after: bool
    nth: int

    def set_in(self, points: Mapping[str, Any]) -> None:
        """Set the trap. ``points``: the owner (module or class) of each function, by a name that ends with its own."""
        home = points[self.point]
        name = self.point.rpartition(".")[2]
        inner: Callable[..., Awaitable[Any]] = getattr(home, name)
        calls = 0

        @functools.wraps(inner)
        async def trapped(*args: Any, **kwargs: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == self.nth and not self.after:
                os.kill(os.getpid(), signal.SIGKILL)
            result = await inner(*args, **kwargs)
            if calls == self.nth:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(home, name, trapped)
