"""Bodies about a webinar's providers: the last pulls, and requests for new ones.

Source: docs/protocol.md, REST.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from latecomer.http.wire import Response, Time
from latecomer.integrations.connections.schemas import KindName, StateName


class AskedBody(Response, frozen=True, kw_only=True):
    """The answer to a request for a pull."""

    connection_id: UUID
    state: Literal["asked", "nothing_to_ask"]
    code: Annotated[str | None, Meta(description="Why there is nothing to ask.")] = None


class RefreshedBody(Response, frozen=True, kw_only=True):
    """Every provider that the webinar is bound to, oldest first."""

    connections: tuple[AskedBody, ...]


class ProviderBody(Response, frozen=True, kw_only=True):
    """A provider of a webinar. ``state`` is the connection's."""

    connection_id: UUID
    kind: KindName
    name: str
    external_id: str
    state: StateName
    last_pulled_at: Annotated[Time | None, Meta(description="When the last pull that came to its end began.")]
    last_code: Annotated[str | None, Meta(description="What the last pull came to: pulled, or a trouble.")]
    last_message: Annotated[str | None, Meta(description="The same for people.")]
    next_pull_at: Annotated[Time | None, Meta(description="Null: never by itself.")]
    pulling: Annotated[bool, Meta(description="Whether it is being asked now.")]


class ProvidersBody(Response, frozen=True, kw_only=True):
    """The providers of a webinar, oldest first."""

    connections: tuple[ProviderBody, ...]
    registering: Annotated[int, Meta(description="Members whom a provider has to confirm.")]
    registering_code: Annotated[
        str | None, Meta(description="What asking about one of them came to last; null while nothing failed.")
    ]
    registering_message: Annotated[str | None, Meta(description="The same for people.")]
    registration_errors: Annotated[int, Meta(description="Members whom a provider refused.")]
