"""The setting of a journey: webinars in the past or going on, and people in them, made through the API."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count

from client_demo.api import Api, MemberRow, WebinarRow

_numbers = count(1)


def text(at: datetime) -> str:
    """A time as the API takes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Scene:
    """One webinar of a journey and the people in it."""

    def __init__(self, api: Api, webinar: WebinarRow) -> None:
        self.api = api
        self.webinar = webinar

    @classmethod
    async def past(
        cls,
        api: Api,
        *,
        recording_url: str = "/recordings/none.mp4",
        duration_s: float = 20.0,
        threshold_s: float = 3.0,
        ended: timedelta = timedelta(hours=2),
        **fields: object,
    ) -> "Scene":
        """A webinar of an hour that is over, without a finish; more ``fields`` as the API has them."""
        ends_at = datetime.now(UTC) - ended
        return await cls.create(
            api,
            ends_at - timedelta(hours=1),
            ends_at,
            recording={"url": recording_url, "duration_s": duration_s},
            watch_threshold_s=threshold_s,
            **fields,
        )

    @classmethod
    async def create(cls, api: Api, starts_at: datetime, ends_at: datetime, **fields: object) -> "Scene":
        """Any webinar."""
        body = {
            "name": f"Journey {next(_numbers)}",
            "starts_at": text(starts_at),
            "ends_at": text(ends_at),
            **fields,
        }
        return cls(api, await api.create_webinar(body))

    async def add(self, people: Mapping[str, str]) -> dict[str, MemberRow]:
        """Add people, name to status, with addresses made of their names; returns who they are, by name."""
        rows = [
            {"email": f"{name.lower()}@people.example", "first_name": name, "status": status}
            for name, status in people.items()
        ]
        results = await self.api.add_members(self.webinar.id, rows)
        assert [result["outcome"] for result in results] == ["created"] * len(rows), results
        return {
            name: await self.member(result["member"]["id"])
            for name, result in zip(people, results, strict=True)
        }

    async def member(self, member: str) -> MemberRow:
        """The member as it is now."""
        return MemberRow.of(await self.api.call("GET", f"/members/{member}"))

    async def start(self) -> None:
        """The event begins now, however long everything took until here."""
        starts_at = text(datetime.now(UTC))
        await self.api.call("PATCH", f"/webinars/{self.webinar.id}", {"starts_at": starts_at})

    async def finish(self) -> None:
        """The event is over."""
        await self.api.finish(self.webinar.id)
