"""`latecomer run`: the supervisor that starts engines, migrations, web processes and a worker, and keeps them running.

It has one thread and no event loop: it starts children, checks them ten times a second, restarts those that died, and
stops all of them in the right order. The kernel ends the children when the supervisor dies, however it dies.
"""

import asyncio
import contextlib
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence

import structlog

from latecomer.config import (
    PREFIX,
    Settings,
    complete,
    data_dir,
    log_format,
    log_level,
    read_settings,
    sharing_metrics,
)
from latecomer.core.errors import Exit, StartupError
from latecomer.logs import configure_logs
from latecomer.standalone.child import end_with_parent
from latecomer.standalone.data_folder import DataFolder, death_of, unusable
from latecomer.standalone.engine import Engine
from latecomer.standalone.engines import Postgres, Valkey
from latecomer.standalone.preflight import bring_up_to_date, reach_redis

_log = structlog.get_logger()

_LOOK_S = 0.1
_READY_WITHIN_S = 60.0
_STOP_WITHIN_S = 12.0
"""More than a process takes to give up by itself and say what it waited for; each part of a stop has a bound."""
_BACKOFF_MAX_S = 30.0
_SETTLED_S = 60.0
_TRIES = 3
_ENGINE_AGAIN_S = 1.0
_ROTATE_S = 60.0


class Child:
    """A process of our own: `latecomer serve` or `latecomer work`, restarted whenever it dies."""

    def __init__(self, name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self._arguments = arguments
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._again = 0.0
        self._failures = 0
        self._ready_fd: int | None = None
        self.ready = False
        """True once the process has been ready."""

    def start(self) -> None:
        """Start the process; it reports through a pipe that it is ready."""
        self._close_pipe()
        self._ready_fd, theirs = os.pipe()
        command = [sys.executable, "-m", "latecomer", *self._arguments, "--ready-fd", str(theirs)]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                env=dict(self._environment),
                pass_fds=(theirs,),
                # Ctrl-C in a terminal must reach the supervisor alone, which stops its children in order.
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGKILL),  # noqa: PLW1509 - one thread
            )
        finally:
            os.close(theirs)
        self._started = time.monotonic()

    def look(self) -> None:
        """Notice readiness and death; restart the process when it is time.

        Raises: StartupError: it fails at every start and was never ready.
        """
        if self._ready_fd is not None and select.select([self._ready_fd], [], [], 0)[0]:
            self.ready |= bool(os.read(self._ready_fd, 1))
            self._close_pipe()
        now = time.monotonic()
        if self._process is None:
            if now >= self._again:
                self.start()
            return
        code = self._process.poll()
        if code is None:
            return
        self._process = None
        if not self.ready and code in tuple(Exit):
            # It has said why on standard error.
            raise StartupError(Exit(code), "")
        self._failures = 1 if now - self._started > _SETTLED_S else self._failures + 1
        if not self.ready and self._failures >= _TRIES:
            raise StartupError(Exit.KEEPS_FAILING, f"{self.name} failed {_TRIES} times and was never ready")
        wait_s = min(0.25 * 2**self._failures, _BACKOFF_MAX_S)
        self._again = now + wait_s
        reason = {} if (why := death_of(code)) is None else {"reason": why}
        _log.warning("process_died", name=self.name, exit_code=code, again_in_s=wait_s, **reason)

    def interrupt(self) -> None:
        """Ask the process to stop."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def reap(self, deadline: float) -> None:
        """Wait for the process until ``deadline`` (monotonic seconds), then kill it."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _log.warning(
                "process_killed", name=self.name, lost="nothing acknowledged; viewers send again what was not"
            )
            self._process.kill()
            self._process.wait()
        self._process = None
        self._close_pipe()

    def _close_pipe(self) -> None:
        if self._ready_fd is not None:
            os.close(self._ready_fd)
            self._ready_fd = None


class Supervisor:
    """Runs an installation from its data folder until told to stop."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Raises: StartupError when a setting is bad, or the data folder is in use or unusable."""
        configure_logs(log_format(environment), log_level(environment), process="run")
        self._data = DataFolder(data_dir(environment))
        self._data.open()
        defaults = {
            "DATABASE_URL": Postgres(self._data).url,
            "REDIS_URL": Valkey(self._data).url,
            "SECRET_KEY": _secret_key(self._data),
            "WORKERS": str(min(cores(), 64)),
        }
        self._environment = complete(environment, **defaults)
        self.settings: Settings = read_settings(self._environment)
        own = {PREFIX + "DATABASE_URL": Postgres(self._data), PREFIX + "REDIS_URL": Valkey(self._data)}
        self._engines: list[Engine] = [own[name] for name in own if not environment.get(name, "").strip()]
        self._children = [*self._web(), Child("work", ("work",), self._environment)]
        self._down: dict[Engine, float] = {}
        """Engines that died, and when to try to start each again (monotonic seconds)."""
        self._stops = 0
        self._rotate_at = 0.0

    def _web(self) -> list[Child]:
        """Return the web processes; several of them combine their metrics."""
        names = [f"web-{n}" for n in range(1, self.settings.workers + 1)]
        if len(names) == 1:
            return [Child(names[0], ("serve",), self._environment)]
        metrics = self._data.new_metrics()
        return [Child(name, ("serve",), self._environment | sharing_metrics(metrics, name)) for name in names]

    @contextlib.contextmanager
    def running(self) -> Iterator["Supervisor"]:
        """Start everything and wait until it accepts connections; stop everything at the end, whatever happens.

        Raises: StartupError: something does not start; everything that was started is stopped again.
        """
        stops = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # ignored is what nohup asks for
            stops.append(signal.SIGHUP)
        before = {number: signal.signal(number, self._stop) for number in stops}
        try:
            _check_port(self.settings.host, self.settings.port)
            self._start()
            yield self
        finally:
            self._shut_down()
            for number, handler in before.items():
                signal.signal(number, handler)

    @property
    def stopping(self) -> bool:
        """Return True when a stop was requested."""
        return self._stops > 0

    def look(self) -> None:
        """Restart the processes that have died since the last look, then sleep for a tenth of a second."""
        for engine in self._engines:
            if engine.ended() and engine not in self._down:
                _log.warning("engine_died", name=engine.name)
                self._down[engine] = 0.0
        for engine, again in list(self._down.items()):
            if time.monotonic() >= again:
                self._start_again(engine)
        for child in self._children:
            child.look()
        if time.monotonic() >= self._rotate_at:
            self._rotate_at = time.monotonic() + _ROTATE_S
            for engine in self._engines:
                engine.rotate_log()
        time.sleep(_LOOK_S)

    def _start_again(self, engine: Engine) -> None:
        """Restart an engine. An engine that dies again while it starts is restarted later, without ending the
        installation."""
        try:
            engine.start(cancelled=lambda: self.stopping)
        except StartupError as problem:
            _log.error("engine_failed", name=engine.name, error=str(problem), again_in_s=_ENGINE_AGAIN_S)
            self._down[engine] = time.monotonic() + _ENGINE_AGAIN_S
        else:
            _log.info("engine_started", name=engine.name)
            del self._down[engine]

    def _start(self) -> None:
        for engine in self._engines:
            engine.start(cancelled=lambda: self.stopping)
            _log.info("engine_started", name=engine.name)
            if self.stopping:
                return
        asyncio.run(
            reach_redis(
                self.settings.redis_url,
                shards=self.settings.ledger_shards,
                may_be_volatile=self.settings.allow_volatile_redis,
            )
        )
        for name in asyncio.run(
            bring_up_to_date(self.settings.database_direct_url or self.settings.database_url)
        ):
            _log.info("migration_applied", name=name)
        for child in self._children:
            child.start()
        deadline = time.monotonic() + _READY_WITHIN_S
        while not self.stopping and not all(child.ready for child in self._children):
            self.look()
            if time.monotonic() > deadline:
                late = ", ".join(child.name for child in self._children if not child.ready)
                raise StartupError(Exit.KEEPS_FAILING, f"{late} not ready after {_READY_WITHIN_S:.0f} s")

    def _stop(self, _number: int, _frame: object) -> None:
        self._stops += 1

    def _shut_down(self) -> None:
        """Stop web processes and worker together, then the engines that they write to. A second Ctrl-C ends the
        waiting."""
        for child in self._children:
            child.interrupt()
        deadline = time.monotonic() + _STOP_WITHIN_S
        for child in self._children:
            child.reap(deadline if self._stops < 2 else 0.0)
        for engine in self._engines:
            engine.stop(within_s=2.0)
        self._data.close()


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _secret_key(data: DataFolder) -> str:
    """Return the key in the data folder, generated on the first start. Anybody who can read it can forge join links."""
    path = data.path / "secret_key"
    try:
        if path.exists():
            return path.read_text(encoding="ascii").strip()
        key = secrets.token_hex(32)
        # Whole or not at all: half a key would be kept for ever.
        unfinished = path.with_name("secret_key.new")
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except OSError as problem:
        raise unusable(path, problem) from problem
    return key


def _check_port(host: str, port: int) -> None:
    """Check that no other program uses the port: our web processes share it, so another program on it would not cause
    an error.

    Raises: StartupError: the port is taken, or the host is no address of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as problem:
        raise StartupError(
            Exit.BAD_SETTING, f"LATECOMER_HOST {host!r} is no address ({problem.strerror})"
        ) from problem
    except OSError as problem:
        raise StartupError(
            Exit.PORT_TAKEN,
            f"cannot listen on {host}:{port} ({problem.strerror}); set LATECOMER_PORT to a free port",
        ) from problem
