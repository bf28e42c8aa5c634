"""An embedded engine as a child process: awaited until it is ready, stopped in order, and stopped at the next start if
it was left running."""

import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, ClassVar

import psutil

from latecomer.core.errors import Exit, StartupError
from latecomer.standalone.child import Account, as_account, end_with_parent, engine_account
from latecomer.standalone.data_folder import DataFolder, unusable

_LOG_MAX_BYTES = 10_000_000


def never() -> bool:
    """Return False: no stop was requested."""
    return False


class Engine(ABC):
    """One engine: a child process with a folder of its own."""

    name: ClassVar[str]
    quit_signals: ClassVar[tuple[signal.Signals, ...]]
    """The signals that stop the engine, politest first; SIGKILL comes after them."""

    def __init__(self, data: DataFolder) -> None:
        self._data = data
        self._process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def folder(self) -> Path:
        """The folder of its data."""

    @property
    @abstractmethod
    def program(self) -> Path:
        """The path of its executable."""

    @property
    @abstractmethod
    def url(self) -> str:
        """Return the URL of the running engine."""

    @abstractmethod
    def _prepare(self, account: Account | None) -> Sequence[str]:
        """Create the content of its folder. Returns: the engine's arguments."""

    @abstractmethod
    def _answers(self) -> bool:
        """Return True when the engine accepts connections."""

    def start(self, *, within_s: float = 60.0, cancelled: Callable[[], bool] = never) -> None:
        """Stop processes of an earlier run, start the engine, and return once it accepts connections.

        Args:
            within_s: the time limit; replaying a large append-only file takes a while.
            cancelled: asked repeatedly; True ends the start without an error.

        Raises: StartupError: it did not start; the message contains the engine's last output.
        """
        try:
            account = engine_account(self._data.postgres)
            if account is not None:
                self._data.path.chmod(self._data.path.stat().st_mode | 0o011)
            self._data.make(self._data.sockets, account)
            self.stop_leftovers()
            arguments = self._prepare(account)
            log = self._open_log()
        except OSError as problem:
            raise unusable(self._data.path, problem) from problem
        with log:
            self._process = self._spawn([str(self.program), *arguments], account, log)
        deadline = time.monotonic() + within_s
        while not self._answers():
            if cancelled():
                return
            if self._process.poll() is not None:
                raise StartupError(Exit.ENGINE_FAILED, f"{self.name} did not start: {self._last_words()}")
            if time.monotonic() > deadline:
                self.stop()
                raise StartupError(
                    Exit.ENGINE_FAILED,
                    f"{self.name} does not answer after {within_s:.0f} s: {self._last_words()}",
                )
            time.sleep(0.02)

    def ended(self) -> bool:
        """Return True when the engine was started and has died."""
        return self._process is not None and self._process.poll() is not None

    def stop(self, *, within_s: float = 8.0) -> None:
        """Stop the engine: with its own signal, then a stronger one, then SIGKILL."""
        process, self._process = self._process, None
        if process is None:
            return
        for number in self.quit_signals:
            if process.poll() is None:
                process.send_signal(number)
            try:
                process.wait(within_s / len(self.quit_signals))
            except subprocess.TimeoutExpired:
                continue
            return
        process.kill()
        process.wait()

    def stop_leftovers(self) -> None:
        """Stop every engine of this kind that still runs on this folder after an earlier run was killed."""
        for number in (*self.quit_signals, signal.SIGKILL):
            left = self._leftovers()
            for process in left:
                _signal(process, number)
            deadline = time.monotonic() + 5.0
            while any(_runs(process) for process in left) and time.monotonic() < deadline:
                time.sleep(0.02)
            if not any(_runs(process) for process in left):
                return

    def _leftovers(self) -> list[psutil.Process]:
        """Return the processes of this engine on this folder, recognised by command line, never by a pid alone."""
        found: list[psutil.Process] = []
        for process in psutil.process_iter(["name", "cmdline"]):
            command = process.info["cmdline"] or []
            if process.info["name"] == self.program.name and any(
                str(self.folder) in (part, str(Path(part).parent)) for part in command[1:]
            ):
                found.append(process)
        # A child just forked still carries its parent's command line: the parent answers for it.
        below = {child.pid for process in found for child in _children(process)}
        return [process for process in found if process.pid not in below]

    def _spawn(
        self, command: Sequence[str], account: Account | None, log: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [
                *as_account(account, self.program, (self._data.path,), at_death=self.quit_signals[0]),
                *command,
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=self.folder,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            # Ctrl-C in a terminal must reach the supervisor alone, which stops the engines last.
            start_new_session=True,
            preexec_fn=end_with_parent(self.quit_signals[0]),  # noqa: PLW1509 - the parent has one thread
        )

    def _open_log(self) -> IO[bytes]:
        path = self._log_path
        path.parent.mkdir(exist_ok=True)
        log = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
        path.chmod(0o600)  # one of before may be open to others
        self.rotate_log()
        return log

    def rotate_log(self) -> None:
        """Copy a log of 10 MB to a file beside it, replacing the earlier copy, and empty it. The engine continues to
        write to the same file."""
        path = self._log_path
        if path.exists() and path.stat().st_size > _LOG_MAX_BYTES:
            aside = path.with_suffix(".log.1")
            aside.unlink(missing_ok=True)
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
                copy.write(path.read_bytes())
            os.truncate(path, 0)

    @property
    def _log_path(self) -> Path:
        return self._data.path / "log" / f"{self.program.name}.log"

    def _last_words(self) -> str:
        lines = [
            line.strip()
            for line in self._log_path.read_text(errors="replace").splitlines()[-20:]
            if line.strip()
        ]
        telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "rror" in line]
        words = (telling or lines or ["it said nothing"])[-1]
        return f"{words} (its log: {self._log_path})"


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _signal(process: psutil.Process, number: int) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return
