"""Findings of a check, and the verdict that follows from them.

Source: docs/domain.md, The recording is checked
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class FindingCode(StrEnum):
    """A finding of a check about a recording."""

    # It cannot be played.
    UNREACHABLE = "unreachable"
    NO_ANSWER = "no_answer"
    STATUS = "status"
    """The address answers with an HTTP status that is no success, the value."""
    NO_FILE = "no_file"
    """The file is not in the folder of recordings."""
    TOO_MANY_REDIRECTS = "too_many_redirects"
    NOT_SECURE = "not_secure"
    """Browsers do not load http on pages of https."""
    WEB_PAGE = "web_page"
    NOT_MEDIA = "not_media"
    DASH = "dash"
    EMPTY_PLAYLIST = "empty_playlist"
    SEGMENT = "segment"
    """The first file of a playlist cannot be loaded; the value is its HTTP status, or why."""
    HLS_NO_CORS = "hls_no_cors"
    """Players fetch the files of HLS by script, which another origin has to allow."""

    # It can be played, though not as well as it could.
    NO_RANGES = "no_ranges"
    """Players cannot jump to what is not loaded yet."""
    NO_CORS = "no_cors"
    """Pages of others cannot show captions over it."""
    NO_END = "no_end"
    """The playlist does not say that it is complete."""
    OTHER_LENGTH = "other_length"
    """The file is longer or shorter than the webinar says; the value is the file's length in seconds."""

    # It was not checked.
    NOT_ALLOWED = "not_allowed"
    """The address leads into a network that the server does not connect to for users."""
    NO_FOLDER = "no_folder"
    """This process has no folder of recordings."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding, with the value that its code names."""

    code: FindingCode
    value: str | None = None


class FailureReason(StrEnum):
    """The reason why a viewer's player cannot play a recording, in the words of media elements."""

    NETWORK = "network"
    DECODE = "decode"
    SOURCE = "source"
    ENCRYPTION = "encryption"


class Verdict(StrEnum):
    """The result of a check."""

    PLAYABLE = "playable"
    NOT_PLAYABLE = "not_playable"
    NOT_CHECKED = "not_checked"


_REMARKS: Final = frozenset(
    {FindingCode.NO_RANGES, FindingCode.NO_CORS, FindingCode.NO_END, FindingCode.OTHER_LENGTH}
)
_NOT_CHECKED: Final = frozenset({FindingCode.NOT_ALLOWED, FindingCode.NO_FOLDER})
_PASSING: Final = frozenset({FindingCode.UNREACHABLE, FindingCode.NO_ANSWER})
_PASSING_STATUSES: Final = frozenset({"408", "425", "429", "500", "502", "503", "504"})

RETRY_S: Final = (20, 60)
"""The waits before a recording that could be played is reported as gone."""
AGAIN_S: Final = 900
"""The same for one that cannot be played."""
DAILY_S: Final = 86_400

SAME_LENGTH_S: Final = 2.0
"""A file that differs less from the webinar's length is as long as was typed."""


def verdict_of(findings: Sequence[Finding]) -> Verdict:
    """Return the verdict that follows from findings."""
    codes = {finding.code for finding in findings} - _REMARKS
    if codes & _NOT_CHECKED:
        return Verdict.NOT_CHECKED
    return Verdict.NOT_PLAYABLE if codes else Verdict.PLAYABLE


def is_passing(findings: Sequence[Finding]) -> bool:
    """Return True when the failure may be gone in a minute."""
    return any(
        finding.code in _PASSING
        or (finding.code in (FindingCode.STATUS, FindingCode.SEGMENT) and finding.value in _PASSING_STATUSES)
        for finding in findings
    )


def next_look_s(verdict: Verdict, attempts: int) -> int:
    """Return the seconds until the next check.

    Args: ``attempts``: how many checks in a row failed without a new verdict.
    """
    if attempts:
        return RETRY_S[min(attempts, len(RETRY_S)) - 1]
    return AGAIN_S if verdict is Verdict.NOT_PLAYABLE else DAILY_S


def of_length(length_s: float | None, typed_s: float) -> tuple[Finding, ...]:
    """Return the finding that a file is not as long as the webinar says."""
    if length_s is None or abs(length_s - typed_s) < SAME_LENGTH_S:
        return ()
    return (Finding(FindingCode.OTHER_LENGTH, f"{length_s:.3f}".rstrip("0").rstrip(".")),)
