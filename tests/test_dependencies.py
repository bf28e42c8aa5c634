"""The locks in requirements/ beside what pyproject.toml asks for."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SERVE = tuple(PYPROJECT["project"]["dependencies"])
EMBEDDED = tuple(PYPROJECT["project"]["optional-dependencies"]["embedded"])


def group(name: str) -> Iterator[str]:
    """Return the requirements of a dependency group, those of included groups among them."""
    for entry in PYPROJECT["dependency-groups"][name]:
        if isinstance(entry, Mapping):
            yield from group(entry["include-group"])
        else:
            yield entry


WANTED: Mapping[str, Sequence[str]] = {
    "serve": SERVE,
    "run": (*SERVE, *EMBEDDED, *group("demo"), *group("build")),
    "dev": (*SERVE, *EMBEDDED, *group("dev"), *group("build")),
    "build": tuple(group("build")),
    "node": tuple(group("node")),
    "lock": tuple(group("lock")),
}


def text(lock: str) -> str:
    """Return one lock's text."""
    return (ROOT / "requirements" / f"{lock}.txt").read_text()


def versions(lock: str) -> dict[str, str]:
    """Return the locked version of each package."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text(lock), re.MULTILINE))


@pytest.mark.parametrize("lock", WANTED)
def test_a_lock_holds_what_is_asked_for(lock: str) -> None:
    locked = versions(lock)
    for requirement in map(Requirement, WANTED[lock]):
        version = locked.get(canonicalize_name(requirement.name))
        assert version is not None, f"{lock}.txt lacks {requirement.name}: run make lock"
        assert version in requirement.specifier, f"{lock}.txt has {requirement.name} {version}: run make lock"


@pytest.mark.parametrize("lock", ["serve", "run"])
def test_tests_run_on_the_versions_that_users_get(lock: str) -> None:
    assert versions(lock).items() <= versions("dev").items()


@pytest.mark.parametrize("lock", WANTED)
def test_a_lock_names_no_place_and_hashes_everything(lock: str) -> None:
    assert "://" not in text(lock)
    assert "index" not in text(lock)
    entries = re.split(r"\n(?=[a-z0-9-]+==)", text(lock))[1:]
    assert all("--hash=sha256:" in entry for entry in entries)


def test_every_lock_is_looked_at() -> None:
    assert {path.stem for path in (ROOT / "requirements").glob("*.txt")} == set(WANTED)
