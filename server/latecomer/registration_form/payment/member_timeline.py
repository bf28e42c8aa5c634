"""Payments on the timeline of their member. Source: docs/registration.md, Paid entry"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from latecomer.core.facts import Source
from latecomer.core.ids import Instant, MemberId
from latecomer.postgres.pool import Conn
from latecomer.registration_form.payment import queries as payments
from latecomer.registration_form.payment.queries import Payment
from latecomer.webinars.members.queries.timeline import EntryPosition, TimelineEntry
from latecomer.webinars.members.timeline import TimelineSource

RANK: Final = 9


def source() -> TimelineSource:
    """Return the timeline source of payments: every payment that was made, at its time, with its refunds."""
    return TimelineSource(kind="payment", rank=RANK, page=_page)


async def _page(
    conn: Conn, member: MemberId, after: EntryPosition | None, limit: int
) -> Sequence[TimelineEntry]:
    return [_entry(each) for each in await payments.of_member(conn, member, _before(after), limit)]


def _before(after: EntryPosition | None) -> tuple[Instant, int] | None:
    """Return the position of the last payment of the previous page, for the comparison with those of the same
    instant."""
    if after is None:
        return None
    if after.rank == RANK:
        return after.at, after.id
    return after.at, 0 if after.rank < RANK else 2**62


def _entry(payment: Payment) -> TimelineEntry:
    details = {
        "payment_id": str(payment.id),
        "amount_minor": str(payment.amount_minor),
        "currency": payment.currency,
        "payment_state": payment.state.value,
    }
    if payment.refunded_minor:
        details["refunded_minor"] = str(payment.refunded_minor)
    return TimelineEntry(
        kind="payment",
        id=payment.number,
        at=payment.paid_at or payment.created_at,
        source=Source.FORM,
        details=details,
    )
