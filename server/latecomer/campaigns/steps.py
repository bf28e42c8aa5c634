"""Steps of a campaign, each done to one member in the transaction that moves the run on.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from latecomer.audiences.queries import kept, segments
from latecomer.audiences.queries.segments import ListRow
from latecomer.audiences.rules.leaves import RowScope
from latecomer.audiences.segment import SegmentId, SegmentKind
from latecomer.campaigns import queries as rows
from latecomer.campaigns.queries import Run
from latecomer.campaigns.rules.flow import (
    AddToList,
    CallWebhook,
    NewLink,
    RemoveFromList,
    SendMail,
    SetProperty,
    SetStatus,
    Step,
)
from latecomer.core.email_address import email_key
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.core.status import Status
from latecomer.events import outbox
from latecomer.events.types import CampaignStep
from latecomer.mail.queries import mails
from latecomer.mail.queries.mails import NewMail
from latecomer.mail.rules.kinds import MailKind
from latecomer.people.queries import persons
from latecomer.people.rules import properties_of
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.registration import Registration

_IDS: Final = UUID("6f1d0c52-6a1e-4b0e-9a43-63616d706169")


@dataclass(frozen=True, slots=True)
class Did:
    """The result of a step: done, or skipped with a code."""

    outcome: str = "done"
    code: str | None = None


def skipped(code: str) -> Did:
    """Return the result of a step that was skipped."""
    return Did("skipped", code)


def step_id(run: Run) -> UUID:
    """Return the id of the step at a run's place; it is always the same, so that a repetition is recognised."""
    return uuid5(_IDS, f"{run.id} {run.place}")


async def perform(  # noqa: PLR0911 - one a step
    conn: Conn, registration: Registration, run: Run, step: Step, now: Instant
) -> Did:
    """Perform a step other than a wait or a condition in the caller's transaction. A status is set, and a link made, in
    a transaction of its own, and may be set and made twice: the last link is the valid one."""
    if run.status == Status.NOT_IN_PROGRAM and not isinstance(step, SetStatus):
        return skipped("not_in_program")
    match step:
        case SetStatus():
            return await _set_status(registration, run, step, now)
        case SendMail():
            return await _queue_mail(conn, run, step, now)
        case CallWebhook(connection=connection):
            return await _call(conn, run, connection, now)
        case AddToList(segment=segment) | RemoveFromList(segment=segment):
            adding = isinstance(step, AddToList)
            return await _change_list(conn, run, SegmentId(segment), adding=adding)
        case SetProperty():
            return await _set_property(conn, run, step)
        case NewLink():
            return await _new_link(registration, run, now)
        case _:
            raise TypeError(step)


async def _set_status(registration: Registration, run: Run, step: SetStatus, now: Instant) -> Did:
    try:
        await registration.set_status(run.member, step.status, step.reason, now, chain_depth=run.depth + 1)
    except Refused as refused:
        return skipped(refused.code)
    return Did()


async def _new_link(registration: Registration, run: Run, now: Instant) -> Did:
    try:
        await registration.new_link(run.member, now)
    except Refused as refused:
        return skipped(refused.code)
    return Did()


async def _call(conn: Conn, run: Run, connection: UUID, now: Instant) -> Did:
    if not await rows.connection_is_there(conn, connection):
        return skipped("unknown_connection")
    campaign = await rows.load(conn, run.campaign)
    about = (await kept.number_events(conn, [run.member])).get(run.member)
    if campaign is None or about is None:
        return skipped("unknown_member")
    data = CampaignStep(
        sequence=about.sequence,
        webinar_id=about.webinar,
        member_id=about.member,
        person_id=about.person,
        email=about.email,
        first_name=about.first_name,
        last_name=about.last_name,
        status=about.status,
        campaign_id=campaign.id,
        campaign_name=campaign.name,
        run_id=run.id,
        place=run.place,
        test=run.test,
    )
    event = outbox.Event(
        webinar=about.webinar,
        member=about.member,
        at=now,
        data=data,
        id=step_id(run),
        connection=connection,
    )
    await outbox.add(conn, [event])
    return Did()


async def _queue_mail(conn: Conn, run: Run, step: SendMail, now: Instant) -> Did:
    if run.email is None:
        return skipped("erased")
    template = {"subject": step.template.subject, "text": step.template.text, "html": step.template.html}
    mail = NewMail(
        webinar=run.webinar,
        kind=MailKind.CAMPAIGN,
        occurrence=f"{run.id} {run.place}",
        email=run.email,
        email_key=email_key(run.email),
        language=run.language or "",
        due_at=now,
        member=run.member,
        template=template,
    )
    await mails.add(conn, [mail], now)
    return Did()


async def _change_list(conn: Conn, run: Run, segment_id: SegmentId, *, adding: bool) -> Did:
    found: Sequence[object] = []
    segment = (await segments.load(conn, [segment_id], lock=True)).get(segment_id)
    if segment is None or segment.kind is not SegmentKind.LIST:
        return skipped("unknown_segment")
    of_members = segment.scope is RowScope.MEMBERS
    if of_members and segment.webinar_id != run.webinar:
        return skipped("other_webinar")
    if adding:
        if await segments.count_rows(conn, segment_id) >= segments.MAX_LISTED:
            return skipped("too_many_rows")
        row = ListRow(run.person, run.member if of_members else None)
        found = list(await segments.add_rows(conn, segment_id, [row]))
    else:
        found = list(
            await segments.remove_rows(conn, segment_id, [str(run.member if of_members else run.person)])
        )
    return Did() if found else skipped("unchanged")


async def _set_property(conn: Conn, run: Run, step: SetProperty) -> Did:
    person = await persons.load(conn, run.person, lock=True)
    if person is None or person.erased_at is not None:
        return skipped("erased")
    properties = {name: each for name, each in person.properties.items() if name != step.key}
    if step.value is not None:
        properties[step.key] = step.value
    try:
        checked = properties_of(properties)
    except Refused as refused:
        return skipped(refused.code)
    await persons.update(conn, persons.with_properties(person, checked))
    return Did()
