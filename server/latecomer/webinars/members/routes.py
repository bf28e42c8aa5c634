"""Members: add, list, read; their status, their link, their timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

import msgspec
from aiohttp import web
from msgspec import UNSET
from yarl import URL

from latecomer.core import join_link
from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.join_link import JoinLink
from latecomer.core.person import contact_details
from latecomer.http import appkeys
from latecomer.http.auth import Scope, require
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Time, decode, field_error, time_or_none
from latecomer.webinars.members.engagement import EngagementLevels
from latecomer.webinars.members.queries.members import MemberRecord
from latecomer.webinars.members.registration import NewMemberRow, Registration, RowResult
from latecomer.webinars.members.rules.retraction import RETRACTABLE
from latecomer.webinars.members.schemas import (
    AddedBody,
    AddedMembersBody,
    AddMembers,
    AddMembersUnread,
    EngagementBody,
    EntryBody,
    EntryPageBody,
    MemberBody,
    MemberPageBody,
    MemberQuery,
    MemberRow,
    OfferedBody,
    RetriedBody,
    SetStatus,
    TookPartBody,
    WatchedBody,
)
from latecomer.webinars.members.timeline import MemberFilter, Timeline, TimelineEntry
from latecomer.webinars.members.watched import AskWatched, Watched
from latecomer.webinars.schemas import PageQuery

registration_key: web.AppKey[Registration] = web.AppKey("registration")
watched_key: web.AppKey[AskWatched] = web.AppKey("watched")
timeline_key: web.AppKey[Timeline] = web.AppKey("timeline")
levels_key: web.AppKey[EngagementLevels] = web.AppKey("levels")

_NOTHING_WATCHED = Watched()


def join_url(call: Call, record: MemberRecord) -> str | None:
    """Return the member's join link; None for an erased person."""
    if record.person.email is None:
        return None
    settings = call.app[appkeys.settings]
    token = join_link.issue(settings.link_secret, JoinLink(record.webinar_id, record.id, record.link_serial))
    return str(URL(settings.public_url) / "j" / token)


def member_body(call: Call, record: MemberRecord, watched: Watched) -> MemberBody:
    """Return a member with the watch durations."""
    person = record.person
    return MemberBody(
        id=record.id,
        webinar_id=record.webinar_id,
        person_id=person.id,
        email=person.email,
        **contact_details(person),
        language=person.language,
        properties=dict(person.properties),
        status=record.status,
        status_reason=record.status_reason,
        status_at=Time(record.status_at),
        registering=record.registering,
        visitor=record.visitor,
        engagement=record.engagement,
        watched_s=WatchedBody(live=watched.live_ms / 1000, on_demand=watched.on_demand_ms / 1000),
        covered_s=watched.covered_s,
        join_url=join_url(call, record),
        first_watched_at=time_or_none(watched.first_at),
        last_watched_at=time_or_none(watched.last_at),
        joined_at=time_or_none(record.joined_at),
        created_at=Time(record.created_at),
    )


async def member_bodies(
    call: Call, webinar: WebinarId, records: Iterable[MemberRecord]
) -> tuple[MemberBody, ...]:
    """Return members of one webinar with their watch durations, which are read from the ledger at once."""
    listed = tuple(records)
    if not listed:
        return ()
    watched = await call.app[watched_key](webinar, [record.id for record in listed])
    return tuple(member_body(call, record, watched.get(record.id, _NOTHING_WATCHED)) for record in listed)


async def _one(call: Call, record: MemberRecord) -> MemberBody:
    (body,) = await member_bodies(call, record.webinar_id, [record])
    return body


def registration(row: MemberRow) -> NewMemberRow:
    """Return one row of a request in the form that the registration service accepts."""
    return NewMemberRow(**{field: getattr(row, field) for field in MemberRow.__struct_fields__})


def _read_row(raw: msgspec.Raw) -> NewMemberRow:
    try:
        return registration(decode(bytes(raw), MemberRow))
    except msgspec.ValidationError as error:
        return NewMemberRow(email=_email_in(raw), refused=field_error(error).code)
    except (msgspec.DecodeError, UnicodeDecodeError):  # bytes that are no UTF-8 inside a text
        return NewMemberRow(refused="invalid_characters")


def _email_in(raw: msgspec.Raw) -> str | None:
    """Return the email in an invalid row, so that its result can be recognised."""
    try:
        email = msgspec.json.decode(raw, type=dict[str, object]).get("email")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return email[:320] if isinstance(email, str) else None


def _added(result: RowResult, member: MemberBody | None) -> AddedBody:
    return AddedBody(
        email=result.email,
        outcome=result.outcome,
        code=result.code or UNSET,
        member=member or UNSET,
    )


@endpoint(
    "POST",
    "/webinars/{webinar}/members",
    tag="Members",
    scope=Scope.WRITE,
    summary="Add members",
    errors=("unknown_webinar",),
    documented_body=AddMembers,
)
async def add_members(call: Call, webinar: WebinarId, body: AddMembersUnread) -> AddedMembersBody:
    """Add up to 1000 members. Each row is judged on its own: an invalid row is `skipped` with a code and does not
    affect the others; a repetition in the same call is `skipped` as `duplicate`, an unchanged member as `unchanged`. If
    a provider has to confirm registrations, it is asked first: `registering` is true until it has answered."""
    rows = [_read_row(raw) for raw in body.members]
    results = await call.app[registration_key].add_members(webinar, rows, call.now, tell=body.mail)
    bodies = await member_bodies(call, webinar, _distinct(results))
    members = {member.id: member for member in bodies}
    return AddedMembersBody(
        results=tuple(
            _added(result, members[result.member.id] if result.member else None) for result in results
        )
    )


def _distinct(results: Sequence[RowResult]) -> Iterable[MemberRecord]:
    return {result.member.id: result.member for result in results if result.member}.values()


@endpoint(
    "GET",
    "/webinars/{webinar}/members",
    tag="Members",
    scope=Scope.READ,
    summary="List members",
    errors=("unknown_webinar", "invalid_cursor"),
)
async def list_members(call: Call, webinar: WebinarId, query: MemberQuery) -> MemberPageBody:
    """List members in the order in which they were created, with their watch durations. Searching for a name or an
    email needs the scope `people`."""
    if call.caller is not None and (query.email is not None or query.q is not None):
        require(call.caller, Scope.PEOPLE)
    which = MemberFilter(
        statuses=query.status,
        engagement=query.engagement,
        registering=query.registering,
        email=query.email,
        q=query.q,
    )
    page = await call.app[timeline_key].members(webinar, which, query.limit, query.cursor, count=query.count)
    return MemberPageBody(
        items=await member_bodies(call, webinar, page.items),
        next_cursor=page.next_cursor,
        matches=UNSET if page.matches is None else page.matches,
    )


@endpoint(
    "GET",
    "/members/{member}",
    tag="Members",
    scope=Scope.READ,
    summary="Read a member",
    errors=("unknown_member",),
)
async def read_member(call: Call, member: MemberId) -> MemberBody:
    """Return a member with the watch durations."""
    return await _one(call, await call.app[registration_key].member(member))


@endpoint(
    "GET",
    "/members/{member}/engagement",
    tag="Members",
    scope=Scope.READ,
    summary="Read why a member has a level of engagement",
    errors=("unknown_member",),
)
async def read_engagement(call: Call, member: MemberId) -> EngagementBody:
    """Return the level of engagement, high, moderate or low, with its reason; null without live attendance."""
    record = await call.app[registration_key].member(member)
    found = (await call.app[levels_key].explain(record.webinar_id, [member])).get(member)
    if found is None:
        return EngagementBody(level=None)
    return EngagementBody(
        level=found.level,
        share=found.share,
        watched_s=found.live_ms / 1000,
        event_s=found.event_ms / 1000,
        by_time_alone=found.by_time_alone,
        offered=OfferedBody(**asdict(found.offered)),
        took_part=TookPartBody(**asdict(found.took_part)),
    )


@endpoint(
    "POST",
    "/members/{member}/status",
    tag="Members",
    scope=Scope.WRITE,
    summary="Set a member's status",
    errors=("unknown_member", "status_backwards", "no_seat", "field_too_long", "invalid_characters"),
    audited=True,
)
async def set_status(call: Call, member: MemberId, body: SetStatus) -> MemberBody:
    """Set a member's status, never to an earlier step; `not_in_program` removes the member, and any other status brings
    it back. If a provider has to confirm registrations, it is asked first: `registering` is true until it has answered.
    """
    record = await call.app[registration_key].set_status(member, body.status, body.reason, call.now)
    return await _one(call, record)


@endpoint(
    "POST",
    "/webinars/{webinar}/members/retry",
    tag="Members",
    scope=Scope.WRITE,
    summary="Retry failed registrations",
    errors=("unknown_webinar",),
)
async def retry_members(call: Call, webinar: WebinarId) -> RetriedBody:
    """Retry failed registrations, as far as there are seats, as if each member were set to `registered` again."""
    return RetriedBody(retried=await call.app[registration_key].retry(webinar, call.now))


@endpoint(
    "POST",
    "/members/{member}/link",
    tag="Members",
    scope=Scope.WRITE,
    summary="Renew a join link",
    errors=("unknown_member", "erased"),
)
async def renew_link(call: Call, member: MemberId) -> MemberBody:
    """Give a member a new join link. The old link is revoked and works like a link that never existed."""
    return await _one(call, await call.app[registration_key].new_link(member, call.now))


@endpoint(
    "GET",
    "/members/{member}/timeline",
    tag="Members",
    scope=Scope.READ,
    summary="Read everything that happened to a member",
    errors=("unknown_member", "invalid_cursor"),
)
async def read_timeline(call: Call, member: MemberId, query: PageQuery) -> EntryPageBody:
    """Return facts, changes of status with the facts behind them, and finishes; newest first."""
    page = await call.app[timeline_key].of_member(member, query.limit, query.cursor)
    return EntryPageBody(items=tuple(map(entry_body, page.items)), next_cursor=page.next_cursor)


def entry_body(entry: TimelineEntry) -> EntryBody:
    """Return the body of an entry of a timeline."""
    return EntryBody(
        kind=entry.kind,
        id=entry.id,
        at=Time(entry.at),
        source=entry.source,
        reason=entry.reason or UNSET,
        fact=entry.fact or UNSET,
        fact_id=entry.id if entry.fact is not None else UNSET,
        retractable=entry.fact is not None and entry.source in RETRACTABLE and entry.retracted_at is None,
        retracted_at=UNSET if entry.retracted_at is None else Time(entry.retracted_at),
        from_status=entry.from_status or UNSET,
        to_status=entry.to_status or UNSET,
        fact_ids=entry.fact_ids,
        details=dict(entry.details),
    )


ENDPOINTS = (
    add_members,
    list_members,
    read_member,
    read_engagement,
    set_status,
    retry_members,
    renew_link,
    read_timeline,
)
