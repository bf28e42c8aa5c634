"""Mails to hosts and presenters, queued in the transaction that causes them.

Source: docs/automated.md, Hosts and presenters; docs/mail.md, Which mails there are
"""

from __future__ import annotations

from collections.abc import Sequence

from latecomer.automated.rules.presenters import Presenter
from latecomer.core.email_address import email_key
from latecomer.core.ids import Instant
from latecomer.mail import triggers
from latecomer.mail.queries import settings as mail_settings
from latecomer.mail.queries.mails import NewMail, RundownProblem
from latecomer.mail.rules.kinds import MailKind
from latecomer.postgres.pool import Conn


async def queue_link(conn: Conn, presenter: Presenter, now: Instant) -> None:
    """Queue the mail with a presenter's link, once for each presenter."""
    await _queue(conn, presenter, MailKind.PRESENTER, "invited", now)


async def queue_problems(
    conn: Conn,
    host: Presenter,
    problems: Sequence[RundownProblem],
    starts_at: Instant,
    before_s: int,
    now: Instant,
) -> None:
    """Queue the mail about the problems of a rundown, once for each check before a start."""
    await _queue(
        conn, host, MailKind.PREFLIGHT, f"{starts_at}/{before_s}", now, problems=problems, about=starts_at
    )


async def _queue(
    conn: Conn,
    presenter: Presenter,
    kind: MailKind,
    occurrence: str,
    now: Instant,
    *,
    problems: Sequence[RundownProblem] = (),
    about: Instant | None = None,
) -> None:
    settings = (await mail_settings.load(conn, [presenter.webinar]))[presenter.webinar]
    if not settings.enabled:
        return
    mail = NewMail(
        webinar=presenter.webinar,
        presenter=presenter.id,
        kind=kind,
        occurrence=occurrence,
        problems=problems,
        about_starts_at=about,
        email=presenter.email,
        email_key=email_key(presenter.email),
        language=settings.language,
        due_at=now,
    )
    await triggers.queue(conn, [mail], now)
