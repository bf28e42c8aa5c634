"""One cookie among however many."""

import pytest
from aiohttp.test_utils import make_mocked_request

from latecomer.http.cookies import cookie


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("lc=1", "1"),
        ("a=b; lc=1; c=d", "1"),
        ("a=b;lc=1", "1"),
        ("lc=1; lc=2", "2"),
        ('lc="1"', "1"),
        ("lc=", ""),
        ("xlc=1", None),
        ("a=lc=1", None),
        ("", None),
        ("a=b; " * 1_600 + "lc=1", "1"),
    ],
    ids=range(10),
)
def test_a_cookie_is_found_by_its_whole_name(header: str, value: str | None) -> None:
    assert cookie(make_mocked_request("GET", "/", headers={"Cookie": header}), "lc") == value


def test_a_request_without_cookies_has_none() -> None:
    assert cookie(make_mocked_request("GET", "/"), "lc") is None
