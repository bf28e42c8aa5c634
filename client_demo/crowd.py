"""A crowd of simulated viewers: they come, watch as people do and leave, and others come, until stopped."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import aiohttp

from client_demo.api import MemberRow
from client_demo.viewer import Tab


class Move(StrEnum):
    """A move of a viewer while watching."""

    PAUSE = "pause"
    SEEK_BACK = "seek_back"
    SEEK_AHEAD = "seek_ahead"
    FASTER = "faster"
    LOSE_NETWORK = "lose_network"
    SECOND_TAB = "second_tab"
    RELOAD = "reload"


LIKELY = {
    Move.PAUSE: 8,
    Move.SEEK_BACK: 4,
    Move.SEEK_AHEAD: 5,
    Move.FASTER: 4,
    Move.LOSE_NETWORK: 2,
    Move.SECOND_TAB: 1,
    Move.RELOAD: 2,
}
"""The relative frequency of each move."""
LIKELY_LIVE = {Move.LOSE_NETWORK: 2, Move.SECOND_TAB: 1, Move.RELOAD: 2}
"""The same in a live room, where everybody is at the same position and at the same speed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One visit: how long it lasts and what happens at which second of it."""

    stay_s: float
    moves: tuple[tuple[float, Move], ...]


def plan(rng: random.Random, duration_s: float, likely: Mapping[Move, int] = LIKELY) -> Plan:
    """A visit as a real audience has them: many leave early, some on the way, a good part at the end."""
    kind = rng.random()
    if kind < 0.22:
        stay_s = rng.uniform(0.04, 0.25) * duration_s
    elif kind < 0.55:
        stay_s = rng.uniform(0.25, 0.9) * duration_s
    else:
        stay_s = rng.uniform(0.95, 1.1) * duration_s
    count = rng.choices((0, 1, 2, 3), (4, 4, 2, 1))[0]
    moves = rng.choices(tuple(likely), tuple(likely.values()), k=count)
    times = sorted(rng.uniform(0.05, 0.95) * stay_s for _ in moves)
    return Plan(stay_s, tuple(zip(times, moves, strict=True)))


class Crowd:
    """At most ``size`` viewers at a time of the recording of one webinar.

    ``server`` is the server's base URL, ``members`` the people it plays, ``duration_s`` the length of the
    recording. ``run`` goes on until it is cancelled; every viewer then leaves as a page does that is closed,
    and nothing that was played is lost.
    """

    def __init__(
        self,
        server: str,
        members: Sequence[MemberRow],
        duration_s: float,
        session: aiohttp.ClientSession,
        rng: random.Random,
        *,
        size: int = 36,
        arrival_s: float = 2.0,
        broadcast: Callable[[], float] | None = None,
    ) -> None:
        self._server = server
        self._duration_s = duration_s
        self._session = session
        self._rng = rng
        self._size = size
        self._arrival_s = arrival_s
        self._broadcast = broadcast
        self._away = list(members)
        self._visits: set[asyncio.Task[None]] = set()

    @property
    def watching(self) -> int:
        """Return the number of viewers that are here now."""
        return len(self._visits)

    async def run(self) -> None:
        """Let people come and go until cancelled: quickly at first, then about one every ``arrival_s``."""
        try:
            while True:
                if self._away and len(self._visits) < self._size:
                    self._arrive()
                half_empty = len(self._visits) < self._size / 2
                mean_s = self._arrival_s / 4 if half_empty else self._arrival_s
                await asyncio.sleep(min(self._rng.expovariate(1 / mean_s), 3 * mean_s))
        finally:
            for visit in self._visits:
                visit.cancel()
            await asyncio.gather(*self._visits, return_exceptions=True)

    def _arrive(self) -> None:
        member = self._away.pop(self._rng.randrange(len(self._away)))
        visit = asyncio.create_task(self._visit(member))
        self._visits.add(visit)
        visit.add_done_callback(self._visits.discard)
        visit.add_done_callback(lambda _: self._away.append(member))

    async def _visit(self, member: MemberRow) -> None:
        """One person's visit, from the click on the join link to leaving."""
        rng = random.Random(self._rng.random())
        if not await self._click(member.token):
            return
        tab = self._open(member, rng)
        try:
            if not await self._start(tab):
                return
            begun = asyncio.get_running_loop().time()
            likely = LIKELY if self._broadcast is None else LIKELY_LIVE
            chosen = plan(rng, self._duration_s - tab.position_s, likely)
            for at_s, move in chosen.moves:
                await self._until(tab, begun + at_s)
                tab = await self._make(move, tab, member, rng)
            await self._until(tab, begun + chosen.stay_s)
        finally:
            await tab.close()

    async def _click(self, token: str) -> bool:
        """Open the join link; the page's own script confirms the click."""
        try:
            async with self._session.post(
                f"{self._server}/j/{token}/click", json={"sign": "gesture"}
            ) as answer:
                return answer.ok
        except (aiohttp.ClientError, TimeoutError):
            await asyncio.sleep(1)
            return False

    def _open(self, member: MemberRow, rng: random.Random) -> Tab:
        return Tab(self._server, member.token, self._duration_s, self._session, rng)

    async def _start(self, tab: Tab) -> bool:
        """Press play once the server has answered; False when it does not want this tab."""
        if not await tab.ready():
            return False
        if self._broadcast is not None:
            tab.seek(self._broadcast())
        tab.play()
        return True

    async def _until(self, tab: Tab, at_s: float) -> None:
        """Watch until that second of the loop's clock, or until the server ends it."""
        left_s = at_s - asyncio.get_running_loop().time()
        if left_s > 0:
            await tab.until_over(left_s)

    async def _make(self, move: Move, tab: Tab, member: MemberRow, rng: random.Random) -> Tab:
        """Make one move; returns the tab that goes on, another one after a reload."""
        match move:
            case Move.PAUSE:
                tab.pause()
                await asyncio.sleep(rng.uniform(0.01, 0.06) * self._duration_s)
                tab.play()
            case Move.SEEK_BACK:
                tab.seek(tab.position_s - rng.uniform(0.03, 0.15) * self._duration_s)
            case Move.SEEK_AHEAD:
                tab.seek(tab.position_s + rng.uniform(0.03, 0.25) * self._duration_s)
            case Move.FASTER:
                tab.set_rate(rng.choice((1.25, 1.5, 2.0)))
            case Move.LOSE_NETWORK:
                tab.drop_connection()
            case Move.SECOND_TAB:
                await self._second_tab(member, rng)
            case Move.RELOAD:
                await tab.vanish()
                tab = self._open(member, rng)
                await self._start(tab)
        return tab

    async def _second_tab(self, member: MemberRow, rng: random.Random) -> None:
        """The same recording once more beside the first; both play, the time counts once."""
        other = self._open(member, rng)
        try:
            if await self._start(other):
                await asyncio.sleep(rng.uniform(0.02, 0.1) * self._duration_s)
        finally:
            await other.close()
