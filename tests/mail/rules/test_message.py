from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

from latecomer.mail.rules.message import (
    Attachment,
    Letter,
    build,
    message_id_of,
    needs_smtputf8,
)
from latecomer.webinars.rules import calendar
from latecomer.webinars.rules.calendar import Mailbox, Method
from tests.support.builders import STARTS_AT
from tests.webinars.rules.test_calendar import INVITATION

LETTER = Letter(
    mail_id=UUID(int=5),
    message_id=message_id_of("member/confirmation/1", "webinars.example"),
    sender=Mailbox("events@example.org", "Example, Inc. Ünïcode"),
    reply_to=None,
    recipient="ada@example.com",
    subject="You are registered",
    text="Hällo.\n.\n..dots\n",
    html="<p>Hällo</p>",
    language="en",
)


def read(letter: Letter) -> EmailMessage:
    raw = build(letter, STARTS_AT)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))  # RFC 5322, section 2.1.1
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def test_a_mail_reads_back_as_it_was_meant() -> None:
    message = read(LETTER)
    assert message["From"].addresses[0].display_name == "Example, Inc. Ünïcode"
    assert message["To"] == "ada@example.com"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Latecomer-Mail"] == str(LETTER.mail_id)
    assert message["List-Unsubscribe"] is None
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    assert text is not None
    assert text.get_content().splitlines() == LETTER.text.splitlines()
    assert html is not None
    assert html.get_content().strip() == LETTER.html


def test_nothing_that_is_typed_becomes_a_header() -> None:
    message = read(
        replace(
            LETTER,
            subject="Hi\r\nBcc: eve@example.com",
            sender=Mailbox("events@example.org", "Ada\r\nBcc: eve@example.com"),
        )
    )
    assert message["Bcc"] is None
    assert message["Subject"] == "Hi Bcc: eve@example.com"


def test_a_marketing_mail_can_be_stopped_with_one_click() -> None:
    """M17, M18: one address, https alone, and the header that makes it a POST (RFC 8058)."""
    url = "https://webinars.example/u/" + "t" * 43
    message = read(replace(LETTER, opt_out_url=url))
    assert message["List-Unsubscribe"] == f"<{url}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_an_invitation_is_a_part_and_a_file() -> None:
    """M12, M13: Gmail and Outlook read the method from the part's type."""
    content = calendar.build(INVITATION, Method.REQUEST, STARTS_AT)
    message = read(replace(LETTER, calendar=Attachment(Method.REQUEST, content)))
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    assert part.get_param("charset") == "utf-8"
    assert part.get_payload(decode=True) == content
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "invite.ics"
    assert attachment.get_payload(decode=True) == content


def test_every_attempt_is_the_same_message() -> None:
    assert build(LETTER, STARTS_AT) == build(LETTER, STARTS_AT)
    assert message_id_of("a", "h") == message_id_of("a", "h") != message_id_of("b", "h")


def test_only_a_local_part_needs_smtputf8() -> None:
    assert needs_smtputf8("jürgen@example.com")
    assert not needs_smtputf8("ada@exämple.com")
    assert read(replace(LETTER, recipient="ada@exämple.com"))["To"] == "ada@xn--exmple-cua.com"
    assert "jürgen@example.com".encode() in build(replace(LETTER, recipient="jürgen@example.com"), STARTS_AT)
