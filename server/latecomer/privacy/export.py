"""Export of a person: all data stored about them, as one JSON object. Source: docs/domain.md, Facts and statuses"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from latecomer.attendance.queries import vendor_identities, vendor_rows
from latecomer.attendance.queries.vendor_identities import VendorIdentity
from latecomer.attendance.queries.vendor_rows import VendorRow
from latecomer.core.ids import Instant, MemberId, PersonId
from latecomer.core.person import CONTACT_FIELDS, Person
from latecomer.core.timestamps import to_text
from latecomer.integrations.inbox.queries import InboxRow
from latecomer.people.hooks import PersonalData, Subject
from latecomer.people.service import load
from latecomer.postgres.pool import Pool
from latecomer.privacy.vendor_data import traces
from latecomer.watching.queries import checkpoint as copies
from latecomer.watching.queries.checkpoint import LedgerCopy
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import members, provider_requests, timeline
from latecomer.webinars.members.queries.members import MemberRecord
from latecomer.webinars.members.queries.provider_requests import ProviderRequest
from latecomer.webinars.members.queries.timeline import EntryKind, TimelineEntry


class Export:
    """The service that exports persons."""

    def __init__(self, pool: Pool, personal_data: Sequence[PersonalData] = ()) -> None:
        """``personal_data``: the data that other folders store about persons."""
        self._pool = pool
        self._personal_data = personal_data

    async def export(self, person_id: PersonId, now: Instant) -> Mapping[str, object]:
        """Return all stored data about a person, as a JSON object.

        It has the person's fields; for each webinar the status, facts, changes of status, watch intervals and coverage
        (as of the ledger's last copy, at most 60 s old), playbacks, vendors' rows and ids, and requests to providers;
        and the stored deliveries of vendors.

        Raises: Refused unknown_person.
        """
        async with self._pool.acquire() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
            person = await load(conn, person_id)
            records = await members.of_person(conn, person_id)
            copied = {copy.member: copy for copy in await copies.of_person(conn, person_id)}
            names = {
                webinar.id: webinar.name
                for webinar in await webinars.load(conn, [record.webinar_id for record in records])
            }
            ids = [record.id for record in records]
            names_there: dict[MemberId, list[VendorIdentity]] = {}
            for each in await vendor_identities.of_members(conn, ids):
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
