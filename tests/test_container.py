"""The content of the container: the Dockerfile's COPY lines and the allow-list of .dockerignore."""

import re
from pathlib import Path, PurePosixPath

import pytest

from tests.support import pin_images

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


def test_every_image_is_pinned_by_the_digest_that_the_registry_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in pin_images.FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text())
    docker = tmp_path / "bin" / "docker"
    docker.parent.mkdir()
    docker.write_text('#!/bin/sh\nprintf "sha256:%064d" ${#4}\n')
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", str(docker.parent), prepend=":")
    for _ in range(2):
        pin_images.main(tmp_path)
        found = {
            line.split("@")[0].split()[-1].strip('"'): line
            for name in pin_images.FILES
            for line in (tmp_path / name).read_text().splitlines()
            if "@sha256:" in line
        }
        assert len(found) >= 5
        assert all(
            f"@sha256:{len(image):064d}" in line and line.count("@") == 1 for image, line in found.items()
        )
    compose = (tmp_path / "compose.yaml").read_text()
    assert re.search(r"^ +image: latecomer$", compose, re.MULTILINE)


def test_an_image_without_a_digest_stops_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in pin_images.FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text())
    docker = tmp_path / "bin" / "docker"
    docker.parent.mkdir()
    docker.write_text("#!/bin/sh\necho 'no such host' >&2\nexit 1\n")
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", str(docker.parent), prepend=":")
    with pytest.raises(SystemExit, match=r"no digest for .*no such host"):
        pin_images.main(tmp_path)
    assert all((tmp_path / name).read_text() == (ROOT / name).read_text() for name in pin_images.FILES)
