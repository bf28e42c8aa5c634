"""Steps of a campaign, each done to one member in the transaction that moves the run on.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from latecomer.audiences.queries import kept, segments
from latecomer.audiences.queries.segments import ListRow
from latecomer.audiences.rules.leaves import RowScope
from latecomer.audiences.segment import SegmentId, SegmentKind
from latecomer.campaigns import queries as rows
from latecomer.campaigns.queries import Run
from latecomer.campaigns.rules.flow import (
    AddToList,
    AddToVendorList,
    CallWebhook,
    NewLink,
    RemoveFromList,
    RemoveFromVendorList,
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
from latecomer.events.types import CampaignListStep, CampaignStep, EventType
from latecomer.mail.queries import mails
from latecomer.mail.queries.mails import NewMail
from latecomer.mail.rules.kinds import MailKind
from latecomer.people.queries import persons
from latecomer.people.rules import properties_of
from latecomer.postgres.pool import Conn
from latecomer.vendors.registry import DEFINITIONS
from latecomer.webinars.members.registration import Registration

Outgoing: TypeAlias = CallWebhook | AddToVendorList | RemoveFromVendorList
"""The steps that a connection is told of."""


@dataclass(frozen=True, slots=True)
class Did:
    """The result of a step: done, or skipped with a code."""

    outcome: str = "done"
    code: str | None = None


def skipped(code: str) -> Did:
    """Return the result of a step that was skipped."""
    return Did("skipped", code)


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
        case CallWebhook() | AddToVendorList() | RemoveFromVendorList():
            return await _call(conn, run, step, now)
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


def can_receive(kind: str, step: Outgoing) -> bool:
    """Return whether a connection of this kind can receive the event of a step."""
    definition = DEFINITIONS.get(kind)
    wanted = EventType.CAMPAIGN_STEP if isinstance(step, CallWebhook) else EventType.CAMPAIGN_LIST_STEP
    return definition is not None and wanted in definition.events


async def _call(conn: Conn, run: Run, step: Outgoing, now: Instant) -> Did:
    """Queue the event of a step for its connection, under the step's id."""
    if await rows.connection_kind(conn, step.connection) is None:
        return skipped("unknown_connection")
    campaign = await rows.load(conn, run.campaign)
    about = (await kept.number_events(conn, [run.member])).get(run.member)
    if campaign is None or about is None:
        return skipped("unknown_member")
    told = CampaignStep(
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
    data = told if isinstance(step, CallWebhook) else _list_step(told, step)
    event = outbox.Event(
        webinar=about.webinar,
        member=about.member,
        at=now,
        data=data,
        id=rows.step_id(run.id, run.place),
        connection=step.connection,
    )
    await outbox.add(conn, [event])
    return Did()


def _list_step(step: CampaignStep, asked: AddToVendorList | RemoveFromVendorList) -> CampaignListStep:
    return CampaignListStep(
        **{name: getattr(step, name) for name in step.__struct_fields__},
        list_id=asked.list,
        change="add" if isinstance(asked, AddToVendorList) else "remove",
    )


async def _queue_mail(conn: Conn, run: Run, step: SendMail, now: Instant) -> Did:
    if run.email is None:
        return skipped("erased")
    words = step.template
    if isinstance(words, str):
        named = await rows.template_for(conn, run, words)
        if named is None:
            return skipped("unknown_template")
        words = named
    template = {"subject": words.subject, "text": words.text, "html": words.html}
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
        basis=step.basis,
        purpose=step.purpose,
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
