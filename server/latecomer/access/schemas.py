"""Bodies about who may call: keys and sessions.

Source: docs/protocol.md, Access.
"""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from latecomer.http.wire import Request, Response, Text, Time

ScopeName: TypeAlias = Literal["read", "write", "privacy", "admin"]
"""What a key or session may do; ``admin`` implies all."""


class SignIn(Request, frozen=True, kw_only=True):
    """An API key, or the code of a one-time link: one of the two."""

    key: Text | UnsetType = UNSET
    code: Text | UnsetType = UNSET


class SessionBody(Response, frozen=True, kw_only=True):
    """Who is signed in. ``expires_at`` is null for a call with an API key."""

    name: str
    scopes: tuple[ScopeName, ...]
    expires_at: Time | None


class CreateKey(Request, frozen=True, kw_only=True):
    """An API key to make. ``admin`` implies every other scope."""

    name: Annotated[str, Meta(extra_json_schema={"minLength": 1, "maxLength": 200})]
    scopes: Annotated[tuple[ScopeName, ...], Meta(min_length=1, max_length=4)]


class KeyBody(Response, frozen=True, kw_only=True):
    """An API key without its secret."""

    id: UUID
    name: str
    scopes: tuple[ScopeName, ...]
    created_at: Time


class NewKeyBody(Response, frozen=True, kw_only=True):
    """A new API key; ``key`` is shown this once and stored only as a hash."""

    id: UUID
    name: str
    scopes: tuple[ScopeName, ...]
    created_at: Time
    key: str


class KeysBody(Response, frozen=True, kw_only=True):
    """All keys that are not revoked, oldest first; always one page."""

    items: tuple[KeyBody, ...]
    next_cursor: None = None
