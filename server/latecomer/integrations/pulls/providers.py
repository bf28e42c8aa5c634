"""Providers: clients of the platforms that can be pulled, made from a connection's current settings and secrets.

Source: docs/vendors.md
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from latecomer.core.ids import Instant
from latecomer.http.outgoing import OutgoingHttp
from latecomer.integrations.connections.secrets import OpenSecrets
from latecomer.integrations.connections.service import Connection, ConnectionState, Tested, Tester
from latecomer.redis.cluster import Client
from latecomer.vendors.kit.definition import Kind, Provider, Tools
from latecomer.vendors.kit.provider import Puller, Registrar
from latecomer.vendors.registry import DEFINITIONS


class Providers:
    """Makes registrars and pullers; all workers share the quota of a vendor's account."""

    def __init__(self, http: OutgoingHttp, redis: Client, clock: Callable[[], Instant]) -> None:
        self._tools = Tools(http, redis, clock)

    def registrar(self, kind: Kind, settings: Mapping[str, object], secrets: OpenSecrets) -> Registrar | None:
        """Return the client that registers members; None when the kind cannot, or the connection has no credentials for
        it.

        Raises: msgspec.ValidationError.
        """
        return self._provider(kind, settings, secrets)

    def puller(self, kind: Kind, settings: Mapping[str, object], secrets: OpenSecrets) -> Puller | None:
        """Return the client that pulls a vendor's data; None when the kind cannot, or the connection has no credentials
        for it.

        Raises: msgspec.ValidationError.
        """
        return self._provider(kind, settings, secrets)

    @property
    def testers(self) -> Mapping[Kind, Tester]:
        """Return the test of each kind of connection that can be pulled."""
        return {kind: self._test for kind, each in DEFINITIONS.items() if each.can_be_pulled}

    async def _test(self, connection: Connection, secrets: OpenSecrets) -> Tested | None:
        provider = self._provider(connection.kind, connection.settings, secrets)
        if provider is None:
            return None
        found = await provider.check([each.external_id for each in connection.webinars], self._tools.clock())
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

    def _provider(self, kind: Kind, settings: Mapping[str, object], secrets: OpenSecrets) -> Provider | None:
        definition = DEFINITIONS.get(kind)
        if definition is None or definition.make_provider is None:
            return None
        return definition.make_provider(self._tools, settings, secrets)


def _quiet(connection: Connection) -> Tested | None:
    """Return the note on a working connection that has pushed nothing yet."""
    silent = connection.last_heard_at is None and connection.last_refused_at is None
    if not (silent and connection.webinars and connection.state is ConnectionState.ACTIVE):
        return None
    return Tested(
        works=True,
        code="never_heard",
        message="REST works; nothing has been pushed yet. Enter the address at the vendor, so that news comes at once.",
    )
