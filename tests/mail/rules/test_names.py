import pytest

from latecomer.core.one_line import one_line
from latecomer.mail.rules.names import quotable


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "Jean-Luc",
        "O'Brien",
        "Éloïse",
        "Ada B. Lovelace",
        "J. R. R.",
        "Nguyễn Thị Hoa",
        "李小龍",
        "Dr Ada",
    ],
)
def test_names_of_people_are_quoted(name: str) -> None:
    assert quotable(name) == name


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        "  ",
        "win now http://spam.example",
        "spam.example",
        "Claim at spam．example",
        "call 555",
        "a@b",
        "Offer: free",
        "Ada\r\nBcc: x@example.com",
        "Ada\u2028Lovelace",
        "x" * 41,
    ],
)
def test_advertisements_are_not(name: str | None) -> None:
    assert quotable(name) is None


def test_a_text_of_several_lines_becomes_one() -> None:
    assert one_line("Ada\r\nBcc: eve@example.com\x00\u202e!") == "Ada Bcc: eve@example.com !"
