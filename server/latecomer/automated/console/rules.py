"""The room as its hosts see it."""

from dataclasses import dataclass

from latecomer.automated.chat.rules import HostNews
from latecomer.automated.overlays.rules import PollResults
from latecomer.automated.rules.on_air import OnAir
from latecomer.automated.rules.presenters import Presenter, PresenterId
from latecomer.automated.rules.rundown import AnyItem, PollState, Rundown
from latecomer.core.ids import Instant
from latecomer.core.webinar import Webinar


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolePoll:
    """A poll or survey, its results, and its state while it is on air."""

    state: PollState | None
    results: PollResults


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleView:
    """The room at ``at``. ``next``: the items to come, soonest first; ``viewers`` and ``watching`` are None while they
    are not known; ``here``: the people whose console is open.
    """

    at: Instant
    webinar: Webinar
    rundown: Rundown
    on_air: OnAir
    next: tuple[AnyItem, ...]
    viewers: int | None
    watching: int | None
    people: tuple[Presenter, ...]
    here: frozenset[PresenterId]
    chat: HostNews
    polls: tuple[ConsolePoll, ...]
