"""The content of the container: the Dockerfile's COPY lines and the allow-list of .dockerignore."""

import re
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent


def copied() -> set[PurePosixPath]:
    """Return what the Dockerfile copies from the clone; what a COPY takes from another stage is left out."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    return {PurePosixPath(source) for line in lines for source in line.split()[:-1]}


def ignore_lines() -> list[str]:
    """Return the lines of .dockerignore without comments."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def allowed() -> set[PurePosixPath]:
    """Return the paths that .dockerignore lets through."""
    return {PurePosixPath(line[1:]) for line in ignore_lines() if line.startswith("!")}


def test_everything_is_ignored_first() -> None:
    assert ignore_lines()[0] == "*"


@pytest.mark.parametrize("source", sorted(map(str, copied())))
def test_what_is_copied_is_allowed_and_there(source: str) -> None:
    path = PurePosixPath(source)
    assert {path, *path.parents} & allowed(), f"add !{source} to .dockerignore"
    assert (ROOT / path).exists()


@pytest.mark.parametrize("entry", sorted(map(str, allowed())))
def test_what_is_allowed_is_copied(entry: str) -> None:
    path = PurePosixPath(entry)
    assert any(path in (source, *source.parents) for source in copied()), f"no COPY takes {entry}"
