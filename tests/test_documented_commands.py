"""Commands in the documentation: each is run by a test, or marked as an example (``sh example``)."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
PROGRAMS: Final = re.compile(
    r"^\s*(\$ |sudo |make |pip |docker |latecomer |python3? |curl |git |npm |psql |pg_dump |redis-cli |\.venv/|\"\$\()",
    re.MULTILINE,
)
RUN_ELSEWHERE: Final = {"docs/operating.md": ("pg_dump", "tests/journeys/test_backup.py")}
"""Blocks that a test with a running installation runs, by a word in them."""


def _blocks() -> Iterator[tuple[str, str, str]]:
    """The page, the words behind the fence, and the text of each fenced block."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(r"^```([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            yield str(page.relative_to(ROOT)), match[1].strip(), match[2]


def test_each_block_of_commands_is_run_or_is_an_example() -> None:
    unmarked = [
        (page, text.splitlines()[0])
        for page, words, text in _blocks()
        if PROGRAMS.search(text) and words != "sh example" and not _is_run(page, words, text)
    ]
    assert unmarked == []


def _is_run(page: str, words: str, text: str) -> bool:
    word, test = RUN_ELSEWHERE.get(page, ("", ""))
    return words == "sh" and bool(word) and word in text and (ROOT / test).is_file()


def test_make_has_every_verb_that_the_pages_name() -> None:
    """Also the verbs of the examples: nobody is sent to one that does not exist."""
    helped = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    verbs = set(re.findall(r"make ([a-z-]+)", helped))
    named = {
        verb
        for _, words, text in _blocks()
        if words.startswith("sh")
        for verb in re.findall(r"^make ([a-z-]+)", text, re.MULTILINE)
    }
    assert named
    assert named <= verbs


def test_the_index_has_every_page() -> None:
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([a-z_]+\.md)\)", index))
    assert linked == {page.name for page in ROOT.glob("docs/*.md")} - {"README.md"}
