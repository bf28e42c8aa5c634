import hmac
from base64 import b64encode

from latecomer.vendors.gotowebinar.webhook import GoToWebinar
from latecomer.vendors.kit.inbound import (
    Joined,
    Registered,
    RegistrationCancelled,
    Rejected,
    RejectionCode,
    VendorApproval,
    Verified,
)
from tests.vendors.recorded import sample

GOTO = GoToWebinar()


def read(name: str, *changes: tuple[bytes, bytes]):  # type: ignore[no-untyped-def]
    each = sample("gotowebinar", name)
    body = each.body
    for old, new in changes:
        assert old in body
        body = body.replace(old, new)
    (event,) = GOTO.parse(each.headers, body, {})
    return event


def test_get_is_answered() -> None:
    reply = GOTO.handshake("GET", {}, b"", (), {})
    assert reply is not None
    assert reply.status == 200
    assert GOTO.handshake("POST", {}, b"{}", ("s",), {}) is None


def test_keys_beyond_what_a_float_holds_stay_as_they_are() -> None:
    event = read("registrant_added")
    assert isinstance(event, Registered)
    assert (event.webinar, event.who.refs) == ("4811111111111111111", ("registrant:77123456789012345678",))
    assert event.who.company == "Compost & Co"


def test_the_status_is_read_in_any_case() -> None:
    assert isinstance(read("registrant_added_cancelled"), RegistrationCancelled)
    assert read("registrant_added", (b"APPROVED", b"waiting")).approval is VendorApproval.PENDING
    assert read("registrant_added", (b"APPROVED", b"Denied")).approval is VendorApproval.DENIED


def test_a_join_has_its_session_and_time() -> None:
    event = read("registrant_joined")
    assert isinstance(event, Joined)
    assert (event.at, event.session) == (1772640131000, "27001234")
    assert event.row == "27001234/7712345678901234567"


def test_a_timestamp_in_any_form_is_signed_as_it_came_and_aged_where_it_can_be_read() -> None:
    each = sample("gotowebinar", "registrant_joined")

    def verify(timestamp: str, now: int = each.now) -> object:
        digest = hmac.digest(each.secret.encode(), timestamp.encode() + b":" + each.body, "sha256")
        headers = {
            "x-webhook-signature": b64encode(digest).decode(),
            "x-webhook-signature-timestamp": timestamp,
        }
        return GOTO.verify(headers, each.body, (each.secret,), {}, now)

    stale = Rejected(RejectionCode.STALE_SIGNATURE)
    for readable in ("1772640132", "1772640132000", "2026-03-04T16:02:12Z"):
        assert verify(readable) == Verified()
        assert verify(readable, each.now + 301_000) == stale
    assert verify("Wed, 04 Mar 2026", each.now + 301_000) == Verified()


def test_what_is_uncertain_about_the_signature_can_be_set() -> None:
    each = sample("gotowebinar", "registrant_joined")
    settings = {
        "signature_header": "X-Other",
        "timestamp_header": "X-When",
        "signed": "{body}",
        "max_age_s": 0,
    }
    digest = hmac.digest(each.secret.encode(), each.body, "sha256")
    headers = {"x-other": b64encode(digest).decode()}
    assert GOTO.verify(headers, each.body, (each.secret,), settings, each.now) == Verified()
    assert GOTO.verify(each.headers, each.body, (each.secret,), settings, each.now) == Rejected(
        RejectionCode.MISSING_SIGNATURE
    )
