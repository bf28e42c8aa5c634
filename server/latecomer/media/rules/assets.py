"""An asset: a file of the media library, in the form that other folders use."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

from latecomer.core.ids import WebinarId

AssetId = NewType("AssetId", UUID)


POSTER: Final = "poster.jpg"
"""The picture of a film."""
ORIGINAL_PDF: Final = "original.pdf"
"""The PDF of slides, which handouts hand out."""


class AssetKind(StrEnum):
    """The kind of an asset, which decides how it can be shown; a file can only be downloaded."""

    VIDEO = "video"
    AUDIO = "audio"
    IMAGE = "image"
    SLIDES = "slides"
    FILE = "file"


class AssetState(StrEnum):
    """The state of an asset."""

    UPLOADING = "uploading"
    WAITING = "waiting"
    CONVERTING = "converting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """The properties of a file that a rundown needs: ``duration_ms`` of video and audio, ``pages`` of slides."""

    kind: AssetKind
    state: AssetState
    name: str = ""
    duration_ms: int | None = None
    pages: int | None = None
    has_captions: bool = False
    qualities: tuple[str, ...] = ()
    """The files that a player of a film chooses from, the best first."""


_QUALITIES: Final = ("main.m3u8", "main.mp4", "small.mp4")


def qualities(files: Sequence[str]) -> tuple[str, ...]:
    """Return those of a film's files from which a player chooses."""
    return tuple(name for name in _QUALITIES if name in files)


@dataclass(frozen=True, slots=True)
class Use:
    """A webinar that plays an asset."""

    webinar: WebinarId
    name: str
