"""Reconnection when a server reports that it is not the primary: all connections are dropped and opened again.

After a failover behind one address the old primary may live on as a replica, with its connections open. Repeating a
call there does not help, but a new connection may lead to the new primary.

Source: docs/operating.md, Engines that move
"""

from __future__ import annotations

import asyncio
import random
from typing import Any, ClassVar
from weakref import WeakSet

import structlog
from redis.asyncio import BlockingConnectionPool
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import AuthenticationError, MasterDownError, ReadOnlyError

from latecomer.tasks import OneAtATime

_log = structlog.get_logger(__name__)
_REST_S = 1.0
_JITTER_S = 0.2


class Reconnector:
    """Drops every connection of its pools, at most once a second, when one of them reached the wrong server."""

    def __init__(self) -> None:
        self._pools: WeakSet[BlockingConnectionPool] = WeakSet()  # those of a cluster's nodes come and go
        self._dropping = OneAtATime(self._drop)
        self._warned = False

    def watch(self, pool: BlockingConnectionPool) -> None:
        """Watch a pool's connections for errors about the server's role."""
        self._pools.add(pool)
        plain = pool.connection_class
        pool.connection_class = type(f"Watched{plain.__name__}", (_Watched, plain), {"reconnecting": self})

    def wrong_server(self) -> None:
        """Drop the connections soon."""
        self._dropping.start()

    def password_refused(self) -> None:
        """Log once which setting holds the password that was refused."""
        if not self._warned:
            self._warned = True
            _log.error("redis_password_refused", setting="LATECOMER_REDIS_URL")

    async def _drop(self) -> None:
        await asyncio.sleep(random.uniform(0, _JITTER_S))  # noqa: S311 - processes need not all come at once
        _log.warning("redis_connections_dropped", reason="the server is not the primary")
        await asyncio.gather(
            *(pool.disconnect(inuse_connections=True) for pool in self._pools), return_exceptions=True
        )
        await asyncio.sleep(_REST_S)


class _Watched(AbstractConnection):
    reconnecting: ClassVar[Reconnector]

    async def read_response(self, *args: Any, **options: Any) -> Any:
        try:
            return await super().read_response(*args, **options)
        except (ReadOnlyError, MasterDownError):
            self.reconnecting.wrong_server()
            raise
        except AuthenticationError:
            self.reconnecting.password_refused()
            raise
