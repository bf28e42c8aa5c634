"""The states of campaigns and of their runs."""

from enum import StrEnum
from typing import NewType
from uuid import UUID

CampaignId = NewType("CampaignId", UUID)
RunId = NewType("RunId", UUID)


class CampaignState(StrEnum):
    """The state of a campaign, which decides whether causes start runs."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    """The campaign rests; causes are held."""
    ARCHIVED = "archived"
    """The campaign starts no more runs; runs that have begun were stopped or continue to their end."""


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
