"""Providers: the platforms that can be asked, made from a connection's settings and secrets as they are now.

Source: docs/vendors.md
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from latecomer.core.ids import Instant
from latecomer.services.connections import Secrets
from latecomer.store.redis.library import Client
from latecomer.store.redis.quota import Account
from latecomer.vendors.kind import Kind
from latecomer.vendors.outgoing_http import OutgoingHttp
from latecomer.vendors.providing import Puller, Registrar
from latecomer.vendors.zoom import settings as zoom
from latecomer.vendors.zoom.client import Credentials, ZoomClient


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
        match kind:
            case Kind.ZOOM:
                return self._zoom(settings, secrets)
            case _:
                return None

    def puller(self, kind: Kind, settings: Mapping[str, object], secrets: Secrets) -> Puller | None:
        """Who tells again what is known there; None when the kind cannot, or the connection has no credentials for it.

        Raises: msgspec.ValidationError.
        """
        match kind:
            case Kind.ZOOM:
                return self._zoom(settings, secrets)
            case _:
                return None

    def _zoom(self, settings: Mapping[str, object], secrets: Secrets) -> ZoomClient | None:
        account = secrets.get(zoom.ACCOUNT_ID)
        client, secret = secrets.get(zoom.CLIENT_ID), secrets.get(zoom.CLIENT_SECRET)
        if not (account and client and secret):
            return None
        read = msgspec.convert(dict(settings), zoom.ZoomSettings)
        # A token is of the credentials that it was given for: whoever has others starts without one.
        name = f"zoom {read.api_url} {account} {client} {secret}"
        return ZoomClient(
            self._http,
            read,
            Credentials(account, client, secret),
            Account(self._redis, name, read.calls_per_s, 1_000),
        )
