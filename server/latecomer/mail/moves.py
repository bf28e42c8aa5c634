"""Moves: that the times of a webinar were changed is noted in the transaction that changes them.

Source: docs/mail.md, Which mails there are
"""

from __future__ import annotations

from latecomer.core.ids import Instant
from latecomer.core.webinar import Webinar
from latecomer.mail.queries import plans
from latecomer.postgres.pool import Conn


async def note(conn: Conn, old: Webinar, new: Webinar, now: Instant) -> None:
    """Note the times that people know. A finish moves the end as well, but is no move."""
    moved = (old.starts_at, old.ends_at) != (new.starts_at, new.ends_at)
    if moved and new.finished_at is None:
        await plans.moved(conn, new.id, old.starts_at, old.ends_at, now)
