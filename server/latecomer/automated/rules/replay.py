"""The replay of a rundown after the end: the stage items as aired, in programme time.

Source: docs/automated.md, After the end
"""

from dataclasses import dataclass

from latecomer.automated.rules.rundown import (
    Audio,
    MediaItem,
    OverlayItem,
    Rundown,
    TakeOver,
    TakeOverTo,
    Video,
    end_ms,
)

NOT_AIRED_SLACK_MS = 1_000
"""Milliseconds by which live coverage may exceed the part that has been aired."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch ``[from_ms, to_ms)`` of programme time in which ``item`` was on stage."""

    from_ms: int
    to_ms: int
    item: MediaItem | TakeOver


@dataclass(frozen=True, slots=True)
class Replay:
    """A rundown as aired: ``duration_ms`` ends the last stage item, ``playable_ms`` is what can be watched again.

    ``overlays`` are those that the replay shows, by the player's position.
    """

    spans: tuple[Span, ...]
    overlays: tuple[OverlayItem, ...]
    duration_ms: int
    playable_ms: int


def aired(rundown: Rundown, ends_ms: int) -> tuple[Span, ...]:
    """Return the items that were on stage up to ``ends_ms``, take overs included, ordered by start."""
    taken = rundown.open_take_over
    spans: list[Span] = []
    for item in rundown.stage:
        until_ms = min(end_ms(item), ends_ms)
        if taken is not None and item is not taken:
            until_ms = min(until_ms, taken.start_ms)
        if item.start_ms < until_ms:
            spans.append(Span(item.start_ms, until_ms, item))
    return tuple(spans)


def replay(rundown: Rundown, ends_ms: int) -> Replay:
    """Return the parts of ``rundown`` that can be watched again, given that it was aired up to ``ends_ms``."""
    spans = tuple(span for span in aired(rundown, ends_ms) if not isinstance(span.item, TakeOver))
    overlays = tuple(item for item in rundown.overlays if item.in_replay and item.start_ms < ends_ms)
    return Replay(
        spans,
        overlays,
        max((span.to_ms for span in spans), default=0),
        sum(span.to_ms - span.from_ms for span in spans),
    )


def counted_ms(rundown: Rundown, ends_ms: int) -> tuple[tuple[int, int], ...]:
    """Return the intervals of programme time that count for attendance and engagement.

    Stage items count, except a last frame that is held still; take overs count when they lead to a slate or the chat.
    """
    counted: list[tuple[int, int]] = []
    for span in aired(rundown, ends_ms):
        item, to_ms = span.item, span.to_ms
        if isinstance(item, TakeOver) and item.to is TakeOverTo.LIVE_URL:
            continue
        if isinstance(item, (Video, Audio)):
            to_ms = min(to_ms, item.start_ms + item.asset_ms - item.media_from_ms)
        if span.from_ms < to_ms:
            counted.append((span.from_ms, to_ms))
    return tuple(counted)
