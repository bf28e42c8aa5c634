"""The bounds of a tab in the fault suite: beyond them the model could not count."""

import json
from typing import Any, cast

import aiohttp
from websockets.asyncio.client import ClientConnection

from tests.faults.line import Line
from tests.faults.plans import Move, Step, TabPlan
from tests.faults.sent import MemberLog
from tests.faults.tab import Tab

PLAN = TabPlan(webinar=0, member=0, opens_s=0.0, beat_s=1.0, patience_s=1.0, sockets=True, seed=1, steps=())


class Socket:
    """Writes down what it is given."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    async def send(self, frame: str) -> None:
        self.sent.append(json.loads(frame))

    async def close(self) -> None:
        pass


async def test_what_is_sent_again_is_not_sent_on_the_connection_of_another_page() -> None:
    """All of it may fall into one turn of a busy loop: the steps, the reload, and the next connection."""
    async with aiohttp.ClientSession() as session:
        tab = Tab(PLAN, MemberLog(0), Line(0), 30.0, session)
        tab._load()
        tab._do(Step(0.0, Move.PLAY))
        old, new = Socket(), Socket()
        tab._socket = cast("ClientConnection", old)
        tab._do(Step(0.0, Move.PAUSE))
        tab._do(Step(0.0, Move.AGAIN))
        tab._do(Step(0.0, Move.SHUFFLE))
        tab._do(Step(0.0, Move.RELOAD))
        tab._socket = cast("ClientConnection", new)
        for errand in tuple(tab._errands):
            await errand
        assert tab.member.playbacks[0].beats
        assert not new.sent

        tab._do(Step(0.0, Move.PAUSE))
        tab._do(Step(0.0, Move.AGAIN))
        for errand in tuple(tab._errands):
            await errand
        assert [each["seq"] for each in new.sent] == [beat.seq for beat in tab.member.playbacks[1].beats]
