"""Bodies about connections to vendors, and the deliveries that they pushed.

Source: docs/vendors.md
"""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from latecomer.http.wire import Json, Request, Response, Text, Time

KindName: TypeAlias = Annotated[str, Meta(max_length=100, extra_json_schema={"x-one-of": "connection kinds"})]
"""A kind of connection; the API's description lists those of vendors/registry.py."""
StateName: TypeAlias = Literal["active", "paused", "broken"]
EventTypes: TypeAlias = Annotated[tuple[Text, ...], Meta(max_length=20)]
Secret: TypeAlias = Annotated[str, Meta(max_length=4096)]


class BindingBody(Request, frozen=True, kw_only=True):
    """A webinar that a connection is bound to. ``external_id`` is the vendor's id of it, always text."""

    webinar_id: UUID
    external_id: Annotated[str, Meta(min_length=1, max_length=200)]
    settings: Mapping[str, Json] = {}


class CreateConnection(Request, frozen=True, kw_only=True):
    """A connection to create. Secrets are never shown again. ``events``: the types of events that it receives; null:
    all that its kind supports.
    """

    kind: KindName
    name: Text
    secrets: Mapping[str, Secret] = {}
    settings: Mapping[str, Json] = {}
    webinars: tuple[BindingBody, ...] = ()
    events: EventTypes | None = None


class ChangeConnection(Request, frozen=True, kw_only=True):
    """Changes to a connection. ``settings`` and ``webinars`` replace the former ones. ``events`` applies to events from
    now on.
    """

    name: Text | UnsetType = UNSET
    settings: Mapping[str, Json] | UnsetType = UNSET
    webinars: tuple[BindingBody, ...] | UnsetType = UNSET
    events: EventTypes | UnsetType | None = UNSET


class RotateSecrets(Request, frozen=True, kw_only=True):
    """New secrets; without values Latecomer makes one. The old ones stay valid for ``keep_s`` seconds."""

    secrets: Mapping[str, Secret] = {}
    keep_s: Annotated[int, Meta(ge=0, le=30 * 86_400)] = 86_400


class BacklogBody(Response, frozen=True, kw_only=True):
    """Deliveries by state: not handled yet, handled, waiting for a person or a webinar, failed."""

    new: int
    done: int
    waiting: int
    failed: int


class OutgoingBody(Response, frozen=True, kw_only=True):
    """Deliveries to the vendor: waiting for their first attempt, waiting for a retry, and dead letters. ``last_code``
    and ``last_message``: the result of the latest attempt among these; null when none was attempted.
    ``cannot_go_back``: changes after a retraction that a vendor is not sent, because it moves forward alone."""

    waiting: int
    retrying: int
    dead: int
    cannot_go_back: int
    last_code: str | None
    last_message: str | None


class ConnectionBody(Response, frozen=True, kw_only=True):
    """A connection. ``url`` is the address that the vendor calls; it is null for a vendor that only receives, and
    without the scope admin. ``secret_names`` are the secrets that it has. ``made`` holds secrets that Latecomer has
    just made, shown only this once."""

    id: UUID
    kind: KindName
    name: str
    url: str | None
    state: StateName
    state_reason: str | None
    settings: Mapping[str, Json]
    secret_names: tuple[str, ...]
    webinars: tuple[BindingBody, ...]
    events: tuple[str, ...] | None
    created_at: Time
    last_heard_at: Time | None
    last_spoke_at: Time | None
    refused: int
    last_refused_at: Time | None
    last_refused_code: str | None
    inbox: BacklogBody
    outgoing: OutgoingBody
    made: Mapping[str, str] = {}


class ConnectionsBody(Response, frozen=True, kw_only=True):
    """All connections, oldest first; always one page."""

    items: tuple[ConnectionBody, ...]
    next_cursor: None = None


class SecretBody(Response, frozen=True, kw_only=True):
    """A secret of a kind. ``made_here``: when it is left out, Latecomer makes one."""

    name: str
    required: bool
    made_here: bool


class ConnectionKindBody(Response, frozen=True, kw_only=True):
    """A kind of connection, its secrets and its settings. ``receives_webhooks``: the vendor pushes to Latecomer;
    ``sends_events``: Latecomer sends it events; ``can_be_pulled``: Latecomer can request what the vendor has stored.
    ``reports_attendance``: what it pushes are registrations and attendance, and not, for example, bounced mails;
    ``takes_payments``: it takes the money of paid entry.
    ``external_id`` is the vendor's name for its id of a webinar, null when it has no such id. ``events``: the types of
    events that can be sent. ``sends_all_webinars``: a connection that is bound to no webinar receives the events of all
    webinars."""

    kind: KindName
    title: str
    secrets: tuple[SecretBody, ...]
    settings: Annotated[Mapping[str, Json], Meta(description="The JSON Schema of the settings.")]
    receives_webhooks: bool
    sends_events: bool
    can_be_pulled: bool
    reports_attendance: bool
    takes_payments: bool
    external_id: str | None
    events: tuple[str, ...]
    sends_all_webinars: bool


class ConnectionKindsBody(Response, frozen=True, kw_only=True):
    """Every kind that can be connected; always one page."""

    items: tuple[ConnectionKindBody, ...]
    next_cursor: None = None


class TestedBody(Response, frozen=True, kw_only=True):
    """The result of a test: the connection works, or a code and a sentence name the problem. ``never_heard``: the
    vendor answers, but has pushed nothing yet."""

    works: bool
    code: str
    message: str
