"""Clicks, answers and chat lines on the timeline of their member. Source: docs/automated.md, Overlays and Chat"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from latecomer.automated import queries as rundowns
from latecomer.automated.chat import queries as chat
from latecomer.automated.chat.rules import Line
from latecomer.automated.overlays import queries as overlays
from latecomer.automated.overlays.rules import Value
from latecomer.automated.rules.rundown import OVERLAY, Option, OverlayItem, Poll, Question, Rundown, Survey
from latecomer.core.facts import Source
from latecomer.core.ids import Instant, MemberId
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.queries.timeline import EntryPosition, TimelineEntry
from latecomer.webinars.members.timeline import TimelineSource

_CLICKS: Final = 6
_ANSWERS: Final = 7
_LINES: Final = 8


def sources() -> tuple[TimelineSource, ...]:
    """Return the timeline sources of rooms: clicks on overlays, answers to polls, lines of the chat."""
    return (
        TimelineSource(kind="clicked", rank=_CLICKS, page=_clicks),
        TimelineSource(kind="answered", rank=_ANSWERS, page=_answers),
        TimelineSource(kind="line", rank=_LINES, page=_lines),
    )


def _before(after: EntryPosition | None, rank: int) -> tuple[Instant, int] | None:
    """Return the position of the last entry of the previous page, for the comparison with entries of the same
    instant."""
    if after is None:
        return None
    if after.rank == rank:
        return after.at, after.id
    return after.at, 0 if after.rank < rank else 2**62


async def _clicks(
    conn: Conn, member: MemberId, after: EntryPosition | None, limit: int
) -> Sequence[TimelineEntry]:
    found = await overlays.clicks_page(conn, member, _before(after, _CLICKS), limit)
    if not found:
        return ()
    rundown = await rundowns.load(conn, found[0].webinar) or Rundown()
    entries = []
    for click in found:
        details = {"item": str(click.item), "mode": click.mode.value}
        item = rundown.find(click.item)
        if isinstance(item, OVERLAY) and (name := _name(item)):
            details["title"] = name
        entries.append(_entry("clicked", click.number, click.used_at, details))
    return entries


async def _answers(
    conn: Conn, member: MemberId, after: EntryPosition | None, limit: int
) -> Sequence[TimelineEntry]:
    found = await overlays.answers_page(conn, member, _before(after, _ANSWERS), limit)
    if not found:
        return ()
    rundown = await rundowns.load(conn, found[0].webinar) or Rundown()
    entries = []
    for answer in found:
        details = {"item": str(answer.item), "mode": answer.mode.value}
        item = rundown.find(answer.item)
        questions = item.questions if isinstance(item, (Poll, Survey)) else ()
        question = next((each for each in questions if each.id == answer.question), None)
        if question is not None:
            details["question"] = question.text
        if answer.value is not None:
            details["answer"] = answer_text(answer.value, question)
        entries.append(_entry("answered", answer.number, answer.answered_at, details))
    return entries


async def _lines(
    conn: Conn, member: MemberId, after: EntryPosition | None, limit: int
) -> Sequence[TimelineEntry]:
    found = await chat.lines_page(conn, member, _before(after, _LINES), limit)
    return [_entry("line", line.number, line.at, _line_details(line)) for line in found]


def _line_details(line: Line) -> dict[str, str]:
    details = {"line_id": str(line.id), "state": line.state.value}
    if line.text:
        details["text"] = line.text
    if line.is_question:
        details["question"] = "yes"
    return details


def answer_text(value: Value, question: Question | None) -> str:
    """Return an answer as text: the texts of options, numbers, true or false."""
    options: tuple[Option, ...] = () if question is None else question.options
    texts = {option.id: option.text for option in options}
    chosen = value if isinstance(value, list) else [value]
    return "; ".join(
        texts.get(str(each), str(each).lower() if isinstance(each, bool) else str(each)) for each in chosen
    )


def _name(item: OverlayItem) -> str | None:
    return item.title or getattr(item, "button", None) or getattr(item, "text", None)


def _entry(kind: str, number: int, at: Instant, details: dict[str, str]) -> TimelineEntry:
    return TimelineEntry(kind=kind, id=number, at=at, source=Source.VIEWER, details=details)
