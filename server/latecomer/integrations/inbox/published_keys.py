"""Keys that vendors publish: fetched once from the vendor's own address by the guarded client, and cached.

Source: docs/vendors.md, Amazon SES
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from latecomer.core.errors import Refused
from latecomer.http.guard import NotAllowed
from latecomer.http.outgoing import HttpAnswer, NoAnswer

_KEPT_MAX: Final = 20
_FETCH_S: Final = 5.0
_COME_BACK_S: Final = 30

Request = Callable[[str, str], Awaitable[HttpAnswer]]


class PublishedKeys:
    """Fetches documents that vendors publish. The vendor's definition checks the address; the client's guard checks it
    again."""

    def __init__(self, request: Request) -> None:
        """``request``: sends a request, given method and address, as ``OutgoingHttp.request`` does."""
        self.request = request
        self._known: dict[str, str] = {}

    async def get(self, address: str) -> str:
        """Return the document at an address. Raises: Refused unavailable when it cannot be fetched now."""
        if address not in self._known:
            document = (await self._fetch(address)).decode("utf-8", "replace")
            while len(self._known) >= _KEPT_MAX:
                del self._known[next(iter(self._known))]
            self._known[address] = document
        return self._known[address]

    async def visit(self, address: str) -> None:
        """Fetch an address that confirms to the vendor that we want its deliveries. Raises: Refused unavailable."""
        await self._fetch(address)

    async def _fetch(self, address: str) -> bytes:
        try:
            async with asyncio.timeout(_FETCH_S):
                answer = await self.request("GET", address)
        except (NoAnswer, NotAllowed, TimeoutError) as error:
            raise _unavailable() from error
        if answer.status != 200:
            raise _unavailable()
        return answer.body


def _unavailable() -> Refused:
    message = "The vendor's key or confirmation cannot be fetched right now; send it again."
    return Refused("unavailable", message, after_s=_COME_BACK_S)
