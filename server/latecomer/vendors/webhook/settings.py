"""The settings of a connection to a Standard Webhooks endpoint."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

SIGNING_SECRET = "signing_secret"  # noqa: S105 - its name


class WebhookSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``url``: where events go, https."""

    url: Annotated[str, Meta(pattern=r"^https?://[^/?#\s@]+(/[^\s#]*)?(\?[^\s#]*)?$", max_length=2_000)]
