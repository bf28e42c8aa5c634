"""The room as its hosts see it, read for one host or for all of them.

Source: docs/automated.md, The console
"""

from __future__ import annotations

from typing import Final

from latecomer.automated.chat.service import Chat
from latecomer.automated.console.rules import ConsolePoll, ConsoleView
from latecomer.automated.host_links import SEEN_EVERY_MS
from latecomer.automated.overlays.rules import UseMode, state_at
from latecomer.automated.overlays.service import Overlays
from latecomer.automated.room_presence import RoomPresence
from latecomer.automated.rules.on_air import on_air
from latecomer.automated.rules.rundown import TakeOver
from latecomer.automated.service import Rundowns
from latecomer.core.ids import Instant, WebinarId
from latecomer.redis.functions import LedgerAway, LedgerBroken, ShardNotReady
from latecomer.watching.ledger.ledger import Ledger

_NEXT: Final = 8
_HERE_MS: Final = 2 * SEEN_EVERY_MS


class Console:
    """Reads everything that a host needs."""

    def __init__(
        self, rundowns: Rundowns, chat: Chat, overlays: Overlays, ledger: Ledger, presence: RoomPresence
    ) -> None:
        self._presence = presence
        self._rundowns = rundowns
        self._chat = chat
        self._overlays = overlays
        self._ledger = ledger

    async def read(self, webinar_id: WebinarId, since: int, now: Instant) -> ConsoleView:
        """Return the room; its chat has the lines that were stored or changed after ``since``.

        Raises: Refused unknown_webinar. Errors: Postgres's.
        """
        programme = await self._rundowns.programme(webinar_id)
        webinar, rundown = programme.webinar, programme.rundown
        chat = await self._chat.host_news(webinar_id, since)
        results = await self._overlays.results(webinar_id, now)
        presenters = await self._rundowns.presenters(webinar_id)
        counters = await self._counters(webinar_id)
        coming = [
            item
            for _, item in rundown.starts_ms
            if item.start_ms > now - webinar.starts_at and not isinstance(item, TakeOver)
        ]
        return ConsoleView(
            at=now,
            webinar=webinar,
            rundown=rundown,
            on_air=on_air(rundown, webinar.starts_at, webinar.ends_at, now),
            next=tuple(coming[:_NEXT]),
            # A process that has just opened the room has not counted who is in it.
            viewers=None
            if counters is None
            else max(counters.get("connected", 0), self._presence.viewers(webinar_id)),
            watching=None if counters is None else counters.get("playing", 0),
            people=tuple(presenters),
            here=frozenset(
                each.id for each in presenters if each.seen_at is not None and now - each.seen_at < _HERE_MS
            ),
            chat=chat,
            polls=tuple(
                ConsolePoll(state=state_at(rundown, webinar, each.item.id, now), results=each)
                for each in results
                if each.mode is UseMode.LIVE
            ),
        )

    async def _counters(self, webinar_id: WebinarId) -> dict[str, int] | None:
        try:
            return await self._ledger.counters(webinar_id)
        except (LedgerAway, LedgerBroken, ShardNotReady):
            return None
