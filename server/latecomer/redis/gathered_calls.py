"""Calls of one function by many callers at the same moment, sent in one pipeline per node of a cluster.

While a node answers one pipeline, further calls for it are collected for the next: the busier the node, the fewer round
trips. A node that does not answer delays only its own calls.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, TypeAlias

from latecomer.redis.cluster import Client, Cluster
from latecomer.redis.functions import FunctionLibrary, redis_errors
from latecomer.tasks import Tasks

_Call: TypeAlias = tuple[Sequence[str | bytes], Sequence[Any]]
_Waiting: TypeAlias = tuple[_Call, asyncio.Future[Any]]


class GatheredCalls:
    """The collected calls of one function of a library. On a single server each call is sent by itself, since there is
    one caller."""

    def __init__(self, client: Client, library: FunctionLibrary, function: str) -> None:
        self._client = client
        self._library = library
        self._function = function
        self._waiting: dict[str, list[_Waiting]] = {}
        """The calls that wait for a node, by its id; an entry is there while a pipeline is under way."""
        self._sending = Tasks()

    async def call(self, names: Sequence[str | bytes], *args: Any) -> Any:
        """Call the function. ``names``: the keys, all of one slot.

        Errors: LedgerAway, LedgerBroken, ShardNotReady, CardMissing.
        """
        if not isinstance(self._client, Cluster):
            return await self._library.call(self._client, self._function, names, *args)
        async with redis_errors():
            node = self._client.home(names[0])
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        waiting = self._waiting.get(node)
        if waiting is None:
            self._waiting[node] = [((names, args), answer)]
            self._sending.start(self._send(node))
        else:
            waiting.append(((names, args), answer))
        return await answer

    async def _send(self, node: str) -> None:
        """Send the calls that wait for a node, until none is left."""
        try:
            while gathered := self._waiting[node]:
                self._waiting[node] = []
                for (_, answer), given in zip(gathered, await self._answers(gathered), strict=True):
                    _give(answer, given)
        finally:
            del self._waiting[node]

    async def _answers(self, gathered: Sequence[_Waiting]) -> Sequence[Any]:
        try:
            async with redis_errors():
                return await self._library.call_each(
                    self._client, self._function, [call for call, _ in gathered]
                )
        except Exception as error:  # noqa: BLE001 - whatever it is, each caller decides whether to call again
            return [error] * len(gathered)


def _give(answer: asyncio.Future[Any], given: Any) -> None:
    """Give a result to its caller, unless the caller was cancelled meanwhile."""
    if answer.done():
        return
    if isinstance(given, Exception):
        answer.set_exception(given)
    else:
        answer.set_result(given)
