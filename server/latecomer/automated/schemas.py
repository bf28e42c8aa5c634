"""Bodies about rundowns, take overs and presenters.

Source: docs/automated.md, The rundown
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Final, TypeAlias

import msgspec
from msgspec import UNSET, Meta, UnsetType

from latecomer.automated.rules.on_air import AirPhase, OnAir
from latecomer.automated.rules.preflight import ProblemCode, Severity
from latecomer.automated.rules.presenters import PresenterId, Role
from latecomer.automated.rules.rundown import (
    OPEN_END_MS,
    Announcement,
    AnyItem,
    Audio,
    CallToAction,
    Cue,
    Handout,
    Image,
    Poll,
    PollQuestionType,
    PollState,
    Results,
    Rundown,
    Slides,
    StageItem,
    Survey,
    TakeOver,
    TakeOverTo,
    Track,
    Video,
    end_ms,
)
from latecomer.automated.rules.take_over import Resume
from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant
from latecomer.http.wire import LINKING, PERSONAL, Request, Response, Time, time_or_none, written_like
from latecomer.media.rules.assets import AssetId

Ms: TypeAlias = Annotated[int, Meta(ge=-(2**53), le=2**53)]
Line: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200)]
Sentence: TypeAlias = Annotated[str, Meta(min_length=1, max_length=500)]
Address: TypeAlias = Annotated[str, Meta(min_length=1, max_length=2048)]
Name: TypeAlias = Annotated[str, written_like("intro-1", r"^[a-z0-9_-]{1,36}$")]
Colour: TypeAlias = Annotated[str, written_like("#1a2b3c", r"^#[0-9a-fA-F]{6}$")]


class ItemKind(StrEnum):
    """The kind of an item; the first four and a take over are on stage, the others are overlays."""

    VIDEO = "video"
    AUDIO = "audio"
    IMAGE = "image"
    SLIDES = "slides"
    TAKE_OVER = "take_over"
    CALL_TO_ACTION = "call_to_action"
    POLL = "poll"
    SURVEY = "survey"
    HANDOUT = "handout"
    ANNOUNCEMENT = "announcement"


_ON_STAGE: Final = frozenset(
    {ItemKind.VIDEO, ItemKind.AUDIO, ItemKind.IMAGE, ItemKind.SLIDES, ItemKind.TAKE_OVER}
)


class PollOptionBody(Request, frozen=True, kw_only=True, omit_defaults=True):
    """One choice of a question."""

    text: Line
    id: Name | UnsetType = UNSET


class PollQuestionBody(Request, frozen=True, kw_only=True, omit_defaults=True):
    """One question; ``min`` and ``max`` bound how many options, or the rating."""

    type: PollQuestionType
    text: Sentence
    id: Name | UnsetType = UNSET
    options: Annotated[tuple[PollOptionBody, ...], Meta(max_length=20)] = ()
    min: Annotated[int, Meta(ge=0, le=20)] | UnsetType = UNSET
    max: Annotated[int, Meta(ge=0, le=20)] | UnsetType = UNSET
    required: bool = False


class ItemBody(Request, frozen=True, kw_only=True, omit_defaults=True):
    """An item of a rundown; its kind decides its fields.

    ``asset_ms``, ``qualities``, ``pages``, ``continues``, ``cues``, ``to`` and ``stopped_ms`` are set by the server:
    values sent for them are ignored.
    """

    kind: ItemKind
    start_ms: Ms
    duration_ms: Annotated[Ms, Meta(description="Absent for a take over that has not ended.")] | UnsetType = (
        UNSET
    )
    id: Annotated[Name, Meta(description="Left out: a new item.")] | UnsetType = UNSET
    track: Track | UnsetType = UNSET
    title: Line | UnsetType = UNSET
    in_replay: bool = False
    asset_id: AssetId | UnsetType = UNSET
    media_from_ms: Ms = 0
    page_ms: Annotated[tuple[Ms, ...], Meta(max_length=200)] | UnsetType = UNSET
    text: Sentence | UnsetType = UNSET
    button: Annotated[str, Meta(min_length=1, max_length=60)] | UnsetType = UNSET
    url: Address | UnsetType = UNSET
    colour: Colour | UnsetType = UNSET
    questions: Annotated[tuple[PollQuestionBody, ...], Meta(min_length=1, max_length=20)] | UnsetType = UNSET
    results: Results = Results.NEVER
    closes_ms: Ms | UnsetType = UNSET
    published_ms: Ms | UnsetType = UNSET
    asset_ms: Ms | UnsetType = UNSET
    qualities: Annotated[
        tuple[Annotated[str, Meta(max_length=20)], ...],
        Meta(max_length=3, description="The files that a film's player chooses from, the best first."),
    ] = ()
    pages: Annotated[int, Meta(ge=0, le=200)] | UnsetType = UNSET
    continues: str | UnsetType = UNSET
    cues: tuple[Cue, ...] = ()
    to: TakeOverTo | UnsetType = UNSET
    stopped_ms: Ms | UnsetType = UNSET
    message: Sentence | UnsetType = UNSET


class SaveRundown(Request, frozen=True, kw_only=True):
    """A rundown to save: ``version`` is the version that was edited."""

    version: Annotated[int, Meta(ge=0, le=2**31)]
    items: Annotated[tuple[ItemBody, ...], Meta(max_length=5_000)]
    buffer_s: Annotated[int, Meta(ge=0, le=600)] = 10


class RundownBody(Response, frozen=True, kw_only=True):
    """The current rundown; version 0 before the first save. ``saved_by``: the name of a key, session, host or
    presenter; null for a version that the server made by itself."""

    version: int
    buffer_s: int
    duration_ms: Annotated[int, Meta(description="The end of the last item on either track.")]
    items: tuple[ItemBody, ...]
    saved_at: Time | None
    saved_by: str | None


class StageBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """The item on stage, and the position in its media."""

    id: str
    kind: ItemKind
    title: Line | UnsetType = UNSET
    item: ItemBody
    start_ms: int
    end_ms: int | None
    media_ms: int
    page: int | None = None
    file: Annotated[
        str | None, Meta(description="The address of the media below /m/{grant}/; null for a take over.")
    ] = None


class OverlayBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """An item over the stage, and its state."""

    id: str
    kind: ItemKind
    title: Line | UnsetType = UNSET
    item: ItemBody
    start_ms: int
    end_ms: int
    state: PollState


class OnAirBody(Response, frozen=True, kw_only=True):
    """The items that every viewer sees at a moment. ``soon`` begins within 60 s; only ``stage`` and ``overlays`` are on
    air.
    """

    at: Time
    version: int
    phase: AirPhase
    programme_ms: int
    starts_at: Time
    ends_at: Time
    stage: StageBody | None
    overlays: tuple[OverlayBody, ...]
    next_at: Time | None
    soon: tuple[ItemBody, ...]


class OnAirQuery(Request, frozen=True, kw_only=True):
    """The moment; now if left out."""

    at: Time | None = None


class PreflightProblem(Response, frozen=True, kw_only=True, omit_defaults=True):
    """A problem."""

    code: ProblemCode
    severity: Severity
    message: str
    item_id: str | UnsetType = UNSET


class PreflightBody(Response, frozen=True, kw_only=True):
    """The problems that would occur if the webinar began now; ``ok`` is true without errors."""

    ok: bool
    problems: tuple[PreflightProblem, ...]


class TakeOverBody(Request, frozen=True, kw_only=True):
    """The destination of a take over: ``url`` with live_url, ``message`` with slate."""

    to: TakeOverTo
    url: Address | None = None
    message: Sentence | None = None


class GiveBackBody(Request, frozen=True, kw_only=True):
    """The point at which the rundown resumes."""

    resume: Resume


class InvitePresenter(Request, frozen=True, kw_only=True):
    """A person to invite as host or presenter."""

    email: Annotated[str, Meta(min_length=3, max_length=320)]
    name: Line
    role: Role


class PresenterBody(Response, frozen=True, kw_only=True):
    """A host or presenter, with a personal link."""

    id: PresenterId
    email: Annotated[str, PERSONAL]
    name: Annotated[str, PERSONAL]
    role: Role
    presenter_url: Annotated[str, LINKING]
    created_at: Time


class PresentersBody(Response, frozen=True, kw_only=True):
    """The hosts and presenters of a webinar."""

    items: tuple[PresenterBody, ...]


def to_items(bodies: tuple[ItemBody, ...]) -> list[AnyItem]:
    """Return the requested items; take overs are created by the server and left out.

    Raises: Refused wrong_kind, missing_field with the pointer.
    """
    problems: list[FieldError] = []
    items: list[AnyItem] = []
    for n, body in enumerate(bodies):
        at = f"/items/{n}"
        track = Track.STAGE if body.kind in _ON_STAGE else Track.OVERLAY
        if body.track is not UNSET and body.track is not track:
            problems.append(
                FieldError(f"{at}/track", "wrong_kind", f"A {body.kind} belongs on the track {track}.")
            )
        missing = [name for name in _NEEDED[body.kind] if getattr(body, name) is UNSET]
        problems.extend(
            FieldError(f"{at}/{name}", "missing_field", "this field is required") for name in missing
        )
        if body.kind is not ItemKind.TAKE_OVER and not missing:
            items.append(msgspec.convert(dict(_fields(body)), _TYPES[body.kind]))
    if problems:
        raise Refused(problems[0].code, problems[0].message, tuple(problems))
    return items


_NEEDED: Final[dict[ItemKind, tuple[str, ...]]] = {
    ItemKind.VIDEO: ("duration_ms", "asset_id"),
    ItemKind.AUDIO: ("duration_ms", "asset_id"),
    ItemKind.IMAGE: ("duration_ms", "asset_id"),
    ItemKind.SLIDES: ("duration_ms", "asset_id"),
    ItemKind.TAKE_OVER: ("id",),
    ItemKind.CALL_TO_ACTION: ("duration_ms", "text", "button", "url"),
    ItemKind.POLL: ("duration_ms", "questions"),
    ItemKind.SURVEY: ("duration_ms", "questions"),
    ItemKind.HANDOUT: ("duration_ms", "asset_id"),
    ItemKind.ANNOUNCEMENT: ("duration_ms", "text"),
}
_TYPES: Final[dict[ItemKind, type[AnyItem]]] = {
    ItemKind.VIDEO: Video,
    ItemKind.AUDIO: Audio,
    ItemKind.IMAGE: Image,
    ItemKind.SLIDES: Slides,
    ItemKind.CALL_TO_ACTION: CallToAction,
    ItemKind.POLL: Poll,
    ItemKind.SURVEY: Survey,
    ItemKind.HANDOUT: Handout,
    ItemKind.ANNOUNCEMENT: Announcement,
}
_NO_URL: Final = frozenset({ItemKind.VIDEO})
"""Kinds whose address the server sets."""
_SERVERS: Final = frozenset(
    {"track", "asset_ms", "qualities", "pages", "continues", "cues", "to", "stopped_ms"}
)


def _fields(body: ItemBody) -> Iterator[tuple[str, object]]:
    """Yield the fields of the item's own type; missing ids are created."""
    known = {field.encode_name for field in msgspec.structs.fields(_TYPES[body.kind])} - _SERVERS
    if body.kind in _NO_URL:
        known -= {"url"}
    for name in known - {"id", "questions"}:
        value = getattr(body, name)
        if value is not UNSET:
            yield name, msgspec.to_builtins(value)
    yield "id", "" if body.id is UNSET else body.id
    yield "kind", body.kind.value
    if body.questions is not UNSET and "questions" in known:
        yield "questions", [_question(n, question) for n, question in enumerate(body.questions)]


def _question(n: int, body: PollQuestionBody) -> dict[str, object]:
    question: dict[str, object] = msgspec.to_builtins(body)
    question["id"] = question.get("id", f"q{n + 1}")
    question["options"] = [
        {"id": f"o{place + 1}", **msgspec.to_builtins(option)} for place, option in enumerate(body.options)
    ]
    return question


def item_body(item: AnyItem) -> ItemBody:
    """Return an item for operators."""
    fields = msgspec.to_builtins(item)
    fields.pop("rest", None)
    if fields.get("asset_ms") == OPEN_END_MS:
        del fields["asset_ms"]
    kind = ItemKind(fields["kind"])
    fields["track"] = Track.STAGE if kind in _ON_STAGE else Track.OVERLAY
    body: ItemBody = msgspec.convert(fields, ItemBody)
    return body


def kind_of(item: AnyItem) -> ItemKind:
    """Return the kind of an item."""
    return ItemKind(str(item.__struct_config__.tag))


def room_item(item: AnyItem) -> ItemBody:
    """Return an item for viewers: without file names, and without cues that are still to come."""
    body = msgspec.structs.replace(item_body(item), asset_id=UNSET)
    return msgspec.structs.replace(body, url=UNSET) if isinstance(item, Video) else body


def rundown_body(
    rundown: Rundown, saved_at: Instant | None = None, saved_by: str | None = None
) -> RundownBody:
    """Return a rundown for operators."""
    return RundownBody(
        version=rundown.version,
        buffer_s=rundown.buffer_s,
        duration_ms=rundown.end_ms,
        items=tuple(item_body(item) for _, item in rundown.starts_ms),
        saved_at=time_or_none(saved_at),
        saved_by=saved_by,
    )


def on_air_body(answer: OnAir, starts_at: int) -> OnAirBody:
    """Return the items on air for viewers."""
    stage = answer.stage
    return OnAirBody(
        at=Time(answer.at),
        version=answer.version,
        phase=answer.phase,
        programme_ms=answer.programme_ms,
        starts_at=Time(starts_at),
        ends_at=Time(answer.ends_at),
        stage=None
        if stage is None
        else StageBody(
            id=stage.item.id,
            kind=kind_of(stage.item),
            title=stage.item.title or UNSET,
            item=room_item(stage.item),
            start_ms=stage.item.start_ms,
            end_ms=None if stage.item.duration_ms is None else end_ms(stage.item),
            media_ms=stage.media_ms,
            page=stage.page,
            file=file_of(stage.item),
        ),
        overlays=tuple(
            OverlayBody(
                id=overlay.item.id,
                kind=kind_of(overlay.item),
                title=overlay.item.title or UNSET,
                item=room_item(overlay.item),
                start_ms=overlay.item.start_ms,
                end_ms=end_ms(overlay.item),
                state=overlay.state,
            )
            for overlay in answer.overlays
        ),
        next_at=None if answer.next_at is None else Time(answer.next_at),
        soon=tuple(room_item(item) for item in answer.soon),
    )


def file_of(item: StageItem) -> str | None:
    """Return where an item's media are, below a grant."""
    return None if isinstance(item, TakeOver) else item.id
