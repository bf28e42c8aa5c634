"""`latecomer` as a user starts it, in a process of its own, and what is left of it afterwards."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

WITHIN_S = 60.0


def free_port() -> int:
    """A port of the loopback that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def latecomer(*arguments: str) -> list[str]:
    """The command line of the command."""
    return [sys.executable, "-m", "latecomer", *arguments]


@dataclass
class Installation:
    """A data folder and a port, and the processes that were started on them."""

    data: Path
    port: int = field(default_factory=free_port)
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the installation's address."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        """The environment with nobody's settings but ours."""
        own = {"LATECOMER_DATA_DIR": str(self.data), "LATECOMER_PORT": str(self.port)}
        own |= {"LATECOMER_PUBLIC_URL": self.url}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("LATECOMER_")}
        path = os.pathsep.join(sys.path)
        return {**inherited, "PYTHONPATH": path, **own, **{f"LATECOMER_{k}": v for k, v in settings.items()}}

    def call(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            latecomer(*arguments),
            env=self.environment(settings),
            capture_output=True,
            text=True,
            timeout=WITHIN_S,
            check=False,
        )

    def start(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        """Start a command that goes on, and leave it running."""
        process = subprocess.Popen(
            latecomer(*arguments),
            env=self.environment(settings),
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def run(self, **settings: str) -> "Run":
        """`latecomer run`, once it is ready."""
        return Run(self, self.start("run", **settings))

    def get(self, path: str) -> int:
        """The status that a GET answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def read(self, path: str, port: int | None = None) -> str:
        """The body that a GET answers."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def processes(self) -> list[psutil.Process]:
        """Every process of this installation, engines included, whoever started it."""
        return list(self._processes())

    def _processes(self) -> Iterator[psutil.Process]:
        for process in psutil.process_iter(["cmdline"]):
            if any(str(self.data) in part for part in process.info["cmdline"] or []):
                yield process

    def close(self) -> None:
        """Kill what a failed test left."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
        gone(self.processes())


def gone(processes: list[psutil.Process]) -> None:
    """Wait until all of them have ended; fails when one does not."""
    _, alive = psutil.wait_procs(processes, timeout=15)
    assert not alive, alive


class Run:
    """A `latecomer run` that is ready."""

    def __init__(self, installation: Installation, process: subprocess.Popen[str]) -> None:
        self.installation = installation
        self.process = process
        self.ready_line = read_to(process, "ready ")

    @property
    def supervisor(self) -> psutil.Process:
        """Its own process."""
        return psutil.Process(self.process.pid)

    @property
    def family(self) -> list[psutil.Process]:
        """All that it started, and what those started."""
        return self.supervisor.children(recursive=True)

    def child(self, telling: str) -> psutil.Process:
        """The child with ``telling`` on its command line."""
        return next(self.children(telling))

    def children(self, telling: str) -> Iterator[psutil.Process]:
        """The living children with ``telling`` on their command lines."""
        for child in self.supervisor.children():
            with suppress(psutil.NoSuchProcess):  # or a zombie, which has no command line
                if telling in " ".join(child.cmdline()):
                    yield child

    def line(self) -> str:
        """The next line that it prints."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def stop(self, number: int = signal.SIGINT) -> int:
        """Stop it as Ctrl-C does, within ten seconds; returns its exit code."""
        self.process.send_signal(number)
        return self.process.wait(10)


def read_to(process: subprocess.Popen[str], beginning: str) -> str:
    """The first line that begins so."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(beginning):
            return line.strip()
    raise AssertionError(f"it ended with {process.wait()} and never said {beginning!r}")
