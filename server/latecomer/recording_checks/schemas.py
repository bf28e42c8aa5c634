"""Bodies about checks of recordings.

Source: docs/protocol.md, Webinars.
"""

from typing import Annotated

from msgspec import Meta

from latecomer.http.wire import Response, Time
from latecomer.recording_checks.rules.findings import FindingCode, Verdict


class FindingBody(Response, frozen=True, kw_only=True):
    """A finding; ``value`` is the HTTP status of `status` and `segment`, or the file's length in s of
    `other_length`."""

    code: FindingCode
    value: str | None


class RecordingCheckBody(Response, frozen=True, kw_only=True):
    """The latest check of a webinar's recording, and the viewers of the last 24 hours who could not play it. Before the
    first check, and without a recording, ``verdict`` is null."""

    verdict: Verdict | None
    findings: tuple[FindingBody, ...]
    length_s: float | None
    checked_at: Time | None
    viewers_failed: Annotated[int, Meta(ge=0)]
    last_failed_at: Time | None
