"""A GoToWebinar of our own: asks the address by GET before a hook becomes active, and signs what it sends."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256

Call = Callable[[str, bytes, dict[str, str]], Awaitable[int]]
"""Sends a request by method, body and headers; gives the status."""


class NotActive(Exception):
    """The address did not answer GET with 200."""


@dataclass
class GoToServer:
    """One webhook subscription."""

    secret: str
    call: Call
    now: int
    active: bool = False

    async def activate(self) -> None:
        """Raises: NotActive."""
        if await self.call("GET", b"", {}) != 200:
            raise NotActive
        self.active = True

    def headers(self, body: bytes, timestamp: str | None = None) -> dict[str, str]:
        """Headers of one attempt."""
        said = timestamp or str(self.now)
        digest = hmac.digest(self.secret.encode(), said.encode() + b":" + body, sha256)
        return {
            "Content-Type": "application/json",
            "X-Webhook-Signature": b64encode(digest).decode(),
            "X-Webhook-Signature-Timestamp": said,
        }

    async def send(self, body: bytes) -> int:
        """Send an event. Returns: the status. Raises: NotActive."""
        if not self.active:
            raise NotActive
        return await self.call("POST", body, self.headers(body))
