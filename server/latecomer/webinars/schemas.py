"""Bodies about webinars.

Source: docs/protocol.md, Webinars.
"""

from typing import Annotated, TypeAlias
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from latecomer.core.ids import WebinarId
from latecomer.core.phase import Mode, Phase
from latecomer.core.status import Status
from latecomer.core.webinar import Cancellations, FlipOn
from latecomer.http.wire import (
    Cursor,
    Limit,
    Request,
    Response,
    Text,
    Time,
)
from latecomer.i18n.languages import LANGUAGES
from latecomer.media.rules.assets import AssetId

# webinars/rules/validation.py judges these bounds; a test holds the two against each other.
Name: TypeAlias = Annotated[str, Meta(extra_json_schema={"minLength": 1, "maxLength": 200})]
Url: TypeAlias = Annotated[
    str, Meta(extra_json_schema={"maxLength": 2048, "format": "uri"}, examples=["https://example.com/event"])
]
RecordingUrl: TypeAlias = Annotated[
    str,
    Meta(
        extra_json_schema={"maxLength": 2048, "format": "uri-reference"},
        description="An http or https address, or a file under /recordings/.",
        examples=["/recordings/demo.mp4"],
    ),
]
Seconds: TypeAlias = Annotated[
    float, Meta(extra_json_schema={"minimum": 1, "maximum": 172_800}, description="Length of the recording.")
]
Threshold: TypeAlias = Annotated[
    float,
    Meta(
        extra_json_schema={"exclusiveMinimum": 0, "maximum": 86_400},
        description="On-demand watch duration that a view must strictly exceed, seconds.",
    ),
]
Grace: TypeAlias = Annotated[
    int,
    Meta(
        extra_json_schema={"minimum": 0, "maximum": 604_800},
        description="Seconds from `ends_at` to the automatic finish; 120 by default, 10800 with a provider.",
    ),
]
ShowViewers: TypeAlias = Annotated[
    bool, Meta(description="Viewers in the room of an automated webinar see how many they are.")
]
People: TypeAlias = Annotated[int, Meta(extra_json_schema={"minimum": 1, "maximum": 10_000_000})]
Origins: TypeAlias = Annotated[
    tuple[str, ...],
    Meta(
        extra_json_schema={"maxItems": 50},
        description="The origins of other sites whose pages embed the viewer script.",
        examples=[["https://example.com"]],
    ),
]
TimeZone: TypeAlias = Annotated[
    str, Meta(description="IANA name; days are counted in it.", examples=["Europe/Berlin"])
]


LanguageTag: TypeAlias = Annotated[
    str,
    Meta(
        description=f"How viewers are addressed: {', '.join(LANGUAGES)}; without one, as their browsers ask.",
        examples=["fr"],
    ),
]


class NewRecording(Request, frozen=True, kw_only=True):
    """The recording of a webinar: an http(s) address or a file served under /recordings/. Without a length, the file
    at the address is asked for it. Instead of an address, a film or sound of the media library."""

    url: RecordingUrl | UnsetType = UNSET
    asset_id: AssetId | UnsetType = UNSET
    duration_s: Seconds | None = None


class ChangedRecording(Request, frozen=True, kw_only=True):
    """A recording that replaces the present one.

    A duration of other whole seconds, or ``replaces``, starts an empty coverage. Without a duration, the present one
    stays under the same address, and another address is asked for it. Instead of an address, a film or sound of the
    media library.
    """

    url: RecordingUrl | UnsetType = UNSET
    asset_id: AssetId | UnsetType = UNSET
    duration_s: Seconds | None = None
    replaces: bool = False


class CreateWebinar(Request, frozen=True, kw_only=True):
    """A webinar to create."""

    name: Name
    starts_at: Time
    ends_at: Annotated[
        Time | None, Meta(description="An hour after the start if left out; saving a rundown sets it.")
    ] = None
    timezone: TimeZone = "UTC"
    language: LanguageTag | None = None
    recording: NewRecording | None = None
    live_url: Url | None = None
    watch_url: Url | None = None
    allowed_origins: Origins = ()
    watch_threshold_s: Threshold = 60.0
    finish_grace_s: Grace | None = None
    attendee_limit: People | None = None
    registrant_limit: People | None = None
    cancellations: Cancellations = Cancellations.IGNORE
    flip_on: FlipOn = FlipOn.WATCH
    show_viewers: ShowViewers = False


class CopyWebinar(Request, frozen=True, kw_only=True):
    """The start of a copy, and its name if it has another."""

    starts_at: Time
    name: Name | None = None


class ChangeWebinar(Request, frozen=True, kw_only=True):
    """Changes to a webinar; a field left out stays, null clears an optional field."""

    name: Name | UnsetType = UNSET
    starts_at: Time | UnsetType = UNSET
    ends_at: Time | UnsetType = UNSET
    timezone: TimeZone | UnsetType = UNSET
    language: LanguageTag | UnsetType | None = UNSET
    recording: ChangedRecording | UnsetType | None = UNSET
    live_url: Url | UnsetType | None = UNSET
    watch_url: Url | UnsetType | None = UNSET
    allowed_origins: Origins | UnsetType = UNSET
    watch_threshold_s: Threshold | UnsetType = UNSET
    finish_grace_s: Grace | UnsetType | None = UNSET
    attendee_limit: People | UnsetType | None = UNSET
    registrant_limit: People | UnsetType | None = UNSET
    cancellations: Cancellations | UnsetType = UNSET
    flip_on: FlipOn | UnsetType = UNSET
    show_viewers: ShowViewers | UnsetType = UNSET


class RecordingBody(Response, frozen=True, kw_only=True):
    """A recording; a new ``version`` began an empty coverage. ``asset_id``: of a file of the media library."""

    url: str
    asset_id: AssetId | UnsetType = UNSET
    duration_s: float
    version: int


class CancelWebinar(Request, frozen=True, kw_only=True):
    """The reason for a cancellation, which members read."""

    reason: Text | None = None


class WebinarCaptionsBody(Response, frozen=True, kw_only=True):
    """Captions of the recording in one language."""

    id: UUID
    language: str


class RundownTotals(Response, frozen=True, kw_only=True):
    """The rundown of a webinar; ``duration_s`` is the end of its last stage item, ``playable_s`` the length that can be
    watched again."""

    version: int
    duration_s: float
    playable_s: float


class WebinarBody(Response, frozen=True, kw_only=True):
    """A webinar as it is now."""

    id: WebinarId
    name: str
    starts_at: Time
    ends_at: Time
    timezone: str
    language: str | None
    recording: RecordingBody | None
    captions: tuple[WebinarCaptionsBody, ...]
    rundown: Annotated[RundownTotals | None, Meta(description="The rundown of an automated webinar.")]
    live_url: str | None
    watch_url: str | None
    allowed_origins: tuple[str, ...]
    watch_threshold_s: float
    finish_grace_s: int
    attendee_limit: int | None
    registrant_limit: int | None
    cancellations: Cancellations
    flip_on: FlipOn
    show_viewers: bool
    has_provider: Annotated[
        bool, Meta(description="A webinar platform is bound that reports registrations and attendance.")
    ]
    phase: Phase
    mode: Mode
    days_left: Annotated[int, Meta(ge=0, le=30)]
    closes_at: Time
    finished_at: Time | None
    cancelled_at: Time | None
    status_counts: Annotated[dict[Status, int], Meta(description="Members per status, all ten.")]
    created_at: Time
    times_correctable: Annotated[
        bool | UnsetType,
        Meta(
            description="The event is over, all attendance of it that a platform reported lies outside its times, and "
            "nobody has watched: the times can still be corrected. Absent otherwise, and in lists."
        ),
    ] = UNSET


class WebinarPageBody(Response, frozen=True, kw_only=True):
    """A page of webinars, latest start first."""

    items: tuple[WebinarBody, ...]
    next_cursor: str | None


class PageQuery(Request, frozen=True, kw_only=True):
    """The page of a list."""

    limit: Limit = 50
    cursor: Cursor | None = None
