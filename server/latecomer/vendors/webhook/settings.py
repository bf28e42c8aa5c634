"""What a connection to a Standard Webhooks endpoint consists of."""

from __future__ import annotations

import msgspec

SIGNING_SECRET = "signing_secret"  # noqa: S105 - its name


class WebhookSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``url``: where events go, https."""

    url: str
