"""The connection that registers a webinar's members, when the webinar is bound to a provider that can register.

Source: docs/domain.md, Facts and statuses (Waiting for a provider)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, WebinarId
from latecomer.integrations.connections import queries as connections
from latecomer.integrations.connections.queries import ConnectionRow, ConnectionState
from latecomer.integrations.connections.secrets import OpenSecrets
from latecomer.integrations.connections.service import Connections
from latecomer.postgres.pool import Conn
from latecomer.vendors.kit.definition import Kind
from latecomer.vendors.kit.provider import Registrar
from latecomer.vendors.registry import can_be_pulled

MakeRegistrar: TypeAlias = Callable[[Kind, Mapping[str, object], OpenSecrets], Registrar | None]
"""``Providers.registrar``: None for a connection that cannot register people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteringConnection:
    """The connection that registers a webinar's members, and the vendor's id of the webinar.

    ``registrar`` is None while the vendor cannot be called: the connection is paused or broken, or its secrets cannot
    be decrypted.
    """

    connection: ConnectionId
    external_id: str
    registrar: Registrar | None


class RegisteringConnections:
    """Finds the registering connection of a webinar: of all bound connections that can register, the oldest."""

    def __init__(self, connections: Connections, make: MakeRegistrar) -> None:
        self._connections = connections
        self._make = make

    async def of_webinar(self, conn: Conn, webinar: WebinarId) -> RegisteringConnection | None:
        """Return the connection that must register a webinar's members, None without one; valid as long as the caller
        holds the webinar's lock."""
        for row, bound in await connections.of_webinar(conn, webinar):
            if not can_be_pulled(row.kind):
                continue
            try:
                registrar = self._registrar(row)
            except (Refused, msgspec.ValidationError):
                return RegisteringConnection(connection=row.id, external_id=bound.external_id, registrar=None)
            if registrar is not None:
                return RegisteringConnection(
                    connection=row.id,
                    external_id=bound.external_id,
                    registrar=registrar if row.state is ConnectionState.ACTIVE else None,
                )
        return None

    async def ask(self, conn: Conn, webinar: WebinarId) -> bool:
        """Return True when a provider has to confirm registrations."""
        return await self.of_webinar(conn, webinar) is not None

    def _registrar(self, row: ConnectionRow) -> Registrar | None:
        return self._make(row.kind, row.settings, self._connections.open(row))
