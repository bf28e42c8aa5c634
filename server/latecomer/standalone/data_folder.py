"""The data folder of an embedded installation, and the lock that reserves it for one process."""

import fcntl
import hashlib
import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import IO

import structlog

from latecomer.core.errors import Exit, StartupError
from latecomer.standalone.child import Account

_log = structlog.get_logger()

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - only names that nobody can foresee are made there
_ROOM_BYTES = 16 * 1024 * 1024
"""Room for the metrics of all processes: a few MiB for each."""
_SOCKET_PATH_MAX = 100
"""Bytes of a Unix socket's path: the kernel takes 107, macOS 103."""


class DataFolder:
    """The folder of an embedded installation, and its lock."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()
        self._lock: IO[bytes] | None = None
        self._metrics: Path | None = None

    @property
    def postgres(self) -> Path:
        """The folder of PostgreSQL's cluster."""
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        """The folder of Valkey's append-only file and configuration."""
        return self.path / "valkey"

    @property
    def sockets(self) -> Path:
        """Return the folder of the engines' sockets: below the data folder, or in the temporary folder if that path is
        too long.
        """
        below = self.path / "run"
        if len(os.fsencode(below)) + len("/.s.PGSQL.5432.lock") <= _SOCKET_PATH_MAX:
            return below
        return Path(tempfile.gettempdir()) / self._name

    def open(self) -> None:
        """Create the folder if it is missing and lock it until `close` or the end of this process.

        Raises: StartupError: it cannot be written, or another process holds it.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "lock").open("ab")
        except OSError as problem:
            raise unusable(self.path, problem) from problem
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            lock.close()
            raise StartupError(
                Exit.DATA_DIR_IN_USE,
                f"another Latecomer is running on the data folder {self.path}; "
                "stop it, or set LATECOMER_DATA_DIR to another one",
            ) from problem
        self._lock = lock

    def close(self) -> None:
        """Release the lock."""
        if self._metrics is not None:
            shutil.rmtree(self._metrics, ignore_errors=True)
            self._metrics = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def new_metrics(self) -> Path:
        """Return a new folder for the metrics of this run, in memory if possible: on a full disk, writing to a mapped
        file would kill the process. Folders of earlier runs are removed.

        Errors: OSError.
        """
        parent = _SHARED_MEMORY if os.access(_SHARED_MEMORY, os.W_OK) else Path(tempfile.gettempdir())
        if parent == _SHARED_MEMORY and (full := _shortage()) is not None:
            _log.warning("shared_memory_full", state=full, metrics_in=tempfile.gettempdir())
            parent = Path(tempfile.gettempdir())
        prefix = f"{self._name}-metrics-"
        for old in parent.glob(f"{prefix}*"):
            shutil.rmtree(old, ignore_errors=True)
        self._metrics = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        return self._metrics

    @property
    def _name(self) -> str:
        """Return a name that distinguishes this data folder from others."""
        return f"latecomer-{hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]}"

    def make(self, folder: Path, account: Account | None, mode: int = 0o700) -> None:
        """Create ``folder`` if it is missing, closed to all but the engines' account."""
        folder.mkdir(mode=mode, exist_ok=True)
        if account is not None and not account.owns(folder):
            account.take(folder)
        folder.chmod(mode)


def _shortage() -> str | None:
    """Return a sentence about shared memory that is too small for metrics; None when it is large enough."""
    usage = shutil.disk_usage(_SHARED_MEMORY)
    if usage.free >= _ROOM_BYTES:
        return None
    return f"{_SHARED_MEMORY} is full: {usage.free >> 20} of {usage.total >> 20} MiB are free"


def death_of(exit_code: int) -> str | None:
    """Return why a process of ours was killed from outside, as far as its exit code says; None for any other end."""
    match -exit_code:
        case signal.SIGBUS:  # a mapped file whose page cannot be had
            return _shortage() or f"a file could not be written: {_SHARED_MEMORY} or the disk was full"
        case signal.SIGKILL:
            return "killed from outside; perhaps the machine had no memory left"
    return None


def unusable(path: Path, problem: OSError) -> StartupError:
    """Return the error to raise when ``path`` cannot be read or written."""
    return StartupError(
        Exit.DATA_DIR_UNUSABLE,
        f"the data folder {path} cannot be used ({problem.strerror or problem}); "
        "set LATECOMER_DATA_DIR to a folder that you can write",
    )
