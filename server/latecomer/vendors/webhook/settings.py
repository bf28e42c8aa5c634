"""The settings of a connection to a Standard Webhooks endpoint."""

from __future__ import annotations

from typing import Annotated

import msgspec

from latecomer.http.wire import written_like

SIGNING_SECRET = "signing_secret"  # noqa: S105 - its name


class WebhookSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``url``: the endpoint that receives events, https."""

    url: Annotated[
        str,
        written_like(
            "https://example.com/hook",
            r"^[hH][tT][tT][pP][sS]?://[^/?#\s@]+(/[^\s#]*)?(\?[^\s#]*)?$",
            max_length=2_000,
        ),
    ]
