"""The demonstration's automated webinar: it begins two minutes after the first start; guests write and vote.

Source: docs/automated.md
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

import aiohttp
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from client_demo.api import Api, Json, MemberRow
from client_demo.crowd import Crowd
from client_demo.slides import PAGES, slides

ROOM_NAME = "Automated: From Click to Replay"
BEGINS_AFTER: Final = timedelta(minutes=2)
_LINES: Final = (
    ("How do you count somebody who comes back twice?", True),
    ("Hello from Lyon!", False),
    ("Does a muted tab count?", True),
    ("Good morning from Utrecht", False),
    ("Will there be a replay?", True),
)
_SUBPROTOCOL: Final = Subprotocol("latecomer.room.v1")
_PAGE_MS: Final = 10_000
_UPLOADED_S: Final = 60


@dataclass(frozen=True, slots=True)
class DemoRoom:
    """The links of the automated webinar: one for a guest to try, one for a host, and the other guests."""

    starts_at: datetime
    duration_s: float
    guest: MemberRow
    host_url: str
    others: list[MemberRow]


async def make_room(
    api: Api, session: aiohttp.ClientSession, url: str, recording: str, people: list[Json]
) -> DemoRoom | None:
    """Arrange the recording and slides with a poll, a call to action and a moderated chat.

    Returns: None where the webinar is there from an earlier start. Raises: ApiError.
    """
    if any(one.name == ROOM_NAME for one in await api.webinars()):
        return None
    async with session.get(url + recording) as response:
        film = await _upload(api, session, url, "The film.mp4", await response.read())
    deck = await _upload(api, session, url, "How watch time is counted.pdf", slides())
    if film is None or deck is None:
        return None
    planned_at = datetime.now(UTC) + timedelta(hours=1)
    webinar = await api.create_webinar({"name": ROOM_NAME, "starts_at": _text(planned_at)})
    path = f"/webinars/{webinar.id}"
    lasts_ms = int(film["duration_ms"])
    items: list[Json] = [
        {
            "kind": "video",
            "start_ms": 0,
            "duration_ms": lasts_ms,
            "asset_id": film["id"],
            "title": "The film",
        },
        {
            "kind": "slides",
            "start_ms": lasts_ms,
            "duration_ms": len(PAGES) * _PAGE_MS,
            "asset_id": deck["id"],
            "title": "How watch time is counted",
        },
        {
            "kind": "poll",
            "start_ms": 15_000,
            "duration_ms": min(90_000, lasts_ms - 15_000),
            "title": "How you found us",
            "results": "after_answering",
            "questions": [
                {
                    "type": "single",
                    "text": "How did you hear of this webinar?",
                    "options": [{"text": "By mail"}, {"text": "From a colleague"}, {"text": "By chance"}],
                }
            ],
        },
        {
            "kind": "call_to_action",
            "start_ms": lasts_ms // 2,
            "duration_ms": lasts_ms - lasts_ms // 2 + len(PAGES) * _PAGE_MS,
            "title": "Read more",
            "text": "How watch time is counted",
            "button": "Read the rules",
            "url": "https://example.com/rules",
            "in_replay": True,
        },
    ]
    await api.call("PUT", f"{path}/rundown", {"version": 0, "items": items})
    await api.call("PUT", f"{path}/chat/mode", {"mode": "moderated"})
    await api.add_members(webinar.id, people)
    body = {"email": "hera@example.com", "name": "Hera", "role": "host"}
    host = await api.call("POST", f"{path}/presenters", body)
    starts_at = datetime.now(UTC) + BEGINS_AFTER
    await api.call("PATCH", path, {"starts_at": _text(starts_at)})
    guest, *others = await api.members(webinar.id)
    return DemoRoom(
        starts_at=starts_at,
        duration_s=lasts_ms / 1_000 + len(PAGES) * _PAGE_MS / 1_000,
        guest=guest,
        host_url=host["presenter_url"],
        others=others,
    )


async def attend_room(
    room: DemoRoom, server: str, session: aiohttp.ClientSession, rng: random.Random
) -> None:
    """Let the guests come at their own moments, watch, write a line and answer the poll, until the programme ends."""

    def position_s() -> float:
        return max(0.0, (datetime.now(UTC) - room.starts_at).total_seconds())

    await asyncio.sleep(max(0.0, (room.starts_at - datetime.now(UTC)).total_seconds()))
    watching = Crowd(
        server,
        room.others,
        room.duration_s,
        session,
        rng,
        size=len(room.others),
        arrival_s=1.0,
        broadcast=position_s,
    )
    sitting = (
        _sit(server, nth, member, rng.uniform(0, 40), rng.uniform(5, 15))
        for nth, member in enumerate(room.others)
    )
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(room.duration_s):
            await asyncio.gather(watching.run(), *sitting)


async def _sit(server: str, nth: int, member: MemberRow, after_s: float, writes_after_s: float) -> None:
    """Sit in the room from ``after_s`` on: answer each poll once, write a line, stay until the room closes."""
    await asyncio.sleep(after_s)
    url = f"ws{server.removeprefix('http')}/ws/room"
    with contextlib.suppress(ConnectionClosed, OSError):
        async with connect(url, subprotocols=[_SUBPROTOCOL], max_size=1 << 16, proxy=None) as socket:
            await socket.send(json.dumps({"type": "hello", "join": member.token}))
            writing = asyncio.create_task(_write(socket, nth, writes_after_s))
            try:
                await _listen(socket, nth)
            finally:
                writing.cancel()


async def _listen(socket: ClientConnection, nth: int) -> None:
    answered: set[str] = set()
    async for frame in socket:
        message = json.loads(frame)
        for answer in _answers(message.get("on_air", message), nth):
            if answer["question"] not in answered:
                answered.add(answer["question"])
                await socket.send(json.dumps(answer))


async def _write(socket: ClientConnection, nth: int, after_s: float) -> None:
    if nth >= len(_LINES):
        return
    await asyncio.sleep(after_s)
    text, is_question = _LINES[nth]
    line = {"type": "line", "client_id": str(uuid4()), "text": text, "question": is_question}
    await socket.send(json.dumps(line))


def _answers(on_air: Json, nth: int) -> list[Json]:
    """Return an answer to each poll that is on air."""
    return [
        {
            "type": "answer",
            "poll": overlay["item"]["id"],
            "question": question["id"],
            "values": question["options"][nth % len(question["options"])]["id"],
        }
        for overlay in on_air.get("overlays", ())
        if overlay["item"]["kind"] == "poll"
        for question in overlay["item"]["questions"]
    ]


async def _upload(
    api: Api, session: aiohttp.ClientSession, url: str, name: str, content: bytes
) -> Json | None:
    """Upload a file by tus and wait until it is ready. Returns: None where it is not in time, or cannot be shown."""
    headers = {**api.headers, "Tus-Resumable": "1.0.0"}
    begin = headers | {
        "Upload-Length": str(len(content)),
        "Upload-Metadata": f"filename {base64.b64encode(name.encode()).decode()}",
    }
    async with session.post(f"{url}/api/v1/media", headers=begin) as made:
        if made.status != 201:
            return None
        where = made.headers["Location"]
    send = headers | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    async with session.patch(url + where, headers=send, data=content) as sent:
        if sent.status != 204:
            return None
    for _ in range(_UPLOADED_S * 2):
        asset: Json = await api.call("GET", f"/media/{where.rpartition('/')[2]}")
        if asset["state"] in ("ready", "failed"):
            return asset if asset["state"] == "ready" else None
        await asyncio.sleep(0.5)
    return None


def _text(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
