"""The middleware of every handler: a request id, one log line, one count, and an answer to every error."""

from __future__ import annotations

import re
import secrets
from time import monotonic
from typing import Final

import structlog
from aiohttp import ClientConnectionResetError, hdrs, web
from aiohttp.typedefs import Handler

from latecomer.core.errors import Refused
from latecomer.http import appkeys
from latecomer.http.built_pages import not_found_page, wants_page
from latecomer.http.error_codes import CODES
from latecomer.http.metrics import note_request
from latecomer.http.problems import REQUEST_ID, ClientLeft, problem_response

_log = structlog.get_logger("latecomer.http")

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics", "/assets/{name}"})
_CLIENT_CLOSED: Final = 499
"""The client left before its answer: not an error, and not worth a traceback."""
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})


@web.middleware
async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the request an id, log it by its route (never its path, query or headers) and count it."""
    sent = request.headers.get("X-Request-Id", "")
    request[REQUEST_ID] = sent if _REQUEST_ID.fullmatch(sent) else secrets.token_hex(8)
    started_s = monotonic()
    response = await handler(request)
    took_s = monotonic() - started_s
    resource = request.match_info.route.resource
    route = "unmatched" if resource is None else resource.canonical
    method = request.method if request.method in _METHODS else "other"
    note_request(method, route, response.status, took_s)
    say = _log.debug if route in _QUIET else _log.info
    say(
        "request",
        method=method,
        route=route,
        status=response.status,
        ms=round(took_s * 1000, 1),
        request_id=request[REQUEST_ID],
    )
    return response


@web.middleware
async def answer_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every exception of a handler into problem details."""
    try:
        return await handler(request)
    except Refused as refused:
        return problem_response(request, refused)
    except web.HTTPException as error:
        return _answer_http(request, error)
    except Exception as error:
        if _client_left(request, error):
            return web.Response(status=_CLIENT_CLOSED)  # there is nobody to read it
        if request.transport is None and request.headers.get(hdrs.UPGRADE):
            raise  # an open websocket takes no other answer; it has the transport
        return _answer_failure(request, error)


def _client_left(request: web.Request, error: Exception) -> bool:
    return isinstance(error, ClientConnectionResetError | ClientLeft) or (
        isinstance(error, ConnectionResetError) and request.transport is None
    )


def _answer_failure(request: web.Request, error: Exception) -> web.StreamResponse:
    """Answer when an engine is unavailable, when it cannot store a text, or when our own code fails: the log gets the
    whole error, the client a code."""
    if isinstance(error, request.app.get(appkeys.not_text, ())):
        return _coded(request, "invalid_characters")
    if isinstance(error, (OSError, TimeoutError, *request.app.get(appkeys.outages, ()))):
        _log.warning("unavailable", error=type(error).__name__, request_id=request[REQUEST_ID])
        return _coded(request, "unavailable")
    _log.error("internal_error", request_id=request[REQUEST_ID], exc_info=error)
    return _coded(request, "internal_error")


def _answer_http(request: web.Request, error: web.HTTPException) -> web.StreamResponse:
    match error:
        case web.HTTPNotFound() if wants_page(request):
            return not_found_page(request)
        case web.HTTPNotFound():
            return _coded(request, "not_found")
        case web.HTTPMethodNotAllowed():
            return _coded(
                request, "method_not_allowed", {hdrs.ALLOW: ", ".join(sorted(error.allowed_methods))}
            )
        case web.HTTPRequestEntityTooLarge():
            return _coded(request, "body_too_large")
        case _ if error.status < 400:
            raise error
        case _:
            return problem_response(request, Refused("bad_request", error.reason), status=error.status)


def _coded(request: web.Request, code: str, headers: dict[str, str] | None = None) -> web.Response:
    return problem_response(request, Refused(code, CODES[code].meaning), headers)
