from uuid import UUID

import pytest

from latecomer.core.ids import WebinarId
from latecomer.media.rules.grants import Grant, issue, read

SECRET = b"secret"
GRANT = Grant(WebinarId(UUID(int=1)), UUID(int=2), 7, 2_000_000_000_000)


def test_a_grant_is_read_as_it_was_issued() -> None:
    assert read(SECRET, issue(SECRET, GRANT), 1_999_999_999_999) == GRANT


def test_a_grant_ends_with_its_expiry() -> None:
    assert read(SECRET, issue(SECRET, GRANT), GRANT.expires_at) is None


def test_another_secret_has_other_grants() -> None:
    assert read(b"other", issue(SECRET, GRANT), 0) is None


@pytest.mark.parametrize("place", range(0, 80, 7))
def test_an_altered_grant_is_none(place: int) -> None:
    text = issue(SECRET, GRANT)
    altered = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
    assert read(SECRET, altered, 0) is None


@pytest.mark.parametrize("text", ["", "x", "é" * 80, "A" * 80, "A" * 81])
def test_what_is_no_grant_is_none(text: str) -> None:
    assert read(SECRET, text, 0) is None
