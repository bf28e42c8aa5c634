"""Answers to polls and surveys, their results, and the uses of overlays.

Source: docs/automated.md, Overlays
"""

from collections.abc import Iterator, Mapping, Sequence
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


def overlay_in_use(
    rundown: Rundown, webinar: Webinar, item_id: ItemId, now: Instant
) -> tuple[OverlayItem, UseMode] | None:
    """Return an overlay that members can use at ``now``, and the mode in which that counts: live while it is on air and
    for 10 s more, also beyond the end; then in the replay. None when it cannot be used."""
    item = rundown.find(item_id)
    if not isinstance(item, OVERLAY):
        return None
    if any(state_at(rundown, webinar, item_id, at) is not None for at in _lately(rundown, webinar, now)):
        return item, UseMode.LIVE
    return (item, UseMode.REPLAY) if item.in_replay and now >= webinar.ends_at else None


def state_at(rundown: Rundown, webinar: Webinar, item_id: ItemId, at: Instant) -> PollState | None:
    """Return the state of an overlay on air, None when it is not on air."""
    shown = on_air(rundown, webinar.starts_at, webinar.ends_at, at).overlays
    return next((each.state for each in shown if each.item.id == item_id), None)


def _lately(rundown: Rundown, webinar: Webinar, now: Instant) -> Iterator[Instant]:
    """Yield moments of the last 10 s, so that each state that an overlay had in them is the state at one of them."""
    yield from (now, now - GRACE_MS)
    for change_ms in rundown.changes_ms:
        if now - GRACE_MS < (at := webinar.starts_at + change_ms) < now:
            yield at


def on_air_now(
    rundown: Rundown, webinar: Webinar, now: Instant
) -> tuple[tuple[QuestionsItem, PollState], ...]:
    """Return the polls and surveys that are on air, or in the replay, with their states."""
    if now >= webinar.ends_at:
        replayed = [item for item in rundown.overlays if isinstance(item, (Poll, Survey)) and item.in_replay]
        return tuple((item, PollState.OPEN) for item in replayed)
    shown = on_air(rundown, webinar.starts_at, webinar.ends_at, now).overlays
    return tuple((each.item, each.state) for each in shown if isinstance(each.item, (Poll, Survey)))


def answers_count_as(rundown: Rundown, webinar: Webinar, item: QuestionsItem, now: Instant) -> UseMode | None:
    """Return the mode in which answers to a poll count: live while it is open and for 10 s more, also beyond the end;
    then in the replay. None while it accepts none."""
    if any(
        state_at(rundown, webinar, item.id, at) is PollState.OPEN for at in _lately(rundown, webinar, now)
    ):
        return UseMode.LIVE
    return UseMode.REPLAY if item.in_replay and now >= webinar.ends_at else None


def whole(sent: Value | float) -> Value | None:
    """Return a value as it was sent, a whole number as an integer: JSON has one kind of number. None for others."""
    if isinstance(sent, float):
        return int(sent) if sent.is_integer() else None
    return sent


def answer_of(question: Question, sent: Value | float) -> Value | None:
    """Return an answer in the form that its question takes, None for one that it does not take."""
    if (value := whole(sent)) is None:
        return None
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


def last_state(item: QuestionsItem) -> PollState:
    """Return the state in which the event left a poll: published, by hand or as planned, or else closed."""
    last = item.cues[-1].state if item.cues else None
    is_published = last is PollState.PUBLISHED or (last is None and item.published_ms is not None)
    return PollState.PUBLISHED if is_published else PollState.CLOSED


def shows_results(item: QuestionsItem, state: PollState, *, has_answered: bool) -> bool:
    """Return True when a viewer sees the results of a poll in that state."""
    if isinstance(item, Survey):
        return False
    if state is PollState.PUBLISHED or item.results is Results.ALWAYS:
        return True
    if item.results is Results.AFTER_ANSWERING:
        return has_answered
    return item.results is Results.AFTER_CLOSING and state is PollState.CLOSED
