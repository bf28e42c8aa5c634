"""A request to a vendor and the meaning of the answer, for all vendors; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Protocol

from latecomer.core.ids import Instant
from latecomer.http.wire import written_like
from latecomer.vendors.kit.parsing import instant, text
from latecomer.vendors.kit.provider import Denied, VendorTrouble

BaseUrl = Annotated[
    str,
    written_like(
        "https://api.example.com", r"^[hH][tT][tT][pP][sS]?://[^/?#\s]+(/[^?#\s]*)?$", max_length=300
    ),
]
"""The address of a vendor's API, or of a gateway to it; the guard decides whether it may be connected to."""

DAY_MS: Final = 24 * 3600 * 1000
_LONGEST_MS: Final = DAY_MS + 3600 * 1000
"""The longest wait that a vendor can cause: until tomorrow."""
_SAID: Final = 300


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A request. ``body`` None: a GET, else a POST of JSON."""

    url: str
    body: bytes | None = None


class Answered(Protocol):
    """A vendor's answer; header names are in lower case."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the headers by name."""

    @property
    def body(self) -> bytes:
        """Return the body, unchanged."""


def said(value: object) -> str:
    """Return a vendor's text for display: one line, limited in length."""
    found = value if isinstance(value, str) else ""
    return " ".join("".join(each if each.isprintable() else " " for each in found).split())[:_SAID]


def link(value: object) -> str | None:
    """Return an address that may be shown to people; None unless it is an https URL."""
    found = text(value)
    return found if found is not None and found.startswith("https://") else None


def retry_at(headers: Mapping[str, str], now: Instant) -> Instant | None:
    """Return the time at which a vendor accepts the next call: ``Retry-After`` in seconds or, from some vendors, as RFC
    3339.

    Source: RFC 9110, section 10.2.3
    """
    wish = headers.get("retry-after", "").strip()
    if wish.isascii() and wish.isdigit() and len(wish) < 10:
        return within(now + int(wish) * 1000, now)
    at = instant(wish)
    return None if at is None else within(at, now)


def within(at: Instant, now: Instant) -> Instant:
    """Return a time that is not in the past, and not later than tomorrow."""
    return min(max(at, now + 1000), now + _LONGEST_MS)


def trouble_of(refusal: Denied | VendorTrouble) -> VendorTrouble:
    """Turn a denial about one registrant into a general failure, for calls that are not about one registrant."""
    if isinstance(refusal, VendorTrouble):
        return refusal
    return VendorTrouble(code=refusal.code, message=refusal.message)
