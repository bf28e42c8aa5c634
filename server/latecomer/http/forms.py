"""The fields of submitted forms. Everything is read in one pass: forms come from strangers.

The standard library's mail parsers take quadratic time for header parameters, and follow nested parts.

Source: WHATWG HTML, Form submission; RFC 7578 (multipart/form-data); RFC 2046, section 5.1.1 (boundaries)
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl

from latecomer.core.errors import Refused

PARTS_MAX: Final = 1_200
_HEAD_MAX: Final = 1_024
_BOUNDARY: Final = re.compile(
    r";[ \t]{0,8}boundary=(?:\"([\w'()+,./:=?-]{1,70})\"|([\w'()+,./:=?-]{1,70}))[ \t]{0,8}(?:;|\Z)",
    re.IGNORECASE | re.ASCII,
)
_DISPOSITION: Final = re.compile(
    rb"content-disposition:[ \t]{0,8}form-data;[ \t]{0,8}name=\"([^\"\r\n]*)\"(;[ \t]{0,8}filename\*?=[^\r\n]*)?",
    re.IGNORECASE,
)
_ENCODED: Final = re.compile(
    rb"content-type:[ \t]{0,8}multipart/|content-transfer-encoding:(?![ \t]{0,8}(?:7bit|8bit|binary)\Z)",
    re.IGNORECASE,
)
"""A line of a part's head with which its content is not what it says."""


def urlencoded(data: bytes, most: int) -> list[tuple[str, str]]:
    """Return the fields of an urlencoded form, empty ones too. A field that is not UTF-8 comes from a page in
    Windows-1252, which is what browsers take ISO-8859-1 for. Raises: Refused bad_request for more than ``most``
    fields."""
    text = data.decode("latin-1")  # one that is not percent-encoded keeps its bytes
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=most, encoding="latin-1")
    except ValueError:
        raise Refused("bad_request", f"The form has more than {most} fields.") from None
    return [(_decoded(name.encode("latin-1")), _decoded(value.encode("latin-1"))) for name, value in pairs]


def multipart(content_type: str, data: bytes) -> list[tuple[str, str]]:
    """Return the fields of a multipart/form-data form as browsers send it, without its files.

    Raises: Refused bad_request for more than ``PARTS_MAX`` parts, for nested or encoded parts, and for an invalid form.
    """
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise Refused("bad_request", "The Content-Type has no boundary of 1 to 70 characters.")
    delimiter = f"\r\n--{found[1] or found[2]}".encode("ascii")
    parts = (b"\r\n" + data).split(delimiter, PARTS_MAX + 2)[1:]
    if len(parts) > PARTS_MAX + 1:
        raise Refused("bad_request", f"The form has more than {PARTS_MAX} parts.")
    fields: list[tuple[str, str]] = []
    for part in parts:
        if part.startswith(b"--"):
            return fields
        name = _name(part)
        if name is not None:
            fields.append((name, _decoded(part[part.index(b"\r\n\r\n") + 4 :])))
    raise Refused("bad_request", "The form ends before its last boundary.")


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _name(part: bytes) -> str | None:
    """Return the name of a part's field; None for a file. Raises: Refused bad_request."""
    end = part.find(b"\r\n\r\n", 0, _HEAD_MAX + 4)
    blank, *lines = part[: max(end, 0)].split(b"\r\n")
    named = [found for line in lines if (found := _DISPOSITION.fullmatch(line))]
    if blank or len(named) != 1 or any(map(_ENCODED.match, lines)):
        raise Refused("bad_request", "A part of the form does not have the form that browsers send.")
    return None if named[0][2] else named[0][1].decode("utf-8", "replace")
