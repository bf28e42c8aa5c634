"""A real Valkey Cluster: three nodes that hold the slots between them, and a replica where a test wants one."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import redis
from redis.crc import REDIS_CLUSTER_HASH_SLOTS

from latecomer.standalone.child import end_with_parent
from latecomer.standalone.data_folder import DataFolder
from latecomer.standalone.engines import Valkey

_WITHIN_S = 20.0
_NODE_TIMEOUT_MS = 1_000


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Node:
    """One node, which keeps its folder, port and id when it is started again."""

    folder: Path
    port: int = field(default_factory=_free_port)
    bus: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self, **others: str) -> None:
        """Start it; it flushes each write before it answers, unless ``others`` (settings, with _ for -) say more."""
        is_new = not self.folder.exists()
        self.folder.mkdir(parents=True, exist_ok=True)
        while not self._launch(others):
            assert is_new, f"somebody else has taken port {self.port} or {self.bus}"
            self.port, self.bus = _free_port(), _free_port()

    def _launch(self, others: Mapping[str, str]) -> bool:
        """Start the process. Returns: False when it ended, since another process has taken a port meanwhile."""
        settings = {
            "port": self.port,
            "bind": "127.0.0.1",
            "dir": self.folder,
            "cluster-enabled": "yes",
            "cluster-port": self.bus,
            "cluster-node-timeout": _NODE_TIMEOUT_MS,
            "cluster-require-full-coverage": "no",
            "cluster-replica-validity-factor": 0,
            "repl-diskless-sync-delay": 0,
            "appendonly": "yes",
            "appendfsync": "always",
            "no-appendfsync-on-rewrite": "no",
            "maxmemory-policy": "noeviction",
            "save": '""',
            **{name.replace("_", "-"): value for name, value in others.items()},
        }
        configuration = self.folder / "valkey.conf"
        configuration.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        program = Valkey(DataFolder(self.folder)).program
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(program), str(configuration)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                restore_signals=False,  # a file that may not grow is an error to it, not its end
                preexec_fn=end_with_parent(signal.SIGKILL),  # noqa: PLW1509 - one thread forks
            )
        process = self.process
        _until(lambda: process.poll() is not None or self._answers())
        return process.poll() is None

    def kill(self) -> None:
        """Kill it, as a power cut of the process would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def freeze(self) -> None:
        """Let it answer nobody, without closing anything."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def forget_data(self) -> None:
        """Take away what a killed node has written; it stays the node that it was."""
        for path in sorted((self.folder / "appendonlydir").iterdir()):
            path.unlink()

    def fill_disk(self) -> None:
        """From now on no file of it may grow."""
        written = max(path.stat().st_size for path in (self.folder / "appendonlydir").iterdir())
        self._limit_files(written)

    def clear_disk(self) -> None:
        """There is room again."""
        self._limit_files(psutil.RLIM_INFINITY)

    def _limit_files(self, size: int) -> None:
        assert self.process is not None
        psutil.Process(self.process.pid).rlimit(psutil.RLIMIT_FSIZE, (size, psutil.RLIM_INFINITY))

    def call(self, *command: Any) -> Any:
        """Make one call of this very node."""
        with redis.Redis(port=self.port, protocol=2) as client:
            return client.execute_command(*command)

    @property
    def id(self) -> str:
        return _text(self.call("CLUSTER MYID"))

    def says(self, name: str, value: str | int) -> bool:
        """Return True when the node has this view of the cluster; False while it does not answer."""
        try:
            return bool(self.call("CLUSTER INFO")[name] == str(value))
        except (redis.RedisError, OSError):
            return False

    def _answers(self) -> bool:
        """Return True when this very process answers at the port, and no other that took it."""
        assert self.process is not None
        try:
            return bool(self.call("INFO", "server")["process_id"] == self.process.pid)
        except (redis.RedisError, OSError):
            return False

    def _signal(self, number: int) -> None:
        if self.process is not None:
            self.process.send_signal(number)


class ValkeyCluster:
    """Three primaries, with a third of the slots each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.nodes: list[Node] = []
        self.replicas: list[Node] = []

    @property
    def url(self) -> str:
        """Every node is a way in."""
        return "redis://" + ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)

    def start(self) -> None:
        """Start the nodes and make a cluster of them."""
        self.nodes = [Node(self.folder / f"node-{number}") for number in range(3)]
        for number, node in enumerate(self.nodes):
            node.start()
            first, behind = (REDIS_CLUSTER_HASH_SLOTS * each // 3 for each in (number, number + 1))
            node.call("CLUSTER ADDSLOTSRANGE", first, behind - 1)
            node.call("CLUSTER SET-CONFIG-EPOCH", number + 1)
        for node in self.nodes[1:]:
            self._meet(node)
        self.until_whole()

    def add_replica(self, of: Node) -> Node:
        """A replica of a node, in step with it."""
        replica = Node(self.folder / f"replica-{len(self.replicas)}")
        replica.start()
        self.replicas.append(replica)
        self._meet(replica)
        _until(lambda: replica.says("cluster_known_nodes", len(self.nodes) + len(self.replicas)))
        replica.call("CLUSTER REPLICATE", of.id)
        _until(lambda: replica.call("ROLE")[3] == b"connected")
        return replica

    def until_whole(self, nodes: Sequence[Node] | None = None) -> None:
        """Wait until every node (or these) knows all the others and all slots are served."""
        for node in nodes or self.nodes:
            _until(partial(node.says, "cluster_state", "ok"))
            _until(partial(node.says, "cluster_slots_ok", REDIS_CLUSTER_HASH_SLOTS))

    def owner(self, key: str) -> Node:
        """The node that a key lives on by the first node's view."""
        slot = int(self.nodes[0].call("CLUSTER KEYSLOT", key))
        for first, last, primary, *_ in self._any().call("CLUSTER SLOTS"):
            if first <= slot <= last:
                return next(node for node in (*self.nodes, *self.replicas) if node.port == primary[1])
        raise AssertionError(f"nobody serves slot {slot}")

    def move_slot(self, key: str, to: Node) -> None:
        """Move a key's slot with all that is in it to another node."""
        home = self.owner(key)
        slot = int(home.call("CLUSTER KEYSLOT", key))
        to.call("CLUSTER SETSLOT", slot, "IMPORTING", home.id)
        home.call("CLUSTER SETSLOT", slot, "MIGRATING", to.id)
        while names := home.call("CLUSTER GETKEYSINSLOT", slot, 1000):
            home.call("MIGRATE", "127.0.0.1", to.port, "", 0, 5000, "KEYS", *names)
        target = to.id
        for node in (to, *(each for each in self.nodes if each is not to)):
            node.call("CLUSTER SETSLOT", slot, "NODE", target)

    def stop(self) -> None:
        """End all of it."""
        for node in (*self.nodes, *self.replicas):
            node.thaw()
            node.kill()

    def _any(self) -> Node:
        return next(node for node in self.nodes if node.process is not None)

    def _meet(self, node: Node) -> None:
        node.call("CLUSTER MEET", "127.0.0.1", self.nodes[0].port, self.nodes[0].bus)


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _WITHIN_S
    while not condition():
        assert time.monotonic() < deadline, condition
        time.sleep(0.02)  # engines have no event to wait for


def _text(answer: str | bytes) -> str:
    return answer.decode() if isinstance(answer, bytes) else answer
