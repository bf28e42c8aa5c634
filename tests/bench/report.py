"""``make bench-docs``: the last bench (build/bench.json) in README.md and docs/scaling.md, between the markers.

What is calculated from the figures is calculated here, so that no number on those pages is older than the others.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from tests.bench.systems import ROOT

_MARKED: Final = re.compile(r"(<!-- bench: (\w+) -->\n).*?(<!-- bench end -->)", re.DOTALL)
_SOCKETS: Final = 20_000
"""Of one web process."""
_EVERY_S: Final = 10
_COPIED_EVERY_S: Final = 20
_CROWDS: Final = {"100 thousand": 100_000, "1 million": 1_000_000, "10 million": 10_000_000}


def readme(found: Mapping[str, Any]) -> str:
    """Return the table of the README, and the line that says when and where it was measured."""
    rows = ["| measure | value | must | aim |", "|---|---|---|---|"]
    rows += [
        f"| {line['measure']} | {_figure(line['value'])} {line['unit']} | {line['must']} | {line['aim']} |"
        for line in found["lines"]
    ]
    rows += ["", "| system | user µs | kernel µs | Valkey µs | per second |", "|---|---|---|---|---|"]
    rows += [
        f"| {name} | {each['user_us']:.1f} | {each['system_us']:.1f} | {each['redis_us']:.1f} "
        f"| {each['per_s']:,.0f} |"
        for name, each in found["raw"]["cost"].items()
    ]
    where = f"`make bench` of {found['at'][:10]}, {found['machine']}, {found['versions']}."
    return where + "\n\n" + "\n".join(rows) + "\n"


def measured(found: Mapping[str, Any]) -> str:
    """Return what one machine measured."""
    raw = found["raw"]
    ours, cluster = raw["cost"]["ours"], raw["cost"]["ours, on a cluster"]
    rows: Sequence[tuple[str, str, str]] = (
        (
            "web process, a heartbeat",
            f"{_web_us(ours):.0f} µs of CPU",
            "web CPU per heartbeat, user and kernel",
        ),
        ("Valkey, a heartbeat", f"{ours['redis_us']:.1f} µs of CPU", "Valkey CPU per heartbeat"),
        (
            "a connected viewer",
            f"{raw['memory']['beating_bytes'] / 1024:.1f} KiB in the web process",
            "memory per connected viewer, beating",
        ),
        (
            "one Valkey at half load",
            f"{_EVERY_S * 5e5 / ours['redis_us']:,.0f} viewers",
            "calculated from the line above",
        ),
        (
            "a heartbeat on a cluster of three",
            f"{_web_us(cluster):.0f} µs of web CPU, {cluster['redis_us']:.1f} µs of Valkey's",
            "the systems' table",
        ),
        ("a hello", f"{raw['storm']['us_per_hello']:.0f} µs of CPU", "reconnect at once, web CPU per hello"),
        (
            "hellos of one web process",
            f"{1e6 / raw['storm']['us_per_hello']:,.0f} a second",
            "calculated from the line above",
        ),
        (
            "a member, one hour watched",
            f"{raw['storage']['bytes_per_member']:.0f} B in Valkey",
            "Redis bytes per member, one hour",
        ),
        (
            "a flip, settled and committed",
            f"{raw['settled']['flips_per_s']:.0f} a second with one worker",
            "flips a second",
        ),
        (
            "a patch for one dashboard",
            f"{raw['fanout']['ours']['us_per_patch']:.1f} µs of CPU",
            "dashboard: CPU",
        ),
    )
    return _table(("cost", "figure", "line of the bench"), rows)


def calculated(found: Mapping[str, Any]) -> str:
    """Return what that makes of 100 thousand, a million and ten million viewers."""
    raw = found["raw"]
    ours = raw["cost"]["ours"]
    gib = 1024**3
    lines: dict[str, list[str]] = {}
    for viewers in _CROWDS.values():
        beats = viewers / _EVERY_S
        valkey = beats * ours["redis_us"] / 1e6
        flips_s = viewers / raw["settled"]["flips_per_s"]
        for name, value in (
            (f"heartbeats a second (one per {_EVERY_S} s)", f"{beats:,.0f}"),
            ("web CPU for them, cores", f"{beats * _web_us(ours) / 1e6:.1f}"),
            ("memory of the web processes, GiB", f"{viewers * raw['memory']['beating_bytes'] / gib:.1f}"),
            (f"web processes at {_SOCKETS:,} sockets each (the limit of one)", f"{viewers / _SOCKETS:.0f}"),
            ("Valkey CPU, cores", f"{valkey:.1f}"),
            ("Valkey primaries at half load", f"{math.ceil(2 * valkey)}"),
            (
                "bytes in Valkey for an hour watched by each, GiB",
                f"{viewers * raw['storage']['bytes_per_member'] / gib:.1f}",
            ),
            (
                f"PostgreSQL: copied rows a second (each member every {_COPIED_EVERY_S} s)",
                f"{viewers / _COPIED_EVERY_S:,.0f}",
            ),
            (
                "a crowd that begins together: until all have flipped, one worker",
                f"{flips_s:.0f} s" if flips_s < 600 else f"{flips_s / 60:.0f} min",
            ),
            (
                "everybody reconnects: until all are greeted, on those processes",
                f"{_SOCKETS * raw['storm']['us_per_hello'] / 1e6:.1f} s",
            ),
        ):
            lines.setdefault(name, []).append(value)
    return _table(("concurrent viewers", *_CROWDS), [(name, *values) for name, values in lines.items()])


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _web_us(cost: Mapping[str, float]) -> float:
    return cost["user_us"] + cost["system_us"]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> None:
    found = json.loads((ROOT / "build" / "bench.json").read_text())
    texts = {"readme": readme(found), "measured": measured(found), "calculated": calculated(found)}
    for path in (ROOT / "README.md", ROOT / "docs" / "scaling.md"):
        page = path.read_text()
        path.write_text(_MARKED.sub(lambda mark: mark[1] + texts[mark[2]] + mark[3], page))


if __name__ == "__main__":
    main()
