"""The system under fire: `latecomer run` in a process group of its own, and how to hurt each part of it."""

import contextlib
import itertools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psutil

from tests.faults.plans import Fault

_PORTS_FROM: Final = 10_000
"""Below those that the system gives to whoever asks for any."""
_PORTS_EACH: Final = 20
_PORT_RANGES: Final = 1_000
_given: Final = itertools.count()

WORKERS: Final = 2
FREEZES: Final = frozenset({Fault.FREEZE_WEB, Fault.FREEZE_WORK, Fault.FREEZE_VALKEY, Fault.FREEZE_POSTGRES})
_READY_S: Final = 60.0
_STOP_S: Final = 20.0
_ROOT: Final = Path(__file__).parents[2]


class System:
    """One installation: its data folder stays when it is started again."""

    def __init__(self, folder: Path, root: Path = _ROOT, shards: int = 1) -> None:
        """``root``: the working tree whose server is run. ``shards``: into how many its ledger is cut."""
        folder.mkdir(exist_ok=True)
        self.data = folder / "data"
        self.log = folder / "run.log"
        self.key = secrets.token_urlsafe(32)
        self.port = _free_port()
        self._root = root
        self._shards = shards
        self._process: subprocess.Popen[bytes] | None = None
        self._told = 0
        self.started_s = 0.0
        """Seconds until the system was ready: a measure of how busy the machine is."""
        self._frozen: list[psutil.Process] = []

    @property
    def url(self) -> str:
        """Return the server's own address, without a proxy in front."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def postgres_url(self) -> str:
        """PostgreSQL's own address."""
        return f"postgresql://latecomer@/postgres?host={quote(str(self.data / 'run'), safe='')}"

    def start(self) -> None:
        """Start it and wait until it is ready. Raises: AssertionError with its last words."""
        own = {
            "LATECOMER_HOST": "127.0.0.1",
            "LATECOMER_PORT": str(self.port),
            "LATECOMER_PUBLIC_URL": self.url,
            "LATECOMER_DATA_DIR": str(self.data),
            "LATECOMER_ADMIN_KEY": self.key,
            "LATECOMER_LEDGER_SHARDS": str(self._shards),
            "LATECOMER_ALLOWED_NETWORKS": "127.0.0.0/8",
            "PYTHONPATH": str(self._root / "server"),
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("LATECOMER_")}
        self._told = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "latecomer", "run", "--workers", str(WORKERS)],
                env={**inherited, **own},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        began = time.monotonic()
        while "ready url=" not in self.told():
            if self._process.poll() is not None or time.monotonic() > began + _READY_S:
                raise AssertionError(f"latecomer run did not become ready:\n{self.told()}")
            time.sleep(0.05)
        self.started_s = time.monotonic() - began

    def stop(self) -> int:
        """Stop it as Ctrl-C does; returns its exit code."""
        if self._process is None:
            return 0
        self.wake()
        self._process.send_signal(signal.SIGINT)
        try:
            return self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """Kill all of it; the children die with their supervisor."""
        if self._process is not None and self._process.poll() is None:
            family = psutil.Process(self._process.pid).children(recursive=True)
            self._process.kill()
            self._process.wait()
            for child in family:
                if child.is_running():
                    child.kill()
            psutil.wait_procs(family, 10)

    @property
    def runs(self) -> bool:
        """Return True while the supervisor lives."""
        return self._process is not None and self._process.poll() is None

    def told(self) -> str:
        """Return the output since the start."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(self._told)
            return log.read().decode(errors="replace")

    def hurt(self, fault: Fault, worker: int = 0) -> bool:
        """Kill, drain or freeze a part. False when that part is not there at the moment."""
        match fault:
            case Fault.KILL_WEB | Fault.DRAIN_WEB | Fault.FREEZE_WEB:
                victims = sorted(self._parts("serve"), key=lambda process: process.pid)[worker:][:1]
            case Fault.KILL_WORK | Fault.FREEZE_WORK:
                victims = self._parts("work")
            case Fault.KILL_VALKEY | Fault.FREEZE_VALKEY:
                victims = self._parts("valkey-server")
            case Fault.EMPTY_VALKEY:
                return self._empty_valkey()
            case Fault.KILL_POSTGRES:
                victims = self._parts("postgres")
            case Fault.FREEZE_POSTGRES:
                victims = [one for main in self._parts("postgres") for one in (main, *main.children())]
            case Fault.CUT | Fault.LOSE | Fault.STALL:
                raise ValueError(fault)
        match fault:
            case Fault.DRAIN_WEB:
                number = signal.SIGTERM
            case _ if fault in FREEZES:
                number = signal.SIGSTOP
            case _:
                number = signal.SIGKILL
        for victim in victims:
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.send_signal(number)
        if number == signal.SIGSTOP:
            self._frozen += victims
        return bool(victims)

    def _empty_valkey(self) -> bool:
        """Kill it and take away its files, before the supervisor can start it again."""
        if self._process is None or not (victims := self._parts("valkey-server")):
            return False
        self._process.send_signal(signal.SIGSTOP)
        try:
            victims[0].kill()
            while victims[0].status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.005)
            shutil.rmtree(self.data / "valkey" / "appendonlydir")
        finally:
            self._process.send_signal(signal.SIGCONT)
        return True

    def wake(self) -> None:
        """Let what was frozen go on, whoever its parent is by now."""
        frozen, self._frozen = self._frozen, []
        for process in frozen:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGCONT)

    def _parts(self, name: str) -> list[psutil.Process]:
        found = []
        for process in self._family():
            try:
                words = process.cmdline()[:4]
            except psutil.Error:
                continue
            if any(Path(word).name == name for word in words):
                found.append(process)
        return found

    def _family(self) -> list[psutil.Process]:
        return psutil.Process(self._process.pid).children() if self._process is not None and self.runs else []


def _free_port() -> int:
    """A port of this process's own: histories run side by side, and two of our servers may listen on one port."""
    first = _PORTS_FROM + os.getpid() % _PORT_RANGES * _PORTS_EACH
    for _ in range(_PORTS_EACH):
        port = first + next(_given) % _PORTS_EACH
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError(f"no port is free from {first} on")
