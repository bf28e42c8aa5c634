"""The CSV file of a segment: all rows are read as of one moment, then sent."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from typing import Final

from aiohttp import web

from latecomer.audiences.columns import cell_of, columns_of
from latecomer.audiences.routes import segments, while_connected
from latecomer.audiences.rules.leaves import RowScope
from latecomer.audiences.schemas import ResultsFileQuery
from latecomer.audiences.segment import Segment, SegmentId
from latecomer.http.auth import Scope as AccessScope
from latecomer.http.auth import require
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.files import send_download
from latecomer.webinars.members.rules.csv_format import file_lines, file_start

_CHUNK: Final = 1000


@endpoint(
    "GET",
    "/segments/{segment}/results.csv",
    tag="Segments",
    scope=AccessScope.READ,
    shows_people=True,
    summary="Export a segment as CSV",
    errors=("unknown_segment", "segment_broken", "too_slow", "missing_scope"),
    produces="text/csv",
)
async def export_results(call: Call, segment: SegmentId, query: ResultsFileQuery) -> web.StreamResponse:
    """Download all rows of a segment as of one moment. Scope people needs `privacy`. `join_url` is there only as a
    chosen column and for callers with `links`. Cells that a spreadsheet would run as formulas begin with an apostrophe.
    """
    with tempfile.TemporaryFile() as file:
        await while_connected(call, _write_file(call, segment, query, file.write))
        return await send_download(call.request, file, "text/csv; charset=utf-8", f"segment-{segment}.csv")


async def _write_file(
    call: Call, segment_id: SegmentId, query: ResultsFileQuery, write: Callable[[bytes], object]
) -> None:
    """Write the file with ``write``, which may block; all rows are read before anything is sent."""
    columns: Sequence[str] = ()
    lines: list[tuple[object, ...]] = []
    async for each in call.app[segments].export(segment_id, query.sort, call.now):
        if isinstance(each, Segment):
            if each.scope is RowScope.PEOPLE and call.caller is not None:
                require(call.caller, AccessScope.PRIVACY)
            columns = columns_of(call, query.columns, each.scope)
            await asyncio.to_thread(write, file_start(columns))
            continue
        lines.append(tuple(cell_of(call, each, column) for column in columns))
        if len(lines) == _CHUNK:
            await asyncio.to_thread(write, file_lines(lines))
            lines.clear()
    await asyncio.to_thread(write, file_lines(lines))


ENDPOINTS = (export_results,)
