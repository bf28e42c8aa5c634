"""``make soak``: half the load that a core can take, for half an hour; memory has to stay flat.

Run as ``python -m tests.bench.soak [--minutes 30] [--viewers 10000]``: prints a line a minute, writes JSON.
Every viewer sends one heartbeat a second, the most that may be sustained.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from tests.bench import systems
from tests.bench.cost import tell
from tests.bench.crowds import beating, ended
from tests.bench.systems import System, cpu_s, rss

FLAT = 1.05
"""The growth allowed to the last quarter, as a multiple of the second: the first fills caches."""


@dataclass(frozen=True)
class Minute:
    """The processes at one minute: resident MiB, and shares of a core since the minute before."""

    minute: int
    web_mib: float
    work_mib: float
    valkey_mib: float
    web_cpu: float
    work_cpu: float
    valkey_cpu: float
    postgres_cpu: float


@dataclass(frozen=True)
class Soak:
    """All of it. ``growth``: the last quarter's median over the second's, of the process that grew most."""

    viewers: int
    minutes: tuple[Minute, ...]
    acked: int
    unacked: int
    dropped: int
    closed: int
    p99_ms: float
    growth: float

    @property
    def is_flat(self) -> bool:
        """Return True when no process grew, and nothing was lost."""
        return self.growth <= FLAT and self.unacked == 0 and self.closed == 0


def soak(viewers: int, minutes: int) -> Soak:
    """Run it."""
    with systems.ours(viewers) as system:
        work = tuple(each for each in system.others if "work" in _words(each))
        postgres = tuple(each for each in system.others if "postgres" in " ".join(_words(each)))
        loads = beating(system, system.joins, "open", minutes * 60.0, every_s=1.0)
        for load in loads:
            tell(load, "go")
        seen: list[Minute] = []
        for minute in range(1, minutes + 1):
            seen.append(_minute(system, work, postgres, minute))
            print(
                f"{minute:3} min  web {seen[-1].web_mib:6.0f} MiB {seen[-1].web_cpu:4.0%}   "
                f"Valkey {seen[-1].valkey_mib:6.0f} MiB {seen[-1].valkey_cpu:4.0%}   "
                f"work {seen[-1].work_mib:6.0f} MiB {seen[-1].work_cpu:4.0%}   PostgreSQL {seen[-1].postgres_cpu:4.0%}",
                flush=True,
            )
        answers = ended(loads)
    return Soak(
        viewers=viewers,
        minutes=tuple(seen),
        acked=int(sum(each["acked"] for each in answers)),
        unacked=int(sum(each["sent"] - each["acked"] for each in answers)),
        dropped=int(sum(each["dropped"] for each in answers)),
        closed=int(sum(each["closed"] for each in answers)),
        p99_ms=max(each["p99_ms"] for each in answers),
        growth=max(
            _growth([minute.web_mib for minute in seen]),
            _growth([minute.work_mib for minute in seen]),
            _growth([minute.valkey_mib for minute in seen]),
        ),
    )


def _words(process: psutil.Process) -> list[str]:
    """Return the command line of a process; empty when it has ended. PostgreSQL's processes come and go."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def _minute(
    system: System, work: tuple[psutil.Process, ...], postgres: tuple[psutil.Process, ...], minute: int
) -> Minute:
    redis = system.redis
    groups = (system.web, work, redis, postgres)
    before, began = [cpu_s(group) for group in groups], time.monotonic()
    time.sleep(59.5)
    took_s = time.monotonic() - began
    # One that ended meanwhile takes along what it had used.
    web_cpu, work_cpu, redis_cpu, postgres_cpu = (
        max(0.0, cpu_s(group) - was) / took_s for group, was in zip(groups, before, strict=True)
    )
    return Minute(
        minute=minute,
        web_mib=rss(system.web) / 2**20,
        work_mib=rss(work) / 2**20,
        valkey_mib=rss(redis) / 2**20,
        web_cpu=web_cpu,
        work_cpu=work_cpu,
        valkey_cpu=redis_cpu,
        postgres_cpu=postgres_cpu,
    )


def _growth(mib: list[float]) -> float:
    quarter = max(1, len(mib) // 4)
    return statistics.median(mib[-quarter:]) / statistics.median(mib[quarter : 2 * quarter] or mib)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--viewers", type=int, default=10_000)
    parser.add_argument("--out", type=Path, default=systems.ROOT / "build" / "soak.json")
    options = parser.parse_args()
    found = soak(options.viewers, options.minutes)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(asdict(found), indent=1))
    print(
        f"{found.acked} heartbeats acknowledged, {found.unacked} not, {found.closed} sockets closed, "
        f"p99 {found.p99_ms:.0f} ms, growth {found.growth:.3f}: {'flat' if found.is_flat else 'NOT flat'}"
    )
    raise SystemExit(0 if found.is_flat else 1)


if __name__ == "__main__":
    main()
