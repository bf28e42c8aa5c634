"""Captions of the films and the sound in the media library.

They belong to the file, so that every webinar that plays it shows them. Source: docs/captions.md, Files of the library
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from latecomer.captions.assets import queries
from latecomer.captions.assets.queries import AssetCaptionFile
from latecomer.captions.rules import webvtt
from latecomer.captions.rules.webvtt import Finding
from latecomer.captions.service import LANGUAGES_MAX, language_tag
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.media import queries as assets
from latecomer.media.queries import AssetRow
from latecomer.media.rules.assets import AssetId, AssetKind
from latecomer.postgres.pool import Conn, Pool

_PLAYED = (AssetKind.VIDEO, AssetKind.AUDIO, None)


class AssetCaptions:
    """The captions of all files of the library."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def list(self, asset_id: AssetId) -> list[AssetCaptionFile]:
        """Return a file's captions, by language. Raises: Refused unknown_asset."""
        async with self._pool.acquire() as conn:
            await self._find(conn, asset_id)
            return await queries.of_asset(conn, asset_id)

    async def put(
        self, asset_id: AssetId, language: str, data: bytes, now: Instant
    ) -> tuple[AssetCaptionFile, tuple[Finding, ...]]:
        """Store captions (WebVTT or SubRip) in a language, replacing earlier ones; returns the corrections, too.

        Raises: Refused unknown_asset, wrong_kind, unknown_language, malformed_captions, no_captions, too_many_captions,
            too_many_languages.
        """
        tag = language_tag(language)
        async with self._pool.acquire() as conn:
            asset = await self._find(conn, asset_id)
        read = await asyncio.to_thread(webvtt.read, webvtt.decode(data), asset.duration_ms)
        file = AssetCaptionFile(asset=asset_id, language=tag, cues=len(read.cues), created_at=now)
        async with self._pool.acquire() as conn, conn.transaction():
            if await assets.lock(conn, asset_id) is None:
                raise _unknown_asset()
            others = [each for each in await queries.of_asset(conn, asset_id) if each.language != tag]
            if len(others) >= LANGUAGES_MAX:
                raise Refused(
                    "too_many_languages", f"A file has captions in at most {LANGUAGES_MAX} languages."
                )
            await queries.put(conn, file, read.webvtt())
        return file, read.findings

    async def delete(self, asset_id: AssetId, language: str) -> None:
        """Delete the captions in a language. Raises: Refused unknown_asset, unknown_captions."""
        async with self._pool.acquire() as conn:
            await self._find(conn, asset_id)
            if not await queries.delete(conn, asset_id, language):
                raise unknown_captions()

    async def text(self, asset_id: AssetId, language: str) -> str:
        """Return captions as a WebVTT file. Raises: Refused unknown_captions."""
        async with self._pool.acquire() as conn:
            text = await queries.webvtt(conn, asset_id, language)
        if text is None:
            raise unknown_captions()
        return text

    async def languages(self, conn: Conn, asset_ids: Sequence[AssetId]) -> Mapping[AssetId, tuple[str, ...]]:
        """Return the languages in which these files have captions; a file without captions is missing."""
        return await queries.languages(conn, asset_ids)

    async def _find(self, conn: Conn, asset_id: AssetId) -> AssetRow:
        found = await assets.load(conn, [asset_id])
        if not found:
            raise _unknown_asset()
        if found[0].kind not in _PLAYED:
            raise Refused("wrong_kind", "Only films and sound have captions.")
        return found[0]


def _unknown_asset() -> Refused:
    return Refused("unknown_asset", "There is no such file in the media library.")


def unknown_captions() -> Refused:
    """Return the refusal for captions that a file does not have."""
    return Refused("unknown_captions", "This file has no captions in this language.")
