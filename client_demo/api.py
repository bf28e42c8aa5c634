"""A REST client with the few calls that the demonstration needs."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import aiohttp

from client_demo.contract import contract

Json = dict[str, Any]


class ApiError(Exception):
    """The server answered with a problem document.

    Attributes: ``status`` is the HTTP status, ``code`` the stable code of the problem.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class WebinarRow:
    """A webinar as the API lists it; ``finished`` says whether it had a finish."""

    id: str
    name: str
    phase: str
    starts_at: datetime
    ends_at: datetime
    finished: bool
    duration_s: float | None

    @classmethod
    def of(cls, item: Json) -> Self:
        """Read one item of an answer."""
        recording = item.get("recording")
        return cls(
            id=item["id"],
            name=item["name"],
            phase=item["phase"],
            starts_at=datetime.fromisoformat(item["starts_at"]),
            ends_at=datetime.fromisoformat(item["ends_at"]),
            finished=item.get("finished_at") is not None,
            duration_s=recording["duration_s"] if recording else None,
        )


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as the API lists them; ``join_url`` is personal, ``seen``: they used it before."""

    id: str
    email: str
    name: str
    status: str
    join_url: str | None
    seen: bool

    @property
    def token(self) -> str:
        """The token of the join link: the last part of its path."""
        return (self.join_url or "").rsplit("/", 1)[-1]

    @classmethod
    def of(cls, item: Json) -> Self:
        """Read one item of an answer."""
        names = (item.get("first_name"), item.get("last_name"))
        return cls(
            id=item["id"],
            email=item["email"],
            name=" ".join(name for name in names if name),
            status=item["status"],
            join_url=item.get("join_url"),
            seen=item.get("joined_at") is not None or item.get("first_watched_at") is not None,
        )


class Api:
    """The REST API under ``{url}/api/v1`` with one API key. Every method raises ``ApiError`` when refused."""

    def __init__(self, session: aiohttp.ClientSession, url: str, key: str) -> None:
        self._session = session
        self._url = url.rstrip("/")
        self.headers = {"Authorization": f"Bearer {key}"}
        self._contract = contract()

    async def call(
        self, method: str, path: str, body: Json | None = None, query: Mapping[str, str] | None = None
    ) -> Any:
        """One call; ``path`` is below ``/api/v1``. Returns the decoded body, None for an empty one."""
        async with self._session.request(
            method, f"{self._url}/api/v1{path}", json=body, params=query, headers=self.headers
        ) as response:
            text = await response.text()
            if self._contract is not None:
                answer = await response.json(content_type=None) if text else None
                self._contract.call(method, f"/api/v1{path}", body, response.status, answer)
            if response.ok:
                return await response.json() if text else None
            if "json" not in response.content_type:
                raise ApiError(response.status, "unreadable", text[:200])
            problem = await response.json(content_type=None)
            message = str(problem.get("detail") or problem.get("title") or "")
            raise ApiError(response.status, str(problem.get("code", "unknown")), message)

    async def form(self, slug: str) -> Json:
        """Fetch the form of a registration page as `register.js` does, without the key."""
        async with self._session.get(f"{self._url}/r/{slug}/form.json") as response:
            if not response.ok:
                raise ApiError(response.status, "no_form", f"there is no registration page {slug}")
            found: Json = await response.json()
            return found

    async def send_form(self, slug: str, body: Json) -> None:
        """Send a form as `register.js` does, without the key."""
        async with self._session.post(f"{self._url}/r/{slug}", json=body) as response:
            if not response.ok:
                raise ApiError(response.status, "form_refused", (await response.text())[:200])

    async def items(self, path: str, **query: str) -> AsyncIterator[Json]:
        """Every item of a list, page after page."""
        query["limit"] = "200"
        while True:
            page = await self.call("GET", path, query=query)
            for item in page["items"]:
                yield item
            if page.get("next_cursor") is None:
                return
            query["cursor"] = page["next_cursor"]

    async def webinars(self) -> list[WebinarRow]:
        """All webinars."""
        return [WebinarRow.of(item) async for item in self.items("/webinars")]

    async def create_webinar(self, body: Json) -> WebinarRow:
        """A new webinar from the fields of the API."""
        return WebinarRow.of(await self.call("POST", "/webinars", body))

    async def members(self, webinar: str, **query: str) -> list[MemberRow]:
        """The members of a webinar, filtered as the API filters."""
        return [MemberRow.of(item) async for item in self.items(f"/webinars/{webinar}/members", **query)]

    async def add_members(self, webinar: str, members: Sequence[Json]) -> list[Json]:
        """Add members, at most 1000 in a call; returns the result of each, in order."""
        answer = await self.call("POST", f"/webinars/{webinar}/members", {"members": list(members)})
        results: list[Json] = answer["results"]
        return results

    async def set_status(self, member: str, status: str, reason: str) -> None:
        """Ask for a status."""
        await self.call("POST", f"/members/{member}/status", {"status": status, "reason": reason})

    async def finish(self, webinar: str) -> Json:
        """The event is over; returns the counts once everybody is settled."""
        counts: Json = await self.call("POST", f"/webinars/{webinar}/finish")
        return counts
