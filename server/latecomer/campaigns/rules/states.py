"""Whether a campaign starts runs, and how far a run is."""

from enum import StrEnum
from typing import NewType
from uuid import UUID

CampaignId = NewType("CampaignId", UUID)
RunId = NewType("RunId", UUID)


class CampaignState(StrEnum):
    """Whether a campaign starts runs."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    """Nothing moves; causes are held."""
    ARCHIVED = "archived"
    """Nothing starts any more; what has begun was stopped or goes on to its end."""


class RunState(StrEnum):
    """How far a run is."""

    NEW = "new"
    """Its filter has not been judged yet."""
    WAITING = "waiting"
    HELD = "held"
    """Its cause came while the campaign was paused."""
    DONE = "done"
    SKIPPED = "skipped"
    STOPPED = "stopped"
    FAILED = "failed"
