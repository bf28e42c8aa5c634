"""Retry decisions as values: the outcome of an attempt to deliver, and the next step.

Source: Standard Webhooks specification 1.0.0, deliverability
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias, assert_never

from latecomer.core.ids import Instant

_S: Final = 1_000
_MINUTE: Final = 60 * _S
_HOUR: Final = 60 * _MINUTE

WAITS_MS: Final = (
    0,
    5 * _S,
    5 * _MINUTE,
    30 * _MINUTE,
    2 * _HOUR,
    5 * _HOUR,
    10 * _HOUR,
    14 * _HOUR,
    20 * _HOUR,
    24 * _HOUR,
)
"""Milliseconds before each attempt, counted from the previous attempt."""

JITTER: Final = 0.2
"""By how much of itself a wait may be longer, so that what failed together does not come back together."""

LONGEST_WAIT_MS: Final = 24 * _HOUR
"""The longest wait that a receiver can ask for."""

POSTPONED_MS: Final = 20 * _S
"""Milliseconds for which a delivery waits when a quota held it back without naming a time."""


class AttemptOutcome(StrEnum):
    """The outcome of one attempt."""

    DELIVERED = "delivered"
    """The receiver has the event, from this attempt or an earlier one; nothing is left to do."""
    FAILED = "failed"
    """The attempt failed; another may succeed."""
    POSTPONED = "postponed"
    """A quota held it back: this was no attempt."""
    REJECTED = "rejected"
    """The receiver will never take this one."""
    SHUT = "shut"
    """The receiver takes nothing from this connection any more (410, credentials refused)."""


ANSWER_SHOWN_MAX: Final = 2_048
"""Bytes of an answer's body that are kept for people."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A receiver's answer, for people: its status, its headers, and the first 2 KiB of its body."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The outcome of one attempt to deliver.

    Args:
        code: stable, snake_case; programs match on it.
        message: a sentence for people.
        retry_after_ms: the pause that the receiver asked for, if any.
        answer: the receiver's answer, if it may be shown.
    """

    outcome: AttemptOutcome
    code: str
    message: str = ""
    retry_after_ms: int | None = None
    answer: Answered | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """Delivered."""


@dataclass(frozen=True, slots=True)
class Again:
    """Try again at ``at``; ``attempts`` have been made so far. Until ``hold_until`` nothing else is sent either."""

    at: Instant
    attempts: int
    hold_until: Instant | None = None


@dataclass(frozen=True, slots=True)
class Bury:
    """Do not try again: the delivery becomes a dead letter, which a person may replay."""

    attempts: int


@dataclass(frozen=True, slots=True)
class Disable:
    """Stop the connection; the delivery waits until a person starts the connection again."""


CANNOT_GO_BACK: Final = "cannot_go_back"
"""The code of what a receiver that moves forward alone is not sent, because a retraction led back."""

Decision: TypeAlias = Done | Again | Bury | Disable


def decide(attempt: Attempt, attempts: int, now: Instant, jitter: float) -> Decision:  # noqa: PLR0911 - a table
    """Decide the next step after an attempt.

    Args:
        attempts: the attempts before this one, at least 0.
        jitter: a random number, at least 0 and below 1.
    """
    match attempt.outcome:
        case AttemptOutcome.DELIVERED:
            return Done()
        case AttemptOutcome.SHUT:
            return Disable()
        case AttemptOutcome.REJECTED:
            return Bury(attempts + 1)
        case AttemptOutcome.POSTPONED:
            until = now + _wished(attempt, POSTPONED_MS)
            return Again(until, attempts, until)
        case AttemptOutcome.FAILED:
            made = attempts + 1
            if made >= len(WAITS_MS):
                return Bury(made)
            wait = round(WAITS_MS[made] * (1 + JITTER * jitter))
            if attempt.retry_after_ms is None:
                return Again(now + wait, made)
            wished = _wished(attempt, 0)
            return Again(now + max(wait, wished), made, now + wished)
        case _:  # pragma: no cover - the closed set ends above
            assert_never(attempt.outcome)


def _wished(attempt: Attempt, otherwise_ms: int) -> int:
    wished = otherwise_ms if attempt.retry_after_ms is None else attempt.retry_after_ms
    return min(max(wished, 0), LONGEST_WAIT_MS)
