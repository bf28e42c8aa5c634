"""The token of a presenter's link: like a join link's, but under a context of its own, so that neither opens the other.

Source: docs/automated.md, Hosts and presenters
"""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from latecomer.core.ids import WebinarId

_MAC_BYTES: Final = 18
_CONTEXT: Final = b"latecomer presenter link 1\0"
TOKEN_LENGTH: Final = 72
"""Characters of a link's token."""
_TOKEN: Final = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class PresenterLink:
    """The claims of a presenter's link; only the link with the presenter's current ``serial`` is valid."""

    webinar: WebinarId
    presenter: UUID
    serial: int


def issue(secret: bytes, link: PresenterLink) -> str:
    """Return the token of a link, always the same for the same secret and link."""
    body = link.webinar.bytes + link.presenter.bytes + link.serial.to_bytes(4, "big")
    return urlsafe_b64encode(body + _mac(secret, body)).decode()


def read(secret: bytes, token: str) -> PresenterLink | None:
    """Return the link that a token stands for; None when it was not issued with this secret exactly so."""
    if not _TOKEN.fullmatch(token):
        return None
    raw = urlsafe_b64decode(token)
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(secret, body)):
        return None
    return PresenterLink(
        webinar=WebinarId(UUID(bytes=body[:16])),
        presenter=UUID(bytes=body[16:32]),
        serial=int.from_bytes(body[32:], "big"),
    )


def _mac(secret: bytes, body: bytes) -> bytes:
    return hmac.digest(secret, _CONTEXT + body, "sha256")[:_MAC_BYTES]
