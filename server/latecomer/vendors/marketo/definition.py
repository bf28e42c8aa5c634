"""Adobe Marketo Engage: receives statuses in programs, and watch durations as custom activities.

Source: docs/vendors.md, Adobe Marketo Engage
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from latecomer.events.types import EventType
from latecomer.redis.quota import Account
from latecomer.vendors.kit.definition import Definition, SecretField, Secrets, Settings, Tools, read_settings
from latecomer.vendors.kit.sender import BoundWebinar
from latecomer.vendors.marketo.client import MarketoSender
from latecomer.vendors.marketo.mapping import Program
from latecomer.vendors.marketo.settings import CLIENT_ID, CLIENT_SECRET, MarketoSettings

_CALLS: Final = 49
"""In 20 s: the instance's quota of 100 is shared with every other integration."""
_WINDOW_MS: Final = 20_000


def _make_sender(
    tools: Tools, settings: Settings, secrets: Secrets, bound: Mapping[str, BoundWebinar]
) -> MarketoSender:
    read = read_settings(settings, MarketoSettings)
    credentials = (secrets.get(CLIENT_ID) or "", secrets.get(CLIENT_SECRET) or "")
    # Quota and writer are the instance's, whichever connection and credentials use it; so is its token here.
    account = Account(tools.redis, f"marketo {read.endpoint} {credentials[0]}", _CALLS, _WINDOW_MS)
    programs = {webinar: Program(each.external_id, each.name) for webinar, each in bound.items()}
    return MarketoSender(tools.http, read, credentials, programs, account)


DEFINITION: Final = Definition(
    kind="marketo",
    title="Adobe Marketo Engage",
    secrets=(SecretField(name=CLIENT_ID), SecretField(name=CLIENT_SECRET)),
    settings=MarketoSettings,
    make_sender=_make_sender,
    events=frozenset(
        (EventType.MEMBER_STATUS_CHANGED, EventType.MEMBER_WATCHED, EventType.CAMPAIGN_LIST_STEP)
    ),
    batching=True,
    external_id="Program ID",
    urls=("endpoint",),
)
