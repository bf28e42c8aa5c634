import json

from latecomer.core.timestamps import from_text
from latecomer.vendors.kit.inbound import Joined, Left, Registered, SessionEnded, Unknown, VendorApproval
from latecomer.vendors.zoom.webhook import Zoom
from tests.vendors.recorded import sample


def read(name: str):  # type: ignore[no-untyped-def]
    each = sample("zoom", name)
    (event,) = Zoom().parse(each.headers, each.body, {})
    return event


def test_the_validation_is_answered_with_the_tokens_mac() -> None:
    each = sample("zoom", "url_validation")
    reply = Zoom().handshake("POST", each.headers, each.body, (each.secret, "a former one"), {})
    assert reply is not None
    assert json.loads(reply.body) == {
        "plainToken": "xys8n8PGS7mAU0m5-YJjRA",
        "encryptedToken": "2fffc6a967dde4f68024025a5bd991c5ae1e5313b4e6365be4883e3e81d479b3",
    }
    assert Zoom().handshake("GET", {}, b"", (each.secret,), {}) is None
    assert Zoom().handshake("POST", {}, b'{"event":"endpoint.url_validation"}', (each.secret,), {}) is None


def test_escapes_and_raw_text_side_by_side_are_signed_as_they_came() -> None:
    each = sample("zoom", "meeting_started_raw_bytes")
    assert b"\\uD83D" in each.body
    assert "’".encode() in each.body


def test_a_registration_brings_what_zoom_knows() -> None:
    event = read("registration_created")
    assert isinstance(event, Registered)
    assert event.webinar == "98765432109", "a number there, a text elsewhere: text here"
    assert (event.at, event.approval) == (1772640000456, VendorApproval.APPROVED)
    assert event.join_url == "https://example.zoom.us/w/98765432109?tk=abc"
    assert (event.who.refs, event.who.email) == (("registrant:rEg1",), "Ana@Example.org")
    assert (event.who.company, event.who.job_title, event.who.country) == ("Compost & Co", "Gärtnerin", "ES")
    assert event.who.properties == {"Why?": "Worms 🐛", "tracking_source": "newsletter"}


def test_a_denied_and_a_pending_registration_are_no_approval() -> None:
    assert read("registration_denied").approval is VendorApproval.DENIED
    each = sample("zoom", "registration_created")
    (event,) = Zoom().parse({}, each.body.replace(b'"approved"', b'"pending"'), {})
    assert isinstance(event, Registered)
    assert event.approval is VendorApproval.PENDING


def test_coming_and_going_are_one_row() -> None:
    joined, left = read("participant_joined"), read("participant_left")
    assert isinstance(joined, Joined)
    assert isinstance(left, Left)
    assert joined.row == left.row == "k3YxQ0p7T2mV1s8==/16778240"
    assert left.at == from_text("2026-03-04T16:58:31Z")
    assert left.who.refs == ("registrant:rEg1", "participant:9F2A")
    assert (joined.who.first_name, joined.who.last_name) == ("Ana", "Ruiz")


def test_the_host_is_nobodys_attendee() -> None:
    each = sample("zoom", "participant_joined")
    (event,) = Zoom().parse({}, each.body.replace(b'"id":""', b'"id":"h0sT"'), {})
    assert event == Unknown("webinar.participant_joined", "host")


def test_the_end_counts_from_its_own_time() -> None:
    event = read("ended")
    assert isinstance(event, SessionEnded)
    assert event.at == from_text("2026-03-04T17:00:12Z")


def test_a_retry_has_the_same_key_and_another_person_another() -> None:
    each = sample("zoom", "participant_joined")
    key = Zoom().dedupe_key(each.headers, each.body)
    assert key == Zoom().dedupe_key({"x-zm-request-timestamp": "1"}, each.body)
    assert key != Zoom().dedupe_key({}, each.body.replace(b"16778240", b"16778241"))
    assert key != Zoom().dedupe_key({}, each.body.replace(b"1772643600123", b"1772643600124"))
