"""The named texts of a campaign's mails, each in any number of languages.

A step that names one sends it in the language of its reader. A changed text holds for all mails from then on, also in
runs that have begun.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from latecomer.campaigns import queries as rows
from latecomer.campaigns.queries import NamedTemplate
from latecomer.campaigns.rules.flow import (
    BadFlow,
    Flow,
    MailTemplate,
    SendMail,
    all_steps,
    has_link,
    template_name,
)
from latecomer.campaigns.rules.states import CampaignId, CampaignState
from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant
from latecomer.i18n.languages import read_tag
from latecomer.mail.mails import Mails
from latecomer.mail.rules.default_templates import Template
from latecomer.postgres.pool import Conn, Pool

MOST: Final = 100
"""Templates of one campaign, its languages counted each."""


class CampaignTemplates:
    """Saves and lists the named templates of campaigns."""

    def __init__(self, pool: Pool, editing: Mails) -> None:
        self._pool = pool
        self._editing = editing

    async def save(
        self, campaign: CampaignId, name: str, language: str | None, template: MailTemplate, now: Instant
    ) -> NamedTemplate:
        """Save a template; one of the same name and language is replaced. ``language`` None: for readers of every other
        language.

        Raises: Refused unknown_campaign, wrong_state, unknown_value, too_many_rows, invalid_template,
        template_too_slow.
        """
        try:
            checked = template_name(name)
        except BadFlow as bad:
            raise Refused(bad.code, bad.message) from None
        tag = "" if language is None else _language(language)
        words = Template(subject=template.subject, text=template.text, html=template.html)
        await self._editing.check(words, now)
        async with self._pool.acquire() as conn, conn.transaction():
            found = await rows.load(conn, campaign, lock=True)
            if found is None:
                raise Refused("unknown_campaign", "No campaign has this id.")
            if found.state is CampaignState.ARCHIVED:
                raise Refused("wrong_state", "An archived campaign is not changed any more.")
            saved = NamedTemplate(checked, tag, template)
            await rows.save_template(conn, campaign, saved, now)
            if len(await rows.templates_of(conn, campaign)) > MOST:
                raise Refused("too_many_rows", f"A campaign has at most {MOST} templates.")
        return saved

    async def list(self, campaign: CampaignId) -> Sequence[NamedTemplate]:
        """Return the templates of a campaign by name and language. Raises: Refused unknown_campaign."""
        async with self._pool.acquire() as conn:
            if await rows.load(conn, campaign) is None:
                raise Refused("unknown_campaign", "No campaign has this id.")
            return await rows.templates_of(conn, campaign)


async def check_named(conn: Conn, campaign: CampaignId | None, flow: Flow, *, links: bool) -> None:
    """Refuse steps whose template was not saved, or, without ``links``, one with a join link in it.

    Raises: Refused unknown_value, needs_member, each with the place.
    """
    saved = [] if campaign is None else await rows.templates_of(conn, campaign)
    for path, step in all_steps(flow):
        if not isinstance(step, SendMail) or isinstance(step.template, MailTemplate):
            continue
        meant = [each.template for each in saved if each.name == step.template]
        place = f"/flow{path}/template"
        if not meant:
            message = "no template of this name is saved: PUT …/templates/{name} saves one"
            raise Refused("unknown_value", message, (FieldError(place, "unknown_value", message),))
        if not links and any(map(has_link, meant)):
            message = "a campaign about people has no webinar for the join link of this template"
            raise Refused("needs_member", message, (FieldError(place, "needs_member", message),))


def _language(text: str) -> str:
    tag = read_tag(text)
    if tag is None:
        message = "write the tag of a language, such as fr or nl-BE"
        raise Refused("unknown_value", message, (FieldError("/language", "unknown_value", message),))
    return tag
