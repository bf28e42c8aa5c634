"""The reports of a webinar as files: each as CSV, all as one archive."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from typing import IO, Final

from aiohttp import web

from latecomer.audiences.reports import Reports, file_name
from latecomer.audiences.routes import while_connected
from latecomer.core.ids import WebinarId
from latecomer.core.webinar import Webinar
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.files import send_download

reports: web.AppKey[Reports] = web.AppKey("reports")


@endpoint(
    "GET",
    "/webinars/{webinar}/reports/{report}.csv",
    tag="Webinars",
    scope=Scope.READ,
    shows_people=True,
    summary="Download a report",
    errors=("unknown_webinar", "unknown_report", "too_slow"),
    produces="text/csv",
    audited=True,
)
async def download_report(call: Call, webinar: WebinarId, report: str) -> web.StreamResponse:
    """Download a report as of one moment: `members`, `attendance_by_day`, `answers`, `engagement`,
    `registrations_by_source` or `did_not_fit`. Cells that a spreadsheet would run as formulas begin with an
    apostrophe."""
    return await _sent(
        call,
        lambda file: call.app[reports].write(webinar, report, file.write),
        report,
        "csv",
        "text/csv; charset=utf-8",
    )


@endpoint(
    "GET",
    "/webinars/{webinar}/reports.zip",
    tag="Webinars",
    scope=Scope.READ,
    shows_people=True,
    summary="Download all reports",
    errors=("unknown_webinar", "too_slow"),
    produces="application/zip",
    audited=True,
)
async def download_reports(call: Call, webinar: WebinarId) -> web.StreamResponse:
    """Download all reports as of the same moment, as one zip archive."""
    return await _sent(
        call,
        lambda file: call.app[reports].write_all(webinar, file, call.now),
        "reports",
        "zip",
        "application/zip",
    )


async def _sent(
    call: Call, write: Callable[[IO[bytes]], Awaitable[Webinar]], what: str, ending: str, media_type: str
) -> web.StreamResponse:
    """Write a file whole, then send it; nothing is sent of a report that fails."""

    async def written(file: IO[bytes]) -> Webinar:
        return await write(file)

    with tempfile.TemporaryFile() as file:
        webinar = await while_connected(call, written(file))
        return await send_download(call.request, file, media_type, file_name(what, webinar, call.now, ending))


ENDPOINTS: Final = (download_report, download_reports)
