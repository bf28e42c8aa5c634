"""The bodies of mail on the wire."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import UNSET, Meta, UnsetType, field

from latecomer.http.wire import PERSONAL, Request, Response, Text, Time, written_like

Address = Annotated[str, written_like("name@example.com", r"^[^\s@<>]{1,64}@[^\s@<>]+$", max_length=254)]
TemplateText = Annotated[str, Meta(min_length=1, max_length=100_000)]
PersonalText: TypeAlias = Annotated[str | UnsetType, PERSONAL]


class OrganizerBody(Request, frozen=True, kw_only=True):
    """The organizer that calendars show."""

    name: Text
    email: Address


class SaveMailSettings(Request, frozen=True, kw_only=True):
    """The mail settings of a webinar. Without ``languages`` every language is used."""

    enabled: bool
    from_name: Text | None = None
    reply_to: Address | None = None
    organizer: OrganizerBody | None = None
    language: str = "en"
    languages: tuple[str, ...] = ()


class RelayBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """The state of the relay, and the reason for a stopped queue."""

    set: bool
    stopped_until: Time | UnsetType = UNSET
    stopped_reason: str | UnsetType = UNSET


class MailSettingsBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """The mail settings of a webinar. ``available``: all languages."""

    enabled: bool
    language: str
    languages: tuple[str, ...]
    available: tuple[str, ...]
    relay: RelayBody
    from_name: str | UnsetType = UNSET
    reply_to: str | UnsetType = UNSET
    organizer: OrganizerBody | UnsetType = UNSET


class TemplateBody(Request, frozen=True, kw_only=True):
    """Three Jinja2 templates."""

    subject: TemplateText
    text: TemplateText
    html: TemplateText


class SaveMailKind(Request, frozen=True, kw_only=True):
    """The settings of one kind of mail. ``templates`` by language: a language left out stays, null restores the
    default.
    """

    enabled: bool = True
    before_s: (
        Annotated[tuple[Annotated[int, Meta(ge=60, le=30 * 86_400)], ...], Meta(max_length=10)] | None
    ) = None
    after_s: Annotated[int, Meta(ge=0, le=7 * 86_400)] | None = None
    templates: dict[str, TemplateBody | None] = field(default_factory=dict)


class KindOfMailBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """A kind of mail: on or off, offsets, texts (``own``: languages with a replaced template), and the number of mails
    in each state."""

    kind: str
    enabled: bool
    marketing: bool
    own: tuple[str, ...]
    states: dict[str, int]
    before_s: tuple[int, ...] | UnsetType = UNSET
    after_s: int | UnsetType = UNSET


class PlannedBody(Response, frozen=True, kw_only=True):
    """A mail to the whole webinar that will be sent when it is due."""

    kind: str
    offset_s: int
    due_at: Time


class MailKindsBody(Response, frozen=True, kw_only=True):
    """Every kind of mail of a webinar, and the planned mails."""

    kinds: tuple[KindOfMailBody, ...]
    planned: tuple[PlannedBody, ...]


class PreviewMail(Request, frozen=True, kw_only=True):
    """The mail to preview: of a member, or of a made-up one; with templates that are not saved yet."""

    language: str
    member_id: str | None = None
    template: TemplateBody | None = None


class MailPreviewBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """A mail as it would be sent, and the templates that it is made of."""

    subject: str
    text: str
    html: str
    template_subject: str
    template_text: str
    template_html: str
    ics: str | UnsetType = UNSET


class SendTestMail(Request, frozen=True, kw_only=True):
    """The address for a test mail."""

    language: str
    email: Address


class MailTestBody(Response, frozen=True, kw_only=True):
    """The result of a test mail: sent, kept, or the relay's answer."""

    state: str
    reason: str | None


class MailBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """One mail. ``bounced_as``: hard, soft or complaint, where a bounce was reported."""

    id: str
    webinar_id: str
    kind: str
    occurrence: str
    language: str
    state: str
    due_at: Time
    created_at: Time
    attempts: int
    email: PersonalText = UNSET
    member_id: str | UnsetType = UNSET
    submission_id: str | UnsetType = UNSET
    presenter_id: str | UnsetType = UNSET
    subject: PersonalText = UNSET
    reason: str | UnsetType = UNSET
    sent_at: Time | UnsetType = UNSET
    bounced_as: str | UnsetType = UNSET
    bounced_at: Time | UnsetType = UNSET
    bounce_detail: str | UnsetType = UNSET


class MailPageBody(Response, frozen=True, kw_only=True):
    """Mails, newest first."""

    items: tuple[MailBody, ...]
    next_cursor: str | None


class MailContentBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """A mail with its content, once it was rendered; the secrets of its links are removed, so that only the recipient
    can use them."""

    mail: MailBody
    text: PersonalText = UNSET
    html: PersonalText = UNSET
    ics: PersonalText = UNSET


class SuppressionBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """An address to which no mail is sent: reason ``hard_bounce``, ``complaint`` or ``refused``; or with ``opt_out`` a
    person who opted out of the purpose in ``detail``, and gets all other mails."""

    id: str
    reason: str
    at: Time
    email: PersonalText = UNSET
    detail: PersonalText = UNSET


class SuppressionPageBody(Response, frozen=True, kw_only=True):
    """Suppressions, newest first."""

    items: tuple[SuppressionBody, ...]
    next_cursor: str | None
