"""Our challenges, solved by ALTCHA's own library; and what people try with them."""

import json
from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID

import pytest
from altcha.v1 import Challenge, solve_challenge

from latecomer.core.ids import WebinarId
from latecomer.registration_form.rules.proof_of_work import GOOD_MS, challenge, solved
from tests.support.builders import STARTS_AT, WEBINAR

SECRET = b"a secret of the tests"
NUMBER = 321


def payload(**changes: Any) -> str:
    given = challenge(SECRET, WEBINAR.id, STARTS_AT, b"r" * 12, NUMBER)
    solution = solve_challenge(
        Challenge(
            algorithm="SHA-256",
            challenge=given.challenge,
            max_number=given.max_number,
            salt=given.salt,
            signature=given.signature,
        )
    )
    assert solution is not None
    proof = {
        "algorithm": given.algorithm,
        "challenge": given.challenge,
        "number": solution.number,
        "salt": given.salt,
        "signature": given.signature,
    }
    return b64encode(json.dumps(proof | changes).encode()).decode()


def test_a_solved_challenge_is_known_by_its_id() -> None:
    first = solved(SECRET, WEBINAR.id, payload(), STARTS_AT)
    assert first is not None
    assert len(first) == 16
    assert solved(SECRET, WEBINAR.id, payload(), STARTS_AT + 1) == first


def test_it_is_good_for_ten_minutes() -> None:
    """R19: long enough to write on."""
    assert solved(SECRET, WEBINAR.id, payload(), STARTS_AT + GOOD_MS - 1)
    assert solved(SECRET, WEBINAR.id, payload(), STARTS_AT + GOOD_MS) is None


def test_it_is_good_for_one_webinar_and_one_secret() -> None:
    assert solved(b"another", WEBINAR.id, payload(), STARTS_AT) is None
    assert solved(SECRET, WebinarId(UUID(int=1)), payload(), STARTS_AT) is None


def test_a_salt_cannot_be_spliced() -> None:
    """R18: digits moved from the number to the expiry leave the hash as it was."""
    proof = json.loads(b64decode(payload()))
    spliced = payload(salt=proof["salt"] + "3", number=21)
    assert solved(SECRET, WEBINAR.id, spliced, STARTS_AT) is None
    moved = payload(salt=proof["salt"][:-1] + "9&")
    assert solved(SECRET, WEBINAR.id, moved, STARTS_AT) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!",
        "e30=",
        b64encode(b"[1]").decode(),
        payload(number=NUMBER + 1),
        payload(signature="é"),
        payload(algorithm="SHA-1"),
        "A" * 4000,
    ],
)
def test_what_solves_nothing_is_none(text: str) -> None:
    assert solved(SECRET, WEBINAR.id, text, STARTS_AT) is None
