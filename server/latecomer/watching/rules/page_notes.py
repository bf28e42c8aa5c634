"""Notes about pages with the viewer script: the rule for which of them still apply.

Source: docs/domain.md, What plays
"""

from enum import StrEnum
from typing import Final

from latecomer.core.origin import is_allowed
from latecomer.core.webinar import Webinar

SAME_LENGTH_S: Final = 2.0
"""Lengths this close are one: players and films round differently."""


class NoteKind(StrEnum):
    """The kinds of notes for the host of a page."""

    OTHER_LENGTH = "other_length"
    ORIGIN_NOT_ALLOWED = "origin_not_allowed"


def still_holds(
    kind: NoteKind, origin: str, media_s: float | None, webinar: Webinar, allowed: tuple[str, ...]
) -> bool:
    """Return True while a note applies: the length was not corrected, nor the origin allowed, since then.

    Args:
        media_s: the length of the media on the pages, for notes about length.
        allowed: origins that may carry the viewer script for every webinar.
    """
    match kind:
        case NoteKind.OTHER_LENGTH:
            recording = webinar.recording
            if recording is None or recording.is_replay or media_s is None:
                return False
            return abs(media_s - recording.duration_s) > SAME_LENGTH_S
        case NoteKind.ORIGIN_NOT_ALLOWED:
            return not is_allowed(origin, (*allowed, *webinar.allowed_origins))
