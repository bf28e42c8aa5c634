from base64 import b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from latecomer.vendors.kit.inbound import Rejected, RejectionCode, Verified
from latecomer.vendors.standard_webhooks_in.webhook import StandardWebhooksIn, is_key

ADAPTER = StandardWebhooksIn()
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PUBLIC = "whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="
SIGNED_A = "v1a,VOhgbxa+elXEF0qrFVndBCPgis640YMCl0YYGhJNpA8hb9O3QTRF/nZ+f49WZrVtW7spJY80qT9kj/VwKIziDA=="
AT = 1772643600


def headers(signature: str, identifier: str = "msg_01HT3Y", at: int = AT) -> dict[str, str]:
    return {"webhook-id": identifier, "webhook-timestamp": str(at), "webhook-signature": signature}


def test_an_asymmetric_signature_is_verified() -> None:
    assert ADAPTER.verify(headers(SIGNED_A), b'{"a":1}', (PUBLIC,), {}, AT * 1000) == Verified()
    wrong = Rejected(RejectionCode.WRONG_SIGNATURE)
    assert ADAPTER.verify(headers(SIGNED_A), b'{"a":2}', (PUBLIC,), {}, AT * 1000) == wrong
    assert ADAPTER.verify(headers("v1a,AAAA"), b'{"a":1}', (PUBLIC,), {}, AT * 1000) == wrong
    assert ADAPTER.verify(headers(SIGNED_A), b'{"a":1}', (KEY,), {}, AT * 1000) == wrong


def test_an_id_that_cannot_be_stored_is_refused() -> None:
    malformed = Rejected(RejectionCode.MALFORMED_SIGNATURE)
    assert ADAPTER.verify(headers(SIGNED_A, "msg\udcff"), b'{"a":1}', (PUBLIC,), {}, AT * 1000) == malformed


def test_one_good_signature_among_several_is_enough() -> None:
    several = f"v1,AAAA nonsense v2,x {SIGNED_A}"
    assert ADAPTER.verify(headers(several), b'{"a":1}', (KEY, PUBLIC), {}, AT * 1000) == Verified()


@given(key=st.binary(min_size=24, max_size=64), body=st.text(max_size=100))
def test_what_the_reference_library_signs_is_verified(key: bytes, body: str) -> None:
    secret = "whsec_" + b64encode(key).decode()
    signature = Webhook(secret).sign("msg_1", datetime.fromtimestamp(AT, UTC), body)
    signed = headers(signature, "msg_1")
    assert ADAPTER.verify(signed, body.encode("utf-8"), (secret,), {}, AT * 1000) == Verified()


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_AAAA", "whsec_!", "whpk_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
)
def test_what_cannot_be_a_key_is_none(secret: str) -> None:
    assert not is_key(secret)


def test_keys_are_keys() -> None:
    assert is_key(KEY)
    assert is_key(PUBLIC)


def test_a_cloudevents_sender_may_ask() -> None:
    asked = {"webhook-request-origin": "events.example.org"}
    reply = ADAPTER.handshake("OPTIONS", asked, b"", (), {})
    assert reply is not None
    assert ("WebHook-Allowed-Origin", "events.example.org") in reply.headers
    assert ADAPTER.handshake("OPTIONS", {}, b"", (), {}) is None
