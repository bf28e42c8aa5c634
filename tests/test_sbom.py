"""The bill of materials names what the locks name, and floors are above versions with known weaknesses."""

import tomllib
from pathlib import Path

from tests.support.sbom import bill


def test_every_locked_package_is_in_the_bill_once() -> None:
    made = bill()
    urls = [each["purl"] for each in made["components"]]
    assert len(urls) == len(set(urls))
    names = {each["name"] for each in made["components"]}
    assert {"aiohttp", "asyncpg", "cryptography", "preact", "hls.js"} <= names
    assert "pytest" not in names
    assert "vitest" not in names


def test_floors_are_above_known_weaknesses() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    floors = dict(each.split(",")[0].split(">=") for each in project["dependencies"] if ">=" in each)
    for name, floor in {
        "aiohttp": (3, 14, 3),
        "cryptography": (50,),
        "jinja2": (3, 1, 6),
        "pillow": (11,),
    }.items():
        assert tuple(int(part) for part in floors[name].split(".")) >= floor, name
