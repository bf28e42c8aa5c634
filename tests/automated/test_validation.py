from pathlib import Path
from typing import Literal
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace

from latecomer.automated.rules.rundown import (
    AnyItem,
    Handout,
    ItemId,
    Option,
    PollQuestionType,
    Question,
    Results,
    Survey,
    TakeOver,
    TakeOverTo,
)
from latecomer.automated.rules.validation import check
from latecomer.media.rules.assets import Asset, AssetId, AssetKind, AssetState
from tests.automated.builders import (
    ASSETS,
    CHOICE,
    FILM,
    PAPER,
    PICTURE,
    YES_NO,
    button,
    deck,
    film,
    notice,
    picture,
    poll,
)


def codes(*items: AnyItem, kept: frozenset[ItemId] = frozenset()) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in check(items, ASSETS, kept)]


def question(**fields: object) -> AnyItem:
    return poll("p", 0, 10, questions=(replace(CHOICE, **fields),))


def test_a_good_rundown_has_no_problem() -> None:
    assert (
        codes(film("v", 0, 60), deck("d", 60, 9), button("b", 30, 60), poll("p", 0, 10, closes_ms=5_000))
        == []
    )


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        (film("v", -0.001, 5), ("/items/0/start_ms", "negative_start")),
        (film("v", 0, 0.999), ("/items/0/duration_ms", "too_short")),
        (film("v", 0, 43_200.001), ("/items/0/duration_ms", "too_long")),
        (film("v", 43_199.5, 1), ("/items/0/duration_ms", "too_long")),
        (film("v", 10**15, 1), ("/items/0/duration_ms", "too_long")),
        (film("v", 0, 5, asset_id=AssetId(UUID(int=99))), ("/items/0/asset_id", "asset_not_ready")),
        (film("v", 0, 5, asset_id=PICTURE), ("/items/0/kind", "wrong_kind")),
        (film("v", 0, 5, media_from_ms=-1), ("/items/0/media_from_ms", "beyond_media")),
        (film("v", 0, 5, media_from_ms=60_000), ("/items/0/media_from_ms", "beyond_media")),
        (deck("d", 0, 9, page_ms=(3_000, 3_000)), ("/items/0/page_ms", "wrong_pages")),
        (deck("d", 0, 9, page_ms=(3_000, 3_000, 3_001)), ("/items/0/page_ms", "wrong_pages")),
        (deck("d", 0, 9, page_ms=(9_000, 0, 0)), ("/items/0/page_ms", "wrong_pages")),
        (button("b", 0, 5, url="http://example.com"), ("/items/0/url", "https_only")),
        (button("b", 0, 5, url="javascript:alert(1)"), ("/items/0/url", "https_only")),
        (poll("p", 0, 10, closes_ms=0), ("/items/0/closes_ms", "wrong_cue")),
        (poll("p", 0, 10, closes_ms=10_001), ("/items/0/closes_ms", "wrong_cue")),
        (poll("p", 0, 10, closes_ms=5_000, published_ms=4_999), ("/items/0/published_ms", "wrong_cue")),
        (poll("p", 0, 10, published_ms=10_001), ("/items/0/published_ms", "wrong_cue")),
        (poll("p", 0, 10, questions=(YES_NO, YES_NO)), ("/items/0/questions", "duplicate_id")),
        (question(options=()), ("/items/0/questions/0/options", "wrong_question")),
        (question(options=(Option(id="a", text="A"),) * 2), ("/items/0/questions/0/options", "duplicate_id")),
        (question(type=PollQuestionType.YES_NO), ("/items/0/questions/0/options", "wrong_question")),
        (question(type=PollQuestionType.SEVERAL, min=3), ("/items/0/questions/0/min", "wrong_question")),
        (question(type=PollQuestionType.SEVERAL, max=0), ("/items/0/questions/0/min", "wrong_question")),
        (
            question(type=PollQuestionType.RATING, options=(), min=5),
            ("/items/0/questions/0/min", "wrong_question"),
        ),
        (
            question(type=PollQuestionType.RATING, options=(), max=11),
            ("/items/0/questions/0/min", "wrong_question"),
        ),
    ],
)
def test_a_bad_item_is_named(item: AnyItem, problem: tuple[str, str]) -> None:
    assert codes(item) == [problem]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://example.com/a?b=c#d", None),
        ("HTTPS://Example.com/", None),
        ("https://münchen.example/", None),
        ("http://example.com/", "https_only"),
        ("javascript:alert(1)", "https_only"),
        ("https://", "invalid_url"),
        ("https:///x", "invalid_url"),
        ("https://ex ample/", "invalid_url"),
        ("https://example.com:99999/", "invalid_url"),
        ("https://example.com/\u202e", "invalid_url"),
    ],
)
def test_a_button_leads_to_an_address_that_can_be_opened(url: str, code: str | None) -> None:
    problems = check([button("b", 0, 5, url=url)], ASSETS)
    assert [(each.field, each.code) for each in problems] == ([("/items/0/url", code)] if code else [])


@pytest.mark.parametrize("blank", [" ", "\n", "\u200b", "\u202e\u2060", "\u200d"])
def test_a_text_that_shows_nothing_is_named(blank: str) -> None:
    question = Question(id="q", type=PollQuestionType.YES_NO, text=blank)
    items: list[AnyItem] = [
        button("b", 0, 5, button=blank),
        button("c", 0, 5, text=blank),
        poll("p", 0, 5, questions=(question,)),
    ]
    assert [(each.field, each.code) for each in check(items, ASSETS)] == [
        ("/items/0/button", "missing_field"),
        ("/items/1/text", "missing_field"),
        ("/items/2/questions/0/text", "missing_field"),
    ]


def test_a_survey_shows_no_results() -> None:
    survey = Survey(
        id=ItemId("s"), start_ms=0, duration_ms=5_000, questions=(YES_NO,), results=Results.ALWAYS
    )
    assert codes(survey) == [("/items/0/results", "wrong_results")]


@pytest.mark.parametrize("state", [state for state in AssetState if state is not AssetState.READY])
def test_an_asset_that_is_not_ready_is_named(state: AssetState) -> None:
    assets = {FILM: Asset(kind=AssetKind.VIDEO, state=state, duration_ms=60_000)}
    problems = check([film("v", 0, 5)], assets)
    assert [(problem.field, problem.code) for problem in problems] == [
        ("/items/0/asset_id", "asset_not_ready")
    ]


def test_what_was_saved_before_stays_valid_when_its_asset_has_failed() -> None:
    assert check([film("v", 0, 5)], {}, frozenset({ItemId("v")})) == ()


def test_any_file_can_be_handed_out() -> None:
    for asset in (PAPER, PICTURE):
        assert codes(Handout(id=ItemId("h"), start_ms=0, duration_ms=5_000, asset_id=asset)) == []


def test_stage_items_that_overlap_by_a_millisecond_are_named() -> None:
    assert codes(film("b", 5, 5), film("a", 0, 5.001)) == [("/items/0/start_ms", "overlap")]
    assert codes(film("b", 5, 5), film("a", 0, 5)) == []
    assert codes(film("a", 0, 20), film("b", 1, 1), film("c", 10, 1)) == [
        ("/items/1/start_ms", "overlap"),
        ("/items/2/start_ms", "overlap"),
    ]


def test_what_lies_under_a_take_over_that_goes_on_is_no_overlap() -> None:
    take_over = TakeOver(id=ItemId("t"), start_ms=1_000, to=TakeOverTo.CHAT, stopped_ms=1_000)
    assert codes(take_over, film("a", 1, 5)) == []


def test_a_fourth_overlay_at_the_same_moment_is_named() -> None:
    three = [button("a", 0, 10), button("b", 2, 10), button("c", 4, 10)]
    assert codes(*three, button("d", 9.999, 10)) == [("/items/3/start_ms", "too_many_at_once")]
    assert codes(*three, button("d", 10, 10)) == []


def test_501_items_are_refused_as_one_problem() -> None:
    items = [film(f"v{n}", n, 1) for n in range(501)]
    assert codes(*items) == [("/items", "too_many_items")]
    assert codes(*items[:500]) == []


def test_a_rating_is_from_1_to_5_by_default_and_yes_no_has_no_options() -> None:
    rating = Question(id="r", type=PollQuestionType.RATING, text="How was it?")
    assert codes(poll("p", 0, 5, questions=(rating, YES_NO))) == []


def test_several_choice_may_be_bounded() -> None:
    assert codes(question(type=PollQuestionType.SEVERAL, min=1, max=2)) == []


def test_an_asset_of_the_wrong_kind_is_told_once() -> None:
    assert codes(film("v", 0, 5, asset_id=PICTURE, media_from_ms=0)) == [("/items/0/kind", "wrong_kind")]
    assert ASSETS[PICTURE].kind is AssetKind.IMAGE


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Items by kind, start and duration in ms; faults by the place of the item."""

    name: str
    items: list[tuple[Literal["image", "announcement"], int, int]]
    faults: list[tuple[int, str]]


CASES = msgspec.json.decode((Path(__file__).parent / "vectors" / "times.json").read_bytes(), type=list[Case])


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_times_are_judged_as_in_the_editor(case: Case) -> None:
    """``pages/dashboard/rundown/editing.test.ts`` is held to the same vectors."""
    items: list[AnyItem] = []
    for n, (kind, start_ms, duration_ms) in enumerate(case.items):
        make = picture if kind == "image" else notice
        items.append(make(f"i{n}", start_ms / 1_000, duration_ms / 1_000))
    found = [(int(pointer.split("/")[2]), code) for pointer, code in codes(*items)]
    assert found == case.faults
