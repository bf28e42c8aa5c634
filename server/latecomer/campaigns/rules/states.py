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
