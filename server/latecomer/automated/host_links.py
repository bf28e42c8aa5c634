"""The links of hosts and presenters as bearer tokens: the holder may run the room of the link's webinar, and nothing
else.

Source: docs/automated.md, Hosts and presenters
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from latecomer.automated import queries
from latecomer.automated.rules.presenters import Presenter, PresenterId, Role
from latecomer.core import presenter_link
from latecomer.core.ids import Instant, WebinarId
from latecomer.http.auth import Caller, HostRight, Scope
from latecomer.postgres.pool import Pool

KNOWN_MS: Final = 5_000
"""Milliseconds for which a process knows a presenter: a link that was taken away opens nothing after that."""
SEEN_EVERY_MS: Final = 30_000
_MOST: Final = 1_000


class HostLinks:
    """Finds the host or presenter that a link was issued to, and records when a holder was last in the room."""

    def __init__(self, secret: bytes, pool: Pool) -> None:
        self._secret = secret
        self._pool = pool
        self._known: OrderedDict[PresenterId, tuple[Instant, Presenter | None]] = OrderedDict()
        self._noted: dict[PresenterId, Instant] = {}
        self._operators: OrderedDict[WebinarId, Instant] = OrderedDict()

    async def caller(self, token: str, now: Instant) -> Caller | None:
        """Return the caller for a presenter's link; None for any other text. Errors: Postgres's."""
        presenter = await self.presenter(token, now)
        if presenter is None:
            return None
        is_host = presenter.role is Role.HOST
        return Caller(
            name=presenter.name,
            scopes=frozenset({Scope.PEOPLE, Scope.LINKS} if is_host else {Scope.PEOPLE}),
            room=presenter.webinar,
            rights=frozenset(HostRight if is_host else {HostRight.MODERATE}),
        )

    async def presenter(self, token: str, now: Instant) -> Presenter | None:
        """Return the host or presenter with this valid link, and record that they are in the room."""
        link = presenter_link.read(self._secret, token)
        if link is None:
            return None
        key = PresenterId(link.presenter)
        at, presenter = self._known.get(key, (None, None))
        if at is None or not 0 <= now - at < KNOWN_MS:
            async with self._pool.acquire() as conn:
                presenter = await queries.presenter(conn, link.webinar, key)
                if presenter is not None and not 0 <= now - self._noted.get(key, 0) < SEEN_EVERY_MS:
                    await queries.note_moderator(conn, key, now)
                    self._noted[key] = now
            self._known[key] = (now, presenter)
            while len(self._known) > _MOST:
                gone, _ = self._known.popitem(last=False)
                self._noted.pop(gone, None)
        return presenter if presenter is not None and presenter.serial == link.serial else None

    async def note_operator(self, webinar: WebinarId, now: Instant) -> None:
        """Record that an operator has the webinar's console open, at most every 30 s. Errors: Postgres's."""
        if 0 <= now - self._operators.get(webinar, 0) < SEEN_EVERY_MS:
            return
        async with self._pool.acquire() as conn:
            await queries.note_operator(conn, webinar, now)
        self._operators[webinar] = now
        while len(self._operators) > _MOST:
            self._operators.popitem(last=False)

    def forget(self) -> None:
        """Clear the cached links, so that each is read from the database again at its next use."""
        self._known.clear()
