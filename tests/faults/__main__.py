"""`python -m tests.faults`: run many histories, one after the other, and write down what became of each."""

import argparse
import asyncio
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.faults.history import history_of
from tests.faults.result import Result
from tests.faults.run import run
from tests.faults.system import System

_TAIL_LINES: Final = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Run histories. Returns: 0 when nothing was lost and nothing counted twice, else 1."""
    options = _options(arguments)
    # Stopped from outside, it still takes what it started along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    options.log.parent.mkdir(parents=True, exist_ok=True)
    if options.jobs > 1:
        return _side_by_side(options.jobs, sys.argv[1:] if arguments is None else arguments)
    seeds: list[int] = []
    failed: list[int] = []
    with (
        options.log.open("a", encoding="utf-8") as log,
        tempfile.TemporaryDirectory(prefix="lc-faults-") as folder,
    ):
        installations: dict[int, System] = {}
        for seed in range(options.seed, options.seed + options.n):
            if options.taken and not _take(options.taken / str(seed)):
                continue
            seeds.append(seed)
            installation = of(seed, installations, Path(folder), options.root)
            result = one(seed, installation)
            said = "".join(f"{line}\n" for line in (str(result), *(f"    {what}" for what in result.differs)))
            print(said, end="", flush=True)
            log.write(said)
            log.flush()
            if result.differs:
                if options.keep:
                    (options.keep / f"faults-{seed}.log").write_text(installation.told(), encoding="utf-8")
                    (options.keep / f"faults-{seed}.json").write_bytes(result.evidence)
                failed.append(seed)
                print(_tail(installation), flush=True)
                if options.stop:
                    break
                # A fresh one: what went wrong must not look as if it went wrong again.
                shutil.rmtree(installation.data)
        summary = f"{len(seeds)} histories from seed {options.seed} on: {len(failed)} failed {failed or ''}"
        print(summary)
        print(summary, file=log)
    return 1 if failed else 0


def _side_by_side(jobs: int, arguments: Sequence[str]) -> int:
    """Have processes take seeds one after the other; each has installations of its own, and says its part of the
    summary."""
    with tempfile.TemporaryDirectory(prefix="lc-taken-") as taken:
        own = [*arguments, "--jobs", "1", "--taken", taken]
        running = [subprocess.Popen([sys.executable, "-m", "tests.faults", *own]) for _ in range(jobs)]
        try:
            return max(each.wait() for each in running)
        finally:
            for each in running:
                each.terminate()
                each.wait()


def _take(seed: Path) -> bool:
    """Take a seed, unless another process has taken it. A file says that it is taken."""
    try:
        seed.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def of(seed: int, installations: dict[int, System], folder: Path, root: Path) -> System:
    """The installation for a seed: into how many shards a ledger is cut is fixed for each."""
    shards = history_of(seed).shards
    if shards not in installations:
        installations[shards] = System(folder / f"shards-{shards}", root, shards)
    return installations[shards]


def one(seed: int, installation: System) -> Result:
    """One history on an installation that is started for it and stopped after it."""
    try:
        installation.start()
        result = asyncio.run(run(history_of(seed), installation))
    finally:
        code = installation.stop()
    if code != 0:
        result.differs.append(f"latecomer run ended with {code}")
    return result


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first seed (1)")
    parser.add_argument("--n", type=int, default=1, help="how many seeds (1)")
    parser.add_argument("--jobs", type=int, default=1, help="how many histories at the same time (1)")
    parser.add_argument(
        "--log", type=Path, default=Path("build/faults.log"), help="where the seeds are noted"
    )
    parser.add_argument(
        "--keep",
        type=Path,
        help="folder for the server's own logs of failed seeds, and for what was sent and seen",
    )
    parser.add_argument("--taken", type=Path, help="folder that says which seeds others have taken")
    parser.add_argument("--stop", action="store_true", help="stop at the first seed that fails")
    parser.add_argument(
        "--root", type=Path, default=Path(__file__).parents[2], help="the tree whose server is run"
    )
    return parser.parse_args(arguments)


def _tail(installation: System) -> str:
    """The last lines of its log, without what an outage says a thousand times."""
    quiet = (" ", "Traceback", "ConnectionRefused", "asyncpg.")
    lines = [line for line in installation.told().splitlines() if line and not line.startswith(quiet)]
    lines = [line for line in lines if "] unavailable " not in line and "] request " not in line]
    return "\n".join(["    --- the end of its log", *(f"    {line[:300]}" for line in lines[-_TAIL_LINES:])])


if __name__ == "__main__":
    sys.exit(main())
