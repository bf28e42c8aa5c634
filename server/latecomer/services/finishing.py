"""Finishing: the event is over, by request or by the clock, and everybody's status follows.

Source: docs/domain.md, Facts and statuses.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from latecomer.core.ids import Instant, WebinarId
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.services.settling import Settling
from latecomer.store.postgres.pool import Pool

Drain: TypeAlias = Callable[[WebinarId], Awaitable[None]]
"""Brings what the ledger knows of a webinar's members (views above all) into facts before they are settled."""

WebinarChanged: TypeAlias = Callable[[Webinar], Awaitable[None]]
"""Called after a commit that changed a webinar. It may fail: what is not carded is swept."""


class Finishing:
    """Records finishes and settles until nobody is due."""

    def __init__(self, pool: Pool, settling: Settling, drain: Drain, changed: WebinarChanged) -> None: ...

    async def finish(self, webinar_id: WebinarId, now: Instant) -> Mapping[Status, int]:
        """Finish a webinar by request; before ``ends_at`` that also moves ``ends_at`` to now.

        Returns: members per status, all ten, once everybody is settled.
        Raises: Refused unknown_webinar (404), event_not_started (409: now is not after ``starts_at``).
        """
        raise NotImplementedError

    async def finish_due(self, now: Instant) -> list[WebinarId]:
        """Record every automatic finish whose time (``ends_at + finish_grace_s``) has come, with that nominal time.

        Each happens exactly once, however many workers ask. Returns: the webinars that this call finished.
        """
        raise NotImplementedError
