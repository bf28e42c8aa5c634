"""GoToWebinar: pushes registrations and presence, registers people, and can be pulled for both.

Source: docs/vendors.md, GoToWebinar
"""

from __future__ import annotations

from typing import Final

from latecomer.redis.quota import Account
from latecomer.vendors.gotowebinar.client import Credentials, GoToClient
from latecomer.vendors.gotowebinar.settings import (
    CLIENT_ID,
    CLIENT_SECRET,
    REFRESH_TOKEN,
    SECRET_KEY,
    GoToSettings,
)
from latecomer.vendors.gotowebinar.webhook import GoToWebinar
from latecomer.vendors.kit.definition import Definition, SecretField, Secrets, Settings, Tools, read_settings
from latecomer.vendors.kit.pull_schedule import BESIDE_PUSHES


def _make_provider(tools: Tools, settings: Settings, secrets: Secrets) -> GoToClient | None:
    client, secret = secrets.get(CLIENT_ID), secrets.get(CLIENT_SECRET)
    if not (client and secret and secrets.get(REFRESH_TOKEN)):
        return None
    read = read_settings(settings, GoToSettings)
    name = f"gotowebinar {read.api_url} {client} {secret} {read.organizer_key}"
    return GoToClient(
        tools.http,
        read,
        Credentials(client, secret),
        secrets.kept(REFRESH_TOKEN),
        Account(tools.redis, name, read.calls_per_s, 1_000),
    )


DEFINITION: Final = Definition(
    kind="gotowebinar",
    title="GoToWebinar",
    secrets=(
        SecretField(name=SECRET_KEY),
        SecretField(name=CLIENT_ID, required=False),
        SecretField(name=CLIENT_SECRET, required=False),
        SecretField(name=REFRESH_TOKEN, required=False),
    ),
    settings=GoToSettings,
    inbound=GoToWebinar(),
    reports_attendance=True,
    make_provider=_make_provider,
    schedule=BESIDE_PUSHES,
    external_id="webinarKey",
    urls=("api_url", "token_url"),
)
