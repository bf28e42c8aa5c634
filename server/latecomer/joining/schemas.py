"""Bodies of the join link.

Source: docs/protocol.md, The join link.
"""

from enum import StrEnum
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from latecomer.core.phase import Phase
from latecomer.core.status import Status
from latecomer.http.wire import Request, Response, Time
from latecomer.recording_checks.rules.findings import FailureReason


class JoinRecordingBody(Response, frozen=True, kw_only=True):
    """The recording of a webinar, as the join page plays it."""

    url: str
    duration_s: float


class JoinCaptionsBody(Response, frozen=True, kw_only=True):
    """Captions of the recording in one language, as WebVTT."""

    language: str
    url: str


class JoinRundownBody(Response, frozen=True, kw_only=True):
    """The rundown of an automated webinar; the room sends its items."""

    duration_s: float
    playable_s: float


class JoinBody(Response, frozen=True, kw_only=True):
    """The data of the join page. ``opens_at``: when the live room opens; ``automated``: the webinar plays on this page;
    ``click_decides``: a confirmed click changes a status now, so that the page waits for a sign of a person."""

    phase: Phase
    name: str
    starts_at: Time
    ends_at: Time
    closes_at: Time
    opens_at: Time
    timezone: str
    server_time: Time
    recording: JoinRecordingBody | None
    captions: tuple[JoinCaptionsBody, ...]
    rundown: JoinRundownBody | None
    live_url: str | None
    watch_url: str | None
    automated: bool
    calendar_url: str
    click_decides: bool
    status: Status


class ClickBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """The next step of the page after its confirmed click: open ``url``, play here (``play``), or wait."""

    next: Annotated[str, Meta(extra_json_schema={"enum": ["play", "live_url", "watch_url", "wait"]})]
    url: str | UnsetType = UNSET


class Sign(StrEnum):
    """A sign that a person, not a program, opened the join link."""

    GESTURE = "gesture"
    """A trusted pointer, key, touch or click event."""
    PRESENCE = "presence"
    """The page was visible for 3 s on end in a browser that is not automated."""


class CannotPlay(Request, frozen=True, kw_only=True):
    """The report of a player that cannot play the recording, in the words of media elements."""

    reason: FailureReason


class ClickRequest(Request, frozen=True, kw_only=True):
    """A click on the join link; only with a ``sign`` it is recorded."""

    sign: Sign | None = None
