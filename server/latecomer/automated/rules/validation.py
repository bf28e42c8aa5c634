"""The checks of a rundown before it is saved: every problem with the JSON Pointer of its item.

Source: docs/automated.md, The rundown
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias, assert_never

from latecomer.automated.rules.rundown import (
    OVERLAY,
    STAGE,
    Announcement,
    AnyItem,
    Audio,
    CallToAction,
    Handout,
    Image,
    ItemId,
    Poll,
    PollQuestionType,
    Question,
    QuestionsItem,
    Results,
    Slides,
    Survey,
    TakeOver,
    Video,
    end_ms,
)
from latecomer.core.errors import FieldError
from latecomer.core.plain_text import plain_text
from latecomer.media.rules.assets import Asset, AssetId, AssetKind, AssetState
from latecomer.webinars.rules.validation import is_url

MIN_ITEM_MS: Final = 1_000
MAX_PROGRAMME_MS: Final = 12 * 60 * 60 * 1_000
MAX_ITEMS: Final = 500
MAX_OVERLAYS_AT_ONCE: Final = 3
MAX_PAGES: Final = 200
RATINGS: Final = range(11)


Assets: TypeAlias = Mapping[AssetId, Asset]

_ASSET_KINDS: Final[Mapping[type, AssetKind]] = {
    Video: AssetKind.VIDEO,
    Audio: AssetKind.AUDIO,
    Image: AssetKind.IMAGE,
    Slides: AssetKind.SLIDES,
}


def check(
    items: Sequence[AnyItem], assets: Assets, kept: frozenset[ItemId] = frozenset()
) -> tuple[FieldError, ...]:
    """Return the errors of ``items``, in their order; nothing when they may be saved.

    Args:
        items: as they would be saved; take overs are created by the server and are not checked.
        assets: every asset that the items name, if it exists.
        kept: ids of items that are unchanged since the version before; an unchanged item stays valid even if its
            asset has failed since, or a take over cut it short.
    """
    if len(items) > MAX_ITEMS:
        return (FieldError("/items", "too_many_items", f"A rundown has at most {MAX_ITEMS} items."),)
    return (
        *(
            problem
            for n, item in enumerate(items)
            if item.id not in kept and not isinstance(item, TakeOver)
            for problem in _item(f"/items/{n}", item, assets)
        ),
        *_overlaps(items, kept),
        *_too_many_at_once(items),
    )


def _item(at: str, item: AnyItem, assets: Assets) -> Iterator[FieldError]:
    yield from _times(at, item)
    yield from _texts(at, item)
    match item:
        case Video() | Audio() | Image() | Slides():
            yield from _media(at, item, assets)
        case Handout():
            yield from _asset(at, item.asset_id, None, assets)
        case Poll() | Survey():
            yield from _questions(at, item)
        case CallToAction():
            yield from _address(f"{at}/url", item.url)
        case _:
            pass


def _texts(at: str, item: AnyItem) -> Iterator[FieldError]:
    """Yield the texts in which nothing can be seen."""
    texts: dict[str, str] = {}
    if isinstance(item, (CallToAction, Announcement)):
        texts["text"] = item.text
    if isinstance(item, CallToAction):
        texts["button"] = item.button
    if isinstance(item, (Poll, Survey)):
        for q, question in enumerate(item.questions):
            texts[f"questions/{q}/text"] = question.text
            for o, option in enumerate(question.options):
                texts[f"questions/{q}/options/{o}/text"] = option.text
    for place, text in texts.items():
        if not plain_text(text):
            yield FieldError(f"{at}/{place}", "missing_field", "Write something that can be read.")


def _address(at: str, url: str) -> Iterator[FieldError]:
    if not url.lower().startswith("https://"):
        yield FieldError(at, "https_only", "The address of a button must begin with https://.")
    elif not is_url(url) or plain_text(url) != url:
        yield FieldError(at, "invalid_url", "This address opens nothing: write it as https://example.com/.")


def _times(at: str, item: AnyItem) -> Iterator[FieldError]:
    if item.start_ms < 0:
        yield FieldError(f"{at}/start_ms", "negative_start", "An item must begin at 0 or later.")
    duration_ms = item.duration_ms
    if duration_ms is None:
        return
    if duration_ms < MIN_ITEM_MS:
        yield FieldError(f"{at}/duration_ms", "too_short", "An item must last at least 1000 ms.")
    if duration_ms > MAX_PROGRAMME_MS or end_ms(item) > MAX_PROGRAMME_MS:
        yield FieldError(
            f"{at}/duration_ms", "too_long", "A rundown must end at most 12 hours after its start."
        )


def _asset(at: str, asset_id: AssetId, kind: AssetKind | None, assets: Assets) -> Iterator[FieldError]:
    asset = assets.get(asset_id)
    if asset is None:
        yield FieldError(
            f"{at}/asset_id", "asset_not_ready", "There is no file with this id in the media library."
        )
    elif asset.state is not AssetState.READY:
        yield FieldError(
            f"{at}/asset_id", "asset_not_ready", f"This file is {asset.state}; wait until it is ready."
        )
    elif kind is not None and asset.kind is not kind:
        yield FieldError(f"{at}/kind", "wrong_kind", f"This file is of the kind {asset.kind}, not {kind}.")


def _media(at: str, item: Video | Audio | Image | Slides, assets: Assets) -> Iterator[FieldError]:
    problems = tuple(_asset(at, item.asset_id, _ASSET_KINDS[type(item)], assets))
    yield from problems
    if item.media_from_ms < 0:
        yield FieldError(f"{at}/media_from_ms", "beyond_media", "Media must begin at 0 or later.")
    if isinstance(item, (Video, Audio)) and not problems and item.media_from_ms >= item.asset_ms:
        yield FieldError(
            f"{at}/media_from_ms",
            "beyond_media",
            f"The file is only {item.asset_ms} ms long: begin before its end.",
        )
    if isinstance(item, Slides) and item.page_ms is not None:
        whole_ms = item.media_from_ms + item.duration_ms
        if (
            len(item.page_ms) != item.pages
            or min(item.page_ms, default=0) < 1
            or sum(item.page_ms) != whole_ms
        ):
            yield FieldError(
                f"{at}/page_ms",
                "wrong_pages",
                f"Give one time above 0 for each of the {item.pages} pages; together they last {whole_ms} ms.",
            )


def _questions(at: str, item: QuestionsItem) -> Iterator[FieldError]:
    closes_ms, published_ms = item.closes_ms, item.published_ms
    if closes_ms is not None and not 0 < closes_ms <= item.duration_ms:
        yield FieldError(
            f"{at}/closes_ms", "wrong_cue", "A poll must close after it opens, while it is shown."
        )
    if published_ms is not None and not (closes_ms or 1) <= published_ms <= item.duration_ms:
        yield FieldError(
            f"{at}/published_ms",
            "wrong_cue",
            "Results must be published after the poll closes, while it is shown.",
        )
    if isinstance(item, Survey) and item.results is not Results.NEVER:
        yield FieldError(
            f"{at}/results", "wrong_results", "The results of a survey are never shown to viewers."
        )
    if len({question.id for question in item.questions}) < len(item.questions):
        yield FieldError(f"{at}/questions", "duplicate_id", "Each question needs an id of its own.")
    for n, question in enumerate(item.questions):
        yield from _question(f"{at}/questions/{n}", question)


def _question(at: str, question: Question) -> Iterator[FieldError]:
    options = question.options
    match question.type:
        case PollQuestionType.SINGLE | PollQuestionType.SEVERAL:
            if len(options) < 2:
                yield FieldError(f"{at}/options", "wrong_question", "Give at least two options.")
            if len({option.id for option in options}) < len(options):
                yield FieldError(f"{at}/options", "duplicate_id", "Each option needs an id of its own.")
            if question.type is PollQuestionType.SEVERAL:
                low, high = question.min or 0, len(options) if question.max is None else question.max
                if not 0 <= low <= high <= len(options) or high < 1:
                    yield FieldError(
                        f"{at}/min", "wrong_question", "Let min and max fit the number of options."
                    )
            return
        case PollQuestionType.RATING:
            low, high = rating_bounds(question)
            if low not in RATINGS or high not in RATINGS or low >= high:
                yield FieldError(
                    f"{at}/min",
                    "wrong_question",
                    "A rating must go from a smaller to a larger number, between 0 and 10.",
                )
        case PollQuestionType.YES_NO | PollQuestionType.TEXT | PollQuestionType.LONG_TEXT:
            pass
        case _:
            assert_never(question.type)
    if options:
        yield FieldError(
            f"{at}/options",
            "wrong_question",
            "Only questions with single or several choice can have options.",
        )


def rating_bounds(question: Question) -> tuple[int, int]:
    """Return the smallest and the largest number that answer a rating: 1 to 5 unless the question says otherwise."""
    return 1 if question.min is None else question.min, 5 if question.max is None else question.max


def _overlaps(items: Sequence[AnyItem], kept: frozenset[ItemId]) -> Iterator[FieldError]:
    """Yield the items that overlap. Two unchanged items may overlap: one of them is covered by an open take over."""
    stage = sorted(
        (
            (n, item)
            for n, item in enumerate(items)
            if isinstance(item, STAGE) and item.duration_ms is not None
        ),
        key=lambda pair: (pair[1].start_ms, pair[0]),
    )
    reached_ms, by = -1, ItemId("")
    for n, item in stage:
        if item.start_ms < reached_ms and not (item.id in kept and by in kept):
            yield FieldError(
                f"/items/{n}/start_ms",
                "overlap",
                f"The item before it is on stage until {reached_ms} ms, so this one must begin later.",
            )
        if end_ms(item) > reached_ms:
            reached_ms, by = end_ms(item), item.id


def _too_many_at_once(items: Iterable[AnyItem]) -> Iterator[FieldError]:
    open_until: list[int] = []
    overlays = sorted(
        ((n, item) for n, item in enumerate(items) if isinstance(item, OVERLAY)),
        key=lambda pair: pair[1].start_ms,
    )
    for n, item in overlays:
        open_until = [until_ms for until_ms in open_until if until_ms > item.start_ms]
        open_until.append(end_ms(item))
        if len(open_until) > MAX_OVERLAYS_AT_ONCE:
            yield FieldError(
                f"/items/{n}/start_ms",
                "too_many_at_once",
                f"At most {MAX_OVERLAYS_AT_ONCE} overlays can be shown at the same time.",
            )
