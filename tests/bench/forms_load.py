"""The load of forms: prepared requests on connections that stay open, in a process of its own.

Run as ``python -m tests.bench.forms_load``: reads a plan (JSON) from standard input, says that it is connected, waits
for a line, sends, and prints the answers (JSON).

    per_s 0: each connection sends its next form when the last one was answered.
    else:    so many forms a second in all, whether or not the others were answered.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import uvloop


@dataclass(frozen=True)
class FormsPlan:
    """``forms``: address below the server, and the body as JSON."""

    port: int
    connections: int
    per_s: float
    forms: list[tuple[str, str]]


@dataclass
class Answers:
    """The answers by status, and the time of each from the first byte sent, in ms."""

    statuses: Counter[int] = field(default_factory=Counter)
    took_ms: list[float] = field(default_factory=list)
    seconds: float = 0.0


class Connection:
    """A connection that sends one form at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
        self._reader = reader
        self._writer = writer
        self._port = port

    async def send(self, path: str, body: str, answers: Answers) -> None:
        data = body.encode()
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nContent-Type: application/json\r\n"
        began = time.perf_counter()
        self._writer.write(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        lines = answer.lower().split(b"\r\n")
        length = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
        await self._reader.readexactly(length)
        answers.took_ms.append((time.perf_counter() - began) * 1000)
        answers.statuses[int(answer[9:12])] += 1

    def close(self) -> None:
        self._writer.close()


async def run(plan: FormsPlan) -> Answers:
    """Carry out the plan."""
    connections = [
        Connection(*await asyncio.open_connection("127.0.0.1", plan.port), plan.port)
        for _ in range(plan.connections)
    ]
    answers = Answers()
    print("connected", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    forms = iter(plan.forms)
    if plan.per_s:
        await _steadily(plan, connections, answers)
    else:
        await asyncio.gather(*(_one_after_the_other(each, forms, answers) for each in connections))
    answers.seconds = time.perf_counter() - began
    for connection in connections:
        connection.close()
    return answers


async def _one_after_the_other(
    connection: Connection, forms: Iterator[tuple[str, str]], answers: Answers
) -> None:
    for path, body in forms:
        await connection.send(path, body, answers)


async def _steadily(plan: FormsPlan, connections: list[Connection], answers: Answers) -> None:
    """Send each form at its time, on a connection that is free."""
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for connection in connections:
        free.put_nowait(connection)
    began = time.perf_counter()

    async def one(path: str, body: str) -> None:
        connection = await free.get()
        await connection.send(path, body, answers)
        free.put_nowait(connection)

    async with asyncio.TaskGroup() as group:
        for number, (path, body) in enumerate(plan.forms):
            await asyncio.sleep(max(0.0, began + number / plan.per_s - time.perf_counter()))
            group.create_task(one(path, body))


def main() -> None:
    given = json.loads(sys.stdin.readline())
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        answers = runner.run(run(FormsPlan(**given)))
    took = sorted(answers.took_ms)
    found = {
        "statuses": {str(status): count for status, count in answers.statuses.items()},
        "seconds": answers.seconds,
        "p50_ms": took[len(took) // 2],
        "p99_ms": took[int(len(took) * 0.99)],
    }
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
