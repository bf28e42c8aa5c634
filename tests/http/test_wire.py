"""Times and refusals as all REST bodies have them."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta

from latecomer.core.ids import Instant
from latecomer.core.status import Status
from latecomer.http.wire import (
    BadTime,
    Request,
    Time,
    convert,
    decode,
    encode,
    field_error,
    schema_of_custom,
    time_or_none,
)

AT: Instant = 1_772_643_600_123


class Inner(Request, frozen=True, kw_only=True):
    """A struct inside another."""

    duration_s: Annotated[float, Meta(gt=0)]


class Body(Request, frozen=True, kw_only=True):
    """A body with one field of each sort."""

    at: Time | None = None
    inner: Inner | None = None
    items: tuple[Inner, ...] = ()
    name: Annotated[str, Meta(min_length=2, max_length=5)] = "name"
    word: Annotated[str, Meta(pattern="^[a-z]+$")] = "word"
    status: Status = Status.INVITED
    limit: Annotated[int, Meta(ge=1, le=200)] = 50
    by_key: dict[UUID, int] = msgspec.field(default_factory=dict)


def test_times_come_in_with_any_zone_and_go_out_in_utc() -> None:
    body = decode(b'{"at": "2026-03-04T18:00:00.1234+01:00"}', Body)
    assert body.at == Time(AT)
    assert b'"at":"2026-03-04T17:00:00.123Z"' in encode(body)
    assert convert({"at": "2026-03-04T17:00:00.123Z", "limit": "7"}, Body) == Body(at=Time(AT), limit=7)


def test_times_are_values() -> None:
    assert Time(AT) == Time(AT)
    assert Time(AT) != Time(AT + 1)
    assert Time(AT) != AT
    assert len({Time(AT), Time(AT)}) == 1
    assert repr(Time(AT)) == "Time(2026-03-04T17:00:00.123Z)"
    assert time_or_none(None) is None
    assert time_or_none(AT) == Time(AT)


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ('{"at": "2026-03-04T17:00:00"}', "/at", "time_without_zone"),
        ('{"at": "2026-03-04 17:00"}', "/at", "time_without_zone"),
        ('{"at": "2026-03-04"}', "/at", "time_without_zone"),
        ('{"at": "2026-02-30T17:00:00Z"}', "/at", "invalid_time"),
        ('{"at": "now"}', "/at", "invalid_time"),
        ('{"at": 5}', "/at", "wrong_type"),
        ('{"inner": {}}', "/inner/duration_s", "missing_field"),
        ('{"inner": {"duration_s": 0}}', "/inner/duration_s", "out_of_range"),
        ('{"inner": {"duration_s": 1e999}}', "/inner/duration_s", "out_of_range"),
        ('{"inner": {"a/b~c": 0}}', "/inner/a~1b~0c", "unknown_field"),
        ('{"items": [{"duration_s": 1}, {"duration_s": "1"}]}', "/items/1/duration_s", "wrong_type"),
        ('{"name": "n"}', "/name", "wrong_length"),
        ('{"word": "A"}', "/word", "invalid_format"),
        ('{"status": "emperor"}', "/status", "unknown_value"),
        ('{"by_key": {"x": 1}}', "", "invalid_value"),
        ("[]", "", "wrong_type"),
    ],
)
def test_a_refusal_points_at_the_field_and_says_why(body: str, pointer: str, code: str) -> None:
    with pytest.raises(msgspec.ValidationError) as error:
        decode(body.encode(), Body)
    found = field_error(error.value)
    assert (found.field, found.code) == (pointer, code)
    assert found.message


def test_only_times_need_help_to_travel() -> None:
    assert schema_of_custom(Time)["format"] == "date-time"
    with pytest.raises(NotImplementedError):
        schema_of_custom(complex)
    with pytest.raises(NotImplementedError):
        encode(complex(1, 2))
    with pytest.raises(NotImplementedError):
        decode(b"1", complex)


def test_a_bad_time_carries_its_code() -> None:
    error: Any = BadTime("invalid_time", "why")
    assert (error.code, str(error)) == ("invalid_time", "why")
