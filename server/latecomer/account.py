"""The account that embedded engines run as, and how it reaches their folders.

PostgreSQL refuses to run as root, so a root who starts Latecomer starts the engines as an account of
their own. That account must be able to walk to the data folder and to the engine's program. Where a folder
above them lets nobody else in (``/root``), the engine keeps one Linux capability that lets it walk there; no
folder that is not ours changes its permissions.
"""

import ctypes
import os
import pwd
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from latecomer.startup import CannotStart, Exit

SYSTEM_USER = "latecomer"

_CAP_DAC_OVERRIDE = 1
_CAP_DAC_READ_SEARCH = 2
_CAPABILITY_VERSION_3 = 0x20080522
_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_SET_SECUREBITS = 28
_SECBIT_NO_SETUID_FIXUP = 1 << 2
_SECBIT_KEEP_CAPS = 1 << 4
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2


@dataclass(frozen=True, slots=True)
class Account:
    """A system account by its numeric ids."""

    uid: int
    gid: int

    def owns(self, path: Path) -> bool:
        """Whether ``path`` belongs to this account."""
        return path.stat().st_uid == self.uid

    def take(self, path: Path) -> None:
        """Make ``path`` and everything below it this account's own."""
        os.chown(path, self.uid, self.gid)
        for folder, subfolders, files in os.walk(path):
            for name in (*subfolders, *files):
                os.chown(Path(folder) / name, self.uid, self.gid, follow_symlinks=False)


def engine_account(cluster: Path) -> Account | None:
    """The account that engines run as.

    Args:
        cluster: PostgreSQL's data folder; where it exists its owner is kept.

    Returns:
        None for an ordinary user, who runs engines as themselves.

    Raises:
        CannotStart: root could not make the system account.
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
        raise CannotStart(
            Exit.ENGINE_FAILED,
            f"PostgreSQL does not run as root, and the account {SYSTEM_USER!r} for it could not be made "
            f"({detail.strip()}); run as an ordinary user, "
            "or set LATECOMER_DATABASE_URL and LATECOMER_REDIS_URL",
        ) from problem


def launcher(
    account: Account | None, program: Path, folders: Iterable[Path], *, at_death: int
) -> Callable[[], None]:
    """What a forked child does before it becomes ``program``: change account, and die with its parent.

    Args:
        account: who to become; None stays who we are.
        program: the executable, to which the account must be able to walk.
        folders: what else the account must reach.
        at_death: the signal that the kernel sends to the child when its parent dies (Linux; elsewhere the
            next start clears what was left behind).

    Raises:
        CannotStart: the account cannot reach the program or a folder, and we may not let it.
    """
    capability = None if account is None else _capability(account, program, tuple(folders))
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    bits = 0 if capability is None else 1 << capability
    # effective, permitted, inheritable: twice, for the low and the high 32 capabilities
    sets = (ctypes.c_uint32 * 6)(bits, bits, bits, 0, 0, 0)
    parent = os.getpid()

    def prepare() -> None:
        if account is not None:
            if capability is not None and libc is not None:
                libc.prctl(_PR_SET_KEEPCAPS, ctypes.c_ulong(1), *_zeros(3))
                # Else access(2), by which initdb looks for its neighbours, would go without the capability.
                libc.prctl(
                    _PR_SET_SECUREBITS,
                    ctypes.c_ulong(_SECBIT_NO_SETUID_FIXUP | _SECBIT_KEEP_CAPS),
                    *_zeros(3),
                )
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
            if capability is not None and libc is not None:
                libc.capset(header, sets)
                libc.prctl(
                    _PR_CAP_AMBIENT,
                    ctypes.c_ulong(_PR_CAP_AMBIENT_RAISE),
                    ctypes.c_ulong(capability),
                    *_zeros(2),
                )
        if libc is not None:
            # After the account: a change of account clears it.
            libc.prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(at_death), *_zeros(3))
            if os.getppid() != parent:
                os.kill(os.getpid(), signal.SIGKILL)

    return prepare


def _zeros(count: int) -> tuple[ctypes.c_ulong, ...]:
    return (ctypes.c_ulong(0),) * count


def _capability(account: Account, program: Path, folders: tuple[Path, ...]) -> int | None:
    """The least capability with which ``account`` reaches everything it needs; None where it needs none."""
    closed = next(
        (step for path in (program.parent, *folders) for step in _walk(path) if not _enters(account, step)),
        None,
    )
    runs = bool(program.stat().st_mode & stat.S_IXOTH)
    if closed is None and runs:
        return None
    held = _held_capabilities()
    wanted = (_CAP_DAC_READ_SEARCH, _CAP_DAC_OVERRIDE) if runs else (_CAP_DAC_OVERRIDE,)
    for capability in wanted:
        if held >> capability & 1:
            return capability
    raise CannotStart(
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
