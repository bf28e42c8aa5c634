"""Applying: what deliveries tell, turned into members, facts, stays and finishes inside the caller's transaction.

Everything that is written is a set, or the newest of something, and follows from what was told alone: the order in
which deliveries are applied changes nothing about where a member ends.

Source: docs/domain.md, Facts and statuses; docs/vendors.md, What counts
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias
from uuid import UUID

from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import ConnectionId, Instant, MemberId, PersonId, WebinarId
from latecomer.core.member import Person, email_key
from latecomer.core.phase import Mode, closes_at
from latecomer.core.stays import stays
from latecomer.core.webinar import Webinar
from latecomer.errors import Refused
from latecomer.services.finishing import record_report
from latecomer.services.person_fields import FIELD_MAX, email_of, properties_of
from latecomer.services.settling import NewFact, Settled, settle
from latecomer.store.postgres import connections, inbox, members, persons, vendor_rows, webinars
from latecomer.store.postgres import facts as facts_rows
from latecomer.store.postgres.connections import ConnectionRow
from latecomer.store.postgres.inbox import Handled, InboxRow, InboxState
from latecomer.store.postgres.pool import Conn
from latecomer.store.postgres.vendor_rows import Identity, VendorRow
from latecomer.vendors.inbound import (
    Approval,
    Attendee,
    Joined,
    Left,
    Registered,
    RegistrationCancelled,
    SessionEnded,
    Unknown,
    VendorEvent,
)
from latecomer.vendors.registry import DEFINITIONS, Kind

SLACK_MS: Final = 10_000
"""How far a vendor's clock may be ahead of ours; nothing counts from later than that after it was received."""

_NOBODY: Final = PersonId(UUID(int=0))
_APPROVALS: Final = {
    Approval.APPROVED: FactKind.REGISTERED,
    Approval.PENDING: FactKind.PENDING_APPROVAL,
    Approval.DENIED: FactKind.REJECTED,
}

_Told: TypeAlias = Registered | RegistrationCancelled | Joined | Left | SessionEnded
_AboutSomebody: TypeAlias = Registered | RegistrationCancelled | Joined | Left
_Somebody: TypeAlias = MemberId | str
"""A member, or the key of an email."""
_Place: TypeAlias = tuple[ConnectionId, WebinarId]


@dataclass(frozen=True, slots=True)
class Applied:
    """What a transaction did, for those who are told after its commit."""

    settled: Sequence[Settled] = ()
    finished: Sequence[Webinar] = ()
    reported: Sequence[MemberId] = ()


@dataclass(slots=True)
class _Case:
    """One delivery on its way to an outcome; the first that is not ``applied`` names it."""

    row: InboxRow
    outcome: str = "applied"
    detail: str | None = None
    waits_for: set[str] = field(default_factory=set)
    members: set[MemberId] = field(default_factory=set)

    def say(self, outcome: str, detail: str | None = None) -> None:
        if self.outcome == "applied":
            self.outcome, self.detail = outcome, detail

    @property
    def handled(self) -> Handled:
        return Handled(
            id=self.row.id,
            state=InboxState.WAITING if self.waits_for else InboxState.DONE,
            outcome=self.outcome,
            detail=self.detail,
            waits_for=tuple(sorted(self.waits_for)),
            members=tuple(sorted(self.members)),
        )


@dataclass(slots=True)
class _Item:
    """One thing that a delivery tells, about a webinar that is known and locked."""

    case: _Case
    nth: int
    event: _Told
    connection: ConnectionRow
    webinar: Webinar
    who: _Somebody | None = None

    @property
    def place(self) -> _Place:
        return self.connection.id, self.webinar.id

    @property
    def at(self) -> Instant:
        return min(self.event.at, self.case.row.received_at + SLACK_MS)

    @property
    def key(self) -> str:
        """The same whenever this is applied again."""
        return f"{self.connection.id.hex}:{self.case.row.dedupe_key}:{self.nth}"


async def apply(conn: Conn, rows: Sequence[InboxRow], now: Instant) -> Applied:
    """Apply deliveries that are locked, and write down what became of each."""
    if not rows:
        return Applied()
    cases = [_Case(row) for row in rows]
    items = await _read(conn, cases, now)
    new_refs = await _resolve(conn, items)
    known = await _members(conn, items, now)
    people = [(item, known[item.place[1], item.who]) for item in items if item.who is not None]
    for item, member in people:
        item.case.members.add(member)
    await _learn(conn, new_refs, known)

    facts = [fact for item, member in people for fact in _facts(item, member)]
    due = await facts_rows.record(conn, facts, now)
    changed = await _stay(conn, items, people)
    finished = await _finish(conn, items, now)
    settled = await settle(conn, due, now)

    await inbox.finish(conn, [case.handled for case in cases], now)
    woken: dict[ConnectionId, set[str]] = {}
    for (connection, _), ref in new_refs:
        woken.setdefault(connection, set()).add(ref)
    for connection, refs in woken.items():
        await inbox.wake(conn, connection, sorted(refs), now)
    return Applied(settled, finished, changed)


async def _read(conn: Conn, cases: Sequence[_Case], now: Instant) -> list[_Item]:
    """Parse, and find and lock the webinars."""
    ids = sorted({case.row.connection for case in cases})
    found = {row.id: row for row in await connections.hold(conn, ids)}
    bound = {
        (connection, binding.external_id): binding.webinar
        for connection, bindings in (await connections.bindings(conn, ids)).items()
        for binding in bindings
    }
    told: list[tuple[_Case, int, _Told, ConnectionRow]] = []
    for case in cases:
        connection = found[case.row.connection]
        for nth, event in enumerate(_parse(case, connection)):
            if isinstance(event, Unknown):
                case.say(event.reason, event.event[:FIELD_MAX] or None)
            else:
                told.append((case, nth, event, connection))
    wanted = {bound.get((connection.id, event.webinar)) for _, _, event, connection in told} - {None}
    locked: dict[WebinarId, Webinar] = {}
    for webinar_id in sorted(each for each in wanted if each is not None):
        if (webinar := await webinars.lock(conn, webinar_id)) is not None:
            locked[webinar_id] = webinar
    items = []
    for case, nth, event, connection in told:
        external = event.webinar.strip()
        webinar_ = locked.get(bound.get((connection.id, external), WebinarId(UUID(int=0))))
        if webinar_ is None:
            case.waits_for.add(inbox.waits_for_webinar(external))
            case.say("unknown_webinar", external[:FIELD_MAX])
        elif now >= closes_at(webinar_):
            case.say("window_closed")
        else:
            items.append(_Item(case, nth, event, connection, webinar_))
    return items


def _parse(case: _Case, connection: ConnectionRow) -> Sequence[VendorEvent]:
    definition = DEFINITIONS.get(Kind(connection.kind))
    if case.row.body is None or definition is None or definition.inbound is None:
        return (Unknown("", "gone"),)
    return definition.inbound.parse(case.row.headers, case.row.body, connection.settings)


async def _resolve(
    conn: Conn, items: Sequence[_Item]
) -> dict[tuple[_Place, str], tuple[_Somebody, str | None]]:
    """Say of every item whom it is about: by the vendor's id, else by email. Who cannot be found is waited for.

    Returns: names that were not known before, and what they mean.
    """
    open_items = [item for item in items if not isinstance(item.event, SessionEnded)]
    refs: dict[_Place, set[str]] = {}
    for item in open_items:
        refs.setdefault(item.place, set()).update(_who(item).refs)
    known: dict[tuple[_Place, str], _Somebody] = {}
    for place, wanted in refs.items():
        for ref, member in (await vendor_rows.identities(conn, *place, sorted(wanted))).items():
            known[place, ref] = member
    new: dict[tuple[_Place, str], tuple[_Somebody, str | None]] = {}
    progress = True
    while open_items and progress:
        progress = False
        for item in list(open_items):
            who = next(
                (known[item.place, ref] for ref in _who(item).refs if (item.place, ref) in known), None
            )
            who = who or _email_key(_who(item).email)
            if who is None:
                continue
            item.who, progress = who, True
            open_items.remove(item)
            url = item.event.join_url if isinstance(item.event, Registered) else None
            for ref in _who(item).refs:
                name = (item.place, ref)
                if name not in known:
                    known[name] = who
                    new[name] = (who, None)
                if url is not None:
                    new[name] = (known[name], url)
    for item in open_items:
        item.case.say("no_email" if not (_who(item).email or "").strip() else "invalid_email")
        item.case.waits_for |= set(_who(item).refs)
    return new


def _who(item: _Item) -> Attendee:
    """Whom it is about; the end of a session is about nobody."""
    return Attendee() if isinstance(item.event, SessionEnded) else item.event.who


def _email_key(email: str | None) -> str | None:
    try:
        return email_key(email_of(email))
    except Refused:
        return None


async def _members(
    conn: Conn, items: Sequence[_Item], now: Instant
) -> dict[tuple[WebinarId, _Somebody], MemberId]:
    """Everybody's membership; who is no member becomes one, with what the vendor knows of a new person."""
    known: dict[tuple[WebinarId, _Somebody], MemberId] = {}
    new: dict[WebinarId, set[str]] = {}
    described: dict[str, Person] = {}
    # A registration says more of a new person than a visit does.
    for item in sorted(items, key=lambda each: not isinstance(each.event, Registered)):
        if isinstance(item.who, UUID):
            known[item.webinar.id, item.who] = item.who
        elif item.who is not None:
            new.setdefault(item.webinar.id, set()).add(item.who)
            described.setdefault(item.who, _person(_who(item), now))
    if not described:
        return known
    ids = await persons.ensure(conn, list(described.values()))
    for webinar, keys in sorted(new.items()):
        wanted = {ids[key]: key for key in sorted(keys)}
        standings = await members.standings_of_persons(conn, webinar, list(wanted))
        found = {standing.person.id: standing.id for standing in standings}
        missing = [person for person in wanted if person not in found]
        found |= zip(missing, await members.insert(conn, webinar, missing, now), strict=True)
        known |= {(webinar, key): found[person] for person, key in wanted.items()}
    return known


def _person(who: Attendee, now: Instant) -> Person:
    """What a vendor knows of a person, cut to what can be kept: nobody is lost over an overlong title."""
    texts: dict[str, Any] = {name: _kept(getattr(who, name)) for name in persons.FIELDS}
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


async def _learn(
    conn: Conn,
    new: dict[tuple[_Place, str], tuple[_Somebody, str | None]],
    known: dict[tuple[WebinarId, _Somebody], MemberId],
) -> None:
    await vendor_rows.learn(
        conn,
        [
            Identity(
                connection=connection,
                webinar=webinar,
                ref=ref,
                member=known[webinar, who],
                join_url=url,
            )
            for ((connection, webinar), ref), (who, url) in sorted(new.items(), key=lambda each: each[0])
        ],
    )


def _facts(item: _Item, member: MemberId) -> Iterator[NewFact]:
    """What it says about the member. A registration also brings back who was removed before it."""
    kinds: tuple[FactKind, ...]
    match item.event:
        case Registered(approval=Approval.DENIED):
            kinds = (FactKind.REJECTED,)
        case Registered(approval=approval):
            kinds = (FactKind.ADDED, _APPROVALS[approval])
        case RegistrationCancelled():
            kinds = (FactKind.CANCELLED,)
        case Joined() | Left():
            kinds = (FactKind.ATTENDED,)
        case SessionEnded():
            kinds = ()
    for kind in kinds:
        yield NewFact(member=member, kind=kind, at=item.at, source=Source.VENDOR, key=item.key)


async def _stay(
    conn: Conn, items: Sequence[_Item], people: Sequence[tuple[_Item, MemberId]]
) -> list[MemberId]:
    """Merge joins, leaves and ends into the vendors' rows. Returns: whose stays have changed."""
    places: dict[_Place, list[tuple[_Item, MemberId | None]]] = {}
    told_of: list[tuple[_Item, MemberId | None]] = [
        *((item, member) for item, member in people if isinstance(item.event, (Joined, Left))),
        *((item, None) for item in items if isinstance(item.event, SessionEnded)),
    ]
    for each in told_of:
        places.setdefault(each[0].place, []).append(each)
    touched: set[MemberId] = set()
    for (connection, webinar), told in sorted(places.items(), key=lambda each: each[0]):
        ended = {
            item.event.session: max(other.at for other, _ in told if _ends(other, item.event.session))
            for item, _ in told
            if isinstance(item.event, SessionEnded)
        }
        await vendor_rows.end_sessions(conn, connection, webinar, ended)
        rows = {row.key: row for row in await vendor_rows.of_sessions(conn, connection, webinar, list(ended))}
        keys = [item.event.row for item, _ in told if isinstance(item.event, (Joined, Left))]
        rows |= await vendor_rows.by_keys(conn, connection, webinar, keys)
        for item, member in told:
            if member is not None and isinstance(item.event, (Joined, Left)):
                row = rows.get(item.event.row) or VendorRow(
                    connection=connection,
                    webinar=webinar,
                    key=item.event.row,
                    member=member,
                    mode=Mode.LIVE,
                    session=item.event.session,
                )
                rows[row.key] = _with(row, item)
        ends = await vendor_rows.ends(conn, connection, webinar, [row.session for row in rows.values()])
        await vendor_rows.write(
            conn,
            [
                replace(row, intervals=stays(row.joins, row.leaves, ends.get(row.session)))
                for row in rows.values()
                if row.as_of is None
            ],
        )
        touched |= {row.member for row in rows.values()}
    return await vendor_rows.sum_up(conn, touched) if touched else []


def _ends(item: _Item, session: str) -> bool:
    return isinstance(item.event, SessionEnded) and item.event.session == session


def _with(row: VendorRow, item: _Item) -> VendorRow:
    if isinstance(item.event, Joined):
        return replace(row, joins=tuple(sorted({*row.joins, item.at})))
    return replace(row, leaves=tuple(sorted({*row.leaves, item.at})))


async def _finish(conn: Conn, items: Sequence[_Item], now: Instant) -> list[Webinar]:
    finished: dict[WebinarId, Webinar] = {}
    for item in items:
        if not isinstance(item.event, SessionEnded) or not item.connection.settings.get(
            "finish_on_end", True
        ):
            continue
        webinar = finished.get(item.webinar.id, item.webinar)
        if item.at <= webinar.starts_at:
            item.case.say("event_not_started")
            continue
        key = f"{item.connection.id.hex}:{item.event.session}"
        if (after := await record_report(conn, webinar, item.at, key, now)) is None:
            item.case.say("already_finished")
        else:
            finished[webinar.id] = after
    return list(finished.values())
