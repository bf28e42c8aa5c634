"""The end of a process: in time, and with a line about what was given up."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from latecomer.standalone import data_folder
from latecomer.standalone.data_folder import DataFolder

_STUBBORN = """
import asyncio
from latecomer import cli
from latecomer.config import LogFormat
from latecomer.logs import configure_logs

async def wait_for_a_driver():
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            pass

async def body():
    {before}
    print("ready", flush=True)
    await {what}

configure_logs(LogFormat.TEXT, process="test")
cli._GIVE_UP_S = 0.5
cli._until_stopped(body())
print("ended by itself", flush=True)
"""


def stopped(what: str, before: str = "pass") -> tuple[int, str]:
    """Return the exit code and the output of a process that runs this and is asked to stop."""
    script = _STUBBORN.format(what=what, before=before)
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=20)
    return process.returncode, said


def test_who_does_not_end_is_given_up_and_named() -> None:
    code, said = stopped("wait_for_a_driver()")
    assert code != 0
    assert said.count("stop_gave_up") == 1
    assert "wait_for_a_driver" in said
    assert "ended by itself" not in said


def test_a_task_beside_that_does_not_end_is_named_too() -> None:
    code, said = stopped("asyncio.sleep(60)", "asyncio.create_task(wait_for_a_driver())")
    assert code != 0
    assert "stop_gave_up" in said
    assert "wait_for_a_driver" in said


def test_who_ends_in_time_is_not_mentioned() -> None:
    code, said = stopped("asyncio.sleep(60)")
    assert (code, said) == (0, "ended by itself\n")


@pytest.fixture
def folder() -> Iterator[DataFolder]:
    path = Path(tempfile.mkdtemp(prefix="latecomer-test-"))
    folder = DataFolder(path)
    folder.open()
    yield folder
    folder.close()
    shutil.rmtree(path)


def test_metrics_go_elsewhere_where_shared_memory_is_full_and_it_names_itself(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(64 << 20, 63 << 20, 1 << 20))
    made = folder.new_metrics()
    assert made.is_relative_to(tempfile.gettempdir())
    said = capsys.readouterr().out
    assert "shared_memory_full" in said
    assert str(data_folder._SHARED_MEMORY) in said
    monkeypatch.undo()
    assert not folder.new_metrics().is_relative_to(tempfile.gettempdir())
    assert "shared_memory_full" not in capsys.readouterr().out


def test_a_process_that_shared_memory_ended_is_explained(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(64 << 20, 64 << 20, 0))
    assert (
        data_folder.death_of(-signal.SIGBUS) == f"{data_folder._SHARED_MEMORY} is full: 0 of 64 MiB are free"
    )
    assert (
        data_folder.death_of(-signal.SIGKILL) == "killed from outside; perhaps the machine had no memory left"
    )
    assert data_folder.death_of(1) is None
