"""The personal data that mail stores: mails, opt-outs and suppressions. Source: docs/mail.md, Bounces and opt-outs"""

from __future__ import annotations

from latecomer.core.email_address import email_key
from latecomer.core.timestamps import to_text
from latecomer.mail.compose import MailIdentity
from latecomer.mail.queries import mails, suppressions
from latecomer.people.hooks import PersonalData, Subject
from latecomer.postgres.pool import Conn


def personal_data(who: MailIdentity) -> PersonalData:
    """Return how mails are erased and exported. Of a suppressed address the hash stays."""

    async def erase(conn: Conn, subject: Subject) -> None:
        key = email_key(subject.person.email or "")
        await mails.forget(conn, subject.members, key)
        await suppressions.forget(conn, who.address_hash(key), subject.person.id)

    async def export(conn: Conn, subject: Subject) -> object:
        key = email_key(subject.person.email or "")
        opted_out = await suppressions.opted_out(conn, [subject.person.id])
        hashes = await suppressions.among(conn, [who.address_hash(key)])
        return {
            "mails": [
                {
                    "webinar_id": str(mail.webinar),
                    "kind": mail.kind,
                    "state": mail.state,
                    "subject": mail.subject,
                    "queued_at": to_text(mail.created_at),
                    "sent_at": None if mail.sent_at is None else to_text(mail.sent_at),
                }
                for mail in await mails.to_person(conn, subject.members, key)
            ],
            "opted_out": sorted(opted_out.get(subject.person.id, ())),
            "suppressed": bool(hashes),
        }

    return PersonalData(name="mail", erase=erase, export=export)
