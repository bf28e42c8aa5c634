"""Members as CSV: reads what spreadsheets write, and writes cells that spreadsheets do not run as formulas.

Source: RFC 4180; OWASP, CSV Injection; docs/protocol.md, Members.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from latecomer.i18n.languages import read_tag
from latecomer.people.rules import PROPERTIES_MAX, PROPERTIES_MAX_BYTES
from latecomer.webinars.members.rules.csv_addresses import address_in
from latecomer.webinars.members.rules.csv_attendance import answer, duration_ms, says_something
from latecomer.webinars.members.rules.csv_import_columns import (
    ATTENDED,
    DURATION,
    FIELDS,
    IGNORED,
    JOINED,
    LEFT,
    Column,
)
from latecomer.webinars.members.rules.csv_statuses import status_of
from latecomer.webinars.members.rules.csv_tables import FORMULA_START, MAX_ROWS, armed, read_tables
from latecomer.webinars.members.rules.csv_times import can_read

__all__ = ["MAX_ROWS", "CsvFile", "CsvRow", "defused", "file_lines", "file_start", "read_file"]
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
_FREE_FIELDS: Final = frozenset(FIELDS) - {"status", "language"}
_SAMPLED: Final = 20
"""Rows that samples are taken from."""


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A line with data. ``fields`` are the fields of :data:`FIELDS` that have a value, ``properties`` the other
    columns.

    ``line`` is the line of the file in which the row ends, from 1; a quoted cell may hold line breaks.
    """

    line: int
    fields: dict[str, str]
    properties: dict[str, object]
    attendance: dict[str, str] = field(default_factory=dict)
    """The cells of :data:`JOINED`, :data:`LEFT` and :data:`DURATION` that can be read, where the row does not say that
    nobody came."""
    note: str | None = None
    """The code of what was left out: ``attendance_not_read``, a cell about attendance that says nothing then;
    ``status_not_read``, a status that is none of ours and becomes a property; or ``too_many_cells``, cells behind the
    last column."""


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The content of a file. ``header_line`` counts from 1; ``separator`` is one character. Of several tables
    ``header_line``, ``columns`` and ``samples`` are those of the longest; ``rows`` are those of all."""

    encoding: str
    separator: str
    header_line: int
    columns: tuple[Column, ...]
    samples: tuple[str | None, ...]
    """The first value of each column, at most 100 characters; None for an empty one."""
    rows: tuple[CsvRow, ...]


def read_rows(data: bytes) -> list[CsvRow]:
    """Return the rows of a CSV file; see :func:`read_file`."""
    return list(read_file(data).rows)


def read_file(data: bytes, mapping: Mapping[str, str] | None = None, *, guesses: bool = False) -> CsvFile:
    """Read a CSV file as spreadsheets and platforms write it.

    Accepted: UTF-8, UTF-16, UTF-32 with a BOM, and Windows-1252; comma, semicolon, tab or bar, also named by a first
    line ``sep=;``; blanks around cells; text behind a quoted part of a cell; a preamble of at most 50 lines before the
    header line, which is the first line with a column of emails; several tables with header lines of their own, of
    which those of hosts and panelists are left out. Blank lines are skipped. Where no heading is known as that of
    emails, the one column that holds addresses has them.

    Args: ``mapping``: meanings by heading that a person chose (csv_import_columns.MEANINGS). ``guesses``: without a
    column of emails, the first line with the most cells is taken as header line, so that a person can choose the
    column. Raises: Refused malformed_csv, empty_csv, missing_email_column, too_many_rows.
    """
    found = read_tables(data, mapping or {}, guesses=guesses)
    shown = max(found.tables, key=lambda each: len(each.lines))
    samples: list[str | None] = [None] * len(shown.columns)
    for line in shown.lines[:_SAMPLED]:
        samples = [known or _sample(line.cells, nth) for nth, known in enumerate(samples)]
    rows = tuple(
        _row(line.number, table.columns, line.cells) for table in found.tables for line in table.lines
    )
    return CsvFile(found.encoding, found.separator, shown.header_line, shown.columns, tuple(samples), rows)


def _sample(cells: Sequence[str], nth: int) -> str | None:
    return (cells[nth].strip()[:100] or None) if nth < len(cells) else None


def file_start(header: Sequence[str]) -> bytes:
    """Return the first line of a CSV file in UTF-8, with the BOM that Excel needs."""
    return codecs.BOM_UTF8 + file_lines([header])


def file_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Return lines of a CSV file; cells that a spreadsheet would run as formulas are made text."""
    text = io.StringIO()
    csv.writer(text).writerows([defused(cell) for cell in cells] for cells in rows)
    return text.getvalue().encode()


def defused(cell: object) -> str:
    """Return the text of a cell; a text that a spreadsheet would run gets a leading apostrophe."""
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    if cell[:1].isalnum():  # most cells
        return cell
    return "'" + cell if FORMULA_START.match(cell) else cell


def _row(line: int, columns: Sequence[Column], cells: Sequence[str]) -> CsvRow:
    fields: dict[str, str] = {}
    properties: dict[str, object] = {}
    attendance: dict[str, str] = {}
    attended: bool | None = None
    unread = other_status = False
    room = PROPERTIES_MAX_BYTES
    for column, raw in zip(columns, cells, strict=False):
        cell = armed(raw.strip())
        if not cell or column.meaning == IGNORED:
            continue
        # A cell that names no language or status of ours is kept as it is, and costs nobody their place.
        if column.meaning == "status" and (status := status_of(cell)) is not None:
            fields["status"] = status
        elif column.meaning in _FREE_FIELDS or (column.meaning == "language" and read_tag(cell) is not None):
            fields[column.meaning] = address_in(cell) if column.meaning == "email" else cell
        elif column.meaning == ATTENDED:
            attended = answer(cell)
            unread = unread or (attended is None and says_something(cell))
        elif column.meaning in (JOINED, LEFT, DURATION):
            text = _attendance_of(column, cell)
            attendance |= {} if text is None else {column.meaning: text}
            unread = unread or (text is None and says_something(cell))
        else:
            # What does not fit any more is left out: a column that nobody needs never costs a person.
            room -= len(msgspec.json.encode((column.heading, cell)))
            if len(properties) < PROPERTIES_MAX and room > 0:
                properties[column.heading] = _of_json(cell) if column.is_json else cell
            other_status = other_status or column.meaning == "status"
    if attended is False:
        attendance, unread = {}, False
    was_there = attended or any(
        duration_ms(attendance[name]) if name == DURATION else attendance[name]
        for name in (JOINED, DURATION)
        if name in attendance
    )
    if was_there and fields.get("status") != "not_in_program":
        fields["status"] = "attended"
    extra = any(cell.strip() for cell in cells[len(columns) :])
    notes = {"attendance_not_read": unread, "status_not_read": other_status, "too_many_cells": extra}
    note = next((code for code, is_true in notes.items() if is_true), None)
    return CsvRow(line, fields, properties, attendance=attendance, note=note)


def _attendance_of(column: Column, cell: str) -> str | None:
    """Return a time or a duration, with its unit; None for what cannot be read."""
    text = f"{cell} s" if column.in_seconds and _NUMBER.fullmatch(cell) else cell
    can = duration_ms(text) is not None if column.meaning == DURATION else can_read(text)
    return text if can else None


def _of_json(cell: str) -> object:
    try:
        return msgspec.json.decode(cell)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return cell
