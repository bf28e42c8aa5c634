"""`python -m tests.faults.guards`: breaks each guard of the product in a copy of it, and sees the suite notice.

A suite that cannot fail proves nothing. Each guard is broken by one small change of the source; histories then run
on the broken copy until one fails. Whoever changes a guarded line has to change it here too.
"""

import argparse
import shutil
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.faults.__main__ import of, one
from tests.faults.system import System

_ROOT: Final = Path(__file__).parents[2]
_LUA: Final = "watching/ledger/ledger.lua"
_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class Guard:
    """One guard: what it is for, and how to break it.

    ``seed``: the first history to try; where that is not 1, few meet what the guard is for.
    """

    name: str
    path: str
    kept: str
    broken: str
    seed: int = 1


GUARDS: Final = (
    Guard(
        "anchor: the first hello's stands",
        _LUA,
        "  if known then\n    if now > heard_at then heard(record, at, now) end\n",
        "  if known then\n    anchor_at = now - item[7]\n"
        "    record[PLAYBACKS] = sub(record[PLAYBACKS], 1, at - 1)\n"
        "      .. spack(PLAYBACK, id, anchor_at, hello_at, recording, now)\n"
        "      .. sub(record[PLAYBACKS], at + PLAYBACK_BYTES)\n",
    ),
    Guard(
        "union: what is watched twice counts once",
        _LUA,
        "    if from <= last_to then\n",
        "    if from == last_to then\n",
    ),
    Guard(
        "due mark: it stays until its facts have committed",
        _LUA,
        "call('ZADD', keys[2], now + lease_ms, id)",
        "call('ZREM', keys[2], id)",
    ),
    Guard(
        "ack: only what the ledger has",
        "watching/playback/session.py",
        "        segments = received.segments\n",
        "        segments = received.segments\n"
        "        self._send(encode_ack(received.seq, phase.mode(self.webinar, now), 0, 0, {}))\n",
        seed=152,  # a web worker is killed while Valkey does not answer
    ),
    Guard(
        "hello: nothing counts before it",
        "watching/rules/heartbeat_segments.py",
        "        max(playback.hello_at, webinar.starts_at),\n",
        "        webinar.starts_at,\n",
    ),
    Guard(
        "facts: the same moment is one fact",
        "webinars/members/settlement.py",
        'source=Source.VIEWER, key="first")',
        "source=Source.VIEWER, key=None)",
    ),
    Guard(
        "dedupe key: what a vendor sends again is the same delivery",
        "integrations/inbox/receiver.py",
        "dedupe_key=known.adapter.dedupe_key(headers, body),",
        'dedupe_key=f"{known.adapter.dedupe_key(headers, body)} {now}",',
    ),
    Guard(
        "stays: a row that was joined twice lasts from the first join",
        "attendance/rules/stays.py",
        "open_since = at if open_since is None else open_since",
        "open_since = at",
    ),
    Guard(
        "id: an event goes out under one, whoever sends it",
        "vendors/webhook/mapping.py",
        'return f"evt_{event.hex}"',
        "return f\"evt_{event.hex[:16]}{__import__('os').urandom(8).hex()}\"",
    ),
    Guard(
        "cards: the newest wins",
        _LUA,
        "    if item[4] > record[CARD] then\n",
        "    if record[CARD] == 0 then\n",
    ),
)


def source_of(guard: Guard, tree: Path = _ROOT) -> Path:
    """The file that holds it."""
    return tree / "server" / "latecomer" / guard.path


def main() -> int:
    """Break the guards one after the other. Returns: 0 when each was noticed, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.guards", description=__doc__)
    parser.add_argument("--seed", type=int, help="the first seed (each guard's own)")
    parser.add_argument(
        "--n", type=int, default=10, help="after how many seeds a guard counts as unnoticed (10)"
    )
    parser.add_argument("--root", type=Path, default=_ROOT, help="the tree whose server is copied and broken")
    parser.add_argument("--only", default="", help="the guards whose names begin so")
    options = parser.parse_args()
    # Stopped from outside, it still takes what it started along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    chosen = [guard for guard in GUARDS if guard.name.startswith(options.only)]
    unnoticed = []
    for guard in chosen:
        first = options.seed or guard.seed
        if not notice(guard, options.root, range(first, first + options.n)):
            unnoticed.append(guard.name)
    print(f"unnoticed: {unnoticed}" if unnoticed else "every broken guard was noticed")
    return 1 if unnoticed else 0


def notice(guard: Guard, tree: Path, seeds: range) -> bool:
    """Return True when a history fails on a copy of the tree with this guard broken."""
    with tempfile.TemporaryDirectory(prefix="lc-guards-") as folder:
        root = Path(folder)
        shutil.copytree(tree / "server", root / "server", ignore=shutil.ignore_patterns("__pycache__"))
        broken = source_of(guard, root)
        source = broken.read_text(encoding="utf-8")
        if source.count(guard.kept) != 1:
            raise SystemExit(f"{guard.name}: {guard.path} does not contain {guard.kept!r} exactly once")
        broken.write_text(source.replace(guard.kept, guard.broken), encoding="utf-8")
        installations: dict[int, System] = {}
        for seed in seeds:
            result = one(seed, of(seed, installations, root, root))
            # One that did not come to its end may have met a busy machine alone.
            if result.differs and result.ended:
                print(f"noticed with seed {seed}: {guard.name}", flush=True)
                for what in result.differs[:_SHOWN]:
                    print(f"    {what[:300]}", flush=True)
                return True
    print(f"NOT noticed: {guard.name}", flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())
