"""The pre-flight check: the problems that a rundown would have if it began now.

Source: docs/automated.md, Pre-flight
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from latecomer.automated.rules.rundown import Audio, Handout, Image, ItemId, Rundown, Slides, Video, end_ms
from latecomer.automated.rules.validation import Assets
from latecomer.media.rules.assets import AssetState

LEAST_GAP_MS: Final = 1_000
"""The longest gap on stage that is not reported."""


class Severity(StrEnum):
    """The weight of a problem: an error spoils the event, a warning may be intended."""

    ERROR = "error"
    WARNING = "warning"


class ProblemCode(StrEnum):
    """A problem that the check before the start can find."""

    ASSET_FAILED = "asset_failed"
    ASSET_SHORT = "asset_short"
    GAP = "gap"
    OVERLAY_OUTSIDE = "overlay_outside"
    NO_MODERATOR = "no_moderator"
    LIMIT = "limit"
    DISK = "disk"
    ANOTHER_EVENT = "another_event"
    NO_CAPTIONS = "no_captions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem; ``message`` is the advice."""

    code: ProblemCode
    severity: Severity
    message: str
    name: str = ""
    """The name of the file or event that the problem is about."""
    item_id: ItemId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """The surroundings of a rundown: its chat and moderators, the longest programme allowed, the free space on disk,
    and the name of an event that runs so long that this one could not start."""

    is_moderated: bool = False
    moderators: int = 0
    longest_ms: int | None = None
    is_disk_full: bool = False
    other_event: str | None = None


def preflight(rundown: Rundown, assets: Assets, around: Circumstances) -> tuple[Problem, ...]:
    """Return the problems of ``rundown``, errors first."""
    problems = (*_assets(rundown, assets), *_gaps(rundown), *_outside(rundown), *_around(rundown, around))
    return tuple(sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR))


def _assets(rundown: Rundown, assets: Assets) -> Iterator[Problem]:
    for item in rundown.items:
        if not isinstance(item, (Video, Audio, Image, Slides, Handout)):
            continue
        asset = assets.get(item.asset_id)
        name = item.title or (asset.name if asset else "") or item.id
        if asset is None or asset.state is not AssetState.READY:
            yield Problem(
                code=ProblemCode.ASSET_FAILED,
                severity=Severity.ERROR,
                message=f"The file of “{name}” is not there or not ready: upload it again or take the item out.",
                name=name,
                item_id=item.id,
            )
            continue
        if not isinstance(item, (Video, Audio)):
            continue
        if not asset.has_captions:
            yield Problem(
                code=ProblemCode.NO_CAPTIONS,
                severity=Severity.WARNING,
                message=f"“{name}” has no captions: some viewers need them. Add them on the page Media.",
                item_id=item.id,
            )
        if item.media_from_ms + item.duration_ms > item.asset_ms:
            over_s = round((item.media_from_ms + item.duration_ms - item.asset_ms) / 1_000, 1)
            yield Problem(
                code=ProblemCode.ASSET_SHORT,
                severity=Severity.WARNING,
                message=f"“{name}” is {over_s} s longer than its file: the last picture stays for that time.",
                item_id=item.id,
            )


def _gaps(rundown: Rundown) -> Iterator[Problem]:
    reached_ms = 0
    for item in rundown.stage:
        if item.start_ms - reached_ms >= LEAST_GAP_MS:
            yield Problem(
                code=ProblemCode.GAP,
                severity=Severity.WARNING,
                message=f"For {(item.start_ms - reached_ms) / 1_000:g} s before this item there is nothing on stage.",
                item_id=item.id,
            )
        reached_ms = max(reached_ms, end_ms(item))


def _outside(rundown: Rundown) -> Iterator[Problem]:
    stage_end_ms = max((end_ms(item) for item in rundown.stage), default=0)
    for item in rundown.overlays:
        if end_ms(item) > stage_end_ms:
            yield Problem(
                code=ProblemCode.OVERLAY_OUTSIDE,
                severity=Severity.WARNING,
                message="This item is shown after everything on stage is over.",
                item_id=item.id,
            )


def _around(rundown: Rundown, around: Circumstances) -> Iterator[Problem]:
    if around.is_moderated and around.moderators == 0:
        yield Problem(
            code=ProblemCode.NO_MODERATOR,
            severity=Severity.WARNING,
            message="Chat lines wait for approval, and nobody is named to approve them: invite a host or presenter.",
        )
    if around.longest_ms is not None and rundown.end_ms > around.longest_ms:
        yield Problem(
            code=ProblemCode.LIMIT,
            severity=Severity.ERROR,
            message=f"The programme is longer than the {around.longest_ms // 60_000} minutes that are allowed.",
        )
    if around.is_disk_full:
        yield Problem(
            code=ProblemCode.DISK,
            severity=Severity.ERROR,
            message="The server's disk is nearly full: files may not be converted.",
        )
    if around.other_event is not None:
        yield Problem(
            code=ProblemCode.ANOTHER_EVENT,
            severity=Severity.WARNING,
            message=f"“{around.other_event}” still runs then, and no more events run at the same time here.",
        )
