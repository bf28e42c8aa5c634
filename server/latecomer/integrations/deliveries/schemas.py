"""Bodies about deliveries: events on their way to a connection.

Source: docs/protocol.md, REST.
"""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from msgspec import Meta

from latecomer.http.wire import PERSONAL_AND_LINKING, Cursor, Json, Limit, Request, Response, Time

StateName: TypeAlias = Literal["waiting", "delivered", "dead"]


class DeliveryBody(Response, frozen=True, kw_only=True):
    """An event for one connection, and the state of its delivery."""

    id: UUID
    connection_id: UUID
    event_id: Annotated[UUID, Meta(description="The same at every attempt and for every connection.")]
    type: str
    at: Time
    data: Annotated[dict[str, Json], Meta(description="What the event tells."), PERSONAL_AND_LINKING]
    state: StateName
    attempts: int
    next_attempt_at: Annotated[Time | None, Meta(description="Only of one that waits.")]
    attempted_at: Time | None
    code: Annotated[str | None, Meta(description="What the last attempt came to.")]
    message: Annotated[str | None, Meta(description="The same for people.")]


class DeliveryPageBody(Response, frozen=True, kw_only=True):
    """A page of deliveries, newest event first, and how many wait or are dead."""

    items: tuple[DeliveryBody, ...]
    next_cursor: str | None
    waiting: Annotated[int, Meta(description="For their first attempt.")]
    retrying: Annotated[int, Meta(description="For another attempt.")]
    dead: int


class DeliveryQuery(Request, frozen=True, kw_only=True):
    """The deliveries of a connection to list."""

    state: Annotated[tuple[StateName, ...], Meta(description="May be repeated; all when left out.")] = ()
    limit: Limit = 50
    cursor: Cursor | None = None


class ReplayedBody(Response, frozen=True, kw_only=True):
    """The number of failed deliveries that are tried again."""

    replayed: int
