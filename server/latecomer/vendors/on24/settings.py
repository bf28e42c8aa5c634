"""The settings of a connection to ON24."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import msgspec

ACCESS_TOKEN_KEY: Final = "access_token_key"  # noqa: S105 - its name
ACCESS_TOKEN_SECRET: Final = "access_token_secret"  # noqa: S105 - its name

_HOST = re.compile(r"https?://[^/?#\s]+(/[^?#\s]*[^/?#\s])?")
_CLIENT = re.compile(r"[0-9]{1,19}")
_SPARE_FIELD = re.compile(r"std([1-9]|10)")


class On24Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of a connection to ON24.

    Args:
        client_id: ON24's number of the client, as text.
        base_url: https://api.on24.com/v2, or https://api.eu.on24.com/v2 for accounts in the European Union.
        fields: the field ``std1`` … ``std10`` for each property of a person, by the property's name.
        page_size: the number of rows in one call.
        overlap_s: how far a pull of changes reaches back before the previous one.
        report_after_s: how long after the live session attendance counts as complete.
        finish_on_end: whether the webinar is finished then.
        quota_text: ON24's text, in lower case, in a 403 that only means too many calls.
        quota_wait_s: the pause after such a 403.
    """

    client_id: str
    base_url: str = "https://api.on24.com/v2"
    fields: Mapping[str, str] = {}
    page_size: int = 100
    overlap_s: int = 86_400
    report_after_s: int = 7200
    finish_on_end: bool = True
    quota_text: str = "maximum number of calls"
    quota_wait_s: int = 3600

    def __post_init__(self) -> None:
        if not _CLIENT.fullmatch(self.client_id):
            raise ValueError("client_id is a number, as text")
        if not _HOST.fullmatch(self.base_url):
            raise ValueError("base_url is https:// and a host and path, without a slash at its end")
        if not all(_SPARE_FIELD.fullmatch(each) for each in self.fields.values()):
            raise ValueError("fields go into std1 to std10")
        if not 1 <= self.page_size <= 1000:
            raise ValueError("page_size is 1 to 1000")
        if not 0 <= self.overlap_s <= 30 * 86_400:
            raise ValueError("overlap_s is at most 30 days")
        if not 0 <= self.report_after_s <= 86_400 or not 60 <= self.quota_wait_s <= 86_400:
            raise ValueError("report_after_s and quota_wait_s are at most a day")
