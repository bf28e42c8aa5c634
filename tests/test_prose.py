"""Docstrings: a noun phrase for a module, class or value, an imperative for a function.

Source: CONTRIBUTING.md, Prose
"""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
RIDDLE: Final = re.compile(
    r"(?:Who|What|Whether|Whoever|Whatever|Which|Whose|How|Where|When|Nobody|Nothing|Everybody|Everything|Somebody"
    r"|Something|Those|One that)\b"
)
"""First words of a sentence that makes the reader guess its subject."""
WIDTH: Final = 120


def test_docstrings_begin_with_a_noun_or_a_verb() -> None:
    assert [f"{place}: {text}" for place, text in _docstrings() if RIDDLE.match(text)] == []


def test_markdown_wraps_at_120_characters() -> None:
    """A line may be longer in a table, in code, in a heading, and where it is a single link."""
    assert [place for place in _long_lines() if not place.startswith("CHANGELOG.md")] == []


def _long_lines() -> Iterator[str]:
    for file in sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))):
        fenced = False
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            fenced ^= line.lstrip().startswith(("```", "~~~"))
            apart = line.lstrip().startswith(("|", "#", "<", "[", ">", "!"))
            if len(line) > WIDTH and not fenced and not apart:
                yield f"{file.name}:{number}"


def _docstrings() -> Iterator[tuple[str, str]]:
    """Yield the place and the first line of every docstring, of modules, classes, functions and values."""
    for folder in ("server/latecomer", "client_demo", "tests"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                body = getattr(node, "body", None)
                if not isinstance(body, list):
                    continue
                # A string after an assignment documents its value; the first one documents what it stands in.
                values = [
                    after
                    for before, after in pairwise(body)
                    if isinstance(before, ast.Assign | ast.AnnAssign)
                ]
                documents = isinstance(
                    node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
                )
                for each in values + (body[:1] if documents else []):
                    if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant):
                        text = str(each.value.value).strip().partition("\n")[0]
                        yield f"{file.relative_to(ROOT)}:{each.lineno}", text
