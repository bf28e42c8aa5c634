"""From the heartbeat that crosses the threshold to the signed webhook at its receiver.

Run alone as ``python -m tests.bench.webhooks [members] [per second]``.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from dataclasses import asdict, dataclass

from tests.bench import systems
from tests.bench.systems import System
from tests.vendors.servers.receiver import Received, running_receiver


@dataclass(frozen=True)
class Told:
    """From the crossing heartbeat (sent) to the verified webhook of the flip (read), in ms."""

    members: int
    per_s: float
    p50_ms: float
    p99_ms: float
    most_ms: float


def told(members: int = 300, per_s: float = 20.0) -> Told:
    """Members cross, so many a second, and one endpoint hears of each."""
    with systems.ours(members) as system:
        systems.call(
            system.port, system.key, "PATCH", f"/webinars/{system.webinar}", {"watch_threshold_s": 1.0}
        )
        crossed, received = asyncio.run(_cross(system, per_s))
    flips = {
        one.body["data"]["member_id"]: one.at
        for one in received
        if one.body["data"].get("status") == "attended_on_demand"
    }
    took = sorted((flips[member] - at) * 1000 for member, at in crossed.items())
    return Told(len(took), per_s, took[len(took) // 2], took[int(len(took) * 0.99)], took[-1])


async def _cross(system: System, per_s: float) -> tuple[dict[str, float], list[Received]]:
    async with running_receiver() as receiver:
        connection = {
            "kind": "webhook",
            "name": "bench",
            "secrets": {"signing_secret": receiver.secret},
            "settings": {"url": receiver.url},
        }
        await asyncio.to_thread(systems.call, system.port, system.key, "POST", "/connections", connection)
        plan = {"port": system.port, "joins": system.joins, "per_s": per_s}
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "tests.bench.crossing"],
            cwd=systems.ROOT,
            input=json.dumps(plan),
            capture_output=True,
            text=True,
            check=True,
        )
        # Each member's first join is told, then the flip.
        await receiver.until(2 * len(system.joins), within_s=60)
        return json.loads(done.stdout), receiver.taken


def main() -> None:
    numbers = [float(each) for each in sys.argv[1:]]
    print(json.dumps(asdict(told(int(numbers[0]), numbers[1]) if numbers else told())))


if __name__ == "__main__":
    main()
