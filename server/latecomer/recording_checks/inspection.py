"""The inspection of a recording: what kind of file it is, whether players can load it, and how long it is."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from latecomer.recording_checks.reader import Part, Reader, Unreadable
from latecomer.recording_checks.rules.findings import Finding, FindingCode
from latecomer.recording_checks.rules.media_length import MediaKind, kind_of, length_of
from latecomer.recording_checks.rules.playlist import Playlist, read_playlist

INSPECTION_S: Final = 45.0
_BLOCK: Final = 64 * 1024
_PARTS_MAX: Final = 12
_PLAYLIST_MAX: Final = 1024 * 1024
_NO_FILM: Final = {
    MediaKind.WEB_PAGE: FindingCode.WEB_PAGE,
    MediaKind.DASH: FindingCode.DASH,
    MediaKind.UNKNOWN: FindingCode.NOT_MEDIA,
}


@dataclass(frozen=True, slots=True)
class Inspection:
    """The findings about a recording, and its length in seconds where the file says it."""

    findings: tuple[Finding, ...]
    length_s: float | None = None


async def inspect(reader: Reader, url: str) -> Inspection:
    """Inspect the recording at this address, in at most 45 s and a dozen requests."""
    try:
        async with asyncio.timeout(INSPECTION_S):
            return await _inspect(reader, url)
    except Unreadable as error:
        return Inspection((error.finding,))
    except TimeoutError:
        return Inspection((Finding(FindingCode.NO_ANSWER),))


async def _inspect(reader: Reader, url: str) -> Inspection:
    head = await reader.read(url, 0, _BLOCK)
    kind = kind_of(head.body)
    if kind is MediaKind.HLS:
        return await _inspect_playlist(reader, url, head)
    if (code := _NO_FILM.get(kind)) is not None:
        return Inspection((Finding(code),))
    findings = []
    if not head.in_ranges:
        findings.append(Finding(FindingCode.NO_RANGES))
    if not head.allows_origin:
        findings.append(Finding(FindingCode.NO_CORS))
    return Inspection(tuple(findings), await _length(reader, url, head, kind))


async def _length(reader: Reader, url: str, head: Part, kind: MediaKind) -> float | None:
    """Return the length by the file's index; None where it is not found in a dozen parts."""
    parts: list[tuple[int, bytes]] = [(0, head.body)]
    steps = length_of(kind)
    try:
        offset, length = next(steps)
        while True:
            begin, block = next(
                ((begin, block) for begin, block in parts if begin <= offset < begin + len(block)),
                (offset, b""),
            )
            body = block[offset - begin : offset - begin + length]
            ends_early = begin + len(block) < offset + length
            if ends_early and len(parts) < _PARTS_MAX and (head.in_ranges or not block):
                part = await reader.read(url, offset, _BLOCK)
                parts.append((offset, part.body))
                body = part.body[:length]
            offset, length = steps.send(body)
    except StopIteration as stop:
        found: float | None = stop.value
        return found
    except Unreadable:
        return None


async def _inspect_playlist(reader: Reader, url: str, head: Part) -> Inspection:
    playlist = await _playlist(reader, url)
    shared = head.allows_origin
    if playlist.variant is not None:
        try:
            playlist = await _playlist(reader, playlist.variant)
        except Unreadable as error:
            return Inspection((_segment(error),))
    if playlist.first is None:
        return Inspection((Finding(FindingCode.EMPTY_PLAYLIST),))
    findings = []
    try:
        shared = shared and (await reader.read(playlist.first, 0, _BLOCK)).allows_origin
    except Unreadable as error:
        findings.append(_segment(error))
    if not shared:
        findings.append(Finding(FindingCode.HLS_NO_CORS))
    if not playlist.has_end:
        findings.append(Finding(FindingCode.NO_END))
    return Inspection(tuple(findings), playlist.length_s or None)


async def _playlist(reader: Reader, url: str) -> Playlist:
    part = await reader.read(url, 0, _PLAYLIST_MAX)
    # In a thread: a list of a million lines takes long.
    return await asyncio.to_thread(read_playlist, part.body.decode("utf-8", "replace"), part.url)


def _segment(error: Unreadable) -> Finding:
    if error.finding.code in (FindingCode.NOT_ALLOWED, FindingCode.NO_FOLDER):
        return error.finding
    return Finding(FindingCode.SEGMENT, error.finding.value or error.finding.code)
