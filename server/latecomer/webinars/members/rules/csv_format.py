"""Members as CSV: reading what spreadsheets write, and writing what spreadsheets cannot be tricked by.

Source: RFC 4180; OWASP, CSV Injection; docs/protocol.md, Members.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from latecomer.core.errors import Refused
from latecomer.core.person import CONTACT_FIELDS
from latecomer.i18n.languages import read_tag

MAX_ROWS: Final = 20_000
_DELIMITERS: Final = (",", ";", "\t")

FIELDS: Final = (
    "email",
    *CONTACT_FIELDS,
    "language",
    "status",
)
"""The columns that mean something; every other column becomes a property under its own header."""

_SYNONYMS: Final = {
    "e mail": "email",
    "mail": "email",
    "email address": "email",
    "e mail address": "email",
    "firstname": "first_name",
    "given name": "first_name",
    "forename": "first_name",
    "lastname": "last_name",
    "surname": "last_name",
    "family name": "last_name",
    "phone number": "phone",
    "telephone": "phone",
    "mobile": "phone",
    "organization": "company",
    "organisation": "company",
    "company name": "company",
    "title": "job_title",
    "jobtitle": "job_title",
    "position": "job_title",
    "street": "street_address",
    "address": "street_address",
    "town": "city",
    "region": "state",
    "province": "state",
    "state province": "state",
    "zip": "postal_code",
    "zip code": "postal_code",
    "zip postal code": "postal_code",
    "postcode": "postal_code",
    "postalcode": "postal_code",
    "country region": "country",
    "preferred language": "language",
    "locale": "language",
    "lang": "language",
    "langue": "language",
    "taal": "language",
    **{field.replace("_", " "): field for field in FIELDS},
}


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One line with data. ``fields`` are those of :data:`FIELDS` that have a value, ``properties`` the other
    columns.

    ``line`` is where the row ends in the file, from 1; a quoted cell may hold line breaks. ``refused`` is
    the code of a row that cannot be read.
    """

    line: int
    fields: dict[str, str]
    properties: dict[str, str]
    refused: str | None = None


def read_rows(data: bytes) -> list[CsvRow]:
    """The rows of a CSV file in UTF-8, with or without BOM, separated by comma, semicolon or tab.

    Headers are matched whatever their case and punctuation, with common synonyms. Blank lines are passed
    over.

    Raises: Refused malformed_csv (400), empty_csv, missing_email_column, repeated_column, too_many_rows
    (422).
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("malformed_csv", "save the file as CSV in UTF-8", 400) from None
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        header = next((cells for cells in lines if any(cell.strip() for cell in cells)), None)
        if header is None:
            raise Refused("empty_csv", "the file has no header line", 422)
        columns = _columns(header)
        rows: list[CsvRow] = []
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(rows) == MAX_ROWS:
                raise Refused("too_many_rows", f"a file holds at most {MAX_ROWS} rows: split it", 422)
            rows.append(_row(lines.line_num, columns, cells))
    except csv.Error as error:
        raise Refused("malformed_csv", f"line {lines.line_num}: {error}", 400) from None
    return rows


def file_start(header: Sequence[str]) -> bytes:
    """The first line of a CSV file in UTF-8, with the BOM that Excel needs."""
    return codecs.BOM_UTF8 + file_lines([header])


def file_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Lines of a CSV file; cells that a spreadsheet would run as formulas are made text."""
    text = io.StringIO()
    csv.writer(text).writerows([defused(cell) for cell in cells] for cells in rows)
    return text.getvalue().encode()


def defused(cell: object) -> str:
    """The text of a cell; one that a spreadsheet would run gets a leading apostrophe."""
    text = "" if cell is None else str(cell)
    if isinstance(cell, str) and text.lstrip(" ")[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"}:
        return "'" + text
    return text


_FORMULA_START: Final = re.compile(r"'[ ]*[=+\-@\t\r\n]")


def _armed(cell: str) -> str:
    """What a cell was before :func:`defused`, so that an export comes in again as it was."""
    return cell[1:] if _FORMULA_START.match(cell) else cell


def _delimiter(text: str) -> str:
    """The separator that the header has most of, outside quotes; a comma when it has none."""
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_DELIMITERS, key=bare.count)


def _columns(header: Sequence[str]) -> list[str]:
    """What each column means: one of :data:`FIELDS`, or its own header; empty for a column without header."""
    columns = []
    for cell in header:
        plain = re.sub(r"[\W_]+", " ", cell.strip().casefold()).strip()
        columns.append(_SYNONYMS.get(plain, cell.strip()))
    if "email" not in columns:
        raise Refused("missing_email_column", "name the column of emails `email` in the first line", 422)
    for column, times in Counter(columns).items():
        if column and times > 1:
            raise Refused("repeated_column", f"two columns of the file mean {column[:100]}", 422)
    return columns


def _row(line: int, columns: Sequence[str], cells: Sequence[str]) -> CsvRow:
    fields: dict[str, str] = {}
    properties: dict[str, str] = {}
    for column, raw in zip(columns, cells, strict=False):
        cell = _armed(raw.strip())
        if not cell or not column:
            continue
        # A cell that names no language is kept as it is, and costs nobody their place.
        known = column in FIELDS and (column != "language" or read_tag(cell) is not None)
        (fields if known else properties)[column] = cell
    if any(cell.strip() for cell in cells[len(columns) :]):
        return CsvRow(line, fields, properties, refused="too_many_cells")
    if "status" in fields:
        fields["status"] = re.sub(r"[\W_]+", "_", fields["status"].casefold())
    return CsvRow(line, fields, properties)
