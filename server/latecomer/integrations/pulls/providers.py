"""Providers: the platforms that can be asked, made from a connection's settings and secrets as they are now.

Source: docs/vendors.md
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import msgspec

from latecomer.core.ids import Instant
from latecomer.http.outgoing import OutgoingHttp
from latecomer.integrations.connections.secrets import Secrets
from latecomer.integrations.connections.service import Connection, ConnectionState, Tested, Tester
from latecomer.redis.cluster import Client
from latecomer.redis.quota import Account
from latecomer.vendors.gotowebinar import client as goto_client
from latecomer.vendors.gotowebinar import settings as goto
from latecomer.vendors.gotowebinar.client import GoToClient
from latecomer.vendors.kit.kind import Kind
from latecomer.vendors.kit.provider import Denied, Puller, Registrar, Trouble
from latecomer.vendors.on24.client import On24
from latecomer.vendors.on24.settings import ACCESS_TOKEN_KEY, ACCESS_TOKEN_SECRET, On24Settings
from latecomer.vendors.registry import DEFINITIONS
from latecomer.vendors.zoom import settings as zoom
from latecomer.vendors.zoom.client import Credentials, ZoomClient

_ON24_CALLS = 50
_ON24_WINDOW_MS = 10_000
"""ON24 grants each client its own quota and tells nobody: this is courtesy."""


class _Checked(Protocol):
    async def check(self, webinars: Sequence[str], now: Instant) -> Denied | Trouble | None:
        """What is wrong with the credentials, their scopes or these webinars; None when nothing is."""
        ...


class Provider(Registrar, Puller, _Checked, Protocol):
    """A platform that can be asked for everything."""


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
        return self._provider(kind, settings, secrets)

    def puller(self, kind: Kind, settings: Mapping[str, object], secrets: Secrets) -> Puller | None:
        """Who tells again what is known there; None when the kind cannot, or the connection has no credentials for it.

        Raises: msgspec.ValidationError.
        """
        return self._provider(kind, settings, secrets)

    @property
    def testers(self) -> Mapping[Kind, Tester]:
        """How to try a connection of each kind that can be asked."""
        return {kind: self._test for kind, each in DEFINITIONS.items() if each.asked}

    async def _test(self, connection: Connection, secrets: Secrets) -> Tested | None:
        provider = self._provider(connection.kind, connection.settings, secrets)
        if provider is None:
            return None
        found = await provider.check([each.external_id for each in connection.webinars], self._clock())
        if found is not None:
            return Tested(works=False, code=found.code, message=found.message)
        if DEFINITIONS[connection.kind].inbound is not None:
            return _quiet(connection)  # what can be asked is well; whether it pushes as well is heard
        if not connection.webinars:
            return Tested(
                works=False,
                code="no_webinars",
                message="No webinar is bound: bind one by the vendor's id of it.",
            )
        return Tested(works=True, code="works", message="The vendor answers.")

    def _provider(self, kind: Kind, settings: Mapping[str, object], secrets: Secrets) -> Provider | None:
        match kind:
            case Kind.ZOOM:
                return self._zoom(settings, secrets)
            case Kind.GOTOWEBINAR:
                return self._goto(settings, secrets)
            case Kind.ON24:
                return self._on24(settings, secrets)
            case _:
                return None

    def _on24(self, settings: Mapping[str, object], secrets: Secrets) -> On24 | None:
        key, secret = secrets.get(ACCESS_TOKEN_KEY), secrets.get(ACCESS_TOKEN_SECRET)
        if not (key and secret):
            return None
        read = msgspec.convert(dict(settings), On24Settings)
        account = Account(self._redis, f"on24 {read.base_url} {read.client_id}", _ON24_CALLS, _ON24_WINDOW_MS)
        return On24(self._http, read, (key, secret), account)

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

    def _goto(self, settings: Mapping[str, object], secrets: Secrets) -> GoToClient | None:
        client, secret = secrets.get(goto.CLIENT_ID), secrets.get(goto.CLIENT_SECRET)
        if not (client and secret and secrets.get(goto.REFRESH_TOKEN)):
            return None
        read = msgspec.convert(dict(settings), goto.GoToSettings)
        name = f"gotowebinar {read.api_url} {client} {secret} {read.organizer_key}"
        return GoToClient(
            self._http,
            read,
            goto_client.Credentials(client, secret),
            secrets.kept(goto.REFRESH_TOKEN),
            Account(self._redis, name, read.calls_per_s, 1_000),
        )


def _quiet(connection: Connection) -> Tested | None:
    """Of one that answers: that it has pushed nothing yet, where nothing else is to be said of it."""
    silent = connection.last_heard_at is None and connection.last_refused_at is None
    if not (silent and connection.webinars and connection.state is ConnectionState.ACTIVE):
        return None
    return Tested(
        works=True,
        code="never_heard",
        message="REST works; nothing has been pushed yet. Enter the address at the vendor, so that news comes at once.",
    )
