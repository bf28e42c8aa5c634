"""The settings of a connection to Marketo Engage."""

from __future__ import annotations

import re

import msgspec

CLIENT_ID = "client_id"
CLIENT_SECRET = "client_secret"  # noqa: S105 - its name

_ENDPOINT = re.compile(r"https?://[^/?#\s]+")


class StatusNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The names of the steps of the program's channel; None: that status is not sent."""

    invited: str | None = "Invited"
    waitlisted: str | None = "Waitlisted"
    pending_approval: str | None = "Pending Approval"
    rejected: str | None = "Rejected"
    registration_error: str | None = "Registration Error"
    registered: str | None = "Registered"
    no_show: str | None = "No Show"
    attended_on_demand: str | None = "Attended On-demand"
    attended: str | None = "Attended"


class ActivityNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The custom activity: its type's id, and the API names of its attributes. ``event_id`` holds our id, by which an
    activity is found after an attempt whose result is unknown."""

    type_id: int
    event_mode: str = "eventMode"
    watch_date: str = "watchDate"
    watch_duration: str = "watchDuration"
    event_id: str = "eventId"


class MarketoSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of a connection. ``endpoint``: the instance's REST host, https://123-ABC-456.mktorest.com. Without
    ``activity`` watch durations are not sent.
    """

    endpoint: str
    statuses: StatusNames = StatusNames()
    activity: ActivityNames | None = None

    def __post_init__(self) -> None:
        if not _ENDPOINT.fullmatch(self.endpoint):
            raise ValueError("endpoint is https:// and a host, without a path")
