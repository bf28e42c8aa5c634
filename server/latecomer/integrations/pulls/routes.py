"""The providers of a webinar: the last pulls, and requests for new ones."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from latecomer.core.ids import WebinarId
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import time_or_none
from latecomer.integrations.pulls.refresh import ProviderState, Refresher
from latecomer.integrations.pulls.schemas import AskedBody, ProviderBody, ProvidersBody, RefreshedBody

refresher_key: web.AppKey[Refresher] = web.AppKey("refreshing")

_TAG: Final = "Connections"


@endpoint(
    "POST",
    "/webinars/{webinar}/refresh",
    tag=_TAG,
    scope=Scope.WRITE,
    status=202,
    summary="Refresh from the providers",
    errors=("unknown_webinar",),
)
async def refresh_webinar(call: Call, webinar: WebinarId) -> RefreshedBody:
    """Pull everything from every provider of the webinar, at once. `GET …/provider` shows the result."""
    asked = await call.app[refresher_key].refresh(webinar, call.now)
    return RefreshedBody(
        connections=tuple(
            AskedBody(
                connection_id=each.connection,
                state="asked" if each.code is None else "nothing_to_ask",
                code=each.code,
            )
            for each in asked
        )
    )


@endpoint(
    "GET",
    "/webinars/{webinar}/provider",
    tag=_TAG,
    scope=Scope.READ,
    summary="Read the state of the providers",
    errors=("unknown_webinar",),
)
async def read_providers(call: Call, webinar: WebinarId) -> ProvidersBody:
    """List a webinar's providers: the last pull, its result, and the time of the next."""
    found = await call.app[refresher_key].of_webinar(webinar, call.now)
    code, message = found.registering_trouble or (None, None)
    return ProvidersBody(
        connections=tuple(map(_body, found.providers)),
        registering=found.registering,
        registering_code=code,
        registering_message=message,
        registration_errors=found.registration_errors,
    )


def _body(provider: ProviderState) -> ProviderBody:
    row, pull = provider.connection, provider.pull
    return ProviderBody(
        connection_id=row.id,
        kind=row.kind,
        name=row.name,
        external_id=provider.external_id,
        state=row.state.value,
        last_pulled_at=time_or_none(pull.pulled_at),
        last_code=pull.code,
        last_message=pull.message,
        next_pull_at=time_or_none(pull.next_at),
        pulling=provider.pulling,
    )


ENDPOINTS: Final = (refresh_webinar, read_providers)
"""In the order in which the documents list them."""
