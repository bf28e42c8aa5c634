"""Bodies about deliveries: events on their way to a connection.

Source: docs/protocol.md, REST.
"""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from latecomer.http.wire import PERSONAL_AND_LINKING, Cursor, Json, Limit, Request, Response, Time

StateName: TypeAlias = Literal["waiting", "delivered", "dead", "cannot_go_back"]


class ReceiverAnswerBody(Response, frozen=True, kw_only=True):
    """A receiver's answer: its status, its headers, and the first 2 KiB of its body."""

    status: int
    headers: dict[str, str]
    body: str


class StartBackfill(Request, frozen=True, kw_only=True):
    """The past events to send: from when on, at most 30 days back; of these webinars and types, or of all."""

    from_: Annotated[Time, Meta(description="Events since then.")] = msgspec.field(name="from")
    webinar_ids: Annotated[tuple[UUID, ...], Meta(max_length=200)] | None = None
    types: Annotated[tuple[str, ...], Meta(max_length=50)] | None = None


class BackfillQuery(Request, frozen=True, kw_only=True):
    """The choice of a preview, which sends nothing."""

    preview: bool = False


class BackfillBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """A backfill: the number of its events, and of those that wait. A preview has no id."""

    backfill_id: UUID | UnsetType = UNSET
    events: int
    waiting: int | UnsetType = UNSET
    from_: Time | UnsetType = msgspec.field(default=UNSET, name="from")
    at: Time | UnsetType = UNSET
    stopped_at: Time | UnsetType = UNSET


class DeliveryBody(Response, frozen=True, kw_only=True):
    """An event for one connection, and the state of its delivery."""

    id: UUID
    connection_id: UUID
    event_id: Annotated[UUID, Meta(description="The same at every attempt and for every connection.")]
    type: str
    at: Time
    data: Annotated[dict[str, Json], Meta(description="The data of the event."), PERSONAL_AND_LINKING]
    state: StateName
    attempts: int
    next_attempt_at: Annotated[Time | None, Meta(description="Only for a delivery that waits.")]
    attempted_at: Time | None
    code: Annotated[str | None, Meta(description="The result of the last attempt.")]
    message: Annotated[str | None, Meta(description="The problem as a sentence for people.")]
    answer: Annotated[
        ReceiverAnswerBody | None, Meta(description="The receiver's last answer, for a webhook.")
    ]


class DeliveryPageBody(Response, frozen=True, kw_only=True):
    """A page of deliveries, newest event first, and the numbers of waiting and dead ones."""

    items: tuple[DeliveryBody, ...]
    next_cursor: str | None
    waiting: Annotated[int, Meta(description="Deliveries that wait for their first attempt.")]
    retrying: Annotated[int, Meta(description="Deliveries that wait for a retry.")]
    dead: int
    cannot_go_back: Annotated[
        int,
        Meta(description="Changes that a vendor was not sent after a retraction: it moves forward alone."),
    ]


class DeliveryQuery(Request, frozen=True, kw_only=True):
    """The deliveries of a connection to list."""

    state: Annotated[tuple[StateName, ...], Meta(description="May be repeated; all when left out.")] = ()
    limit: Limit = 50
    cursor: Cursor | None = None


class ReplayedBody(Response, frozen=True, kw_only=True):
    """The number of failed deliveries that are tried again."""

    replayed: int
