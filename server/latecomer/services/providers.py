"""Providers: the platforms that can be asked, made from a connection's settings and secrets as they are now.

Source: docs/vendors.md
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from latecomer.core.ids import Instant
from latecomer.services.connections import Secrets
from latecomer.store.redis.library import Client
from latecomer.vendors.kind import Kind
from latecomer.vendors.outgoing_http import OutgoingHttp
from latecomer.vendors.providing import Puller, Registrar


class Providers:
    """Makes registrars and pullers; all workers share what the vendor grants one account."""

    def __init__(self, http: OutgoingHttp, redis: Client, clock: Callable[[], Instant]) -> None:
        self._http = http
        self._redis = redis
        self._clock = clock

    def registrar(self, kind: Kind, settings: Mapping[str, object], secrets: Secrets) -> Registrar | None:
        """Who registers people there; None when the kind cannot, or the connection has no credentials for it.

        Raises: msgspec.ValidationError.
        """
        return None

    def puller(self, kind: Kind, settings: Mapping[str, object], secrets: Secrets) -> Puller | None:
        """Who tells again what is known there; None when the kind cannot, or the connection has no credentials for it.

        Raises: msgspec.ValidationError.
        """
        return None
