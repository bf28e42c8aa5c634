"""Retry decisions: the schedule, what a receiver may ask for, and where attempts end."""

import pytest

from latecomer.core.retry import (
    JITTER,
    LONGEST_WAIT_MS,
    POSTPONED_MS,
    WAITS_MS,
    Again,
    Attempt,
    AttemptOutcome,
    Bury,
    Disable,
    Done,
    decide,
)

NOW = 1_772_640_000_000


def attempt(outcome: AttemptOutcome, retry_after_ms: int | None = None) -> Attempt:
    return Attempt(outcome=outcome, code="some_code", retry_after_ms=retry_after_ms)


def test_the_schedule_is_that_of_the_specification() -> None:
    minutes = [round(wait / 60_000, 3) for wait in WAITS_MS]
    assert minutes == [0, 0.083, 5, 30, 120, 300, 600, 840, 1200, 1440]


@pytest.mark.parametrize("attempts", range(len(WAITS_MS) - 1))
def test_a_failure_waits_for_the_next_place_in_the_schedule(attempts: int) -> None:
    wait = WAITS_MS[attempts + 1]
    assert decide(attempt(AttemptOutcome.FAILED), attempts, NOW, 0.0) == Again(NOW + wait, attempts + 1)
    late = decide(attempt(AttemptOutcome.FAILED), attempts, NOW, 0.5)
    assert late == Again(NOW + round(wait * (1 + JITTER / 2)), attempts + 1)


def test_after_the_last_attempt_it_is_a_dead_letter() -> None:
    assert decide(attempt(AttemptOutcome.FAILED), len(WAITS_MS) - 1, NOW, 0.9) == Bury(len(WAITS_MS))


def test_retry_after_holds_the_endpoint_and_never_shortens_the_wait() -> None:
    assert decide(attempt(AttemptOutcome.FAILED, 60_000), 0, NOW, 0.0) == Again(NOW + 60_000, 1, NOW + 60_000)
    assert decide(attempt(AttemptOutcome.FAILED, 1_000), 0, NOW, 0.0) == Again(NOW + 5_000, 1, NOW + 1_000)
    forever = decide(attempt(AttemptOutcome.FAILED, 10**12), 0, NOW, 0.0)
    assert forever == Again(NOW + LONGEST_WAIT_MS, 1, NOW + LONGEST_WAIT_MS)
    assert decide(attempt(AttemptOutcome.FAILED, -5), 0, NOW, 0.0) == Again(NOW + 5_000, 1, NOW)


def test_a_quota_costs_no_attempt() -> None:
    assert decide(attempt(AttemptOutcome.POSTPONED), 9, NOW, 0.0) == Again(
        NOW + POSTPONED_MS, 9, NOW + POSTPONED_MS
    )
    assert decide(attempt(AttemptOutcome.POSTPONED, 7), 3, NOW, 0.0) == Again(NOW + 7, 3, NOW + 7)


def test_ends() -> None:
    assert decide(attempt(AttemptOutcome.DELIVERED), 4, NOW, 0.0) == Done()
    assert decide(attempt(AttemptOutcome.REJECTED), 0, NOW, 0.0) == Bury(1)
    assert decide(attempt(AttemptOutcome.SHUT), 2, NOW, 0.0) == Disable()
