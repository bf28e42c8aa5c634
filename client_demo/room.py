"""The demonstration's automated webinar: it begins two minutes after the first start; guests write and vote.

Source: docs/automated.md
"""

from __future__ import annotations

import asyncio
import base64
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import aiohttp

from client_demo.api import Api, Json, MemberRow

ROOM_NAME = "Automated: From Click to Replay"
BEGINS_AFTER: Final = timedelta(minutes=2)
_LINES: Final = (
    ("How do you count somebody who comes back twice?", True),
    ("Hello from Lyon!", False),
    ("Does a muted tab count?", True),
    ("Good morning from Utrecht", False),
    ("Will there be a replay?", True),
)
_UPLOADED_S: Final = 60


@dataclass(frozen=True, slots=True)
class DemoRoom:
    """The links of the automated webinar: one for a guest to try, one for a host, and the other guests."""

    starts_at: datetime
    guest: MemberRow
    host_url: str
    others: list[MemberRow]


async def make_room(
    api: Api, session: aiohttp.ClientSession, url: str, recording: str, people: list[Json]
) -> DemoRoom | None:
    """Upload the recording as a film and arrange it with a poll, a call to action and a moderated chat.

    Returns: None where the webinar is there from an earlier start. Raises: ApiError.
    """
    if any(one.name == ROOM_NAME for one in await api.webinars()):
        return None
    async with session.get(url + recording) as response:
        film = await _upload(api, session, url, await response.read())
    if film is None:
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
            "duration_ms": lasts_ms - lasts_ms // 2,
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
    return DemoRoom(starts_at=starts_at, guest=guest, host_url=host["presenter_url"], others=others)


async def talk(room: DemoRoom, session: aiohttp.ClientSession, rng: random.Random) -> None:
    """Let the guests write a line and answer the poll, each at their own moment of the programme."""
    await asyncio.gather(
        *(_one(room, nth, member, session, rng.uniform(5, 60)) for nth, member in enumerate(room.others))
    )


async def _one(
    room: DemoRoom, nth: int, member: MemberRow, session: aiohttp.ClientSession, after_s: float
) -> None:
    wait_s = (room.starts_at - datetime.now(UTC)).total_seconds() + after_s
    await asyncio.sleep(max(0.0, wait_s))
    messages: list[Json] = []
    if nth < len(_LINES):
        text, is_question = _LINES[nth]
        messages.append({"type": "line", "client_id": str(uuid4()), "text": text, "question": is_question})
    for message in await _ask(member, session, messages):
        if message["type"] == "on_air":
            await _ask(member, session, list(_answers(message, nth)))


def _answers(on_air: Json, nth: int) -> list[Json]:
    """Return an answer to each poll that is on air."""
    return [
        {
            "type": "answer",
            "poll": overlay["item"]["id"],
            "question": question["id"],
            "values": question["options"][nth % len(question["options"])]["id"],
        }
        for overlay in on_air["overlays"]
        if overlay["item"]["kind"] == "poll"
        for question in overlay["item"]["questions"]
    ]


async def _ask(member: MemberRow, session: aiohttp.ClientSession, messages: list[Json]) -> list[Json]:
    async with session.post(f"{member.join_url}/room", json={"messages": messages}) as answer:
        decoded: Any = await answer.json() if answer.ok else {"messages": []}
    found: list[Json] = decoded["messages"]
    return found


async def _upload(api: Api, session: aiohttp.ClientSession, url: str, content: bytes) -> Json | None:
    """Upload a film by tus and wait until it is ready. Returns: None where it is not in time, or cannot be played."""
    name = base64.b64encode(b"The film.mp4").decode()
    headers = {**api.headers, "Tus-Resumable": "1.0.0"}
    begin = headers | {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"}
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
