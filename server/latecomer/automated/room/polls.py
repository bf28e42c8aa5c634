"""The polls on air in an open room: counted once a second at most, and written to all as each may see them.

Source: docs/protocol.md, Room; docs/automated.md, Overlays
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from latecomer.automated.overlays.rules import (
    Answers,
    PollView,
    UseMode,
    Value,
    mode_of,
    on_air_now,
    shows_results,
)
from latecomer.automated.overlays.service import Overlays
from latecomer.automated.room.frames import poll_frames
from latecomer.automated.room.lines import GATHER_S
from latecomer.automated.room.seats import Seats, ViewerSeat
from latecomer.automated.rules.rundown import ItemId, Rundown
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.tasks import Gathered

_EVERY_MS: Final = 1_000


class RoomPolls:
    """The polls of one room."""

    def __init__(self, webinar: WebinarId, overlays: Overlays, seats: Seats) -> None:
        self._webinar = webinar
        self._overlays = overlays
        self._seats = seats
        self._live = Gathered(lambda members: self._read(members, UseMode.LIVE), gather_s=GATHER_S)
        self._replayed = Gathered(lambda members: self._read(members, UseMode.REPLAY), gather_s=GATHER_S)
        self._polls: dict[tuple[ItemId, bool], PollView] = {}
        """The polls on air, for those who have answered them and for those who have not."""
        self._read_at: Instant = 0
        self._has_changed = True

    @property
    def due_at(self) -> Instant | None:
        """Return the time from which changed polls can be counted again; None when nothing changed."""
        return self._read_at + _EVERY_MS if self._has_changed else None

    def changed(self, *, at_once: bool = False) -> None:
        """Have the polls counted soon, or in the next round."""
        self._has_changed = True
        if at_once:
            self._read_at = 0

    async def start(
        self, seat: ViewerSeat, webinar: Webinar, rundown: Rundown, now: Instant
    ) -> tuple[PollView, ...]:
        """Return the polls for one who enters, and note the member's answers. Errors: Postgres's."""
        answers = self._live if mode_of(webinar, now) is UseMode.LIVE else self._replayed
        seat.answers = dict(await answers.get(seat.member) or {})
        return await self._overlays.views_of(webinar, rundown, seat.answers, now)

    async def _read(self, members: Sequence[MemberId], mode: UseMode) -> dict[MemberId, Answers]:
        return await self._overlays.answers(self._webinar, members, mode)

    def answered(self, member: MemberId, item: ItemId, question: str, value: Value) -> None:
        """Write a poll again to a member who has just answered."""
        self.changed()
        for seat in self._seats.of(member):
            seat.answers[item] = {**seat.answers.get(item, {}), question: value}
            seat.send(self.frames(seat, only=item))

    def frames(self, seat: ViewerSeat, only: ItemId | None = None) -> bytes:
        """Return the polls on air, or one of them, as a member sees them, with their answers."""
        return poll_frames(
            replace(view, mine=seat.answers.get(item, {}))
            for (item, has_answered), view in self._polls.items()
            if has_answered is (item in seat.answers) and only in (None, item)
        )

    async def tell(self, webinar: Webinar, rundown: Rundown, now: Instant) -> None:
        """Count the polls, if it is due, and write those that changed to all. Errors: Postgres's."""
        due_at = self.due_at
        if due_at is None or now < due_at or now >= webinar.ends_at:
            return
        self._has_changed, self._read_at = False, now
        views: dict[tuple[ItemId, bool], PollView] = {}
        for item, state in on_air_now(rundown, webinar, now):
            for has_answered in (False, True):
                visible = shows_results(item, state, has_answered=has_answered)
                results = None
                if visible:
                    results = await self._overlays.counted(self._webinar, item, UseMode.LIVE, now)
                views[item.id, has_answered] = PollView(item=item, state=state, mine=None, results=results)
        was, self._polls = self._polls, views
        changed = {item for (item, answered), view in views.items() if was.get((item, answered)) != view}
        begun = {item for item in changed if (item, False) not in was}
        if not changed:
            return
        shared: dict[frozenset[ItemId], bytes] = {}

        def of(seat: ViewerSeat) -> bytes:
            answered = frozenset(changed & seat.answers.keys())
            if answered & begun:
                return self.frames(seat)
            if answered not in shared:
                shared[answered] = poll_frames(views[item, item in answered] for item in sorted(changed))
            return shared[answered]

        await self._seats.write(of)
