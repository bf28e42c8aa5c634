"""Refusals as answers: problem details with a stable code.

Source: RFC 9457, Problem Details for HTTP APIs; RFC 9110, section 10.2.3 (Retry-After).
"""

from __future__ import annotations

from typing import Final

from aiohttp import hdrs, web

from latecomer.core.errors import Refused
from latecomer.http.error_codes import status_of
from latecomer.http.metrics import note_problem
from latecomer.http.wire import Problem, encode

REQUEST_ID: Final[web.RequestKey[str]] = web.RequestKey("request_id", str)
"""The id that the answer, the problem and the log line of one request share."""

MEDIA_TYPE: Final = "application/problem+json"


def problem_response(
    request: web.BaseRequest,
    refused: Refused,
    headers: dict[str, str] | None = None,
    *,
    status: int | None = None,
) -> web.Response:
    """Return the answer to a refused request, with the headers that belong to the refusal.

    Args: ``status``: replaces the status of the code, for cases in which HTTP itself prescribes one.
    """
    note_problem(refused.code)
    status = status or status_of(refused.code, request.path)
    response = web.Response(
        body=problem_body(refused, status, request.get(REQUEST_ID, "")),
        status=status,
        content_type=MEDIA_TYPE,
        headers=headers,
    )
    response.headers["Cache-Control"] = "no-store"
    if refused.after_s is not None:
        response.headers[hdrs.RETRY_AFTER] = str(refused.after_s)
    if isinstance(refused, UnsupportedEncoding):
        response.headers[hdrs.ACCEPT_ENCODING] = refused.taken
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="latecomer"'
    return response


def problem_body(refused: Refused, status: int, request_id: str) -> bytes:
    """Return the problem details of a refusal as JSON."""
    return encode(
        Problem(
            type=f"/api/docs#code-{refused.code}",
            title=refused.code.replace("_", " ").capitalize(),
            status=status,
            code=refused.code,
            detail=refused.message,
            request_id=request_id,
            errors=refused.fields,
            values=refused.values,
        )
    )


class ClientLeft(Exception):
    """The connection ended before the request was complete: no answer is possible."""


class UnsupportedEncoding(Refused):
    """A request that was refused for its Content-Encoding; ``taken`` goes into Accept-Encoding (RFC 9110, section
    15.5.16)."""

    def __init__(self, taken: str) -> None:
        super().__init__("unsupported_encoding", f"send this with Content-Encoding: {taken}")
        self.taken = taken
