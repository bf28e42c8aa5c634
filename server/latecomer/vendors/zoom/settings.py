"""The settings of a connection to Zoom Webinars."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from latecomer.vendors.kit.answers import BaseUrl

SECRET_TOKEN = "secret_token"  # noqa: S105 - the secret's name
ACCOUNT_ID = "account_id"
CLIENT_ID = "client_id"
CLIENT_SECRET = "client_secret"  # noqa: S105 - its name


class DurationUnit(StrEnum):
    """The unit of a duration."""

    MILLISECONDS = "ms"
    SECONDS = "s"
    MINUTES = "min"

    @property
    def in_ms(self) -> int:
        """Return the unit's length in ms."""
        return {"ms": 1, "s": 1000, "min": 60_000}[self.value]


class ZoomSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``max_age_s``: the accepted age of a signature; Zoom documents no limit. ``finish_on_end``: the end of the
    occurrence finishes the webinar.

    For the REST API: ``api_url``, ``token_url``: Zoom's, or those of a gateway. ``calls_per_s``: our share of the
    account's calls. ``absentees``, ``recording_views``: whether these are pulled. ``view_duration_unit``: the unit of
    the duration of a view.
    """

    max_age_s: Annotated[int, msgspec.Meta(ge=1, le=86_400)] = 300
    finish_on_end: bool = True
    api_url: BaseUrl = "https://api.zoom.us/v2"
    token_url: BaseUrl = "https://zoom.us/oauth/token"  # noqa: S105 - an address
    calls_per_s: Annotated[int, msgspec.Meta(ge=1, le=80)] = 8
    absentees: bool = True
    recording_views: bool = True
    view_duration_unit: DurationUnit = DurationUnit.SECONDS
