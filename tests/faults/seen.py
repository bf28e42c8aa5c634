"""The server's account of a history, read back over REST, from a dashboard that was open all along, and from PostgreSQL
itself.
"""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from tests.faults.instants import instant_of
from tests.faults.model import Anchored, Moments, Rules, SeenFact
from tests.faults.operators import Api

_AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """A change of status."""

    id: int
    from_status: str | None
    to_status: str
    at: int
    source: str


@dataclass(frozen=True, slots=True)
class SeenFinish:
    """A finish: its time, who said so, and when that was written down (ms)."""

    at: int
    source: str
    recorded_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDelivery:
    """A delivery of a vendor, in the inbox."""

    connection: str
    body: bytes
    state: str
    outcome: str | None
    received_at: int
    handled_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMember:
    """One member."""

    id: str
    email: str
    status: str
    visitor: bool
    listed_ms: tuple[int, int]
    """Live and on-demand watch duration in the member list."""
    told_ms: tuple[int, int]
    """The same as the explanation adds it up."""
    live: Moments
    on_demand: Moments
    reported: Moments
    """The vendors' reports about the live room."""
    listed_covered_s: int
    covered: frozenset[int]
    playbacks: dict[str, Anchored]
    drops: Counter[str]
    facts: tuple[SeenFact, ...]
    events: tuple[SeenEvent, ...]
    """Oldest first."""
    sequence: int
    joined_at: int | None
    outgoing: tuple[tuple[int, str, Any], ...]
    """Outbox: sequence, type, data; by sequence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The server's whole account of a history."""

    rules: Rules
    planned_ends_at: int
    """The end before a finish moved it."""
    timezone: str
    webinar: Any
    members: dict[str, SeenMember]
    finishes: tuple[SeenFinish, ...]
    drops: Counter[str]
    dashboards: dict[str, Any]
    outbox: dict[str, tuple[str, Any]]
    """Outgoing events by id: type and data."""
    inbox: tuple[SeenDelivery, ...]


async def look(
    api: Api, database: asyncpg.Connection, webinar: str, connections: Sequence[str], followed: Any
) -> Seen:
    """Read everything about a webinar.

    Args:
        connections: those of its vendors.
        followed: the state of the dashboard that was open all along.
    """
    item = await api.get(f"/webinars/{webinar}")
    dashboard = await api.get(f"/webinars/{webinar}/dashboard")
    listed = await api.items(f"/webinars/{webinar}/members")
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def one(row: Any) -> tuple[Any, list[Any]]:
        async with at_once:
            return await api.get(f"/members/{row['id']}/watch"), await api.items(
                f"/members/{row['id']}/timeline"
            )

    told = await asyncio.gather(*(one(row) for row in listed))
    outbox = await database.fetch(
        "SELECT id::text, type, member_id::text, sequence, data FROM outbox WHERE webinar_id = $1 ORDER BY sequence",
        webinar,
    )
    sequences = {
        row["id"]: row["sequence"]
        for row in await database.fetch(
            "SELECT id::text, sequence FROM members WHERE webinar_id = $1", webinar
        )
    }
    finishes = await database.fetch(
        f"SELECT {_ms('at')}, source, {_ms('recorded_at')} FROM finishes WHERE webinar_id = $1",  # noqa: S608
        webinar,
    )
    planned = await database.fetchval(
        "SELECT (extract(epoch FROM max(planned_ends_at)) * 1000)::bigint FROM finishes WHERE webinar_id = $1",
        webinar,
    )
    inbox = await database.fetch(
        "SELECT connection_id::text AS connection, body, state, outcome,"  # noqa: S608 - columns alone
        f" {_ms('received_at')}, {_ms('handled_at')} FROM inbox WHERE connection_id = ANY ($1::uuid[]) ORDER BY id",
        list(connections),
    )
    outgoing: dict[str, list[tuple[int, str, Any]]] = {}
    for row in outbox:
        if row["member_id"] is not None:
            data = json.loads(row["data"])
            outgoing.setdefault(row["member_id"], []).append((row["sequence"], row["type"], data))
    members = {
        row["id"]: _member(row, watch, entries, sequences[row["id"]], outgoing.get(row["id"], ()))
        for row, (watch, entries) in zip(listed, told, strict=True)
    }
    recording = item["recording"]
    return Seen(
        rules=Rules(
            starts_at=instant_of(item["starts_at"]),
            ends_at=instant_of(item["ends_at"]),
            recording_s=recording["duration_s"],
            recording_version=recording["version"],
            threshold_ms=round(min(item["watch_threshold_s"], recording["duration_s"] / 2) * 1000),
        ),
        planned_ends_at=max(instant_of(item["ends_at"]), planned or 0),
        timezone=item["timezone"],
        webinar=item,
        members=members,
        finishes=tuple(SeenFinish(**row) for row in finishes),
        drops=Counter((await api.get(f"/webinars/{webinar}/drops"))["drops"]),
        dashboards={"asked": dashboard["data"], "followed": followed},
        outbox={row["id"]: (row["type"], json.loads(row["data"])) for row in outbox},
        inbox=tuple(SeenDelivery(**row) for row in inbox),
    )


def _ms(column: str) -> str:
    return f"(extract(epoch FROM {column}) * 1000)::bigint AS {column}"


def _member(
    row: Any, watch: Any, entries: Sequence[Any], sequence: int, outgoing: Sequence[tuple[int, str, Any]]
) -> SeenMember:
    def moments(mode: str) -> Moments:
        return Moments((instant_of(begin), instant_of(end)) for begin, end in watch[mode]["intervals"])

    return SeenMember(
        id=row["id"],
        email=row["email"],
        status=row["status"],
        visitor=row["visitor"],
        listed_ms=(round(row["watched_s"]["live"] * 1000), round(row["watched_s"]["on_demand"] * 1000)),
        told_ms=(round(watch["live"]["watched_s"] * 1000), round(watch["on_demand"]["watched_s"] * 1000)),
        live=moments("live"),
        on_demand=moments("on_demand"),
        reported=Moments(
            (instant_of(begin), instant_of(end))
            for report in watch["reports"]
            for begin, end in report["intervals"]
        ),
        listed_covered_s=row["covered_s"],
        covered=frozenset(second for begin, end in watch["covered"] for second in range(begin, end)),
        playbacks={
            each["playback"]: Anchored(
                instant_of(each["anchor_at"]), instant_of(each["hello_at"]), each["recording_version"]
            )
            for each in watch["playbacks"]
        },
        drops=Counter(watch["drops"]),
        facts=tuple(
            SeenFact(each["id"], each["fact"], instant_of(each["at"]), each["source"])
            for each in entries
            if each["kind"] == "fact"
        ),
        events=tuple(
            sorted(
                (
                    SeenEvent(
                        each["id"],
                        each.get("from_status"),
                        each["to_status"],
                        instant_of(each["at"]),
                        each["source"],
                    )
                    for each in entries
                    if each["kind"] == "status"
                ),
                key=lambda event: event.id,
            )
        ),
        sequence=sequence,
        joined_at=None if row["joined_at"] is None else instant_of(row["joined_at"]),
        outgoing=tuple(sorted(outgoing, key=lambda event: event[0])),
    )


class Follower:
    """A dashboard that stays open as long as it can, and insists on what the protocol says."""

    def __init__(self, url: str, key: str, webinar: str) -> None:
        self._url = f"ws{url.removeprefix('http')}/ws/dashboard"
        self._subscribe = json.dumps({"type": "subscribe", "webinar": webinar, "key": key})
        self.data: Any = None
        self.patches = 0
        self.oddities: list[str] = []

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            with contextlib.suppress(ConnectionClosed, InvalidHandshake, OSError, TimeoutError, EOFError):
                async with connect(
                    self._url,
                    subprotocols=[Subprotocol("latecomer.dashboard.v1")],
                    proxy=None,
                    open_timeout=5,
                    ping_interval=2,
                    ping_timeout=4,
                    close_timeout=0.3,
                ) as socket:
                    await socket.send(self._subscribe)
                    epoch, version = "", -1
                    async for frame in socket:
                        message = json.loads(frame)
                        epoch, version = self._take(message, epoch, version)
            await asyncio.sleep(0.2)

    def _take(self, message: Any, epoch: str, version: int) -> tuple[str, int]:
        match message["type"]:
            case "snapshot":
                self.data = message["data"]
            case "patch":
                if message["epoch"] != epoch or message["version"] != version + 1:
                    self.oddities.append(f"patch {message['version']} came after {version}")
                self.data = merge(self.data, message["data"])
                self.patches += 1
            case "reconnect":
                return epoch, version
            case other:
                self.oddities.append(f"a dashboard was sent {other}: {message}")
                return epoch, version
        return message["epoch"], message["version"]


def merge(target: Any, patch: Any) -> Any:
    """RFC 7396, section 2."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged
