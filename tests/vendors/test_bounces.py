"""Bounces and complaints, from senders that behave as each vendor does, to the suppressed address."""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from collections.abc import Callable
from email.message import EmailMessage
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from hypothesis import given
from hypothesis import strategies as st

from latecomer.core.email_address import email_key
from latecomer.core.timestamps import to_text
from latecomer.integrations.inbox.routes import inbox_key, receiver_key
from latecomer.vendors.dsn.webhook import DeliveryStatus
from latecomer.vendors.kit.inbound import (
    Bounced,
    BounceKind,
    Inbound,
    Rejected,
    RejectionCode,
    Unknown,
    Verified,
)
from latecomer.vendors.mailgun.webhook import Mailgun
from latecomer.vendors.postmark.webhook import Postmark
from latecomer.vendors.ses.webhook import Ses
from tests.campaigns.working import campaign, runs, worked
from tests.support.builders import DAY, STARTS_AT
from tests.support.site import Site
from tests.vendors.servers.sns import CERTIFICATE, TOPIC, SnsServer, bounce

NOW = STARTS_AT
ADA = "ada@example.com"
KEY = "key-0123456789"
MAIL = UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d11")
VERP = f"bounces+{MAIL.hex}@webinars.example"
SES_SETTINGS = {"topic_arn": TOPIC}


def mailgun_body(now: int, key: str = KEY, *, token: str = "t0ken", **data: Any) -> bytes:  # noqa: S107
    """A delivery of Mailgun, signed."""
    timestamp = str(now // 1000)
    signature = hmac.new(key.encode(), (timestamp + token).encode(), sha256).hexdigest()
    event = {
        "event": "failed",
        "severity": "permanent",
        "timestamp": now / 1000,
        "recipient": ADA,
        "message": {"headers": {"message-id": "x@webinars.example", "from": "events@webinars.example"}},
        "envelope": {"sender": VERP},
        "delivery-status": {"code": 550, "message": "5.1.1 no such user"},
    } | data
    signed = {"timestamp": timestamp, "token": token, "signature": signature}
    return json.dumps({"signature": signed, "event-data": event}).encode()


def postmark_body(now: int, **fields: Any) -> bytes:
    """A bounce as Postmark posts it."""
    record = {
        "RecordType": "Bounce",
        "ID": 692560173,
        "Type": "HardBounce",
        "TypeCode": 1,
        "MessageID": "2c1b63fe-43f2-4db5-91b0-8bdfa44a9316",
        "Details": "smtp;550 5.1.1 unknown",
        "Email": ADA,
        "From": "events@webinars.example",
        "BouncedAt": to_text(now),
    } | fields
    return json.dumps(record).encode()


def dsn_body(now: int, *, status: str = "5.1.1", action: str = "failed", headers: str | None = None) -> bytes:
    """A delivery status notification as Postfix writes it."""
    del now
    original = f"X-Latecomer-Mail: {MAIL}\nMessage-ID: <x@webinars.example>" if headers is None else headers
    return f"""Date: Thu, 05 Mar 2026 09:12:31 +0000
From: MAILER-DAEMON@mx.example
To: {VERP if headers is None else "bounces@webinars.example"}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Thu, 05 Mar 2026 09:12:30 +0000

Final-Recipient: rfc822; {ADA}
Original-Recipient: rfc822;{ADA}
Action: {action}
Status: {status}
Diagnostic-RejectionCode: smtp; 550 5.1.1 <{ADA}>: user unknown
--b
Content-Type: text/rfc822-headers

{original}
Subject: You are registered
--b--
""".encode()


def complaint_body() -> bytes:
    """A feedback report (ARF)."""
    return f"""Date: Thu, 05 Mar 2026 09:12:31 +0000
From: fbl@isp.example
To: bounces@webinars.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: {ADA}
--b
Content-Type: message/rfc822

From: events@webinars.example
To: {ADA}
X-Latecomer-Mail: {MAIL}

Hello
--b--
""".encode()


READERS: dict[str, Inbound] = {
    "ses": Ses(),
    "mailgun": Mailgun(),
    "postmark": Postmark(),
    "dsn": DeliveryStatus(),
}


def sns() -> SnsServer:
    opened = SnsServer(NOW)
    opened.confirmed = True
    return opened


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("ses", lambda: sns().notification(bounce(ADA, NOW)), BounceKind.HARD),
        (
            "ses",
            lambda: sns().notification(
                {
                    "eventType": "Complaint",
                    "complaint": {
                        "complainedRecipients": [{"emailAddress": f"Ada <{ADA}>"}],
                        "timestamp": to_text(NOW),
                    },
                    "mail": {},
                }
            ),
            BounceKind.COMPLAINT,
        ),
        ("mailgun", lambda: mailgun_body(NOW), BounceKind.HARD),
        ("mailgun", lambda: mailgun_body(NOW, severity="temporary"), BounceKind.SOFT),
        ("mailgun", lambda: mailgun_body(NOW, event="complained"), BounceKind.COMPLAINT),
        ("postmark", lambda: postmark_body(NOW), BounceKind.HARD),
        ("postmark", lambda: postmark_body(NOW, Type="SoftBounce"), BounceKind.SOFT),
        ("postmark", lambda: postmark_body(NOW, RecordType="SpamComplaint"), BounceKind.COMPLAINT),
        ("dsn", lambda: dsn_body(NOW), BounceKind.HARD),
        ("dsn", lambda: dsn_body(NOW, status="5.2.2"), BounceKind.SOFT),
        ("dsn", lambda: dsn_body(NOW, status="4.4.7", action="delayed"), BounceKind.SOFT),
        ("dsn", complaint_body, BounceKind.COMPLAINT),
    ],
)
def test_what_each_vendor_reports_is_read(kind: str, body: Callable[[], bytes], expected: BounceKind) -> None:
    (event,) = READERS[kind].parse({}, body(), {})
    assert isinstance(event, Bounced)
    assert (event.kind, event.recipient) == (expected, ADA)


def test_a_mail_is_named_by_its_header_its_sender_its_relay_and_its_message() -> None:
    headers = [{"name": "X-Latecomer-Mail", "value": str(MAIL)}, {"name": "Message-ID", "value": "<m@h>"}]
    (by_header,) = Ses().parse({}, sns().notification(bounce(ADA, NOW, headers=headers)), {})
    (by_sender,) = Ses().parse({}, sns().notification(bounce(ADA, NOW, source=VERP)), {})
    assert isinstance(by_header, Bounced)
    assert isinstance(by_sender, Bounced)
    assert (by_header.mail, by_header.relay_id, by_header.message_id) == (MAIL, "0102018f", "<m@h>")
    assert by_sender.mail == MAIL
    (from_header,) = DeliveryStatus().parse({}, dsn_body(NOW), {})
    assert isinstance(from_header, Bounced)
    assert (from_header.mail, from_header.message_id) == (MAIL, "<x@webinars.example>")
    (from_nothing,) = DeliveryStatus().parse({}, dsn_body(NOW, headers="Subject: x"), {})
    assert isinstance(from_nothing, Bounced)
    assert (from_nothing.mail, from_nothing.message_id) == (None, None)


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_signature_of_sns_is_verified_and_nothing_else_is(version: str) -> None:
    server = SnsServer(NOW, version=version)
    server.confirmed = True

    def verdict(body: bytes, certificate: str = server.certificate, now: int = NOW) -> object:
        return Ses().verify({}, body, (certificate,), SES_SETTINGS, now)

    good = server.notification(bounce(ADA, NOW), Subject="Bounced")
    assert verdict(good) == Verified()
    assert verdict(server.subscription()) == Verified()
    wrong = Rejected(RejectionCode.WRONG_SIGNATURE)
    read = json.loads(good)
    for name in ("Message", "MessageId", "Subject", "Timestamp", "TopicArn"):
        changed = {**read, name: to_text(NOW + 1) if name == "Timestamp" else read[name] + "x"}
        assert verdict(json.dumps(changed).encode()) == wrong, name
    assert verdict(json.dumps({name: read[name] for name in read if name != "Subject"}).encode()) == wrong
    stranger = SnsServer(NOW, key=generate_private_key(65537, 2048))
    assert verdict(good, stranger.certificate) == wrong
    assert verdict(good, "no certificate") == wrong
    assert verdict(good, now=NOW + 90 * DAY) == wrong, "the certificate has expired"
    assert verdict(server.notification(bounce(ADA, NOW), TopicArn=f"{TOPIC}2")) == wrong, "not our topic"
    assert verdict(good, now=NOW + 2 * DAY) == Rejected(RejectionCode.STALE_SIGNATURE)
    assert verdict(b"{}") == Rejected(RejectionCode.MISSING_SIGNATURE)
    assert verdict(json.dumps({**read, "SignatureVersion": "3"}).encode()) == Rejected(
        RejectionCode.MALFORMED_SIGNATURE
    )
    assert Ses().verify({}, good, (), SES_SETTINGS, NOW) == wrong


@pytest.mark.parametrize(
    "address",
    [
        "http://sns.eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com:8443/a.pem",
        "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem",
        "https://evil.example/sns.eu-west-1.amazonaws.com/a.pem",
        "https://user@sns.eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com/a.txt",
        "https://bucket.s3.amazonaws.com/a.pem",
        "https://169.254.169.254/a.pem",
        "https://[::1]/a.pem",
        "",
    ],
)
def test_a_certificate_comes_from_sns_alone(address: str) -> None:
    assert Ses().key_address(json.dumps({"SigningCertURL": CERTIFICATE}).encode()) == CERTIFICATE
    assert Ses().key_address(json.dumps({"SigningCertURL": address}).encode()) is None


def test_only_the_topic_that_was_named_is_confirmed() -> None:
    server = SnsServer(NOW)
    for body in (
        server.subscription(SubscribeURL="https://evil.example/?Action=ConfirmSubscription"),
        server.subscription(SubscribeURL=server.confirmation.replace("ConfirmSubscription", "Unsubscribe")),
        server.subscription(SubscribeURL=server.confirmation.replace(TOPIC, f"{TOPIC}2")),
    ):
        reply = Ses().handshake("POST", {}, body, (), SES_SETTINGS)
        assert reply is not None
        assert reply.visit is None


def test_mailguns_token_is_good_once_and_its_signature_ages() -> None:
    def verdict(body: bytes, *keys: str, now: int = NOW) -> object:
        return Mailgun().verify({}, body, keys or (KEY,), {}, now)

    good = mailgun_body(NOW)
    assert verdict(good) == verdict(good, "another", KEY) == Verified()
    assert verdict(good, "another") == Rejected(RejectionCode.WRONG_SIGNATURE)
    assert verdict(good, now=NOW + DAY) == Rejected(RejectionCode.STALE_SIGNATURE)
    assert verdict(b'{"event-data": {}}') == Rejected(RejectionCode.MISSING_SIGNATURE)
    other = mailgun_body(NOW, recipient="bob@example.com")
    assert Mailgun().dedupe_key({}, good) == Mailgun().dedupe_key({}, other), (
        "the signature is not of the body"
    )
    assert Mailgun().dedupe_key({}, good) != Mailgun().dedupe_key({}, mailgun_body(NOW, token="another"))


@pytest.mark.parametrize("kind", ["postmark", "dsn"])
def test_a_password_is_verified(kind: str) -> None:
    def verdict(value: str | None) -> object:
        headers = {} if value is None else {"authorization": value}
        return READERS[kind].verify(headers, b"", ("s3cret", "older"), {}, NOW)

    def basic(text: str) -> str:
        return "Basic " + b64encode(text.encode()).decode()

    for good in (basic("latecomer:s3cret"), basic("x:older"), "Bearer s3cret"):
        assert verdict(good) == Verified()
    for bad in (basic("s3cret:"), basic("latecomer:s3cre"), "Bearer é", "Bearer s3cret2"):
        assert verdict(bad) == Rejected(RejectionCode.WRONG_SIGNATURE)
    assert verdict(None) == Rejected(RejectionCode.MISSING_SIGNATURE)
    assert verdict("Basic ???") == verdict("Digest s3cret") == Rejected(RejectionCode.MALFORMED_SIGNATURE)


@pytest.mark.parametrize("kind", sorted(READERS))
@given(data=st.data())
def test_any_bytes_are_read(kind: str, data: st.DataObject) -> None:
    reader = READERS[kind]
    example = {
        "ses": sns().notification(bounce(ADA, NOW)),
        "mailgun": mailgun_body(NOW),
        "postmark": postmark_body(NOW),
        "dsn": dsn_body(NOW),
    }[kind]
    at = data.draw(st.integers(0, len(example)))
    body = example[:at] + data.draw(st.binary(max_size=20)) + example[at + data.draw(st.integers(0, 30)) :]
    for each in (body, data.draw(st.binary(max_size=200))):
        assert all(isinstance(event, Bounced | Unknown) for event in reader.parse({}, each, {}))
        assert reader.dedupe_key({}, each).isascii()
        assert not isinstance(reader.verify({}, each, (), SES_SETTINGS, NOW), Verified)


# From the vendor to the suppressed address, over HTTP


async def sent_mail(site: Site, email: str, **fields: Any) -> tuple[Any, str]:
    """A member with a mail that the relay took. Returns: the member, the mail's id."""
    webinar = await site.webinar()
    added = await site.call("POST", f"/webinars/{webinar['id']}/members", {"members": [{"email": email}]})
    member = added["results"][0]["member"]
    columns = {"relay_id": None, "message_id": None} | fields
    mail = await site.pool.fetchval(
        """INSERT INTO mails (webinar_id, member_id, kind, occurrence, email, email_key, language, occasion_at,
                              due_at, created_at, state, sent_at, relay_id, message_id)
           VALUES ($1, $2, 'confirmation', $3, $4, $5, 'en', $6, $6, $6, 'sent', $6, $7, $8) RETURNING id""",
        UUID(webinar["id"]),
        UUID(member["id"]),
        uuid4().hex,
        email,
        email_key(email),
        site.now,
        columns["relay_id"],
        columns["message_id"],
    )
    return member, str(mail)


async def connect(site: Site, kind: str, **fields: Any) -> tuple[Any, str]:
    """A connection of this kind. Returns: it, and the path that its vendor posts to."""
    made = await site.call("POST", "/connections", {"kind": kind, "name": kind, **fields}, expect=201)
    return made, urlsplit(made["url"]).path


async def handle(site: Site) -> None:
    while await site.client.app[inbox_key].handle(100, site.now):
        pass


async def suppressed(site: Site) -> list[tuple[str, str]]:
    page = await site.call("GET", "/suppressions")
    return [(each["email"], each["reason"]) for each in page["items"]]


async def test_a_bounce_by_ses_suppresses_the_address_once(site: Site) -> None:
    server = SnsServer(site.now)
    site.client.app[receiver_key].keys.request = server.request
    connection, path = await connect(site, "ses", settings={"topic_arn": TOPIC})
    started = await campaign(site, triggers=[{"on": "mail_bounced"}])

    async def post(body: bytes) -> int:
        answer = await site.client.post(path, data=body, headers={"Content-Type": "text/plain"})
        return answer.status

    member, mail = await sent_mail(site, ADA, relay_id="0102018f")
    server.away = True
    assert await post(server.subscription()) == 503, "SNS tries again"
    server.away = False
    assert await post(server.subscription()) == 204
    assert server.confirmed
    told = server.notification(bounce(ADA, site.now))
    forged = json.loads(told) | {"Message": json.dumps(bounce("bob@example.com", site.now))}
    assert await post(json.dumps(forged).encode()) == 401
    elsewhere = json.loads(told) | {"SigningCertURL": "https://169.254.169.254/a.pem"}
    assert await post(json.dumps(elsewhere).encode()) == 401
    for _ in range(2):
        assert await post(told) == 204
    assert await post(server.notification(bounce("stranger@example.com", site.now))) == 204
    await handle(site)
    await handle(site)
    assert not [each for each in server.fetched if "169.254" in each]
    assert server.fetched.count(CERTIFICATE) == 2, "once while it was away, and once for all deliveries"

    assert await suppressed(site) == [(ADA, "hard_bounce")]
    inbox = await site.call("GET", f"/connections/{connection['id']}/inbox")
    assert [(each["outcome"], each["tells"][0]["who"]) for each in inbox["items"]] == [
        ("unknown_mail", "stranger@example.com"),
        ("applied", ADA),
    ]
    shown = (await site.call("GET", f"/mails/{mail}"))["mail"]
    assert (shown["state"], shown["bounced_as"]) == ("sent", "hard")
    assert "user unknown" in shown["bounce_detail"]
    timeline = await site.call("GET", f"/members/{member['id']}/timeline")
    (entry,) = [each for each in timeline["items"] if each["kind"] == "mail"]
    assert entry["details"] == {"mail_id": mail, "mail": "confirmation", "state": "sent", "bounce": "hard"}
    events = await site.pool.fetch("SELECT data FROM outbox WHERE type = 'mail.bounced'")
    assert [(each["data"]["bounce"], each["data"]["email"]) for each in events] == [("hard", ADA)]
    await worked(site)
    assert await runs(site, started) == [("done", None)], "a campaign begins when a mail bounces"


@pytest.mark.parametrize("kind", ["mailgun", "postmark", "dsn"])
async def test_a_bounce_by_the_others_suppresses_the_address_once(site: Site, kind: str) -> None:
    secret = {"mailgun": "signing_key"}.get(kind, "password")
    _, path = await connect(site, kind, secrets={secret: KEY})
    authorization = {} if kind == "mailgun" else {"Authorization": f"Bearer {KEY}"}
    relay_id, message_id = "2c1b63fe-43f2-4db5-91b0-8bdfa44a9316", "<x@webinars.example>"
    await sent_mail(site, ADA, relay_id=relay_id, message_id=message_id)
    bodies: dict[str, Callable[..., bytes]] = {
        "mailgun": lambda **more: mailgun_body(site.now, **more),
        "postmark": lambda **_: postmark_body(site.now),
        "dsn": lambda **_: dsn_body(site.now),
    }
    body = bodies[kind]
    assert (await site.client.post(path, data=body(), headers={"Authorization": "Bearer x"})).status == (
        204 if kind == "mailgun" else 401
    )
    for token in ("one", "one", "two"):
        answer = await site.client.post(path, data=body(token=token), headers=authorization)
        assert answer.status == 204
    await handle(site)
    assert await suppressed(site) == [(ADA, "hard_bounce")]
    assert await site.pool.fetchval("SELECT count(*) FROM outbox WHERE type = 'mail.bounced'") == 1


async def test_a_soft_bounce_suppresses_nothing_and_a_mail_of_long_ago_is_unknown(site: Site) -> None:
    connection, path = await connect(site, "dsn", secrets={"password": KEY})
    headers = {"Authorization": f"Bearer {KEY}"}
    _, mail = await sent_mail(site, ADA, message_id="<x@webinars.example>")
    await site.client.post(path, data=dsn_body(0, status="5.2.2"), headers=headers)
    await handle(site)
    assert (await site.call("GET", f"/mails/{mail}"))["mail"]["bounced_as"] == "soft"
    await site.pool.execute("UPDATE mails SET created_at = created_at - interval '31 days'")
    await site.client.post(path, data=dsn_body(0), headers=headers)
    await handle(site)
    assert await suppressed(site) == []
    inbox = await site.call("GET", f"/connections/{connection['id']}/inbox")
    assert [each["outcome"] for each in inbox["items"]] == ["unknown_mail", "applied"]


def test_a_plain_mail_is_no_report() -> None:
    plain = EmailMessage()
    plain["Date"] = "Thu, 05 Mar 2026 09:12:31 +0000"
    plain.set_content("I am on holiday.")
    assert DeliveryStatus().parse({}, plain.as_bytes(), {}) == [Unknown("text/plain")]
