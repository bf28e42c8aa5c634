"""Notifications between processes: a webinar or its members changed, or members are due.

A notification arrives at most once, and is only a hint: its receiver reads the data where they are stored, and a
process that misses it finds the change by itself a little later. After a lost connection every subscriber receives
``Missed``.

Channels are sharded: a message goes through the cluster node that holds its channel, so listening to that node is
enough, and losing it is noticed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID

import msgspec
import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from latecomer.core.ids import WebinarId
from latecomer.redis import keys
from latecomer.redis.cluster import Client, Cluster, node_of, nodes_of
from latecomer.redis.functions import redis_errors
from latecomer.tasks import cancel

_log = structlog.get_logger()
_RETRY_S = 0.5


class MemberChange(msgspec.Struct, frozen=True, array_like=True):
    """A member's status and link as they are now."""

    member: UUID
    status: str
    link_serial: int


class MembersChanged(msgspec.Struct, frozen=True, tag="members"):
    """These members of the webinar changed."""

    members: list[MemberChange]


class WebinarChanged(msgspec.Struct, frozen=True, tag="webinar"):
    """The webinar changed; its copy in the ledger has this version or a newer one."""

    version: int


class PlaybackMoved(msgspec.Struct, frozen=True, tag="moved"):
    """A playback said hello on a newer socket, in this process."""

    member: UUID
    playback: UUID
    worker: str


class Due(msgspec.Struct, frozen=True, tag="due"):
    """Some members are due: their status must be decided again."""


class Posted(msgspec.Struct, frozen=True, tag="posted"):
    """There are events in the outbox."""


class Received(msgspec.Struct, frozen=True, tag="received"):
    """There are deliveries in the inbox."""


class AccessChanged(msgspec.Struct, frozen=True, tag="access"):
    """A key was revoked or rotated, or sessions were ended."""


class RoomChanged(msgspec.Struct, frozen=True, tag="room"):
    """The chat of the webinar's room changed, or with ``polls`` the answers to its polls."""

    polls: bool = False


class Missed(msgspec.Struct, frozen=True, tag="missed"):
    """Messages may have been missed: look again."""


Message: TypeAlias = (
    MembersChanged
    | WebinarChanged
    | PlaybackMoved
    | Due
    | Posted
    | Received
    | AccessChanged
    | RoomChanged
    | Missed
)
Handler: TypeAlias = Callable[[Message], None]

_decoder = msgspec.json.Decoder(Message)


class Changes:
    """The notifications of this process: one subscription connection per server of Redis."""

    def __init__(self, client: Client) -> None:
        """``client`` repeats no call: a lost connection must be noticed."""
        self._client = client
        self._handlers: dict[str, list[Handler]] = {}
        self._changed = asyncio.Event()
        """The event for changes in what is wanted, or in where to get it."""
        if isinstance(client, Cluster):
            client.on_move(self._changed.set)

    async def publish(self, webinar: WebinarId | None, message: Message) -> None:
        """Publish a change to the subscribers of the webinar (None: of the common channel). Errors: LedgerAway."""
        async with redis_errors():
            await self._client.spublish(keys.changes(webinar), msgspec.json.encode(message))

    def subscribe(self, webinar: WebinarId | None, handler: Handler) -> Callable[[], None]:
        """Call ``handler`` with every message from about now on. Returns: a function that ends the subscription."""
        channel = keys.changes(webinar)
        self._handlers.setdefault(channel, []).append(handler)
        self._changed.set()

        def unsubscribe() -> None:
            self._handlers[channel].remove(handler)
            if not self._handlers[channel]:
                del self._handlers[channel]
                self._changed.set()

        return unsubscribe

    async def run(self) -> None:
        """Listen until cancelled."""
        listening: dict[Redis, _Listening] = {}
        try:
            while True:
                self._changed.clear()
                try:
                    wanted = await self._wanted()
                except (RedisError, OSError) as error:
                    _log.warning("pubsub_lost", error=str(error))
                    await asyncio.sleep(_RETRY_S)
                    self._changed.set()
                    continue
                for node in set(listening) - set(wanted):
                    await listening.pop(node).stop()
                for node, channels in wanted.items():
                    if node not in listening:
                        listening[node] = _Listening(node, self._tell, self._lost)
                    listening[node].want(channels)
                await self._changed.wait()
        finally:
            for each in listening.values():
                await each.stop()

    async def _wanted(self) -> dict[Redis, set[str]]:
        """Return the subscribed channels, by server."""
        wanted: dict[Redis, set[str]] = {node: set() for node in await nodes_of(self._client)}
        for channel in {keys.changes(None), *self._handlers}:
            wanted.setdefault(await node_of(self._client, channel), set()).add(channel)
        return wanted

    def _lost(self) -> None:
        """Handle a lost connection, or a channel that has moved to another node."""
        if isinstance(self._client, Cluster):
            self._client.refresh_soon()

    def _tell(self, channel: str, message: Message) -> None:
        for handler in list(self._handlers.get(channel, ())):
            try:
                handler(message)
            except Exception:  # noqa: BLE001 - one listener's trouble is no other's
                _log.exception("listener_failed", channel=channel)


class _Listening:
    """One subscription connection, opened again whenever it is lost."""

    def __init__(self, node: Redis, tell: Callable[[str, Message], None], lost: Callable[[], None]) -> None:
        self._node = node
        self._tell = tell
        self._lost = lost
        self._channels: set[str] = set()
        self._changed = asyncio.Event()
        self._task = asyncio.create_task(self._run())

    def want(self, channels: set[str]) -> None:
        """Subscribe to exactly these channels."""
        if channels != self._channels:
            self._channels = channels
            self._changed.set()

    async def stop(self) -> None:
        """End the subscription."""
        await cancel(self._task)

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except Exception as error:  # noqa: BLE001 - the driver's reader and writer may fall over each other
                _log.warning("pubsub_lost", error=str(error))
            self._lost()
            await asyncio.sleep(_RETRY_S)

    async def _listen(self) -> None:
        pubsub = self._node.pubsub(ignore_subscribe_messages=False)
        begun = asyncio.Event()
        # Tasks of their own: the driver may swallow a cancellation in the midst of a command, and then nobody waits.
        tasks = {
            asyncio.create_task(each) for each in (self._follow(pubsub, begun), self._read(pubsub, begun))
        }
        for task in tasks:
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()  # and not waited for: its connection is closed
            await pubsub.aclose()  # type: ignore[no-untyped-call]

    async def _follow(self, pubsub: PubSub, begun: asyncio.Event) -> None:
        """Subscribe to the wanted channels, now and whenever they change."""
        subscribed: set[str] = set()
        while True:
            self._changed.clear()
            wanted = self._channels
            for channel in wanted - subscribed:  # one by one: they live in slots of their own
                await pubsub.ssubscribe(channel)
                begun.set()
            for channel in subscribed - wanted:
                await pubsub.sunsubscribe(channel)
            subscribed = wanted
            await self._changed.wait()

    async def _read(self, pubsub: PubSub, begun: asyncio.Event) -> None:
        await begun.wait()
        while True:
            message: Any = await pubsub.get_message(timeout=None)
            if message is None:
                continue
            channel = message["channel"].decode() if message["channel"] else ""
            match message["type"]:
                case "ssubscribe":  # what was said before may have been missed
                    self._tell(channel, Missed())
                case "sunsubscribe" if channel in self._channels:
                    return  # its slot has moved to another node
                case "smessage":
                    try:
                        known = _decoder.decode(message["data"])
                    except msgspec.DecodeError:  # a newer process's, while a deployment rolls
                        continue
                    self._tell(channel, known)
                case _:
                    pass
