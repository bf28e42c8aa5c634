"""The token of a join link: it names a webinar and a member, and only the server can make one.

A token is 72 characters of URL-safe Base64: webinar (16 bytes), member (16), serial of the link (4), and 18
bytes (144 bits) of HMAC-SHA-256 over them. Nothing in it is about the person. The length is a multiple of
three bytes, so that no character is padding and every bit of the text matters.

Source: docs/domain.md, The join link; RFC 2104 (HMAC), RFC 4648 section 5 (base64url)
"""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from latecomer.core.ids import MemberId, WebinarId

_MAC_BYTES: Final = 18
_CONTEXT: Final = b"latecomer join link 1\0"
"""Separates these MACs from all others that the same secret signs."""
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{72}")


@dataclass(frozen=True, slots=True)
class JoinLink:
    """The claims of a join link. A member's link is valid only with the largest ``serial`` (1 to 2^32 − 1) that was
    issued for the member."""

    webinar: WebinarId
    member: MemberId
    serial: int


def issue(secret: bytes, link: JoinLink) -> str:
    """Return the token of a link, always the same for the same secret and link."""
    body = link.webinar.bytes + link.member.bytes + link.serial.to_bytes(4)
    return urlsafe_b64encode(body + _mac(secret, body)).decode()


def read(secret: bytes, token: str) -> JoinLink | None:
    """Return the link that a token stands for; None when it was not issued with exactly this secret."""
    if not _TOKEN.fullmatch(token):
        return None
    raw = urlsafe_b64decode(token)
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(secret, body)):
        return None
    return JoinLink(
        webinar=WebinarId(UUID(bytes=body[:16])),
        member=MemberId(UUID(bytes=body[16:32])),
        serial=int.from_bytes(body[32:]),
    )


def in_text(text: str) -> str | None:
    """Return the token in a text to which people or programs added characters, such as ``TOKEN).``; None without a
    token.

    A token has a fixed length, so that letters and digits that follow it can be told apart from it.
    """
    found = _TOKEN.search(text)
    return None if found is None else found[0]


def _mac(secret: bytes, body: bytes) -> bytes:
    return hmac.digest(secret, _CONTEXT + body, "sha256")[:_MAC_BYTES]
