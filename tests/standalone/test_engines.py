"""Embedded engines: fresh, taken over, after a crash, below folders that let nobody in."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
import redis

from latecomer.core.errors import Exit, StartupError
from latecomer.postgres.pool import connect
from latecomer.standalone.child import Account, as_account, engine_account
from latecomer.standalone.data_folder import DataFolder
from latecomer.standalone.engine import Engine
from latecomer.standalone.engines import Postgres, Valkey


@pytest.fixture
def data() -> Iterator[DataFolder]:
    """A data folder that is ours, as closed to others as temporary folders are."""
    path = Path(tempfile.mkdtemp(prefix="latecomer-test-"))
    folder = DataFolder(path / "data")
    folder.open()
    yield folder
    folder.close()
    for engine in (Postgres(folder), Valkey(folder)):
        engine.stop_leftovers()
    shutil.rmtree(path)


def process_of(engine: Engine) -> psutil.Process:
    """The process that runs on this engine's folder."""
    (found,) = (
        process
        for process in psutil.process_iter(["name", "cmdline"])
        if process.info["name"] == engine.program.name
        and any(
            str(engine.folder) in part for part in process.info["cmdline"] or ()
        )  # None: it has just ended
    )
    return found


def test_the_next_engine_takes_over_from_one_left_behind(data: DataFolder) -> None:
    left = Valkey(data)
    left.start()
    with redis.Redis.from_url(left.url) as client:
        client.set("kept", "yes")
    before = process_of(left)
    following = Valkey(data)
    following.start()
    assert not before.is_running() or before.status() == psutil.STATUS_ZOMBIE
    with redis.Redis.from_url(following.url) as client:
        assert client.get("kept") == b"yes"
    following.stop()


def test_what_valkey_answered_survives_a_kill(data: DataFolder) -> None:
    engine = Valkey(data)
    engine.start()
    with redis.Redis.from_url(engine.url) as client:
        assert client.config_get("append*")["appendfsync"] == "always"
        assert client.config_get("no-appendfsync-on-rewrite") == {"no-appendfsync-on-rewrite": "no"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        client.set("acknowledged", "1")
    process_of(engine).kill()
    engine.stop()
    engine.start()
    with redis.Redis.from_url(engine.url) as client:
        assert client.get("acknowledged") == b"1"
    engine.stop()


def test_postgres_starts_on_what_a_crash_left(data: DataFolder) -> None:
    engine = Postgres(data, durable=False)
    half = data.path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("half a cluster")
    engine.start()
    assert not half.exists()
    engine.stop()
    # The pid in the file now belongs to somebody else: to this test.
    (engine.folder / "postmaster.pid").write_text(f"{os.getpid()}\n{engine.folder}\n0\n5432\n\n\n\nready\n")
    engine.start()
    assert not engine.ended()
    engine.stop()


def test_a_cluster_of_another_major_version_is_named(data: DataFolder) -> None:
    engine = Postgres(data, durable=False)
    engine.start()
    engine.stop()
    (engine.folder / "PG_VERSION").write_text("12\n")
    with pytest.raises(StartupError, match="made by PostgreSQL 12") as refused:
        engine.start()
    assert refused.value.exit_code is Exit.ENGINE_FAILED


def test_an_engine_that_does_not_start_says_why(data: DataFolder) -> None:
    engine = Valkey(data)
    engine.start()
    engine.stop()
    manifest = engine.folder / "appendonlydir" / "appendonly.aof.manifest"
    manifest.write_text("nonsense\n")
    with pytest.raises(StartupError, match=r"Valkey did not start: .*AOF MANIFEST") as refused:
        engine.start()
    assert refused.value.exit_code is Exit.ENGINE_FAILED


def test_a_folder_is_one_process_s_own(data: DataFolder) -> None:
    with pytest.raises(StartupError) as refused:
        DataFolder(data.path).open()
    assert refused.value.exit_code is Exit.DATA_DIR_IN_USE


def test_sockets_move_where_the_path_is_too_long(data: DataFolder) -> None:
    deep = DataFolder(data.path / ("x" * 100))
    deep.open()
    assert not deep.sockets.is_relative_to(deep.path)
    engine = Valkey(deep)
    engine.start()
    engine.stop()
    deep.close()
    shutil.rmtree(deep.sockets)


async def test_postgres_logs_nothing_of_what_was_stored_or_asked(data: DataFolder) -> None:
    engine = Postgres(data, durable=False)
    engine.start()
    conn = await connect(engine.url)
    await conn.execute("CREATE TABLE people (email text PRIMARY KEY)")
    await conn.execute("INSERT INTO people VALUES ($1)", "ada@example.com")
    for statement in ("INSERT INTO people VALUES ($1)", "SELECT $1::text::int", "SELECT $1::text::no_type"):
        with pytest.raises(asyncpg.PostgresError):
            await conn.execute(statement, "ada@example.com")
    await conn.close()
    engine.stop()
    log = data.path / "log" / "postgres.log"
    assert b"database system is ready" in log.read_bytes()
    assert b"ada@" not in log.read_bytes()
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_log_that_is_full_is_set_aside_while_the_engine_writes_on(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("latecomer.standalone.engine._LOG_MAX_BYTES", 10)
    engine = Valkey(data)
    engine.start()
    log = data.path / "log" / "valkey-server.log"
    engine.rotate_log()
    assert log.stat().st_size == 0
    aside = log.with_suffix(".log.1")
    assert b"Ready to accept" in aside.read_bytes()
    assert aside.stat().st_mode & 0o777 == 0o600
    engine.stop()
    assert b"bye bye" in log.read_bytes()


def test_nobody_else_can_open_the_sockets(data: DataFolder) -> None:
    engine = Valkey(data)
    engine.start()
    assert data.sockets.stat().st_mode & 0o777 == 0o700
    account = engine_account(data.postgres)
    runs_as = process_of(engine).uids()
    assert runs_as.effective == (os.geteuid() if account is None else account.uid)
    assert runs_as.effective != 0
    engine.stop()


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder that nobody but its owner can enter, with a program in it that everybody may run."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    program = folder / "program"
    program.touch()
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("held", "kept"), [(1 << 1 | 1 << 2 | 1 << 7, "dac_read_search"), (1 << 1 | 1 << 7, "dac_override")]
)
def test_an_account_gets_the_weakest_capability_that_opens_its_way(
    closed: Path, held: int, kept: str
) -> None:
    stranger = Account(os.geteuid() + 1, os.getegid() + 1)
    command = as_account(stranger, closed / "program", (), at_death=signal.SIGINT, held=held)
    assert [part for part in command if "-caps" in part] == [
        f"--inh-caps=-all,+{kept}",
        f"--ambient-caps=-all,+{kept}",
    ]
    assert {f"--reuid={stranger.uid}", "--clear-groups", "--pdeathsig=SIGINT"} < set(command)


def test_a_way_that_stays_closed_is_named(closed: Path) -> None:
    stranger = Account(os.geteuid() + 1, os.getegid() + 1)
    with pytest.raises(StartupError, match=rf"{closed} lets no other account in.*LATECOMER_DATA_DIR"):
        as_account(stranger, closed / "program", (), at_death=signal.SIGINT, held=0)


def test_an_open_way_needs_no_capability() -> None:
    stranger = Account(os.geteuid() + 1, os.getegid() + 1)
    command = as_account(stranger, Path("/bin/sh"), (Path("/usr"),), at_death=signal.SIGINT, held=0)
    assert not [part for part in command if "caps" in part]


def test_setpriv_is_needed_only_for_another_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert as_account(None, Path("/bin/sh"), (), at_death=signal.SIGINT) == []
    with pytest.raises(StartupError, match=r"setpriv .* is not installed"):
        as_account(Account(1, 1), Path("/bin/sh"), (), at_death=signal.SIGINT)
