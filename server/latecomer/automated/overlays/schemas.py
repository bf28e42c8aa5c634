"""Bodies of polls and clicks: for members in the room, and for operators.

Source: docs/automated.md, Overlays
"""

from typing import Literal

from msgspec import UNSET, UnsetType

from latecomer.automated.overlays.rules import PollResults, PollView, QuestionResults, UseMode, Value
from latecomer.automated.rules.rundown import ItemId, PollQuestionType, PollState
from latecomer.http.wire import Response


class OptionCountBody(Response, frozen=True, kw_only=True):
    """The number of answers with one value: an option's id, a rating, ``true`` or ``false``."""

    id: str
    count: int


class QuestionResultsBody(Response, frozen=True, kw_only=True):
    """The results of a question: the members that answered, and the answers by value; texts are not counted."""

    id: str
    answered: int
    options: tuple[OptionCountBody, ...]


class PollViewBody(Response, frozen=True, kw_only=True):
    """A poll as one member sees it: their answers by question, and the results while they are shown. Without ``mine``
    the member's answers are those that the page knows."""

    item: ItemId
    state: PollState
    mine: dict[str, str | int | bool | list[str]] | UnsetType = UNSET
    results: tuple[QuestionResultsBody, ...] | UnsetType = UNSET


class NamedOptionCountBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """The number of answers with one value; ``text`` is that of an option."""

    id: str
    text: str | UnsetType = UNSET
    count: int


class NamedQuestionResultsBody(Response, frozen=True, kw_only=True):
    """The results of a question with its text."""

    id: str
    text: str
    type: PollQuestionType
    answered: int
    options: tuple[NamedOptionCountBody, ...]


class PollResultsBody(Response, frozen=True, kw_only=True):
    """The results of a poll or survey in one mode: during the event, or in the replay."""

    item: ItemId
    kind: Literal["poll", "survey"]
    title: str | None
    mode: UseMode
    questions: tuple[NamedQuestionResultsBody, ...]


class PollsBody(Response, frozen=True, kw_only=True):
    """The results of all polls and surveys of a webinar."""

    items: tuple[PollResultsBody, ...]


class ClicksOfItemBody(Response, frozen=True, kw_only=True):
    """The members that saw, clicked and closed an overlay in one mode."""

    item: ItemId
    kind: str
    title: str | None
    mode: UseMode
    seen: int
    clicked: int
    closed: int


class ClicksBody(Response, frozen=True, kw_only=True):
    """The uses of all overlays of a webinar."""

    items: tuple[ClicksOfItemBody, ...]


def _options(results: QuestionResults) -> tuple[OptionCountBody, ...]:
    return tuple(OptionCountBody(id=key, count=count) for key, count in results.counts.items())


def _named_options(results: QuestionResults) -> tuple[NamedOptionCountBody, ...]:
    texts = {option.id: option.text for option in results.question.options}
    return tuple(
        NamedOptionCountBody(id=key, text=texts.get(key, UNSET), count=count)
        for key, count in results.counts.items()
    )


def poll_view_body(view: PollView) -> PollViewBody:
    """Return a poll for a member."""
    mine: dict[str, Value] | UnsetType = UNSET if view.mine is None else dict(view.mine)
    return PollViewBody(
        item=view.item.id,
        state=view.state,
        mine=mine,
        results=UNSET
        if view.results is None
        else tuple(
            QuestionResultsBody(id=each.question.id, answered=each.answered, options=_options(each))
            for each in view.results
        ),
    )


def poll_results_body(results: PollResults) -> PollResultsBody:
    """Return a poll's results for operators."""
    return PollResultsBody(
        item=results.item.id,
        kind="poll" if results.item.__struct_config__.tag == "poll" else "survey",
        title=results.item.title,
        mode=results.mode,
        questions=tuple(
            NamedQuestionResultsBody(
                id=each.question.id,
                text=each.question.text,
                type=each.question.type,
                answered=each.answered,
                options=_named_options(each),
            )
            for each in results.questions
        ),
    )
