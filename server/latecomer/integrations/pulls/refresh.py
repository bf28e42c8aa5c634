"""The state of a webinar's providers, and pulls on request.

Source: docs/vendors.md, Pulling
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, Instant, WebinarId
from latecomer.core.phase import closes_at
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.integrations.connections import queries as connections
from latecomer.integrations.connections.queries import Binding, ConnectionRow, ConnectionState
from latecomer.integrations.pulls import queries as pulls
from latecomer.integrations.pulls.queries import PullRow
from latecomer.integrations.pulls.worker import OpenPuller
from latecomer.postgres.pool import Pool
from latecomer.vendors.kit.pull_schedule import GIVE_UP_MS
from latecomer.vendors.registry import SCHEDULES
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import members, provider_requests

_NEVER: Final = PullRow(next_at=None, pulled_at=None, code=None, message=None, lease_until=None)


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """The answer to a request for a pull; ``code`` says why none is possible, None when one is due."""

    connection: ConnectionId
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderState:
    """A provider of a webinar, and the result of its pulls."""

    connection: ConnectionRow
    external_id: str
    pull: PullRow
    pulling: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidersState:
    """The providers of a webinar; the number of members who wait for a provider's confirmation; if requests for some of
    them failed, a code and a sentence; and the number of members whom a provider refused."""

    providers: Sequence[ProviderState]
    registering: int
    registering_trouble: tuple[str, str] | None
    registration_errors: int


class Refresher:
    """Reads and requests pulls."""

    def __init__(self, pool: Pool, open_puller: OpenPuller) -> None:
        self._pool = pool
        self._open = open_puller

    async def refresh(self, webinar_id: WebinarId, now: Instant) -> list[RefreshResult]:
        """Request a full pull from every provider of a webinar, at once. Returns: one result each, oldest first.

        Raises: Refused unknown_webinar.
        """
        async with self._pool.acquire() as conn:
            found = await webinars.load(conn, [webinar_id])
            if not found:
                raise _unknown()
            webinar = found[0]
            asked = []
            for row, _ in _providers(await connections.of_webinar(conn, webinar_id)):
                code = self._nothing_to_ask(row, webinar, now)
                if code is None and not await pulls.ask(conn, row.id, webinar_id, webinar.version, now):
                    continue  # it was unbound this moment
                asked.append(RefreshResult(row.id, code))
        return asked

    async def of_webinar(self, webinar_id: WebinarId, now: Instant) -> ProvidersState:
        """Return the state of a webinar's providers. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            if not await webinars.load(conn, [webinar_id]):
                raise _unknown()
            bound = _providers(await connections.of_webinar(conn, webinar_id))
            found = await pulls.of_webinar(conn, webinar_id)
            waiting = await provider_requests.counts(conn, [webinar_id])
            trouble = await provider_requests.trouble(conn, webinar_id)
            counts = await members.status_counts(conn, [webinar_id])
        return ProvidersState(
            providers=[
                _provider(row, binding.external_id, found.get(row.id, _NEVER), now) for row, binding in bound
            ],
            registering=waiting.get(webinar_id, 0),
            registering_trouble=trouble,
            registration_errors=counts.get(webinar_id, {}).get(Status.REGISTRATION_ERROR, 0),
        )

    def _nothing_to_ask(self, row: ConnectionRow, webinar: Webinar, now: Instant) -> str | None:
        if row.kind not in SCHEDULES:
            return "only_pushes"
        if row.state is not ConnectionState.ACTIVE:
            return row.state.value
        if now >= closes_at(webinar) + GIVE_UP_MS:
            return "window_closed"
        try:
            return None if self._open(row) is not None else "no_credentials"
        except Refused as refusal:
            return refusal.code
        except msgspec.ValidationError:
            return "invalid_settings"


def _providers(bound: Sequence[tuple[ConnectionRow, Binding]]) -> list[tuple[ConnectionRow, Binding]]:
    return [each for each in bound if each[0].reports_attendance]


def _provider(row: ConnectionRow, external_id: str, pull: PullRow, now: Instant) -> ProviderState:
    pulling = pull.lease_until is not None and pull.lease_until > now
    return ProviderState(connection=row, external_id=external_id, pull=pull, pulling=pulling)


def _unknown() -> Refused:
    return Refused("unknown_webinar", "There is no such webinar.")
