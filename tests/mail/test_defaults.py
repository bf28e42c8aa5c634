"""The default templates, rendered as people get them: golden texts in three languages."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from latecomer.i18n.languages import LANGUAGES, Language
from latecomer.mail.defaults import default_template
from latecomer.mail.renderer import MailRenderer
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.merge_fields import Addressee, Links, fields_of
from tests.support.builders import HOUR, STARTS_AT, webinar

GOLDEN = Path(__file__).with_name("golden")
LINKS = Links(
    join="https://webinars.example/j/JOIN",
    confirm="https://webinars.example/c/PROOF",
    leave="https://webinars.example/x/LEAVE",
    opt_out="https://webinars.example/u/OUT",
)
KINDS = [kind for kind in MailKind if kind.is_template]


@pytest.fixture(scope="module")
def links() -> Links:
    return LINKS


@pytest.fixture
async def rendering() -> AsyncIterator[MailRenderer]:
    one = MailRenderer()
    yield one
    await one.stop()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_default_is_as_it_was_looked_at(rendering: MailRenderer, language: Language) -> None:

    event = webinar(name="Composting & <worms>", timezone="Europe/Paris")
    written = []
    for kind in KINDS:
        fields = fields_of(
            event,
            Addressee(first_name="Ada", language=language, timezone="America/Bogota"),
            LINKS,
            STARTS_AT - HOUR,
            organizer="The team",
            reason="The room is flooded.",
        )
        rendered = await rendering.render(default_template(kind, language), fields)
        written.append(f"===== {kind}\nSubject: {rendered.subject}\n\n{rendered.text}")
        assert "<worms>" not in rendered.html
        assert "&lt;worms&gt;" in rendered.html
        assert f'lang="{language}"' in rendered.html
        if kind.needs_link:
            assert LINKS.join in rendered.text
            assert LINKS.join in rendered.html
        else:
            assert LINKS.join not in rendered.text, kind
        assert (LINKS.opt_out in rendered.html) is kind.is_marketing
    whole = "\n".join(written)
    path = GOLDEN / f"{language}.txt"
    assert whole == path.read_text("utf-8")


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
