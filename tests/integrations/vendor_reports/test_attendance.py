"""Rows of vendors, pushed and pulled: what order they come in changes nothing."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.attendance.queries.vendor_rows import VendorRow
from latecomer.attendance.rules.stays import stays
from latecomer.core.ids import ConnectionId, Instant
from latecomer.core.phase import Mode
from latecomer.integrations.vendor_reports.attendance import _replaced, _with, stay
from latecomer.vendors.kit.inbound import Attendee, Joined, Left
from latecomer.vendors.kit.provider import AttendanceRow
from tests.support.builders import ENDS_AT, HOUR, MEMBER, MINUTE, STARTS_AT, WEBINAR

ROW = VendorRow(
    connection=ConnectionId(UUID(int=1)),
    webinar=WEBINAR.id,
    key="1",
    member=MEMBER,
    mode=Mode.LIVE,
    session="s",
)


def pulled(mode: Mode = Mode.LIVE, **times: int | None) -> AttendanceRow:
    return AttendanceRow(webinar="1", row="1", session="s", who=Attendee(), mode=mode, **times)


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        (pulled(joined_at=STARTS_AT + 5, left_at=STARTS_AT + 9, duration_ms=1), (5, 9)),
        (pulled(joined_at=STARTS_AT + 5, duration_ms=7), (5, 12)),
        (pulled(left_at=STARTS_AT + 9, duration_ms=7), (0, 7)),
        (pulled(duration_ms=7), (0, 7)),
        (pulled(Mode.ON_DEMAND, duration_ms=7), (HOUR, HOUR + 7)),
        (pulled(joined_at=STARTS_AT + 5, duration_ms=9 * HOUR), (5, HOUR + MINUTE)),
        (pulled(joined_at=STARTS_AT + 9, left_at=STARTS_AT + 5), None),
        (pulled(joined_at=STARTS_AT + 9 * HOUR, duration_ms=7), None),
        (pulled(joined_at=STARTS_AT), None),
        (pulled(), None),
    ],
)
def test_a_row_is_what_its_times_and_duration_make_of_it(
    row: AttendanceRow, counts: tuple[int, int] | None
) -> None:
    expected = () if counts is None else ((STARTS_AT + counts[0], STARTS_AT + counts[1]),)
    assert stay(row, WEBINAR, ENDS_AT + MINUTE) == expected


MOMENTS = st.integers(STARTS_AT, STARTS_AT + 30)
PUSHES = st.tuples(st.sampled_from([Joined, Left]), MOMENTS)
PULLS = st.tuples(MOMENTS, MOMENTS, MOMENTS)


@given(told=st.lists(PUSHES | PULLS, max_size=6), random=st.randoms(use_true_random=False))
def test_the_order_of_pushes_and_pulls_changes_nothing(
    told: list[tuple[type[Joined] | type[Left], Instant] | tuple[Instant, Instant, Instant]], random: object
) -> None:
    asked = [each[0] for each in told if len(each) == 3]
    told = [each for each in told if len(each) == 2 or asked.count(each[0]) == 1]  # a moment tells one thing

    def merged(order: list[tuple]) -> VendorRow:  # type: ignore[type-arg]
        row = ROW
        for each in order:
            if len(each) == 2:
                kind, at = each
                row = _with(row, kind(webinar="1", who=Attendee(), at=at, session="s", row="1"), at)
            else:
                as_of, joined, left = each
                row = _replaced(row, pulled(joined_at=joined, left_at=left), WEBINAR, as_of)
        return row

    shuffled = list(told)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = merged(list(told)), merged(shuffled)
    assert first == second
    if first.as_of is not None:
        newest = next(each for each in told if each[0] == first.as_of and len(each) == 3)
        before = stays(
            [at for at in first.joins if at <= first.as_of],
            [at for at in first.leaves if at <= first.as_of],
            None,
        )
        assert before == stay(pulled(joined_at=newest[1], left_at=newest[2]), WEBINAR, first.as_of)
