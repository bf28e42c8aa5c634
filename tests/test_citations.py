"""Citations of documents: each cited section exists, and each link in a document leads to something."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = (
    "server/latecomer",
    "pages/automated",
    "pages/viewer",
    "pages/watch",
    "pages/dashboard",
    "client_demo",
    "schemas",
    "tests",
)
SUFFIXES = {".py", ".ts", ".tsx", ".lua", ".sql", ".css", ".yaml"}
CITATION = re.compile(r"(?P<document>docs/\w+\.md|ARCHITECTURE\.md)(?:, (?P<sections>[A-Z][^\n.;:()\"]*))?")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)(?P<target>[^)#\s]+)")


def citations() -> Iterator[tuple[str, str, str]]:
    """Yield the place, the document, and the section of each citation."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in SUFFIXES or {"node_modules", "static"} & set(path.parts):
                continue
            text = re.sub(r"\s*\n\s*(?:#|//|--|\*)?\s*", " ", path.read_text())
            for found in CITATION.finditer(text):
                yield str(path.relative_to(ROOT)), found["document"], (found["sections"] or "").strip()


def headings(document: str) -> list[str]:
    """The section titles of a document."""
    text = (ROOT / document).read_text()
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("document", "section", "where"),
    sorted({(document, section, where) for where, document, section in citations()}),
)
def test_cited_sections_exist(document: str, section: str, where: str) -> None:
    assert (ROOT / document).exists(), where
    titles = headings(document)
    for one in section.split(" and ") if section not in titles else [section]:
        assert not one or any(one.startswith(title) for title in titles), f"{where} cites {document}, {one}"


@pytest.mark.parametrize(
    "page", sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]), ids=lambda path: path.name
)
def test_links_lead_somewhere(page: Path) -> None:
    missing = [
        found["target"]
        for found in LINK.finditer(page.read_text())
        if not (page.parent / found["target"]).exists()
    ]
    assert missing == []
