"""The tables of a CSV file: its encoding, its separator, and lines of cells below their header lines.

Source: RFC 4180; docs/protocol.md, Members.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from latecomer.core.errors import Refused
from latecomer.webinars.members.rules.csv_addresses import column_of_addresses
from latecomer.webinars.members.rules.csv_import_columns import (
    IGNORED,
    PROPERTY,
    Column,
    columns_of,
    has_email,
    plain_key,
)

if TYPE_CHECKING:
    import _csv

MAX_ROWS: Final = 20_000
_Lines: TypeAlias = "_csv.Reader"
_SEPARATORS: Final = (",", ";", "\t", "|")
_PREAMBLE_MAX: Final = 50
"""Lines before the first header line, as in the reports of Zoom and GoToWebinar."""
_LOOKED_AT: Final = 50
"""Rows that are looked at for a column of addresses."""
_NAMED_SEPARATOR: Final = re.compile(r"sep=([,;\t|])[ ]*\r?\n", re.IGNORECASE)
_END: Final = "\ue000end of the file"
"""A last line of our own: when it does not come as a line, a quoted cell before it has no end."""
_UTF32: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_HOSTING: Final = re.compile(
    r"\b(host|hosts|panelist|panelists|presenter|presenters|organi[sz]ers?|speakers?|staff|hotes?|intervenants?"
    r"|animateurs?|organisateurs?|panelleden|sprekers?|organisatoren|moderatoren|referenten|veranstalter"
    r"|diskussionsteilnehmer)\b"
)


@dataclass(frozen=True, slots=True)
class Line:
    """Cells with text around them removed. ``number`` is the line of the file in which they end, from 1."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Lines below a header line. ``title`` is the text of the line above it, empty without one."""

    title: str
    header_line: int
    columns: tuple[Column, ...]
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a file with people who may be members; ``separator`` is one character."""

    encoding: str
    separator: str
    tables: tuple[Table, ...]


def read_tables(data: bytes, mapping: Mapping[str, str], *, guesses: bool) -> Tables:
    """Return the tables of a file. Reports have several: hosts and panelists are left out where there are others.

    A header line has a column of emails. Args and raises: see csv_format.read_file.
    """
    text, encoding = _decoded(data)
    text, separator = _separated(text, mapping)
    _check_quotes(text, separator)
    lines = _lines(text, separator)
    try:
        try:
            first = _first(lines, mapping)
        except Refused as refusal:
            if refusal.code == "missing_email_column" and "\0" in text:
                message = (
                    "the file is not text, but a picture, a workbook or of another program: save it as CSV"
                )
                raise Refused("malformed_csv", message) from None
            if refusal.code != "missing_email_column":
                raise
            heading = _heading_of_addresses(_lines(text, separator), mapping)
            if heading is None and not guesses:
                raise
            lines = _lines(text, separator)
            if heading is not None:
                mapping = {**mapping, heading: "email"}
                first = _first(lines, mapping)
            else:
                cells = _longest(lines, _lines(text, separator))
                first = Table("", lines.line_num, tuple(columns_of(cells, mapping)))
        tables = tuple(_divided(first, lines, mapping))
    except csv.Error as error:
        raise Refused("malformed_csv", f"line {lines.line_num}: {error}") from None
    visitors = tuple(each for each in tables if not _HOSTING.search(plain_key(each.title)))
    return Tables(encoding, separator, visitors or tables)


def armed(cell: str) -> str:
    """Return a cell without the apostrophe of :func:`defused`, so that an export can be imported unchanged."""
    return cell[1:] if cell.startswith("'") and FORMULA_START.match(cell) else cell


_UNSEEN: Final = " \u00a0\u00ad\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"
"""Blanks, and characters without width: programs pass over them before they look for a formula."""
FORMULA_START: Final = re.compile(rf"'*[{_UNSEEN}]*[=+\-@\t\r\n＝＋－＠]")
"""The beginning of a cell that a spreadsheet would run as a formula."""


def _lines(text: str, separator: str, *, strict: bool = False) -> _Lines:
    return csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=strict
    )


def _check_quotes(text: str, separator: str) -> None:
    """Check that every quoted cell has an end. Text behind a quoted part (``"Foo" Ltd``) belongs to the cell.

    Raises: Refused malformed_csv, which names the line in which a quoted cell begins and does not end.
    """
    last: list[str] = []
    ends = [0, 0]
    try:
        for _ in _lines(text, separator, strict=True):
            pass
    except csv.Error:
        lines = _lines(f"{text}\n{_END}\n", separator)
        try:
            for cells in lines:
                last = cells
                ends.append(lines.line_num)
        except csv.Error as error:
            raise Refused("malformed_csv", f"line {ends[-1] + 1}: {error}") from None
        if last != [_END]:
            raise Refused("malformed_csv", f"line {ends[-2] + 1}: a quotation mark has no end") from None


def _divided(first: Table, lines: _Lines, mapping: Mapping[str, str]) -> Iterator[Table]:
    """Yield the tables of the remaining lines, of which ``first`` has begun."""
    table, above, count = first, "", 0
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        columns = _header(cells, mapping)
        if columns is not None:
            if table.lines and len(table.columns) > 1 and _title([table.lines[-1].cells]):
                above = _title([table.lines.pop().cells])
                count -= 1
            yield table
            table = Table(above, lines.line_num, columns)
            continue
        if count == MAX_ROWS:
            raise Refused("too_many_rows", f"a file can have at most {MAX_ROWS} rows: split it")
        count += 1
        table.lines.append(Line(lines.line_num, cells))
    yield table


def _header(cells: Sequence[str], mapping: Mapping[str, str]) -> tuple[Column, ...] | None:
    """Return the columns of a line that begins another table: it has no address, and two headings that are known."""
    if any("@" in cell for cell in cells):
        return None
    columns = columns_of([armed(cell.strip()) for cell in cells], mapping)
    known = [each.meaning for each in columns if each.meaning not in (PROPERTY, IGNORED)]
    return tuple(columns) if "email" in known and len(known) > 1 else None


def _title(lines: Sequence[Sequence[str]]) -> str:
    """Return the text of the last line when it has one cell."""
    texts = [cell.strip() for cell in lines[-1] if cell.strip()] if lines else []
    return texts[0] if len(texts) == 1 and "@" not in texts[0] else ""


def _first(lines: _Lines, mapping: Mapping[str, str]) -> Table:
    """Return the first table, without lines. Raises: Refused empty_csv, missing_email_column."""
    above: list[list[str]] = []
    for line in itertools.islice(lines, _PREAMBLE_MAX):
        cells = [armed(cell.strip()) for cell in line]
        if has_email(cells, mapping):
            return Table(_title(above), lines.line_num, tuple(columns_of(cells, mapping)))
        if any(cells):
            above.append(cells)
    if not above:
        raise Refused("empty_csv", "the file has no header line")
    raise Refused("missing_email_column", "name the column of emails `email` in the first line")


def _heading_of_addresses(lines: _Lines, mapping: Mapping[str, str]) -> str | None:
    """Return the heading, above the first line with an address, of the one column that holds addresses; None without
    one. A column that a person gave another meaning is left out."""
    above: list[str] = []
    rows: list[Sequence[str]] = []
    for line in itertools.islice(lines, _PREAMBLE_MAX + _LOOKED_AT):
        cells = [armed(cell.strip()) for cell in line]
        if rows or any("@" in cell for cell in cells):
            rows.append(cells)
        elif any(cells):
            above = cells
    given = [nth for nth, heading in enumerate(above) if heading in mapping or not heading]
    nth = column_of_addresses(rows[:_LOOKED_AT], given)
    return above[nth] if nth is not None and nth < len(above) else None


def _longest(lines: _Lines, again: _Lines) -> list[str]:
    """Return the first line with the most cells; ``lines`` then continues after it."""
    sizes = [sum(bool(cell.strip()) for cell in cells) for cells in itertools.islice(again, _PREAMBLE_MAX)]
    for _ in range(sizes.index(max(sizes))):
        next(lines)
    return [armed(cell.strip()) for cell in next(lines)]


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding: Windows-1252 when it is not UTF."""
    encoding = "utf-32" if data.startswith(_UTF32) else _utf16(data)
    if encoding is not None:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), encoding
        except UnicodeDecodeError:
            raise Refused("malformed_csv", "save the file as CSV in UTF-8") from None
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        # Five bytes are no character there; spreadsheets never write them.
        return data.decode("cp1252", errors="replace"), "windows-1252"


def _utf16(data: bytes) -> str | None:
    """Return which UTF-16 the bytes are, by their BOM or by every other byte of the beginning being NUL."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    start = data[:200]
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if zeros and zeros.count(0) > len(zeros) * 0.6:
            return encoding
    return None


def _separated(text: str, mapping: Mapping[str, str]) -> tuple[str, str]:
    """Return the text without a line that names the separator, and the separator.

    It is the one with which the header line has the most cells: cells below it may be full of commas.
    """
    named = _NAMED_SEPARATOR.match(text)
    if named is not None:
        return text[named.end() :], named[1]
    sample = "".join(itertools.islice(io.StringIO(text, newline=""), _PREAMBLE_MAX))
    sizes = {each: _header_size(sample, each, mapping) for each in _SEPARATORS}
    if any(sizes.values()):
        return text, max(_SEPARATORS, key=lambda each: sizes[each])
    # No line has a column of emails: the longest line is the header line.
    plain = re.sub(r'"[^"]*"', "", sample).splitlines()
    return text, max(_SEPARATORS, key=lambda each: max((line.count(each) for line in plain), default=0))


def _header_size(sample: str, separator: str, mapping: Mapping[str, str]) -> int:
    """Return the number of cells of the header line, with this separator; 0 when there is none."""
    try:
        for cells in _lines(sample, separator):
            if has_email([armed(cell.strip()) for cell in cells], mapping):
                return len(cells)
    except csv.Error:
        pass
    return 0
