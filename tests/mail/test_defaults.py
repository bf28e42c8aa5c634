"""The default templates, rendered as people get them: golden files in three languages."""

from collections.abc import AsyncIterator

import pytest

from latecomer.core.phase import closes_at
from latecomer.i18n.languages import LANGUAGES, Language
from latecomer.mail.defaults import default_template
from latecomer.mail.renderer import MailRenderer
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.merge_fields import Addressee, Links, fields_of
from tests.mail.golden_mails import GOLDEN, KINDS, LINKS, files_of, rendered
from tests.support.builders import DAY, HOUR, STARTS_AT, webinar


@pytest.fixture
async def rendering() -> AsyncIterator[MailRenderer]:
    one = MailRenderer()
    yield one
    await one.stop()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_default_is_as_it_was_looked_at(rendering: MailRenderer, language: Language) -> None:
    """``python -m tests.mail.golden_mails`` renews the files."""
    mails = await rendered(rendering, language)
    for mail in mails:
        text, html = mail.rendered.text, mail.rendered.html
        assert "<worms>" not in html
        assert "&lt;worms&gt;" in html
        assert f'lang="{language}"' in html
        if mail.kind.needs_link:
            assert LINKS.join in text
            assert LINKS.join in html
        else:
            assert LINKS.join not in text, mail.kind
        assert (LINKS.host in text and LINKS.host in html) is mail.kind.is_for_hosts
        assert (LINKS.opt_out in html) is mail.kind.is_marketing
    for name, content in files_of(language, mails).items():
        assert content == (GOLDEN / name).read_text("utf-8"), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
async def test_a_field_without_a_value_leaves_no_hole(
    rendering: MailRenderer, kind: MailKind, language: Language
) -> None:
    """M20: a button without an address."""
    fields = fields_of(webinar(), Addressee(language=language), Links(), STARTS_AT - HOUR)
    rendered = await rendering.render(default_template(kind, language), fields)
    assert 'href=""' not in rendered.html
    assert "  " not in rendered.subject
    assert " ," not in rendered.text
    assert "{" not in rendered.text + rendered.subject


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("en", ("1 day left", "for 1 more day"), ("2 days left", "for 2 more days")),
        ("fr", ("Encore 1 jour pour", "1 jour."), ("Encore 2 jours pour", "2 jours.")),
        ("nl", ("Nog 1 dag om", "nog 1 dag"), ("Nog 2 dagen om", "nog 2 dagen")),
    ],
)
async def test_one_day_is_not_several(
    rendering: MailRenderer, language: Language, one: tuple[str, str], two: tuple[str, str]
) -> None:
    for days, (subject, text) in ((1, one), (2, two)):
        at = closes_at(webinar()) - days * DAY
        fields = fields_of(webinar(), Addressee(language=language), LINKS, at)
        last = await rendering.render(default_template(MailKind.LAST_DAYS, language), fields)
        missed = await rendering.render(default_template(MailKind.MISSED, language), fields)
        assert subject in last.subject
        assert text in last.text
        assert text.rstrip(".") in missed.text
