import pytest

from latecomer.i18n.languages import Language
from latecomer.mail.rules.merge_fields import NAMES, Addressee, Links, fields_of
from tests.support.builders import DAY, HOUR, STARTS_AT, webinar

WEBINAR = webinar(timezone="Europe/Paris")


@pytest.mark.parametrize(
    ("language", "when", "left"),
    [
        ("en", "Wednesday 4 March 2026 at 17:00 (Paris, UTC+1)", "in 1 hour"),
        ("fr", "mercredi 4 mars 2026 à 17:00 (Paris, UTC+1)", "dans 1 heure"),
        ("nl", "woensdag 4 maart 2026 om 17:00 (Parijs, UTC+1)", "over 1 uur"),
    ],
)
def test_times_are_written_in_the_language_with_their_zone(language: str, when: str, left: str) -> None:
    """M10: the zone is the webinar's, and it is named."""
    fields = fields_of(WEBINAR, Addressee(language=Language(language)), Links(), STARTS_AT - HOUR)
    assert fields["when"].replace(",", "", 1) == when.replace(",", "", 1)
    assert fields["time_left"] == left
    assert fields["your_when"] == ""


def test_the_persons_zone_stands_beside_it() -> None:
    there = Addressee(timezone="America/Bogota")
    assert fields_of(WEBINAR, there, Links(), 0)["your_when"].endswith("11:00 (Bogotá, UTC−5)")
    assert fields_of(WEBINAR, Addressee(timezone="Europe/Paris"), Links(), 0)["your_when"] == ""


@pytest.mark.parametrize(("days", "clock"), [(0, "17:00 (Paris, UTC+1)"), (30, "18:00 (Paris, UTC+2)")])
def test_a_time_is_in_the_offset_of_its_own_day(days: int, clock: str) -> None:
    """R24: the clocks change on 29 March, and today's offset is not that day's."""
    there = webinar(timezone="Europe/Paris", starts_at=STARTS_AT + days * DAY)
    assert fields_of(there, Addressee(), Links(), STARTS_AT - DAY)["when"].endswith(f"at {clock}")


def test_every_field_has_a_value_of_one_line() -> None:
    fields = fields_of(
        webinar(name="A\r\nBcc: b"), Addressee(first_name="A\nB"), Links(join="x"), STARTS_AT, reason="a\x00b"
    )
    assert tuple(fields) == NAMES
    assert fields["event"] == "A Bcc: b"
    assert not any("\n" in value or "\x00" in value for value in fields.values())


def test_days_left_are_rounded_up() -> None:
    assert fields_of(WEBINAR, Addressee(), Links(), WEBINAR.ends_at + 27 * DAY)["days_left"] == "3"
    assert fields_of(WEBINAR, Addressee(), Links(), WEBINAR.ends_at + 27 * DAY + 1)["days_left"] == "3"
