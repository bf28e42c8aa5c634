"""Captions as people write them (WebVTT or SubRip), turned into safe WebVTT. Pure.

Errors that can be corrected are corrected and reported with their line.

Source: WebVTT (W3C), sections 3 to 5; docs/captions.md, What is accepted
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from latecomer.core.errors import Refused

CUES_MAX: Final = 20_000
TEXT_MAX: Final = 1_000
"""Characters of one cue."""
REPORTED_MAX: Final = 100

_TIME: Final = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})"
_TIMING: Final = re.compile(rf"\s*(-?){_TIME}\s*-->\s*(-?){_TIME}\s*(.*)")
_ARROW: Final = "-->"
_BLOCKS: Final = ("NOTE", "STYLE", "REGION")
_SETTING: Final = re.compile(r"(?:align|line|position|size|vertical):[A-Za-z0-9.,%-]{1,30}")
_HIDDEN: Final = re.compile(r"<\s*(script|style)\b.*?(?:<\s*/\s*\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"<(/?)([A-Za-z]+)(?:\.[\w.-]*)?(?:\s+([^<>]*))?>|<[^<>]*>")
_PLAIN: Final = frozenset({"b", "i", "u"})
_NAMED: Final = frozenset({"v", "lang"})
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff]")


class Mended(StrEnum):
    """A kind of error in a line that was corrected."""

    UNREADABLE = "unreadable"
    """The line is not part of a cue: passed over."""
    BACKWARDS = "backwards"
    """The cue ends before it starts, or has a negative time: left out."""
    BEYOND = "beyond_recording"
    """The cue lies behind the end of the recording, or lasts beyond it: left out, or cut."""
    OVERLAP = "overlap"
    """The cue lasted into the next one: it ends where that begins."""
    MARKUP = "markup"
    """Markup other than bold, italic, underlined, voices and languages: taken out."""
    BLOCK = "block"
    """A block of styles or regions: left out."""
    TOO_LONG = "too_long"
    """The text was cut to 1,000 characters."""
    EMPTY = "empty"
    """The cue has no text: left out."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A correction, and the line of the file, from 1."""

    line: int
    code: Mended


@dataclass(frozen=True, slots=True)
class Cue:
    """A text from ``start_ms`` up to ``end_ms`` of the recording; ``text`` is safe WebVTT cue text."""

    line: int
    start_ms: int
    end_ms: int
    text: str
    settings: str = ""


@dataclass(frozen=True, slots=True)
class CaptionTrack:
    """Captions that can be shown: in order, without overlaps, and the corrections that were made (at most 100)."""

    cues: tuple[Cue, ...]
    findings: tuple[Finding, ...]

    def webvtt(self) -> str:
        """Return the captions as a WebVTT file."""
        blocks = (
            f"{_clock(cue.start_ms)} --> {_clock(cue.end_ms)}{' ' + cue.settings if cue.settings else ''}\n{cue.text}\n"
            for cue in self.cues
        )
        return "\n".join(("WEBVTT\n", *blocks))


def decode(data: bytes) -> str:
    """Return the text of a file of captions: UTF-8, else as older programs write SubRip."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read(text: str, duration_ms: int | None) -> CaptionTrack:
    """Return the captions of a file.

    Args:
        text: WebVTT or SubRip.
        duration_ms: length of the recording, if known; no cue is shown after it.

    Raises: Refused malformed_captions, no_captions, too_many_captions, with the line.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    findings: list[Finding] = []
    cues = [
        cue
        for raw in _raw_cues(lines, findings)
        if (cue := _in_recording(_cleaned(raw, findings), duration_ms, findings)) is not None
    ]
    if not cues:
        first = min(findings, key=lambda finding: finding.line, default=None)
        where = "" if first is None else f"Line {first.line} ({first.code}): "
        raise Refused(
            "no_captions", f"{where}the file has no caption that can be shown during this recording."
        )
    cues.sort(key=lambda cue: (cue.start_ms, cue.line))
    ordered = tuple(_apart(cues, findings))
    findings.sort(key=lambda finding: finding.line)
    return CaptionTrack(ordered, tuple(findings[:REPORTED_MAX]))


def _raw_cues(lines: Sequence[str], findings: list[Finding]) -> Iterator[Cue]:
    """Read the cues as they stand in the file. Raises: Refused malformed_captions, too_many_captions."""
    is_webvtt = lines[0].split(maxsplit=1)[:1] == ["WEBVTT"]
    if not is_webvtt and not any(_ARROW in line for line in lines[:50]):
        raise Refused("malformed_captions", "Line 1: send WebVTT (it begins with WEBVTT) or SubRip (.srt).")
    at, count = (1, 0) if is_webvtt else (0, 0)
    while at < len(lines):
        block_at = at
        while at < len(lines) and lines[at].strip():
            at += 1
        block = lines[block_at:at]
        at += 1
        if not block or (is_webvtt and block_at == 1 and _ARROW not in "".join(block[:2])):
            continue  # blank, or the header's own lines
        cue = _cue(block, block_at + 1, findings)
        if cue is None:
            continue
        count += 1
        if count > CUES_MAX:
            raise Refused("too_many_captions", f"Line {cue.line}: a file has at most {CUES_MAX} cues.")
        yield cue


def _cue(block: Sequence[str], line: int, findings: list[Finding]) -> Cue | None:
    """Read one block: a cue with or without an identifier; any other block is skipped."""
    first = block[0].split(maxsplit=1)[0].split(":")[0] if block[0].strip() else ""
    if first in _BLOCKS and _ARROW not in block[0]:
        if first != "NOTE":
            findings.append(Finding(line, Mended.BLOCK))
        return None
    timed = next((n for n, text in enumerate(block[:2]) if _ARROW in text), None)
    timing = None if timed is None else _TIMING.fullmatch(block[timed])
    if timed is None or timing is None:
        findings.append(Finding(line if timed is None else line + timed, Mended.UNREADABLE))
        return None
    start_ms, end_ms = _milliseconds(*timing.groups()[:5]), _milliseconds(*timing.groups()[5:10])
    settings = " ".join(each for each in timing[11].split() if _SETTING.fullmatch(each))
    return Cue(line + timed, start_ms, end_ms, "\n".join(block[timed + 1 :]), settings)


def _cleaned(cue: Cue, findings: list[Finding]) -> Cue:
    """Remove markup that captions do not need, and close open tags."""
    shown = _UNSEEN.sub("", _HIDDEN.sub("", cue.text))
    if len(shown) > TEXT_MAX:
        findings.append(Finding(cue.line, Mended.TOO_LONG))
        shown = shown[:TEXT_MAX]
    parts: list[str] = []
    opened: list[str] = []
    mended = shown != _UNSEEN.sub("", cue.text)[:TEXT_MAX]
    at = 0
    for tag in _TAG.finditer(shown):
        parts.append(_escaped(shown[at : tag.start()]))
        at = tag.end()
        kept = _tag(tag, opened)
        mended = mended or kept is None
        parts.append(kept or "")
    parts.append(_escaped(shown[at:]))
    parts.extend(f"</{name}>" for name in reversed(opened))
    if mended:
        findings.append(Finding(cue.line, Mended.MARKUP))
    return replace(cue, text="\n".join(line.strip() for line in "".join(parts).split("\n") if line.strip()))


def _tag(tag: re.Match[str], opened: list[str]) -> str | None:
    """Return a tag that is allowed, None for any other; ``opened`` are the tags that still have to be closed."""
    closes, name, annotation = tag[1], (tag[2] or "").lower(), (tag[3] or "").strip()
    if closes:
        if name not in opened:
            return None
        closing = ""
        while opened:
            last = opened.pop()
            closing += f"</{last}>"
            if last == name:
                break
        return closing
    if name in _PLAIN and not annotation:
        opened.append(name)
        return f"<{name}>"
    if name in _NAMED and annotation and (name == "v" or _LANGUAGE.fullmatch(annotation)):
        opened.append(name)
        return f"<{name} {_escaped(annotation)[:100]}>"
    return None


def _in_recording(cue: Cue, duration_ms: int | None, findings: list[Finding]) -> Cue | None:
    """Return the part of a cue that can be shown, None when there is no such part."""
    if cue.start_ms < 0 or cue.end_ms <= cue.start_ms:
        findings.append(Finding(cue.line, Mended.BACKWARDS))
        return None
    if not cue.text:
        findings.append(Finding(cue.line, Mended.EMPTY))
        return None
    if duration_ms is None or cue.end_ms <= duration_ms:
        return cue
    findings.append(Finding(cue.line, Mended.BEYOND))
    return None if cue.start_ms >= duration_ms else replace(cue, end_ms=duration_ms)


def _apart(cues: Sequence[Cue], findings: list[Finding]) -> Iterator[Cue]:
    """End each cue at the latest where the next begins; cues that begin together are shown together."""
    held: Cue | None = None
    for cue in cues:
        if held is None:
            held = cue
        elif cue.start_ms == held.start_ms:
            findings.append(Finding(cue.line, Mended.OVERLAP))
            held = replace(held, text=f"{held.text}\n{cue.text}", end_ms=max(held.end_ms, cue.end_ms))
        else:
            if held.end_ms > cue.start_ms:
                findings.append(Finding(held.line, Mended.OVERLAP))
                held = replace(held, end_ms=cue.start_ms)
            yield held
            held = cue
    if held is not None:
        yield held


def _milliseconds(sign: str, hours: str | None, minutes: str, seconds: str, fraction: str) -> int:
    """Return a time in ms; a time with a minus sign is negative, also ``-00:00:00.000``."""
    total = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))
    return -max(1, total) if sign else total


def _clock(ms: int) -> str:
    seconds, fraction = divmod(ms, 1000)
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest:02d}.{fraction:03d}"


def _escaped(text: str) -> str:
    # What was escaped already is not escaped again.
    return html.escape(html.unescape(text), quote=False).replace(_ARROW, "→").replace("--&gt;", "→")
