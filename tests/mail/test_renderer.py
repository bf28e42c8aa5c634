"""Templates rendered in a process of their own, whatever they try."""

from collections.abc import AsyncIterator

import pytest

from latecomer.core.errors import Refused
from latecomer.mail.renderer import MailRenderer
from latecomer.mail.rules.default_templates import Template

FIELDS = {"first_name": "Ada <b>", "link": "https://webinars.example/j/x"}


@pytest.fixture
async def rendering() -> AsyncIterator[MailRenderer]:
    one = MailRenderer()
    yield one
    await one.stop()


async def code_of(rendering: MailRenderer, text: str) -> str:
    with pytest.raises(Refused) as refused:
        await rendering.render(Template("s", text, "h"), FIELDS)
    return refused.value.code


async def test_a_template_is_rendered_and_html_is_escaped(rendering: MailRenderer) -> None:
    rendered = await rendering.render(
        Template("Hi {{ first_name }}\n!", "{{ link }}", "<p>{{ first_name }}</p>"), FIELDS
    )
    assert rendered.subject == "Hi Ada <b> !"
    assert rendered.text == FIELDS["link"]
    assert rendered.html == "<p>Ada &lt;b&gt;</p>"


@pytest.mark.parametrize(
    "text",
    [
        "{{ unknown }}",
        "{% if %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ first_name.__init__.__globals__ }}",
        "{{ 1 / 0 }}",
        "{% include 'x' %}",
    ],
)
async def test_what_cannot_be_rendered_says_so(rendering: MailRenderer, text: str) -> None:
    assert await code_of(rendering, text) == "invalid_template"


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in 'x' * 9999 %}{% for b in 'x' * 9999 %}{% endfor %}{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 'x' * 300000 }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    ],
)
async def test_a_template_that_takes_too_much_is_ended_and_the_next_is_rendered(
    rendering: MailRenderer, text: str
) -> None:
    assert await code_of(rendering, text) == "template_too_slow"
    assert (await rendering.render(Template("s", "t", "h"), FIELDS)).text == "t"
