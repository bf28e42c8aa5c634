"""Bodies of the REST calls about received deliveries."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from latecomer.http.wire import PERSONAL, Cursor, Limit, Request, Response, Time

InboxStateName: TypeAlias = Literal["new", "done", "waiting", "failed"]


class ListInbox(Request, frozen=True, kw_only=True):
    """The deliveries to list."""

    state: InboxStateName | UnsetType = UNSET
    limit: Limit = 50
    cursor: Cursor | UnsetType = UNSET


class ContentBody(Response, frozen=True, kw_only=True):
    """An event in a delivery. ``vendor_event``: the vendor's name of an event that Latecomer does not handle.
    ``external_id``: the vendor's id of the webinar; ``webinar_id``: the webinar bound to it now. ``who``: a name, else
    an email, from the vendor."""

    event: Literal[
        "registered",
        "registration_cancelled",
        "joined",
        "left",
        "session_ended",
        "bounced",
        "payment",
        "unknown",
    ]
    vendor_event: str | None
    external_id: str | None
    webinar_id: UUID | None
    who: Annotated[str | None, PERSONAL]


class ReceivedBody(Response, frozen=True, kw_only=True):
    """A delivery and its outcome. ``outcome`` is a code, ``detail`` for people. ``tells``: its content, at most ten
    events; empty once the body is deleted, or when it is larger than 32 KiB.
    """

    id: int
    received_at: Time
    state: InboxStateName
    handled_at: Time | None
    outcome: str | None
    detail: str | None
    attempts: int
    tells: tuple[ContentBody, ...]


class InboxBody(Response, frozen=True, kw_only=True):
    """Deliveries, newest first."""

    items: tuple[ReceivedBody, ...]
    next_cursor: str | None


class ReplayInbox(Request, frozen=True, kw_only=True):
    """The deliveries to handle again; without ``ids`` all that failed or wait."""

    ids: Annotated[tuple[Annotated[int, Meta(ge=1, le=2**53)], ...], Meta(max_length=1000)] | UnsetType = (
        UNSET
    )


class InboxReplayedBody(Response, frozen=True, kw_only=True):
    """The number of deliveries that will be handled again."""

    replayed: int
