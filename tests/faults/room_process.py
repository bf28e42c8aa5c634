"""A process that serves a room, and kills itself at a step that the history chooses."""

import asyncio
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from latecomer.audiences.queries import kept
from latecomer.automated import queries as rundown_rows
from latecomer.automated.chat import queries as chat_rows
from latecomer.automated.chat.service import Chat
from latecomer.automated.overlays import queries as overlay_rows
from latecomer.automated.overlays.service import Overlays
from latecomer.automated.service import Rundowns
from latecomer.core.errors import Refused
from latecomer.core.webinar import Webinar
from latecomer.events import outbox
from latecomer.media.storage import Storage
from latecomer.postgres.pool import Pool, open_pool
from latecomer.webinars import queries as webinar_rows
from tests.faults.trap import Trap

POINTS: Final[dict[str, Any]] = {
    "next_seq": chat_rows,
    "insert": chat_rows,
    "set_state": chat_rows,
    "ban": chat_rows,
    "put_answer": overlay_rows,
    "put_use": overlay_rows,
    "number_events": kept,
    "outbox.add": outbox,
    "rundown.insert": rundown_rows,
    "webinar.update": webinar_rows,
    "chat.write": Chat,
    "chat.say": Chat,
    "chat.moderate": Chat,
    "chat.answer": Chat,
    "overlays.answer": Overlays,
    "overlays.use": Overlays,
    "rundowns.take_over": Rundowns,
    "rundowns.give_back": Rundowns,
    "rundowns.set_poll": Rundowns,
    "rundowns.tend": Rundowns,
}
"""The functions before or after which the process dies; after the services' own the transaction is committed and nobody
has heard of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One request to the room: a method of a service, its arguments, and its time."""

    service: str
    method: str
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]


def serve(url: str, folder: str, webinar: Any, pipe: Connection, trap: Trap | None) -> None:
    """Answer steps until the pipe is closed, or until the trap. Args: ``url``: the database."""
    if trap is not None:
        trap.set_in(POINTS)
    asyncio.run(_serve(url, folder, webinar, pipe))


async def _serve(url: str, folder: str, webinar_id: Any, pipe: Connection) -> None:
    pool = await open_pool(url, max_size=4)

    async def nobody(_: Webinar) -> None:
        return None

    rundowns = Rundowns(pool, Storage(Path(folder)), nobody)
    services = {"chat": Chat(pool), "rundowns": rundowns, "overlays": Overlays(pool, rundowns)}
    while (step := await asyncio.to_thread(_receive, pipe)) is not None:
        await asyncio.to_thread(pipe.send, await _do(pool, services, rundowns, webinar_id, step))
    await pool.close()


def _receive(pipe: Connection) -> Step | None:
    try:
        step: Step | None = pipe.recv()
    except EOFError:
        return None
    return step


async def _do(pool: Pool, services: dict[str, Any], rundowns: Rundowns, webinar_id: Any, step: Step) -> str:
    """Do a step as the routes do: the webinar and its rundown are read anew. Returns: the outcome's code."""
    named: dict[str, Any] = {}
    if "WEBINAR" in step.arguments:
        programme = await rundowns.programme(webinar_id)
        named = {"WEBINAR": programme.webinar, "RUNDOWN": programme.rundown}
    arguments = [named.get(each, each) if isinstance(each, str) else each for each in step.arguments]
    try:
        await getattr(services[step.service], step.method)(*arguments, **step.keywords)
    except Refused as refused:
        return refused.code
    return "done"
