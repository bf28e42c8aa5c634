"""Attendance: vendors' reports of presence or viewing, merged into the members' rows.

A row has moments of arrival and departure. A pushed report adds one moment; a pulled row replaces all moments known up
to that pull, even when it has fewer. A push that arrives late, about a moment that a pull covers, changes nothing.

Source: docs/vendors.md, What counts
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from latecomer.attendance.queries import vendor_rows
from latecomer.attendance.queries.vendor_rows import VendorRow
from latecomer.attendance.rules.stays import stays
from latecomer.core.ids import Instant, MemberId
from latecomer.core.intervals import Intervals, union
from latecomer.core.phase import Mode
from latecomer.core.webinar import Webinar
from latecomer.integrations.vendor_reports.types import Place, VendorReport
from latecomer.postgres.pool import Conn
from latecomer.vendors.kit.inbound import Joined, Left, SessionEnded
from latecomer.vendors.kit.provider import AttendanceRow


async def attend(conn: Conn, told: Sequence[VendorReport]) -> list[MemberId]:
    """Merge arrivals, departures, ends and pulled rows into the vendors' rows. Returns: the members whose stays have
    changed."""
    places: dict[Place, list[VendorReport]] = {}
    for each in told:
        if isinstance(each.event, SessionEnded) or (
            each.member is not None and isinstance(each.event, (Joined, Left, AttendanceRow))
        ):
            places.setdefault(each.place, []).append(each)
    touched: set[MemberId] = set()
    for place, here in sorted(places.items(), key=lambda each: each[0]):
        touched |= await _merge(conn, place, here)
    return await vendor_rows.sum_up(conn, touched) if touched else []


async def staying(conn: Conn, told: Sequence[VendorReport]) -> set[MemberId]:
    """Return the members who stay in the sessions whose ends are reported."""
    ended: dict[Place, set[str]] = {}
    for each in told:
        if isinstance(each.event, SessionEnded):
            ended.setdefault(each.place, set()).add(each.event.session)
    found: set[MemberId] = set()
    for place, sessions in sorted(ended.items(), key=lambda each: each[0]):
        found |= {row.member for row in await vendor_rows.open_in(conn, *place, sorted(sessions))}
    return found


async def _merge(conn: Conn, place: Place, told: Sequence[VendorReport]) -> set[MemberId]:
    ended: dict[str, Instant] = {}
    for each in told:
        if isinstance(each.event, SessionEnded):
            ended[each.event.session] = max(each.at, ended.get(each.event.session, each.at))
    news = await vendor_rows.end_sessions(conn, *place, ended)
    rows = {row.key: row for row in await vendor_rows.open_in(conn, *place, news)}
    keys = [each.event.row for each in told if isinstance(each.event, (Joined, Left, AttendanceRow))]
    rows |= await vendor_rows.by_keys(conn, *place, keys)
    for each in told:
        if isinstance(each.event, SessionEnded):
            continue
        if isinstance(each.event, (Joined, Left, AttendanceRow)) and each.member is not None:
            row = rows.get(each.event.row) or VendorRow(
                connection=place[0],
                webinar=place[1],
                key=each.event.row,
                member=each.member,
                mode=each.event.mode if isinstance(each.event, AttendanceRow) else Mode.LIVE,
                session=each.event.session,
            )
            rows[row.key] = (
                _replaced(row, each.event, each.webinar, each.received_at)
                if isinstance(each.event, AttendanceRow)
                else _with(row, each.event, each.at)
            )
    ends = await vendor_rows.ends(conn, *place, [row.session for row in rows.values()])
    await vendor_rows.write(
        conn,
        [
            replace(row, intervals=stays(row.joins, row.leaves, ends.get(row.session)))
            for row in rows.values()
        ],
    )
    return {row.member for row in rows.values()}


def _with(row: VendorRow, event: Joined | Left, at: Instant) -> VendorRow:
    if row.as_of is not None and at <= row.as_of:
        return row
    if isinstance(event, Joined):
        return replace(row, joins=tuple(sorted({*row.joins, at})))
    return replace(row, leaves=tuple(sorted({*row.leaves, at})))


def _replaced(row: VendorRow, event: AttendanceRow, webinar: Webinar, as_of: Instant) -> VendorRow:
    if row.as_of is not None and as_of < row.as_of:
        return row
    told = stay(event, webinar, as_of)
    return replace(
        row,
        mode=event.mode,
        session=event.session,
        as_of=as_of,
        joins=tuple(sorted({start for start, _ in told} | {at for at in row.joins if at > as_of})),
        leaves=tuple(sorted({end for _, end in told} | {at for at in row.leaves if at > as_of})),
    )


def stay(event: AttendanceRow, webinar: Webinar, as_of: Instant) -> Intervals:
    """Return the stay in a pulled row: the span between its two times when the vendor reports both, else the duration
    from the first activity, or from the beginning of the mode. It ends at ``as_of`` at the latest."""
    start = event.joined_at
    if start is None:
        start = webinar.starts_at if event.mode is Mode.LIVE else webinar.ends_at
    if event.joined_at is not None and event.left_at is not None:
        end = event.left_at
    else:
        end = start + (event.duration_ms or 0)
    return union([(start, min(end, as_of))])
