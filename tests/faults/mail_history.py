"""Histories of mail: where each of a seed's faults hits.

Source: docs/mail.md, Nothing lost and nothing twice
"""

import itertools
import random
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tests.mail.relay import Step


class Harm(StrEnum):
    """The harm that is done when a conversation reaches a step."""

    KILL_WORKER = "kill_worker"
    """The one whose conversation it is."""
    KILL_WORKERS = "kill_workers"
    CUT = "cut"
    """Every connection to the relay breaks."""
    KILL_RELAY = "kill_relay"
    """It is gone, and comes back a moment later."""


@dataclass(frozen=True, slots=True)
class Trap:
    """At the ``nth`` time that a conversation reaches a step, harm is done. Without a step: after ``after_s``."""

    step: Step | None
    harm: Harm
    nth: int = 1
    after_s: float = 0.0


_ALL: Final = tuple(itertools.product((*Step, None), Harm))
_EACH: Final = 4


@dataclass(frozen=True, slots=True)
class MailHistory:
    """``people``: how many register before each trap is set. ``reminders``: the trap before which reminders are due."""

    seed: int
    traps: tuple[Trap, ...]
    people: int
    reminders: int


def mail_history_of(seed: int) -> MailHistory:
    """Return what happens under this seed. Ten seeds that follow each other have each harm at each step."""
    chance = random.Random(f"mail {seed}")
    first = seed * _EACH
    chosen = [_ALL[(first + nth) * 7 % len(_ALL)] for nth in range(_EACH)]
    chance.shuffle(chosen)
    traps = tuple(
        Trap(
            step,
            harm,
            nth=1 if step is Step.CONNECTED else chance.randint(1, 2),
            after_s=chance.uniform(0, 0.15),
        )
        for step, harm in chosen
    )
    return MailHistory(seed, traps, people=chance.randint(3, 6), reminders=chance.randrange(1, _EACH))
