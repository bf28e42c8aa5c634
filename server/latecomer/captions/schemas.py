"""Captions as the API writes them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from latecomer.captions.rules.webvtt import Mended
from latecomer.http.wire import Request, Response, Time


class PutCaptions(Request, frozen=True, kw_only=True):
    """Captions in one language: their text, or the address of a file. They replace earlier ones in this language."""

    language: Annotated[str, Meta(description="A language tag.", examples=["fr"])]
    text: Annotated[str | None, Meta(description="WebVTT or SubRip, up to 1 MiB.")] = None
    url: Annotated[
        str | None,
        Meta(
            description="The address of the file; it is fetched once, now.",
            examples=["https://example.com/fr.vtt"],
        ),
    ] = None


class CaptionsBody(Response, frozen=True, kw_only=True):
    """Captions in one language; ``url`` serves them as WebVTT and changes with each upload."""

    id: UUID
    language: str
    cues: int
    url: str
    created_at: Time


class CaptionsPageBody(Response, frozen=True, kw_only=True):
    """All captions of a recording, by language; always one page."""

    items: tuple[CaptionsBody, ...]


class MendedLineBody(Response, frozen=True, kw_only=True):
    """A corrected error in a line of the file, counted from 1."""

    line: int
    code: Mended


class TakenCaptionsBody(Response, frozen=True, kw_only=True):
    """The stored captions. ``mended`` are the first 100 lines that were corrected."""

    captions: CaptionsBody
    mended: tuple[MendedLineBody, ...]


class AssetCaptionsBody(Response, frozen=True, kw_only=True):
    """Captions of a file of the media library in one language."""

    language: str
    cues: int
    created_at: Time


class AssetCaptionsPageBody(Response, frozen=True, kw_only=True):
    """All captions of a file, by language; always one page."""

    items: tuple[AssetCaptionsBody, ...]


class TakenAssetCaptionsBody(Response, frozen=True, kw_only=True):
    """The stored captions of a file. ``mended`` are the first 100 lines that were corrected."""

    captions: AssetCaptionsBody
    mended: tuple[MendedLineBody, ...]
