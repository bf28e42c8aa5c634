"""A mail as bytes for the relay: headers, text, HTML, and a calendar object if there is one.

Source: docs/mail.md, What a mail looks like; RFC 5322; RFC 2369; RFC 8058; RFC 3834; RFC 6047, section 2
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from latecomer.core.email_address import ascii_address
from latecomer.core.ids import Instant
from latecomer.core.one_line import one_line
from latecomer.webinars.rules.calendar import Mailbox, Method

MAIL_HEADER = "X-Latecomer-Mail"
"""Carries the mail's id, by which a bounce is matched."""
NAME_MAX = 100
_HEADER_MAX = 990
"""Source: RFC 5322, section 2.1.1 (998 characters in a line)"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A calendar object and the method that it carries."""

    method: Method
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail whose text is rendered. ``opt_out_url``: the one-click address of a marketing mail."""

    mail_id: UUID
    message_id: str
    sender: Mailbox
    reply_to: Mailbox | None
    recipient: str
    subject: str
    text: str
    html: str
    language: str
    calendar: Attachment | None = None
    opt_out_url: str | None = None


def message_id_of(key: str, host: str) -> str:
    """Return the Message-ID of a mail; it is the same at every attempt. ``key``: recipient, kind and occurrence."""
    return f"<{uuid5(NAMESPACE_URL, key)}@{host}>"


def needs_smtputf8(address: str) -> bool:
    """Return whether a relay must offer SMTPUTF8 for this address: a domain has an ASCII form, a local part has
    none."""
    return not address.rpartition("@")[0].isascii()


def build(letter: Letter, now: Instant) -> bytes:
    """Return the message with CRLF line ends; headers are in UTF-8 only when an address has no other form."""
    utf8 = needs_smtputf8(letter.recipient)
    rules = policy.SMTPUTF8 if utf8 else policy.SMTP
    message = EmailMessage(policy=rules)
    message["From"] = _mailbox(letter.sender)
    message["To"] = _mailbox(Mailbox(ascii_address(letter.recipient)))
    if letter.reply_to is not None:
        message["Reply-To"] = _mailbox(letter.reply_to)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(datetime.fromtimestamp(now // 1000, UTC))
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message[MAIL_HEADER] = str(letter.mail_id)
    if letter.opt_out_url is not None:
        message["List-Unsubscribe"] = f"<{letter.opt_out_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="quoted-printable")
    # A boundary that is derived from the mail makes its bytes the same at each attempt.
    message.make_alternative(boundary=f"latecomer-{letter.mail_id.hex}-1")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar is not None:
        _add_calendar(message, letter.calendar, letter.mail_id)
    # Last: what begins with Content- moves into the first part as soon as there is a second one.
    message["Content-Language"] = letter.language
    # Unfolded: an address in List-Unsubscribe has no blank at which a line could be broken.
    return message.as_bytes(policy=rules.clone(max_line_length=_HEADER_MAX))


def _add_calendar(message: EmailMessage, calendar: Attachment, mail_id: UUID) -> None:
    # As an alternative part, from which Gmail and Outlook make their banner, and as a file for everybody else.
    message.add_alternative(
        calendar.content,
        maintype="text",
        subtype="calendar",
        cte="base64",
        params={"method": calendar.method},
    )
    part = message.get_payload()[-1]  # type: ignore[index]
    part.set_param("charset", "utf-8")  # type: ignore[union-attr]
    message.make_mixed(boundary=f"latecomer-{mail_id.hex}-0")
    message.add_attachment(
        calendar.content, maintype="application", subtype="ics", filename="invite.ics", cte="base64"
    )


def _mailbox(mailbox: Mailbox) -> Address:
    local, _, domain = mailbox.email.rpartition("@")
    name = one_line(mailbox.name or "")[:NAME_MAX]
    return Address(display_name=name, username=local, domain=domain)
