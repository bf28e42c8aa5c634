"""/webinars: create, read, change, delete, finish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web
from msgspec import UNSET, UnsetType, structs

from latecomer.core import phase
from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.status import Status
from latecomer.core.webinar import Recording, Webinar
from latecomer.http import appkeys
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Time, time_or_none
from latecomer.media.routes import asset_file
from latecomer.media.rules.library_recordings import LIBRARY, asset_of
from latecomer.webinars.cancel import Canceller
from latecomer.webinars.copies import Copies
from latecomer.webinars.finish import Finisher
from latecomer.webinars.members.schemas import FinishedBody, FinishQuery
from latecomer.webinars.schemas import (
    CancelWebinar,
    ChangedRecording,
    ChangeWebinar,
    CopyWebinar,
    CreateWebinar,
    NewRecording,
    PageQuery,
    RecordingBody,
    RundownTotals,
    WebinarBody,
    WebinarCaptionsBody,
    WebinarPageBody,
)
from latecomer.webinars.service import NewWebinar, RecordingChange, WebinarChanges, Webinars

finisher_key: web.AppKey[Finisher] = web.AppKey("finishing")
webinars_key: web.AppKey[Webinars] = web.AppKey("webinars")

copies: web.AppKey[Copies] = web.AppKey("copies", Copies)
canceller: web.AppKey[Canceller] = web.AppKey("cancelling", Canceller)

_UNTOLD_MS: Final = 3_600_000
"""The default length of an event whose end is not given."""

_SIGNED_MS: Final = 60 * 60 * 1_000
"""Milliseconds for which a signed address of a recording opens it."""

_RULES = (
    "invalid_name",
    "ends_before_starts",
    "unknown_timezone",
    "unknown_language",
    "invalid_url",
    "invalid_origin",
    "invalid_duration",
    "unknown_length",
    "asset_not_ready",
    "wrong_kind",
    "invalid_threshold",
    "invalid_grace",
    "invalid_limit",
)


def webinar_body(webinar: Webinar, status_counts: Mapping[Status, int], now: Instant) -> WebinarBody:
    """Return the body of a webinar at ``now``."""
    recording = webinar.recording
    return WebinarBody(
        id=webinar.id,
        name=webinar.name,
        starts_at=Time(webinar.starts_at),
        ends_at=Time(webinar.ends_at),
        timezone=webinar.timezone,
        language=webinar.language,
        recording=None if recording is None or recording.is_replay else _recording_body(recording),
        captions=tuple(WebinarCaptionsBody(id=each.id, language=each.language) for each in webinar.captions),
        rundown=None
        if recording is None or not recording.is_replay
        else RundownTotals(
            version=webinar.rundown_version,
            duration_s=recording.duration_s,
            playable_s=recording.playable_s or recording.duration_s,
        ),
        live_url=webinar.live_url,
        watch_url=webinar.watch_url,
        allowed_origins=webinar.allowed_origins,
        watch_threshold_s=webinar.watch_threshold_s,
        finish_grace_s=webinar.finish_grace_s,
        attendee_limit=webinar.attendee_limit,
        registrant_limit=webinar.registrant_limit,
        cancellations=webinar.cancellations,
        flip_on=webinar.flip_on,
        show_viewers=webinar.show_viewers,
        has_provider=webinar.has_provider,
        phase=phase.phase(webinar, now),
        mode=phase.mode(webinar, now),
        days_left=phase.days_left(webinar, now),
        closes_at=Time(phase.closes_at(webinar)),
        finished_at=time_or_none(webinar.finished_at),
        cancelled_at=time_or_none(webinar.cancelled_at),
        status_counts={status: status_counts.get(status, 0) for status in Status},
        created_at=Time(webinar.created_at),
    )


async def _described(call: Call, webinar: WebinarId) -> WebinarBody:
    service = call.app[webinars_key]
    listed = await service.describe(webinar)
    body = webinar_body(listed.webinar, listed.status_counts, call.now)
    is_correctable = await service.times_correctable(listed.webinar, call.now)
    return structs.replace(body, times_correctable=True) if is_correctable else body


def _at(time: Time | UnsetType) -> Instant | UnsetType:
    return time.at if isinstance(time, Time) else UNSET


def _recording(asked: ChangedRecording | UnsetType | None) -> RecordingChange | UnsetType | None:
    if isinstance(asked, ChangedRecording):
        return _named(asked, replaces=asked.replaces)
    return asked


async def library_recording(request: web.Request) -> web.StreamResponse:
    """Return a file of the media library that is a recording: from 30 s before an automated event, from the end of any
    other, until the on-demand window closes. Raises: Refused not_yet (403), unknown_asset (404)."""
    now = request.app[appkeys.clock]()
    named = asset_of(request.path)
    if named is None:
        raise Refused("unknown_asset", "There is no such recording.")
    asset_id, name = named
    if not await request.app[webinars_key].is_open(asset_id, now):
        raise Refused("not_yet", "No webinar plays this now.")
    return await asset_file(request, asset_id, name, until_at=now + _SIGNED_MS)


def add_library_recordings(app: web.Application) -> None:
    """Route recordings that are files of the media library."""
    app.router.add_get(LIBRARY + "{asset}/{file}", library_recording)


def _named(asked: NewRecording | ChangedRecording, *, replaces: bool = False) -> RecordingChange:
    """Return a recording named by its address or by a file of the library. Raises: Refused invalid_url for
    both, missing_field for neither."""
    has_url, has_asset = not isinstance(asked.url, UnsetType), not isinstance(asked.asset_id, UnsetType)
    if has_url == has_asset:
        message = "Give the recording's url, or the asset_id of a film of the media library."
        code = "invalid_url" if has_url else "missing_field"
        raise Refused(code, message, (FieldError("/recording/url", code, message),))
    return RecordingChange(
        url="" if isinstance(asked.url, UnsetType) else asked.url,
        asset_id=None if isinstance(asked.asset_id, UnsetType) else asked.asset_id,
        duration_s=asked.duration_s,
        replaces=replaces,
    )


def _recording_body(recording: Recording) -> RecordingBody:
    of_library = asset_of(recording.url)
    return RecordingBody(
        url=recording.url,
        asset_id=UNSET if of_library is None else of_library[0],
        duration_s=recording.duration_s,
        version=recording.version,
    )


@endpoint(
    "POST",
    "/webinars",
    tag="Webinars",
    scope=Scope.WRITE,
    summary="Create a webinar",
    status=201,
    errors=("another_event_running", *_RULES),
)
async def create_webinar(call: Call, body: CreateWebinar) -> WebinarBody:
    """Create a webinar. A webinar whose end is in the past is accepted but not finished
    automatically; call …/finish.
    """
    recording = body.recording
    webinar = await call.app[webinars_key].create(
        NewWebinar(
            name=body.name,
            starts_at=body.starts_at.at,
            ends_at=body.ends_at.at if body.ends_at else body.starts_at.at + _UNTOLD_MS,
            timezone=body.timezone,
            language=body.language,
            recording=None if recording is None else _named(recording),
            live_url=body.live_url,
            watch_url=body.watch_url,
            allowed_origins=body.allowed_origins,
            watch_threshold_s=body.watch_threshold_s,
            finish_grace_s=body.finish_grace_s,
            attendee_limit=body.attendee_limit,
            registrant_limit=body.registrant_limit,
            cancellations=body.cancellations,
            flip_on=body.flip_on,
            show_viewers=body.show_viewers,
        ),
        call.now,
    )
    return webinar_body(webinar, {}, call.now)


@endpoint(
    "GET", "/webinars", tag="Webinars", scope=Scope.READ, summary="List webinars", errors=("invalid_cursor",)
)
async def list_webinars(call: Call, query: PageQuery) -> WebinarPageBody:
    """List webinars, latest start first."""
    page = await call.app[webinars_key].list(query.limit, query.cursor)
    return WebinarPageBody(
        items=tuple(webinar_body(item.webinar, item.status_counts, call.now) for item in page.items),
        next_cursor=page.next_cursor,
    )


@endpoint(
    "GET",
    "/webinars/{webinar}",
    tag="Webinars",
    scope=Scope.READ,
    summary="Read a webinar",
    errors=("unknown_webinar",),
)
async def read_webinar(call: Call, webinar: WebinarId) -> WebinarBody:
    """Return a webinar with its present phase, and the number of members per status."""
    return await _described(call, webinar)


@endpoint(
    "PATCH",
    "/webinars/{webinar}",
    tag="Webinars",
    scope=Scope.WRITE,
    summary="Change a webinar",
    errors=(
        "unknown_webinar",
        "event_over",
        "another_event_running",
        "set_by_rundown",
        "programme_running",
        "has_rundown",
        "live_url_with_rundown",
        *_RULES,
    ),
)
async def change_webinar(call: Call, webinar: WebinarId, body: ChangeWebinar) -> WebinarBody:
    """Change a webinar. Times can be changed only before the event is over, or while `times_correctable`. A recording
    of another length, or one that `replaces` the old one, starts an empty coverage; watch durations stay."""
    await call.app[webinars_key].patch(
        webinar,
        WebinarChanges(
            name=body.name,
            starts_at=_at(body.starts_at),
            ends_at=_at(body.ends_at),
            timezone=body.timezone,
            language=body.language,
            recording=_recording(body.recording),
            live_url=body.live_url,
            watch_url=body.watch_url,
            allowed_origins=body.allowed_origins,
            watch_threshold_s=body.watch_threshold_s,
            finish_grace_s=body.finish_grace_s,
            attendee_limit=body.attendee_limit,
            registrant_limit=body.registrant_limit,
            cancellations=body.cancellations,
            flip_on=body.flip_on,
            show_viewers=body.show_viewers,
        ),
        call.now,
    )
    return await _described(call, webinar)


@endpoint(
    "DELETE",
    "/webinars/{webinar}",
    tag="Webinars",
    scope=Scope.WRITE,
    summary="Delete a webinar",
    errors=("unknown_webinar",),
)
async def delete_webinar(call: Call, webinar: WebinarId) -> None:
    """Delete a webinar with its members and everything recorded about them. Persons stay."""
    await call.app[webinars_key].delete(webinar)


@endpoint(
    "POST",
    "/webinars/{webinar}/finish",
    tag="Webinars",
    scope=Scope.WRITE,
    summary="Finish an event",
    errors=("unknown_webinar", "event_not_started", "event_cancelled"),
)
async def finish_webinar(call: Call, webinar: WebinarId, query: FinishQuery) -> FinishedBody:
    """Finish a webinar: registered members who did not attend become No-Shows. Before `ends_at` this also moves
    `ends_at` to now. The answer comes once all members are settled. With `preview=true` nothing changes: the answer has
    the number of members whose status would change, by their status now and then."""
    if query.preview:
        changes = await call.app[finisher_key].preview(webinar, call.now)
        moves: dict[str, Any] = {
            was.value: {to.value: n for to, n in then.items()} for was, then in changes.items()
        }
        return FinishedBody(**moves)
    counts = await call.app[finisher_key].finish(webinar, call.now)
    return FinishedBody(**{status.value: counts.get(status, 0) for status in Status})


@endpoint(
    "POST",
    "/webinars/{webinar}/cancel",
    tag="Webinars",
    scope=Scope.WRITE,
    summary="Cancel an event",
    errors=("unknown_webinar", "event_over"),
)
async def cancel_webinar(call: Call, webinar: WebinarId, body: CancelWebinar) -> WebinarBody:
    """Cancel a webinar: the event does not take place. All members with a seat, waiting or pending are informed by
    mail, and join links show it. At a provider it has to be cancelled by hand. Cancelling again changes nothing.
    """
    await call.app[canceller].cancel(webinar, body.reason, call.now)
    return await _described(call, webinar)


@endpoint(
    "POST",
    "/webinars/{webinar}/reinstate",
    tag="Webinars",
    scope=Scope.WRITE,
    summary="Reinstate a cancelled event",
    errors=("unknown_webinar", "event_over", "another_event_running"),
)
async def reinstate_webinar(call: Call, webinar: WebinarId) -> WebinarBody:
    """Reinstate a cancelled webinar; possible until its start. The same members are informed by mail."""
    await call.app[canceller].reinstate(webinar, call.now)
    return await _described(call, webinar)


@endpoint(
    "POST",
    "/webinars/{webinar}/copy",
    tag="Webinars",
    scope=Scope.WRITE,
    summary="Copy a webinar",
    status=201,
    errors=("unknown_webinar", "another_event_running"),
)
async def copy_webinar(call: Call, webinar: WebinarId, body: CopyWebinar) -> WebinarBody:
    """Create a webinar with the same settings, rundown, chat, registration form, mails and captions at another time.
    Members, their chat lines, answers and watch data, hosts, and connections are not copied. The form gets an address
    of its own."""
    made = await call.app[copies].copy(webinar, body.name, body.starts_at.at, call.now)
    return await _described(call, made.id)


ENDPOINTS = (
    create_webinar,
    list_webinars,
    read_webinar,
    change_webinar,
    delete_webinar,
    finish_webinar,
    cancel_webinar,
    reinstate_webinar,
    copy_webinar,
)
