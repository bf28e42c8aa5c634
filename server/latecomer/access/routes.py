"""API keys, and the session of a signed-in browser."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from aiohttp import web

from latecomer.access.queries import SessionRow
from latecomer.access.schemas import (
    CreateKey,
    EndedSessionsBody,
    KeyBody,
    KeysBody,
    ListedSessionBody,
    NewKeyBody,
    RotateKey,
    ScopeName,
    SessionBody,
    SessionsBody,
    SignIn,
)
from latecomer.access.service import SESSION_S, Access, IssuedKey, SignInFrom
from latecomer.core.errors import Refused, TooManyRequests
from latecomer.http import appkeys
from latecomer.http.auth import COOKIE, HOST_COOKIE, Caller, Scope, note_refusal, session_cookie
from latecomer.http.client_address import client_address, counted_as
from latecomer.http.endpoint import Call, endpoint, json_response, record
from latecomer.http.rate_limit import Limiter
from latecomer.http.wire import Time, time_or_none

access_key: web.AppKey[Access] = web.AppKey("access")

sign_in_limiter: web.AppKey[Limiter] = web.AppKey("sign_in_limiter", Limiter)
"""Limits how often one address may try to sign in."""

_NAMES: Final[dict[Scope, ScopeName]] = {
    Scope.READ: "read",
    Scope.PEOPLE: "people",
    Scope.LINKS: "links",
    Scope.WRITE: "write",
    Scope.REFUNDS: "refunds",
    Scope.PRIVACY: "privacy",
    Scope.ADMIN: "admin",
}


def _names(scopes: frozenset[Scope]) -> tuple[ScopeName, ...]:
    return tuple(name for scope, name in _NAMES.items() if scope in scopes)


def _session(caller: Caller) -> SessionBody:
    return SessionBody(
        name=caller.name, scopes=_names(caller.scopes), expires_at=time_or_none(caller.expires_at)
    )


@endpoint(
    "POST",
    "/session",
    tag="Access",
    public=True,
    summary="Sign in",
    errors=("invalid_key", "invalid_code", "invalid_value", "too_many_requests"),
    answers=SessionBody,
)
async def sign_in(call: Call, body: SignIn) -> web.Response:
    """With an API key, or with the code of a one-time link. Sets the cookie `latecomer_session`
    (`__Host-latecomer_session` on https), which scripts cannot read and other sites cannot send."""
    secret, by_key = _only(body)
    address = client_address(call.request)
    access = call.app[access_key]
    await _limit(call, secret, address)
    where = SignInFrom(address=address, browser=call.request.headers.get("User-Agent", ""))
    try:
        if by_key:
            session = await access.sign_in_with_key(secret, call.now, where)
        else:
            session = await access.sign_in_with_code(secret, call.now, where)
    except Refused as refused:
        await call.app[note_refusal]("sign_in", refused.code, address, call.now)
        raise
    await record(call, "sign_in", caller=session.caller, details={"with": "key" if by_key else "code"})
    response = json_response(_session(session.caller))
    secure = call.app[appkeys.settings].is_https
    response.set_cookie(
        HOST_COOKIE if secure else COOKIE,
        session.secret,
        max_age=SESSION_S,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=secure,
    )
    return response


def _only(body: SignIn) -> tuple[str, bool]:
    """Return the secret of a sign-in, and whether it is an API key (True) or a code."""
    match body.key, body.code:
        case str(key), code if not isinstance(code, str):
            return key, True
        case key, str(code) if not isinstance(key, str):
            return code, False
        case _:
            raise Refused("invalid_value", "send either a key or a code")


async def _limit(call: Call, secret: str, address: str) -> None:
    """Count a sign-in attempt of this address. A valid secret is never refused. Raises: TooManyRequests."""
    try:
        call.app[sign_in_limiter].take(counted_as(address), call.now)
    except TooManyRequests:
        if not await call.app[access_key].is_right(secret, call.now):
            raise


@endpoint("GET", "/session", tag="Access", summary="Who is signed in")
async def read_session(call: Call) -> SessionBody:
    """Return the caller: the session of the cookie, or the API key."""
    if call.caller is None:
        raise AssertionError("the endpoint is not public")
    return _session(call.caller)


@endpoint("DELETE", "/session", tag="Access", summary="Sign out", status=204)
async def sign_out(call: Call) -> web.Response:
    """End the session of the cookie. An API key is not changed."""
    cookie = session_cookie(call.request)
    if cookie:
        await call.app[access_key].sign_out(cookie)
    response = web.Response(status=204)
    secure = call.app[appkeys.settings].is_https
    for name in (HOST_COOKIE, COOKIE) if secure else (COOKIE,):
        response.del_cookie(name, path="/", httponly=True, samesite="Strict", secure=secure)
    return response


@endpoint("GET", "/keys", tag="Access", scope=Scope.ADMIN, summary="List API keys")
async def list_keys(call: Call) -> KeysBody:
    """List the keys that are not revoked, oldest first, without their secrets."""
    keys = await call.app[access_key].keys()
    return KeysBody(
        items=tuple(
            KeyBody(
                id=key.id,
                name=key.name,
                scopes=_names(key.scopes),
                created_at=Time(key.created_at),
                expires_at=time_or_none(key.expires_at),
                last_used_at=time_or_none(key.last_used_at),
            )
            for key in keys
        )
    )


@endpoint(
    "POST",
    "/keys",
    tag="Access",
    scope=Scope.ADMIN,
    summary="Create an API key",
    status=201,
    errors=("invalid_name", "invalid_scopes", "invalid_expiry"),
)
async def create_key(call: Call, body: CreateKey) -> NewKeyBody:
    """Create a key. Its secret is shown this once and stored only as a hash."""
    issued = await call.app[access_key].create_key(
        body.name,
        frozenset(map(Scope, body.scopes)),
        call.now,
        expires_at=None if body.expires_at is None else body.expires_at.at,
    )
    return _new_key(issued)


def _new_key(issued: IssuedKey) -> NewKeyBody:
    return NewKeyBody(
        id=issued.key.id,
        name=issued.key.name,
        scopes=_names(issued.key.scopes),
        created_at=Time(issued.key.created_at),
        expires_at=time_or_none(issued.key.expires_at),
        key=issued.secret,
    )


@endpoint(
    "POST",
    "/keys/{key}/rotate",
    tag="Access",
    scope=Scope.ADMIN,
    summary="Rotate an API key",
    status=201,
    errors=("unknown_key",),
)
async def rotate_key(call: Call, key: UUID, body: RotateKey) -> NewKeyBody:
    """Create a new key with the same name, scopes and expiry. The old key and its sessions stay valid for `old_valid_s`
    seconds."""
    return _new_key(await call.app[access_key].rotate_key(key, body.old_valid_s, call.now))


@endpoint(
    "DELETE",
    "/keys/{key}",
    tag="Access",
    scope=Scope.ADMIN,
    summary="Revoke an API key",
    errors=("unknown_key",),
)
async def revoke_key(call: Call, key: UUID) -> None:
    """Revoke a key and end its sessions at once. While Redis does not answer, other processes accept the key for up to
    30 s more."""
    await call.app[access_key].revoke_key(key, call.now)


@endpoint("GET", "/sessions", tag="Access", scope=Scope.ADMIN, summary="List sessions")
async def list_sessions(call: Call) -> SessionsBody:
    """List the sessions that are valid now: since when, from where, and last seen when (to five minutes)."""
    current = None if call.caller is None else call.caller.session
    rows = await call.app[access_key].sessions(call.now)
    return SessionsBody(items=tuple(_listed(row, current) for row in rows))


def _listed(row: SessionRow, current: UUID | None) -> ListedSessionBody:
    return ListedSessionBody(
        id=row.id,
        name=row.name,
        key_id=row.key,
        scopes=_names(frozenset(map(Scope, row.scopes))),
        created_at=time_or_none(row.created_at),
        last_seen_at=time_or_none(row.last_seen_at),
        expires_at=Time(row.expires_at),
        address=row.address,
        browser=row.browser,
        current=row.id == current,
    )


@endpoint(
    "DELETE",
    "/sessions/{session}",
    tag="Access",
    scope=Scope.ADMIN,
    summary="End a session",
    errors=("unknown_session",),
)
async def end_session(call: Call, session: UUID) -> None:
    """End a session. It stops working at once; its open dashboards are closed within 30 s."""
    await call.app[access_key].end_session(session)


@endpoint("DELETE", "/sessions", tag="Access", scope=Scope.ADMIN, summary="End all other sessions")
async def end_sessions(call: Call) -> EndedSessionsBody:
    """End all sessions except the session of this call; a call with an API key ends all of them."""
    current = None if call.caller is None else call.caller.session
    return EndedSessionsBody(ended=await call.app[access_key].end_sessions(current))


ENDPOINTS = (
    sign_in,
    read_session,
    sign_out,
    list_keys,
    create_key,
    rotate_key,
    revoke_key,
    list_sessions,
    end_session,
    end_sessions,
)
