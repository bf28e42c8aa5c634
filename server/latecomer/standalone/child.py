"""The start of a child process: under another account than root if necessary, and ended when its parent dies.

PostgreSQL refuses to run as root, so a root who starts Latecomer starts the engines under an account of their own, with
``setpriv``. That account must be able to reach the data folder and the engine's program. When a parent folder is closed
to others (``/root``), the engine keeps one Linux capability that lets it pass; permissions of folders that are not ours
are never changed.
"""

import ctypes
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from latecomer.core.errors import Exit, StartupError

SYSTEM_USER = "latecomer"

_CAPABILITIES = {"dac_read_search": 2, "dac_override": 1}
"""Capabilities that let a process walk through closed folders, with their bits, the weakest first."""
_RUNS_WHAT_IT_MAY_NOT = ("dac_override",)
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Account:
    """A system account by its numeric ids."""

    uid: int
    gid: int

    def owns(self, path: Path) -> bool:
        """Return whether ``path`` belongs to this account."""
        return path.stat().st_uid == self.uid

    def take(self, path: Path) -> None:
        """Make ``path`` and everything below it the property of this account."""
        os.chown(path, self.uid, self.gid)
        for folder, subfolders, files in os.walk(path):
            for name in (*subfolders, *files):
                os.chown(Path(folder) / name, self.uid, self.gid, follow_symlinks=False)


def engine_account(cluster: Path) -> Account | None:
    """Return the account that engines run as; it is created if it is missing.

    Args:
        cluster: PostgreSQL's data folder; if it exists, its owner is the account.

    Returns: None for an ordinary user, whose engines run as that user.

    Raises: StartupError: root could not create the system account.
    """
    if os.geteuid() != 0:
        return None
    if cluster.exists() and cluster.stat().st_uid != 0:
        owner = cluster.stat()
        return Account(owner.st_uid, owner.st_gid)
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _make_system_user()
        entry = pwd.getpwnam(SYSTEM_USER)
    return Account(entry.pw_uid, entry.pw_gid)


def _make_system_user() -> None:
    command = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        SYSTEM_USER,
    ]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        detail = getattr(problem, "stderr", None) or str(problem)
        raise StartupError(
            Exit.ENGINE_FAILED,
            f"PostgreSQL does not run as root, and the account {SYSTEM_USER!r} for it could not be made "
            f"({detail.strip()}); run as an ordinary user, "
            "or set LATECOMER_DATABASE_URL and LATECOMER_REDIS_URL",
        ) from problem


def as_account(
    account: Account | None,
    program: Path,
    folders: Iterable[Path],
    *,
    at_death: signal.Signals,
    held: int | None = None,
) -> list[str]:
    """Return the beginning of a command line that starts ``program`` as ``account``.

    Args:
        account: the account to change to; None keeps the present one, and returns an empty list.
        program: the executable, which the account must be able to reach.
        folders: the other folders that the account must reach.
        at_death: the signal that the kernel sends to the program when its parent dies; a change of account clears
            the one that `end_with_parent` asks for.
        held: this process's capabilities as a bit set; None asks the kernel.

    Raises: StartupError: ``setpriv`` is missing, or the account cannot reach a folder and may not be given that right.
    """
    if account is None:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise StartupError(
            Exit.ENGINE_FAILED,
            "PostgreSQL does not run as root, and setpriv (Debian: util-linux) is not installed, which starts it as "
            "another account; run as an ordinary user, or set LATECOMER_DATABASE_URL and LATECOMER_REDIS_URL",
        )
    command = [
        setpriv,
        f"--reuid={account.uid}",
        f"--regid={account.gid}",
        "--clear-groups",
        "--no-new-privs",
    ]
    capability = _capability(account, program, tuple(folders), _held_capabilities() if held is None else held)
    if capability is not None:
        command += [
            f"--inh-caps=-all,+{capability}",
            f"--ambient-caps=-all,+{capability}",
            # Else access(2), by which initdb looks for its neighbours, would go without the capability.
            "--securebits=+no_setuid_fixup",
        ]
    return [*command, f"--pdeathsig={at_death.name}", "--"]


def end_with_parent(at_death: signal.Signals) -> Callable[[], None]:
    """Return the function that a forked child calls before it starts another program: it makes the kernel end the child
    when its parent dies.

    Args:
        at_death: the signal that the kernel sends to the child (Linux; elsewhere the next start stops remaining
            processes).
    """
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    parent = os.getpid()

    def prepare() -> None:
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(at_death), *(ctypes.c_ulong(0),) * 3)
            if os.getppid() != parent:
                os.kill(os.getpid(), signal.SIGKILL)

    return prepare


def _capability(account: Account, program: Path, folders: tuple[Path, ...], held: int) -> str | None:
    """Return the weakest held capability with which ``account`` reaches everything it needs; None when it needs
    none."""
    closed = next(
        (step for path in (program.parent, *folders) for step in _walk(path) if not _enters(account, step)),
        None,
    )
    runs = bool(program.stat().st_mode & stat.S_IXOTH)
    if closed is None and runs:
        return None
    for capability in _CAPABILITIES if runs else _RUNS_WHAT_IT_MAY_NOT:
        if held >> _CAPABILITIES[capability] & 1:
            return capability
    raise StartupError(
        Exit.DATA_DIR_UNUSABLE,
        f"{closed or program} lets no other account in, and PostgreSQL does not run as root; "
        "set LATECOMER_DATA_DIR to a folder that others can walk to, such as /var/lib/latecomer, "
        "or run as an ordinary user",
    )


def _walk(path: Path) -> tuple[Path, ...]:
    return (path, *path.parents)


def _enters(account: Account, folder: Path) -> bool:
    status = folder.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _held_capabilities() -> int:
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1], 16) for line in lines if line.startswith("CapPrm:")), 0)
