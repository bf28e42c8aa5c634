"""The data that a viewer receives on entering the room."""

from dataclasses import dataclass

from latecomer.automated.rules.on_air import OnAir
from latecomer.automated.rules.replay import Replay
from latecomer.automated.rules.rundown import Rundown
from latecomer.core.ids import MemberId
from latecomer.core.webinar import Webinar


@dataclass(frozen=True, slots=True)
class Admitted:
    """A viewer who may enter, by the join link's ``serial``, with a grant for the media."""

    webinar: Webinar
    member: MemberId
    serial: int
    rundown: Rundown
    grant: str


@dataclass(frozen=True, slots=True)
class Entry:
    """The data that a viewer receives on entering the room: a grant, and the items on air; ``replay`` after the end."""

    webinar: Webinar
    member: MemberId
    rundown: Rundown
    grant: str
    on_air: OnAir
    replay: Replay | None
