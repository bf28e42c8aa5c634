"""The settings of a connection to HubSpot."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

ACCESS_TOKEN = "access_token"  # noqa: S105 - its name

_BASE_URL = re.compile(r"https?://[^/?#\s]+")
_PREFIX = re.compile(r"(/[A-Za-z0-9._-]+)+")
_PLAIN = re.compile(r"[A-Za-z0-9._:-]{1,100}")


class Action(StrEnum):
    """An action of HubSpot's on a person's attendance."""

    REGISTER = "register"
    ATTEND = "attend"
    CANCEL = "cancel"


class StatusActions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """HubSpot's action for each status of a member; None: no action."""

    invited: Action | None = None
    waitlisted: Action | None = None
    pending_approval: Action | None = None
    rejected: Action | None = None
    registration_error: Action | None = None
    registered: Action | None = Action.REGISTER
    no_show: Action | None = None
    attended_on_demand: Action | None = None
    attended: Action | None = Action.ATTEND
    not_in_program: Action | None = Action.CANCEL


class CustomEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The custom event of watching on demand: its full name, and the names of its properties. ``moment`` is
    ``flip`` when the member became Attended On-Demand, and ``day`` for the total of one day."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    webinar: str = "webinar"
    moment: str = "moment"
    watch_seconds: str = "watch_seconds"
    watch_date: str = "watch_date"


class HubSpotSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The settings of a connection. ``organizer``: the organizer that HubSpot shows. ``external_account_id``: the mark
    that separates our events from other programs'. ``custom_event``: None sends nothing about watching on demand.
    ``attend_again``: send an attendance a second time, with both times, once the live watch duration is known.
    ``records_per_call``: the number of people in one call.
    """

    organizer: Annotated[str, Meta(min_length=1, max_length=200)]
    external_account_id: str = "latecomer"
    base_url: str = "https://api.hubapi.com"
    prefix: str = "/marketing/v3/marketing-events"
    statuses: StatusActions = StatusActions()
    custom_event: CustomEvent | None = None
    attend_again: bool = True
    records_per_call: Annotated[int, Meta(ge=1, le=500)] = 100

    def __post_init__(self) -> None:
        if not _BASE_URL.fullmatch(self.base_url):
            raise ValueError("base_url is https:// and a host, without a path")
        if not _PREFIX.fullmatch(self.prefix):
            raise ValueError("prefix is a path such as /marketing/v3/marketing-events")
        if not _PLAIN.fullmatch(self.external_account_id):
            raise ValueError(
                "external_account_id has letters, digits, dots, colons, hyphens and underscores alone"
            )
