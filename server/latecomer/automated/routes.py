"""The rundown of a webinar: saved, read, checked, taken over and given back; its hosts and presenters.

Source: docs/automated.md
"""

from __future__ import annotations

from typing import Final

from aiohttp import web
from msgspec import UNSET

from latecomer.automated.host_links import HostLinks
from latecomer.automated.rules.preflight import Severity
from latecomer.automated.rules.presenters import Presenter, PresenterId
from latecomer.automated.rules.take_over import Destination
from latecomer.automated.schemas import (
    GiveBackBody,
    InvitePresenter,
    OnAirBody,
    OnAirQuery,
    PreflightBody,
    PreflightProblem,
    PresenterBody,
    PresentersBody,
    RundownBody,
    SaveRundown,
    TakeOverBody,
    on_air_body,
    rundown_body,
    to_items,
)
from latecomer.automated.service import Rundowns, Saved
from latecomer.core import presenter_link
from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import WebinarId
from latecomer.core.plain_text import plain_line
from latecomer.core.presenter_link import PresenterLink
from latecomer.http import appkeys
from latecomer.http.auth import HostRight, Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Time
from latecomer.people.rules import email_of
from latecomer.webinars.routes import finisher_key, webinar_body, webinars_key
from latecomer.webinars.schemas import WebinarBody

rundowns: web.AppKey[Rundowns] = web.AppKey("rundowns", Rundowns)
host_links: web.AppKey[HostLinks] = web.AppKey("host_links_service", HostLinks)

_RULES: Final = (
    "overlap",
    "too_long",
    "too_short",
    "negative_start",
    "too_many_items",
    "too_many_at_once",
    "unknown_item",
    "duplicate_id",
    "wrong_kind",
    "asset_not_ready",
    "beyond_media",
    "wrong_pages",
    "wrong_cue",
    "wrong_results",
    "wrong_question",
    "https_only",
    "invalid_url",
    "missing_field",
)
_CHANGES: Final = ("unknown_webinar", "not_open", "event_over", "no_rundown")


@endpoint(
    "GET",
    "/webinars/{webinar}/rundown",
    tag="Automated webinars",
    scope=Scope.READ,
    summary="Read a rundown",
    host=HostRight.MODERATE,
    errors=("unknown_webinar",),
)
async def read_rundown(call: Call, webinar: WebinarId) -> RundownBody:
    """Return the webinar's rundown; version 0 before the first save."""
    return saved_body(await call.app[rundowns].saved(webinar, call.now))


@endpoint(
    "PUT",
    "/webinars/{webinar}/rundown",
    tag="Automated webinars",
    scope=Scope.WRITE,
    summary="Save a rundown",
    errors=(
        "unknown_webinar",
        "event_over",
        "rundown_changed",
        "frozen",
        "answered",
        "live_url_with_rundown",
        "another_event_running",
        *_RULES,
    ),
)
async def save_rundown(call: Call, webinar: WebinarId, body: SaveRundown) -> RundownBody:
    """Save a rundown. Items keep their ids; the webinar's end follows from the last item and the buffer. Items that are
    on air, or begin within 30 s, stay whole: only their end can move. `version` is the edited version; if another was
    saved meanwhile, the answer is 409 `rundown_changed` with the items that changed and the name of who saved.
    """
    saved = await call.app[rundowns].save(
        webinar, body.version, body.buffer_s, to_items(body.items), call.now, name_of(call)
    )
    return saved_body(saved)


@endpoint(
    "GET",
    "/webinars/{webinar}/on_air",
    tag="Automated webinars",
    scope=Scope.READ,
    summary="What is on air at a moment",
    host=HostRight.MODERATE,
    errors=("unknown_webinar",),
)
async def read_on_air(call: Call, webinar: WebinarId, query: OnAirQuery) -> OnAirBody:
    """Return the items that viewers see at a moment, by the rundown as it is now."""
    programme = await call.app[rundowns].programme(webinar)
    answer = await call.app[rundowns].on_air(webinar, query.at.at if query.at else call.now)
    return on_air_body(answer, programme.webinar.starts_at)


@endpoint(
    "GET",
    "/webinars/{webinar}/preflight",
    tag="Automated webinars",
    scope=Scope.READ,
    summary="List the problems of a rundown",
    host=HostRight.MODERATE,
    errors=("unknown_webinar",),
)
async def read_preflight(call: Call, webinar: WebinarId) -> PreflightBody:
    """Check the rundown before the start. Errors spoil the event; warnings may be intended."""
    problems = await call.app[rundowns].preflight(webinar)
    return PreflightBody(
        ok=not any(problem.severity is Severity.ERROR for problem in problems),
        problems=tuple(
            PreflightProblem(
                code=problem.code,
                severity=problem.severity,
                message=problem.message,
                item_id=problem.item_id or UNSET,
            )
            for problem in problems
        ),
    )


@endpoint(
    "POST",
    "/webinars/{webinar}/take_over",
    tag="Automated webinars",
    scope=Scope.WRITE,
    summary="Take over from the rundown",
    host=HostRight.MODERATE,
    errors=(*_CHANGES, "invalid_url", "missing_message"),
)
async def take_over(call: Call, webinar: WebinarId, body: TakeOverBody) -> OnAirBody:
    """Take over: the rundown stops for every viewer, and the viewers are led elsewhere. A second take over only changes
    the destination."""
    await call.app[rundowns].take_over(
        webinar, Destination(body.to, body.url, body.message), call.now, name_of(call)
    )
    return await _now(call, webinar)


@endpoint(
    "POST",
    "/webinars/{webinar}/give_back",
    tag="Automated webinars",
    scope=Scope.WRITE,
    summary="End a take over",
    host=HostRight.MODERATE,
    errors=(*_CHANGES, "not_taken_over"),
)
async def give_back(call: Call, webinar: WebinarId, body: GiveBackBody) -> OnAirBody:
    """End a take over. `where_stopped`: the interrupted item goes on, and later items move. `wall_clock`: items that
    were planned for the time of the take over are not aired."""
    await call.app[rundowns].give_back(webinar, body.resume, call.now, name_of(call))
    return await _now(call, webinar)


@endpoint(
    "POST",
    "/webinars/{webinar}/end",
    tag="Automated webinars",
    scope=Scope.WRITE,
    summary="End a webinar now",
    host=HostRight.DIRECT,
    errors=("unknown_webinar", "event_not_started"),
)
async def end_webinar(call: Call, webinar: WebinarId) -> WebinarBody:
    """End the webinar, as `…/finish` does: the end moves to now, and all statuses follow."""
    await call.app[finisher_key].finish(webinar, call.now)
    listed = await call.app[webinars_key].describe(webinar)
    return webinar_body(listed.webinar, listed.status_counts, call.now)


@endpoint(
    "GET",
    "/webinars/{webinar}/presenters",
    tag="Automated webinars",
    scope=Scope.WRITE,
    summary="List hosts and presenters",
    host=HostRight.DIRECT,
    errors=("unknown_webinar",),
)
async def list_presenters(call: Call, webinar: WebinarId) -> PresentersBody:
    """List the presenters, each with a personal link: its holder has the presenter's rights."""
    found = await call.app[rundowns].presenters(webinar)
    return PresentersBody(items=tuple(_presenter(call, presenter) for presenter in found))


@endpoint(
    "POST",
    "/webinars/{webinar}/presenters",
    tag="Automated webinars",
    scope=Scope.WRITE,
    summary="Invite a host or presenter",
    host=HostRight.DIRECT,
    status=201,
    errors=("unknown_webinar", "invalid_email", "missing_field", "too_many_presenters"),
)
async def invite_presenter(call: Call, webinar: WebinarId, body: InvitePresenter) -> PresenterBody:
    """Invite a presenter: a person with a personal link, without membership, seat or attendance. The same address again
    changes name and role.
    """
    name = plain_line(body.name)
    if not name:
        problem = FieldError("/name", "missing_field", "Write the name that the room shows.")
        raise Refused(problem.code, problem.message, (problem,))
    presenter = await call.app[rundowns].invite(webinar, email_of(body.email), name, body.role, call.now)
    return _presenter(call, presenter)


@endpoint(
    "DELETE",
    "/webinars/{webinar}/presenters/{presenter}",
    tag="Automated webinars",
    scope=Scope.WRITE,
    summary="Remove a host or presenter",
    host=HostRight.DIRECT,
    errors=("unknown_presenter",),
)
async def dismiss_presenter(call: Call, webinar: WebinarId, presenter: PresenterId) -> None:
    """Remove a presenter. Their link stops working, and their room closes at once."""
    await call.app[rundowns].dismiss(webinar, presenter)
    call.app[host_links].forget()


def name_of(call: Call) -> str | None:
    """Return the name of the key, session, host or presenter that makes a call."""
    return call.caller.name if call.caller is not None and call.caller.name else None


def saved_body(saved: Saved) -> RundownBody:
    """Return a saved rundown for operators."""
    saving = saved.saving
    return rundown_body(
        saved.rundown, None if saving is None else saving.at, None if saving is None else saving.by
    )


async def _now(call: Call, webinar: WebinarId) -> OnAirBody:
    programme = await call.app[rundowns].programme(webinar)
    answer = await call.app[rundowns].on_air(webinar, call.now)
    return on_air_body(answer, programme.webinar.starts_at)


def _presenter(call: Call, presenter: Presenter) -> PresenterBody:
    settings = call.app[appkeys.settings]
    link = PresenterLink(presenter.webinar, presenter.id, presenter.serial)
    return PresenterBody(
        id=presenter.id,
        email=presenter.email,
        name=presenter.name,
        role=presenter.role,
        presenter_url=f"{settings.public_url}/p/{presenter_link.issue(settings.link_secret, link)}",
        created_at=Time(presenter.created_at),
    )


ENDPOINTS: Final = (
    read_rundown,
    save_rundown,
    read_on_air,
    read_preflight,
    take_over,
    give_back,
    end_webinar,
    list_presenters,
    invite_presenter,
    dismiss_presenter,
)
