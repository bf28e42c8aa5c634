"""Endpoints: one declaration per REST call gives its routing, decoding, scopes and part of the OpenAPI document.

A handler is a plain async function. What its parameters are called and typed says where they come from:
``body`` is the request's body, ``query`` its query, every other parameter an id in the path; what it returns
is the answer.

    @endpoint("PATCH", "/webinars/{webinar}", scope=Scope.WRITE, summary="Change a webinar",
    errors=("event_over",)) async def change_webinar(call: Call, webinar: WebinarId, body: ChangeWebinar) ->
    WebinarBody: ...
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar, get_origin, get_type_hints
from uuid import UUID

import msgspec
from aiohttp import hdrs, web

from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant
from latecomer.core.inflate import ENCODINGS, Malformed, TooLarge, inflate
from latecomer.http import appkeys
from latecomer.http.auth import Caller, HostRight, Scope, caller_of, credential, require, require_room
from latecomer.http.client_address import client_address
from latecomer.http.connection import its_turn
from latecomer.http.problems import ClientLeft, UnsupportedEncoding
from latecomer.http.rate_limit import Limiter
from latecomer.http.wire import convert, decode, encode, field_error
from latecomer.http.withheld import shown_to

T = TypeVar("T")

API: Final = "/api/v1"
JSON_LIMIT: Final = 1024 * 1024
CSV_LIMIT: Final = 5 * 1024 * 1024
BODY_S: Final = 30.0
"""Seconds that a body may take to arrive."""

_CHEAP: Final = 2 * 1024
"""Bytes of a body that is read at once; reading a longer one may take milliseconds."""

limiter: web.AppKey[Limiter] = web.AppKey("limiter", Limiter)
"""Limits the calls of each key and session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An action for the audit log. ``summed`` actions are frequent calls by programs: they are counted per hour."""

    caller: Caller
    action: str
    at: Instant
    address: str
    target: str | None = None
    target_id: str | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    summed: bool = False


note_done: web.AppKey[Callable[[Done], Awaitable[None]]] = web.AppKey("note_done")
"""Called with every change before it is answered, and with exports before they begin."""

_Handler: TypeAlias = Callable[..., Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Call:
    """A REST call: its time and sender. ``caller`` is None on a public call."""

    request: web.Request
    now: Instant
    caller: Caller | None

    @property
    def app(self) -> web.Application:
        """Return the application that holds the services."""
        return self.request.app


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """The declaration of a REST call; ``body`` is bytes for text of the media types ``takes``, such as CSV.

    ``documented_body`` replaces ``body`` in the documents where the decoder is stricter or laxer than the documented
    type. ``produces`` is None for an answer without content.
    """

    method: str
    path: str
    summary: str
    description: str
    tag: str
    scope: Scope | None
    shows_people: bool
    public: bool
    status: int
    errors: tuple[str, ...]
    handler: _Handler
    path_parameters: tuple[str, ...]
    path_texts: frozenset[str]
    """The path parameters that are names; the others are ids."""
    body: type | None
    documented_body: type | None
    takes: tuple[str, ...]
    query: type[msgspec.Struct] | None
    response: type | None
    produces: str | None
    audited: bool
    host: HostRight | None
    """The right with which a presenter's link makes this call for its own webinar; None: it never does."""
    asks: bool
    """A call with a body that changes nothing, such as a preview: it is not in the audit log."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Authenticate, check the limits, decode, call the handler, encode."""
        now = request.app[appkeys.clock]()
        caller = None if self.public else await caller_of(request, now, fresh=self.scope is Scope.ADMIN)
        if caller is not None:
            request.app[limiter].take(credential(request), now)
            self._check(caller, request)
        arguments: dict[str, object] = {
            name: request.match_info[name] if name in self.path_texts else _id(request, name)
            for name in self.path_parameters
        }
        if self.query is not None:
            arguments["query"] = read_query(request, self.query)
        elif request.query:
            raise _unknown_parameter(next(iter(request.query)))
        if self.body is not None:
            arguments["body"] = await _read_body(request, self.body, self.takes, inflating=not self.public)
        call = Call(request, now, caller)
        if self.audited and self.method == "GET":
            await self._record(call, arguments, None)
        answer = await self.handler(call, **arguments)
        if self.method != "GET" and not self.asks and not getattr(arguments.get("query"), "preview", False):
            await self._record(call, arguments, answer)
        if isinstance(answer, web.StreamResponse):
            return answer
        if answer is None:
            return web.Response(status=self.status, headers={"Cache-Control": "no-store"})
        return json_response(shown_to(caller, answer), status=self.status)

    def _check(self, caller: Caller, request: web.Request) -> None:
        """Check that the caller may make this call. Raises: Refused missing_scope."""
        if caller.room is not None:
            require_room(caller, self.host, request.match_info.get("webinar"))
            return
        if self.scope is not None:
            require(caller, self.scope)
        if self.shows_people:
            require(caller, Scope.PEOPLE)

    async def _record(self, call: Call, arguments: Mapping[str, object], answer: object) -> None:
        """Write the call to the audit log. The target is the last id in the path, or the id of a created object."""
        if call.caller is None:
            return
        action = self.handler.__name__
        target, target_id = next(
            ((name, str(arguments[name])) for name in reversed(self.path_parameters)), (None, None)
        )
        if target is None and isinstance(made := getattr(answer, "id", None), UUID):
            target, target_id = action.partition("_")[2], str(made)
        counted = {name: getattr(answer, name, None) for name in _COUNTS}
        await record(
            call,
            action,
            target=target,
            target_id=target_id,
            details={name: count for name, count in counted.items() if isinstance(count, int)},
            summed=not (
                self.audited
                or call.caller.session is not None
                or self.method == "DELETE"
                or self.scope in (Scope.ADMIN, Scope.PRIVACY, Scope.REFUNDS)
            ),
        )


_COUNTS: Final = ("created", "updated", "skipped", "ended", "replayed")
"""The answers that count, and appear in the audit log."""


async def record(
    call: Call,
    action: str,
    *,
    caller: Caller | None = None,
    target: str | None = None,
    target_id: str | None = None,
    details: Mapping[str, object] | None = None,
    summed: bool = False,
) -> None:
    """Record an action in the audit log, by ``caller`` or the call's own."""
    who = caller or call.caller
    if who is not None:
        await call.app[note_done](
            Done(
                caller=who,
                action=action,
                at=call.now,
                address=client_address(call.request),
                target=target,
                target_id=target_id,
                details=details or {},
                summed=summed,
            )
        )


def endpoint(
    method: str,
    path: str,
    *,
    summary: str,
    tag: str,
    scope: Scope | None = None,
    shows_people: bool = False,
    public: bool = False,
    status: int = 200,
    errors: tuple[str, ...] = (),
    documented_body: type | None = None,
    takes: tuple[str, ...] = ("text/csv",),
    answers: type | None = None,
    produces: str = "application/json",
    audited: bool = False,
    asks: bool = False,
    host: HostRight | None = None,
) -> Callable[[_Handler], Endpoint]:
    """Declare a REST call.

    Args:
        path: below /api/v1; ids in braces.
        scope: what the caller needs; None: any key or session will do.
        shows_people: the caller needs the scope `people` as well: the answer is about people and nothing else, or
        can be asked for by name.
        public: anybody may call, without key or session.
        takes: the media types of a body of bytes, the one that the documents name first; "" is none given.
        answers: what the documents say it answers, for a handler that makes its own response.
        errors: the codes that this call's own service refuses with; those of reading the request come by
        themselves.
        audited: each call has an entry of its own in the audit log, whoever calls, reading too.
        asks: the call changes nothing, although its method is not GET; the audit log leaves it out.
        host: the right with which a presenter's link may call, for the webinar in the path.
    """

    def declare(handler: _Handler) -> Endpoint:
        hints = get_type_hints(handler)
        response = hints.pop("return")
        names = [
            name for name in inspect.signature(handler).parameters if name not in {"call", "body", "query"}
        ]
        if inspect.isclass(response) and issubclass(response, web.StreamResponse):
            response = answers
        empty = response is type(None) or status == 204
        return Endpoint(
            method=method,
            path=API + path,
            summary=summary,
            description=inspect.getdoc(handler) or "",
            tag=tag,
            scope=scope,
            shows_people=shows_people,
            public=public,
            status=204 if empty else status,
            errors=errors,
            handler=handler,
            path_parameters=tuple(names),
            path_texts=frozenset(name for name in names if hints[name] is str),
            body=hints.get("body"),
            documented_body=documented_body or hints.get("body"),
            takes=takes if hints.get("body") is bytes else ("application/json",),
            query=hints.get("query"),
            response=None if empty else response,
            produces=None if empty else produces,
            audited=audited,
            asks=asks,
            host=host,
        )

    return declare


def json_response(body: object, *, status: int = 200) -> web.Response:
    """Return a body as JSON; no cache may keep answers of the API."""
    return web.Response(
        body=encode(body),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def read_query(request: web.Request, kind: type[msgspec.Struct]) -> msgspec.Struct:
    """Return the query as ``kind``; only a parameter that is a tuple there may be repeated.

    Raises: Refused (422).
    """
    hints = get_type_hints(kind)
    fields: dict[str, object] = {}
    for name in request.query:
        values = request.query.getall(name)
        if name not in hints:
            raise _unknown_parameter(name)
        if get_origin(hints[name]) is tuple:
            fields[name] = values
        elif len(values) > 1:
            raise _field_refusal(FieldError(name, "repeated_parameter", "give this parameter once"))
        else:
            fields[name] = values[0]
    try:
        return convert(fields, kind)
    except msgspec.ValidationError as error:
        wrong = field_error(error)
        raise _field_refusal(FieldError(wrong.field.strip("/"), wrong.code, wrong.message)) from None


def media_type(request: web.Request) -> str:
    """Return the media type of the body, without parameters, in lower case; "" when none is given.

    aiohttp's own property parses parameters with the standard library's mail parser, whose time is quadratic in their
    number.
    """
    return request.headers.get(hdrs.CONTENT_TYPE, "").partition(";")[0].strip().lower()


async def read_bytes(
    request: web.Request, limit: int, *, within_s: float = BODY_S, inflating: bool = False
) -> bytes:
    """Return the body, at most ``limit`` bytes as sent and as decompressed.

    Args: ``inflating``: a compressed body is inflated; otherwise it is refused unread.
    Raises: Refused unsupported_encoding (415), body_too_large (413), body_too_slow (408), bad_request (400) for a body
        that is not valid HTTP, malformed_encoding (400); ClientLeft.
    """
    encoding = request.headers.get(hdrs.CONTENT_ENCODING, "identity").strip().lower()
    if encoding != "identity" and not (inflating and encoding in ENCODINGS):
        raise UnsupportedEncoding("gzip, deflate, identity" if inflating else "identity")
    if (request.content_length or 0) > limit:
        raise _too_large(limit)
    body = bytearray()
    try:
        async with asyncio.timeout(within_s):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > limit:
                    raise _too_large(limit)
    except TimeoutError as error:
        body.clear()
        raise Refused("body_too_slow", f"The body did not come within {within_s:g} s.") from error
    except web.RequestPayloadError as error:
        body.clear()
        raise Refused("bad_request", "The body is not valid HTTP.") from error
    except ConnectionError as error:
        body.clear()  # the error keeps this frame, and with it the body, until garbage is collected
        raise ClientLeft from error
    if len(body) > _CHEAP:
        await its_turn(request)
    if encoding == "identity":
        return bytes(body)
    try:
        return await asyncio.to_thread(inflate, bytes(body), encoding, limit)
    except TooLarge:
        raise _too_large(limit) from None
    except Malformed:
        raise Refused("malformed_encoding", f"The body is not complete {encoding} data.") from None


def _too_large(limit: int) -> Refused:
    return Refused("body_too_large", f"this call accepts bodies of up to {limit} bytes")


async def _read_body(request: web.Request, kind: type, takes: Sequence[str], *, inflating: bool) -> object:
    if media_type(request) not in takes:
        named = " or ".join(each for each in takes if each)
        raise Refused("unsupported_media_type", f"send this with Content-Type: {named}")
    if kind is bytes:
        return await read_bytes(request, CSV_LIMIT, inflating=inflating)
    return read_json(await read_bytes(request, JSON_LIMIT, inflating=inflating), kind)


def read_json(data: bytes, kind: type[T]) -> T:
    """Return a JSON body as ``kind``. Raises: Refused malformed_json (400), 422 with the field that is wrong."""
    try:
        return decode(data, kind)
    except msgspec.ValidationError as error:
        raise _field_refusal(field_error(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("malformed_json", f"the body is not valid JSON: {error}") from None


def _field_refusal(error: FieldError) -> Refused:
    where = error.field or "the body"
    return Refused(error.code, f"{where}: {error.message}", (error,))


def _unknown_parameter(name: str) -> Refused:
    return _field_refusal(FieldError(name[:200], "unknown_field", "this call has no such parameter"))


def _id(request: web.Request, name: str) -> UUID:
    try:
        return UUID(request.match_info[name])
    except ValueError:
        raise Refused(f"unknown_{name}", f"no {name} has this id") from None
