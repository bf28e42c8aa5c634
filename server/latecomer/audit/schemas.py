"""Bodies of the audit log."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from latecomer.http.wire import Request, Response, Search, Time


class AuditQuery(Request, frozen=True, kw_only=True):
    """The entries to list, and their number."""

    limit: Annotated[int, Meta(ge=1, le=200)] = 50
    cursor: Annotated[str, Meta(max_length=200)] | None = None
    action: Annotated[str, Meta(max_length=100, description="Only entries of this action.")] | None = None
    who: (
        Annotated[Search, Meta(description="Only by callers with this in their name, ignoring case.")] | None
    ) = None


class AuditEntry(Response, frozen=True, kw_only=True):
    """An action: its caller, kind, time and origin. One entry may sum up several calls, from `happened_at` to
    `last_at`.
    """

    id: int
    happened_at: Time
    last_at: Time
    calls: int
    actor: Literal["key", "session", "configured_key", "nobody"]
    actor_id: UUID | None
    actor_name: str
    action: str
    target: str | None
    target_id: str | None
    target_name: Annotated[
        str | None,
        Meta(
            description="The name that a webinar, connection, key, segment, campaign or file has now; null for all else"
            " and for what is gone."
        ),
    ]
    address: str | None
    details: dict[str, int | str]


class AuditLog(Response, frozen=True, kw_only=True):
    """Entries of the audit log, latest first."""

    items: tuple[AuditEntry, ...]
    next_cursor: str | None
