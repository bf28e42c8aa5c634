"""The reports of a webinar: members, attendance by day, answers, engagement, registrations by source, and those who did
not fit. Each is a table as of one moment; all of them together are one archive of the same moment.

Source: docs/audiences.md, Reports
"""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import AsyncIterator, Callable, Mapping
from enum import StrEnum
from typing import IO, Final
from zoneinfo import ZoneInfo

from latecomer.audiences.queries import reports as rows
from latecomer.audiences.queries.reports import Row
from latecomer.audiences.reader import REPORT_S, Reader
from latecomer.core import phase
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.timestamps import local_text, to_text
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Conn
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.engagement import EngagementLevels
from latecomer.webinars.members.rules.csv_format import file_lines, file_start
from latecomer.webinars.members.rules.engagement import Engagement

_CHUNK: Final = 2000
"""Rows that are written at once, or judged at once."""


class ReportName(StrEnum):
    """The names of the reports, which are those of their files."""

    MEMBERS = "members"
    ATTENDANCE_BY_DAY = "attendance_by_day"
    ANSWERS = "answers"
    ENGAGEMENT = "engagement"
    REGISTRATIONS_BY_SOURCE = "registrations_by_source"
    DID_NOT_FIT = "did_not_fit"


_PERSON: Final = ("email", "first_name", "last_name", "company")
_DEEDS: Final = ("choices", "answers", "files", "clicks", "lines", "questions")
COLUMNS: Final[dict[ReportName, tuple[str, ...]]] = {
    ReportName.MEMBERS: (
        *_PERSON,
        "job_title",
        "phone",
        "city",
        "country",
        "language",
        "status",
        "status_reason",
        "status_at",
        "registered_at",
        "registered_source",
        "attended_at",
        "viewed_at",
        "watched_live_min",
        "watched_on_demand_min",
        "engagement",
        "member_id",
    ),
    ReportName.ATTENDANCE_BY_DAY: (
        *_PERSON,
        "mode",
        "day",
        "watched_min",
        "first_at",
        "last_at",
        "member_id",
    ),
    ReportName.ANSWERS: (*_PERSON, "question_id", "question", "answer", "received_at", "member_id"),
    ReportName.ENGAGEMENT: (
        *_PERSON,
        "level",
        "share_percent",
        "watched_live_min",
        "by_time_alone",
        *_DEEDS,
        "choices_offered",
        "member_id",
    ),
    ReportName.REGISTRATIONS_BY_SOURCE: (
        "utm_source",
        "utm_medium",
        "utm_campaign",
        "ref",
        "referrer",
        "registered_source",
        "registered",
        "attended_live",
        "attended_on_demand",
        "highly_engaged",
    ),
    ReportName.DID_NOT_FIT: (
        *_PERSON,
        "status",
        "reason",
        "since",
        "member_id",
    ),
}
"""The columns of each report. A column of an instant is followed by one of the local time in the webinar's zone."""

_INSTANTS: Final = frozenset(
    ("status_at", "registered_at", "attended_at", "viewed_at", "first_at", "last_at", "received_at", "since")
)


def header(name: ReportName) -> tuple[str, ...]:
    """Return the first line of a report."""
    return tuple(
        heading
        for column in COLUMNS[name]
        for heading in ((column, f"{column}_local") if column in _INSTANTS else (column,))
    )


class Reports:
    """Writes reports."""

    def __init__(self, reader: Reader, levels: EngagementLevels) -> None:
        self._reader = reader
        self._levels = levels

    async def write(self, webinar_id: WebinarId, name: str, write: Callable[[bytes], object]) -> Webinar:
        """Write one report as a CSV file with ``write``, which may block. Returns: the webinar.

        Raises: Refused unknown_webinar, unknown_report, too_slow.
        """
        report = _named(name)
        async with self._reader.snapshot(REPORT_S) as conn, asyncio.timeout(REPORT_S):
            webinar = await _webinar(conn, webinar_id)
            await self._file(conn, webinar, report, write)
        return webinar

    async def write_all(self, webinar_id: WebinarId, file: IO[bytes], now: Instant) -> Webinar:
        """Write all reports of one moment into a zip archive; writing to ``file`` may block. Returns: the webinar.

        Raises: Refused unknown_webinar, too_slow.
        """
        async with self._reader.snapshot(REPORT_S) as conn, asyncio.timeout(REPORT_S):
            webinar = await _webinar(conn, webinar_id)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for report in ReportName:
                    with archive.open(file_name(report, webinar, now, "csv"), "w") as entry:
                        await self._file(conn, webinar, report, entry.write)
        return webinar

    async def _file(
        self, conn: Conn, webinar: Webinar, report: ReportName, write: Callable[[bytes], object]
    ) -> None:
        await asyncio.to_thread(write, file_start(header(report)))
        zone = ZoneInfo(webinar.timezone)
        lines: list[tuple[object, ...]] = []
        async for row in self._rows(conn, webinar, report):
            lines.append(tuple(_cells(report, row, zone)))
            if len(lines) == _CHUNK:
                await asyncio.to_thread(write, file_lines(lines))
                lines = []
        await asyncio.to_thread(write, file_lines(lines))

    def _rows(self, conn: Conn, webinar: Webinar, report: ReportName) -> AsyncIterator[Row]:
        match report:
            case ReportName.MEMBERS:
                return rows.members(conn, webinar.id)
            case ReportName.ATTENDANCE_BY_DAY:
                return rows.attendance_by_day(conn, webinar.id)
            case ReportName.ANSWERS:
                return rows.answers(conn, webinar.id)
            case ReportName.ENGAGEMENT:
                return self._engagement(conn, webinar)
            case ReportName.REGISTRATIONS_BY_SOURCE:
                return rows.registrations_by_source(conn, webinar.id)
            case ReportName.DID_NOT_FIT:
                return rows.did_not_fit(conn, webinar.id)

    async def _engagement(self, conn: Conn, webinar: Webinar) -> AsyncIterator[Row]:
        """Yield the live attendees with their levels and reasons."""
        chunk: dict[MemberId, Row] = {}
        async for member, row in rows.attendees(conn, webinar.id):
            chunk[member] = row
            if len(chunk) == _CHUNK:
                for judged in await self._judged(conn, webinar, chunk):
                    yield judged
                chunk = {}
        for judged in await self._judged(conn, webinar, chunk):
            yield judged

    async def _judged(self, conn: Conn, webinar: Webinar, chunk: Mapping[MemberId, Row]) -> list[Row]:
        found = await self._levels.of(conn, webinar, list(chunk))
        return [_with_level(row, found[member]) for member, row in chunk.items() if member in found]


def _with_level(row: Row, found: Engagement) -> Row:
    return {
        **row,
        **{name: getattr(found.took_part, name) for name in _DEEDS},
        "level": found.level,
        "share_percent": found.share,
        "watched_live_min": round(found.live_ms / 60_000, 3),
        "by_time_alone": str(found.by_time_alone).lower(),
        "choices_offered": found.offered.choices,
    }


def file_name(what: str, webinar: Webinar, now: Instant, ending: str) -> str:
    """Return the name of a file with the day on which it was made, in the webinar's zone."""
    return f"{what}-{phase.local_day(webinar, now).isoformat()}.{ending}"


def _named(name: str) -> ReportName:
    try:
        return ReportName(name)
    except ValueError:
        raise Refused("unknown_report", f"A report is one of: {', '.join(ReportName)}.") from None


async def _webinar(conn: Conn, webinar_id: WebinarId) -> Webinar:
    for webinar in await webinars.load(conn, [webinar_id]):
        return webinar
    raise Refused("unknown_webinar", "There is no such webinar.")


def _cells(report: ReportName, row: Row, zone: ZoneInfo) -> list[object]:
    cells: list[object] = []
    for column in COLUMNS[report]:
        value = row[column]
        if column not in _INSTANTS:
            cells.append(value)
        elif isinstance(value, int):
            cells += [to_text(Instant(value)), local_text(Instant(value), zone)]
        else:
            cells += [None, None]
    return cells
