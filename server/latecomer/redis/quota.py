"""The state of a vendor's account that all workers share: token, quota of calls, write lease, and notes."""

from __future__ import annotations

import hashlib
import secrets
from importlib.resources import files

from latecomer.redis import keys
from latecomer.redis.cluster import Client
from latecomer.redis.functions import redis_errors

_TAKE = files("latecomer.redis").joinpath("quota.lua").read_text(encoding="utf-8")
_LET_GO = """if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"""


class Account:
    """One account; ``name`` is the same in every process, and a secret's hash may be part of it."""

    def __init__(self, client: Client, name: str, calls: int, window_ms: int) -> None:
        """At most ``calls`` in any ``window_ms``, by all workers together."""
        self._client = client
        self._name = _hashed(name)
        self._calls = calls
        self._window_ms = window_ms

    async def token(self) -> str | None:
        """Return the token in use. Errors: LedgerAway."""
        async with redis_errors():
            found = await self._client.get(keys.token(self._name))
        return found.decode() if isinstance(found, bytes) else found

    async def keep_token(self, token: str, life_s: int) -> None:
        """Store a token for its lifetime. Errors: LedgerAway."""
        async with redis_errors():
            await self._client.set(keys.token(self._name), token, ex=life_s)

    async def drop_token(self, token: str) -> None:
        """Delete this token, if it is still the one in use. Errors: LedgerAway."""
        async with redis_errors():
            await self._client.eval(_LET_GO, 1, keys.token(self._name), token)

    async def take_call(self) -> int:
        """Use one call of the quota. Returns: 0 if it is allowed now, else the ms to wait. Errors: LedgerAway."""
        async with redis_errors():
            wait_ms = await self._client.eval(
                _TAKE, 1, keys.calls(self._name), self._calls, self._window_ms, secrets.token_hex(8)
            )
        return int(wait_ms)

    async def noted(self, about: str) -> str | None:
        """Return the note under a key. Errors: LedgerAway."""
        async with redis_errors():
            found = await self._client.get(keys.note(self._name, _hashed(about)))
        return found.decode() if isinstance(found, bytes) else found

    async def note(self, about: str, what: str, life_s: int) -> None:
        """Store a note under a key for a time, replacing an earlier one. Errors: LedgerAway."""
        async with redis_errors():
            await self._client.set(keys.note(self._name, _hashed(about)), what, ex=life_s)

    async def begin_writing(self, holder: str, for_ms: int) -> bool:
        """Acquire the account's write lease. Returns: True when no other worker holds it. Errors: LedgerAway."""
        async with redis_errors():
            return bool(await self._client.set(keys.writer(self._name), holder, nx=True, px=for_ms))

    async def end_writing(self, holder: str) -> None:
        """Release the account's write lease. Errors: LedgerAway."""
        async with redis_errors():
            await self._client.eval(_LET_GO, 1, keys.writer(self._name), holder)


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
