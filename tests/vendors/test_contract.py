"""The contract of every vendor that pushes; a new vendor is found by itself, with its samples."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.vendors.kit.definition import Kind
from latecomer.vendors.kit.inbound import (
    Bounced,
    Inbound,
    Joined,
    Left,
    PaymentChanged,
    Registered,
    RegistrationCancelled,
    Rejected,
    RejectionCode,
    SessionEnded,
    Unknown,
    Verified,
)
from latecomer.vendors.registry import DEFINITIONS
from tests.vendors.recorded import Sample, samples

INBOUND = [each for each in DEFINITIONS.values() if each.inbound is not None and each.reports_attendance]
"""Vendors that report attendance; those that report bounces sign in other ways: tests/vendors/test_bounces.py."""
SAMPLES = [each for definition in INBOUND for each in samples(definition.kind)]
WRONG_SECRET = {"standard_webhooks_in": "whsec_" + "A" * 44}
DAY = 24 * 3600 * 1000


def adapter(kind: Kind) -> Inbound:
    found = DEFINITIONS[kind].inbound
    assert found is not None
    return found


def verdict(sample: Sample, *, secrets: tuple[str, ...] | None = None) -> object:
    return adapter(sample.kind).verify(
        sample.headers, sample.body, secrets or (sample.secret,), {}, sample.now
    )


def named(sample: Sample) -> str:
    return f"{sample.kind}-{sample.name}"


@pytest.mark.parametrize("definition", INBOUND, ids=lambda each: each.kind)
def test_a_vendor_has_samples_a_secret_and_settings_with_defaults(definition) -> None:  # type: ignore[no-untyped-def]
    assert len(samples(definition.kind)) >= 3
    assert definition.inbound.signing_secret in {field.name for field in definition.secrets}
    definition.settings()
    events = {event for each in samples(definition.kind) for event in each.events}
    assert {"Registered", "Joined", "Unknown"} <= events


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_a_sample_is_verified_and_read(sample: Sample) -> None:
    assert verdict(sample) == Verified()
    events = adapter(sample.kind).parse(sample.headers, sample.body, {})
    assert tuple(type(event).__name__ for event in events) == sample.events
    for event in events:
        if not isinstance(event, Unknown | Bounced | PaymentChanged):
            assert isinstance(event.webinar, str)
            assert event.at > 0


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_what_is_not_just_this_is_not_verified(sample: Sample) -> None:
    other = WRONG_SECRET.get(sample.kind, "another secret")
    assert verdict(sample, secrets=(other,)) == Rejected(RejectionCode.WRONG_SIGNATURE)
    assert verdict(replace(sample, body=sample.body + b" ")) == Rejected(RejectionCode.WRONG_SIGNATURE)
    assert verdict(replace(sample, body=b"")) == Rejected(RejectionCode.WRONG_SIGNATURE)
    for missing in sample.headers:
        headers = {name: value for name, value in sample.headers.items() if name != missing}
        assert verdict(replace(sample, headers=headers)) == Rejected(RejectionCode.MISSING_SIGNATURE)
    for name, value in sample.headers.items():
        for altered in (value + "0", "é" + value, " ", "0", "v0=", "v1,", "𝟙𝟟"):
            changed = verdict(replace(sample, headers=sample.headers | {name: altered}))
            assert isinstance(changed, Rejected), (name, altered)


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_a_body_written_anew_is_not_the_body(sample: Sample) -> None:
    for ascii_only in (True, False):
        again = json.dumps(json.loads(sample.body), ensure_ascii=ascii_only, indent=1).encode()
        assert verdict(replace(sample, body=again)) == Rejected(RejectionCode.WRONG_SIGNATURE)


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_a_signature_ages_either_way(sample: Sample) -> None:
    for off in (-DAY, DAY):
        assert verdict(replace(sample, now=sample.now + off)) == Rejected(RejectionCode.STALE_SIGNATURE)
    for off in (-290_000, 290_000):
        assert verdict(replace(sample, now=sample.now + off)) == Verified()


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_while_a_secret_rotates_both_are_good(sample: Sample) -> None:
    other = WRONG_SECRET.get(sample.kind, "another secret")
    assert verdict(sample, secrets=(other, sample.secret)) == Verified()
    assert verdict(sample, secrets=(sample.secret, other)) == Verified()
    assert isinstance(adapter(sample.kind).verify(sample.headers, sample.body, (), {}, sample.now), Rejected)


@pytest.mark.parametrize("definition", INBOUND, ids=lambda each: each.kind)
def test_each_event_has_a_key_of_its_own(definition) -> None:  # type: ignore[no-untyped-def]
    found = samples(definition.kind)
    keys = {definition.inbound.dedupe_key(each.headers, each.body) for each in found}
    ids = {each.headers.get("webhook-id", each.name) for each in found}
    assert len(keys) == len(ids)
    assert all(len(key) <= 300 and key.isascii() for key in keys)


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_what_no_text_column_holds_comes_out_of_no_field(sample: Sample) -> None:
    def spoil(value: object) -> object:
        if isinstance(value, dict):
            return {name: spoil(inner) for name, inner in value.items()}
        return f"{value}\x00" if isinstance(value, str) else value

    body = json.dumps(spoil(json.loads(sample.body))).encode()
    vendor = adapter(sample.kind)
    assert "\x00" not in vendor.dedupe_key(sample.headers, body)
    assert "\\x00" not in repr([vendor.parse(sample.headers, body, {})])


@given(body=st.binary(max_size=400), kind=st.sampled_from([each.kind for each in INBOUND]))
def test_any_bytes_are_read(body: bytes, kind: Kind) -> None:
    assert adapter(kind).dedupe_key({}, body)
    assert isinstance(adapter(kind).parse({}, body, {}), list)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(data=st.data(), sample=st.sampled_from(SAMPLES))
def test_any_values_in_the_fields_are_read(data: st.DataObject, sample: Sample) -> None:
    """Any values in any fields of a delivery give events alone, with texts and instants in them."""

    def vary(value: object) -> object:
        if isinstance(value, dict):
            return {name: vary(inner) for name, inner in value.items()}
        return data.draw(JSON) if data.draw(st.integers(0, 5)) == 0 else value

    body = json.dumps(vary(json.loads(sample.body))).encode()
    for event in adapter(sample.kind).parse(sample.headers, body, {}):
        match event:
            case Registered() | RegistrationCancelled() | Joined() | Left():
                assert isinstance(event.at, int)
                assert isinstance(event.webinar, str)
                assert event.who.email is None or isinstance(event.who.email, str)
            case SessionEnded():
                assert isinstance(event.at, int)
            case Unknown():
                assert event.reason
    assert adapter(sample.kind).dedupe_key(sample.headers, body)
