"""HubSpot: receives registrations and attendance at marketing events, and viewing as custom events.

Source: docs/vendors.md, HubSpot
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from latecomer.events.types import EventType
from latecomer.redis.quota import Account
from latecomer.vendors.hubspot.client import HubSpotSender
from latecomer.vendors.hubspot.settings import ACCESS_TOKEN, HubSpotSettings
from latecomer.vendors.kit.definition import Definition, SecretField, Secrets, Settings, Tools, read_settings
from latecomer.vendors.kit.sender import BoundWebinar

_CALLS: Final = 95
"""In 10 s: half of what a private app has, for it may serve others, too."""
_WINDOW_MS: Final = 10_000


def _make_sender(
    tools: Tools, settings: Settings, secrets: Secrets, bound: Mapping[str, BoundWebinar]
) -> HubSpotSender:
    read = read_settings(settings, HubSpotSettings)
    token = secrets.get(ACCESS_TOKEN) or ""
    # The quota is the private app's, whose the token is.
    account = Account(tools.redis, f"hubspot {read.base_url} {token}", _CALLS, _WINDOW_MS)
    return HubSpotSender(tools.http, read, token, bound, account)


DEFINITION: Final = Definition(
    kind="hubspot",
    title="HubSpot",
    secrets=(SecretField(name=ACCESS_TOKEN),),
    settings=HubSpotSettings,
    make_sender=_make_sender,
    events=frozenset(
        (
            EventType.MEMBER_REGISTERED,
            EventType.MEMBER_STATUS_CHANGED,
            EventType.MEMBER_WATCHED,
            EventType.WEBINAR_FINISHED,
            EventType.WEBINAR_REOPENED,
            EventType.CAMPAIGN_LIST_STEP,
        )
    ),
    batching=True,
    ordered=True,
    external_id="External event ID",
    urls=("base_url",),
)
