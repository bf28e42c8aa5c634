"""Standard Webhooks, the sending side: signatures against published vectors and the reference library."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from latecomer.core.retry import AttemptOutcome
from latecomer.vendors.kit.sender import OutgoingEvent
from latecomer.vendors.webhook.mapping import (
    BadSecret,
    EventTooLarge,
    build,
    is_secret,
    judge,
    read_retry_after,
    read_secret,
    signature,
    write_secret,
)
from latecomer.vendors.webhook.settings import WebhookSettings

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOW = 1_772_643_600_000


def event(data: dict[str, Any] | None = None, kind: str = "member.joined") -> OutgoingEvent:
    return OutgoingEvent(
        id=UUID(int=7), type=kind, at=NOW, data=data if data is not None else {"sequence": 1}
    )


@pytest.mark.parametrize(
    ("message", "timestamp", "body", "expected"),
    [
        (
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            b'{"test": 2432232314}',
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
        (
            "msg_01HT3Y",
            1772643600,
            b'{"type":"attendance.status_changed","timestamp":"2026-03-04T17:00:00Z",'
            b'"data":{"from":"no_show","to":"attended_on_demand","watched_seconds":1260}}',
            "v1,ilikb7yzhze9bhcOz/hQoCmLHmtKQmvjEWOp1uSaJo0=",
        ),
    ],
)
def test_known_signatures(message: str, timestamp: int, body: bytes, expected: str) -> None:
    assert signature([read_secret(SECRET)], message, timestamp, body) == expected


@given(st.binary(min_size=24, max_size=64), st.text(max_size=300))
def test_the_reference_library_accepts_what_is_built(key: bytes, text: str) -> None:
    secret = write_secret(key)
    request = build(event({"text": text}), [read_secret(secret)], int(time.time() * 1000))
    assert Webhook(secret).verify(request.body, dict(request.headers)) == {
        "type": "member.joined",
        "timestamp": "2026-03-04T17:00:00.000Z",
        "data": {"text": text},
    }


def test_both_secrets_sign_during_a_rotation() -> None:
    old, new = SECRET, write_secret(bytes(range(32)))
    request = build(event(), [read_secret(new), read_secret(old)], int(time.time() * 1000))
    for secret in (old, new):
        Webhook(secret).verify(request.body, dict(request.headers))
    at = datetime.fromtimestamp(int(request.headers["webhook-timestamp"]), UTC)
    expected = [
        Webhook(secret).sign(request.headers["webhook-id"], at, request.body.decode())
        for secret in (new, old)
    ]
    assert request.headers["webhook-signature"].split() == expected


def test_the_id_stays_and_the_timestamp_is_of_the_attempt() -> None:
    first, second = (build(event(), [read_secret(SECRET)], NOW + wait) for wait in (0, 5_999))
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert "." not in first.headers["webhook-id"]
    assert second.headers["webhook-timestamp"] == "1772643605"
    assert first.body == second.body


def test_a_body_stays_below_20_kb() -> None:
    secrets = [read_secret(SECRET)]
    size = len(build(event({"text": ""}), secrets, NOW).body)
    assert len(build(event({"text": "x" * (19_999 - size)}), secrets, NOW).body) == 19_999
    with pytest.raises(EventTooLarge):
        build(event({"text": "x" * (20_000 - size)}), secrets, NOW)


def test_a_type_is_of_few_letters() -> None:
    with pytest.raises(ValueError, match="no event type"):
        build(event(kind="member joined"), [read_secret(SECRET)], NOW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "whsec_",
        "whsec_c2hvcnQ=",
        "whsec_" + base64.b64encode(bytes(65)).decode(),
        "whsec_ü",
        "whsec_!!!!",
    ],
)
def test_what_is_no_secret(text: str) -> None:
    with pytest.raises(BadSecret):
        read_secret(text)
    assert not is_secret(text)
    assert is_secret(SECRET)


def test_a_secret_is_in_no_repr() -> None:
    assert "MfKQ" not in repr(read_secret(SECRET))
    assert read_secret(SECRET) == read_secret(SECRET.removeprefix("whsec_"))


@pytest.mark.parametrize(
    ("status", "retry_after", "outcome", "code", "wait"),
    [
        (200, None, AttemptOutcome.DELIVERED, "delivered", None),
        (299, "9", AttemptOutcome.DELIVERED, "delivered", None),
        (301, None, AttemptOutcome.FAILED, "bad_answer", None),
        (308, "9", AttemptOutcome.FAILED, "bad_answer", None),
        (400, "9", AttemptOutcome.FAILED, "bad_answer", None),
        (410, None, AttemptOutcome.SHUT, "gone", None),
        (429, "9", AttemptOutcome.FAILED, "throttled", 9_000),
        (503, "Wed, 04 Mar 2026 17:01:00 GMT", AttemptOutcome.FAILED, "throttled", 60_000),
        (504, None, AttemptOutcome.FAILED, "throttled", None),
        (500, "9", AttemptOutcome.FAILED, "bad_answer", None),
    ],
)
def test_what_answers_mean(
    status: int, retry_after: str | None, outcome: AttemptOutcome, code: str, wait: int | None
) -> None:
    attempt = judge(status, retry_after, NOW)
    assert (attempt.outcome, attempt.code, attempt.retry_after_ms) == (outcome, code, wait)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("0", 0),
        (" 120 ", 120_000),
        ("-1", None),
        ("1e9", None),
        ("soon", None),
        ("9" * 10, None),
        ("Wed, 04 Mar 2020 17:00:00 GMT", 0),
        ("Wed, 99 Mar 2026 17:00:00 GMT", None),
        (None, None),
    ],
)
def test_retry_after(header: str | None, wait: int | None) -> None:
    assert read_retry_after(header, NOW) == wait


@pytest.mark.parametrize(
    "url", ["https://a.example/hook?x=1", "https://a.example", "http://127.0.0.1:80/x", "https://a.example?y"]
)
def test_addresses_that_can_be_one(url: str) -> None:
    assert msgspec.convert({"url": url}, WebhookSettings).url == url


@pytest.mark.parametrize(
    "url",
    ["", "a.example", "ftp://a.example/", "https://", "https://u:p@a.example/", "https://a.example/a b"],
)
def test_addresses_that_cannot(url: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"url": url}, WebhookSettings)
