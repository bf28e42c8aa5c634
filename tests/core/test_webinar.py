import pytest

from latecomer.core.webinar import Recording
from tests.support.builders import webinar


@pytest.mark.parametrize(
    ("own_grace_s", "has_provider", "grace_s"),
    [(None, False, 120), (None, True, 10_800), (7, True, 7), (7, False, 7), (0, True, 0), (120, True, 120)],
)
def test_a_provider_lengthens_the_grace_unless_the_webinar_sets_one(
    own_grace_s: int | None, grace_s: int, *, has_provider: bool
) -> None:
    assert webinar(own_grace_s=own_grace_s, has_provider=has_provider).finish_grace_s == grace_s


@pytest.mark.parametrize(
    ("duration_s", "threshold_ms"),
    [(1800, 60_000), (120, 60_000), (119.9, 59_950), (90, 45_000), (3, 1_500)],
)
def test_threshold_is_at_most_half_of_the_recording(duration_s: float, threshold_ms: int) -> None:
    short = webinar(recording=Recording(url="/recordings/short.mp4", duration_s=duration_s))
    assert short.threshold_ms == threshold_ms


def test_threshold_without_a_recording_is_as_set() -> None:
    assert webinar(recording=None, watch_threshold_s=90.5).threshold_ms == 90_500


@pytest.mark.parametrize(
    ("attendees", "registrants", "seats"), [(None, None, None), (50, None, 500), (50, 60, 60), (None, 7, 7)]
)
def test_seats_are_ten_per_attendee_unless_said(
    attendees: int | None, registrants: int | None, seats: int | None
) -> None:
    assert webinar(attendee_limit=attendees, registrant_limit=registrants).seats == seats
