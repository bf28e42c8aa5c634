"""What somebody who enters the room is told."""

from dataclasses import dataclass

from latecomer.automated.rules.on_air import OnAir
from latecomer.automated.rules.replay import Replay
from latecomer.core.webinar import Webinar


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody who enters the room is told: a grant, and what is on air; ``replay`` after the end."""

    webinar: Webinar
    grant: str
    on_air: OnAir
    replay: Replay | None
