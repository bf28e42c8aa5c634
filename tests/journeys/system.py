"""The whole product as a user starts it: `latecomer run` in its own process, on its own data folder."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

READY_S = 60.0
"""Seconds that engines, migrations and workers may take on a busy machine."""
STOP_S = 30.0
ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port of the loopback that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class System:
    """A running installation: where it answers, a key that may do everything, where its engines listen."""

    url: str
    key: str
    data: Path
    process: subprocess.Popen[str]
    log: Path

    @property
    def postgres_url(self) -> str:
        """PostgreSQL's own address: tests recount there what the API says."""
        return f"postgresql://latecomer@/postgres?host={quote(str(self.data / 'run'), safe='')}"

    @classmethod
    def start(cls, data: Path, **settings: str) -> Self:
        """Start it and wait for its line ``ready url=…``; fails with the log when it does not come.

        Args: ``settings``: more of them, by name without the prefix.
        """
        port, key = free_port(), secrets.token_urlsafe(32)
        log = data.with_name("run.log")
        own = {
            "LATECOMER_HOST": "127.0.0.1",
            "LATECOMER_PORT": str(port),
            "LATECOMER_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "LATECOMER_DATA_DIR": str(data),
            "LATECOMER_ADMIN_KEY": key,
            "LATECOMER_ALLOWED_NETWORKS": "127.0.0.1",  # where the simulated vendors listen
            **{f"LATECOMER_{name}": value for name, value in settings.items()},
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("LATECOMER_")}
        with log.open("w") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "latecomer", "run"],
                env={**inherited, **own, "PYTHONPATH": str(ROOT / "server")},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        system = cls(f"http://127.0.0.1:{port}", key, data, process, log)
        with log.open() as lines:
            system._wait_until_ready(lines)
        return system

    def stop(self) -> int:
        """Stop it as Ctrl-C does; returns its exit code."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def _wait_until_ready(self, lines: IO[str]) -> None:
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline and self.process.poll() is None:
            line = lines.readline()
            if "ready url=" in line:
                return
            if not line:
                # The log is a file, which nothing can wait on.
                time.sleep(0.05)
        self.process.kill()
        raise AssertionError(f"latecomer run did not become ready:\n{self.log.read_text()}")
