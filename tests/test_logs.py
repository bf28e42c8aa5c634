"""Log lines: one event a line, and nothing in them that should not be there."""

import importlib
import json
import logging
import pkgutil
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

import latecomer
from latecomer.config import LogFormat
from latecomer.logs import blot_secrets, configure_logs


@pytest.fixture(autouse=True)
def _logs_of_others() -> Iterator[None]:
    """Other tests log as before: not to a stream that this one has closed."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize(
    ("written", "logged"),
    [
        ("no user ann.smith+x@mail.example.org here", "no user [removed] here"),
        ("postgresql://me:open-sesame@db/x", "postgresql://me:[removed]@db/x"),
        ("GET /j/AbC-12_3.xyz 200", "GET /j/[removed] 200"),
        ("key lc_0123456789abcdef is revoked", "key [removed] is revoked"),
        ("unix:///tmp/data/run/valkey.sock", "unix:///tmp/data/run/valkey.sock"),
    ],
)
def test_texts_lose_addresses_tokens_and_passwords(written: str, logged: str) -> None:
    assert blot_secrets(None, "info", {"event": written}) == {"event": logged}


LONG = 60_000
HOSTILE = [
    piece * (LONG // len(piece))
    for piece in (
        "a",
        "a@",
        "a@a.",
        "a.",
        "@",
        " ",
        "-",
        "://",
        "://a:",
        "/j/",
        "lc_",
        " - at `",
        "'",
        "é",
        "a ",
        "0:",
        "=",
        "[",
        "/a",
    )
]
"""Texts in which a pattern that tries again at each character takes the square of their length."""


def cpu_s(work: Callable[[], object]) -> float:
    """Return the CPU time of this process in seconds."""
    started = time.process_time()
    work()
    return time.process_time() - started


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_a_long_line_is_blotted_in_no_time(text: str) -> None:
    assert cpu_s(lambda: blot_secrets(None, "info", {"event": text})) < 0.1


def test_of_a_long_text_beginning_and_end_are_kept_in_whole_words() -> None:
    text = "begin " + "x " * 1_996 + "ann.smith@mail.example " + "y" * LONG + " bob@mail.example end"
    kept = str(blot_secrets(None, "info", {"event": text})["event"])
    assert kept.startswith("begin x")
    assert kept.endswith("characters left out] [removed] end")
    assert "ann" not in kept
    assert len(kept) < 9_000


def _is_slow(pattern: re.Pattern[str], text: str) -> bool:
    return cpu_s(lambda: pattern.fullmatch(text)) > 0.1


def test_no_pattern_anywhere_takes_the_square_of_what_it_is_given() -> None:
    slow = []
    for each in pkgutil.walk_packages(latecomer.__path__, "latecomer."):
        if each.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(each.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                slow += [f"{each.name}.{name} on {text[:8]!r}" for text in HOSTILE if _is_slow(value, text)]
    assert slow == []


def test_values_of_telling_names_are_removed_whatever_they_are() -> None:
    event = {"event": "signed_in", "token": b"abc", "email": "x", "count": 3}
    assert blot_secrets(None, "info", event) == {
        "event": "signed_in",
        "token": "[removed]",
        "email": "[removed]",
        "count": 3,
    }


def test_an_exception_is_blotted_like_a_text() -> None:
    assert "ann@" not in str(
        blot_secrets(None, "info", {"event": "x", "problem": ValueError("ann@mail.example")})
    )


def test_json_lines_say_which_process_speaks(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(LogFormat.JSON, process="web")
    structlog.get_logger().info("settled", members=3)
    logging.getLogger("elsewhere").error("failed", exc_info=ValueError("no user ann@mail.example"))
    ours, theirs = map(json.loads, capsys.readouterr().err.splitlines())
    assert (ours["event"], ours["members"], ours["process"], ours["level"]) == ("settled", 3, "web", "info")
    assert ours["timestamp"].endswith("Z")
    assert (theirs["event"], theirs["process"], theirs["level"]) == ("failed", "web", "error")
    assert "ValueError" in theirs["exception"]
    assert "ann@" not in theirs["exception"]


def test_text_lines_are_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(LogFormat.TEXT, process="work")
    structlog.get_logger().debug("early", by_s=1)
    structlog.get_logger().warning("late", by_s=2)
    assert "late" in (line := capsys.readouterr().err)
    assert "by_s=2" in line
    assert "early" not in line


WRITER = """
import sys
import structlog
from latecomer.config import LogFormat
from latecomer.logs import configure_logs
configure_logs(LogFormat.JSON, process=sys.argv[1])
for number in range(500):
    structlog.get_logger().info("line_written", number=number, text="x" * 700)
"""


def test_lines_of_two_processes_at_one_file_never_run_together(tmp_path: Path) -> None:
    with (tmp_path / "log").open("ab") as log:
        command = (sys.executable, "-c", WRITER)
        both = [subprocess.Popen([*command, name], stdout=log, stderr=log) for name in ("web", "work")]
        assert [each.wait(timeout=60) for each in both] == [0, 0]
    written = [json.loads(line) for line in (tmp_path / "log").read_text("utf-8").splitlines()]
    for process in ("web", "work"):
        assert [line["number"] for line in written if line["process"] == process] == list(range(500))
