"""Mails about answers: to members who had left the room when they were answered, once for each answer.

An answer waits for half a minute, so that processes have reported who is in the room. Who was there after it was
written has read it; everybody else is mailed, in the transaction that decides it.

Source: docs/automated.md, Chat; docs/mail.md, Which mails there are
"""

from __future__ import annotations

from typing import Final

from latecomer.automated.chat import queries
from latecomer.automated.room_presence import RoomPresence
from latecomer.core.email_address import email_key
from latecomer.core.ids import Instant
from latecomer.mail import triggers
from latecomer.mail.queries import recipients
from latecomer.mail.queries import settings as mail_settings
from latecomer.mail.queries.mails import NewMail
from latecomer.mail.rules.kinds import MailKind
from latecomer.postgres.pool import Pool

_AT_ONCE: Final = 200


class AnswerMails:
    """Queues the mails about answers."""

    def __init__(self, pool: Pool, presence: RoomPresence) -> None:
        self._pool = pool
        self._presence = presence

    async def work(self, now: Instant) -> int:
        """Decide about the answers that are due. Returns: the number of mails. Errors: LedgerAway."""
        async with self._pool.acquire() as conn:
            due = await queries.answers_to_mail(conn, now, _AT_ONCE)
        if not due:
            return 0
        there = await self._presence.last_there([(each.webinar, each.member) for each in due])
        async with self._pool.acquire() as conn, conn.transaction():
            decided = await queries.decide_answers(conn, [each.line for each in due])
            left = [
                each
                for each in due
                if each.line in decided and there.get((each.webinar, each.member), 0) < each.at
            ]
            if not left:
                return 0
            settings = await mail_settings.load(conn, list({each.webinar for each in left}))
            people = {
                each.member: each
                for each in await recipients.members(conn, [each.member for each in left])
                if each.email is not None
            }
            return await triggers.queue(
                conn,
                [
                    NewMail(
                        webinar=each.webinar,
                        member=each.member,
                        kind=MailKind.ANSWER,
                        occurrence=f"answer/{each.line}",
                        line=each.line,
                        email=email,
                        email_key=email_key(email),
                        language=people[each.member].language or settings[each.webinar].language,
                        due_at=now,
                    )
                    for each in left
                    if settings[each.webinar].enabled
                    and each.member in people
                    and (email := people[each.member].email) is not None
                ],
                now,
            )
