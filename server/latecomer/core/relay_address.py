"""The address of the relay, as ``SMTP_URL`` has it.

``smtp://[user:password@]host[:port][?starttls=required|if_offered|no]`` or ``smtps://…``. With a password STARTTLS is
required unless the URL says otherwise; without one it is used where the relay offers it.

Source: docs/mail.md
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit


class StartTls(StrEnum):
    """The choice to encrypt a connection after it was opened."""

    REQUIRED = "required"
    IF_OFFERED = "if_offered"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayAddress:
    """The address of the relay, and the way to connect to it."""

    host: str
    port: int
    tls: bool
    """TLS from the first byte on."""
    starttls: StartTls
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def parse(url: str) -> RelayAddress:
    """Return the address. Raises: ValueError; its message does not repeat the URL, which may hold a password."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("takes smtp://host:port or smtps://host:port")
    query = parse_qs(parts.query, keep_blank_values=True)
    if set(query) - {"starttls"}:
        raise ValueError("takes no parameter but starttls")
    tls = parts.scheme == "smtps"
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    if (user is None) != (password is None):
        raise ValueError("takes a user together with a password")
    default = StartTls.NO if tls else StartTls.REQUIRED if password else StartTls.IF_OFFERED
    try:
        starttls = StartTls(query["starttls"][0]) if "starttls" in query else default
    except ValueError:
        raise ValueError("takes starttls=required, starttls=if_offered or starttls=no") from None
    if tls and starttls is not StartTls.NO:
        raise ValueError("is encrypted from the first byte on: leave starttls out")
    return RelayAddress(
        host=parts.hostname,
        port=parts.port or (465 if tls else 587 if password else 25),
        tls=tls,
        starttls=starttls,
        user=user,
        password=password,
    )
