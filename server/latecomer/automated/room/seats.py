"""The seats of a room: one for each socket of a viewer or host.

Source: docs/protocol.md, Room
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from latecomer.automated.overlays.rules import Value
from latecomer.automated.rules.rundown import ItemId
from latecomer.core.ids import MemberId
from latecomer.http.close_codes import Closing

_A_TURN: Final = 200
"""The number of seats that are written to in one turn of the event loop."""


@dataclass(slots=True, eq=False, kw_only=True)
class ViewerSeat:
    """A viewer's socket.

    ``told``: the number of the last change of the chat that was written to it, None before the welcome; ``is_behind``:
    it has missed frames, because the client had not taken earlier ones.
    """

    member: MemberId
    serial: int
    write: Callable[[bytes], bool]
    """Write frames. Returns: False while the client has not taken what was written before; nothing is written then."""
    end: Callable[[Closing], None]
    told: int | None = None
    is_behind: bool = False
    answers: dict[ItemId, Mapping[str, Value]] = field(default_factory=dict)
    """The member's answers to polls, as far as this process knows them."""

    def send(self, frames: bytes) -> bool:
        """Write frames, or mark the seat as behind. Returns: True when they were written."""
        if self.is_behind or not self.write(frames):
            self.is_behind = True
            return False
        return True


@dataclass(slots=True, eq=False, kw_only=True)
class HostSeat:
    """A socket of a host, presenter or operator; ``told``: the last change of the hosts' counter, None before the first
    frame."""

    write: Callable[[bytes], bool]
    end: Callable[[Closing], None]
    may_direct: bool
    is_operator: bool = False
    """The seat of a session or key, not of a link."""
    is_welcome: bool = False
    """The first frame was written; the console follows."""
    still: Callable[[], Awaitable[Closing | None]]
    """Return why this seat must end: the link or session is no longer valid; None while it is."""
    told: int | None = None


class Seats:
    """All seats of one room in this process."""

    def __init__(self) -> None:
        self.hosts: list[HostSeat] = []
        self._viewers: dict[MemberId, list[ViewerSeat]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._viewers.values())) + len(self.hosts)

    @property
    def members(self) -> Sequence[MemberId]:
        """Return the members who have a seat."""
        return tuple(self._viewers)

    def of(self, member: MemberId) -> Sequence[ViewerSeat]:
        """Return the seats of a member."""
        return tuple(self._viewers.get(member, ()))

    def viewers(self) -> Iterator[ViewerSeat]:
        """Yield the seats of all members."""
        for seats in tuple(self._viewers.values()):
            yield from tuple(seats)

    def add(self, seat: ViewerSeat | HostSeat) -> None:
        """Add a seat."""
        if isinstance(seat, HostSeat):
            self.hosts.append(seat)
        else:
            self._viewers.setdefault(seat.member, []).append(seat)

    def remove(self, seat: ViewerSeat | HostSeat) -> None:
        """Remove a seat."""
        if isinstance(seat, HostSeat):
            if seat in self.hosts:
                self.hosts.remove(seat)
            return
        seats = self._viewers.get(seat.member, [])
        if seat in seats:
            seats.remove(seat)
        if not seats:
            self._viewers.pop(seat.member, None)

    async def write(
        self,
        frames: Callable[[ViewerSeat], bytes],
        written: Callable[[ViewerSeat], None] | None = None,
    ) -> None:
        """Write to each viewer who was welcomed what is for them: to a few in each turn of the event loop, so that
        others are served meanwhile. Args: ``written`` is called with each seat that has missed nothing.
        """
        for n, seat in enumerate(tuple(self.viewers())):
            if n and n % _A_TURN == 0:
                await asyncio.sleep(0)
            if seat.told is None:
                continue
            text = frames(seat)
            if (not text or seat.send(text)) and written is not None:
                written(seat)
