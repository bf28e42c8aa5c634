"""Authentication: a Bearer key, or a signed-in browser's cookie that only pages of our own origin may use.

Source: docs/protocol.md, Access; RFC 6750.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from ipaddress import ip_address
from typing import Final, Protocol, TypeAlias
from urllib.parse import urlsplit
from uuid import UUID

from aiohttp import web

from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.http import appkeys
from latecomer.http.client_address import client_address
from latecomer.http.connection import vouch
from latecomer.http.cookies import cookie as cookie_of


class Scope(StrEnum):
    """A permission of a key or session; ``admin`` implies all others."""

    READ = "read"
    """Numbers and statuses."""
    PEOPLE = "people"
    """Names, emails and what else is personal."""
    LINKS = "links"
    """Join links and presenters' links: whoever has one enters as that person."""
    WRITE = "write"
    REFUNDS = "refunds"
    """Giving payments back."""
    PRIVACY = "privacy"
    ADMIN = "admin"


class HostRight(StrEnum):
    """A right of a host's or presenter's link in the room of its own webinar."""

    MODERATE = "moderate"
    """The chat, the polls, and the take over: hosts and presenters."""
    DIRECT = "direct"
    """The start, the end and the invitations: hosts alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An authenticated caller: an API key, a session, or a presenter's link. ``expires_at`` is None for a key."""

    name: str
    scopes: frozenset[Scope]
    expires_at: Instant | None = None
    key: UUID | None = None
    """The key that was sent, or that the session was signed in with; None for the configured one and for a code."""
    session: UUID | None = None
    room: UUID | None = None
    """The only webinar of a presenter's link; None for a key or session, whose scopes decide."""
    rights: frozenset[HostRight] = frozenset()

    def may(self, scope: Scope) -> bool:
        """Return True when the caller holds the scope, or admin."""
        return scope in self.scopes or Scope.ADMIN in self.scopes


class Authenticator(Protocol):
    """The owner of a secret can be found with it; ``Access`` implements it."""

    async def caller_of_key(
        self, secret: str, now: Instant, *, address: str = "", fresh: bool = False
    ) -> Caller | None:
        """Return the owner of an API key, None for an unknown one; ``fresh`` bypasses the cache."""
        ...

    async def caller_of_session(
        self,
        secret: str,
        now: Instant,
        *,
        address: str = "",
        fresh: bool = False,
        only_rootless: bool = False,
    ) -> Caller | None:
        """Return the owner of a session cookie, None for an unknown one; ``only_rootless``: the cookie came under the
        old name.
        """
        ...


authenticator_key: web.AppKey[Authenticator] = web.AppKey("authenticator")

COOKIE: Final = "latecomer_session"
HOST_COOKIE: Final = "__Host-latecomer_session"
"""The cookie's name on https: no other host, no path and no page without TLS can set it."""

_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST_SECRET: Final = 512


LinkReader: TypeAlias = Callable[[str, Instant], Awaitable[Caller | None]]
host_links_key: web.AppKey[LinkReader] = web.AppKey("host_links")
"""Returns the caller that a presenter's link stands for, None for any other text."""

Refusal: TypeAlias = Callable[[str, str, str, Instant], Awaitable[None]]
note_refusal: web.AppKey[Refusal] = web.AppKey("note_refusal")
"""Called with each refused attempt: action, code, address, and time."""


async def caller_of(request: web.Request, now: Instant, *, fresh: bool = False) -> Caller:
    """Return the caller of a request; ``fresh`` bypasses the cache and asks the database.

    Raises: Refused not_signed_in (401); origin_not_allowed (403) for a cookie that another origin's page
    sent along; wrong_host (403); TooManyRequests (429) for unknown secrets.
    """
    caller = await find_caller(request, now, fresh=fresh)
    if caller is None:
        if "Authorization" in request.headers:
            await request.app[note_refusal]("use_key", "not_signed_in", client_address(request), now)
        raise Refused("not_signed_in", "send an API key as `Authorization: Bearer …`, or sign in")
    vouch(request.transport)
    return caller


async def find_caller(request: web.Request, now: Instant, *, fresh: bool = False) -> Caller | None:
    """Return the caller of a request, None for an anonymous one. When a key is sent, the cookie is ignored.

    Raises: Refused origin_not_allowed, wrong_host (403); TooManyRequests (429) for unknown secrets.
    """
    access = request.app[authenticator_key]
    header = request.headers.get("Authorization")
    address = client_address(request)
    if header is not None:
        secret = _bearer(header)
        if secret is None:
            return None
        reader = request.app.get(host_links_key)
        host = None if reader is None else await reader(secret, now)
        return host or await access.caller_of_key(secret, now, address=address, fresh=fresh)
    cookie = session_cookie(request)
    if not cookie or len(cookie) > _LONGEST_SECRET:
        return None
    _check_host(request)
    old = request.app[appkeys.settings].is_https and cookie_of(request, HOST_COOKIE) is None
    caller = await access.caller_of_session(cookie, now, address=address, fresh=fresh, only_rootless=old)
    if caller is not None and _needs_origin(request) and not same_origin(request):
        raise Refused("origin_not_allowed", "a signed-in browser may do this only from Latecomer's own pages")
    return caller


def session_cookie(request: web.Request) -> str | None:
    """Return the secret of the session; a session from before `__Host-` still comes under the old cookie name."""
    if request.app[appkeys.settings].is_https:
        return cookie_of(request, HOST_COOKIE) or cookie_of(request, COOKIE)
    return cookie_of(request, COOKIE)


def credential(request: web.Request) -> str:
    """Return a digest of the key or cookie that was sent, for counting; the secret cannot be computed from it."""
    header = request.headers.get("Authorization")
    secret = (session_cookie(request) if header is None else _bearer(header)) or ""
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _bearer(header: str) -> str | None:
    """Return the key in an Authorization header; the scheme may be in upper or lower case."""
    scheme, _, secret = header.partition(" ")
    secret = secret.strip()
    return secret if scheme.lower() == "bearer" and 0 < len(secret) <= _LONGEST_SECRET else None


def require(caller: Caller, scope: Scope) -> None:
    """Check that the caller has a scope. Raises: Refused missing_scope (403)."""
    if not caller.may(scope):
        raise Refused(
            "missing_scope",
            f"Your key lacks the scope {scope}. Use a key that has it, or ask an administrator for one.",
            values={"scope": scope},
        )


def require_room(caller: Caller, right: HostRight | None, webinar: str | None) -> None:
    """Refuse a presenter's link outside its own webinar, or without the right.

    Args: ``right``: that of the call, None for a call that no such link may make; ``webinar``: the id in its path.
    Raises: Refused missing_scope (403).
    """
    try:
        named = None if webinar is None else UUID(webinar)
    except ValueError:
        named = None
    if right is None or right not in caller.rights or named != caller.room:
        raise Refused(
            "missing_scope", "This link opens the room of its own webinar, with the rights of its holder."
        )


def same_origin(request: web.Request) -> bool:
    """Return True when the Origin header names this server: its public address, or the host of the request.

    For the host of the request the scheme is not compared: behind a proxy this process sees http when the browser used
    https.
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    try:
        asked = urlsplit(origin)
    except ValueError:
        return False
    public = urlsplit(request.app[appkeys.settings].public_url)
    if (asked.scheme, asked.netloc.lower()) == (public.scheme, public.netloc.lower()):
        return True
    return asked.scheme in {"http", "https"} and asked.netloc.lower() == request.host.lower()


def _check_host(request: web.Request) -> None:
    """Refuse a foreign host name. Its owner could point it at this server (DNS rebinding), and pages of that name would
    share our cookie. An address or localhost cannot be pointed elsewhere.

    Raises: Refused wrong_host (403).
    """
    try:
        name = urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        name = ""
    public = urlsplit(request.app[appkeys.settings].public_url)
    if name in (public.hostname, "localhost"):
        return
    try:
        ip_address(name)
    except ValueError:
        message = f"open this at {request.app[appkeys.settings].public_url}, which LATECOMER_PUBLIC_URL names"
        raise Refused("wrong_host", message) from None


def _needs_origin(request: web.Request) -> bool:
    """Return True when the cookie alone does not prove that our own page sent the request: for changes, and for
    websockets, which CORS does not guard.
    """
    return request.method not in _SAFE_METHODS or request.headers.get("Upgrade", "").lower() == "websocket"
