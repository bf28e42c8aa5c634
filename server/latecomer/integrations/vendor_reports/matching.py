"""Matching: finds the member that each report is about, by vendor id or else by email. Unknown people become members.

Source: docs/domain.md, Facts and statuses; docs/vendors.md, What counts
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from latecomer.attendance.queries import vendor_identities
from latecomer.attendance.queries.vendor_identities import VendorIdentity
from latecomer.core.email_address import email_key
from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, Instant, MemberId, PersonId, WebinarId
from latecomer.core.person import CONTACT_FIELDS, Person
from latecomer.integrations.vendor_reports.types import (
    Place,
    Somebody,
    VendorReport,
    waits_for_person,
    waits_for_times,
)
from latecomer.people.queries import persons
from latecomer.people.rules import FIELD_MAX, email_of, properties_of
from latecomer.postgres.pool import Conn
from latecomer.vendors.kit.inbound import Attendee, Registered, SessionEnded
from latecomer.webinars.members.queries import locked_members, members

_NOBODY: Final = PersonId(UUID(int=0))


class Matcher:
    """The reports of one transaction, and the members that they are about."""

    def __init__(self, conn: Conn) -> None:
        self._conn = conn
        self._new: dict[tuple[Place, str], tuple[Somebody, str | None]] = {}
        self._came: dict[ConnectionId, set[str]] = {}

    @property
    def learned(self) -> Mapping[ConnectionId, frozenset[str]]:
        """The vendors' ids of people that were unknown before, and the keys of people who became members."""
        found: dict[ConnectionId, set[str]] = {}
        for (connection, _), ref in self._new:
            found.setdefault(connection, set()).add(ref)
        for connection, keys in self._came.items():
            found.setdefault(connection, set()).update(map(waits_for_person, keys))
        return {connection: frozenset(refs) for connection, refs in found.items()}

    async def recognize(self, told: Sequence[VendorReport]) -> None:
        """Match each report to a member, by the vendor's id or else by email. Reports about unknown people stay
        open."""
        left = [each for each in told if not isinstance(each.event, SessionEnded)]
        known = await self._known(left)
        progress = True
        while left and progress:
            progress = False
            for each in list(left):
                who = next(
                    (known[each.place, ref] for ref in each.who.refs if (each.place, ref) in known), None
                )
                who = who or _email_key(each.who.email)
                if who is None:
                    continue
                each.somebody, progress = who, True
                left.remove(each)
                self._name(each, who, known)
        for each in left:
            each.say("no_email" if not (each.who.email or "").strip() else "invalid_email")
            each.waits_for |= set(each.who.refs)

    async def set_aside(self, told: Sequence[VendorReport], outside: Sequence[VendorReport]) -> None:
        """Leave people unknown who were only at another event, as far as the reports ``told`` say; their reports wait
        until the person is known, or times change."""
        elsewhere = {id(each) for each in outside}
        coming = {(each.webinar.id, each.somebody) for each in told if id(each) not in elsewhere}
        strangers = [
            each
            for each in outside
            if isinstance(each.somebody, str) and (each.webinar.id, each.somebody) not in coming
        ]
        keys = [each.somebody for each in strangers if isinstance(each.somebody, str)]
        rows = await members.places_of(self._conn, [each.webinar.id for each in strangers], keys)
        for each in strangers:
            if (each.webinar.id, each.somebody) in rows or not isinstance(each.somebody, str):
                continue
            each.say("outside_event")
            each.waits_for |= {
                *each.who.refs,
                waits_for_times(each.webinar.id),
                waits_for_person(each.somebody),
            }
            self._new = {
                name: known
                for name, known in self._new.items()
                if name[0] != each.place or known[0] != each.somebody
            }
            each.somebody = None

    async def _known(self, told: Sequence[VendorReport]) -> dict[tuple[Place, str], Somebody]:
        refs: dict[Place, set[str]] = {}
        for each in told:
            refs.setdefault(each.place, set()).update(each.who.refs)
        known: dict[tuple[Place, str], Somebody] = {}
        for place, wanted in refs.items():
            for ref, member in (await vendor_identities.find(self._conn, *place, sorted(wanted))).items():
                known[place, ref] = member
        return known

    def _name(self, told: VendorReport, who: Somebody, known: dict[tuple[Place, str], Somebody]) -> None:
        url = told.event.join_url if isinstance(told.event, Registered) else None
        for ref in told.who.refs:
            name = (told.place, ref)
            if name not in known:
                known[name] = who
                self._new[name] = (who, None)
            if url is not None:
                self._new[name] = (known[name], url)

    async def make_members(self, told: Sequence[VendorReport], now: Instant) -> None:
        """Find or create each person's membership; a new person gets the vendor's details."""
        known: dict[tuple[WebinarId, Somebody], MemberId] = {}
        new: dict[WebinarId, set[str]] = {}
        described: dict[str, Person] = {}
        # A registration says more of a new person than a visit does.
        for each in sorted(told, key=lambda each: not isinstance(each.event, Registered)):
            if isinstance(each.somebody, UUID):
                known[each.webinar.id, each.somebody] = each.somebody
            elif each.somebody is not None:
                new.setdefault(each.webinar.id, set()).add(each.somebody)
                # Who is named by the vendor's id alone, or has another address here, is described by others.
                if each.somebody not in described and _email_key(each.who.email) == each.somebody:
                    described[each.somebody] = _person(each.who, now)
        ids = await persons.ensure(self._conn, list(described.values())) if described else {}
        places = [(webinar, ids[key]) for webinar, keys in new.items() for key in sorted(keys)]
        # An end may finish its webinar, which makes everybody in it due.
        ending = {each.webinar.id for each in told if isinstance(each.event, SessionEnded)}
        await locked_members.lock_together(self._conn, list(known.values()), places, sorted(ending))
        inserted, came = await self._insert(ids, new, now)
        known |= inserted
        for each in told:
            if each.somebody in came:
                self._came.setdefault(each.connection.id, set()).add(str(each.somebody))
            if each.somebody is not None:
                each.member = known[each.webinar.id, each.somebody]
        await self._learn(known)

    async def _insert(
        self, ids: Mapping[str, PersonId], new: Mapping[WebinarId, set[str]], now: Instant
    ) -> tuple[dict[tuple[WebinarId, Somebody], MemberId], set[str]]:
        """Return the members, and the keys of those who are new."""
        known: dict[tuple[WebinarId, Somebody], MemberId] = {}
        came: set[str] = set()
        for webinar, keys in sorted(new.items()):
            wanted = {ids[key]: key for key in sorted(keys)}
            standings = await locked_members.lock_persons(self._conn, webinar, list(wanted))
            found = {standing.person.id: standing.id for standing in standings}
            missing = [person for person in wanted if person not in found]
            came |= {wanted[person] for person in missing}
            found |= zip(missing, await members.insert(self._conn, webinar, missing, now), strict=True)
            known |= {(webinar, key): found[person] for person, key in wanted.items()}
        return known, came

    async def _learn(self, known: Mapping[tuple[WebinarId, Somebody], MemberId]) -> None:
        await vendor_identities.learn(
            self._conn,
            [
                VendorIdentity(
                    connection=connection,
                    webinar=webinar,
                    ref=ref,
                    member=known[webinar, who],
                    join_url=url,
                )
                for ((connection, webinar), ref), (who, url) in sorted(
                    self._new.items(), key=lambda each: each[0]
                )
            ],
        )


def _email_key(email: str | None) -> str | None:
    try:
        return email_key(email_of(email))
    except Refused:
        return None


def _person(who: Attendee, now: Instant) -> Person:
    """Return a person's details as the vendor reports them, cut to the lengths that can be stored, so that an overlong
    title does not lose the person."""
    texts: dict[str, Any] = {name: _kept(getattr(who, name)) for name in CONTACT_FIELDS}
    try:
        properties = properties_of(who.properties)
    except Refused:
        properties = {}
    return Person(id=_NOBODY, email=email_of(who.email), properties=properties, created_at=now, **texts)


def _kept(text: str | None) -> str | None:
    if text is None:
        return None
    clean = "".join(each for each in text if each != "\x00" and not "\ud800" <= each <= "\udfff")
    return clean.strip()[:FIELD_MAX] or None
