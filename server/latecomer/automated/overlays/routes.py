"""Polls and clicks for operators: open, close and publish a poll by hand, read results and clicks, download both.

Source: docs/automated.md, Overlays
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from aiohttp import web

from latecomer.automated.overlays.rules import Use, UseMode
from latecomer.automated.overlays.schemas import ClicksBody, ClicksOfItemBody, PollsBody, poll_results_body
from latecomer.automated.overlays.service import Overlays
from latecomer.automated.routes import name_of, rundowns
from latecomer.automated.rules.rundown import ItemId, PollState
from latecomer.automated.schemas import OnAirBody, item_body, on_air_body
from latecomer.core.ids import WebinarId
from latecomer.core.timestamps import to_text
from latecomer.http.auth import HostRight, Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.webinars.members.rules.csv_format import file_lines, file_start

overlays: web.AppKey[Overlays] = web.AppKey("overlays", Overlays)

_TAG: Final = "Automated webinars"
_CUE: Final = ("unknown_webinar", "unknown_poll", "not_open", "event_over", "no_rundown")


async def _set(call: Call, webinar: WebinarId, item: str, state: PollState) -> OnAirBody:
    await call.app[rundowns].set_poll(webinar, ItemId(item), state, call.now, name_of(call))
    programme = await call.app[rundowns].programme(webinar)
    return on_air_body(await call.app[rundowns].on_air(webinar, call.now), programme.webinar.starts_at)


@endpoint(
    "POST",
    "/webinars/{webinar}/polls/{item}/open",
    tag=_TAG,
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Open a poll",
    errors=_CUE,
)
async def open_poll(call: Call, webinar: WebinarId, item: str) -> OnAirBody:
    """Open a poll or survey by hand: it accepts answers, also before its planned start or after its end."""
    return await _set(call, webinar, item, PollState.OPEN)


@endpoint(
    "POST",
    "/webinars/{webinar}/polls/{item}/close",
    tag=_TAG,
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Close a poll",
    errors=_CUE,
)
async def close_poll(call: Call, webinar: WebinarId, item: str) -> OnAirBody:
    """Close a poll or survey by hand: it accepts no more answers, after 10 s of grace."""
    return await _set(call, webinar, item, PollState.CLOSED)


@endpoint(
    "POST",
    "/webinars/{webinar}/polls/{item}/publish",
    tag=_TAG,
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Publish the results of a poll",
    errors=(*_CUE, "wrong_results"),
)
async def publish_poll(call: Call, webinar: WebinarId, item: str) -> OnAirBody:
    """Close a poll and show its results to the room. A survey's results are never shown."""
    return await _set(call, webinar, item, PollState.PUBLISHED)


@endpoint(
    "POST",
    "/webinars/{webinar}/polls/{item}/unpublish",
    tag=_TAG,
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Hide the results of a poll",
    errors=_CUE,
)
async def unpublish_poll(call: Call, webinar: WebinarId, item: str) -> OnAirBody:
    """Hide a poll's results again; it stays closed."""
    return await _set(call, webinar, item, PollState.CLOSED)


@endpoint(
    "GET",
    "/webinars/{webinar}/polls",
    tag=_TAG,
    scope=Scope.READ,
    host=HostRight.MODERATE,
    summary="Read the results of polls",
    errors=("unknown_webinar",),
)
async def read_polls(call: Call, webinar: WebinarId) -> PollsBody:
    """Return the results of all polls and surveys; answers of the replay are kept apart."""
    results = await call.app[overlays].results(webinar, call.now)
    return PollsBody(items=tuple(map(poll_results_body, results)))


@endpoint(
    "GET",
    "/webinars/{webinar}/polls.csv",
    tag=_TAG,
    scope=Scope.READ,
    host=HostRight.MODERATE,
    summary="Download the answers to polls",
    errors=("unknown_webinar",),
    answers=bytes,
    produces="text/csv",
    shows_people=True,
    audited=True,
)
async def download_polls(call: Call, webinar: WebinarId) -> web.StreamResponse:
    """Download the answers: a row for each person and mode, a column for each question."""
    results = await call.app[overlays].results(webinar, call.now)
    columns: dict[tuple[ItemId, str], str] = {}
    labels: dict[tuple[ItemId, str], dict[str, str]] = {}
    for each in results:
        for question in each.item.questions:
            columns[each.item.id, question.id] = question.text
            labels[each.item.id, question.id] = {option.id: option.text for option in question.options}
    rows: dict[tuple[object, UseMode], dict[tuple[ItemId, str], object]] = {}
    heads: dict[tuple[object, UseMode], tuple[object, ...]] = {}
    for answer, email, first_name, last_name in await call.app[overlays].all_answers(webinar):
        key = (answer.member, answer.mode)
        heads[key] = (email, first_name, last_name, answer.mode)
        texts = labels.get((answer.item, answer.question), {})
        chosen = answer.value if isinstance(answer.value, list) else [answer.value]
        cell = "; ".join(
            texts.get(str(each), str(each).lower() if isinstance(each, bool) else str(each))
            for each in chosen
            if each is not None
        )
        rows.setdefault(key, {})[answer.item, answer.question] = cell
    return _csv(
        "polls.csv",
        ("email", "first_name", "last_name", "mode", *columns.values()),
        ((*heads[key], *(cells.get(column) for column in columns)) for key, cells in rows.items()),
    )


@endpoint(
    "GET",
    "/webinars/{webinar}/clicks",
    tag=_TAG,
    scope=Scope.READ,
    host=HostRight.MODERATE,
    summary="Read the clicks on overlays",
    errors=("unknown_webinar",),
)
async def read_clicks(call: Call, webinar: WebinarId) -> ClicksBody:
    """Return the members that saw, clicked and closed each overlay; those of the replay are kept apart."""
    counted = await call.app[overlays].uses(webinar)
    items = (await call.app[rundowns].programme(webinar)).rundown.overlays
    return ClicksBody(
        items=tuple(
            ClicksOfItemBody(
                item=item.id,
                kind=item_body(item).kind,
                title=item.title,
                mode=mode,
                seen=counted.get((item.id, mode, Use.SEEN), 0),
                clicked=counted.get((item.id, mode, Use.CLICKED), 0),
                closed=counted.get((item.id, mode, Use.CLOSED), 0),
            )
            for item in items
            for mode in UseMode
        )
    )


@endpoint(
    "GET",
    "/webinars/{webinar}/clicks.csv",
    tag=_TAG,
    scope=Scope.READ,
    host=HostRight.MODERATE,
    summary="Download the clicks on overlays",
    errors=("unknown_webinar",),
    answers=bytes,
    produces="text/csv",
    shows_people=True,
    audited=True,
)
async def download_clicks(call: Call, webinar: WebinarId) -> web.StreamResponse:
    """Download the uses of overlays: a row for each person, overlay, use and mode."""
    titles = {item.id: item.title for item in (await call.app[rundowns].programme(webinar)).rundown.overlays}
    found = await call.app[overlays].all_uses(webinar)
    return _csv(
        "clicks.csv",
        ("at", "email", "item", "title", "use", "mode", "member_id"),
        (
            (to_text(use.used_at), email, use.item, titles.get(use.item), use.use, use.mode, use.member)
            for use, email in found
        ),
    )


def _csv(name: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> web.Response:
    return web.Response(
        body=file_start(columns) + file_lines(rows),
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


ENDPOINTS: Final = (
    open_poll,
    close_poll,
    publish_poll,
    unpublish_poll,
    read_polls,
    download_polls,
    read_clicks,
    download_clicks,
)
