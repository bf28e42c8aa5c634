"""A rundown: what an automated webinar plays when, as items on two tracks.

Every ``_ms`` of an item counts from the webinar's start (programme time), but for ``closes_ms`` and
``published_ms``, which count from the item's own start, and ``media_from_ms``, which counts from the start of
its media. Intervals are half-open.

Source: docs/automated.md, The rundown
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import Annotated, Final, NewType, TypeAlias

from msgspec import Meta, Struct

from latecomer.media.rules.assets import AssetId

ItemId = NewType("ItemId", str)

SOON_MS: Final = 60_000
"""Milliseconds before an item's start from which it is announced, so that players can load it."""

OPEN_END_MS: Final = 2**53 - 1
"""The end of an item that has none yet: the largest whole number that JavaScript keeps exact."""


class Track(StrEnum):
    """The track of an item: the stage, with one item at a time, or the overlays on it."""

    STAGE = "stage"
    OVERLAY = "overlay"


class TakeOverTo(StrEnum):
    """The destination of a take over: a live room elsewhere, a message, or questions and answers in the chat."""

    LIVE_URL = "live_url"
    SLATE = "slate"
    CHAT = "chat"


class PollState(StrEnum):
    """The state of a poll overlay: it accepts answers, accepts no more, or shows its results."""

    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


class Results(StrEnum):
    """The time at which viewers see a poll's results."""

    NEVER = "never"
    AFTER_ANSWERING = "after_answering"
    AFTER_CLOSING = "after_closing"
    ALWAYS = "always"


class PollQuestionType(StrEnum):
    """The form of an answer to a question."""

    SINGLE = "single"
    SEVERAL = "several"
    RATING = "rating"
    YES_NO = "yes_no"
    TEXT = "text"
    LONG_TEXT = "long_text"


class Item(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """The fields that all items share."""

    id: ItemId
    start_ms: int
    title: str | None = None


class _Timed(Item, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    duration_ms: int


class _Media(_Timed, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    asset_id: AssetId
    media_from_ms: int = 0
    """The position in the media at which the item begins."""
    continues: ItemId | None = None
    """The item that a take over cut, which this one goes on with."""


class Video(_Media, frozen=True, kw_only=True, omit_defaults=True, tag="video", tag_field="kind"):
    """A film; beyond ``asset_ms`` its last frame is held. ``qualities`` are the files that a player chooses from, the
    best first; a playlist has them in it. ``url``: the address of a recording that is no asset."""

    asset_ms: int = OPEN_END_MS
    qualities: tuple[str, ...] = ()
    url: str | None = None


class Audio(_Media, frozen=True, kw_only=True, omit_defaults=True, tag="audio", tag_field="kind"):
    """Sound, with its cover where it has one."""

    asset_ms: int = OPEN_END_MS


class Image(_Media, frozen=True, kw_only=True, omit_defaults=True, tag="image", tag_field="kind"):
    """A still picture."""


class Slides(_Media, frozen=True, kw_only=True, omit_defaults=True, tag="slides", tag_field="kind"):
    """The pages of a presentation, each for its ``page_ms``, or all equally long."""

    pages: int = 1
    page_ms: tuple[int, ...] | None = None

    def page_starts_ms(self) -> tuple[int, ...]:
        """Return where each page begins, in ms of the item's media."""
        if self.page_ms is not None:
            return (0, *accumulate(self.page_ms[:-1]))
        total_ms = self.media_from_ms + self.duration_ms
        return tuple(page * total_ms // self.pages for page in range(self.pages))


class TakeOver(Item, frozen=True, kw_only=True, omit_defaults=True, tag="take_over", tag_field="kind"):
    """The time for which a host or presenter is live; without ``duration_ms`` it goes on."""

    to: TakeOverTo
    stopped_ms: int
    """The position at which the rundown stopped: the start of the first take over in a row."""
    duration_ms: int | None = None
    url: str | None = None
    message: str | None = None
    rest: "Video | Audio | Image | Slides | None" = None
    """The rest of the item that was cut, as it would continue at ``stopped_ms``."""


class _Overlay(_Timed, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    in_replay: bool = False


class CallToAction(
    _Overlay, frozen=True, kw_only=True, omit_defaults=True, tag="call_to_action", tag_field="kind"
):
    """A button that leads elsewhere."""

    text: str
    button: str
    url: str
    colour: str | None = None


class Handout(_Overlay, frozen=True, kw_only=True, omit_defaults=True, tag="handout", tag_field="kind"):
    """A file to download."""

    asset_id: AssetId


class Announcement(
    _Overlay, frozen=True, kw_only=True, omit_defaults=True, tag="announcement", tag_field="kind"
):
    """A line of text from the host."""

    text: str


class Option(Struct, frozen=True, kw_only=True):
    """One choice of a question."""

    id: str
    text: str


class Question(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One question of a poll or survey; ``min`` and ``max`` bound how many options, or the rating."""

    id: str
    type: PollQuestionType
    text: str
    options: tuple[Option, ...] = ()
    min: int | None = None
    max: int | None = None
    required: bool = False


class Cue(Struct, frozen=True, kw_only=True):
    """A change of a poll's state that a host made by hand, in programme time."""

    at_ms: Annotated[int, Meta(ge=-(2**53), le=2**53)]
    state: PollState


class _Questions(_Overlay, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    questions: tuple[Question, ...]
    results: Results = Results.NEVER
    closes_ms: int | None = None
    published_ms: int | None = None
    cues: tuple[Cue, ...] = ()


class Poll(_Questions, frozen=True, kw_only=True, omit_defaults=True, tag="poll", tag_field="kind"):
    """Questions that are answered one by one, with results."""


class Survey(_Questions, frozen=True, kw_only=True, omit_defaults=True, tag="survey", tag_field="kind"):
    """Questions that are answered together in one form; its results are never shown to viewers."""


MediaItem: TypeAlias = Video | Audio | Image | Slides
StageItem: TypeAlias = MediaItem | TakeOver
QuestionsItem: TypeAlias = Poll | Survey
OverlayItem: TypeAlias = CallToAction | Poll | Survey | Handout | Announcement
AnyItem: TypeAlias = StageItem | OverlayItem

STAGE: Final = (Video, Audio, Image, Slides, TakeOver)
OVERLAY: Final = (CallToAction, Poll, Survey, Handout, Announcement)


def end_ms(item: AnyItem) -> int:
    """Return the first millisecond at which ``item`` is no longer on air; ``OPEN_END_MS`` for a take over without an
    end."""
    return OPEN_END_MS if item.duration_ms is None else item.start_ms + item.duration_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Rundown:
    """One version of what a webinar plays; version 0 is the one before the first save.

    ``items`` may come in any order; ``stage`` and ``overlays`` are the two tracks, ordered by start, and ``starts_ms``
    are the starts of both. ``changes_ms`` are the moments, in programme time and ascending, at which anything but the
    position in a medium changes. ``end_ms`` is the end of the last item of either track; a take over without an end
    counts up to its start.
    """

    version: int = 0
    buffer_s: int = 10
    items: tuple[AnyItem, ...] = ()
    stage: tuple[StageItem, ...] = field(init=False, repr=False, compare=False)
    overlays: tuple[OverlayItem, ...] = field(init=False, repr=False, compare=False)
    starts_ms: tuple[tuple[int, AnyItem], ...] = field(init=False, repr=False, compare=False)
    changes_ms: tuple[int, ...] = field(init=False, repr=False, compare=False)
    longest_overlay_ms: int = field(init=False, repr=False, compare=False)
    end_ms: int = field(init=False, repr=False, compare=False)
    open_take_over: TakeOver | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_start = sorted(self.items, key=lambda item: (item.start_ms, item.id))
        overlays = tuple(item for item in by_start if isinstance(item, OVERLAY))
        take_overs = (item for item in by_start if isinstance(item, TakeOver) and item.duration_ms is None)
        derived = {
            "stage": tuple(item for item in by_start if isinstance(item, STAGE)),
            "overlays": overlays,
            "starts_ms": tuple((item.start_ms, item) for item in by_start),
            "changes_ms": tuple(sorted({0, *(at_ms for item in by_start for at_ms in _changes_ms(item))})),
            "longest_overlay_ms": max((item.duration_ms for item in overlays), default=0),
            "end_ms": max((item.start_ms + (item.duration_ms or 0) for item in by_start), default=0),
            "open_take_over": next(take_overs, None),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def find(self, item_id: ItemId) -> AnyItem | None:
        """Return the item with that id, None when this version has no such item."""
        return next((item for item in self.items if item.id == item_id), None)


def _changes_ms(item: AnyItem) -> Iterator[int]:
    yield item.start_ms - SOON_MS
    yield item.start_ms
    if item.duration_ms is None:
        return
    end = item.start_ms + item.duration_ms
    yield end
    if isinstance(item, Slides):
        for page_ms in item.page_starts_ms():
            at_ms = item.start_ms + page_ms - item.media_from_ms
            if item.start_ms < at_ms < end:
                yield at_ms
    if isinstance(item, (Poll, Survey)):
        for cue in item.cues:
            yield cue.at_ms
        for cue_ms in (item.closes_ms, item.published_ms):
            if cue_ms is not None:
                yield item.start_ms + cue_ms
