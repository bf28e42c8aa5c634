"""Captions of files in the media library as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from latecomer.core.ids import Instant
from latecomer.media.rules.assets import AssetId
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetCaptionFile:
    """The captions of a file in one language, without their text."""

    asset: AssetId
    language: str
    cues: int
    created_at: Instant


async def of_asset(conn: Conn, asset_id: AssetId) -> list[AssetCaptionFile]:
    """Return the captions of a file, by language."""
    rows = await conn.fetch(
        "SELECT language, cues, created_at FROM asset_captions WHERE asset_id = $1 ORDER BY language",
        asset_id,
    )
    return [
        AssetCaptionFile(
            asset=asset_id, language=row["language"], cues=row["cues"], created_at=row["created_at"]
        )
        for row in rows
    ]


async def languages(conn: Conn, asset_ids: Sequence[AssetId]) -> dict[AssetId, tuple[str, ...]]:
    """Return the languages of these files' captions."""
    rows = await conn.fetch(
        """SELECT asset_id, array_agg(language ORDER BY language) AS languages
             FROM asset_captions WHERE asset_id = ANY ($1::uuid[]) GROUP BY asset_id""",
        asset_ids,
    )
    return {AssetId(row["asset_id"]): tuple(row["languages"]) for row in rows}


async def put(conn: Conn, file: AssetCaptionFile, webvtt: str) -> None:
    """Write captions, replacing those in the same language; the asset is locked."""
    await conn.execute(
        """INSERT INTO asset_captions (asset_id, language, webvtt, cues, created_at) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (asset_id, language)
           DO UPDATE SET webvtt = excluded.webvtt, cues = excluded.cues, created_at = excluded.created_at""",
        file.asset,
        file.language,
        webvtt,
        file.cues,
        file.created_at,
    )


async def delete(conn: Conn, asset_id: AssetId, language: str) -> bool:
    """Delete captions. Returns: whether they existed."""
    done = await conn.execute(
        "DELETE FROM asset_captions WHERE asset_id = $1 AND lower(language) = lower($2)", asset_id, language
    )
    return bool(done == "DELETE 1")


async def webvtt(conn: Conn, asset_id: AssetId, language: str) -> str | None:
    """Return the text of captions, None where the file has none in this language."""
    text: str | None = await conn.fetchval(
        "SELECT webvtt FROM asset_captions WHERE asset_id = $1 AND lower(language) = lower($2)",
        asset_id,
        language,
    )
    return text
