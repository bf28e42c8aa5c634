"""Access tokens of vendors, read from the answers of their token endpoints.

Source: RFC 6749, sections 5.1 and 5.2
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from typing import Final, Protocol, TypeGuard

from latecomer.vendors.kit.parsing import json_object
from latecomer.vendors.kit.provider import VendorTrouble

_USABLE: Final = re.compile(r"[\x21-\x7e]{1,8192}")
"""The characters that may stand in a header: a token with a line break would add headers of its own."""
_LONGEST_S: Final = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Token:
    """A token, its lifetime from now in s, its scopes, and the refresh token that replaces ours."""

    value: str
    expires_in_s: int
    scopes: tuple[str, ...] = ()
    refresh_token: str | None = None

    def __repr__(self) -> str:
        return "Token(…)"


class RefreshToken(Protocol):
    """The stored refresh token; the vendor may replace it whenever it is used."""

    async def read(self) -> str | None:
        """Return the current refresh token; None when the connection was deleted."""
        ...

    async def replace(self, value: str) -> None:
        """Store a new refresh token."""
        ...


def basic(user: str, password: str) -> str:
    """Return the value of an ``Authorization`` header for HTTP Basic. Source: RFC 7617"""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def is_token(value: object) -> TypeGuard[str]:
    """Return True for a text that can be a token, which must fit into a header."""
    return isinstance(value, str) and _USABLE.fullmatch(value) is not None


def is_life(value: object) -> TypeGuard[int]:
    """Return True when a token can live for this many seconds: 0 to 30 days."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LONGEST_S


def read_token(vendor: str, status: int, body: bytes) -> Token | VendorTrouble:
    """Read the answer of a token endpoint; a success without a usable token is a failure, and is tried again later."""
    found = json_object(body) or {}
    if status in (400, 401, 403):
        said = found.get("reason") or found.get("error_description") or found.get("error")
        detail = f" It says: {str(said)[:200]}" if said else ""
        return VendorTrouble(
            code="credentials",
            message=f"{vendor} does not take these credentials; give the connection new ones.{detail}",
            stops=True,
        )
    value, life = found.get("access_token"), found.get("expires_in")
    refresh, scopes = found.get("refresh_token"), found.get("scope")
    if status == 200 and is_token(value) and is_life(life) and life > 0:
        return Token(
            value,
            life,
            tuple(scopes.split()) if isinstance(scopes, str) else (),
            refresh if is_token(refresh) else None,
        )
    return VendorTrouble(
        code="no_token", message=f"{vendor} answered {status} and gave no token that can be used."
    )
