"""The catalogues are in the package that is installed, and in the stage of the image that builds the pages."""

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]
LOCALES = "latecomer/i18n/locales"


def test_the_wheel_has_every_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HATCH_BUILD_NO_HOOKS", "true")
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    shipped = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith(LOCALES)}
    ours = {str(file.relative_to(ROOT / "server")) for file in (ROOT / "server" / LOCALES).rglob("*.ftl")}
    assert ours
    assert shipped == ours


def test_the_image_builds_its_pages_with_the_catalogues() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    pages = dockerfile[: dockerfile.index("npm run build")]
    assert f"COPY server/{LOCALES}/ ../server/{LOCALES}/" in pages
