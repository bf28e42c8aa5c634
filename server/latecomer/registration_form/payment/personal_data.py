"""The personal data that payments hold: none of their own, but whose they are. Source: docs/registration.md, Data"""

from __future__ import annotations

from latecomer.core.email_address import email_key
from latecomer.core.timestamps import to_text
from latecomer.people.hooks import PersonalData, Subject
from latecomer.postgres.pool import Conn
from latecomer.registration_form.payment import queries as payments


async def _erase(_: Conn, __: Subject) -> None:
    """Erase nothing: a payment holds amounts and ids, which the books need; its form is erased."""


async def _export(conn: Conn, subject: Subject) -> object:
    found = await payments.of_person(conn, subject.members, email_key(subject.person.email or ""))
    return [
        {
            "id": str(each.id),
            "webinar_id": str(each.webinar),
            "state": each.state,
            "amount_minor": each.amount_minor,
            "currency": each.currency,
            "refunded_minor": each.refunded_minor,
            "created_at": to_text(each.created_at),
            "paid_at": None if each.paid_at is None else to_text(each.paid_at),
            "refunded_at": None if each.refunded_at is None else to_text(each.refunded_at),
        }
        for each in found
    ]


PAYMENTS = PersonalData(name="payments", erase=_erase, export=_export)
