"""Payments as rows: made when a seat is held, leased by the worker that asks the payment service, kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NewType
from uuid import UUID

import asyncpg

from latecomer.core.ids import ConnectionId, Instant, MemberId, WebinarId
from latecomer.mail.queries.mails import SubmissionId
from latecomer.postgres.leases import Lease
from latecomer.postgres.pool import Conn
from latecomer.registration_form.payment.rules import PaymentReason, PaymentState

PaymentId = NewType("PaymentId", UUID)
LEASE_MS: Final = 120_000
_LEASE: Final = Lease(table="payments", key=("id",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """An attempt of a person to pay for a seat; see the migration for its columns."""

    id: PaymentId
    number: int
    webinar: WebinarId
    submission: SubmissionId | None
    member: MemberId | None
    connection: ConnectionId | None
    amount_minor: int
    currency: str
    language: str
    state: PaymentState
    reason: PaymentReason | None
    created_at: Instant
    seat_until: Instant | None
    attempt: int
    opened_at: Instant | None
    expires_at: Instant | None
    session: str | None
    checkout_url: str | None
    intent: str | None
    paid_at: Instant | None
    refunded_minor: int
    refund_asked_at: Instant | None
    refunded_at: Instant | None
    trouble: str | None
    hints: int
    attempts: int


def _of_row(row: asyncpg.Record) -> Payment:
    return Payment(
        id=PaymentId(row["id"]),
        number=row["number"],
        webinar=WebinarId(row["webinar_id"]),
        submission=None if row["submission_id"] is None else SubmissionId(row["submission_id"]),
        member=None if row["member_id"] is None else MemberId(row["member_id"]),
        connection=None if row["connection_id"] is None else ConnectionId(row["connection_id"]),
        amount_minor=row["amount_minor"],
        currency=row["currency"],
        language=row["language"],
        state=PaymentState(row["state"]),
        reason=None if row["reason"] is None else PaymentReason(row["reason"]),
        created_at=row["created_at"],
        seat_until=row["seat_until"],
        attempt=row["attempt"],
        opened_at=row["opened_at"],
        expires_at=row["expires_at"],
        session=row["session_id"],
        checkout_url=row["checkout_url"],
        intent=row["intent_id"],
        paid_at=row["paid_at"],
        refunded_minor=row["refunded_minor"],
        refund_asked_at=row["refund_asked_at"],
        refunded_at=row["refunded_at"],
        trouble=row["trouble"],
        hints=row["hints"],
        attempts=row["attempts"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayment:
    """A payment to begin."""

    id: PaymentId
    webinar: WebinarId
    submission: SubmissionId
    connection: ConnectionId
    amount_minor: int
    currency: str
    language: str
    seat_until: Instant


async def begin(conn: Conn, new: NewPayment, now: Instant) -> None:
    """Hold a seat; the webinar is locked. The service is asked when the seat is to be given up."""
    await conn.execute(
        """INSERT INTO payments (id, webinar_id, submission_id, connection_id, amount_minor, currency, language, state,
                                 created_at, seat_until, ask_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $9)""",
        new.id,
        new.webinar,
        new.submission,
        new.connection,
        new.amount_minor,
        new.currency,
        new.language,
        now,
        new.seat_until,
    )


async def load(conn: Conn, identifier: PaymentId, *, lock: bool = False) -> Payment | None:
    """Return one payment; None when unknown. With ``lock`` its row is locked; lock the webinar first."""
    row = await conn.fetchrow(
        "SELECT * FROM payments WHERE id = $1" + (" FOR UPDATE" if lock else ""), identifier
    )
    return None if row is None else _of_row(row)


async def open_of_submission(conn: Conn, submission: SubmissionId) -> Payment | None:
    """Return the payment for which a form holds a seat; None without one. Of two forms of one address either does."""
    row = await conn.fetchrow(
        """SELECT p.* FROM payments p JOIN submissions s ON s.id = p.submission_id
             JOIN submissions mine ON mine.id = $1 AND mine.webinar_id = s.webinar_id
            WHERE s.email_key = mine.email_key AND p.state IN ('open', 'processing')
            ORDER BY p.number DESC LIMIT 1""",
        submission,
    )
    return None if row is None else _of_row(row)


# In: webinar, email keys. Out: the payments of these addresses, the latest first.
_OF_ADDRESSES: Final = """
SELECT s.email_key, p.* FROM payments p JOIN submissions s ON s.id = p.submission_id
 WHERE p.webinar_id = $1 AND s.email_key = ANY ($2::text[]) ORDER BY p.number DESC
"""


async def of_addresses(
    conn: Conn, webinar: WebinarId, email_keys: Sequence[str]
) -> Mapping[str, Sequence[Payment]]:
    """Return the payments of these addresses in a webinar, the latest first."""
    found: dict[str, list[Payment]] = {}
    for row in await conn.fetch(_OF_ADDRESSES, webinar, list(email_keys)):
        found.setdefault(row["email_key"], []).append(_of_row(row))
    return found


async def move_to(conn: Conn, identifier: PaymentId, submission: SubmissionId) -> None:
    """Let an open payment belong to a later form of the same address."""
    await conn.execute("UPDATE payments SET submission_id = $2 WHERE id = $1", identifier, submission)


async def offered(conn: Conn, members: Sequence[MemberId]) -> frozenset[MemberId]:
    """Return those of these members for whom a seat is held until they have paid."""
    rows = await conn.fetch(
        """SELECT DISTINCT s.member_id FROM payments p JOIN submissions s ON s.id = p.submission_id
            WHERE s.member_id = ANY ($1::uuid[]) AND p.state IN ('open', 'processing')""",
        list(members),
    )
    return frozenset(MemberId(row["member_id"]) for row in rows)


async def note_opening(
    conn: Conn,
    identifier: PaymentId,
    attempt: int,
    opened_at: Instant,
    expires_at: Instant,
    seat_until: Instant,
) -> bool:
    """Record that a page to pay on is asked for, before it is. Returns: False when it is no longer wanted."""
    return bool(
        await conn.fetchval(
            """UPDATE payments SET attempt = $2, opened_at = $3, expires_at = $4, seat_until = $5, ask_at = $5
                WHERE id = $1 AND state = 'open' AND attempt = $2 - 1 AND session_id IS NULL RETURNING true""",
            identifier,
            attempt,
            opened_at,
            expires_at,
            seat_until,
        )
    )


async def note_session(
    conn: Conn, identifier: PaymentId, attempt: int, session: str, url: str | None
) -> None:
    """Write the service's page for this attempt."""
    await conn.execute(
        """UPDATE payments SET session_id = $3, checkout_url = $4, trouble = NULL
            WHERE id = $1 AND attempt = $2 AND session_id IS NULL""",
        identifier,
        attempt,
        session,
        url,
    )


async def note_trouble(conn: Conn, identifier: PaymentId, code: str) -> None:
    """Write the code of the service's refusal, for operators."""
    await conn.execute("UPDATE payments SET trouble = $2 WHERE id = $1", identifier, code[:100])


async def set_state(
    conn: Conn, identifier: PaymentId, state: PaymentState, *, reason: PaymentReason | None = None
) -> None:
    """Write the state of a locked payment."""
    await conn.execute(
        """UPDATE payments SET state = $2, reason = coalesce($3, reason),
                  seat_until = CASE WHEN $2 = 'open' THEN seat_until END WHERE id = $1""",
        identifier,
        state,
        reason,
    )


async def note_money(
    conn: Conn, identifier: PaymentId, intent: str | None, refunded_minor: int, paid_at: Instant
) -> None:
    """Write what the service reports of the money."""
    await conn.execute(
        """UPDATE payments SET intent_id = coalesce($2, intent_id), refunded_minor = $3,
                  paid_at = coalesce(paid_at, $4), trouble = NULL WHERE id = $1""",
        identifier,
        intent,
        refunded_minor,
        paid_at,
    )


async def note_member(conn: Conn, identifier: PaymentId, member: MemberId) -> None:
    """Write the member that a payment made."""
    await conn.execute("UPDATE payments SET member_id = $2 WHERE id = $1", identifier, member)


async def note_refunded(conn: Conn, identifier: PaymentId, now: Instant) -> None:
    """Write when the money was given back."""
    await conn.execute(
        "UPDATE payments SET refunded_at = coalesce(refunded_at, $2) WHERE id = $1", identifier, now
    )


async def ask_for_refund(conn: Conn, identifier: PaymentId, reason: PaymentReason, now: Instant) -> None:
    """Record that the money is to be given back; the worker does it."""
    await conn.execute(
        """UPDATE payments SET state = 'refunding', reason = $2, refund_asked_at = coalesce(refund_asked_at, $3),
                  ask_at = $3, attempts = 0, seat_until = NULL WHERE id = $1""",
        identifier,
        reason,
        now,
    )


async def ask_soon(
    conn: Conn,
    connection: ConnectionId,
    now: Instant,
    *,
    session: str | None,
    intent: str | None,
    reference: UUID | None,
) -> bool:
    """Make the worker ask the service about a payment. Returns: False when no payment of this connection has these
    ids."""
    return bool(
        await conn.fetchval(
            """UPDATE payments SET attempts = 0, hints = hints + 1, ask_at = least(ask_at, $2)
                WHERE connection_id = $1 AND (session_id = $3 OR intent_id = $4 OR id = $5) RETURNING true""",
            connection,
            now,
            session,
            intent,
            reference,
        )
    )


async def give_up_open(conn: Conn, webinar: WebinarId, now: Instant) -> None:
    """Let the seats that are held for people who have not paid yet run out now."""
    await conn.execute(
        "UPDATE payments SET seat_until = $2, ask_at = $2 WHERE webinar_id = $1 AND state = 'open'",
        webinar,
        now,
    )


_CLAIM: Final = _LEASE.claim(
    f"""SELECT id FROM payments WHERE ask_at <= $2 AND {_LEASE.is_free}
         ORDER BY ask_at LIMIT $4 FOR UPDATE SKIP LOCKED""",
    returning="payments.*",
)


async def claim(conn: Conn, holder: UUID, now: Instant, limit: int) -> list[Payment]:
    """Lease payments about which the service is to be asked."""
    return [_of_row(row) for row in await conn.fetch(_CLAIM, holder, now, now + LEASE_MS, limit)]


# After a hint that came meanwhile the service is asked once more.
_END: Final = _LEASE.end("ask_at = CASE WHEN hints = $3 THEN $4 ELSE ask_at END, attempts = $5")


async def complete(conn: Conn, holder: UUID, payment: Payment, ask_at: Instant | None, attempts: int) -> None:
    """End a lease; the service is asked next at ``ask_at``, unless a hint came meanwhile."""
    await conn.fetchval(_END, holder, payment.id, payment.hints, ask_at, attempts)


async def page(
    conn: Conn, webinar: WebinarId, before: int | None, limit: int
) -> list[tuple[Payment, str | None]]:
    """Return the payments of a webinar with their addresses, newest first, after the number ``before``."""
    rows = await conn.fetch(
        """SELECT p.*, coalesce(s.email, e.email) AS email FROM payments p
             LEFT JOIN submissions s ON s.id = p.submission_id
             LEFT JOIN members m ON m.id = p.member_id LEFT JOIN persons e ON e.id = m.person_id
            WHERE p.webinar_id = $1 AND ($2::bigint IS NULL OR p.number < $2) ORDER BY p.number DESC LIMIT $3""",
        webinar,
        before,
        limit,
    )
    return [(_of_row(row), row["email"]) for row in rows]


async def totals(conn: Conn, webinar: WebinarId) -> Mapping[str, tuple[int, int]]:
    """Return, by currency, the number of payments that count and what is left of their money."""
    rows = await conn.fetch(
        """SELECT currency, count(*) AS n, sum(amount_minor - refunded_minor)::bigint AS minor FROM payments
            WHERE webinar_id = $1 AND state IN ('paid', 'refunding') GROUP BY currency ORDER BY currency""",
        webinar,
    )
    return {row["currency"]: (row["n"], row["minor"]) for row in rows}


async def has_money(conn: Conn, webinar: WebinarId) -> bool:
    """Return whether anybody has paid for this webinar, or is paying."""
    return bool(
        await conn.fetchval(
            """SELECT EXISTS (SELECT FROM payments WHERE webinar_id = $1 AND
                   (paid_at IS NOT NULL OR state = 'processing' OR (state = 'open' AND attempt > 0)))""",
            webinar,
        )
    )


async def under_way(conn: Conn, connection: ConnectionId) -> bool:
    """Return whether money can still arrive, or go back, by this connection without anybody doing anything more."""
    return bool(
        await conn.fetchval(
            """SELECT EXISTS (SELECT FROM payments WHERE connection_id = $1 AND
                   (state IN ('processing', 'refunding') OR (state = 'open' AND attempt > 0)))""",
            connection,
        )
    )


async def paid_webinars(conn: Conn, connection: ConnectionId) -> list[WebinarId]:
    """Return the webinars that were paid for by this connection with money that has not gone back."""
    rows = await conn.fetch(
        """SELECT DISTINCT webinar_id FROM payments
            WHERE connection_id = $1 AND paid_at IS NOT NULL AND state NOT IN ('refunded', 'lost')""",
        connection,
    )
    return [WebinarId(row["webinar_id"]) for row in rows]


async def of_member(
    conn: Conn, member: MemberId, before: tuple[Instant, int] | None, limit: int
) -> list[Payment]:
    """Return a member's payments, by the time of the money, newest first, after the given one."""
    at, number = before or (None, None)
    rows = await conn.fetch(
        """SELECT * FROM payments
            WHERE member_id = $1 AND paid_at IS NOT NULL
              AND ($2::timestamptz IS NULL OR (paid_at, number) < ($2, $3))
            ORDER BY paid_at DESC, number DESC LIMIT $4""",
        member,
        at,
        number,
        limit,
    )
    return [_of_row(row) for row in rows]


async def of_person(conn: Conn, members: Sequence[MemberId], address_key: str) -> list[Payment]:
    """Return the payments of a person's members and of the person's address, oldest first."""
    rows = await conn.fetch(
        """SELECT p.* FROM payments p LEFT JOIN submissions s ON s.id = p.submission_id
            WHERE p.member_id = ANY ($1::uuid[]) OR s.email_key = $2 ORDER BY p.number""",
        list(members),
        address_key,
    )
    return [_of_row(row) for row in rows]
