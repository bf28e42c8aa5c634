"""The bodies of registration on the wire."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from latecomer.http.wire import PERSONAL, Json, Request, Response, Text, Time, written_like
from latecomer.registration_form.rules.settings import Approval, QuestionType, Wanted

Label = dict[str, str]
"""A text by language code."""


class OptionBody(Request, frozen=True, kw_only=True):
    """One answer to choose. ``value`` is stored, ``label`` is shown."""

    value: Annotated[str, Meta(min_length=1, max_length=500)]
    label: Label


class QuestionBody(Request, frozen=True, kw_only=True, omit_defaults=True):
    """A custom question; ``options`` only for one_of and some_of."""

    id: Annotated[str, written_like("company-size", "^[a-z0-9_-]{1,40}$")]
    type: QuestionType
    label: Label
    required: bool = False
    options: tuple[OptionBody, ...] = ()


class ConsentBody(Request, frozen=True, kw_only=True):
    """A text to agree to; ``purpose`` ``event`` is the notice of the event itself."""

    purpose: Annotated[str, written_like("newsletter", "^[a-z0-9_-]{1,40}$")]
    label: Label
    required: bool = False


class PriceBody(Request, frozen=True, kw_only=True):
    """The price of a seat. ``amount_minor``: in the currency's smallest unit, as Stripe counts it: 4900 is 49.00 EUR,
    500 is 500 JPY. ``currency``: a code of ISO 4217, in lower case."""

    amount_minor: Annotated[int, Meta(ge=1, le=99_999_999)]
    currency: Annotated[str, written_like("eur", "^[a-z]{3}$")]


class SaveRegistration(Request, frozen=True, kw_only=True):
    """The registration settings of a webinar. A field left out gets its default."""

    open: bool = True
    slug: Annotated[str, written_like("spring-webinar", "^[a-z0-9-]{3,80}$")]
    approval: Approval = Approval.AUTOMATIC
    confirm_address: bool = False
    waitlist: bool = True
    open_from: Time | None = None
    open_until: Time | None = None
    fields: dict[str, Wanted] = msgspec.field(default_factory=dict)
    questions: tuple[QuestionBody, ...] = ()
    consents: tuple[ConsentBody, ...] = ()
    intro: Label = msgspec.field(default_factory=dict)
    blocked_domains: tuple[str, ...] = ()
    redirect_url: str | None = None
    tell_rejected: bool = False
    price: PriceBody | None = None


class EmbedBody(Response, frozen=True, kw_only=True):
    """Snippets to copy into other pages."""

    link: str
    script: str
    iframe: str
    html: str


class RegistrationBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """A webinar's registration with its address, snippets to copy, and the number of submissions by outcome.

    ``saved`` is false before the first save: the fields are then suggestions. ``warnings`` are codes: required_consent
    (a consent to another purpose is required), no_payment_connection (there is a price and nothing takes the money,
    so nobody can register), never_flips (the webinar has ended without a recorded finish, so nobody
    will become Attended On-Demand), mails_off (no mail is sent).
    """

    saved: bool
    open: bool
    slug: str
    approval: Approval
    confirm_address: bool
    waitlist: bool
    fields: dict[str, Wanted]
    questions: tuple[QuestionBody, ...]
    consents: tuple[ConsentBody, ...]
    intro: Label
    blocked_domains: tuple[str, ...]
    tell_rejected: bool
    url: str
    embed: EmbedBody
    counts: dict[str, int]
    warnings: tuple[str, ...]
    open_from: Time | UnsetType = UNSET
    open_until: Time | UnsetType = UNSET
    redirect_url: str | UnsetType = UNSET
    price: PriceBody | UnsetType = UNSET


class Decide(Request, frozen=True, kw_only=True):
    """A decision about members that are Pending Approval or Rejected."""

    members: Annotated[tuple[Text, ...], Meta(min_length=1, max_length=1000)]
    decision: str
    reason: Text | None = None
    apply_after_s: Annotated[int, Meta(ge=0, le=60)] = 0


class DecisionResultBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """The effect of a decision on one member."""

    member_id: str
    outcome: str
    code: str | UnsetType = UNSET


class DecisionBody(Response, frozen=True, kw_only=True):
    """A decision; until ``apply_at`` it may be withdrawn."""

    decision_id: str
    apply_at: Time
    results: tuple[DecisionResultBody, ...]


class AnswerBody(Response, frozen=True, kw_only=True):
    """An answer with the question as it was asked."""

    id: str
    question: str
    type: QuestionType
    value: Json


class AgreedBody(Response, frozen=True, kw_only=True):
    """A consent with its text as it was shown. ``proved``: the address's owner has clicked."""

    purpose: str
    text: str
    version: str
    agreed_at: Time
    proved: bool


class PersonConsentBody(Response, frozen=True, kw_only=True):
    """A consent of a person, with the webinar whose form asked for it."""

    webinar_id: str
    consent: AgreedBody


class PersonConsentsBody(Response, frozen=True, kw_only=True):
    """The consents of a person, the latest first."""

    items: tuple[PersonConsentBody, ...]


class SubmissionBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """A submitted form and its outcome. ``member_status``: the status that the member has by now."""

    id: str
    received_at: Time
    email: Annotated[str | UnsetType, PERSONAL]
    contact: Annotated[dict[str, str], PERSONAL]
    answers: Annotated[tuple[AnswerBody, ...], PERSONAL]
    consents: tuple[AgreedBody, ...]
    source: Annotated[dict[str, str], PERSONAL]
    language: str
    timezone: str | UnsetType = UNSET
    proved_at: Time | UnsetType = UNSET
    outcome: str | UnsetType = UNSET
    member_id: str | UnsetType = UNSET
    member_status: str | UnsetType = UNSET


class SubmissionPageBody(Response, frozen=True, kw_only=True):
    """Submissions, newest first."""

    items: tuple[SubmissionBody, ...]
    next_cursor: str | None


class FormOptionBody(Response, frozen=True, kw_only=True):
    """One answer to choose."""

    value: str
    label: str


class FormFieldBody(Response, frozen=True, kw_only=True):
    """One field of the form."""

    name: str
    label: str
    type: str
    required: bool
    max_length: int
    autocomplete: str
    many: bool
    options: list[FormOptionBody]


class FormConsentBody(Response, frozen=True, kw_only=True):
    """One consent of the form."""

    name: str
    label: str
    required: bool


class FormJsonBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """The data that the script needs to render the form."""

    name: str
    when: str
    recorded: bool
    full: bool
    language: str
    intro: str
    fields: list[FormFieldBody]
    consents: list[FormConsentBody]
    texts: dict[str, str]
    nonce: str
    trap: str
    price: str | UnsetType = UNSET


class SentBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to a stored form; its outcome is mailed to the address. ``pay_url``: where to pay first."""

    sent: bool
    pay_url: str | UnsetType = UNSET


class SubmitForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form as JSON; unknown fields are ignored."""

    email: str = ""
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    company: str | None = None
    job_title: str | None = None
    industry: str | None = None
    street_address: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    answers: dict[str, Any] = msgspec.field(default_factory=dict)
    consents: dict[str, Any] = msgspec.field(default_factory=dict)
    nonce: str | None = None
    proof: str | None = None
    website_2: str | None = None
    lang: str | None = None
    timezone: str | None = None
    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None
    utm_term: str | None = None
    utm_content: str | None = None
    ref: str | None = None
    referrer: str | None = None
    landing_path: str | None = None
