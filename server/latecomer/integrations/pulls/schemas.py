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
    code: Annotated[str | None, Meta(description="The reason why no pull is possible.")] = None


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
    last_pulled_at: Annotated[
        Time | None, Meta(description="The time at which the last complete pull began.")
    ]
    last_code: Annotated[
        str | None, Meta(description="The result of the last pull: pulled, or the code of a problem.")
    ]
    last_message: Annotated[str | None, Meta(description="The problem as a sentence for people.")]
    next_pull_at: Annotated[Time | None, Meta(description="Null: no automatic finish.")]
    pulling: Annotated[bool, Meta(description="True while a pull is running.")]


class ProvidersBody(Response, frozen=True, kw_only=True):
    """The providers of a webinar, oldest first."""

    connections: tuple[ProviderBody, ...]
    registering: Annotated[int, Meta(description="Members whom a provider has to confirm.")]
    registering_code: Annotated[
        str | None,
        Meta(description="The problem of the last failed request to a provider; null without one."),
    ]
    registering_message: Annotated[str | None, Meta(description="The problem as a sentence for people.")]
    registration_errors: Annotated[int, Meta(description="Members whom a provider refused.")]
