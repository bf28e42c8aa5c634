"""Plans of mail: mails to whole webinars, begun when they are due and created chunk by chunk.

Nothing is stored before it is due: the reminders and their times follow from the webinar as it is, so a webinar that is
moved or cancelled has new plans at once. The progress of a due plan is stored, so that a worker that dies loses and
repeats no mail.

Source: docs/mail.md, When they go
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from latecomer.core.email_address import email_key
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.phase import DAY_MS, WINDOW_MS, closes_at
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.i18n.languages import LANGUAGES
from latecomer.mail.queries import mails as mail_rows
from latecomer.mail.queries import plans as plan_rows
from latecomer.mail.queries import recipients
from latecomer.mail.queries import settings as settings_rows
from latecomer.mail.queries.mails import NewMail
from latecomer.mail.queries.plans import MailPlan, OpenPlan
from latecomer.mail.queries.settings import KindSettings, MailSettings
from latecomer.mail.rules import schedule
from latecomer.mail.rules.kinds import MailKind
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import facts as facts_rows

CHUNK: Final = 1_000
SILENT_MS: Final = 15 * schedule.MINUTE_MS
"""Time after which a person is told that a provider has not answered."""
_LONGEST_OFFSET_MS: Final = 40 * DAY_MS
_SEATED: Final = tuple(status for status in Status if status.has_seat)
_WHO: Final[Mapping[MailKind, tuple[Status, ...]]] = {
    MailKind.REMINDER: _SEATED,
    MailKind.MISSED: (Status.NO_SHOW,),
    MailKind.LAST_DAYS: _SEATED,
    MailKind.RESCHEDULED: (*_SEATED, Status.WAITLISTED, Status.PENDING_APPROVAL),
    MailKind.CANCELLED: (*_SEATED, Status.WAITLISTED, Status.PENDING_APPROVAL),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanContext:
    """The facts that decide a webinar's planned mails."""

    webinar: Webinar
    settings: MailSettings
    kinds: Mapping[MailKind, KindSettings]
    first_finish: Instant | None = None
    report_at: Instant | None = None


def plans_of(given: PlanContext) -> Iterator[MailPlan]:
    """Return every plan that follows from a webinar's times, past and future."""
    webinar = given.webinar
    if webinar.cancelled_at is not None:
        return
    reminders = given.kinds.get(MailKind.REMINDER, KindSettings())
    if reminders.enabled:
        before = schedule.REMINDERS_S if reminders.before_s is None else reminders.before_s
        for offset_s in schedule.reminder_offsets(before):
            yield MailPlan(
                webinar=webinar.id,
                kind=MailKind.REMINDER,
                offset_s=offset_s,
                about_at=webinar.starts_at,
                due_at=webinar.starts_at - offset_s * 1000,
            )
    missed = given.kinds.get(MailKind.MISSED, KindSettings())
    if missed.enabled and given.first_finish is not None:
        after_s = schedule.MISSED_AFTER_S if missed.after_s is None else missed.after_s
        due_at = schedule.missed_at(webinar, given.first_finish, given.report_at, after_s)
        if due_at is not None:
            # One ever: the key does not name the finish, so that another finish plans nothing new.
            yield MailPlan(webinar=webinar.id, kind=MailKind.MISSED, offset_s=0, about_at=0, due_at=due_at)
    last = given.kinds.get(MailKind.LAST_DAYS, KindSettings())
    if last.enabled and webinar.finished_at is not None:
        before_s = (last.before_s or (schedule.LAST_DAYS_BEFORE_S,))[0]
        yield MailPlan(
            webinar=webinar.id,
            kind=MailKind.LAST_DAYS,
            offset_s=before_s,
            about_at=0,
            due_at=schedule.last_days_at(webinar, before_s),
        )


def is_due(plan: MailPlan, given: PlanContext, now: Instant) -> bool:
    """Return whether a plan should begin now: it is due, not too late, and its time came after mails were
    switched on."""
    since = given.settings.enabled_at
    if plan.due_at > now or since is None or plan.due_at < since:
        return False
    match plan.kind:
        case MailKind.MISSED:
            there = given.webinar.recording is not None or given.webinar.watch_url is not None
            return there and now <= plan.due_at + schedule.MISSED_AT_MOST_MS
        case _:
            return not schedule.is_too_late(plan.due_at, plan.offset_s, now)


async def circumstances(conn: Conn, webinar_ids: Sequence[WebinarId]) -> list[PlanContext]:
    """Return the data from which the plans of these webinars follow."""
    settings = await settings_rows.load(conn, webinar_ids)
    kinds = await settings_rows.kinds(conn, webinar_ids)
    finishes = await facts_rows.finishes(conn, webinar_ids)
    reports = await plan_rows.reports(conn, webinar_ids)
    return [
        PlanContext(
            webinar=webinar,
            settings=settings[webinar.id],
            kinds=kinds[webinar.id],
            first_finish=min((finish.at for finish in finishes.get(webinar.id, ())), default=None),
            report_at=reports.get(webinar.id),
        )
        for webinar in await webinars.load(conn, webinar_ids)
    ]


class MailPlanner:
    """Begins plans that are due, and makes their mails."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def work(self, now: Instant) -> int:
        """Begin due plans and create all of their mails. Returns: the number of chunks."""
        await self._begin_moves(now)
        await self._queue_unanswered(now)
        await self._begin(now)
        chunks = 0
        while await self._make_one(now):
            chunks += 1
        return chunks

    async def _begin(self, now: Instant) -> None:
        async with self._pool.acquire() as conn:
            ids = await settings_rows.enabled_webinars(
                conn, now - WINDOW_MS - DAY_MS, now + _LONGEST_OFFSET_MS
            )
            if not ids:
                return
            known = await plan_rows.begun(conn, ids)
            due = [
                plan
                for given in await circumstances(conn, ids)
                for plan in plans_of(given)
                if plan.key not in known and is_due(plan, given, now)
            ]
            await plan_rows.begin(conn, due)

    async def _begin_moves(self, now: Instant) -> None:
        """Queue the mails about new times, once the times have been unchanged for two minutes."""
        async with self._pool.acquire() as conn, conn.transaction():
            for move in await plan_rows.moves(conn, now - schedule.SETTLE_MS):
                webinar = await webinars.lock(conn, move.webinar)
                if webinar is None or webinar.cancelled_at is not None:
                    continue
                if (webinar.starts_at, webinar.ends_at) == (move.starts_at, move.ends_at):
                    continue  # the old time is back: nobody heard of another
                settings = (await settings_rows.load(conn, [webinar.id]))[webinar.id]
                if settings.enabled:
                    await plan_rows.begin(
                        conn,
                        [
                            MailPlan(
                                webinar=webinar.id,
                                kind=MailKind.RESCHEDULED,
                                offset_s=0,
                                about_at=move.moved_at,
                                due_at=now,
                            )
                        ],
                    )

    async def _queue_unanswered(self, now: Instant) -> None:
        """Queue the mail ``pending`` for people whose provider has not answered for 15 minutes, once for each
        request."""
        async with self._pool.acquire() as conn, conn.transaction():
            silent = await recipients.unanswered(conn, now - SILENT_MS, now - DAY_MS, CHUNK)
            await mail_rows.add(
                conn,
                [
                    NewMail(
                        webinar=each.webinar,
                        member=each.member,
                        kind=MailKind.PENDING,
                        occurrence=f"unanswered/{each.asked_at}",
                        email=each.email,
                        email_key=email_key(each.email),
                        language=each.language,
                        due_at=now,
                    )
                    for each in silent
                ],
                now,
            )

    async def _make_one(self, now: Instant) -> bool:
        async with self._pool.acquire() as conn, conn.transaction():
            found = await plan_rows.take(conn, now)
            if found is None:
                return False
            await self._make(conn, found, now)
        return True

    async def _make(self, conn: Conn, found: OpenPlan, now: Instant) -> None:
        given = await circumstances(conn, [found.plan.webinar])
        if not given:
            return
        webinar, settings = given[0].webinar, given[0].settings
        plan = found.plan
        if plan.kind is MailKind.REMINDER and plan.about_at != webinar.starts_at:
            await plan_rows.drop(conn, found.id, "event_moved", now)
            return
        if not settings.enabled:
            await plan_rows.drop(conn, found.id, "switched_off", now)
            return
        await plan_rows.make(
            conn,
            found,
            statuses=_WHO[plan.kind],
            registering=plan.kind is MailKind.CANCELLED,
            about_starts_at=webinar.starts_at
            if plan.kind in (MailKind.REMINDER, MailKind.RESCHEDULED)
            else None,
            language=settings.language,
            languages=settings.languages or LANGUAGES,
            limit=CHUNK,
            now=now,
        )


async def upcoming(conn: Conn, webinar_id: WebinarId, now: Instant) -> list[MailPlan]:
    """Return the plans of a webinar that are still to come, soonest first."""
    found = []
    known = await plan_rows.begun(conn, [webinar_id])
    for given in await circumstances(conn, [webinar_id]):
        if given.settings.enabled and now < closes_at(given.webinar):
            found += [plan for plan in plans_of(given) if plan.due_at > now and plan.key not in known]
    return sorted(found, key=lambda plan: plan.due_at)
