"""API keys, and the session of a signed-in browser."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from aiohttp import web

from latecomer.access.schemas import (
    CreateKey,
    KeyBody,
    KeysBody,
    NewKeyBody,
    ScopeName,
    SessionBody,
    SignIn,
)
from latecomer.access.service import SESSION_S, Access
from latecomer.core.errors import Refused
from latecomer.http import appkeys
from latecomer.http.auth import COOKIE, Caller, Scope
from latecomer.http.client_address import client_address
from latecomer.http.endpoint import Call, endpoint, json_response
from latecomer.http.rate_limit import Limiter
from latecomer.http.wire import Time, time_or_none

access_key: web.AppKey[Access] = web.AppKey("access")

sign_in_limiter: web.AppKey[Limiter] = web.AppKey("sign_in_limiter", Limiter)
"""Limits how often one address may try to sign in."""

_NAMES: Final[dict[Scope, ScopeName]] = {
    Scope.READ: "read",
    Scope.WRITE: "write",
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
    """With an API key, or with the code of a one-time link. Sets the cookie `latecomer_session`, which
    scripts cannot read and other sites cannot send."""
    call.app[sign_in_limiter].take(client_address(call.request), call.now)
    access = call.app[access_key]
    match body.key, body.code:
        case str(key), code if not isinstance(code, str):
            session = await access.sign_in_with_key(key, call.now)
        case key, str(code) if not isinstance(key, str):
            session = await access.sign_in_with_code(code, call.now)
        case _:
            raise Refused("invalid_value", "send either a key or a code", 422)
    response = json_response(_session(session.caller))
    response.set_cookie(
        COOKIE,
        session.secret,
        max_age=SESSION_S,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=call.app[appkeys.settings].is_https,
    )
    return response


@endpoint("GET", "/session", tag="Access", summary="Who is signed in")
async def read_session(call: Call) -> SessionBody:
    """The session of the cookie, or the key."""
    if call.caller is None:
        raise AssertionError("the endpoint is not public")
    return _session(call.caller)


@endpoint("DELETE", "/session", tag="Access", summary="Sign out", status=204)
async def sign_out(call: Call) -> web.Response:
    """Ends the session of the cookie; an API key stays what it is."""
    cookie = call.request.cookies.get(COOKIE)
    if cookie:
        await call.app[access_key].sign_out(cookie)
    response = web.Response(status=204)
    response.del_cookie(COOKIE, path="/", httponly=True, samesite="Strict")
    return response


@endpoint("GET", "/keys", tag="Access", scope=Scope.ADMIN, summary="List API keys")
async def list_keys(call: Call) -> KeysBody:
    """Those that are not revoked, oldest first, without their secrets."""
    keys = await call.app[access_key].keys()
    return KeysBody(
        items=tuple(
            KeyBody(id=key.id, name=key.name, scopes=_names(key.scopes), created_at=Time(key.created_at))
            for key in keys
        )
    )


@endpoint(
    "POST",
    "/keys",
    tag="Access",
    scope=Scope.ADMIN,
    summary="Make an API key",
    status=201,
    errors=("invalid_name", "invalid_scopes"),
)
async def create_key(call: Call, body: CreateKey) -> NewKeyBody:
    """Its secret is shown this once and stored only as a hash."""
    issued = await call.app[access_key].create_key(body.name, frozenset(map(Scope, body.scopes)), call.now)
    return NewKeyBody(
        id=issued.key.id,
        name=issued.key.name,
        scopes=_names(issued.key.scopes),
        created_at=Time(issued.key.created_at),
        key=issued.secret,
    )


@endpoint(
    "DELETE",
    "/keys/{key}",
    tag="Access",
    scope=Scope.ADMIN,
    summary="Revoke an API key",
    errors=("unknown_key",),
)
async def revoke_key(call: Call, key: UUID) -> None:
    """It stops working at once here, and within 30 s in every other process; its sessions end."""
    await call.app[access_key].revoke_key(key, call.now)


ENDPOINTS = (sign_in, read_session, sign_out, list_keys, create_key, revoke_key)
