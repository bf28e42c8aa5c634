"""Refusals as answers: problem details with a stable code.

Source: RFC 9457.
"""

from __future__ import annotations

from typing import Final

from aiohttp import hdrs, web

from latecomer.core.errors import Refused
from latecomer.http.metrics import note_problem
from latecomer.http.wire import Problem, encode

REQUEST_ID: Final[web.RequestKey[str]] = web.RequestKey("request_id", str)
"""The id that the answer, the problem and the log line of one request share."""

MEDIA_TYPE: Final = "application/problem+json"


def problem_response(
    request: web.BaseRequest, refused: Refused, headers: dict[str, str] | None = None
) -> web.Response:
    """The answer to a refused request, with the headers that go with the refusal."""
    note_problem(refused.code)
    response = web.Response(
        body=problem_body(refused, request.get(REQUEST_ID, "")),
        status=refused.status,
        content_type=MEDIA_TYPE,
        headers=headers,
    )
    response.headers["Cache-Control"] = "no-store"
    if isinstance(refused, ComeBack):
        response.headers[hdrs.RETRY_AFTER] = str(refused.after_s)
    if isinstance(refused, UnsupportedEncoding):
        response.headers[hdrs.ACCEPT_ENCODING] = refused.taken
    if refused.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="latecomer"'
    return response


def problem_body(refused: Refused, request_id: str) -> bytes:
    """The problem details of a refusal as JSON."""
    return encode(
        Problem(
            type=f"/api/docs#code-{refused.code}",
            title=refused.code.replace("_", " ").capitalize(),
            status=refused.status,
            code=refused.code,
            detail=refused.message,
            request_id=request_id,
            errors=refused.fields,
        )
    )


class ComeBack(Refused):
    """Refused for a while; ``after_s`` goes into Retry-After (RFC 9110, section 10.2.3)."""

    def __init__(self, code: str, message: str, status: int, after_s: int) -> None:
        super().__init__(code, message, status)
        self.after_s = after_s


class UnsupportedEncoding(Refused):
    """Refused for its Content-Encoding; ``taken`` goes into Accept-Encoding (RFC 9110, section 15.5.16)."""

    def __init__(self, taken: str) -> None:
        super().__init__("unsupported_encoding", f"send this with Content-Encoding: {taken}", 415)
        self.taken = taken


class TooManyRequests(ComeBack):
    """Somebody asks too often."""

    def __init__(self, after_s: int) -> None:
        super().__init__("too_many_requests", f"too many requests: come back in {after_s} s", 429, after_s)
