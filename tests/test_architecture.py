"""ARCHITECTURE.md's table of changes: the files that it names exist, and CONTRIBUTING.md's list has an answer each."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def _rows() -> list[str]:
    text = (ROOT / "ARCHITECTURE.md").read_text().split("## Which file for which change")[1].split("\n## ")[0]
    return [
        line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| the change")
    ]


def test_every_file_that_answers_a_change_exists() -> None:
    named = [name for row in _rows() for name in re.findall(r"`([^`]+/[^`]*)`", row.split("|")[2])]
    paths = [re.sub(r"<\w+>", "zoom", re.sub(r"\{(\w+),[^}]*\}", r"\1", name)) for name in named]
    assert len(paths) > 20
    assert [
        path
        for path in paths
        if not (ROOT / "server/latecomer" / path).exists() and not (ROOT / path).exists()
    ] == []


def test_every_change_of_the_list_has_an_answer() -> None:
    asked = re.findall(r"^\d+\. ", (ROOT / "CONTRIBUTING.md").read_text().split("## Habits")[0], re.MULTILINE)
    assert len(asked) == 20
    assert len(_rows()) >= len(asked)
