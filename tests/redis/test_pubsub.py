"""Notifications between processes: at most once, and a subscriber that may have missed some is informed of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
import pytest
from redis.asyncio import Redis

from latecomer.core.ids import WebinarId
from latecomer.redis import keys
from latecomer.redis.client import open_server
from latecomer.redis.pubsub import (
    Changes,
    Due,
    MemberChange,
    MembersChanged,
    Message,
    Missed,
    PlaybackMoved,
    WebinarChanged,
)
from tests.support.builders import MEMBER, PLAYBACK, WEBINAR

OTHER = WebinarId(UUID(int=2))


class Listener:
    """A listener that records all messages, in order."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[Message] = asyncio.Queue()

    def __call__(self, message: Message) -> None:
        self.heard.put_nowait(message)

    async def next(self) -> Message:
        async with asyncio.timeout(10):
            return await self.heard.get()

    async def until(self, wanted: Message) -> list[Message]:
        """Return the messages that came before the wanted one."""
        before: list[Message] = []
        while (message := await self.next()) != wanted:
            before.append(message)
        return before


@pytest.fixture
async def changes(client: Redis, redis_url: str) -> AsyncIterator[Changes]:
    talk = open_server(redis_url, again=False)
    changes = Changes(talk)
    running = asyncio.create_task(changes.run())
    yield changes
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await talk.aclose()


@pytest.mark.parametrize(
    "message",
    [
        WebinarChanged(7),
        MembersChanged([MemberChange(MEMBER, "attended", 3)]),
        PlaybackMoved(MEMBER, PLAYBACK, "worker"),
    ],
)
async def test_a_message_reaches_those_who_listen_to_its_webinar(changes: Changes, message: Message) -> None:
    first, second, other = Listener(), Listener(), Listener()
    changes.subscribe(WEBINAR.id, first)
    changes.subscribe(WEBINAR.id, second)
    changes.subscribe(OTHER, other)
    for listener in (first, other):
        assert await listener.next() == Missed()  # its subscription stands from here on
    await changes.publish(WEBINAR.id, message)
    assert set(await first.until(message)) <= {Missed()}
    assert set(await second.until(message)) <= {Missed()}
    await changes.publish(OTHER, WebinarChanged(1))
    assert set(await other.until(WebinarChanged(1))) <= {Missed()}


async def test_what_is_nobodys_is_told_to_those_who_ask_for_it(changes: Changes) -> None:
    listener = Listener()
    changes.subscribe(None, listener)
    await listener.until(Missed())
    await changes.publish(None, Due())
    await listener.until(Due())


async def test_who_has_unsubscribed_hears_nothing(changes: Changes, client: Redis) -> None:
    gone, stays = Listener(), Listener()
    end = changes.subscribe(WEBINAR.id, gone)
    await gone.next()
    end()
    changes.subscribe(OTHER, stays)
    await stays.next()
    assert {as_text(channel) for channel in await client.pubsub_shardchannels()} == {
        keys.changes(None),
        keys.changes(OTHER),
    }
    changes.subscribe(WEBINAR.id, stays)
    await changes.publish(WEBINAR.id, WebinarChanged(1))


async def test_what_a_newer_process_says_and_a_listener_that_fails_stop_nobody(
    changes: Changes, client: Redis
) -> None:
    def fails(message: Message) -> None:
        if message == WebinarChanged(1):
            raise RuntimeError("of a test")

    listener = Listener()
    changes.subscribe(WEBINAR.id, fails)
    changes.subscribe(WEBINAR.id, listener)
    await listener.next()
    await client.spublish(keys.changes(WEBINAR.id), b'{"type":"later","x":1}')
    await client.spublish(keys.changes(WEBINAR.id), b"no JSON")
    for version in (1, 2):
        await changes.publish(WEBINAR.id, WebinarChanged(version))
        await listener.until(WebinarChanged(version))


async def test_after_a_lost_connection_everybody_is_told_that_something_may_be_missed(
    changes: Changes, client: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("latecomer.redis.pubsub._RETRY_S", 0.01)
    listener = Listener()
    changes.subscribe(WEBINAR.id, listener)
    assert await listener.next() == Missed()
    await changes.publish(WEBINAR.id, WebinarChanged(1))
    assert await listener.next() == WebinarChanged(1)
    await client.client_kill_filter(_type="pubsub")
    assert await listener.next() == Missed()
    await changes.publish(WEBINAR.id, WebinarChanged(2))
    await listener.until(WebinarChanged(2))


async def test_whatever_a_server_says_listening_begins_again(
    redis_url: str, client: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Errors other than lost connections end a subscription as well; a listener that gave up would be deaf for good."""
    monkeypatch.setattr("latecomer.redis.pubsub._RETRY_S", 0.01)
    nonsense = 2

    async def between(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal nonsense
        there, back = await asyncio.open_unix_connection(urlsplit(redis_url).path)
        checkpoint = asyncio.create_task(copy(there, writer))
        while sent := await reader.read(65536):
            if b"SSUBSCRIBE" in sent and nonsense:
                nonsense -= 1
                writer.write(b":5\r\n")
            else:
                back.write(sent)
        checkpoint.cancel()
        back.close()
        writer.close()

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(65536):
            writer.write(said)

    server = await asyncio.start_server(between, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    talk = open_server(f"redis://127.0.0.1:{port}", again=False)
    changes, listener = Changes(talk), Listener()
    changes.subscribe(WEBINAR.id, listener)
    running = asyncio.create_task(changes.run())
    try:
        await listener.until(Missed())
        assert nonsense == 0
        await client.spublish(keys.changes(WEBINAR.id), msgspec.json.encode(WebinarChanged(1)))
        await listener.until(WebinarChanged(1))
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await talk.aclose()
        server.close()


def as_text(name: bytes | str) -> str:
    return name if isinstance(name, str) else name.decode()
