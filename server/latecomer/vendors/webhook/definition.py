"""Any endpoint that receives Standard Webhooks.

Source: docs/vendors.md, Webhooks
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from latecomer.events.types import EventType
from latecomer.vendors.kit.definition import Definition, SecretField, Secrets, Settings, Tools, read_settings
from latecomer.vendors.kit.sender import BoundWebinar
from latecomer.vendors.webhook.client import WebhookSender
from latecomer.vendors.webhook.mapping import is_secret, read_secret
from latecomer.vendors.webhook.settings import SIGNING_SECRET, WebhookSettings


def _make_sender(
    tools: Tools, settings: Settings, secrets: Secrets, _bound: Mapping[str, BoundWebinar]
) -> WebhookSender:
    read = read_settings(settings, WebhookSettings)
    valid = secrets.valid(SIGNING_SECRET, tools.clock())
    return WebhookSender(tools.http, read.url, [read_secret(text) for text in valid])


DEFINITION: Final = Definition(
    kind="webhook",
    title="Any endpoint, by Standard Webhooks",
    secrets=(SecretField(name=SIGNING_SECRET, made_here=True, is_valid=is_secret),),
    settings=WebhookSettings,
    make_sender=_make_sender,
    events=frozenset(EventType) - {EventType.CONNECTION_TESTED, EventType.CAMPAIGN_LIST_STEP},
    unbound=True,
    urls=("url",),
)
