"""Forms on the timeline of their member. Source: docs/registration.md, A form proves nobody"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from latecomer.core.facts import Source
from latecomer.core.ids import Instant, MemberId
from latecomer.postgres.pool import Conn
from latecomer.registration_form.queries import submissions
from latecomer.registration_form.queries.submissions import Submission
from latecomer.webinars.members.queries.timeline import EntryPosition, TimelineEntry
from latecomer.webinars.members.timeline import TimelineSource

RANK: Final = 5


def source() -> TimelineSource:
    """Return the timeline source of forms: every form, at the time of its receipt."""
    return TimelineSource(kind="form", rank=RANK, page=_page)


async def _page(
    conn: Conn, member: MemberId, after: EntryPosition | None, limit: int
) -> Sequence[TimelineEntry]:
    return [_entry(each) for each in await submissions.page_of_member(conn, member, _before(after), limit)]


def _before(after: EntryPosition | None) -> tuple[Instant, int] | None:
    """Return the position of the last form of the previous page, for the comparison with forms of the same instant."""
    if after is None:
        return None
    if after.rank == RANK:
        return after.at, after.id
    return after.at, 0 if after.rank < RANK else 2**62


def _entry(submission: Submission) -> TimelineEntry:
    details = {"submission_id": str(submission.id)}
    if submission.outcome is not None:
        details["outcome"] = submission.outcome.value
    if submission.proved_at is not None:
        details["confirmed"] = "yes"
    return TimelineEntry(
        kind="form", id=submission.number, at=submission.received_at, source=Source.FORM, details=details
    )
