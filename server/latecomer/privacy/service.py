"""Persons: correct, erase, export. Source: docs/domain.md, Facts and statuses (erasure)"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from msgspec import UnsetType

from latecomer.attendance import queries as vendor_rows
from latecomer.attendance.queries import VendorIdentity, VendorRow
from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant, MemberId, PersonId
from latecomer.core.person import CONTACT_FIELDS, Person
from latecomer.core.timestamps import to_text
from latecomer.events import outbox
from latecomer.integrations.deliveries import queries as deliveries
from latecomer.integrations.inbox import queries as inbox
from latecomer.integrations.inbox.queries import InboxRow
from latecomer.people.hooks import PersonalData, Subject
from latecomer.people.queries import persons
from latecomer.people.schemas import ChangePerson
from latecomer.postgres.pool import Conn, Pool
from latecomer.privacy.vendor_data import traces
from latecomer.watching.queries import checkpoint as copies
from latecomer.watching.queries.checkpoint import LedgerCopy
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import members, provider_requests, timeline
from latecomer.webinars.members.queries.members import MemberRecord
from latecomer.webinars.members.queries.provider_requests import ProviderRequest
from latecomer.webinars.members.queries.timeline import EntryKind, TimelineEntry
from latecomer.webinars.members.registration import link_renewed
from latecomer.webinars.members.rules.person_validation import email_of, language_of, properties_of, text_of
from latecomer.webinars.members.settlement import Settlement

Move: TypeAlias = Callable[[], Awaitable[object]]
"""``Receiving.move``."""


class Persons:
    """The people of this installation."""

    def __init__(
        self,
        pool: Pool,
        settlement: Settlement,
        move: Move | None = None,
        personal_data: Sequence[PersonalData] = (),
    ) -> None:
        """``move``: brings what vendors pushed and what lies elsewhere into the inbox, so that it is found there.
        ``personal_data``: what other folders store about persons."""
        self._pool = pool
        self._personal_data = personal_data
        self._settlement = settlement
        self._move = move

    async def get(self, person_id: PersonId) -> Person:
        """Raises: Refused unknown_person."""
        async with self._pool.acquire() as conn:
            return await _load(conn, person_id)

    async def correct(self, person_id: PersonId, changes: ChangePerson) -> Person:
        """Correct what is known of a person.

        Raises: Refused unknown_person, erased, email_taken, missing_email, invalid_email,
            field_too_long, invalid_characters, invalid_properties, unknown_language.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            person = await _load(conn, person_id, lock=True)
            if person.erased_at is not None:
                raise Refused("erased", "This person was erased.")
            person = _merge(person, changes)
            try:
                await persons.update(conn, person)
            except persons.EmailTaken as error:
                message = "Another person has this email."
                problem = FieldError("/email", "email_taken", message)
                raise Refused("email_taken", message, (problem,)) from error
        return person

    async def erase(self, person_id: PersonId, now: Instant) -> None:
        """Remove name, email, properties, links and stored bodies, handled or not; status and sets stay, anonymous.

        Erasing again changes nothing. Raises: Refused unknown_person. Errors: LedgerAway.
        """
        if self._move is not None:
            await self._move()
        async with self._pool.acquire() as conn, conn.transaction():
            ids = [record.id for record in await members.of_person(conn, person_id)]
            # Whoever handles deliveries locks them before persons.
            found = await traces(conn, await _load(conn, person_id), ids)
            await inbox.forget(conn, [row.id for row in found], now)
            person = await _load(conn, person_id, lock=True)
            if person.erased_at is not None:
                return
            ids = [record.id for record in await members.of_person(conn, person_id)]
            await members.standings(conn, ids)  # locks them
            await persons.update(conn, persons.erased(person, now))
            await members.renew_links(conn, ids)
            await provider_requests.withdraw(conn, ids)
            await timeline.forget_reasons(conn, ids)
            await outbox.forget(conn, ids)
            await deliveries.forget_answers(conn, ids)
            await vendor_rows.forget(conn, ids, person.email or "")
            subject = Subject(person=person, members=ids, now=now)
            for each in self._personal_data:
                await each.erase(conn, subject)
            revoked = await members.load(conn, ids)
        await self._settlement.announce([link_renewed(record, now) for record in revoked.values()])

    async def export(self, person_id: PersonId, now: Instant) -> Mapping[str, object]:
        """Export all stored data about a person, as a JSON object.

        Fields, and per webinar status, facts, changes of status, watch intervals and coverage (as of the
        ledger's last copy, at most 60 s old), playbacks, what vendors report, call them and are asked about them;
        and the deliveries of vendors that are stored.

        Raises: Refused unknown_person.
        """
        async with self._pool.acquire() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
            person = await _load(conn, person_id)
            records = await members.of_person(conn, person_id)
            copied = {copy.member: copy for copy in await copies.of_person(conn, person_id)}
            names = {
                webinar.id: webinar.name
                for webinar in await webinars.load(conn, [record.webinar_id for record in records])
            }
            ids = [record.id for record in records]
            names_there: dict[MemberId, list[VendorIdentity]] = {}
            for each in await vendor_rows.identities_of(conn, ids):
                names_there.setdefault(each.member, []).append(each)
            asked = await provider_requests.of_members(conn, ids)
            subject = Subject(person=person, members=ids, now=now)
            return {
                "exported_at": to_text(now),
                "person": _person(person),
                "members": [
                    {
                        **_member(record),
                        "webinar": names[record.webinar_id],
                        "timeline": [
                            _entry(entry) for entry in await timeline.entries(conn, record.id, None, None)
                        ],
                        "watched": _watched(copied[record.id]) if record.id in copied else None,
                        "reports": [_report(row) for row in await vendor_rows.of_member(conn, record.id)],
                        "identities": [_identity(each) for each in names_there.get(record.id, ())],
                        "registering": _provider_request(asked[record.id]) if record.id in asked else None,
                    }
                    for record in records
                ],
                "deliveries": [_delivery(row) for row in await traces(conn, person, ids)],
                **{
                    each.name: await each.export(conn, subject)
                    for each in self._personal_data
                    if each.export is not None
                },
            }


async def _load(conn: Conn, person_id: PersonId, *, lock: bool = False) -> Person:
    person = await persons.load(conn, person_id, lock=lock)
    if person is None:
        raise Refused("unknown_person", "There is no such person.")
    return person


def _merge(person: Person, changes: ChangePerson) -> Person:
    if not isinstance(changes.email, UnsetType):
        person = replace(person, email=email_of(changes.email))
    if not isinstance(changes.properties, UnsetType):
        person = replace(person, properties=properties_of(changes.properties))
    if not isinstance(changes.language, UnsetType):
        person = replace(person, language=language_of(changes.language))
    texts: dict[str, Any] = {
        name: text_of(name, change)
        for name in CONTACT_FIELDS
        if not isinstance(change := getattr(changes, name), UnsetType)
    }
    return replace(person, **texts)


def _text(at: Instant | None) -> str | None:
    return None if at is None else to_text(at)


def _report(row: VendorRow) -> Mapping[str, object]:
    return {
        "connection_id": str(row.connection),
        "row": row.key,
        "mode": row.mode,
        "intervals": [[to_text(from_at), to_text(to_at)] for from_at, to_at in row.intervals],
    }


def _identity(identity: VendorIdentity) -> Mapping[str, object]:
    return {
        "connection_id": str(identity.connection),
        "ref": identity.ref,
        "join_url": identity.join_url,
    }


def _provider_request(provider_request: ProviderRequest) -> Mapping[str, object]:
    return {
        "asked_at": to_text(provider_request.asked_at),
        "source": provider_request.source,
        "reason": provider_request.reason,
        "attempts": provider_request.attempts,
    }


def _delivery(row: InboxRow) -> Mapping[str, object]:
    return {
        "connection_id": str(row.connection),
        "received_at": to_text(row.received_at),
        "state": row.state,
        "outcome": row.outcome,
        "body": (row.body or b"").decode("utf-8", "replace"),
    }


def _person(person: Person) -> Mapping[str, object]:
    return {
        "id": str(person.id),
        "email": person.email,
        **{name: getattr(person, name) for name in (*CONTACT_FIELDS, "language")},
        "properties": person.properties,
        "created_at": to_text(person.created_at),
        "erased_at": _text(person.erased_at),
    }


def _member(record: MemberRecord) -> Mapping[str, object]:
    return {
        "member_id": str(record.id),
        "webinar_id": str(record.webinar_id),
        "status": record.status,
        "status_reason": record.status_reason,
        "status_at": to_text(record.status_at),
        "visitor": record.visitor,
        "joined_at": _text(record.joined_at),
        "created_at": to_text(record.created_at),
    }


def _entry(entry: TimelineEntry) -> Mapping[str, object]:
    common = {"kind": entry.kind, "at": to_text(entry.at), "source": entry.source, "reason": entry.reason}
    match entry.kind:
        case EntryKind.FACT:
            return {**common, "fact": entry.fact}
        case EntryKind.STATUS:
            return {**common, "from_status": entry.from_status, "to_status": entry.to_status}
        case _:
            return common


def _watched(copy: LedgerCopy) -> Mapping[str, object]:
    return {
        "intervals": [[to_text(start), to_text(end)] for start, end in copy.intervals],
        "covered": [list(piece) for piece in copy.covered],
        "recording_version": copy.recording_version,
        "resume_s": copy.resume_s,
        "playbacks": copy.playbacks,
        "drops": copy.drops,
        "recent_drops": copy.recent_drops,
    }
