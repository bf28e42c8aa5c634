from uuid import UUID

import pytest

from latecomer.core.ids import WebinarId
from latecomer.registration_form.rules.nonce import Age, issue, once_key, read
from tests.support.builders import DAY, STARTS_AT, WEBINAR

SECRET = b"a secret of the tests"
OTHER = WebinarId(UUID(int=1))


def test_a_nonce_says_when_the_form_was_handed_out() -> None:
    nonce = read(SECRET, WEBINAR.id, issue(SECRET, WEBINAR.id, STARTS_AT, b"r" * 12))
    assert nonce is not None
    assert nonce.issued_at == STARTS_AT
    assert nonce.age(STARTS_AT + 1_999) is Age.TOO_FAST
    assert nonce.age(STARTS_AT + 2_000) is Age.GOOD
    assert nonce.age(STARTS_AT + DAY - 1) is Age.GOOD
    assert nonce.age(STARTS_AT + DAY) is Age.EXPIRED


def test_it_is_good_for_one_webinar_and_one_secret() -> None:
    text = issue(SECRET, WEBINAR.id, STARTS_AT, b"r" * 12)
    assert read(SECRET, OTHER, text) is None
    assert read(b"another", WEBINAR.id, text) is None


@pytest.mark.parametrize("text", ["", "A" * 48, "!" * 48, "A" * 47, "é" * 48])
def test_what_was_not_issued_is_none(text: str) -> None:
    assert read(SECRET, WEBINAR.id, text) is None


def test_another_address_on_the_same_form_is_another_submission() -> None:
    nonce = read(SECRET, WEBINAR.id, issue(SECRET, WEBINAR.id, STARTS_AT, b"r" * 12))
    again = read(SECRET, WEBINAR.id, issue(SECRET, WEBINAR.id, STARTS_AT, b"s" * 12))
    assert nonce is not None
    assert again is not None
    assert once_key(nonce, "a@b.cc") == once_key(nonce, "a@b.cc")
    assert len({once_key(nonce, "a@b.cc"), once_key(nonce, "b@b.cc"), once_key(again, "a@b.cc")}) == 3
