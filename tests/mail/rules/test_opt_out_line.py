"""The line with which a marketing mail ends that has no opt-out link."""

import pytest

from latecomer.i18n.languages import Language
from latecomer.mail.rules.opt_out_line import with_opt_out

URL = "https://webinars.example/u/OUT?a=1&b=2"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Receive no more mails of this kind"),
        ("fr", "Ne plus recevoir ce genre de message"),
        ("nl", "Geen berichten van deze soort meer"),
    ],
)
def test_each_part_without_the_link_gets_it_in_the_language_of_the_mail(language: str, words: str) -> None:
    parts = with_opt_out("Hello\n", "<html><body><p>Hello</p></body></html>", URL, Language(language))
    assert parts.text == f"Hello\n\n-- \n{words}\n{URL}\n"
    assert parts.html.count(f'href="{URL.replace("&", "&amp;")}">{words}</a>') == 1
    assert parts.html.endswith("</body></html>")


def test_a_part_that_has_the_link_stays_as_it_is() -> None:
    text, html = f"Bye: {URL}", f'<a href="{URL.replace("&", "&amp;")}">Bye</a>'
    parts = with_opt_out(text, html, URL, Language("en"))
    assert (parts.text, parts.html) == (text, html)


def test_html_without_a_body_gets_it_at_its_end() -> None:
    assert with_opt_out(URL, "<p>Hi</p>", URL, Language("en")).html.startswith("<p>Hi</p>\n<p")
