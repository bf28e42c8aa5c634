"""Mail under load: how long 10,000 reminders take to make, and how fast one worker sends them to a local relay.

Run alone as ``python -m tests.bench.mails [members]``.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

import asyncpg

from latecomer.standalone.data_folder import DataFolder
from latecomer.standalone.engines import Postgres
from tests.bench import systems
from tests.bench.systems import System, cpu_s, rss


@dataclass(frozen=True)
class Mails:
    """Reminders of one webinar, by one worker."""

    mails: int
    made_s: float
    """From the first reminder's row to the last's."""
    sent_per_s: float
    worker_us: float
    """µs of CPU for each mail, of the worker and its renderers."""
    first_mib: float
    last_mib: float
    """Resident memory of the worker and its renderers: the second quarter's median, and the last's."""

    @property
    def growth(self) -> float:
        """Return the memory of the last quarter as a multiple of the second's: the first fills caches."""
        return self.last_mib / self.first_mib


def mails(count: int = 10_000) -> Mails:
    """Members of a webinar of the next hour are reminded at the same moment."""
    with _relay() as (process, port):
        url = f"smtp://127.0.0.1:{port}?starttls=no"
        with systems.ours(1, LATECOMER_SMTP_URL=url, LATECOMER_MAIL_FROM="events@example.org") as system:
            found = asyncio.run(_remind(system, count))
        taken = int(process.communicate("")[0])
    if taken != count:
        raise RuntimeError(f"the relay took {taken} of {count} mails")
    return found


async def _remind(system: System, count: int) -> Mails:
    starts_at = time.time() + 7_200
    webinar = _webinar(system, count, starts_at)
    conn = await asyncpg.connect(Postgres(DataFolder(system.data)).url)
    path = f"/webinars/{webinar}"
    settings = {"enabled": True, "from_name": "Bench", "language": "en"}
    systems.call(system.port, system.key, "PUT", f"{path}/mail_settings", settings)
    due = {"before_s": [int(starts_at - time.time()) - 3]}
    systems.call(system.port, system.key, "PUT", f"{path}/mails/reminder", due)
    made_s = await _made(conn, count)
    before = cpu_s(system.work)
    done_before = await conn.fetchval("SELECT count(*) FROM mails WHERE state = 'sent'")
    memory = []
    while await conn.fetchval("SELECT count(*) FROM mails WHERE state <> 'sent'"):
        memory.append(rss(system.work) / 2**20)
        await asyncio.sleep(0.5)
    used = cpu_s(system.work) - before
    span_s = await conn.fetchval(
        "SELECT extract(epoch FROM max(sent_at) - min(sent_at))::float FROM mails WHERE state = 'sent'"
    )
    await conn.close()
    quarter = max(1, len(memory) // 4)
    return Mails(
        mails=count,
        made_s=made_s,
        sent_per_s=count / span_s,
        worker_us=used / (count - done_before) * 1e6,
        first_mib=statistics.median(memory[quarter : 2 * quarter] or memory),
        last_mib=statistics.median(memory[-quarter:]),
    )


async def _made(conn: asyncpg.Connection, count: int) -> float:
    """Return the seconds from the first row to the last."""
    began = 0.0
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        rows = await conn.fetchval("SELECT count(*) FROM mails")
        if rows and not began:
            began = time.monotonic()
        if rows == count:
            return time.monotonic() - began
        await asyncio.sleep(0.01)
    raise RuntimeError(f"{rows} of {count} reminders were made")


def _webinar(system: System, count: int, starts_at: float) -> str:
    def text(at: float) -> str:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))

    body = {"name": "Composting", "starts_at": text(starts_at), "ends_at": text(starts_at + 3_600)}
    webinar = str(systems.call(system.port, system.key, "POST", "/webinars", body)["id"])
    for start in range(0, count, 1_000):
        rows = [
            {"email": f"p{n}@example.org", "first_name": "Ada"}
            for n in range(start, min(count, start + 1_000))
        ]
        systems.call(system.port, system.key, "POST", f"/webinars/{webinar}/members", {"members": rows})
    return webinar


@contextmanager
def _relay() -> Iterator[tuple[subprocess.Popen[str], int]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.relay"],
        cwd=systems.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if process.stdout is None:
            raise RuntimeError("the relay has no output")
        yield process, int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def main() -> None:
    found = mails(int(sys.argv[1])) if len(sys.argv) > 1 else mails()
    print(json.dumps(asdict(found) | {"growth": found.growth}, indent=1))


if __name__ == "__main__":
    main()
