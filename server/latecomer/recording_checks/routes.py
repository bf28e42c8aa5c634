"""Checks of recordings by REST."""

from __future__ import annotations

from aiohttp import web

from latecomer.core.ids import WebinarId
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import time_or_none
from latecomer.recording_checks.schemas import FindingBody, RecordingCheckBody
from latecomer.recording_checks.service import RecordingChecks
from latecomer.webinars.routes import webinars_key

checks_key: web.AppKey[RecordingChecks] = web.AppKey("recording_checks", RecordingChecks)


@endpoint(
    "GET",
    "/webinars/{webinar}/recording-check",
    tag="Webinars",
    scope=Scope.READ,
    summary="Read the check of a recording",
    errors=("unknown_webinar",),
)
async def read_recording_check(call: Call, webinar: WebinarId) -> RecordingCheckBody:
    """Return whether the webinar's recording can be played. It is checked when it is saved, every day, and when a
    viewer cannot play it."""
    return await _state(call, webinar)


@endpoint(
    "POST",
    "/webinars/{webinar}/recording-check",
    tag="Webinars",
    scope=Scope.WRITE,
    summary="Check a recording now",
    errors=("unknown_webinar",),
    status=202,
)
async def check_recording(call: Call, webinar: WebinarId) -> RecordingCheckBody:
    """Check the webinar's recording within seconds. Returns the latest check so far."""
    found = await call.app[webinars_key].get(webinar)
    await call.app[checks_key].ask(found.id, call.now)
    return await _state(call, webinar)


async def _state(call: Call, webinar: WebinarId) -> RecordingCheckBody:
    state = await call.app[checks_key].of(await call.app[webinars_key].get(webinar), call.now)
    return RecordingCheckBody(
        verdict=state.verdict,
        findings=tuple(FindingBody(code=each.code, value=each.value) for each in state.findings),
        length_s=state.length_s,
        checked_at=time_or_none(state.checked_at),
        viewers_failed=state.failures.viewers,
        last_failed_at=time_or_none(state.failures.latest_at),
    )


ENDPOINTS = (read_recording_check, check_recording)
