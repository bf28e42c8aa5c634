"""Bounces and complaints: matched to the mail that they are about; hard bounces and complaints suppress the address.

Source: docs/mail.md, Bounces and opt-outs
"""

from __future__ import annotations

from typing import Final
from uuid import NAMESPACE_URL, uuid5

from latecomer.core.email_address import email_key
from latecomer.core.ids import Instant
from latecomer.core.phase import DAY_MS
from latecomer.core.timestamps import to_text
from latecomer.events import causes, outbox
from latecomer.events.causes import Cause, CauseKind
from latecomer.events.types import MailBounced
from latecomer.integrations.connections.hooks import UNKNOWN_MAIL, BounceOutcome
from latecomer.mail.compose import MailIdentity
from latecomer.mail.queries import mails, suppressions
from latecomer.mail.queries.mails import MailRow
from latecomer.postgres.pool import Conn
from latecomer.vendors.kit.inbound import Bounced, BounceKind

HEARD_WITHIN_MS: Final = 30 * DAY_MS
_APPLIED: Final = "applied"
_SUPPRESSING: Final = {BounceKind.HARD: "hard_bounce", BounceKind.COMPLAINT: "complaint"}


class Bounces:
    """The service that records what vendors report about mails."""

    def __init__(self, who: MailIdentity) -> None:
        self._who = who

    async def take(self, conn: Conn, bounced: Bounced, now: Instant) -> BounceOutcome:
        """Record one report. Recording it again changes nothing.

        Returns: ``applied``, or ``unknown_mail`` when no mail of the last 30 days has this id and recipient.
        """
        mail = await self._find(conn, bounced, now)
        if mail is None or mail.email is None or mail.email_key is None:
            return BounceOutcome(UNKNOWN_MAIL)
        if await mails.note_bounce(conn, mail.id, bounced.kind, bounced.at, bounced.detail):
            await outbox.add(
                conn,
                [
                    outbox.Event(
                        webinar=mail.webinar,
                        member=mail.member,
                        at=now,
                        id=uuid5(NAMESPACE_URL, f"{mail.id}/{bounced.kind}/{bounced.at}"),
                        data=MailBounced(
                            mail_id=mail.id,
                            webinar_id=mail.webinar,
                            kind=mail.kind.value,
                            bounce=bounced.kind.value,
                            bounced_at=to_text(bounced.at),
                            member_id=mail.member,
                            email=mail.email,
                            reason=bounced.detail,
                        ),
                    )
                ],
            )
            if mail.member is not None:
                cause = Cause(
                    kind=CauseKind.MAIL_BOUNCED,
                    key=f"bounced {mail.id}",
                    member=mail.member,
                    data={"kind": mail.kind.value},
                    happened_at=now,
                )
                await causes.add(conn, [cause], now)
        if (reason := _SUPPRESSING.get(bounced.kind)) is not None:
            await suppressions.add(
                conn,
                self._who.address_hash(mail.email_key),
                mail.email,
                reason,
                bounced.detail,
                now,
                mail=mail.id,
            )
        return BounceOutcome(_APPLIED, mail.member)

    async def _find(self, conn: Conn, bounced: Bounced, now: Instant) -> MailRow | None:
        """Return the mail to this recipient, by the most reliable id in the report."""
        key = email_key(bounced.recipient)
        return await mails.find_bounced(
            conn,
            key,
            now - HEARD_WITHIN_MS,
            mail=bounced.mail,
            relay_id=bounced.relay_id,
            message_id=bounced.message_id,
        )
