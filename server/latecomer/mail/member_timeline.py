"""Mails on the timeline of their member. Source: docs/mail.md, Nothing lost and nothing twice"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from latecomer.core.facts import Source
from latecomer.core.ids import Instant, MemberId
from latecomer.mail.queries import mails
from latecomer.mail.queries.mails import MailRow
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.queries.timeline import EntryPosition, TimelineEntry
from latecomer.webinars.members.timeline import TimelineSource

RANK: Final = 4


def source() -> TimelineSource:
    """Return the timeline source of mails: every mail in a final state, with its state and a bounce if one was
    reported."""
    return TimelineSource(kind="mail", rank=RANK, page=_page)


async def _page(
    conn: Conn, member: MemberId, after: EntryPosition | None, limit: int
) -> Sequence[TimelineEntry]:
    found = await mails.of_member(conn, member, _before(after), limit)
    return [_entry(mail) for mail in found]


def _before(after: EntryPosition | None) -> tuple[Instant, int] | None:
    """Return the position of the last mail of the previous page, for the comparison with mails of the same instant."""
    if after is None:
        return None
    if after.rank == RANK:
        return after.at, after.id
    return after.at, 0 if after.rank < RANK else 2**62


def _entry(mail: MailRow) -> TimelineEntry:
    details = {"mail_id": str(mail.id), "mail": mail.kind.value, "state": mail.state.value}
    if mail.bounced_as is not None:
        details["bounce"] = mail.bounced_as
    return TimelineEntry(
        kind="mail",
        id=mail.number,
        at=mail.created_at,
        source=Source.CLOCK,
        reason=mail.bounce_detail or mail.reason,
        details=details,
    )
