"""The reports of a stream, decided from its seed."""

import itertools
import random
from dataclasses import replace
from typing import Any, Final

from tests.faults.plans import Saying, Speech, VendorPlan, WebinarPlan, Word
from tests.faults.vendor_history import about, lasts_ms

CLOCK_MS: Final = 1_000.0
"""The reading of a viewer's clock at its hello."""
_PLAYS_MS: Final = 9_000
"""The duration of a viewer's playback, reported at once: nothing counts that lies more than 10 s after its reading."""
_REGISTERING: Final = (Word.REGISTERED, Word.PENDING, Word.DENIED, Word.CANCELLED)
_ATTENDING: Final = (Word.JOINED, Word.LEFT)


def vendor_plans(rng: random.Random, webinar: WebinarPlan, events: int) -> list[VendorPlan]:
    """Zoom tells of one half of the people, somebody else of the other."""
    people = len(webinar.statuses) + webinar.outsiders
    sayings: dict[Speech, list[Saying]] = {Speech.ZOOM: [], Speech.STANDARD: []}
    for speech, own in sayings.items():
        for session in range(2):
            own.append(
                Saying(at_s=0.0, word=Word.ENDED, moment_ms=lasts_ms(webinar) + 1000 * session, row=session)
            )
        everybody = range(list(Speech).index(speech), people, 2)
        known: set[int] = set()
        for nth, person in enumerate(itertools.cycle(everybody)):
            if len(own) >= events // 2:
                break
            # Every third one registers, and never comes; whoever comes has further stays in every round.
            kinds = _REGISTERING if person % 3 == 0 else tuple(Word)
            kinds = kinds if nth < len(everybody) else _ATTENDING if person % 3 else ()
            for each in about(rng, webinar, person):
                if each.word in kinds and len(own) < events // 2:
                    known |= {person} if each.word in _REGISTERING else set()
                    own.append(replace(each, by_id=each.by_id and person in known))
    return [
        VendorPlan(webinar=0, speech=speech, finishes=True, binds_s=0.0, pauses_s=None, sayings=tuple(own))
        for speech, own in sayings.items()
    ]


def beats_of(rng: random.Random, count: int) -> list[list[Any]]:
    """The segments of each heartbeat: pieces of up to half a second, some of which overlap others."""
    beats = []
    for _ in range(count):
        segments = []
        for _ in range(rng.choice((1, 1, 2))):
            begin = CLOCK_MS + rng.uniform(0, _PLAYS_MS - 600)
            length = rng.uniform(20, 500)
            media = rng.uniform(0, 85)
            segments.append(
                [begin, begin + length, media, media + length / 1000 * rng.choice((1, 1, 1.5, 2))]
            )
        beats.append(segments)
    return beats
