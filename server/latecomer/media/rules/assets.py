"""An asset: a file of the media library, in the form that other folders use."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

from latecomer.core.ids import WebinarId

AssetId = NewType("AssetId", UUID)


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


@dataclass(frozen=True, slots=True)
class Use:
    """A webinar that plays an asset."""

    webinar: WebinarId
    name: str
