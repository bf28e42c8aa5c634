"""ON24: registers people, and is pulled for registrants, presence and viewing; it pushes nothing.

Source: docs/vendors.md, ON24
"""

from __future__ import annotations

from typing import Final

from latecomer.redis.quota import Account
from latecomer.vendors.kit.definition import Definition, SecretField, Secrets, Settings, Tools, read_settings
from latecomer.vendors.kit.pull_schedule import HOUR, MINUTE, Rhythm
from latecomer.vendors.on24.client import On24
from latecomer.vendors.on24.settings import ACCESS_TOKEN_KEY, ACCESS_TOKEN_SECRET, On24Settings

_CALLS: Final = 50
_WINDOW_MS: Final = 10_000
"""ON24 grants each client its own quota and publishes none: this is courtesy."""


def _make_provider(tools: Tools, settings: Settings, secrets: Secrets) -> On24 | None:
    key, secret = secrets.get(ACCESS_TOKEN_KEY), secrets.get(ACCESS_TOKEN_SECRET)
    if not (key and secret):
        return None
    read = read_settings(settings, On24Settings)
    account = Account(tools.redis, f"on24 {read.base_url} {read.client_id}", _CALLS, _WINDOW_MS)
    return On24(tools.http, read, (key, secret), account)


DEFINITION: Final = Definition(
    kind="on24",
    title="ON24",
    secrets=(SecretField(name=ACCESS_TOKEN_KEY), SecretField(name=ACCESS_TOKEN_SECRET)),
    settings=On24Settings,
    reports_attendance=True,
    make_provider=_make_provider,
    schedule=Rhythm(
        before=HOUR,
        live=15 * MINUTE,
        # Attendance is complete half an hour to two hours after the end; what is watched on demand 4 to 12 h later.
        after=(30 * MINUTE, HOUR, 2 * HOUR + 5 * MINUTE),
        on_demand=HOUR,
        final=12 * HOUR,
        overlap=0,  # a setting of the connection
    ),
    external_id="Event ID",
    urls=("base_url",),
)
