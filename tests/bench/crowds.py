"""Ten thousand viewers: memory per viewer, time to the flip, and two thousand dashboards."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass

from tests.bench import systems
from tests.bench.cost import hear, launch_load, tell
from tests.bench.load import Plan
from tests.bench.systems import System, cpu_s, rss

_PER_SOURCE = 5_000
"""Connections from one address of ours, well below what its ports allow."""


@dataclass(frozen=True)
class Memory:
    """Resident bytes of the web process per connected viewer."""

    viewers: int
    idle_bytes: float
    beating_bytes: float
    beating_cpu: float
    """Share of a core that the web process used while all were beating."""


@dataclass(frozen=True)
class Flips:
    """From the crossing heartbeat (sent) to the flip on a dashboard socket (read), in ms."""

    flips: int
    p50_ms: float
    p99_ms: float
    viewers: int


@dataclass(frozen=True)
class Settled:
    """All members cross the threshold within a few seconds: the flips that one worker commits in a second."""

    members: int
    seconds: float
    flips_per_s: float


@dataclass(frozen=True)
class Storm:
    """All viewers reconnect at once: time to the last welcome, web CPU for each hello, and the acks
    of those that stayed.
    """

    viewers: int
    seconds: float
    us_per_hello: float
    bystanders_p99_ms: float


@dataclass(frozen=True)
class Fanout:
    """Dashboards: patches a second and µs of web CPU for each patch and subscriber."""

    subscribers: int
    patches_per_s: float
    us_per_patch: float
    bytes_per_patch: float


def beating(
    system: System, joins: list[str], mode: str, for_s: float, *, every_s: float = 10.0, at_once: int = 100
) -> list[subprocess.Popen[str]]:
    """Load processes with all of these viewers connected, waiting for the word."""
    loads = []
    for n, start in enumerate(range(0, len(joins), _PER_SOURCE)):
        plan = Plan(
            host="127.0.0.1",
            port=system.port,
            joins=joins[start : start + _PER_SOURCE],
            mode=mode,
            every_s=every_s,
            connects_at_once=at_once,
            for_s=for_s,
            source=f"127.0.0.{n + 2}",
        )
        loads.append(launch_load(plan))
    for load in loads:
        hear(load)
    return loads


def ended(loads: list[subprocess.Popen[str]]) -> list[dict[str, float]]:
    """Disconnect the loads, and return their measurements."""
    seen = [json.loads(hear(load)) for load in loads]
    for load in loads:
        tell(load, "end")
        load.wait(30)
    return seen


def memory(viewers: int = 10_000) -> Memory:
    """Idle, then beating."""
    with systems.ours(viewers) as system:
        warm = beating(system, system.joins[:100], "idle", 1.0)
        for load in warm:
            tell(load, "go")
        ended(warm)
        before = rss(system.web)
        loads = beating(system, system.joins, "idle", 3.0)
        idle = rss(system.web) - before
        for load in loads:
            tell(load, "go")
        ended(loads)
        loads = beating(system, system.joins, "open", 30.0)
        used = cpu_s(system.web)
        began = time.monotonic()
        for load in loads:
            tell(load, "go")
        time.sleep(25)
        busy = (cpu_s(system.web) - used) / (time.monotonic() - began)
        now_beating = rss(system.web) - before
        ended(loads)
    return Memory(viewers, idle / viewers, now_beating / viewers, busy)


def flips(viewers: int = 10_000, crossing: int = 200) -> Flips:
    """Some members cross the threshold, a few each second, while all the others beat."""
    with systems.ours(viewers + crossing) as system:
        quiet, probes = system.joins[:viewers], system.joins[viewers:]
        systems.call(
            system.port, system.key, "PATCH", f"/webinars/{system.webinar}", {"watch_threshold_s": 1.0}
        )
        board = _subscribers(system, 1)
        loads = beating(system, quiet, "open", crossing / 10 + 45.0)
        for load in loads:
            tell(load, "go")
        time.sleep(25)  # everybody else has flipped
        tell(board, "go")
        crossed = _cross(system, probes)
        time.sleep(2)
        tell(board, "end")
        seen: dict[str, float] = json.loads(hear(board))["flips"]
        ended(loads)
    took = sorted((seen[member] - at) * 1000 for member, at in crossed.items() if member in seen)
    return Flips(len(took), took[len(took) // 2], took[int(len(took) * 0.99)], viewers)


def settle(members: int = 10_000) -> Settled:
    """All of them flip at once; from the first word to the last commit."""
    with systems.ours(members) as system:
        path = f"/webinars/{system.webinar}"
        systems.call(system.port, system.key, "PATCH", path, {"watch_threshold_s": 1.0})
        loads = beating(system, system.joins, "open", 60.0, every_s=2.0)
        began = time.monotonic()
        for load in loads:
            tell(load, "go")
        flipped = 0
        while flipped < members and time.monotonic() - began < 60:
            time.sleep(0.2)
            counts = systems.call(system.port, system.key, "GET", path)["status_counts"]
            flipped = counts["attended_on_demand"]  # type: ignore[index]
        seconds = time.monotonic() - began
        ended(loads)
    return Settled(flipped, seconds, flipped / seconds)


def storm(viewers: int = 10_000, bystanders: int = 500) -> Storm:
    """All of them say hello at once while some others go on watching."""
    with systems.ours(viewers + bystanders) as system:
        staying, coming = system.joins[:bystanders], system.joins[bystanders:]
        stay = beating(system, staying, "open", 30.0, every_s=1.0)
        for load in stay:
            tell(load, "go")
        before, began = cpu_s(system.web), time.monotonic()
        came = beating(system, coming, "idle", 1.0, at_once=viewers)
        seconds, used = time.monotonic() - began, cpu_s(system.web) - before
        for load in came:
            tell(load, "go")
        ended(came)
        felt = max(each["p99_ms"] for each in ended(stay))
    return Storm(viewers, seconds, used / viewers * 1e6, felt)


def _cross(system: System, probes: list[str]) -> dict[str, float]:
    """Ten members a second cross; member → when its crossing heartbeat was sent."""
    process = subprocess.run(
        [sys.executable, "-m", "tests.bench.crossing"],
        cwd=systems.ROOT,
        input=json.dumps({"port": system.port, "joins": probes, "per_s": 10.0}),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(process.stdout)
    return found


def fanout(subscribers: int = 2_000, viewers: int = 300) -> Fanout:
    """Subscribers of one webinar whose numbers move all the time."""
    with systems.ours(viewers) as system:
        board = _subscribers(system, subscribers)
        loads = beating(system, system.joins, "open", 40.0)
        for load in loads:
            tell(load, "go")
        time.sleep(5)
        before, began = cpu_s(system.web), time.monotonic()
        tell(board, "go")
        time.sleep(20)
        tell(board, "end")
        seen = json.loads(hear(board))
        used, took = cpu_s(system.web) - before, time.monotonic() - began
        ended(loads)
    return _fanout(seen, subscribers, used, took)


def bare_fanout(size: int, per_s: float, subscribers: int = 2_000) -> Fanout:
    """The same bytes as often, by bare aiohttp."""
    port = systems.free_port()
    command = [sys.executable, "-m", "tests.bench.baselines.broadcast", "--port", str(port)]
    command += ["--size", str(max(64, size)), "--per-s", str(per_s)]
    with systems.started(command, port) as web:
        board = _subscribers(System("broadcast", port, (web,), (), [], "0", "0"), subscribers)
        before, began = cpu_s((web,)), time.monotonic()
        tell(board, "go")
        time.sleep(10)
        tell(board, "end")
        seen = json.loads(hear(board))
        used, took = cpu_s((web,)) - before, time.monotonic() - began
    return _fanout(seen, subscribers, used, took)


def _fanout(seen: dict[str, float], subscribers: int, used_s: float, took_s: float) -> Fanout:
    frames = max(1.0, seen["frames"])
    return Fanout(
        subscribers=subscribers,
        patches_per_s=frames / subscribers / took_s,
        us_per_patch=used_s / frames * 1e6,
        bytes_per_patch=seen["bytes"] / frames,
    )


def _subscribers(system: System, count: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.dashboards_load"],
        cwd=systems.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    plan = {"port": system.port, "webinar": system.webinar, "key": system.key, "subscribers": count}
    tell(process, json.dumps(plan))
    hear(process)
    return process
