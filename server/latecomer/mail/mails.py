"""Mails for operators: settings and templates, previews, the list of mails, and sending a mail again.

Source: docs/mail.md, Templates
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.phase import DAY_MS
from latecomer.core.webinar import Webinar
from latecomer.i18n.format import price
from latecomer.i18n.languages import LANGUAGES, Language, supported
from latecomer.i18n.translate import translate
from latecomer.mail import planner
from latecomer.mail.compose import MailIdentity
from latecomer.mail.defaults import default_template
from latecomer.mail.queries import mails, queue, settings, suppressions
from latecomer.mail.queries.mails import MailContent, MailFilter, MailId, MailRow
from latecomer.mail.queries.plans import MailPlan
from latecomer.mail.queries.queue import QueueState
from latecomer.mail.queries.settings import KindSettings, MailSettings
from latecomer.mail.queries.suppressions import Suppression, SuppressionId
from latecomer.mail.relay import Envelope, Relay, Sent
from latecomer.mail.renderer import MailRenderer, Rendered
from latecomer.mail.rules import message
from latecomer.mail.rules.default_templates import Template
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.merge_fields import Addressee, Due, Fields, Links, RoomWords, fields_of
from latecomer.mail.rules.message import Letter
from latecomer.mail.rules.opt_out_line import with_opt_out
from latecomer.mail.rules.states import MailState
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import members
from latecomer.webinars.rules import calendar
from latecomer.webinars.rules.calendar import Invitation, Mailbox, Method

SAMPLE_LINK = "https://webinars.example/j/your-own-link"
SAMPLE_HOST_LINK = "https://webinars.example/p/your-own-link"
_WITH_CALENDAR = (MailKind.CONFIRMATION, MailKind.APPROVED, MailKind.RESCHEDULED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Every kind of mail of a webinar, its replaced templates, the number of mails in each state, and the planned
    mails."""

    kinds: Mapping[MailKind, KindSettings]
    own: Mapping[MailKind, Sequence[str]]
    counts: Mapping[tuple[MailKind, MailState], int]
    planned: Sequence[MailPlan]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPreview:
    """A mail as it would be sent, the templates it is made of, and its calendar object."""

    rendered: Rendered
    template: Template
    ics: str | None


class Mails:
    """The service with which operators change and read a webinar's mails."""

    def __init__(
        self,
        pool: Pool,
        who: MailIdentity,
        open_relay: Callable[[], Relay] | None,
        clock: Callable[[], Instant],
    ) -> None:
        self._pool = pool
        self._who = who
        self._open_relay = open_relay
        self._clock = clock
        self._rendering = MailRenderer()

    @property
    def has_relay(self) -> bool:
        """Return whether a relay is configured; without one, mails are kept."""
        return self._open_relay is not None

    async def settings(self, webinar: WebinarId) -> tuple[MailSettings, QueueState]:
        """Return a webinar's mail settings, and whether the queue runs. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            await _webinar(conn, webinar)
            return (await settings.load(conn, [webinar]))[webinar], await queue.state(conn)

    async def save(self, changed: MailSettings, now: Instant) -> None:
        """Save a webinar's mail settings. Raises: Refused unknown_webinar, unknown_value."""
        for language in (changed.language, *changed.languages):
            _language(language)
        async with self._pool.acquire() as conn, conn.transaction():
            await _webinar(conn, changed.webinar)
            old = (await settings.load(conn, [changed.webinar]))[changed.webinar]
            since = old.enabled_at if old.enabled else now
            await settings.save(conn, replace(changed, enabled_at=since if changed.enabled else None))

    async def overview(self, webinar: WebinarId, now: Instant) -> Overview:
        """Return every kind of mail of a webinar. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            await _webinar(conn, webinar)
            kinds = (await settings.kinds(conn, [webinar]))[webinar]
            own: dict[MailKind, list[str]] = {}
            for _, kind, language in await settings.templates(conn, [webinar]):
                own.setdefault(kind, []).append(language)
            return Overview(
                kinds={kind: kinds.get(kind, KindSettings()) for kind in MailKind if kind.is_template},
                own=own,
                counts=await mails.counts(conn, webinar),
                planned=await planner.upcoming(conn, webinar, now),
            )

    async def save_kind(
        self,
        webinar: WebinarId,
        kind: MailKind,
        changed: KindSettings,
        templates: Mapping[str, Template | None],
        now: Instant,
    ) -> None:
        """Save the settings of one kind of mail. A template is saved only if it renders for a made-up member and
        contains the link.

        Raises: Refused unknown_webinar, unknown_value, invalid_template, template_without_link, template_too_slow.
        """
        async with self._pool.acquire() as conn:
            event = await _webinar(conn, webinar)
        for code, template in templates.items():
            language = _language(code)
            if template is not None:
                await self._try(event, kind, language, template, now)
        async with self._pool.acquire() as conn, conn.transaction():
            await settings.save_kind(conn, webinar, kind, changed)
            for code, template in templates.items():
                await settings.save_template(conn, webinar, kind, _language(code), template)

    async def check(self, template: Template, now: Instant) -> None:
        """Render a campaign's template for a made-up member.

        Raises: Refused invalid_template, template_too_slow.
        """
        event = Webinar(id=WebinarId(uuid4()), name="Webinar", starts_at=now, ends_at=now + 3_600_000)
        await self._try(event, MailKind.CAMPAIGN, Language("en"), template, now)

    async def preview(
        self,
        webinar: WebinarId,
        kind: MailKind,
        language: str,
        member: MemberId | None,
        template: Template | None,
        now: Instant,
    ) -> MailPreview:
        """Return a mail as it would be sent, for a member or a made-up one.

        Raises: Refused unknown_webinar, unknown_member, unknown_value, invalid_template,
            template_too_slow.
        """
        code = _language(language)
        async with self._pool.acquire() as conn:
            event = await _webinar(conn, webinar)
            if template is None:
                own = await settings.templates(conn, [webinar])
                template = own.get((webinar, kind, code)) or default_template(kind, code)
            saved = (await settings.load(conn, [webinar]))[webinar]
            person = None
            if member is not None:
                found = (await members.load(conn, [member])).get(member)
                if found is None or found.webinar_id != webinar:
                    raise Refused("unknown_member", "There is no such member.")
                person = found.person
        names = (person.first_name, person.last_name) if person else ("Ada", "Lovelace")
        fields = _sample(kind, event, code, now, names, saved.organizer_name)
        ics = None
        if kind in _WITH_CALENDAR and now < event.ends_at:
            invitation = Invitation(
                webinar=event,
                member=MemberId(UUID(int=0)),
                sequence=event.version,
                link=SAMPLE_LINK,
                organizer=Mailbox(saved.organizer_email or self._who.sender, saved.organizer_name),
                attendee=Mailbox("ada@example.com"),
            )
            ics = calendar.build(invitation, Method.REQUEST, now).decode()
        rendered = await self._rendering.render(template, fields)
        if kind.is_marketing:
            parts = with_opt_out(rendered.text, rendered.html, fields["opt_out_link"], code)
            rendered = replace(rendered, text=parts.text, html=parts.html)
        return MailPreview(rendered=rendered, template=template, ics=ics)

    async def test(
        self, webinar: WebinarId, kind: MailKind, language: str, email: str, now: Instant
    ) -> tuple[MailState, str | None]:
        """Send a test mail. Returns: its outcome, and the relay's answer.

        Raises: as ``preview``.
        """
        shown = await self.preview(webinar, kind, language, None, None, now)
        if self._open_relay is None:
            return MailState.KEPT, None
        identifier = uuid4()
        letter = Letter(
            mail_id=identifier,
            message_id=message.message_id_of(f"test/{identifier}", self._who.host),
            sender=Mailbox(self._who.sender),
            reply_to=None,
            recipient=email,
            subject=shown.rendered.subject,
            text=shown.rendered.text,
            html=shown.rendered.html,
            language=language,
        )
        relay = self._open_relay()

        async def always() -> bool:
            return True

        try:
            envelope = Envelope(
                sender=self._who.sender, recipient=email, message=message.build(letter, self._clock())
            )
            delivery = await relay.deliver(envelope, always)
        finally:
            await relay.close()
        if isinstance(delivery, Sent):
            return MailState.SENT, str(delivery.reply)
        return MailState.FAILED, getattr(delivery, "reason", None)

    async def planned(self, webinar: WebinarId, now: Instant) -> tuple[Sequence[MailPlan], str]:
        """Return the mails to a whole webinar that have not been made yet, soonest first, and its language.

        Raises: Refused unknown_webinar.
        """
        async with self._pool.acquire() as conn:
            await _webinar(conn, webinar)
            language = (await settings.load(conn, [webinar]))[webinar].language
            return await planner.upcoming(conn, webinar, now), language

    async def page(self, wanted: MailFilter, before: int | None, limit: int) -> Sequence[MailRow]:
        """Return mails, newest first, after the number ``before``."""
        async with self._pool.acquire() as conn:
            return await mails.page(conn, wanted, before, limit)

    async def mail(self, identifier: MailId) -> tuple[MailRow, MailContent]:
        """Return one mail with its content. Raises: Refused unknown_mail."""
        async with self._pool.acquire() as conn:
            row, content = await mails.load(conn, identifier), await mails.content(conn, identifier)
        if row is None or content is None:
            raise _unknown_mail()
        return row, content

    async def send_again(self, identifier: MailId, now: Instant) -> MailRow:
        """Send a mail again: a mail that was sent or kept becomes a new mail, any other is queued again as the same
        one.

        Raises: Refused unknown_mail, still_waiting (it has not been sent yet), erased.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            row = await mails.load(conn, identifier, lock=True)
            if row is None:
                raise _unknown_mail()
            if row.email is None:
                raise Refused("erased", "This person was erased.")
            if not row.state.is_final:
                raise Refused(
                    "still_waiting", "This mail has not been sent yet; it will be sent automatically."
                )
            arrived = row.state in (MailState.SENT, MailState.KEPT)
            new = await mails.send_again(conn, identifier, f"again/{uuid4()}" if arrived else None, now)
            again = await mails.load(conn, new)
            if again is None:  # pragma: no cover - it was written a moment ago, in this transaction
                raise _unknown_mail()
            return again

    async def suppressions(self, before: tuple[Instant, UUID] | None, limit: int) -> Sequence[Suppression]:
        """Return suppressed addresses, newest first."""
        async with self._pool.acquire() as conn:
            return await suppressions.page(conn, before, limit)

    async def lift(self, identifier: SuppressionId) -> None:
        """Allow mails to a suppressed address again. Raises: Refused unknown_suppression."""
        async with self._pool.acquire() as conn:
            if not await suppressions.lift(conn, identifier):
                raise Refused("unknown_suppression", "There is no such suppression.")

    async def stop(self) -> None:
        """End the renderer's process."""
        await self._rendering.stop()

    async def _try(
        self, event: Webinar, kind: MailKind, language: Language, template: Template, now: Instant
    ) -> None:
        """Render a template for a made-up member. Raises: Refused invalid_template, template_without_link,
        template_too_slow."""
        agreed = ("Write to me about other events, too.",)
        named, nameless = ("Ada", "Lovelace"), (None, None)
        fields = _sample(kind, event, language, now, named, "Us", agreed)
        rendered = await self._rendering.render(template, fields)
        await self._rendering.render(template, _sample(kind, event, language, now, nameless, None))
        for field in kind.link_fields:
            if fields[field] in rendered.text and fields[field] in rendered.html:
                continue
            said = f"Text and HTML of this kind need {{{{ {field} }}}}, the person's own link."
            problem = FieldError(f"/templates/{language}", "template_without_link", said)
            raise Refused("template_without_link", said, (problem,))


def _sample(
    kind: MailKind,
    event: Webinar,
    language: Language,
    now: Instant,
    names: tuple[str | None, str | None],
    organizer: str | None,
    agreed: Sequence[str] = (),
) -> Fields:
    confirms = agreed or kind is MailKind.CONFIRM_ADDRESS
    links = Links(
        join=SAMPLE_LINK,
        confirm="https://webinars.example/c/…" if confirms else "",
        leave="https://webinars.example/x/…",
        opt_out="https://webinars.example/u/…",
        pay="https://webinars.example/pay/…",
        host=SAMPLE_HOST_LINK,
    )
    addressee = Addressee(first_name=names[0], last_name=names[1], language=language)
    due = Due(amount=price(4900, "eur", language), until_at=now + DAY_MS)
    room = RoomWords(
        is_host=True,
        question=translate(language, "mails-sample-question"),
        answer=translate(language, "mails-sample-answer"),
        problems=translate(language, "mails-problem-asset_failed", name="intro.mp4"),
    )
    return fields_of(event, addressee, links, now, organizer=organizer, due=due, room=room, agreed=agreed)


def _language(code: str) -> Language:
    language = supported(code)
    if language is None or language != code:
        said = f"The languages are {', '.join(LANGUAGES)}."
        raise Refused("unknown_value", said, (FieldError("/language", "unknown_value", said),))
    return language


async def _webinar(conn: Conn, identifier: WebinarId) -> Webinar:
    found = await webinars.load(conn, [identifier])
    if not found:
        raise Refused("unknown_webinar", "There is no such webinar.")
    return found[0]


def _unknown_mail() -> Refused:
    return Refused("unknown_mail", "There is no such mail.")
