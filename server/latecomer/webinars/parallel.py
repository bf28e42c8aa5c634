"""The limit on events at the same time, checked under one lock by everything that plans an event.

Source: docs/automated.md, Events at the same time
"""

from __future__ import annotations

from typing import Final

from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.core.timestamps import to_text
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Conn
from latecomer.webinars import queries as webinars
from latecomer.webinars.rules.parallel import PlannedEvent, in_the_way

_LOCK: Final = 0x4C43_5041_5241


class ParallelEvents:
    """The events that this installation runs at the same time; ``most`` None: no limit."""

    def __init__(self, most: int | None = None) -> None:
        self.most = most

    async def check(self, conn: Conn, webinar: Webinar, was: Webinar | None, now: Instant) -> None:
        """Refuse times for an event at which too many others are planned.

        The lock is held until the transaction ends, so that two changes never take the same place. An event that is
        over, or only becomes shorter, is never refused. Raises: Refused another_event_running.
        """
        if self.most is None or webinar.ends_at <= now or webinar.cancelled_at is not None:
            return
        if (
            was is not None
            and was.cancelled_at is None
            and was.starts_at <= webinar.starts_at
            and webinar.ends_at <= was.ends_at
        ):
            return
        await conn.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        other = await self.find(conn, webinar)
        if other is not None:
            raise Refused(
                "another_event_running",
                f"“{other.name}” runs from {to_text(other.starts_at)} to {to_text(other.ends_at)}: "
                "choose another time.",
                values={"name": other.name},
            )

    async def find(self, conn: Conn, webinar: Webinar) -> PlannedEvent | None:
        """Return the event that fills the last place during a webinar; None while there is a place."""
        if self.most is None:
            return None
        others = await webinars.planned(conn, webinar.starts_at, webinar.ends_at, webinar.id)
        event = PlannedEvent(webinar.name, webinar.starts_at, webinar.ends_at)
        return in_the_way(event, others, self.most)
