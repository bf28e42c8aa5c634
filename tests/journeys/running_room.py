"""An automated webinar in the middle: overlays on air, a line that waits, one that is answered, and a host."""

import time
from dataclasses import dataclass
from typing import Any

import aiohttp

from client_demo.api import Api
from latecomer.core.timestamps import to_text
from tests.journeys.system import System

_LASTS_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class RunningRoom:
    """The webinar's id, and the links of a viewer and of a host."""

    webinar: str
    viewer: str
    host: str


async def running_room(system: System, api: Api, session: aiohttp.ClientSession) -> RunningRoom:
    """Save a rundown, bring its start forward to now, and have a viewer write two lines."""
    planned_at = int(time.time() * 1_000) + _LASTS_MS
    webinar = await api.call("POST", "/webinars", {"name": "Journey", "starts_at": to_text(planned_at)})
    path = f"/webinars/{webinar['id']}"
    question = {"type": "single", "text": "Journey", "options": [{"text": "Nora"}, {"text": "Nora"}]}
    shown: dict[str, Any] = {"start_ms": 0, "duration_ms": _LASTS_MS}
    items = [
        {**shown, "kind": "poll", "title": "Nora", "results": "always", "questions": [question]},
        {
            **shown,
            "kind": "call_to_action",
            "text": "Journey",
            "button": "Nora",
            "url": "https://people.example/",
        },
        {
            **shown,
            "kind": "announcement",
            "text": "Nora",
            "start_ms": _LASTS_MS - 60_000,
            "duration_ms": 60_000,
        },
    ]
    await api.call("PUT", f"{path}/rundown", {"version": 0, "items": items})
    await api.call("PUT", f"{path}/chat/mode", {"mode": "moderated"})
    added = await api.call("POST", f"{path}/members", {"members": [{"email": "nora@people.example"}]})
    viewer = added["results"][0]["member"]["join_url"]
    body = {"email": "nora@people.example", "name": "Nora", "role": "host"}
    host = (await api.call("POST", f"{path}/presenters", body))["presenter_url"]
    await api.call("PATCH", path, {"starts_at": to_text(int(time.time() * 1_000) + 500)})
    lines = [{"type": "line", "client_id": word, "text": word} for word in ("Journey", "Nora")]
    async with session.post(f"{viewer}/room", json={"messages": lines}) as answer:
        assert answer.status == 200, await answer.text()
        first = (await answer.json())["messages"][0]["line"]["id"]
    await api.call("POST", f"{path}/chat/{first}/answer", {"text": "Nora"})
    return RunningRoom(webinar=webinar["id"], viewer=viewer, host=host)
