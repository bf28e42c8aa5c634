import re
from string import ascii_letters, digits
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.join_link import JoinLink, in_text, issue, read

SECRET = b"a secret of at least thirty-two bytes"
LINK = JoinLink(WebinarId(UUID(int=1)), MemberId(UUID(int=2)), 1)
TOKEN = issue(SECRET, LINK)
ALPHABET = ascii_letters + digits + "-_"

links = st.builds(JoinLink, st.uuids().map(WebinarId), st.uuids().map(MemberId), st.integers(1, 2**32 - 1))


@given(st.binary(min_size=1), links)
def test_a_token_stands_for_its_link(secret: bytes, link: JoinLink) -> None:
    token = issue(secret, link)
    assert read(secret, token) == link
    assert re.fullmatch(r"[A-Za-z0-9_-]{72}", token)


@given(st.integers(0, 71), st.sampled_from(ALPHABET))
def test_a_token_changed_in_any_place_is_refused(index: int, character: str) -> None:
    tampered = TOKEN[:index] + character + TOKEN[index + 1 :]
    assert read(SECRET, tampered) == (LINK if tampered == TOKEN else None)


@pytest.mark.parametrize(
    "token", ["", TOKEN[:-1], TOKEN + "A", TOKEN + "\n", " " + TOKEN, TOKEN[:-1] + "=", "é" * 72, TOKEN * 2]
)
def test_what_has_no_token_s_shape_is_refused(token: str) -> None:
    assert read(SECRET, token) is None


@pytest.mark.parametrize("added", ["/", ".", ")", ",", ">", " ", "\u200b", "%20", "A", "/\u00bb"])
def test_a_token_is_found_before_what_was_added_to_it(added: str) -> None:
    assert in_text(TOKEN + added) == TOKEN


def test_a_text_without_a_token_has_none() -> None:
    assert in_text(TOKEN[:-1] + ".") is None


def test_the_other_base64_alphabet_is_no_second_spelling() -> None:
    link = JoinLink(WebinarId(UUID(int=2**128 - 1)), MemberId(UUID(int=2**128 - 1)), 1)
    token = issue(SECRET, link)
    assert "_" in token
    assert read(SECRET, token.replace("_", "/")) is None


@given(st.text())
def test_no_text_is_too_odd_to_refuse(token: str) -> None:
    assert read(SECRET, token) is None


def test_another_secret_reads_nothing() -> None:
    assert read(SECRET + b".", TOKEN) is None


def test_every_link_of_a_member_has_its_own_token() -> None:
    assert issue(SECRET, JoinLink(LINK.webinar, LINK.member, 2)) != TOKEN
