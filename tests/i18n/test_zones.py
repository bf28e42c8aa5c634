"""The names of time zones that forms offer, held against the IANA database."""

import re
from importlib.resources import files
from pathlib import Path
from typing import Final

RENAMED: Final = dict(
    re.findall(
        r'^  "(.+)": "(.+)",$',
        (Path(__file__).parents[2] / "pages/ui/format/renamed_zones.ts").read_text("utf-8"),
        re.MULTILINE,
    )
)
DATABASE: Final = files("tzdata") / "zoneinfo"


def test_each_old_name_of_a_zone_leads_to_one_of_today() -> None:
    lines = (DATABASE / "zone.tab").read_text("utf-8").splitlines()
    today = {line.split("\t")[2] for line in lines if not line.startswith("#")}
    old = {
        line.split()[2]
        for line in (DATABASE / "tzdata.zi").read_text("utf-8").splitlines()
        if line.startswith("L ")
    }
    assert RENAMED["Europe/Kiev"] == "Europe/Kyiv"
    assert set(RENAMED.values()) <= today
    assert set(RENAMED) <= old - today
