"""The comparison of published watched days: each is published once its day has been quiet for half an hour, and equals
the watched time.

Source: docs/vendors.md, What Latecomer sends
"""

from collections.abc import Iterator, Sequence
from typing import Any

import asyncpg

from tests.faults.seen import Seen


class Days:
    """The days of some webinars."""

    def __init__(self, database: asyncpg.Connection, webinars: Sequence[str]) -> None:
        self._database = database
        self._webinars = list(webinars)

    async def pass_by(self) -> None:
        """Half an hour in which nobody watches."""
        await self._database.execute(
            "UPDATE watched_days SET grown_at = grown_at - interval '31 minutes' WHERE watched_ms <> told_ms"
            " AND member_id IN (SELECT id FROM members WHERE webinar_id = ANY ($1::uuid[]))",
            self._webinars,
        )

    def differences(self, seen: Seen) -> Iterator[str]:
        """Return the days that were published and not watched, or the other way round."""
        told: dict[str, dict[tuple[str, str], Any]] = {}
        for _, (kind, data) in sorted(seen.outbox.items(), key=lambda each: each[1][1].get("revision", 0)):
            if kind == "member.watched":
                told.setdefault(data["member_id"], {})[data["mode"], data["day"]] = data
        for member in seen.members.values():
            for mode, watched in (("live", member.live), ("on_demand", member.on_demand)):
                days = [data for (of, _), data in told.get(member.id, {}).items() if of == mode]
                total_ms = sum(round(data["watched_s"] * 1000) for data in days)
                if total_ms != watched.length:
                    yield f"{member.email} watched {watched.length} ms {mode}, others were told of {total_ms}"
