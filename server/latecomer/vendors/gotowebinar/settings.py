"""The settings of a connection to GoToWebinar."""

from __future__ import annotations

from typing import Annotated

import msgspec

from latecomer.http.wire import written_like
from latecomer.vendors.kit.answers import BaseUrl

SECRET_KEY = "secret_key"  # noqa: S105 - the secret's name
CLIENT_ID = "client_id"
CLIENT_SECRET = "client_secret"  # noqa: S105 - its name
REFRESH_TOKEN = "refresh_token"  # noqa: S105 - its name

_Header = Annotated[str, written_like("x-webhook-signature", r"^[A-Za-z0-9-]{1,100}$")]
_Key = Annotated[str, written_like("1234567890", r"^[0-9]{0,30}$")]


class GoToSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of a connection. ``signed``: the signed text, with ``{timestamp}`` and at the end ``{body}``.
    ``max_age_s``: 0 checks no age; a timestamp in an unknown form has no age.

    ``finish_on_end``: the end of a session finishes the webinar.

    For the REST API: ``organizer_key``: the owner of the webinars, as text. ``api_url``, ``token_url``: GoTo's, or
    those of a gateway. ``calls_per_s``: our share of the 10 calls a second that the API allows.
    """

    signature_header: _Header = "X-Webhook-Signature"
    timestamp_header: _Header = "X-Webhook-Signature-Timestamp"
    signed: Annotated[str, written_like("{timestamp}:{body}", r"^.{0,100}\{body\}$")] = "{timestamp}:{body}"
    max_age_s: Annotated[int, msgspec.Meta(ge=0, le=86_400)] = 300
    finish_on_end: bool = True
    organizer_key: _Key = ""
    api_url: BaseUrl = "https://api.getgo.com/G2W/rest/v2"
    token_url: BaseUrl = "https://authentication.logmeininc.com/oauth/token"  # noqa: S105 - an address
    calls_per_s: Annotated[int, msgspec.Meta(ge=1, le=10)] = 8
