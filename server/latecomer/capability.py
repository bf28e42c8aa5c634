"""The parts that every capability's folder provides: its endpoints, and a ``build`` that makes its services.

``build`` runs once in each process, in the order of ``capabilities.py``. It takes the services of lower folders from
``Parts`` and adds its own: services for the folders above, slots and routes for web processes, loops for workers.
Background work of a web process uses aiohttp's signals: ``parts.web.on_startup``, ``on_shutdown``, ``cleanup_ctx``.
Messages that open sockets must receive before they are closed belong into ``parts.web[http.application.draining]``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from aiohttp import web

from latecomer.config import Settings
from latecomer.core.ids import Instant
from latecomer.http.endpoint import Endpoint
from latecomer.http.guard import Guard
from latecomer.http.outgoing import OutgoingHttp
from latecomer.postgres.pool import Pool
from latecomer.redis.cluster import Client
from latecomer.redis.pubsub import Changes, Message, Missed
from latecomer.tasks import repeat

T = TypeVar("T")
Run: TypeAlias = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A process under construction: the services that every folder may use, and those that folders have added."""

    settings: Settings
    clock: Callable[[], Instant]
    process: str
    """Names this process among those that share the engines."""
    pool: Pool
    redis: Client
    changes: Changes
    """The changes that processes publish to each other."""
    guard: Guard
    outgoing: OutgoingHttp
    web: web.Application
    """Routes and slots of web processes; a worker builds it and runs it not."""
    loops: list[tuple[str, Run]] = field(default_factory=list)
    """The loops that a worker runs until it is stopped."""
    _services: dict[type, object] = field(default_factory=dict)
    _signals: list[tuple[type, asyncio.Event]] = field(default_factory=list)

    def add(self, *services: object) -> None:
        """Add services for the folders above, each found by its class. Raises: ValueError when the class was added
        before."""
        for service in services:
            if type(service) in self._services:
                raise ValueError(type(service))
            self._services[type(service)] = service

    def get(self, kind: type[T]) -> T:
        """Return the service of this class. Raises: KeyError when its folder is built later: see capabilities.py."""
        service = self._services[kind]
        if not isinstance(service, kind):
            raise TypeError(kind)
        return service

    def repeat(
        self,
        name: str,
        piece: Callable[[], Awaitable[object]],
        *,
        every_s: float,
        on: type[Message] | None = None,
    ) -> None:
        """Make workers call ``piece`` every ``every_s`` seconds, and at once after a message of the type ``on``."""
        wake = None if on is None else self.signal(on)
        self.loops.append((name, lambda: repeat(name, piece, every_s, wake)))

    def run(self, name: str, run: Run) -> None:
        """Make workers run this coroutine until they are stopped; it must handle all its failures itself."""
        self.loops.append((name, run))

    def signal(self, kind: type[Message]) -> asyncio.Event:
        """Return an event that is set in workers after each message of this type, and after messages may have been
        lost."""
        event = asyncio.Event()
        self._signals.append((kind, event))
        return event

    def hear(self, message: Message) -> None:
        """Set the events that wait for this type of message."""
        for kind, event in self._signals:
            if isinstance(message, kind | Missed):
                event.set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """A capability's folder: its ``build`` function and its endpoints."""

    build: Callable[[Parts], Awaitable[None]]
    endpoints: tuple[Endpoint, ...] = ()
    """REST calls: mounted in web processes and documented."""
