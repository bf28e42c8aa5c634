"""Times, numbers and lists as each language writes them. ``moments.json`` is held against the browser, too."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from latecomer.core.ids import Instant
from latecomer.i18n import format as formats
from latecomer.i18n.languages import Language

EN, FR, NL = Language("en"), Language("fr"), Language("nl")
MOMENTS = json.loads((Path(__file__).parent / "moments.json").read_text("utf-8"))


@pytest.mark.parametrize(("language", "at", "timezone", "text"), MOMENTS)
def test_a_moment_names_its_zone(language: str, at: str, timezone: str, text: str) -> None:
    instant = Instant(int(datetime.fromisoformat(at).timestamp() * 1000))
    assert formats.moment(instant, timezone, Language(language)) == text


def test_a_clock_names_its_zone_and_a_day_stands_alone() -> None:
    at = Instant(1_795_874_700_000)
    assert formats.clock(at, "Europe/Brussels", NL) == "15:05 (Brussel, UTC+1)"
    assert formats.day(at, "Europe/Brussels", FR) == "28 novembre 2026"


def test_numbers_and_lists_are_written_as_the_language_does() -> None:
    assert [formats.number(1234567.5, language) for language in (EN, FR, NL)] == [
        "1,234,567.5",
        "1\u202f234\u202f567,5",
        "1.234.567,5",
    ]
    assert [formats.listing(["a", "b", "c"], language) for language in (EN, FR, NL)] == [
        "a, b and c",
        "a, b et c",
        "a, b en c",
    ]
