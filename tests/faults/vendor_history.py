"""The vendors' reports of a history: registrations, arrivals and departures, the end; out of order and more than once.

Registrations of members whom operators know come from before the history, so that operators have the last word.
"""

import random
from collections.abc import Iterator, Sequence
from typing import Final

from tests.faults.plans import LASTS_S, Saying, Scene, Speech, VendorPlan, WebinarPlan, Word

HOUR_MS: Final = 3_600_000
SESSIONS: Final = 2
"""Occurrences that a vendor knows of a webinar; rows belong to them in turn."""
_MOST_ROWS: Final = 3


def lasts_ms(webinar: WebinarPlan) -> int:
    """Return the planned length of the event."""
    match webinar.scene:
        case Scene.ENDED | Scene.CLOSING:
            return 24 * HOUR_MS
        case Scene.ENDING:
            return 5_000 + round(webinar.turns_s * 1000)
        case Scene.CUT_SHORT:
            return 4_000 + 10 * 60_000


def vendors_of(rng: random.Random, webinars: Sequence[WebinarPlan]) -> tuple[VendorPlan, ...]:
    """The vendors of a history: none, one or two for each webinar."""
    plans = []
    for index, webinar in enumerate(webinars):
        speeches = rng.choices(((), (Speech.ZOOM,), (Speech.STANDARD,), tuple(Speech)), weights=(1, 3, 3, 1))[
            0
        ]
        for speech in speeches:
            paused_s = rng.uniform(0.0, 8.0)
            plans.append(
                VendorPlan(
                    webinar=index,
                    speech=speech,
                    finishes=rng.random() < 0.7,
                    binds_s=0.0 if rng.random() < 0.7 else rng.uniform(2.0, LASTS_S),
                    pauses_s=(paused_s, paused_s + rng.uniform(0.5, 6.0)) if rng.random() < 0.4 else None,
                    sayings=tuple(sorted(_sayings(rng, webinar), key=lambda saying: saying.at_s)),
                )
            )
    return tuple(plans)


def _sayings(rng: random.Random, webinar: WebinarPlan) -> Iterator[Saying]:
    members = len(webinar.statuses)
    for person in range(members + webinar.outsiders):
        if person >= members or not webinar.statuses[person] or rng.random() < 0.35:
            yield from about(rng, webinar, person)
    for session in range(SESSIONS):
        if rng.random() < 0.45:
            yield _said(rng, Word.ENDED, _end_ms(rng, webinar), row=session)
    for word in (Word.NOISE, Word.TORN, Word.FORGED):
        if rng.random() < 0.6:
            yield _said(rng, word, rng.randrange(1, lasts_ms(webinar)))


def about(rng: random.Random, webinar: WebinarPlan, person: int) -> Iterator[Saying]:
    """Return a vendor's data about one person."""
    outsider = person >= len(webinar.statuses)
    spread_ms = lasts_ms(webinar)
    registers = outsider or rng.random() < 0.6
    if registers:
        words = rng.choices(
            (
                (Word.REGISTERED,),
                (Word.PENDING, Word.REGISTERED),
                (Word.PENDING,),
                (Word.PENDING, Word.DENIED),
                (Word.DENIED,),
            ),
            weights=(10, 3, 1, 1, 1),
        )[0]
        first_ms = -rng.randrange(HOUR_MS, 200 * HOUR_MS)
        for nth, word in enumerate(words):
            yield _said(rng, word, first_ms + nth * rng.randrange(60_000, 600_000), person)
        # Whoever has tabs stays in the program, so that all they report can be acknowledged.
        if rng.random() < 0.2 and (outsider or not webinar.removes):
            yield _said(rng, Word.CANCELLED, first_ms + rng.randrange(1, HOUR_MS), person)
        if outsider and rng.random() < 0.1:
            yield _said(rng, Word.REGISTERED, first_ms + rng.randrange(HOUR_MS, 2 * HOUR_MS), person)
    for row in range(rng.choices(range(_MOST_ROWS + 1), weights=(5, 6, 3, 1))[0]):
        moments = sorted({rng.randrange(-20_000, spread_ms + 30_000) for _ in range(rng.randint(1, 5))})
        for nth, moment_ms in enumerate(moments):
            word = Word.LEFT if (nth % 2 == 1) ^ (rng.random() < 0.1) else Word.JOINED
            yield _said(rng, word, moment_ms, person, row, by_id=registers and rng.random() < 0.5)


def _end_ms(rng: random.Random, webinar: WebinarPlan) -> int:
    """Return the end of an occurrence; no earlier than planned where the window closes, or it would close at once."""
    planned = lasts_ms(webinar)
    match webinar.scene:
        case Scene.ENDED:
            return planned + rng.randrange(-HOUR_MS, HOUR_MS)
        case Scene.CLOSING:
            return planned + rng.randrange(HOUR_MS)
        case Scene.ENDING:
            return planned + rng.randrange(-3_000, 3_000)
        case Scene.CUT_SHORT:
            return rng.randrange(6_000, 14_000)


def _said(
    rng: random.Random, word: Word, moment_ms: int, person: int = -1, row: int = 0, *, by_id: bool = False
) -> Saying:
    copies = rng.choices((0, 1, 2), weights=(5, 4, 1))[0]
    return Saying(
        at_s=rng.uniform(0.0, LASTS_S - 1.0),
        word=word,
        moment_ms=moment_ms,
        person=person,
        row=row,
        by_id=by_id,
        copies_s=tuple(rng.choice((0.0, rng.uniform(0.0, 5.0))) for _ in range(copies)),
    )
