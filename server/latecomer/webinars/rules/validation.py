"""The rules for a webinar: every field checked on its own and with the others. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant
from latecomer.core.origin import NotAnOrigin, normal_origin
from latecomer.core.time_zones import is_time_zone
from latecomer.core.webinar import Webinar
from latecomer.i18n.languages import LANGUAGES

NAME_MAX: Final = 200
URL_MAX: Final = 2048
ORIGINS_MAX: Final = 50
RECORDING_MIN_S: Final = 1.0
RECORDING_MAX_S: Final = 48 * 3600
"""Segments beyond 48 h of media are malformed (docs/domain.md), so nothing longer could be covered."""
THRESHOLD_MAX_S: Final = 24 * 3600
GRACE_MAX_S: Final = 7 * 24 * 3600
LIMIT_MAX: Final = 10_000_000
LATEST: Final[Instant] = 253_370_764_800_000
"""9999-01-01T00:00:00Z, before which an event ends: leaves room for the window after it."""

_SERVED: Final = re.compile(r"/recordings(?:/(?!\.)[^/\\?#\s\x00-\x1f\x7f]+){1,5}")
_NOT_IN_URL: Final = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}\ud800-\udfff]")


def check(webinar: Webinar) -> None:
    """Check all fields. Raises: Refused with the code of the first error, and all errors in ``fields``."""
    problems = tuple(_problems(webinar))
    if problems:
        raise Refused(problems[0].code, problems[0].message, problems)


def _problems(webinar: Webinar) -> Iterator[FieldError]:
    if not 1 <= len(webinar.name) <= NAME_MAX or _unstorable(webinar.name):
        yield FieldError("/name", "invalid_name", f"The name must have 1 to {NAME_MAX} characters.")
    yield from _times(webinar)
    if webinar.language is not None and webinar.language not in LANGUAGES:
        offered = ", ".join(LANGUAGES)
        yield FieldError("/language", "unknown_language", f"Name one of the languages {offered}.")
    yield from _urls(webinar)
    if (
        webinar.recording is not None
        and not RECORDING_MIN_S <= webinar.recording.duration_s <= RECORDING_MAX_S
    ):
        yield FieldError("/recording/duration_s", "invalid_duration", "A recording must last 1 s to 48 h.")
    if not (math.isfinite(webinar.watch_threshold_s) and 0 < webinar.watch_threshold_s <= THRESHOLD_MAX_S):
        yield FieldError(
            "/watch_threshold_s",
            "invalid_threshold",
            f"The threshold must be above 0 and at most {THRESHOLD_MAX_S} s.",
            {"most": THRESHOLD_MAX_S},
        )
    if not 0 <= webinar.finish_grace_s <= GRACE_MAX_S:
        yield FieldError(
            "/finish_grace_s",
            "invalid_grace",
            f"The time before the automatic finish must be 0 to {GRACE_MAX_S} s.",
            {"most": GRACE_MAX_S},
        )
    for field, limit in (
        ("attendee_limit", webinar.attendee_limit),
        ("registrant_limit", webinar.registrant_limit),
    ):
        if limit is not None and not 1 <= limit <= LIMIT_MAX:
            yield FieldError(
                f"/{field}",
                "invalid_limit",
                f"The limit must be 1 to {LIMIT_MAX}; null means no limit.",
                {"most": LIMIT_MAX},
            )


def _times(webinar: Webinar) -> Iterator[FieldError]:
    for field, at in (("starts_at", webinar.starts_at), ("ends_at", webinar.ends_at)):
        if not 0 <= at < LATEST:
            yield FieldError(f"/{field}", "invalid_time", "Write a time between the years 1970 and 9998.")
    if webinar.ends_at <= webinar.starts_at:
        yield FieldError("/ends_at", "ends_before_starts", "The end of an event must be after its start.")
    if not is_time_zone(webinar.timezone):
        yield FieldError("/timezone", "unknown_timezone", "Name a time zone such as Europe/Berlin.")


def _urls(webinar: Webinar) -> Iterator[FieldError]:
    message = "Write an absolute http or https URL"
    recording = webinar.recording
    if webinar.has_rundown and webinar.live_url is not None:
        yield FieldError(
            "/live_url",
            "live_url_with_rundown",
            "This webinar plays a rundown: use a take over to lead to a live room.",
        )
    if recording is not None and not recording.is_replay and not is_recording_url(recording.url):
        yield FieldError("/recording/url", "invalid_url", f"{message}, or a path below /recordings/.")
    if webinar.live_url is not None and not is_url(webinar.live_url):
        yield FieldError("/live_url", "invalid_url", f"{message}.")
    # The join link's token goes into the fragment.
    if webinar.watch_url is not None and not (is_url(webinar.watch_url) and "#" not in webinar.watch_url):
        yield FieldError("/watch_url", "invalid_url", f"{message} without a fragment.")
    if len(webinar.allowed_origins) > ORIGINS_MAX:
        yield FieldError("/allowed_origins", "invalid_origin", f"At most {ORIGINS_MAX} origins are possible.")
    for place, origin in enumerate(webinar.allowed_origins):
        try:
            normal_origin(origin[: URL_MAX + 1])
        except NotAnOrigin as error:
            yield FieldError(f"/allowed_origins/{place}", "invalid_origin", str(error))


def is_recording_url(text: str) -> bool:
    """Return True for an absolute http or https address, or a path below /recordings/."""
    return _SERVED.fullmatch(text) is not None or is_url(text)


def is_url(text: str) -> bool:
    """Return True for an absolute http or https address."""
    if len(text) > URL_MAX or _NOT_IN_URL.search(text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises when it is no number or too large
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _unstorable(text: str) -> bool:
    return any(character < " " or "\ud800" <= character <= "\udfff" for character in text)
