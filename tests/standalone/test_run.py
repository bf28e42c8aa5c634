"""`latecomer run`: all in one go, kept running, stopped whole, and started again after whatever happened."""

import re
import signal
import socket
import stat
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
import redis

from latecomer.core.errors import Exit
from latecomer.standalone.supervisor import cores
from tests.support.installation import Installation, Run, free_port, gone, read_to


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    """An installation that was never started."""
    installation = Installation(tmp_path / "data")
    yield installation
    installation.close()


def one_line(ended: subprocess.CompletedProcess[str], exit_code: Exit) -> str:
    """The one clear line that a command ended with."""
    assert ended.returncode == exit_code, ended.stderr
    assert "Traceback" not in ended.stderr
    last = ended.stderr.strip().splitlines()[-1]
    assert last.startswith(f"latecomer: {exit_code.name.lower()}: ")
    return last


def again(run: Run, installation: Installation, before: psutil.Process, telling: str) -> None:
    """Wait until a killed child has a successor; the installation then answers."""
    gone([before])
    while not any(child.pid != before.pid for child in run.children(telling)):
        assert run.process.poll() is None
    while True:
        try:
            assert installation.get("/healthz") == 200
        except OSError:
            continue
        return


def test_it_runs_alone_on_its_folder_and_stops_whole(here: Installation) -> None:
    run = here.run()
    assert run.ready_line == f"ready url={here.url}"
    assert re.fullmatch(r"admin key, shown this once: lc_\S+", run.line())
    assert here.get("/healthz") == 200
    assert here.get("/readyz") == 200
    assert str(here.data) in one_line(here.call("run"), Exit.DATA_DIR_IN_USE)
    assert here.get("/healthz") == 200
    family = run.family
    assert run.stop() == 0
    gone(family)
    assert here.processes() == []


def test_the_admin_key_is_shown_once_and_the_secret_key_kept(here: Installation) -> None:
    run = here.run()
    assert run.line().startswith("admin key")
    run.stop(signal.SIGTERM)
    secret = here.data / "secret_key"
    key = secret.read_text()
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    run = here.run()
    run.stop()
    assert run.line() == "latecomer: stopping"
    assert secret.read_text() == key


def test_there_is_a_web_process_for_each_core(here: Installation) -> None:
    run = here.run()
    web = [child for child in run.supervisor.children() if "serve" in child.cmdline()]
    assert len(web) == cores()
    assert run.stop() == 0


def test_several_web_processes_share_the_port_and_a_key_of_ones_own_is_not_shown(here: Installation) -> None:
    run = here.run(WORKERS="2", ADMIN_KEY="a-key-of-my-own-choice")
    web = [child for child in run.supervisor.children() if "serve" in child.cmdline()]
    assert len(web) == 2
    assert here.get("/healthz") == 200
    assert run.stop() == 0
    assert run.line() == "latecomer: stopping"


def test_whichever_web_process_is_asked_tells_the_metrics_of_all(here: Installation) -> None:
    port = free_port()
    run = here.run(WORKERS="2", METRICS_PORT=str(port))
    first, second = list(run.children("latecomer serve"))

    def told(status: int) -> float:
        """Return the number of counted requests for unknown pages; both processes report the same."""
        sample = f'latecomer_http_requests_total{{method="GET",route="unmatched",status="{status}"}}'
        seen = {_sample(here.read("/metrics", port), sample) for _ in range(12)}
        assert len(seen) == 1
        return seen.pop()

    for _ in range(20):
        assert here.get("/nothing-here") == 404
    assert told(404) == 20
    for killed in (first, second):
        killed.kill()
        again(run, here, killed, "latecomer serve")
    assert here.get("/nothing-here") == 404
    assert told(404) == 21
    assert run.stop() == 0


def _sample(told: str, name: str) -> float:
    """The value of a metric; 0 where nothing was noted yet."""
    values = [line.rpartition(" ")[2] for line in told.splitlines() if line.startswith(f"{name} ")]
    return float(values[0]) if values else 0.0


def test_the_next_start_works_whatever_was_killed(here: Installation) -> None:
    run = here.run()
    assert here.call("keys", "create", "before", "--scope", "read").stdout.startswith("lc_")
    first = run.family
    run.process.kill()
    run.process.wait()

    run = here.run()
    gone(first)
    assert " before " in here.call("keys", "list").stdout
    second = run.family
    for process in (run.supervisor, *second):
        with suppress(psutil.NoSuchProcess):  # without its supervisor a process ends by itself
            process.kill()
    run.process.wait()
    gone(second)

    run = here.run()
    assert here.get("/readyz") == 200
    assert " before " in here.call("keys", "list").stdout
    assert run.stop() == 0


def test_what_dies_is_started_again(here: Installation) -> None:
    run = here.run(WORKERS="1")
    for telling in ("latecomer serve", "valkey-server", "postgres -D"):
        victim = run.child(telling)
        victim.kill()
        again(run, here, victim, telling)
    assert run.stop() == 0
    assert here.processes() == []


def test_a_taken_port_is_named(here: Installation) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", here.port))
        stranger.listen()
        assert f"127.0.0.1:{here.port}" in one_line(here.call("run"), Exit.PORT_TAKEN)


def test_a_data_folder_that_cannot_be_is_named(here: Installation) -> None:
    here.data.write_text("a file where the folder should be")
    assert str(here.data) in one_line(here.call("run"), Exit.DATA_DIR_UNUSABLE)


def test_a_bad_setting_is_named(here: Installation) -> None:
    assert "LATECOMER_WORKERS" in one_line(here.call("run", WORKERS="many"), Exit.BAD_SETTING)


def test_a_database_that_is_not_there_is_named_without_its_password(here: Installation) -> None:
    url = f"postgresql://me:open-sesame@127.0.0.1:{here.port}/x"
    ended = here.call("run", DATABASE_URL=url)
    assert f"127.0.0.1:{here.port}/x" in one_line(ended, Exit.DATABASE_UNREACHABLE)
    assert "open-sesame" not in ended.stderr
    assert here.processes() == []


def test_a_redis_that_is_not_there_is_named_without_its_password(here: Installation) -> None:
    ended = here.call("run", REDIS_URL=f"redis://me:open-sesame@127.0.0.1:{here.port}/0")
    assert f"127.0.0.1:{here.port}/0" in one_line(ended, Exit.REDIS_UNREACHABLE)
    assert "open-sesame" not in ended.stderr


def test_a_redis_that_keeps_nothing_is_refused_unless_it_is_wanted(
    here: Installation, postgres_url: str, redis_url: str
) -> None:
    settings = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url, "SECRET_KEY": "k" * 32}
    with redis.Redis.from_url(redis_url) as client:
        client.config_set("appendonly", "no")
        try:
            assert "appendonly" in one_line(here.call("serve", **settings), Exit.REDIS_VOLATILE)
            wanted = here.start("serve", **settings, ALLOW_VOLATILE_REDIS="true")
            assert read_to(wanted, "ready") == f"ready url={here.url}"
            assert '"ack":"volatile"' in here.read("/readyz")
        finally:
            client.config_set("appendonly", "yes")


def test_a_part_needs_its_settings(here: Installation) -> None:
    assert "LATECOMER_DATABASE_URL" in one_line(here.call("serve"), Exit.BAD_SETTING)


def test_parts_refuse_a_database_without_schema(
    here: Installation, empty_postgres_url: str, redis_url: str
) -> None:
    settings = {"DATABASE_URL": empty_postgres_url, "REDIS_URL": redis_url, "SECRET_KEY": "k" * 32}
    for part in ("serve", "work"):
        assert "latecomer migrate" in one_line(here.call(part, **settings), Exit.MIGRATION_FAILED)
    assert "0001_initial.sql" in here.call("migrate", **settings).stdout
    assert here.call("migrate", **settings).stdout == "the database is up to date\n"


def test_the_parts_run_on_engines_of_ones_own(here: Installation, postgres_url: str, redis_url: str) -> None:
    settings = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url, "SECRET_KEY": "k" * 32}
    work = here.start("work", **settings)
    assert read_to(work, "ready") == "ready worker"
    serve = here.start("serve", **settings)
    assert read_to(serve, "ready") == f"ready url={here.url}"
    assert here.get("/readyz") == 200
    for process in (serve, work):
        process.terminate()
        assert process.wait(10) == 0
    assert not here.data.exists()


def test_a_part_names_a_taken_port(here: Installation, postgres_url: str, redis_url: str) -> None:
    settings = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url, "SECRET_KEY": "k" * 32}
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", here.port))
        stranger.listen()
        one_line(here.call("serve", **settings), Exit.PORT_TAKEN)


def test_keys_are_made_listed_and_revoked_while_nothing_runs(here: Installation) -> None:
    assert here.call("keys", "create", "reports", "--scope", "read").stdout.startswith("lc_")
    listed = here.call("keys", "list").stdout.split()
    assert listed[1:] == ["reports", "read"]
    assert here.call("keys", "revoke", listed[0]).stdout == "revoked\n"
    assert here.call("keys", "list").stdout == ""
    one_line(here.call("keys", "revoke", listed[0]), Exit.REFUSED)
    assert here.processes() == []


def test_a_sign_in_link_leads_to_the_configured_place(here: Installation, postgres_url: str) -> None:
    link = here.call("keys", "sign-in", DATABASE_URL=postgres_url, PUBLIC_URL="https://watch.example").stdout
    assert re.fullmatch(r"https://watch\.example/sign-in#code=\S+\n", link)


def test_the_demonstration_fills_in_and_goes_with_the_rest(here: Installation) -> None:
    recording = here.data / "recordings" / "demo.mp4"
    recording.parent.mkdir(parents=True)
    recording.touch()  # one that is there is not made again
    demo = here.start("demo", "--vendors")
    assert read_to(demo, "ready ") == f"ready url={here.url}"
    assert "/sign-in#code=" in read_to(demo, "  Dashboard ")
    assert f"{here.url}/j/" in read_to(demo, "  Watch it ")
    assert f"{here.url}/connections" in read_to(demo, "  Vendors ")
    assert "http://127.0.0.1:" in read_to(demo, "  Marketo ")
    family = psutil.Process(demo.pid).children(recursive=True)
    assert any("client_demo" in process.cmdline() for process in psutil.Process(demo.pid).children())
    demo.send_signal(signal.SIGINT)
    assert demo.wait(10) == 0
    gone(family)
    assert here.processes() == []
