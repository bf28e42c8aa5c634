"""Messages that no viewer sends cost their sender a socket at most; who watches beside them is counted exactly."""

import json
import os
import random
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType

from tests.hostile.watch import PLANTED, watched
from tests.support.builders import ENDS_AT
from tests.support.site import Site

MESSAGES = int(os.environ.get("FUZZ", "5000"))
SEED = int(os.environ.get("SEED", "1"))
BESIDE = 50
"""After so many messages the control viewers report two more seconds."""
PARTS: tuple[Any, ...] = (
    0,
    -1,
    1,
    2**31,
    2**53,
    2**64,
    0.5,
    1e308,
    None,
    True,
    "",
    "x",
    [],
    {},
    [0, 1000, 0, 1],
)


def _to_room(hello: dict[str, Any], seq: int) -> tuple[dict[str, Any], ...]:
    """Return what a viewer says to the room."""
    return (
        {"type": "hello", "join": hello["join"]},
        {"type": "clock", "t0": seq},
        {"type": "line", "client_id": str(seq), "text": "Hello"},
        {"type": "answer", "poll": "recording", "question": "q1", "values": "o1"},
        {"type": "seen", "item": "recording"},
    )


def _mutated(chance: random.Random, hello: dict[str, Any], seq: int, name: str) -> str | bytes:
    """A message as it may be, then with something wrong about it."""
    at = chance.randrange(100_000)
    message: Any = chance.choice(
        _to_room(hello, seq)
        if name == "room"
        else (
            hello,
            {
                "type": "heartbeat",
                "seq": seq,
                "state": "playing",
                "segments": [[at, at + 900, at / 1e3, at / 1e3 + 0.9]],
            },
            {
                "type": "heartbeat",
                "seq": seq,
                "state": chance.choice(("paused", "ended", "x")),
                "segments": [],
            },
            {"type": "bye"},
        )
    )
    message = json.loads(json.dumps(message))
    for _ in range(chance.randrange(3)):
        name = chance.choice((*message, "surprise"))
        match chance.randrange(4):
            case 0:
                message.pop(name, None)
            case 1:
                message[name] = chance.choice(PARTS)
            case 2:
                message[name] = [chance.choice(PARTS) for _ in range(chance.randrange(5))]
            case _:
                message[name] = [message.get(name)] * chance.randrange(1, 40)
    text = json.dumps(message)
    match chance.randrange(12):
        case 0:
            return text[: chance.randrange(len(text))]
        case 1:
            return chance.randbytes(chance.randrange(300))
        case 2:
            return text.encode()
        case 3:
            return text + "\u0000" * chance.randrange(20_000)
        case 4:
            return "[" * chance.randrange(1, 9_000)
        case _:
            return text


class Stranger:
    """Has a valid link, and says what comes to its mind; comes back when it is thrown out."""

    def __init__(self, site: Site, member: Any, chance: random.Random, name: str = "playback") -> None:
        """``name``: that of the socket."""
        self._site = site
        self._name = name
        self._member = member
        self._chance = chance
        self._socket: ClientWebSocketResponse[bool] | None = None
        self._seq = 0

    async def say(self) -> None:
        if self._socket is None or self._socket.closed:
            client = self._site.client  # TestClient itself remembers every socket
            self._socket = await client.session.ws_connect(
                client.make_url(f"/ws/{self._name}"), protocols=(f"latecomer.{self._name}.v1",)
            )
            if self._chance.random() < 0.8:
                hello = self._site.hello(self._member, playback=uuid4())
                await self._socket.send_json(hello if self._name == "playback" else _to_room(hello, 0)[0])
        self._seq += 1
        said = _mutated(self._chance, self._site.hello(self._member), self._seq, self._name)
        try:
            if isinstance(said, bytes):
                await self._socket.send_bytes(said)
            else:
                await self._socket.send_str(said)
        except ConnectionError:
            self._socket = None
            return
        if self._chance.random() < 0.3:
            try:
                answer = await self._socket.receive(timeout=0.05)
            except TimeoutError:
                return
            if answer.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING, WSMsgType.ERROR):
                await self.leave()

    async def leave(self) -> None:
        if self._socket is not None:
            await self._socket.close()
            self._socket = None


async def test_control_viewers_stay_exact_beside_whatever_is_said(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    webinar = await site.webinar()
    watching = [await site.member(webinar, f"control{number}@example.com") for number in range(3)]
    strangers = [
        Stranger(site, await site.member(webinar, f"stranger{number}@example.com"), chance)
        for number in range(6)
    ]
    strangers += [
        Stranger(site, await site.member(webinar, f"roomer{number}@example.com"), chance, "room")
        for number in range(2)
    ]
    site.now = ENDS_AT + 60_000
    sockets = []
    for member in watching:
        socket = await site.socket("playback").__aenter__()
        await socket.send_json(site.hello(member))
        assert (await socket.receive_json(timeout=20))["type"] == "welcome"
        sockets.append(socket)
    watched_ms = 0
    with watched() as watch:
        for said in range(MESSAGES):
            await chance.choice(strangers).say()
            watch.note(said / MESSAGES)
            site.now += 20
            if said % BESIDE == BESIDE - 1:
                site.now += 2_000
                seq = said // BESIDE + 1
                segment = [
                    watched_ms,
                    watched_ms + 2_000,
                    watched_ms / 1000 % 1000,
                    watched_ms / 1000 % 1000 + 2,
                ]
                for socket in sockets:
                    await socket.send_json(
                        {"type": "heartbeat", "seq": seq, "state": "playing", "segments": [segment]}
                    )
                    while (answer := await socket.receive_json(timeout=20))["type"] != "ack":
                        assert answer["type"] in {"status", "waiting"}, answer
                    assert answer["seq"] == seq
                watched_ms += 2_000
    for socket in (*sockets,):
        await socket.close()
    for stranger in strangers:
        await stranger.leave()
    for member in watching:
        told = await site.call("GET", f"/members/{member['id']}")
        assert told["watched_s"] == {"live": 0.0, "on_demand": watched_ms / 1000}
    assert (await site.client.get("/healthz")).status == 200
    printed = capfd.readouterr()
    with capfd.disabled():
        print(f"\n{MESSAGES} messages: {watch.told()}; control viewers {watched_ms / 1000:g} s each, exact")
    for failure in ("internal_error", "Traceback", "Unhandled", *PLANTED):
        assert failure not in printed.out + printed.err
