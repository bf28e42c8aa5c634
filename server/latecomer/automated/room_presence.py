"""The members who are in rooms, of all processes together.

Each process reports the members of its open rooms, and those who ask over HTTP, every few seconds; Redis keeps the time
of the last report of each member.

Source: docs/automated.md, The room
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.redis import keys
from latecomer.redis.cluster import Client, call_each
from latecomer.redis.functions import DRIVER_ERRORS, as_ours, redis_errors
from latecomer.redis.packing import as_bytes

REPORT_S: Final = 5.0
"""Seconds between two reports of a process."""
HERE_MS: Final = 12_000
"""Milliseconds after the last report for which a member counts as in the room."""
_KEPT_S: Final = 3_600
_KEPT_MS: Final = _KEPT_S * 1_000
_AT_ONCE: Final = 500


@dataclass(slots=True)
class _Room:
    """One room: the members in it at the last report of this process, those whom this process reported lately and
    when, those who came since, and those who asked over HTTP since, and when."""

    total: int | None = None
    reported: dict[MemberId, Instant] = field(default_factory=dict)
    came: set[MemberId] = field(default_factory=set)
    asked: dict[MemberId, Instant] = field(default_factory=dict)


class RoomPresence:
    """The members in rooms."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._rooms: dict[WebinarId, _Room] = {}

    def came(self, webinar: WebinarId, member: MemberId) -> None:
        """Note that a member has entered the room over its socket; ``report`` then names them while they stay."""
        room = self._rooms.setdefault(webinar, _Room())
        if member not in room.reported:
            room.came.add(member)

    def asked(self, webinar: WebinarId, member: MemberId, now: Instant) -> None:
        """Note that a member has asked the room over HTTP."""
        self.came(webinar, member)
        self._rooms[webinar].asked[member] = now

    def viewers(self, webinar: WebinarId) -> int:
        """Return the number of members in the room of all processes, at most some seconds old; those who came to this
        process count at once."""
        room = self._rooms.get(webinar)
        return 0 if room is None else (room.total or 0) + len(room.came)

    def reported(self, webinar: WebinarId) -> int | None:
        """Return the number of members in the room at the last report; None before the first."""
        room = self._rooms.get(webinar)
        return None if room is None else room.total

    async def report(self, rooms: Mapping[WebinarId, Sequence[MemberId]], now: Instant) -> None:
        """Report the members of this process's open rooms, and count all members in them. Errors: LedgerAway."""
        for webinar in {*rooms, *self._rooms}:
            room = self._rooms.setdefault(webinar, _Room())
            here = room.asked | dict.fromkeys(rooms.get(webinar, ()), now)
            room.asked = {}
            if not here and webinar not in rooms:
                if not room.came:
                    del self._rooms[webinar]
                continue
            if here:
                await self._report(webinar, sorted(here.items()), now)
            async with redis_errors():
                room.total = int(await self._client.zcount(keys.room(webinar), now - HERE_MS, "+inf"))
            lately = {member: at for member, at in room.reported.items() if now - at < HERE_MS}
            room.reported = lately | here
            room.came -= here.keys()

    async def _report(
        self, webinar: WebinarId, here: Sequence[tuple[MemberId, Instant]], now: Instant
    ) -> None:
        key = keys.room(webinar)
        async with redis_errors():
            for start in range(0, len(here), _AT_ONCE):
                reported = {member.bytes: at for member, at in here[start : start + _AT_ONCE]}
                await self._client.zadd(key, reported, gt=True)
            await self._client.expire(key, _KEPT_S)
            await self._client.zremrangebyscore(key, "-inf", now - _KEPT_MS)

    async def last_there(
        self, asked: Sequence[tuple[WebinarId, MemberId]]
    ) -> Mapping[tuple[WebinarId, MemberId], Instant]:
        """Return when these members were last in their rooms; whom no report of the last hour names is left out.

        Errors: LedgerAway.
        """
        answers = await call_each(
            self._client, [("ZSCORE", keys.room(webinar), member.bytes) for webinar, member in asked]
        )
        found: dict[tuple[WebinarId, MemberId], Instant] = {}
        for each, answer in zip(asked, answers, strict=True):
            if isinstance(answer, DRIVER_ERRORS):
                raise as_ours(answer)
            if answer is not None:
                found[each] = int(float(answer if isinstance(answer, float) else as_bytes(answer)))
        return found
