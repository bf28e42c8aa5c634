"""Calls to a vendor that needs an access token: one token and one quota for all workers, one repetition after a 401."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from hashlib import sha256
from typing import Final, Protocol

import msgspec

from latecomer.http.guard import NotAllowed
from latecomer.http.outgoing import HttpAnswer, NoAnswer, OutgoingHttp
from latecomer.vendors.kit.answers import ApiCall
from latecomer.vendors.kit.oauth import Token
from latecomer.vendors.kit.provider import VendorTrouble

_FETCHING_MS: Final = 30_000
_LOOK_AGAIN_S: Final = 0.1
_LOOKS: Final = 200
_TOKEN_MARGIN_S: Final = 30
_LONGEST_WAIT_MS: Final = 5_000
"""For our share of a quota of calls a second; many ask at once."""
_TURNS: Final = 50
_PAGES: Final = 2_000


class ApiAccount(Protocol):
    """The state that all workers share about one account."""

    async def token(self) -> str | None:
        """Return the token in use."""
        ...

    async def keep_token(self, token: str, life_s: int) -> None:
        """Store a token for its lifetime."""
        ...

    async def drop_token(self, token: str) -> None:
        """Drop a token that is refused."""
        ...

    async def take_call(self) -> int:
        """Take one call of the quota. Returns: 0, or the ms to wait for one."""
        ...

    async def begin_writing(self, holder: str, for_ms: int) -> bool:
        """Acquire the lease for fetching a token. Returns: True when no other worker holds it."""
        ...

    async def end_writing(self, holder: str) -> None:
        """Release the lease for fetching a token."""
        ...


class Halted(Exception):
    """Raised when no further call is possible now; ``trouble`` holds the reason."""

    def __init__(self, trouble: VendorTrouble) -> None:
        super().__init__(trouble.code)
        self.trouble = trouble


async def request(
    http: OutgoingHttp, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None
) -> HttpAnswer:
    """Send one request. Raises: Halted, without an answer or for an address that may not be connected to."""
    try:
        return await http.request(method, url, headers=headers, body=body)
    except NotAllowed as problem:
        raise Halted(VendorTrouble(code=problem.code, message=str(problem), stops=True)) from problem
    except NoAnswer as problem:
        raise Halted(VendorTrouble(code=problem.code, message=str(problem))) from problem


class ApiClient:
    """The client of one account. ``fetch`` requests a new token; two workers never call it at once."""

    def __init__(
        self, http: OutgoingHttp, shared: ApiAccount, fetch: Callable[[], Awaitable[Token | VendorTrouble]]
    ) -> None:
        self._http = http
        self._shared = shared
        self._fetch = fetch

    async def ask(self, call: ApiCall) -> HttpAnswer:
        """Send a call and return the answer; a refused token is replaced once. Raises: Halted."""
        token = await self._token()
        answer = await self._ask(call, token)
        if answer.status == 401:
            await self._shared.drop_token(token)
            answer = await self._ask(call, await self._token())
        return answer

    async def forget(self) -> None:
        """Request a new token at the next call, since the present one may lack changed credentials or scopes."""
        if (token := await self._shared.token()) is not None:
            await self._shared.drop_token(token)

    async def renew(self) -> Token:
        """Request a new token and return it. Raises: Halted."""
        for _ in range(_LOOKS):
            if (token := await self._fetched(anew=True)) is not None:
                return token
            await asyncio.sleep(_LOOK_AGAIN_S)
        raise Halted(
            VendorTrouble(code="no_token", message="Another worker has been fetching a token for long.")
        )

    async def _ask(self, call: ApiCall, token: str) -> HttpAnswer:
        for _ in range(_TURNS):
            wait_ms = await self._shared.take_call()
            if wait_ms <= 0:
                break
            if wait_ms > _LONGEST_WAIT_MS:
                raise Halted(
                    VendorTrouble(code="our_quota", message="Our share of the vendor's calls is used up.")
                )
            await asyncio.sleep(wait_ms / 1000)
        else:
            raise Halted(VendorTrouble(code="our_quota", message="Too many ask this vendor at once."))
        headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        return await request(self._http, "GET" if call.body is None else "POST", call.url, headers, call.body)

    async def _token(self) -> str:
        for _ in range(_LOOKS):
            if (cached := await self._shared.token()) is not None:
                return cached
            if (token := await self._fetched(anew=False)) is not None:
                return token.value
            await asyncio.sleep(_LOOK_AGAIN_S)
        raise Halted(
            VendorTrouble(code="no_token", message="Another worker has been fetching a token for long.")
        )

    async def _fetched(self, *, anew: bool) -> Token | None:
        """Return a token from the vendor; None while another worker fetches one."""
        holder = uuid.uuid4().hex
        if not await self._shared.begin_writing(holder, _FETCHING_MS):
            return None
        try:
            if not anew and (cached := await self._shared.token()) is not None:
                return Token(cached, 1)
            token = await self._fetch()
            if isinstance(token, VendorTrouble):
                raise Halted(token)
            await self._shared.keep_token(token.value, max(1, token.expires_in_s - _TOKEN_MARGIN_S))
            return token
        finally:
            await self._shared.end_writing(holder)


class SeenPages:
    """Notices a vendor that returns the same page again and again."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()

    def check(self, rows: Sequence[object]) -> None:
        """Count one more page. Raises: Halted endless_pages."""
        digest = sha256(msgspec.json.encode(rows)).digest()
        if digest in self._seen or len(self._seen) >= _PAGES:
            raise Halted(
                VendorTrouble(code="endless_pages", message="The vendor gives the same page for ever.")
            )
        self._seen.add(digest)
