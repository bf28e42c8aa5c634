"""Origins in their normal form: whatever people write compares equal with what browsers send."""

import pytest

from latecomer.core.origin import NotAnOrigin, normal_origin


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://Shop.Example", "https://shop.example"),
        ("HTTPS://shop.example/", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("http://shop.example:80/", "http://shop.example"),
        ("http://shop.example:443", "http://shop.example:443"),
        ("http://localhost:5173", "http://localhost:5173"),
        (" https://m\u00fcnchen.example ", "https://xn--mnchen-3ya.example"),
        ("https://shop.example.", "https://shop.example"),
        ("http://[0:0:0:0:0:0:0:1]:3000", "http://[::1]:3000"),
    ],
)
def test_what_people_write_becomes_what_browsers_send(written: str, sent: str) -> None:
    assert normal_origin(written) == sent
    assert normal_origin(sent) == sent


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("*", "wildcard"),
        ("https://*.shop.example", "wildcard"),
        ("shop.example", "https://"),
        ("null", "https://"),
        ("ftp://shop.example", "https://"),
        ("https://shop.example/webinars", "path"),
        ("https://shop.example?x=1", "path"),
        ("https://ann:secret@shop.example", "password"),
        ("https://shop.example:99999", "origin such as"),
        ("https://sh op.example", "host is not valid"),
        ("https://xn--a.example", "host is not valid"),
        ("https://", "host"),
        ("http://[::z]", "IPv6|origin such as"),
    ],
)
def test_what_is_no_origin_is_refused_with_what_to_write(written: str, says: str) -> None:
    with pytest.raises(NotAnOrigin, match=says):
        normal_origin(written)
