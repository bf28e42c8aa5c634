from uuid import UUID, uuid4

import pytest

from latecomer.mail.rules.tokens import Purpose, issue, read

SECRET = b"a secret of the tests"


def test_a_token_says_what_it_was_issued_for() -> None:
    identifier = uuid4()
    token = issue(SECRET, Purpose.PROOF, identifier, 7)
    assert read(SECRET, Purpose.PROOF, token) == (identifier, 7)
    assert issue(SECRET, Purpose.PROOF, identifier, 7) == token


def test_a_token_is_good_for_one_purpose_and_one_secret() -> None:
    token = issue(SECRET, Purpose.LEAVING, UUID(int=1))
    assert read(SECRET, Purpose.PROOF, token) is None
    assert read(b"another", Purpose.LEAVING, token) is None


@pytest.mark.parametrize("token", ["", "x", "!" * 48, "A" * 48, "A" * 49, "é" * 48])
def test_what_was_not_issued_is_nothing(token: str) -> None:
    assert read(SECRET, Purpose.PROOF, token) is None


def test_every_character_matters() -> None:
    token = issue(SECRET, Purpose.PROOF, UUID(int=1))
    for place, letter in enumerate(token):
        other = "B" if letter == "A" else "A"
        assert read(SECRET, Purpose.PROOF, token[:place] + other + token[place + 1 :]) is None
