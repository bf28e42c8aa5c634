"""Zoom Webinars: pushes registrations and presence, registers people, and can be pulled for both and for viewing.

Source: docs/vendors.md, Zoom
"""

from __future__ import annotations

from typing import Final

from latecomer.redis.quota import Account
from latecomer.vendors.kit.definition import Definition, SecretField, Secrets, Settings, Tools, read_settings
from latecomer.vendors.kit.pull_schedule import BESIDE_PUSHES
from latecomer.vendors.zoom.client import Credentials, ZoomClient
from latecomer.vendors.zoom.settings import ACCOUNT_ID, CLIENT_ID, CLIENT_SECRET, SECRET_TOKEN, ZoomSettings
from latecomer.vendors.zoom.webhook import Zoom, read_webinar_id


def _make_provider(tools: Tools, settings: Settings, secrets: Secrets) -> ZoomClient | None:
    account, client, secret = map(secrets.get, (ACCOUNT_ID, CLIENT_ID, CLIENT_SECRET))
    if not (account and client and secret):
        return None
    read = read_settings(settings, ZoomSettings)
    # Credentials are part of the name, so that new credentials never reuse an old token.
    name = f"zoom {read.api_url} {account} {client} {secret}"
    return ZoomClient(
        tools.http,
        read,
        Credentials(account, client, secret),
        Account(tools.redis, name, read.calls_per_s, 1_000),
    )


DEFINITION: Final = Definition(
    kind="zoom",
    title="Zoom Webinars",
    secrets=(
        SecretField(name=SECRET_TOKEN),
        SecretField(name=ACCOUNT_ID, required=False),
        SecretField(name=CLIENT_ID, required=False),
        SecretField(name=CLIENT_SECRET, required=False),
    ),
    settings=ZoomSettings,
    inbound=Zoom(),
    reports_attendance=True,
    make_provider=_make_provider,
    schedule=BESIDE_PUSHES,
    external_id="Webinar ID",
    read_external_id=read_webinar_id,
    urls=("api_url", "token_url"),
)
