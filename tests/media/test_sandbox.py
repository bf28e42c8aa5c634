"""The limits of programs that read files of strangers."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from latecomer.media import sandbox

_CONNECT = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1])), 5)"


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Find out anew what the system allows, before and after."""
    sandbox.wrapper.cache_clear()
    yield
    sandbox.wrapper.cache_clear()


async def run(folder: Path, *command: str, cpu_s: int = 10) -> sandbox.ProgramResult:
    return await sandbox.run(command, folder, wall_s=20, cpu_s=cpu_s, line=lambda _: None)


async def test_a_program_has_no_network_where_the_system_allows_that(tmp_path: Path, forgotten: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        with capture_logs() as logs:
            sandbox.look()
        reached = await run(tmp_path, sys.executable, "-c", _CONNECT, port)
    said = [each["event"] for each in logs]
    if sandbox.wrapper():
        assert (reached.code, said) == (1, [])
        assert "Error" in reached.errors
    else:
        assert (reached.code, said) == (0, ["sandbox_has_network"])


async def test_a_system_that_does_not_allow_it_is_named_at_the_start_and_programs_run_all_the_same(
    tmp_path: Path, forgotten: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with capture_logs() as logs:
        sandbox.look()
    assert [(each["log_level"], each["event"]) for each in logs] == [("warning", "sandbox_has_network")]
    assert (await run(tmp_path, sys.executable, "-c", "pass")).code == 0


async def test_a_program_has_limits_and_neither_our_environment_nor_our_priority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LATECOMER_SECRET_KEY", "secret")
    code = (
        "import os, resource as r, sys;"
        "limits = [r.getrlimit(w)[1] for w in (r.RLIMIT_CPU, r.RLIMIT_AS, r.RLIMIT_FSIZE, r.RLIMIT_CORE)];"
        "sys.stderr.write(f'{sorted(os.environ)} {os.nice(0)} {limits}')"
    )
    said = (await run(tmp_path, sys.executable, "-c", code)).errors
    assert "SECRET" not in said
    assert f"] {min(19, 10 + os.nice(0))} [10, {3 * 1024**3}, {16 * 1024**3}, 0]" in said
    endless = await run(tmp_path, sys.executable, "-c", "while True: pass", cpu_s=1)
    assert endless.code != 0
    assert not endless.timed_out, "its processor time ended it"


async def test_the_end_of_what_a_program_says_is_kept_too(tmp_path: Path) -> None:
    code = "import sys; [print(n, file=sys.stderr) for n in range(100_000)]"
    lines = (await run(tmp_path, sys.executable, "-c", code)).errors.splitlines()
    assert (lines[0], lines[-1]) == ("0", "99999")
    assert len(lines) < 1_000
