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
from redis._parsers import _AsyncRESP2Parser
from redis.asyncio import Redis
from redis.exceptions import RedisError
from structlog.testing import capture_logs

from latecomer.redis.client import open_client, open_server
from latecomer.redis.functions import LedgerAway, as_ours, redis_errors
from latecomer.redis.pubsub import Changes, Due, Message
from latecomer.redis.wrong_server import Reconnector
from latecomer.standalone.data_folder import DataFolder
from latecomer.standalone.engines import Valkey
from latecomer.watching.ledger.ledger import Ledger
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


async def test_a_demoted_server_is_not_ready(redis_url: str) -> None:
    async with _demoted(redis_url) as demote:
        client = await open_client(redis_url)
        ledger = Ledger(client)
        assert all(await ledger.nodes())
        await demote()
        assert await ledger.nodes() == [None]
        await client.aclose()


async def test_a_password_that_was_changed_is_said_once_with_its_setting(redis_url: str) -> None:
    """New connections are refused; once the setting is right, everything goes on."""
    admin = open_server(redis_url)
    client = await open_client(redis_url, again=False, reconnecting=Reconnector())
    assert isinstance(client, Redis)
    await client.set("written", "before")
    await admin.config_set("requirepass", "another")
    try:
        await client.connection_pool.disconnect()
        with capture_logs() as logs:
            for _ in range(3):
                with pytest.raises(LedgerAway):  # a call answers 503 unavailable
                    async with redis_errors():
                        await client.set("written", "refused")
        said = [each for each in logs if each["event"] == "redis_password_refused"]
        assert [each["setting"] for each in said] == ["LATECOMER_REDIS_URL"]
    finally:
        await admin.config_set("requirepass", "")
    async with asyncio.timeout(WITHIN_S):
        await _until_written(client, "after")
    await client.aclose()
    await admin.aclose()


@pytest.mark.parametrize(
    "said",
    [
        "LOADING Redis is loading the dataset in memory",
        "BUSY Redis is busy running a script.",
        "MISCONF Redis is configured to save RDB snapshots",
        "NOREPLICAS Not enough good replicas to write.",
        "OOM command not allowed when used memory > 'maxmemory'.",
        "CLUSTERDOWN The cluster is down",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "READONLY You can't write against a read only replica.",
        "NOAUTH Authentication required.",
        "WRONGPASS invalid username-password pair or user is disabled.",
    ],
)
async def test_what_a_server_says_that_takes_the_call_later_is_an_outage(said: str) -> None:
    """As redis-py reads it off the wire: the caller gets 503 and tries again."""
    stream = asyncio.StreamReader()
    stream.feed_data(f"-{said}\r\n".encode())
    parser = _AsyncRESP2Parser(socket_read_size=1024)
    parser._stream, parser._connected = stream, True
    try:
        answer = await parser.read_response()
    except RedisError as error:
        answer = error
    assert isinstance(as_ours(answer), LedgerAway)
