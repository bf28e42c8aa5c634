"""Answers to polls and surveys, their results, and the uses of overlays.

Source: docs/automated.md, Overlays
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias, assert_never

from latecomer.automated.rules.on_air import on_air
from latecomer.automated.rules.rundown import (
    OVERLAY,
    ItemId,
    OverlayItem,
    Poll,
    PollQuestionType,
    PollState,
    Question,
    QuestionsItem,
    Results,
    Rundown,
    Survey,
)
from latecomer.automated.rules.validation import rating_bounds
from latecomer.core.ids import Instant
from latecomer.core.webinar import Webinar

GRACE_MS: Final = 10_000
"""Milliseconds after a poll's closing in which an answer still counts."""
MAX_TEXT: Final = 200
MAX_LONG_TEXT: Final = 2_000

Value: TypeAlias = str | int | bool | list[str]
"""An answer: an option's id, several ids, a rating, yes or no, or text."""


Answers: TypeAlias = Mapping[ItemId, Mapping[str, Value]]
"""A member's answers, by item and question."""


class Use(StrEnum):
    """A use of an overlay by a member; the first of each counts."""

    SEEN = "seen"
    CLICKED = "clicked"
    CLOSED = "closed"


class UseMode(StrEnum):
    """The mode of a use or answer: during the event, or in the replay."""

    LIVE = "live"
    REPLAY = "replay"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResults:
    """The results of a question: ``counts`` by option, rating or ``true`` and ``false``; empty for texts."""

    question: Question
    answered: int = 0
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PollView:
    """A poll as one member sees it; ``results`` is None while they are not shown. ``mine`` is None in a view for
    many."""

    item: QuestionsItem
    state: PollState
    mine: Mapping[str, Value] | None
    results: tuple[QuestionResults, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResults:
    """The results of a poll or survey in one mode."""

    item: QuestionsItem
    mode: UseMode
    questions: tuple[QuestionResults, ...]


def mode_of(webinar: Webinar, now: Instant) -> UseMode:
    """Return the mode at ``now``: during the event, or in the replay."""
    return UseMode.LIVE if now < webinar.ends_at else UseMode.REPLAY


def overlay_in_use(rundown: Rundown, webinar: Webinar, item_id: ItemId, now: Instant) -> OverlayItem | None:
    """Return an overlay that members can use at ``now``: one on air (up to 10 s ago), or in the replay."""
    item = rundown.find(item_id)
    if not isinstance(item, OVERLAY):
        return None
    if now >= webinar.ends_at + GRACE_MS:
        return item if item.in_replay else None
    is_shown = state_at(rundown, webinar, item_id, now) or state_at(rundown, webinar, item_id, now - GRACE_MS)
    return item if is_shown or (item.in_replay and now >= webinar.ends_at) else None


def state_at(rundown: Rundown, webinar: Webinar, item_id: ItemId, at: Instant) -> PollState | None:
    """Return the state of an overlay on air, None when it is not on air."""
    shown = on_air(rundown, webinar.starts_at, webinar.ends_at, at).overlays
    return next((each.state for each in shown if each.item.id == item_id), None)


def on_air_now(
    rundown: Rundown, webinar: Webinar, now: Instant
) -> tuple[tuple[QuestionsItem, PollState], ...]:
    """Return the polls and surveys that are on air, or in the replay, with their states."""
    if now >= webinar.ends_at:
        replayed = [item for item in rundown.overlays if isinstance(item, (Poll, Survey)) and item.in_replay]
        return tuple((item, PollState.OPEN) for item in replayed)
    shown = on_air(rundown, webinar.starts_at, webinar.ends_at, now).overlays
    return tuple((each.item, each.state) for each in shown if isinstance(each.item, (Poll, Survey)))


def takes_answers(rundown: Rundown, webinar: Webinar, item: QuestionsItem, now: Instant) -> bool:
    """Return True while a poll accepts answers: open now or up to 10 s ago, and in the replay."""
    if now >= webinar.ends_at and item.in_replay:
        return True
    return PollState.OPEN in (
        state_at(rundown, webinar, item.id, now),
        state_at(rundown, webinar, item.id, now - GRACE_MS),
    )


def answer_of(question: Question, value: Value) -> Value | None:
    """Return an answer in the form that its question takes, None for one that it does not take."""
    match question.type:
        case PollQuestionType.SINGLE:
            ids = {option.id for option in question.options}
            chosen = value[0] if isinstance(value, list) and len(value) == 1 else value
            return chosen if isinstance(chosen, str) and chosen in ids else None
        case PollQuestionType.SEVERAL:
            return _several(question, value)
        case PollQuestionType.RATING:
            low, high = rating_bounds(question)
            return value if type(value) is int and low <= value <= high else None
        case PollQuestionType.YES_NO:
            return value if isinstance(value, bool) else None
        case PollQuestionType.TEXT | PollQuestionType.LONG_TEXT:
            longest = MAX_TEXT if question.type is PollQuestionType.TEXT else MAX_LONG_TEXT
            text = value.replace("\x00", "").strip() if isinstance(value, str) else ""
            return text if 0 < len(text) <= longest and text.isprintable() | ("\n" in text) else None
        case _:
            assert_never(question.type)


def _several(question: Question, value: Value) -> list[str] | None:
    ids = [option.id for option in question.options]
    chosen = [value] if isinstance(value, str) else value
    if not isinstance(chosen, list) or len(set(chosen)) != len(chosen) or not set(chosen) <= set(ids):
        return None
    fewest = 1 if question.min is None else question.min
    most = len(ids) if question.max is None else question.max
    return sorted(chosen, key=ids.index) if fewest <= len(chosen) <= most else None


def results_of(question: Question, counts: Mapping[str, int], answered: int) -> QuestionResults:
    """Return a question's results from the stored counts, with zeros for choices that nobody made."""
    keys: Sequence[str]
    match question.type:
        case PollQuestionType.SINGLE | PollQuestionType.SEVERAL:
            keys = [option.id for option in question.options]
        case PollQuestionType.RATING:
            low, high = rating_bounds(question)
            keys = [str(number) for number in range(low, high + 1)]
        case PollQuestionType.YES_NO:
            keys = ["true", "false"]
        case PollQuestionType.TEXT | PollQuestionType.LONG_TEXT:
            keys = []
        case _:
            assert_never(question.type)
    return QuestionResults(
        question=question, answered=answered, counts={key: counts.get(key, 0) for key in keys}
    )


def shows_results(item: QuestionsItem, state: PollState, *, has_answered: bool) -> bool:
    """Return True when a viewer sees the results of a poll in that state."""
    if isinstance(item, Survey):
        return False
    if state is PollState.PUBLISHED or item.results is Results.ALWAYS:
        return True
    if item.results is Results.AFTER_ANSWERING:
        return has_answered
    return item.results is Results.AFTER_CLOSING and state is PollState.CLOSED
