"""Applying vendors' reports: inside the caller's transaction they become members, facts, stays and finishes.

Reports may be applied in any order, and more than once, with the same result. Facts and stays are stored in sets, in
which a repetition changes nothing, and of values that replace each other the newest wins.

Source: docs/domain.md, Facts and statuses; docs/vendors.md, What counts
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog

from latecomer.attendance.queries import vendor_rows
from latecomer.attendance.rules.event_window import EARLY_END_MS, touches_event
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import ConnectionId, Instant, MemberId, WebinarId
from latecomer.core.phase import Mode
from latecomer.core.webinar import Webinar
from latecomer.integrations.vendor_reports.attendance import attend, stay, staying
from latecomer.integrations.vendor_reports.matching import Matcher
from latecomer.integrations.vendor_reports.types import Place, VendorReport
from latecomer.postgres.pool import Conn
from latecomer.vendors.kit.inbound import (
    Joined,
    Left,
    Registered,
    RegistrationCancelled,
    SessionEnded,
    VendorApproval,
)
from latecomer.vendors.kit.provider import AttendanceRow
from latecomer.webinars import queries as webinars
from latecomer.webinars.finish import Finisher
from latecomer.webinars.members.queries import facts as facts_rows
from latecomer.webinars.members.queries import provider_requests
from latecomer.webinars.members.settlement import CHUNK, Correction, NewFact, Settled, Settlement

_APPROVALS: Final = {
    VendorApproval.APPROVED: FactKind.REGISTERED,
    VendorApproval.PENDING: FactKind.PENDING_APPROVAL,
    VendorApproval.DENIED: FactKind.REJECTED,
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Applied:
    """The effects of a transaction, for the notifications after its commit. ``learned``: vendors' ids of people that
    were unknown before; deliveries may wait for them.
    """

    settled: Sequence[Settled] = ()
    finished: Sequence[Webinar] = ()
    reported: Sequence[MemberId] = ()
    learned: Mapping[ConnectionId, frozenset[str]] = field(default_factory=dict)


async def apply(
    conn: Conn, settlement: Settlement, finisher: Finisher, told: Sequence[VendorReport], now: Instant
) -> Applied:
    """Apply reports about webinars that the caller has locked; each ``VendorReport`` has its outcome afterwards."""
    for each in told:
        if each.is_in_future:
            each.say("in_future")
    told = [each for each in told if not each.is_in_future]
    if not told:
        return Applied()
    attendees = Matcher(conn)
    await attendees.recognize(told)
    await attendees.set_aside(told, await outside(conn, told, now))
    await attendees.make_members(told, now)
    facts = [fact for each in told if each.member is not None for fact in _facts(each, each.member)]
    due = await facts_rows.record(conn, facts, now)
    # Whom the vendor has registered, it need not be asked about.
    await provider_requests.withdraw(
        conn, [fact.member for fact in facts if fact.kind is FactKind.REGISTERED]
    )
    about = sorted({*await staying(conn, told), *(each.member for each in told if each.member is not None)})
    before = await facts_rows.presence(conn, about, now)
    changed = await attend(conn, told)
    moved = [
        member
        for member, is_here in (await facts_rows.presence(conn, about, now)).items()
        if is_here is not before.get(member, is_here)
    ]
    left = {member for member in moved if before[member]}
    await facts_rows.make_due(conn, moved)
    due = sorted({*due, *moved} - left)
    for each in await outside(conn, [each for each in told if each.member is not None], now):
        each.say("outside_event")
    finished = await _finish(conn, finisher, told, now)
    settled: list[Settled] = []
    for start in range(0, len(due), CHUNK):
        settled += await settlement.settle(conn, due[start : start + CHUNK], now)
    # What a row supported goes as by a retraction once the row is of another event.
    for start in range(0, len(left), CHUNK):
        some = sorted(left)[start : start + CHUNK]
        settled += await settlement.settle(conn, some, now, Correction(now, None, Source.VENDOR))
    return Applied(settled, finished, changed, attendees.learned)


def _facts(told: VendorReport, member: MemberId) -> Iterator[NewFact]:
    """Return the facts that a report states about a member. A registration also brings back a member who was removed
    before it."""
    kinds: tuple[FactKind, ...]
    match told.event:
        case Registered(approval=VendorApproval.DENIED):
            kinds = (FactKind.REJECTED,)
        case Registered(approval=approval):
            kinds = (FactKind.ADDED, _APPROVALS[approval])
        case RegistrationCancelled():
            kinds = (FactKind.CANCELLED,)
        case Joined() | Left() | AttendanceRow(mode=Mode.LIVE):
            kinds = (FactKind.ATTENDED,)
        case AttendanceRow() | SessionEnded():
            kinds = ()  # whoever watched on demand has a view once the ledger counts more than the threshold
    for kind in kinds:
        yield NewFact(member=member, kind=kind, at=told.at, source=Source.VENDOR, key=told.key)


async def outside(conn: Conn, told: Sequence[VendorReport], now: Instant) -> list[VendorReport]:
    """Return the reports of live presence whose stay belongs to another event, judged by the vendor's rows and this
    batch."""
    live = [
        each
        for each in told
        if isinstance(each.event, Joined | Left)
        or (isinstance(each.event, AttendanceRow) and each.event.mode is Mode.LIVE)
    ]
    if not live:
        return []
    windows = await webinars.windows(conn, list({each.webinar.id for each in live}))
    rows: dict[tuple[Place, str], list[VendorReport]] = {}
    for each in live:
        if isinstance(each.event, Joined | Left | AttendanceRow):
            rows.setdefault((each.place, each.event.row), []).append(each)
    found: list[VendorReport] = []
    for (place, key), here in rows.items():
        known = (await vendor_rows.by_keys(conn, *place, [key])).get(key)
        joins = set(known.joins) if known is not None else set()
        leaves = set(known.leaves) if known is not None else set()
        for each in here:
            match each.event:
                case Joined():
                    joins.add(each.at)
                case Left():
                    leaves.add(each.at)
                case AttendanceRow() as event:
                    for start, end in stay(event, each.webinar, each.received_at) or [(each.at, each.at)]:
                        joins.add(start)
                        leaves.add(end)
                case _:
                    pass
        ended = (
            None
            if known is None
            else (await vendor_rows.ends(conn, *place, [known.session])).get(known.session)
        )
        if not touches_event(windows[place[1]], sorted(joins), sorted(leaves), ended, now):
            found += here
    return found


async def _finish(
    conn: Conn, finisher: Finisher, told: Sequence[VendorReport], now: Instant
) -> list[Webinar]:
    finished: dict[WebinarId, Webinar] = {}
    for each in told:
        if not isinstance(each.event, SessionEnded) or not each.connection.settings.get(
            "finish_on_end", True
        ):
            continue
        webinar = finished.get(each.webinar.id, each.webinar)
        if each.at <= webinar.starts_at:
            each.say("event_not_started")
            continue
        key = f"{each.connection.id.hex}:{each.event.session}"
        if each.at < webinar.ends_at - EARLY_END_MS and webinar.finished_at is None:
            await webinars.hold_end(conn, webinar.id, each.at, key, each.at + EARLY_END_MS)
            each.say("end_held")
            continue
        if (after := await finisher.record_report(conn, webinar, each.at, key, now)) is None:
            each.say("already_finished")
        else:
            finished[webinar.id] = after
    return list(finished.values())


class Aftermath:
    """The notifications after a transaction that applied vendors' reports."""

    def __init__(
        self,
        settlement: Settlement,
        finisher: Finisher,
        reported: Callable[[Sequence[MemberId]], Awaitable[None]],
    ) -> None:
        """Args: ``reported`` receives the members whose stays have changed; it may fail, since a
        sweep repairs the ledger.
        """
        self._settlement = settlement
        self._finisher = finisher
        self._reported = reported

    async def follow(self, applied: Applied, now: Instant) -> None:
        """Send the notifications that follow from applied reports."""
        await self._settlement.announce(applied.settled)
        for webinar in applied.finished:
            await self._finisher.follow(webinar, now)
        if applied.reported:
            try:
                await self._reported(applied.reported)
            except Exception:
                log.exception("report_failed", retry=True, members=len(applied.reported))
