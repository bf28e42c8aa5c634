"""The operators of one webinar: they set it up, change things, and try again until the server has answered."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from tests.faults.instants import text_of
from tests.faults.model import STEPS
from tests.faults.plans import Change, OperatorStep, Scene, WebinarPlan
from tests.faults.sent import MemberLog

_DAY_MS: Final = 24 * 3600 * 1000
_TRY_AGAIN_S: Final = 0.2
_GIVES_UP_S: Final = 45.0


class Api:
    """The REST API with every right; a call is tried again until it is answered."""

    def __init__(self, session: aiohttp.ClientSession, url: str, key: str) -> None:
        self._session = session
        self._url = url
        self._headers = {"Authorization": f"Bearer {key}"}

    async def call(
        self, method: str, path: str, body: Any = None, trying: Callable[[], None] = lambda: None
    ) -> tuple[int, Any]:
        """The status and the decoded body of the first answer that is no outage; ``trying`` hears of every try."""
        async with asyncio.timeout(_GIVES_UP_S):
            while True:
                trying()
                try:
                    async with self._session.request(
                        method, f"{self._url}/api/v1{path}", json=body, headers=self._headers
                    ) as answer:
                        if answer.status < 500 and answer.status != 429:
                            return answer.status, await answer.json(content_type=None)
                except (aiohttp.ClientError, OSError, TimeoutError):
                    pass
                await asyncio.sleep(_TRY_AGAIN_S)

    async def ready(self, within_s: float) -> None:
        """Wait until the system says that it is whole. Raises: TimeoutError."""
        async with asyncio.timeout(within_s):
            while True:
                with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
                    async with self._session.get(f"{self._url}/readyz") as answer:
                        state = await answer.json(content_type=None)
                        if answer.status == 200 and state["postgres"] == "up":
                            return
                await asyncio.sleep(0.1)

    async def get(self, path: str) -> Any:
        """The body of a GET."""
        status, body = await self.call("GET", path)
        if status != 200:
            raise AssertionError(f"GET {path} answered {status}: {body}")
        return body

    async def items(self, path: str) -> list[Any]:
        """All items of a list."""
        found: list[Any] = []
        cursor = ""
        while True:
            page = await self.get(f"{path}?limit=200{cursor}")
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"


def email_of(member: int, tag: str) -> str:
    """The address of the one who has that index in every webinar of a history."""
    return f"m{member}.{tag}@people.example"


@dataclass(slots=True)
class Operators:
    """The operators of a history's webinar. ``tag``: the part of people's addresses that is the same in a history."""

    plan: WebinarPlan
    seed: int
    tag: str
    api: Api
    members: Sequence[MemberLog]
    """The members that operators know of, now or later."""
    webinar: str = ""
    starts_at: int = 0
    ends_at: int = 0
    later_at: int | None = None
    """Until when the event was to be extended; somebody may have said that it was too late."""
    finishes_asked: int = 0
    """Requests that were answered."""
    finishes_tried: int = 0
    """Requests that were sent."""
    recordings: int = 1
    forgot_at: int | None = None
    """The time at which Valkey lost everything (ms); time counted since the copies in PostgreSQL
    may be lost with it.
    """
    refused: list[str] = field(default_factory=list)
    _order: dict[int, asyncio.Lock] = field(default_factory=dict)

    async def set_up(self, began_at: int) -> None:
        """Create the webinar; ``open`` comes next."""
        turns_at = began_at + round(self.plan.turns_s * 1000)
        match self.plan.scene:
            case Scene.ENDED:
                starts_at, ends_at = began_at - 3 * _DAY_MS, began_at - 2 * _DAY_MS
            case Scene.ENDING:
                starts_at, ends_at = began_at - 5_000, turns_at
            case Scene.CUT_SHORT:
                starts_at, ends_at = began_at - 4_000, began_at + 600_000
            case Scene.CLOSING:
                starts_at, ends_at = turns_at - 31 * _DAY_MS, turns_at - 30 * _DAY_MS
        status, body = await self.api.call(
            "POST",
            "/webinars",
            {
                "name": f"History {self.seed}",
                "starts_at": text_of(starts_at),
                "ends_at": text_of(ends_at),
                "timezone": self.plan.timezone,
                "recording": {"url": "/recordings/none.mp4", "duration_s": self.plan.recording_s},
                "watch_threshold_s": self.plan.threshold_s,
                "finish_grace_s": 1,
                "cancellations": "remove" if self.plan.removes else "ignore",
            },
        )
        if status != 201:
            raise AssertionError(f"no webinar: {status} {body}")
        self.webinar, self.starts_at, self.ends_at = body["id"], starts_at, ends_at

    async def open(self) -> None:
        """Add whoever is there from the beginning."""
        await self._add([member for member in self.members if self.plan.statuses[member.index]])

    async def run(self, until: "Waiter") -> None:
        """Change what is planned, each in its time and those of one member one after the other."""
        async with asyncio.TaskGroup() as group:
            for step in self.plan.operator:
                await until(step.at_s)
                group.create_task(self._in_turn(step))

    async def _in_turn(self, step: OperatorStep) -> None:
        async with self._order.setdefault(step.member, asyncio.Lock()):
            await self._change(step)

    async def _change(self, step: OperatorStep) -> None:
        match step.change:
            case Change.REMOVE:
                self.members[step.member].inside = False
                await self._set_status(step.member, "not_in_program")
            case Change.BACK:
                await self._set_status(step.member, "registered")
                self.members[step.member].inside = True
            case Change.ASSERT:
                await self._set_status(step.member, step.value)
            case Change.JOINS if not self.members[step.member].id:
                await self._add([self.members[step.member]], "registered")
            case Change.JOINS:
                await self._set_status(step.member, "registered")
                self.members[step.member].inside = True
            case Change.NEW_LINK:
                await self._new_link(self.members[step.member])
            case Change.THRESHOLD:
                await self._patch({"watch_threshold_s": float(step.value)})
            case Change.RECORDING:
                recording = {"url": "/recordings/other.mp4", "duration_s": self.plan.recording_s}
                await self._patch({"recording": {**recording, "replaces": True}})
            case Change.FINISH:
                await self._finish()
            case Change.EXTEND:
                await self._extend(round(float(step.value) * 1000))

    async def _add(self, members: Sequence[MemberLog], status: str = "") -> None:
        rows = []
        for member in members:
            wanted = status or self.plan.statuses[member.index]
            rows.append(
                {
                    "email": email_of(member.index, self.tag),
                    "first_name": f"Member {member.index}",
                    "status": wanted,
                }
            )

        def trying() -> None:
            for member, row in zip(members, rows, strict=True):
                member.said[row["status"]] += 1

        path = f"/webinars/{self.webinar}/members"
        code, body = await self.api.call("POST", path, {"members": rows}, trying)
        if code != 200:
            raise AssertionError(f"nobody was added: {code} {body}")
        for member, result in zip(members, body["results"], strict=True):
            if "member" not in result:
                # The window has closed meanwhile.
                self.refused.append(f"member {member.index}: {result.get('code')}")
                continue
            self._learn(member, result["member"])
            member.inside = STEPS[result["member"]["status"]] >= 30

    async def _set_status(self, index: int, status: str) -> None:
        member = self.members[index]

        def trying() -> None:
            member.said[status] += 1

        said = {"status": status, "reason": f"history {self.seed}"}
        code, body = await self.api.call("POST", f"/members/{member.id}/status", said, trying)
        if code == 200:
            self._learn(member, body)
        elif body.get("code") != "status_backwards":
            raise AssertionError(f"{status} for member {index} answered {code}: {body}")

    def _learn(self, member: MemberLog, body: Any) -> None:
        member.id = body["id"]
        if body["join_url"] is not None:
            member.token = body["join_url"].rsplit("/", 1)[1]
        if body["status"] != "not_in_program":
            member.step = max(member.step, STEPS[body["status"]])

    async def _new_link(self, member: MemberLog) -> None:
        code, body = await self.api.call("POST", f"/members/{member.id}/link", {})
        if code != 200:
            raise AssertionError(f"no new link: {code} {body}")
        self._learn(member, body)

    async def _patch(self, changes: dict[str, Any]) -> None:
        code, body = await self.api.call("PATCH", f"/webinars/{self.webinar}", changes)
        if code != 200:
            raise AssertionError(f"{changes} answered {code}: {body}")

    async def _extend(self, by_ms: int) -> None:
        self.later_at = self.ends_at + by_ms
        changes = {"ends_at": text_of(self.later_at)}
        code, body = await self.api.call("PATCH", f"/webinars/{self.webinar}", changes)
        if code != 200 and body.get("code") != "event_over":
            raise AssertionError(f"{changes} answered {code}: {body}")

    async def _finish(self) -> None:
        def trying() -> None:
            self.finishes_tried += 1

        code, body = await self.api.call("POST", f"/webinars/{self.webinar}/finish", {}, trying)
        if code != 200:
            raise AssertionError(f"finish answered {code}: {body}")
        self.finishes_asked += 1


class Waiter:
    """Waits for times of a history."""

    def __init__(self, began: float) -> None:
        self._began = began

    async def __call__(self, at_s: float) -> None:
        """Wait until so many seconds after it began."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self._began + at_s - loop.time())
