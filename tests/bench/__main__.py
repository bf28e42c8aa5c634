"""``make bench``: every measure beside its baselines in one run; prints a table and writes JSON.

Ratios are what counts: machines differ, and so does one machine from minute to minute. Medians of ``--rounds`` rounds.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

import psutil

from tests.bench import cost, crowds, storage, systems, webhooks
from tests.bench.cost import Cost


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    measure: str
    value: float
    unit: str
    must: str
    aim: str
    met: bool | None


def measured(rounds: int, viewers: int) -> tuple[list[Line], dict[str, Cost], dict[str, object]]:
    """Run everything. Returns: the table, the CPU of each system, and everything that was measured."""
    raw: dict[str, object] = {}
    costs = cost.compare(rounds)
    raw["cost"] = {name: asdict(each) for name, each in costs.items()}
    echo, obvious, node, ours = (costs[name] for name in ("echo", "obvious", "node", "ours"))
    two = costs["ours, 2 workers"]
    with systems.valkey() as (_, url):
        stored = storage.run(url)
    raw["storage"] = asdict(stored)
    memory = crowds.memory(viewers)
    raw["memory"] = asdict(memory)
    flips = crowds.flips(viewers)
    raw["flips"] = asdict(flips)
    told = webhooks.told()
    raw["webhooks"] = asdict(told)
    settled = crowds.settle(viewers)
    raw["settled"] = asdict(settled)
    storm = crowds.storm(viewers)
    raw["storm"] = asdict(storm)
    fanout = crowds.fanout()
    bare = crowds.bare_fanout(int(fanout.bytes_per_patch), fanout.patches_per_s)
    raw["fanout"] = {"ours": asdict(fanout), "bare": asdict(bare)}
    lines = [
        _most(
            "web CPU per heartbeat ÷ bare aiohttp echo on uvloop", ours.web_us / echo.web_us, "", 1.25, 0.95
        ),
        _least("Node ÷ ours, CPU per heartbeat", node.web_us / ours.web_us, "", 1.1, 1.4),
        _least("obvious server on uvloop ÷ ours, CPU per heartbeat", obvious.web_us / ours.web_us, "", 5, 8),
        _most("Valkey CPU per heartbeat", ours.redis_us, "µs", 9, 7),
        _most("memory per connected viewer, idle", memory.idle_bytes / 1024, "KiB", 15, 11),
        _most("memory per connected viewer, beating", memory.beating_bytes / 1024, "KiB", 17, 13),
        _most(f"crossing heartbeat → flip, p99, {flips.viewers} beating", flips.p99_ms, "ms", 60, 40),
        _most(
            "dashboard: CPU per patch and subscriber ÷ bare aiohttp broadcast on uvloop",
            fanout.us_per_patch / bare.us_per_patch,
            "",
            1.2,
            0.8,
        ),
        _most(
            f"{storm.viewers} reconnect at once: p99 of those who go on watching",
            storm.bystanders_p99_ms,
            "ms",
            80,
            50,
        ),
        _most(f"crossing heartbeat → signed webhook, p99, {told.per_s:g}/s", told.p99_ms, "ms", 1000, 250),
        _most("Redis bytes per member, one hour", stored.bytes_per_member, "B", 1536, 700),
        _least("2 workers ÷ 1, CPU-normalised", 2 * ours.web_us / two.web_us, "", 1.85, 1.95),
        Line("heartbeats acknowledged per second", ours.per_s, "/s", "", "", None),
        Line("web CPU per heartbeat, user", ours.user_us, "µs", "", "", None),
        Line("web CPU per heartbeat, kernel", ours.system_us, "µs", "", "", None),
        Line(
            f"flips a second, when {settled.members} cross at once", settled.flips_per_s, "/s", "", "", None
        ),
        Line(f"{storm.viewers} reconnect at once: until all are greeted", storm.seconds, "s", "", "", None),
        Line("the same, web CPU per hello", storm.us_per_hello, "µs", "", "", None),
        Line("dashboard: CPU per patch and subscriber", fanout.us_per_patch, "µs", "", "", None),
        Line("load's share of a core (below 1: it is not the bottleneck)", ours.load_busy, "", "", "", None),
    ]
    return lines, costs, raw


def _most(measure: str, value: float, unit: str, must: float, aim: float) -> Line:
    return Line(measure, value, unit, f"≤ {must}", f"≤ {aim}", value <= must)


def _least(measure: str, value: float, unit: str, must: float, aim: float) -> Line:
    return Line(measure, value, unit, f"≥ {must}", f"≥ {aim}", value >= must)


def table(lines: list[Line]) -> str:
    """The lines as Markdown."""
    rows = ["| measure | value | must | aim | met |", "|---|---|---|---|---|"]
    for line in lines:
        met = "" if line.met is None else "yes" if line.met else "no"
        rows.append(f"| {line.measure} | {line.value:.2f} {line.unit} | {line.must} | {line.aim} | {met} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--viewers", type=int, default=10_000)
    parser.add_argument("--out", type=Path, default=systems.ROOT / "build" / "bench.json")
    options = parser.parse_args()
    lines, costs, raw = measured(options.rounds, options.viewers)
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    machine = f"{psutil.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("aiohttp", "uvloop", "picows"))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    found = {"at": at, "machine": machine, "versions": versions, "lines": [asdict(line) for line in lines]}
    options.out.write_text(json.dumps({**found, "raw": raw}, indent=1))
    print(f"{at}, {machine}, {versions}\n\n{table(lines)}\n\n{cost.table(costs)}")


if __name__ == "__main__":
    main()
