"""Items of a rundown for tests, with the fields that a test does not care about filled in."""

from typing import Any
from uuid import UUID

from latecomer.automated.rules.rundown import (
    Announcement,
    CallToAction,
    Image,
    ItemId,
    Option,
    Poll,
    PollQuestionType,
    Question,
    Slides,
    Video,
)
from latecomer.media.rules.assets import Asset, AssetId, AssetKind, AssetState

SECOND = 1_000
FILM = AssetId(UUID(int=1))
DECK = AssetId(UUID(int=2))
PICTURE = AssetId(UUID(int=3))
PAPER = AssetId(UUID(int=4))

ASSETS = {
    FILM: Asset(
        kind=AssetKind.VIDEO, state=AssetState.READY, name="Film", duration_ms=60_000, has_captions=True
    ),
    DECK: Asset(kind=AssetKind.SLIDES, state=AssetState.READY, name="Deck", pages=3),
    PICTURE: Asset(kind=AssetKind.IMAGE, state=AssetState.READY, name="Picture"),
    PAPER: Asset(kind=AssetKind.FILE, state=AssetState.READY, name="Paper"),
}
YES_NO = Question(id="ready", type=PollQuestionType.YES_NO, text="Ready?")
CHOICE = Question(
    id="which",
    type=PollQuestionType.SINGLE,
    text="Which?",
    options=(Option(id="a", text="A"), Option(id="b", text="B")),
)


def film(item_id: str, start_s: float, duration_s: float, **fields: Any) -> Video:
    return Video(
        id=ItemId(item_id),
        start_ms=round(start_s * SECOND),
        duration_ms=round(duration_s * SECOND),
        **{"asset_id": FILM, "asset_ms": 60_000, **fields},
    )


def picture(item_id: str, start_s: float, duration_s: float, **fields: Any) -> Image:
    return Image(
        id=ItemId(item_id),
        start_ms=round(start_s * SECOND),
        duration_ms=round(duration_s * SECOND),
        **{"asset_id": PICTURE, **fields},
    )


def deck(item_id: str, start_s: float, duration_s: float, **fields: Any) -> Slides:
    return Slides(
        id=ItemId(item_id),
        start_ms=round(start_s * SECOND),
        duration_ms=round(duration_s * SECOND),
        **{"asset_id": DECK, "pages": 3, **fields},
    )


def button(item_id: str, start_s: float, duration_s: float, **fields: Any) -> CallToAction:
    return CallToAction(
        id=ItemId(item_id),
        start_ms=round(start_s * SECOND),
        duration_ms=round(duration_s * SECOND),
        **{"text": "Try it", "button": "Go", "url": "https://example.com/", **fields},
    )


def notice(item_id: str, start_s: float, duration_s: float) -> Announcement:
    return Announcement(
        id=ItemId(item_id),
        start_ms=round(start_s * SECOND),
        duration_ms=round(duration_s * SECOND),
        text="Hello",
    )


def poll(item_id: str, start_s: float, duration_s: float, **fields: Any) -> Poll:
    return Poll(
        id=ItemId(item_id),
        start_ms=round(start_s * SECOND),
        duration_ms=round(duration_s * SECOND),
        **{"questions": (CHOICE,), **fields},
    )
