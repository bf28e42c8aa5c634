"""The join link: one address before, during and after the event, as a page and as JSON.

Mail scanners fetch links too, and some run scripts, so a click counts only when the page's script has seen a sign of a
person. The script also removes the token from the address bar; a reload then requests /watch.

Source: docs/domain.md, The join link.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from msgspec import UNSET
from yarl import URL

from latecomer.core import join_link, phase
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.core.webinar import Webinar
from latecomer.http import appkeys
from latecomer.http.built_pages import player_styles, shell, wants_page
from latecomer.http.connection import vouch
from latecomer.http.endpoint import json_response, read_bytes, read_json
from latecomer.http.error_codes import status_of
from latecomer.http.rate_limit import Limiter
from latecomer.http.security_headers import HOST, page_policy
from latecomer.http.wire import Time
from latecomer.joining.schemas import (
    CannotPlay,
    ClickBody,
    ClickRequest,
    JoinBody,
    JoinCaptionsBody,
    JoinRecordingBody,
    JoinRundownBody,
    Sign,
)
from latecomer.joining.service import JoinLinks, JoinState
from latecomer.recording_checks.routes import checks_key
from latecomer.watching.playback.slots import viewer_admission_key
from latecomer.webinars.members.rules.status_decision import click_decides

join_links_key: web.AppKey[JoinLinks] = web.AppKey("joining")

click_limiter: web.AppKey[Limiter] = web.AppKey("click_limiter", Limiter)
"""Limits the clicks of each join link: each is a fact that is kept."""

_TOLD_AHEAD_MS: Final = 30_000
_ANYWHERE: Final = ("https:",)
_CLICK_LIMIT: Final = 1024
"""Bytes of a click's body."""


def add_join_link(app: web.Application) -> None:
    """Route the join link and what belongs to it."""
    app.router.add_get("/j/{token}", join)
    app.router.add_post("/j/{token}/click", click)
    app.router.add_post("/j/{token}/cannot-play", cannot_play)
    app.router.add_get("/j/{token}/calendar.ics", calendar)
    app.router.add_get("/j/{text:.*}", mistyped)
    app.router.add_get("/J/{text:.*}", mistyped)
    app.router.add_get("/watch", watch)
    app.router.add_get("/watch/{rest:.*}", watch)


async def join(request: web.Request) -> web.StreamResponse:
    """Return the join page, or with ``Accept: application/json`` its data; the HTTP status says whether the link is
    valid.

    Raises: Refused unknown_link (404), not_registered (403), window_closed (410).
    """
    if (found := join_link.in_text(request.match_info["token"])) not in (None, request.match_info["token"]):
        raise _moved(request, found)
    now = request.app[appkeys.clock]()
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        state = await request.app[join_links_key].state(request.match_info["token"], now)
    except Refused as refused:
        if wants_json:
            raise
        status = status_of(refused.code, request.path)
        return shell(request, "watch", page_policy(request, styles=player_styles(request)), status)
    vouch(request.transport, request.match_info["token"])
    if wants_json:
        response = json_response(_join_body(state, request.match_info["token"], now))
        response.headers["Vary"] = "Accept"
        return response
    policy = page_policy(request, media=_recording_origin(state.webinar), styles=player_styles(request))
    preferences = (await request.app[join_links_key].language(state), state.webinar.language)
    return shell(request, "watch", policy, preferences=preferences)


async def mistyped(request: web.Request) -> web.StreamResponse:
    """Redirect an address that contains a join link, such as one with a slash behind it, to the join link.

    Raises: Refused unknown_link (404) for programs; people see a page that says so.
    """
    if (found := join_link.in_text(request.match_info["text"])) is not None:
        raise _moved(request, found)
    if not wants_page(request):
        raise Refused("unknown_link", "This link is not valid. Ask for a new one.")
    return shell(request, "watch", page_policy(request, styles=player_styles(request)), 404)


def _moved(request: web.Request, token: str) -> web.HTTPFound:
    query = f"?{request.query_string}" if request.query_string else ""
    return web.HTTPFound(f"/j/{token}{query}", headers={"Cache-Control": "no-store"})


async def watch(request: web.Request) -> web.StreamResponse:
    """Return the join page without a token, for reloads. The recording is not known here."""
    secure = request.app[appkeys.settings].is_https
    media = _ANYWHERE if secure else (*_ANYWHERE, "http:")
    return shell(request, "watch", page_policy(request, media=media, styles=player_styles(request)))


async def click(request: web.Request) -> web.StreamResponse:
    """Record a click if the page saw a sign of a person. Returns: the next step, which does not depend on the sign.

    The body is empty or a ``ClickRequest``. Raises: Refused 422 for any other body; unknown_link (404), not_registered
    (403), window_closed (410); TooManyRequests.
    """
    now = request.app[appkeys.clock]()
    token = request.match_info["token"]
    # By member: what is not a link must not push the counts of links out.
    request.app[click_limiter].take(request.app[viewer_admission_key].whose(token).hex, now)
    signed = await _sign(request) is not None
    step = await request.app[join_links_key].click(token, now, signed=signed)
    vouch(request.transport, token)
    return json_response(ClickBody(next=step.next, url=step.url or UNSET))


async def cannot_play(request: web.Request) -> web.StreamResponse:
    """Record that the viewer's player cannot play the recording, and tell the host.

    The body is a ``CannotPlay``. Raises: Refused 422 for any other body; unknown_link (404), not_registered (403),
    window_closed (410), no_recording (409); TooManyRequests.
    """
    now = request.app[appkeys.clock]()
    token = request.match_info["token"]
    request.app[click_limiter].take(request.app[viewer_admission_key].whose(token).hex, now)
    said = read_json(await read_bytes(request, _CLICK_LIMIT), CannotPlay)
    state = await request.app[join_links_key].state(token, now)
    await request.app[checks_key].viewer_failed(state.webinar, state.member_id, said.reason, now)
    return web.Response(status=204, headers={"Cache-Control": "no-store"})


async def _sign(request: web.Request) -> Sign | None:
    text = await read_bytes(request, _CLICK_LIMIT)
    return read_json(text, ClickRequest).sign if text.strip() else None


async def calendar(request: web.Request) -> web.StreamResponse:
    """Return the event as a calendar file with the member's link in it (RFC 5545).

    Raises: Refused unknown_link (404), not_registered (403), window_closed (410).
    """
    now = request.app[appkeys.clock]()
    token = request.match_info["token"]
    state = await request.app[join_links_key].state(token, now)
    link = str(URL(request.app[appkeys.settings].public_url) / "j" / token)
    return web.Response(
        body=await request.app[join_links_key].calendar(state, link, now),
        content_type="text/calendar",
        charset="utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="event.ics"',
            "Cache-Control": "no-store",
        },
    )


def _join_body(state: JoinState, token: str, now: Instant) -> JoinBody:
    webinar = state.webinar
    recording = webinar.recording
    return JoinBody(
        phase=phase.phase(webinar, now),
        name=webinar.name,
        starts_at=Time(webinar.starts_at),
        ends_at=Time(webinar.ends_at),
        closes_at=Time(phase.closes_at(webinar)),
        opens_at=Time(webinar.starts_at - phase.EARLY_ENTRY_MS),
        timezone=webinar.timezone,
        server_time=Time(now),
        recording=None
        if recording is None or recording.is_replay or _is_early(webinar, now)
        else JoinRecordingBody(url=recording.url, duration_s=recording.duration_s),
        captions=tuple(
            JoinCaptionsBody(language=each.language, url=f"/captions/{each.id}.vtt")
            for each in webinar.captions
        ),
        live_url=webinar.live_url,
        watch_url=webinar.watch_url,
        rundown=None
        if recording is None or not recording.is_replay
        else JoinRundownBody(duration_s=recording.duration_s, playable_s=recording.playable_s or 0.0),
        automated=webinar.live_url is None,
        calendar_url=f"/j/{token}/calendar.ics",
        click_decides=click_decides(webinar, now),
        status=state.status,
    )


def _is_early(webinar: Webinar, now: Instant) -> bool:
    """Return True while the programme must stay hidden, until 30 s before the start; then media may be preloaded."""
    return webinar.is_automated and now < webinar.starts_at - _TOLD_AHEAD_MS


def _recording_origin(webinar: Webinar) -> tuple[str, ...]:
    """Return the origins from which the page may play the recording; () for files of our own.

    An address elsewhere may redirect, and a playlist names files elsewhere: only https is asked of those.
    """
    if webinar.recording is None or webinar.recording.is_replay:
        # It may come while the page waits for it.
        return _ANYWHERE
    address = urlsplit(webinar.recording.url)
    named = address.scheme in {"http", "https"} and HOST.fullmatch(address.netloc)
    return (f"{address.scheme}://{address.netloc}", *_ANYWHERE) if named else ()
