"""The state of a run: one member's way through a campaign."""

from enum import StrEnum


class RunState(StrEnum):
    """The progress of a run."""

    NEW = "new"
    """The filter has not been judged yet."""
    WAITING = "waiting"
    HELD = "held"
    """The cause came while the campaign was paused."""
    DONE = "done"
    SKIPPED = "skipped"
    STOPPED = "stopped"
    FAILED = "failed"
