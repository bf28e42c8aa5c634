"""Webinars that were moved, cancelled or reopened: their mails are queued in the transaction that changes the times.

Source: docs/mail.md, Which mails there are
"""

from __future__ import annotations

from latecomer.core.ids import Instant
from latecomer.core.webinar import Webinar
from latecomer.mail.queries import plans
from latecomer.mail.queries import settings as settings_rows
from latecomer.mail.queries.plans import REINSTATED, MailPlan
from latecomer.mail.rules.kinds import MailKind
from latecomer.postgres.pool import Conn


async def note_cancelled(conn: Conn, webinar: Webinar, now: Instant) -> None:
    """Queue the mails that a webinar is cancelled, or that it takes place after all."""
    settings = (await settings_rows.load(conn, [webinar.id]))[webinar.id]
    if settings.enabled:
        kind = MailKind.RESCHEDULED if webinar.cancelled_at is None else MailKind.CANCELLED
        offset_s = REINSTATED if webinar.cancelled_at is None else 0
        plan = MailPlan(webinar=webinar.id, kind=kind, offset_s=offset_s, about_at=now, due_at=now)
        await plans.begin(conn, [plan])


async def note(conn: Conn, old: Webinar, new: Webinar, now: Instant) -> None:
    """Record that the announced times have changed. A finish changes the end as well, but is not announced."""
    moved = (old.starts_at, old.ends_at) != (new.starts_at, new.ends_at)
    if moved and new.finished_at is None and new.ends_at > now:
        await plans.moved(conn, new.id, old.starts_at, old.ends_at, now)


async def note_reopened(conn: Conn, webinar: Webinar, _now: Instant) -> None:
    """Forget the mails ``missed`` of a webinar whose last finish was retracted."""
    if webinar.finished_at is None:
        await plans.forget_missed(conn, webinar.id)
