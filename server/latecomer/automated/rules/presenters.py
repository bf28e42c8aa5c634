"""Hosts and presenters: persons with a link of their own kind, without membership."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

from latecomer.core.ids import Instant, WebinarId

PresenterId = NewType("PresenterId", UUID)


class Role(StrEnum):
    """The rights of a presenter's link: a host may do everything, a presenter everything but end and invite."""

    HOST = "host"
    PRESENTER = "presenter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Presenter:
    """A host or presenter; ``serial`` is that of the valid link, ``seen_at`` the last time with an open console."""

    id: PresenterId
    webinar: WebinarId
    email: str
    name: str
    role: Role
    serial: int
    created_at: Instant
    seen_at: Instant | None = None
