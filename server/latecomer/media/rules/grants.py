"""Grants: a person's right to fetch the media of a webinar, as a part of the media's address.

A grant names webinar, holder, the serial of the holder's link, and an expiry, with a MAC over them. It contains nothing
about the person. Which media it opens at a moment follows from the rundown at that moment.

Source: docs/media.md, Grants
"""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from latecomer.core.ids import Instant, WebinarId

_CONTEXT: Final = b"latecomer media grant\x00"
_MAC_BYTES: Final = 18
_BODY_BYTES: Final = 16 + 16 + 4 + 6
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{80}")


@dataclass(frozen=True, slots=True)
class Grant:
    """The claims of a grant: ``holder`` is a member's or presenter's id, ``serial`` that of its link."""

    webinar: WebinarId
    holder: UUID
    serial: int
    expires_at: Instant


def issue(secret: bytes, grant: Grant) -> str:
    """Return the text of a grant, always the same for the same secret and grant."""
    body = (
        grant.webinar.bytes
        + grant.holder.bytes
        + grant.serial.to_bytes(4, "big")
        + (grant.expires_at // 1_000).to_bytes(6, "big")
    )
    return urlsafe_b64encode(body + _mac(secret, body)).decode()


def read(secret: bytes, text: str, now: Instant) -> Grant | None:
    """Return the grant that ``text`` stands for; None if it was altered or has expired at ``now``."""
    if not _TOKEN.fullmatch(text):
        return None
    raw = urlsafe_b64decode(text)
    body, mac = raw[:_BODY_BYTES], raw[_BODY_BYTES:]
    if not hmac.compare_digest(mac, _mac(secret, body)):
        return None
    grant = Grant(
        webinar=WebinarId(UUID(bytes=body[:16])),
        holder=UUID(bytes=body[16:32]),
        serial=int.from_bytes(body[32:36], "big"),
        expires_at=int.from_bytes(body[36:], "big") * 1_000,
    )
    return grant if now < grant.expires_at else None


def _mac(secret: bytes, body: bytes) -> bytes:
    return hmac.digest(secret, _CONTEXT + body, "sha256")[:_MAC_BYTES]
