"""The personal data that registration stores: submitted forms. Source: docs/registration.md, Data"""

from __future__ import annotations

import msgspec

from latecomer.core.email_address import email_key
from latecomer.core.timestamps import to_text
from latecomer.people.hooks import PersonalData, Subject
from latecomer.postgres.pool import Conn
from latecomer.registration_form.queries import submissions


async def _erase(conn: Conn, subject: Subject) -> None:
    await submissions.forget(conn, subject.members, email_key(subject.person.email or ""))


async def _export(conn: Conn, subject: Subject) -> object:
    found = await submissions.of_person(conn, subject.members, email_key(subject.person.email or ""))
    return [
        {
            "id": str(each.id),
            "webinar_id": str(each.webinar),
            "received_at": to_text(each.received_at),
            "email": each.email,
            "contact": dict(each.contact),
            "answers": msgspec.to_builtins(each.answers),
            "consents": msgspec.to_builtins(each.consents),
            "source": dict(each.source),
            "language": each.language,
            "timezone": each.timezone,
            "outcome": each.outcome,
        }
        for each in found
    ]


SUBMISSIONS = PersonalData(name="submissions", erase=_erase, export=_export)
