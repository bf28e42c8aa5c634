"""Names that may be used only once, across all processes."""

from __future__ import annotations

from latecomer.redis import keys
from latecomer.redis.cluster import Client
from latecomer.redis.functions import redis_errors


class UsedOnce:
    """Remembers used names for a while."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def use(self, name: str, life_s: int) -> bool:
        """Use a name, and remember it for so many seconds. Returns: True at its first use. Errors: LedgerAway."""
        async with redis_errors():
            return bool(await self._client.set(keys.used(name), b"1", nx=True, ex=life_s))
