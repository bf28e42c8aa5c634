"""Every kind of connection: its secrets, its settings, and who verifies and parses for it.

Adding a vendor is a folder with ``sansio.py``, recorded samples under ``tests/vendors/samples/``, and one entry here.
One that can be asked needs ``client.py``, what it answered under ``samples/<kind>/asked/``, a line in ``Providers``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from latecomer.events.types import EventType
from latecomer.vendors.gotowebinar import webhook as gotowebinar
from latecomer.vendors.gotowebinar.settings import GoToSettings
from latecomer.vendors.hubspot.settings import ACCESS_TOKEN, HubSpotSettings
from latecomer.vendors.kit.inbound import Inbound
from latecomer.vendors.kit.kind import Kind
from latecomer.vendors.marketo.settings import CLIENT_ID, CLIENT_SECRET, MarketoSettings
from latecomer.vendors.on24.settings import ACCESS_TOKEN_KEY, ACCESS_TOKEN_SECRET, On24Settings
from latecomer.vendors.standard_webhooks_in import webhook as standard_webhooks_in
from latecomer.vendors.webhook import mapping as webhook
from latecomer.vendors.webhook.settings import SIGNING_SECRET, WebhookSettings
from latecomer.vendors.zoom import webhook as zoom
from latecomer.vendors.zoom.settings import ZoomSettings

__all__ = ["DEFINITIONS", "Definition", "Kind", "SecretField"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretField:
    """A secret of a connection. ``made_here``: without one we make one and show it this once. ``is_valid``: whether a
    text can be one at all."""

    name: str
    required: bool = True
    made_here: bool = False
    is_valid: Callable[[str], bool] = bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One kind of connection.

    Args:
        settings: the type that a connection's settings are read as; its defaults hold where nothing is said, and fields
            that it does not know are refused.
        external_id: what its id of a webinar is called there, None where it has none.
        read_external_id: that id as the vendor sends it, from what people enter; ValueError says what to enter.
        asked: whether it can be asked what it knows; the secrets that are not required are for that, all of them.
        events: the types of our events that it can be told of.
        urls: the settings that say where we connect to; one that leads nowhere we may go is refused.
    """

    kind: Kind
    title: str
    secrets: tuple[SecretField, ...]
    settings: type[msgspec.Struct]
    inbound: Inbound | None = None
    external_id: str | None = None
    asked: bool = False
    events: frozenset[EventType] = frozenset()
    urls: tuple[str, ...] = ()
    read_external_id: Callable[[str], str] = str.strip

    @property
    def asking_secrets(self) -> tuple[str, ...]:
        """What it takes to ask, where that is not what a connection needs anyway: all of these, or none."""
        return tuple(each.name for each in self.secrets if self.asked and not each.required)


DEFINITIONS: Final[Mapping[Kind, Definition]] = {
    each.kind: each
    for each in (
        Definition(
            kind=Kind.ZOOM,
            title="Zoom Webinars",
            secrets=(
                SecretField(name="secret_token"),
                SecretField(name="account_id", required=False),
                SecretField(name="client_id", required=False),
                SecretField(name="client_secret", required=False),
            ),
            settings=ZoomSettings,
            inbound=zoom.Zoom(),
            external_id="Webinar ID",
            urls=("api_url", "token_url"),
            read_external_id=zoom.read_webinar_id,
            asked=True,
        ),
        Definition(
            kind=Kind.GOTOWEBINAR,
            title="GoToWebinar",
            secrets=(
                SecretField(name="secret_key"),
                SecretField(name="client_id", required=False),
                SecretField(name="client_secret", required=False),
                SecretField(name="refresh_token", required=False),
            ),
            settings=GoToSettings,
            inbound=gotowebinar.GoToWebinar(),
            external_id="webinarKey",
            urls=("api_url", "token_url"),
            asked=True,
        ),
        Definition(
            kind=Kind.ON24,
            title="ON24",
            secrets=(SecretField(name=ACCESS_TOKEN_KEY), SecretField(name=ACCESS_TOKEN_SECRET)),
            settings=On24Settings,
            external_id="Event ID",
            urls=("base_url",),
            asked=True,
        ),
        Definition(
            kind=Kind.STANDARD_WEBHOOKS_IN,
            title="Any sender of Standard Webhooks",
            secrets=(
                SecretField(name="signing_secret", made_here=True, is_valid=standard_webhooks_in.is_key),
            ),
            settings=standard_webhooks_in.StandardSettings,
            inbound=standard_webhooks_in.StandardWebhooksIn(),
            external_id="data.webinar",
        ),
        Definition(
            kind=Kind.WEBHOOK,
            title="Any endpoint, by Standard Webhooks",
            secrets=(SecretField(name=SIGNING_SECRET, made_here=True, is_valid=webhook.is_secret),),
            settings=WebhookSettings,
            urls=("url",),
            events=frozenset(EventType) - {EventType.CONNECTION_TESTED},
        ),
        Definition(
            kind=Kind.MARKETO,
            title="Adobe Marketo Engage",
            secrets=(SecretField(name=CLIENT_ID), SecretField(name=CLIENT_SECRET)),
            settings=MarketoSettings,
            external_id="Program ID",
            urls=("endpoint",),
            events=frozenset((EventType.MEMBER_STATUS_CHANGED, EventType.MEMBER_WATCHED)),
        ),
        Definition(
            kind=Kind.HUBSPOT,
            title="HubSpot",
            secrets=(SecretField(name=ACCESS_TOKEN),),
            settings=HubSpotSettings,
            external_id="External event ID",
            urls=("base_url",),
            events=frozenset(EventType) - {EventType.MEMBER_JOINED, EventType.CONNECTION_TESTED},
        ),
    )
}
"""By kind; a kind that is not here cannot be connected."""
