"""Levels of engagement: the rule of docs/audiences.md, by a table of cases, and its laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.webinars.members.rules.engagement import (
    Engagement,
    EngagementLevel,
    Offered,
    TookPart,
    engagement,
)

HOUR_MS = 3_600_000
EVERYTHING = Offered(choices=2, answers=3, files=1, clicks=1, chat=True, questions=True)


def judged(percent: float, took_part: TookPart, offered: Offered = EVERYTHING) -> Engagement:
    """The level of somebody who watched so much of an hour."""
    return engagement(round(HOUR_MS * percent / 100), HOUR_MS, offered, took_part)


@pytest.mark.parametrize(
    ("percent", "took_part", "level"),
    [
        (80, TookPart(choices=2, answers=2, questions=1), "high"),
        (80, TookPart(files=1, questions=1), "high"),
        (80, TookPart(lines=5, questions=1), "high"),
        (79.9999, TookPart(files=1, questions=1), "moderate"),
        (100, TookPart(files=1), "moderate"),  # no question
        (100, TookPart(questions=1), "moderate"),  # nothing but a question
        (100, TookPart(choices=1, answers=1, questions=1), "moderate"),  # one of two polls
        (100, TookPart(lines=4, questions=1), "moderate"),
        (60, TookPart(clicks=1), "moderate"),
        (60, TookPart(lines=3), "moderate"),
        (60, TookPart(lines=2), "low"),
        (60, TookPart(answers=1), "moderate"),  # a survey, or a text
        (59.9999, TookPart(choices=2, answers=3, files=1, lines=9, questions=9), "low"),
        (100, TookPart(), "low"),
        (0, TookPart(questions=3), "low"),
    ],
)
def test_everything_was_offered(percent: float, took_part: TookPart, level: str) -> None:
    assert judged(percent, took_part).level == level


@pytest.mark.parametrize(
    ("offered", "percent", "took_part", "level"),
    [
        # Without chat nobody can ask: what else was offered decides.
        (Offered(choices=1, answers=1), 80, TookPart(choices=1, answers=1), "high"),
        (Offered(choices=1, answers=1), 80, TookPart(), "low"),
        (Offered(files=2), 80, TookPart(files=1), "high"),
        # Lines that all are questions: a question is enough.
        (Offered(questions=True), 80, TookPart(questions=1), "high"),
        (Offered(questions=True), 80, TookPart(), "low"),
        # No poll was offered: not having answered any is no answer to all.
        (Offered(files=1, questions=True), 80, TookPart(questions=1), "moderate"),
        # Calls to action count for Moderate alone.
        (Offered(clicks=1), 80, TookPart(), "high"),
        (Offered(clicks=1), 79, TookPart(), "low"),
        (Offered(clicks=1), 79, TookPart(clicks=1), "moderate"),
        # Texts alone are no choice.
        (Offered(answers=1), 70, TookPart(answers=1), "moderate"),
    ],
)
def test_what_was_never_offered_is_left_out(
    offered: Offered, percent: float, took_part: TookPart, level: str
) -> None:
    judgement = judged(percent, took_part, offered)
    assert judgement.level == level
    assert not judgement.by_time_alone


@pytest.mark.parametrize(
    ("percent", "level"), [(100, "high"), (80, "high"), (79, "moderate"), (60, "moderate"), (59, "low")]
)
def test_where_nothing_was_offered_time_alone_decides_and_says_so(percent: float, level: str) -> None:
    judgement = judged(percent, TookPart(), Offered())
    assert (judgement.level, judgement.by_time_alone, judgement.share) == (level, True, percent)


def test_the_share_is_rounded_down_and_at_most_the_whole() -> None:
    assert judged(79.9999, TookPart()).share == 79
    assert engagement(HOUR_MS + 1, HOUR_MS, Offered(), TookPart()).share == 100


_RANK = [EngagementLevel.LOW, EngagementLevel.MODERATE, EngagementLevel.HIGH]
_counts = st.integers(0, 6)
_offers = st.builds(
    Offered,
    choices=st.integers(0, 3),
    answers=st.integers(0, 3),
    files=st.integers(0, 2),
    clicks=st.integers(0, 2),
    chat=st.booleans(),
    questions=st.booleans(),
)
_deeds = st.builds(
    TookPart,
    choices=_counts,
    answers=_counts,
    files=_counts,
    clicks=_counts,
    lines=_counts,
    questions=_counts,
)


@given(_offers, _deeds, _deeds, st.integers(0, 100), st.integers(0, 100))
def test_who_watches_longer_and_does_more_never_has_a_lower_level(
    offered: Offered, some: TookPart, more: TookPart, percent: int, further: int
) -> None:
    names = TookPart.__dataclass_fields__
    both = TookPart(**{name: max(getattr(some, name), getattr(more, name)) for name in names})
    less, greater = judged(min(percent, further), some, offered), judged(max(percent, further), both, offered)
    assert _RANK.index(less.level) <= _RANK.index(greater.level)
