"""Programs that read files of strangers, limited in memory, time and disk, and without network if the system allows
that.

Each runs in a process group of its own, which is killed as a whole.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import functools
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

log = structlog.get_logger(__name__)

_MEMORY_BYTES: Final = 3 * 1024**3
_FILE_BYTES: Final = 16 * 1024**3
_LINE_BYTES: Final = 64 * 1024
_KEPT_LINES: Final = 200
"""Lines of standard error that are kept from its beginning, and as many from its end."""
_PR_SET_PDEATHSIG: Final = 1
_NICE: Final = 10


@dataclass(frozen=True, slots=True)
class ProgramResult:
    """The end of a program: its exit code (negative: the signal), and the first and last lines of its standard
    error."""

    code: int
    errors: str
    timed_out: bool = False


_NO_NETWORK: Final = ("--user", "--map-root-user", "--net")
_NO_PROCESSES: Final = ("--pid", "--fork", "--kill-child")


@functools.cache
def wrapper() -> tuple[str, ...]:
    """Return the command prefix that takes the network and the sight of other processes from a program, and ends all
    that it has started when it ends; less or nothing when the system does not allow it, which is logged."""
    unshare = shutil.which("unshare")
    if unshare is not None:
        for options in ((*_NO_NETWORK, *_NO_PROCESSES), _NO_NETWORK):
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                command = (unshare, *options)
                tried = subprocess.run([*command, "true"], capture_output=True, timeout=5, check=False)
                if tried.returncode == 0:
                    return command
    log.warning("sandbox_has_network", reason="unshare is missing or not allowed")
    return ()


def look() -> None:
    """Find out what the system allows, so that the log says at the start what it does not."""
    wrapper()


def _die_with_parent() -> None:
    """Let the kernel end this process when the worker that began it dies, however it dies."""
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


_LIBC: Final = ctypes.CDLL(None)


def _limits(cpu_s: int) -> Callable[[], None]:
    def limit() -> None:
        _die_with_parent()
        os.nice(_NICE)
        for which, value in (
            (resource.RLIMIT_CPU, cpu_s),
            (resource.RLIMIT_AS, _MEMORY_BYTES),
            (resource.RLIMIT_FSIZE, _FILE_BYTES),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(which, (value, value))

    return limit


async def run(
    command: Sequence[str], folder: Path, *, wall_s: float, cpu_s: int, line: Callable[[str], None]
) -> ProgramResult:
    """Run a program in ``folder`` until it ends. It is killed after ``wall_s`` seconds, or after ``cpu_s`` seconds of
    processor time.

    Args:
        line: called with each line of standard output.
    """
    process = await asyncio.create_subprocess_exec(
        *wrapper(),
        *command,
        cwd=folder,
        env={"LC_ALL": "C.UTF-8"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_limits(cpu_s),
        limit=_LINE_BYTES,
    )
    first: list[str] = []
    last: deque[str] = deque(maxlen=_KEPT_LINES)
    timed_out = False
    try:
        async with asyncio.timeout(wall_s):
            await asyncio.gather(
                _read(process.stdout, line), _read(process.stderr, _keep(first, last)), process.wait()
            )
    except TimeoutError:
        timed_out = True
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    return ProgramResult(process.returncode or 0, "\n".join((*first, *last)), timed_out)


def _keep(first: list[str], last: deque[str]) -> Callable[[str], None]:
    def keep(line: str) -> None:
        (first if len(first) < _KEPT_LINES else last).append(line)

    return keep


async def _read(stream: asyncio.StreamReader | None, line: Callable[[str], None]) -> None:
    if stream is None:
        return
    async for text in _lines(stream):
        line(text)


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    while True:
        try:
            data = await stream.readline()
        except ValueError:  # a line longer than is kept
            continue
        if not data:
            return
        yield data.decode("utf-8", "replace").rstrip("\r\n")
