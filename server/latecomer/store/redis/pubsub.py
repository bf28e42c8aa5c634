"""What processes tell each other: that a webinar or its members changed, and that somebody is due.

At most once, and only ever a hint: whoever hears it reads the truth where it is kept, and whoever does not hear it
finds out by itself a little later. After a lost connection every subscriber is told ``Missed``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeAlias
from uuid import UUID

import msgspec
import structlog
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from latecomer.core.ids import WebinarId
from latecomer.store.redis import keys
from latecomer.store.redis.library import Client, redis_errors

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
    """The webinar changed; its card has this version or a newer one."""

    version: int


class PlaybackMoved(msgspec.Struct, frozen=True, tag="moved"):
    """A playback said hello on a newer socket, at this worker."""

    member: UUID
    playback: UUID
    worker: str


class Due(msgspec.Struct, frozen=True, tag="due"):
    """Some member is due."""


class Posted(msgspec.Struct, frozen=True, tag="posted"):
    """There are events in the outbox."""


class Missed(msgspec.Struct, frozen=True, tag="missed"):
    """Messages may have been missed: look again."""


Message: TypeAlias = MembersChanged | WebinarChanged | PlaybackMoved | Due | Posted | Missed
Handler: TypeAlias = Callable[[Message], None]

_decoder = msgspec.json.Decoder(Message)


class Changes:
    """One subscription connection for the whole process."""

    def __init__(self, client: Client) -> None:
        """``client`` tries nothing again: a connection that is lost has to be noticed."""
        self._client = client
        self._handlers: dict[str, list[Handler]] = {}
        self._changed = asyncio.Event()

    async def publish(self, webinar: WebinarId | None, message: Message) -> None:
        """Tell everybody who listens to the webinar (None: to what is nobody's in particular). Errors: LedgerAway."""
        async with redis_errors():
            await self._client.publish(keys.changes(webinar), msgspec.json.encode(message))

    def subscribe(self, webinar: WebinarId | None, handler: Handler) -> Callable[[], None]:
        """Have ``handler`` called with every message from about now on. Returns: what ends that."""
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
        while True:
            try:
                await self._listen()
            except (RedisError, OSError) as error:
                _log.warning("pubsub_lost", error=str(error))
            await asyncio.sleep(_RETRY_S)

    async def _listen(self) -> None:
        pubsub = self._client.pubsub(ignore_subscribe_messages=True)
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
                task.cancel()
            await pubsub.aclose()  # type: ignore[no-untyped-call]

    async def _follow(self, pubsub: PubSub, begun: asyncio.Event) -> None:
        """Subscribe to what is wanted, now and whenever that changes."""
        subscribed: set[str] = set()
        while True:
            self._changed.clear()
            wanted = {keys.changes(None), *self._handlers}
            if new := wanted - subscribed:
                await pubsub.subscribe(*new)
                begun.set()
                for channel in new:  # what was said before the subscription stood
                    self._tell(channel, Missed())
            if old := subscribed - wanted:
                await pubsub.unsubscribe(*old)
            subscribed = wanted
            await self._changed.wait()

    async def _read(self, pubsub: PubSub, begun: asyncio.Event) -> None:
        await begun.wait()
        while True:
            message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=None)
            if message is None:
                continue
            try:
                known = _decoder.decode(message["data"])
            except msgspec.DecodeError:  # a newer process's, while a deployment rolls
                continue
            self._tell(message["channel"].decode(), known)

    def _tell(self, channel: str, message: Message) -> None:
        for handler in list(self._handlers.get(channel, ())):
            try:
                handler(message)
            except Exception:  # noqa: BLE001 - one listener's trouble is no other's
                _log.exception("listener_failed", channel=channel)
