"""Members as CSV: reads what spreadsheets write, and writes cells that spreadsheets do not run as formulas.

Source: RFC 4180; OWASP, CSV Injection; docs/protocol.md, Members.
"""

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from latecomer.core.email_address import search_key
from latecomer.core.errors import Refused
from latecomer.i18n.languages import read_tag
from latecomer.people.rules import PROPERTIES_MAX, PROPERTIES_MAX_BYTES
from latecomer.webinars.members.rules.csv_attendance import can_read, duration_ms
from latecomer.webinars.members.rules.csv_import_columns import (
    ATTENDED,
    DURATION,
    FIELDS,
    IGNORED,
    JOINED,
    LEFT,
    Column,
    columns_of,
    has_email,
)

if TYPE_CHECKING:
    import _csv

MAX_ROWS: Final = 20_000
_Lines: TypeAlias = "_csv.Reader"
_DELIMITERS: Final = (",", ";", "\t", "|")
_PREAMBLE_MAX: Final = 50
"""Lines before the header line, as in the reports of Zoom and GoToWebinar."""
_SAMPLED: Final = 20
"""Rows that samples are taken from."""
_NAMED_SEPARATOR: Final = re.compile(r"sep=([,;\t|])[ ]*\r?\n", re.IGNORECASE)
_YES: Final = frozenset(
    ("yes", "true", "1", "y", "x", "ja", "oui", "attended", "present", "joined", "attended live")
)
_NO: Final = frozenset(("no", "false", "0", "n", "nein", "non", "nee", "absent", "no show", "did not attend"))


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A line with data. ``fields`` are the fields of :data:`FIELDS` that have a value, ``properties`` the other
    columns.

    ``line`` is the line of the file in which the row ends, from 1; a quoted cell may hold line breaks. ``refused`` is
    the code of a row that cannot be read.
    """

    line: int
    fields: dict[str, str]
    properties: dict[str, object]
    refused: str | None = None
    attendance: dict[str, str] = field(default_factory=dict)
    """The cells of :data:`JOINED`, :data:`LEFT` and :data:`DURATION` that can be read, where the row does not say that
    nobody came."""
    unread: bool = False
    """A cell about attendance cannot be read; it says nothing then."""


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The content of a file. ``header_line`` counts from 1; ``separator`` is one character."""

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

    Accepted: UTF-8, UTF-16 and Windows-1252, with or without BOM; comma, semicolon, tab or bar, also named by a first
    line ``sep=;``; blanks around cells; a preamble of at most 50 lines before the header line, which is the first line
    with a column of emails. Blank lines are skipped.

    Args: ``mapping``: meanings by heading that a person chose (csv_import_columns.MEANINGS). ``guesses``: without a
    column of emails, the first line with the most cells is taken as header line, so that a person can choose the
    column. Raises: Refused malformed_csv, empty_csv, missing_email_column, too_many_rows.
    """
    text, encoding = _decoded(data)
    text, separator = _separated(text)
    lines = _lines(text, separator)
    try:
        try:
            columns = _header(lines, mapping or {})
        except Refused as refusal:
            if refusal.code == "missing_email_column" and "\0" in text:
                message = (
                    "the file is not text, but a picture, a workbook or another program's own: save it as CSV"
                )
                raise Refused("malformed_csv", message) from None
            if not guesses or refusal.code != "missing_email_column":
                raise
            lines = _lines(text, separator)
            columns = columns_of(_longest(lines, _lines(text, separator)), mapping or {})
        header_line = lines.line_num
        samples: list[str | None] = [None] * len(columns)
        rows: list[CsvRow] = []
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(rows) == MAX_ROWS:
                raise Refused("too_many_rows", f"a file can have at most {MAX_ROWS} rows: split it")
            rows.append(_row(lines.line_num, columns, cells))
            if len(rows) <= _SAMPLED:
                samples = [known or _sample(cells, nth) for nth, known in enumerate(samples)]
    except csv.Error as error:
        raise Refused("malformed_csv", f"line {lines.line_num}: {error}") from None
    return CsvFile(encoding, separator, header_line, tuple(columns), tuple(samples), tuple(rows))


def _lines(text: str, separator: str) -> _Lines:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)


def _longest(lines: _Lines, again: _Lines) -> list[str]:
    """Return the first line with the most cells; ``lines`` then continues after it."""
    sizes = [sum(bool(cell.strip()) for cell in cells) for cells in itertools.islice(again, _PREAMBLE_MAX)]
    for _ in range(sizes.index(max(sizes))):
        next(lines)
    return [_armed(cell.strip()) for cell in next(lines)]


def _sample(cells: Sequence[str], nth: int) -> str | None:
    return (cells[nth].strip()[:100] or None) if nth < len(cells) else None


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding: Windows-1252 when it is not UTF."""
    encoding = _utf16(data)
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


def _separated(text: str) -> tuple[str, str]:
    """Return the text without a line that names the separator, and the separator."""
    named = _NAMED_SEPARATOR.match(text)
    if named is not None:
        return text[named.end() :], named[1]
    # The header line has most of it; a preamble has few of anything.
    sample = [re.sub(r'"[^"]*"', "", line) for line in itertools.islice(io.StringIO(text), _PREAMBLE_MAX)]
    return text, max(_DELIMITERS, key=lambda each: max((line.count(each) for line in sample), default=0))


def _header(lines: Iterator[list[str]], mapping: Mapping[str, str]) -> list[Column]:
    seen_any = False
    for line in itertools.islice(lines, _PREAMBLE_MAX):
        cells = [_armed(cell.strip()) for cell in line]
        seen_any = seen_any or any(cells)
        if has_email(cells, mapping):
            return columns_of(cells, mapping)
    if not seen_any:
        raise Refused("empty_csv", "the file has no header line")
    raise Refused("missing_email_column", "name the column of emails `email` in the first line")


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
    return "'" + cell if _FORMULA_START.match(cell) else cell


_UNSEEN: Final = " \u00a0\u00ad\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"
"""Blanks, and characters without width: programs pass over them before they look for a formula."""
_FORMULA_START: Final = re.compile(rf"'*[{_UNSEEN}]*[=+\-@\t\r\n＝＋－＠]")


def _armed(cell: str) -> str:
    """Return a cell without the apostrophe of :func:`defused`, so that an export can be imported unchanged."""
    return cell[1:] if cell.startswith("'") and _FORMULA_START.match(cell) else cell


def _row(line: int, columns: Sequence[Column], cells: Sequence[str]) -> CsvRow:
    fields: dict[str, str] = {}
    properties: dict[str, object] = {}
    attendance: dict[str, str] = {}
    attended: bool | None = None
    unread = False
    room = PROPERTIES_MAX_BYTES
    for column, raw in zip(columns, cells, strict=False):
        cell = _armed(raw.strip())
        if not cell or column.meaning == IGNORED:
            continue
        # A cell that names no language is kept as it is, and costs nobody their place.
        if column.meaning in FIELDS and (column.meaning != "language" or read_tag(cell) is not None):
            fields[column.meaning] = cell
        elif column.meaning == ATTENDED:
            attended = _answer(cell)
            unread = unread or (attended is None and _says_something(cell))
        elif column.meaning in (JOINED, LEFT, DURATION):
            text = _attendance_of(column, cell)
            attendance |= {} if text is None else {column.meaning: text}
            unread = unread or (text is None and _says_something(cell))
        else:
            # What does not fit any more is left out: a column that nobody needs never costs a person.
            room -= len(msgspec.json.encode((column.heading, cell)))
            if len(properties) < PROPERTIES_MAX and room > 0:
                properties[column.heading] = _of_json(cell) if column.is_json else cell
    if any(cell.strip() for cell in cells[len(columns) :]):
        return CsvRow(line, fields, properties, refused="too_many_cells")
    if "status" in fields:
        fields["status"] = re.sub(r"[\W_]+", "_", fields["status"].casefold())
    if attended is False:
        attendance, unread = {}, False
    was_there = attended or any(
        duration_ms(attendance[name]) if name == DURATION else attendance[name]
        for name in (JOINED, DURATION)
        if name in attendance
    )
    if was_there and fields.get("status") != "not_in_program":
        fields["status"] = "attended"
    return CsvRow(line, fields, properties, attendance=attendance, unread=unread)


def _attendance_of(column: Column, cell: str) -> str | None:
    """Return a time or a duration, with its unit; None for what cannot be read."""
    text = f"{cell} s" if column.in_seconds and cell.isdigit() else cell
    can = duration_ms(text) is not None if column.meaning == DURATION else can_read(text)
    return text if can else None


def _says_something(cell: str) -> bool:
    """Return False for what platforms write in the place of nothing: ``--``, ``n/a``."""
    return cell.casefold() not in _NOTHING and any(map(str.isalnum, cell))


_NOTHING: Final = frozenset(("n/a", "na", "n.a.", "none", "null"))


def _answer(cell: str) -> bool | None:
    """Return the value of a cell with yes or no; None for anything else."""
    key = search_key(cell)
    return True if key in _YES else False if key in _NO else None


def _of_json(cell: str) -> object:
    try:
        return msgspec.json.decode(cell)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return cell
