"""Bodies about who may call: keys and sessions.

Source: docs/protocol.md, Access.
"""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from latecomer.http.wire import Request, Response, Text, Time

ScopeName: TypeAlias = Literal["read", "people", "links", "write", "refunds", "privacy", "admin"]
"""A permission of a key or session; ``admin`` implies all others."""


class SignIn(Request, frozen=True, kw_only=True):
    """An API key, or the code of a one-time link: exactly one of the two."""

    key: Text | UnsetType = UNSET
    code: Text | UnsetType = UNSET


class SessionBody(Response, frozen=True, kw_only=True):
    """The signed-in caller. ``expires_at`` is null for a call with an API key."""

    name: str
    scopes: tuple[ScopeName, ...]
    expires_at: Time | None


class CreateKey(Request, frozen=True, kw_only=True):
    """An API key to make. ``admin`` implies every other scope."""

    name: Annotated[str, Meta(extra_json_schema={"minLength": 1, "maxLength": 200})]
    scopes: Annotated[tuple[ScopeName, ...], Meta(min_length=1, max_length=7)]
    expires_at: Time | None = None


class KeyBody(Response, frozen=True, kw_only=True):
    """An API key without its secret."""

    id: UUID
    name: str
    scopes: tuple[ScopeName, ...]
    created_at: Time
    expires_at: Time | None
    last_used_at: Time | None


class RotateKey(Request, frozen=True, kw_only=True):
    """The time for which the old secret stays valid: a day by default, so that a program can be given the new one
    meanwhile.
    """

    old_valid_s: Annotated[int, Meta(ge=0, le=30 * 86_400)] = 86_400


class NewKeyBody(Response, frozen=True, kw_only=True):
    """A new API key; ``key`` is shown this once and stored only as a hash."""

    id: UUID
    name: str
    scopes: tuple[ScopeName, ...]
    created_at: Time
    expires_at: Time | None
    key: str


class KeysBody(Response, frozen=True, kw_only=True):
    """All keys that are not revoked, oldest first; always one page."""

    items: tuple[KeyBody, ...]
    next_cursor: None = None


class ListedSessionBody(Response, frozen=True, kw_only=True):
    """A session: its owner, start and origin; `current` marks the session of this call. Null stands for data that was
    not stored at the time.
    """

    id: UUID
    name: str
    key_id: UUID | None
    scopes: tuple[ScopeName, ...]
    created_at: Time | None
    last_seen_at: Time | None
    expires_at: Time
    address: str | None
    browser: str | None
    current: bool


class SessionsBody(Response, frozen=True, kw_only=True):
    """All sessions that are valid now, the last seen first; always one page."""

    items: tuple[ListedSessionBody, ...]
    next_cursor: None = None


class EndedSessionsBody(Response, frozen=True, kw_only=True):
    """The number of sessions that were ended."""

    ended: int
