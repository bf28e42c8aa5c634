"""A failover behind one address: the old primary lives on, with our connections open, and takes no writes."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from latecomer.redis.client import open_client, open_server
from latecomer.redis.pubsub import Changes, Due, Message
from latecomer.redis.wrong_server import Reconnector
from latecomer.standalone.data_folder import DataFolder
from latecomer.standalone.engines import Valkey
from tests.support.switch import open_switch

WITHIN_S = 15.0


@pytest.fixture(scope="module")
def second_folder() -> Iterator[DataFolder]:
    """A data folder for the servers that take over."""
    path = Path(tempfile.mkdtemp(prefix="latecomer-test-"))
    folder = DataFolder(path)
    folder.open()
    yield folder
    folder.close()
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def second_valkey(second_folder: DataFolder) -> Iterator[Valkey]:
    engine = Valkey(second_folder)
    engine.start()
    yield engine
    engine.stop()


def _socket(url: str) -> str:
    parts = urlsplit(url)
    return unquote(parts.path) or unquote(parts.netloc)


@asynccontextmanager
async def _demoted(url: str) -> AsyncIterator[Callable[[], asyncio.Future[None]]]:
    """Yields what makes a Valkey a replica of nobody; it is a primary again afterwards."""
    admin = open_server(url)

    async def demote() -> None:
        await admin.execute_command("REPLICAOF", "127.0.0.1", "1")  # type: ignore[no-untyped-call]

    try:
        yield lambda: asyncio.ensure_future(demote())
    finally:
        await admin.execute_command("REPLICAOF", "NO", "ONE")  # type: ignore[no-untyped-call]
        await admin.aclose()


async def _until_written(client: Redis, value: str) -> None:
    while True:
        try:
            await client.set("written", value)
        except (RedisError, OSError):
            await asyncio.sleep(0.05)
        else:
            return


async def test_writes_and_subscriptions_go_to_the_new_primary(redis_url: str, second_valkey: Valkey) -> None:
    async with open_switch(_socket(redis_url)) as switch, _demoted(redis_url) as demote:
        reconnecting = Reconnector()
        url = f"redis://127.0.0.1:{switch.port}"
        client = await open_client(url, reconnecting=reconnecting)
        talk = await open_client(url, again=False, reconnecting=reconnecting)
        assert isinstance(client, Redis)
        heard: asyncio.Queue[Message] = asyncio.Queue()
        changes = Changes(talk)
        changes.subscribe(None, heard.put_nowait)
        listening = asyncio.create_task(changes.run())
        await client.set("written", "before")

        switch.target = _socket(second_valkey.url)
        await demote()
        async with asyncio.timeout(WITHIN_S):
            await _until_written(client, "after")
            there = open_server(second_valkey.url)
            assert await there.get("written") == b"after"
            publisher = Changes(there)
            while not isinstance(await _next(heard, publisher), Due):
                pass
        listening.cancel()
        for each in (client, talk, there):
            await each.aclose()


async def _next(heard: asyncio.Queue[Message], publisher: Changes) -> Message:
    """Publish until something is heard."""
    while heard.empty():
        await publisher.publish(None, Due())
        await asyncio.sleep(0.05)
    return heard.get_nowait()


async def test_connections_are_dropped_at_most_once_a_second(redis_url: str) -> None:
    async with open_switch(_socket(redis_url)) as switch, _demoted(redis_url) as demote:
        client = await open_client(f"redis://127.0.0.1:{switch.port}", reconnecting=Reconnector())
        await demote()
        opened, loop = switch.opened, asyncio.get_running_loop()
        until = loop.time() + 1.0
        while loop.time() < until:
            with pytest.raises((RedisError, OSError)):
                await client.set("written", "no")
        await client.aclose()
    assert switch.opened - opened <= 3
