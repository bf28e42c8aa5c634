"""Answers to polls and surveys, and the uses of overlays: stored before they are confirmed, once for each member.

Source: docs/automated.md, Overlays
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from latecomer.automated.outgoing import RoomMode, note_answer, note_click
from latecomer.automated.overlays import queries
from latecomer.automated.overlays.queries import Answer, Counted, OverlayUse
from latecomer.automated.overlays.rules import (
    Answers,
    PollResults,
    PollView,
    QuestionResults,
    Use,
    UseMode,
    Value,
    answer_of,
    answers_count_as,
    last_state,
    mode_of,
    on_air_now,
    overlay_in_use,
    results_of,
    shows_results,
)
from latecomer.automated.rules.rundown import ItemId, Poll, QuestionsItem, Rundown, Survey
from latecomer.automated.service import Rundowns
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Pool

_COUNT_MS: Final = 1_000
_MOST: Final = 500


@dataclass(slots=True)
class _Counts:
    read_at: Instant = -_COUNT_MS
    counts: list[Counted] = field(default_factory=list)
    answered: Mapping[tuple[ItemId, str, UseMode], int] = field(default_factory=dict)


def _nobody(_: WebinarId) -> None:
    """Ignore a change: nobody wants to hear of it."""


class Overlays:
    """Answers and uses of this installation."""

    def __init__(
        self, pool: Pool, rundowns: Rundowns, changed: Callable[[WebinarId], None] = _nobody
    ) -> None:
        """``changed`` is called after each commit that changed an answer."""
        self._pool = pool
        self._changed = changed
        self._rundowns = rundowns
        self._counted: OrderedDict[WebinarId, _Counts] = OrderedDict()

    async def answer(
        self,
        webinar: Webinar,
        rundown: Rundown,
        member: MemberId,
        item_id: ItemId,
        question_id: str,
        value: Value | float,
        now: Instant,
    ) -> Value:
        """Store a member's answer, replacing an earlier one. Returns: the answer in the form in which it is stored.

        Raises: Refused unknown_poll, poll_closed, invalid_answer.
        """
        item = rundown.find(item_id)
        if not isinstance(item, (Poll, Survey)):
            raise Refused("unknown_poll", "There is no such poll.")
        question = next((each for each in item.questions if each.id == question_id), None)
        if question is None:
            raise Refused("unknown_poll", "This poll has no such question.")
        mode = answers_count_as(rundown, webinar, item, now)
        if mode is None:
            raise Refused("poll_closed", "This poll accepts no more answers.")
        checked = answer_of(question, value)
        if checked is None:
            raise Refused("invalid_answer", "The answer does not fit this question.")
        answer = Answer(
            webinar=webinar.id,
            item=item_id,
            question=question_id,
            member=member,
            mode=mode,
            value=checked,
            answered_at=now,
        )
        async with self._pool.acquire() as conn, conn.transaction():
            if is_new := await queries.put_answer(conn, answer):
                await note_answer(conn, member, item, question, checked, _told(mode), now)
        if is_new and mode is UseMode.LIVE:
            self._changed(webinar.id)
        return checked

    async def use(
        self, webinar: Webinar, rundown: Rundown, member: MemberId, item_id: ItemId, use: Use, now: Instant
    ) -> None:
        """Store a use of an overlay, once for each member, item and mode. Raises: Refused unknown_item."""
        found = overlay_in_use(rundown, webinar, item_id, now)
        if found is None:
            raise Refused("unknown_item", "This is not on air.")
        item, mode = found
        used = OverlayUse(webinar=webinar.id, item=item_id, use=use, mode=mode, member=member, used_at=now)
        async with self._pool.acquire() as conn, conn.transaction():
            if await queries.put_use(conn, used) and use is Use.CLICKED:
                await note_click(conn, member, item, _told(mode), now)

    async def views(
        self, webinar: Webinar, rundown: Rundown, member: MemberId, now: Instant
    ) -> tuple[PollView, ...]:
        """Return the polls that are on air, or in the replay, as a member sees them. Errors: Postgres's."""
        mode = mode_of(webinar, now)
        if not on_air_now(rundown, webinar, now):
            return ()
        mine = (await self.answers(webinar.id, [member], mode)).get(member, {})
        return await self.views_of(webinar, rundown, mine, now)

    async def views_of(
        self, webinar: Webinar, rundown: Rundown, mine: Answers, now: Instant
    ) -> tuple[PollView, ...]:
        """Return the same as ``views`` for a member with these answers. Errors: Postgres's."""
        views: list[PollView] = []
        mode = mode_of(webinar, now)
        for item, state in on_air_now(rundown, webinar, now):
            own = mine.get(item.id, {})
            came_to = state if mode is UseMode.LIVE else last_state(item)
            visible = shows_results(item, came_to, has_answered=bool(own))
            # The replay shows what came of the live event, and keeps its own answers apart.
            results = await self.counted(webinar.id, item, UseMode.LIVE, now) if visible else None
            views.append(PollView(item=item, state=state, mine=own, results=results))
        return tuple(views)

    async def answers(
        self, webinar: WebinarId, members: Sequence[MemberId], mode: UseMode
    ) -> dict[MemberId, Answers]:
        """Return the answers of each of these members in one mode; those without are missing. Errors: Postgres's."""
        async with self._pool.acquire() as conn:
            rows = await queries.answers_of(conn, webinar, members, mode)
        found: dict[MemberId, dict[ItemId, dict[str, Value]]] = {}
        for row in rows:
            if row.value is not None:
                found.setdefault(row.member, {}).setdefault(row.item, {})[row.question] = row.value
        return {member: dict(answers) for member, answers in found.items()}

    async def results(self, webinar_id: WebinarId, now: Instant) -> tuple[PollResults, ...]:
        """Return the results of all polls and surveys of a webinar. Raises: Refused unknown_webinar."""
        rundown = (await self._rundowns.programme(webinar_id)).rundown
        self._counted.pop(webinar_id, None)
        return tuple(
            [
                PollResults(item=item, mode=mode, questions=await self.counted(webinar_id, item, mode, now))
                for item in rundown.overlays
                if isinstance(item, (Poll, Survey))
                for mode in UseMode
            ]
        )

    async def uses(self, webinar_id: WebinarId) -> Mapping[tuple[ItemId, UseMode, Use], int]:
        """Return the number of members by item, mode and use. Raises: Refused unknown_webinar."""
        await self._rundowns.programme(webinar_id)
        async with self._pool.acquire() as conn:
            return await queries.uses(conn, webinar_id)

    async def all_answers(
        self, webinar_id: WebinarId
    ) -> list[tuple[Answer, str | None, str | None, str | None]]:
        """Return all answers with email and names. Raises: Refused unknown_webinar."""
        await self._rundowns.programme(webinar_id)
        async with self._pool.acquire() as conn:
            return await queries.all_answers(conn, webinar_id)

    async def all_uses(self, webinar_id: WebinarId) -> list[tuple[OverlayUse, str | None]]:
        """Return all uses with the email. Raises: Refused unknown_webinar."""
        await self._rundowns.programme(webinar_id)
        async with self._pool.acquire() as conn:
            return await queries.all_uses(conn, webinar_id)

    async def counted(
        self, webinar_id: WebinarId, item: QuestionsItem, mode: UseMode, now: Instant
    ) -> tuple[QuestionResults, ...]:
        """Return an item's results, counted at most once a second by this process."""
        counted = self._counted.setdefault(webinar_id, _Counts())
        if not 0 <= now - counted.read_at < _COUNT_MS:
            async with self._pool.acquire() as conn:
                counted.counts = await queries.counts(conn, webinar_id)
                counted.answered = await queries.answered(conn, webinar_id)
            counted.read_at = now
            while len(self._counted) > _MOST:
                self._counted.popitem(last=False)
        return tuple(
            results_of(
                question,
                {
                    each.value: each.count
                    for each in counted.counts
                    if (each.item, each.question, each.mode) == (item.id, question.id, mode)
                },
                counted.answered.get((item.id, question.id, mode), 0),
            )
            for question in item.questions
        )


def _told(mode: UseMode) -> RoomMode:
    return "live" if mode is UseMode.LIVE else "replay"
