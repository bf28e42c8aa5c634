import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.core.timestamps import from_text, to_text

AT = 1_772_643_600_000
LAST = 253_370_764_799_999  # 9998-12-31T23:59:59.999Z


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04T17:00:00Z",
        "2026-03-04T17:00:00.000Z",
        "2026-03-04t17:00:00z",
        "2026-03-04 17:00:00Z",
        "2026-03-04T18:00:00+01:00",
        "2026-03-04T11:30:00.0-05:30",
    ],
)
def test_one_instant_has_many_spellings(text: str) -> None:
    assert from_text(text) == AT


@pytest.mark.parametrize(("text", "ms"), [(".1", 100), (".0019", 1), (".999999999", 999)])
def test_what_is_finer_than_a_millisecond_is_cut_off(text: str, ms: int) -> None:
    assert from_text(f"2026-03-04T17:00:00{text}Z") == AT + ms


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-03-04",
        "2026-03-04T17:00",
        "2026-03-04T17:00Z",
        "2026-03-04T17:00:00",
        "2026-03-04T17:00:00.Z",
        "2026-03-04T17:00:00+0100",
        "2026-03-04T17:00:00 Z",
        "2026-03-04T17:00:00Z\n",
        "2026-02-30T17:00:00Z",
        "2026-03-04T25:00:00Z",
        "2026-03-04T17:00:60Z",
        "2026-03-04T17:00:00+24:00",
        "2026-W10-3T17:00:00Z",
        "٢٠٢٦-03-04T17:00:00Z",
        "1969-12-31T23:59:59.999Z",
        "0001-01-01T00:00:00+23:59",
        "9999-01-01T00:00:00Z",
        "9999-12-31T23:59:59-23:59",
        "1772643600000",
    ],
)
def test_what_is_no_rfc_3339_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_text(text)


@given(st.integers(0, LAST))
def test_text_and_instant_are_the_same_moment(at: int) -> None:
    assert from_text(to_text(at)) == at


def test_text_is_utc_with_milliseconds() -> None:
    assert to_text(AT) == "2026-03-04T17:00:00.000Z"
    assert to_text(AT + 7) == "2026-03-04T17:00:00.007Z"
