"""The process that serves a room is killed at every step: lines, votes, clicks and take overs happen once, in order.

Whoever asked and got no answer asks the same once more of the next process, as pages do.
Source: docs/automated.md, Chat, Overlays and Take over
"""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import random
from collections import Counter
from typing import Any, Final
from uuid import UUID

import pytest

from latecomer.automated.chat.rules import LineState
from latecomer.automated.overlays.rules import Use
from latecomer.automated.rules.rundown import PollState, TakeOverTo
from latecomer.automated.rules.take_over import Destination, Resume
from tests.automated.test_overlays import poll
from tests.automated.test_rundowns import button, empty, save
from tests.faults import room_process
from tests.faults.room_process import POINTS, Step
from tests.faults.trap import Trap
from tests.support.builders import STARTS_AT
from tests.support.site import Site

SEEDS: Final = range(10)
_EACH: Final = 4
_PEOPLE: Final = 3
_ALL: Final = tuple(itertools.product(POINTS, (False, True)))
_ONCE: Final = ("ban", "rundowns.tend", "rundowns.give_back", "rundowns.set_poll", "chat.say", "chat.answer")
"""Points that a history comes to once or twice."""
_SECOND: Final = 1_000

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.faults.room_process"])


def traps_of(seed: int) -> list[Trap]:
    """Return where processes die under this seed; all seeds together hold each point, before and after."""
    chance = random.Random(f"rooms {seed}")
    chosen = [_ALL[(seed * _EACH + nth) % len(_ALL)] for nth in range(_EACH)]
    return [Trap(point, after, 1 if point in _ONCE else chance.randint(1, 2)) for point, after in chosen]


class Room:
    """The room's process, started anew whenever it has died, and who asks it."""

    def __init__(self, url: str, folder: str, webinar: UUID, traps: list[Trap]) -> None:
        self._given = (url, folder, webinar)
        self._traps = traps
        self.deaths = 0
        self._start()

    def _start(self) -> None:
        self._pipe, other = _context.Pipe()
        trap = self._traps[self.deaths] if self.deaths < len(self._traps) else None
        self._process = _context.Process(
            target=room_process.serve, args=(*self._given, other, trap), daemon=True
        )
        self._process.start()
        other.close()

    async def ask(self, service: str, method: str, *arguments: Any, **keywords: Any) -> str:
        """Ask until there is an answer."""
        step = Step(service, method, arguments, keywords)
        while True:
            try:
                return await asyncio.to_thread(self._exchange, step)
            except (EOFError, ConnectionError):
                await asyncio.to_thread(self._process.join, 30)
                self.deaths += 1
                self._start()

    def _exchange(self, step: Step) -> str:
        self._pipe.send(step)
        if not self._pipe.poll(60):
            raise AssertionError(f"no answer to {step}")
        answer: str = self._pipe.recv()
        return answer

    async def close(self) -> None:
        self._pipe.close()
        await asyncio.to_thread(self._process.join, 30)


async def history(site: Site, url: str, traps: list[Trap]) -> list[str]:
    """Let people write, vote and click, and hosts moderate and take over. Returns: what is not as it should be."""
    webinar = await empty(site)
    saved = await save(site, webinar, 0, poll("always", seconds=600), button(0, 600, title="Order"))
    question = next(item for item in saved["items"] if item["kind"] == "poll")
    call = next(item["id"] for item in saved["items"] if item["kind"] == "call_to_action")
    single = question["questions"][0]
    await site.call("PUT", f"/webinars/{webinar['id']}/chat/mode", {"mode": "moderated"})
    members = [UUID((await site.member(webinar, f"p{n}@people.example"))["id"]) for n in range(_PEOPLE)]
    webinar_id = UUID(webinar["id"])
    room = Room(url, str(site.folder), webinar_id, traps)
    now = STARTS_AT + _SECOND
    outcomes: Counter[str] = Counter()

    async def ask(*given: Any, **keywords: Any) -> None:
        nonlocal now
        now += 10
        outcomes[await room.ask(*given, **keywords)] += 1

    for n, member in enumerate(members):
        now += 6 * _SECOND
        for turn in range(2):
            await ask(
                "chat", "write", "WEBINAR", member, f"{turn}", f"Line {n} {turn}", now, is_question=turn == 0
            )
        for value in (single["options"][0]["id"], single["options"][1]["id"]):
            await ask(
                "overlays", "answer", "WEBINAR", "RUNDOWN", member, question["id"], single["id"], value, now
            )
        for use in (Use.SEEN, Use.CLICKED, Use.CLICKED):
            await ask("overlays", "use", "WEBINAR", "RUNDOWN", member, call, use, now)
    lines = await site.pool.fetch("SELECT id FROM chat_lines ORDER BY number")
    for n, line in enumerate(lines):
        state = LineState.VISIBLE if n % 3 else LineState.REJECTED
        await ask("chat", "moderate", webinar_id, line["id"], state)
    await ask(
        *("chat", "answer", webinar_id, lines[1]["id"], "An answer", "Hera", now),
        is_private=False,
        client_id="answer",
    )
    await ask("chat", "say", webinar_id, "said", "Welcome", "Hera", "host", now)
    await ask("chat", "ban", webinar_id, members[0], now, is_banned=True)
    await ask("rundowns", "set_poll", webinar_id, question["id"], PollState.CLOSED, now)
    await ask("rundowns", "take_over", webinar_id, Destination(TakeOverTo.CHAT), now)
    now += 400 * _SECOND
    # Nobody hosts, so a worker gives it back; a second take over is given back by hand.
    await ask("rundowns", "tend", now)
    await ask("rundowns", "take_over", webinar_id, Destination(TakeOverTo.SLATE, message="Soon"), now)
    now += 10 * _SECOND
    await ask("rundowns", "give_back", webinar_id, Resume.WHERE_STOPPED, now)
    await room.close()
    differs = [] if room.deaths == len(traps) else [f"{room.deaths} deaths at {traps}"]
    strange = set(outcomes) - {"done", "not_taken_over"}
    if strange:
        differs.append(f"outcomes {strange}")
    return differs + await _recount(site, members)


async def _recount(site: Site, members: list[UUID]) -> list[str]:
    """Count what is stored, from the rows that others read."""
    pool, differs = site.pool, []

    async def same(name: str, expected: object, query: str) -> None:
        found = [tuple(row) for row in await pool.fetch(query)]
        if found != expected:
            differs.append(f"{name}: {found} instead of {expected}")

    written = [(f"Line {n} {turn}",) for n in range(len(members)) for turn in range(2)]
    await same("lines", written, "SELECT line FROM chat_lines WHERE member_id IS NOT NULL ORDER BY number")
    await same(
        "hosts' lines",
        [("An answer",), ("Welcome",)],
        "SELECT line FROM chat_lines WHERE member_id IS NULL ORDER BY number",
    )
    await same(
        "states",
        [("rejected", 2), ("visible", 6)],
        "SELECT state, count(*) FROM chat_lines GROUP BY 1 ORDER BY 1",
    )
    # Each change has a number of its own, and none is missing, so that whoever reads on misses nothing.
    await same(
        "numbers",
        [(True, True)],
        """SELECT (SELECT max(seq) = count(seq) AND count(DISTINCT seq) = count(seq) FROM chat_lines)
                  AND last_seq = (SELECT max(seq) FROM chat_lines),
                  last_host_seq >= (SELECT max(host_seq) FROM chat_lines) FROM chats""",
    )
    await same(
        "votes",
        [(len(members), 1)],
        "SELECT count(*), count(DISTINCT value) FROM poll_answers",
    )
    await same(
        "uses",
        [("clicked", len(members)), ("seen", len(members))],
        "SELECT use, count(*) FROM overlay_uses GROUP BY 1 ORDER BY 1",
    )
    await same(
        "events",
        [
            ("member.answered", 2 * len(members)),
            ("member.asked", len(members)),
            ("member.clicked", len(members)),
        ],
        """SELECT type, count(*) FROM outbox
            WHERE type IN ('member.answered', 'member.asked', 'member.clicked') GROUP BY 1 ORDER BY 1""",
    )
    numbered = await pool.fetch(
        "SELECT array_agg(sequence ORDER BY number) AS s FROM outbox WHERE member_id IS NOT NULL GROUP BY member_id"
    )
    differs += [f"sequences {row['s']}" for row in numbered if row["s"] != list(range(1, len(row["s"]) + 1))]
    await same(
        "take overs",
        [("chat", True), ("slate", True)],
        """SELECT i ->> 'to', i ? 'duration_ms' FROM rundowns r, jsonb_array_elements(r.items) i
            WHERE r.version = (SELECT max(version) FROM rundowns) AND i ->> 'kind' = 'take_over'
            ORDER BY (i ->> 'start_ms')::bigint""",
    )
    await same(
        "the rundown in force",
        [(True, True)],
        """SELECT w.rundown_version = (SELECT max(version) FROM rundowns),
                  (SELECT count(*) = max(version) FROM rundowns) FROM webinars w""",
    )
    return differs


@pytest.mark.xdist_group("room-faults")
@pytest.mark.parametrize("seed", SEEDS)
async def test_what_happens_in_a_room_happens_once(seed: int, site: Site, postgres_url: str) -> None:
    assert await history(site, postgres_url, traps_of(seed)) == []


@pytest.mark.xdist_group("room-faults")
async def test_without_a_death_the_history_is_as_it_should_be(site: Site, postgres_url: str) -> None:
    """The control: the recount agrees with a history that nobody disturbs."""
    assert await history(site, postgres_url, []) == []


def test_the_seeds_kill_before_and_after_every_point() -> None:
    traps = [trap for seed in SEEDS for trap in traps_of(seed)]
    assert {(trap.point, trap.after) for trap in traps} == set(_ALL)
