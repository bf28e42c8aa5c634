"""The default templates, rendered as people get them: golden files in three languages."""

from collections.abc import AsyncIterator

import pytest

from latecomer.i18n.languages import LANGUAGES, Language
from latecomer.mail.defaults import default_template
from latecomer.mail.renderer import MailRenderer
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.merge_fields import Addressee, Links, fields_of
from tests.mail.golden_mails import GOLDEN, KINDS, LINKS, files_of, rendered
from tests.support.builders import HOUR, STARTS_AT, webinar


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
