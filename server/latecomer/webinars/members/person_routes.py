"""People across webinars by REST: find one, their memberships, and their timeline."""

from __future__ import annotations

from typing import Annotated

from aiohttp import web
from msgspec import Meta

from latecomer.core.ids import MemberId, PersonId, WebinarId
from latecomer.core.status import Status
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Cursor, Limit, Request, Response, Time, time_or_none
from latecomer.people.routes import person_body
from latecomer.people.schemas import PersonBody
from latecomer.webinars.members.memberships import Memberships
from latecomer.webinars.members.queries.memberships import Membership
from latecomer.webinars.members.routes import entry_body, timeline_key
from latecomer.webinars.members.schemas import EntryBody, WatchedBody
from latecomer.webinars.schemas import PageQuery

memberships_key: web.AppKey[Memberships] = web.AppKey("memberships")


class PeopleQuery(Request, frozen=True, kw_only=True):
    """A page of people, or with ``q`` the people whose name, email or company has words that begin with its words."""

    q: Annotated[str, Meta(max_length=200)] | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


class ListedPersonBody(Response, frozen=True, kw_only=True):
    """A person with the numbers of webinars: all memberships, attended live, watched on demand."""

    person: PersonBody
    webinars: int
    attended_live: int
    attended_on_demand: int


class PeoplePageBody(Response, frozen=True, kw_only=True):
    """People, newest first; results of a search by name. ``more``: the search found more than the page has."""

    items: tuple[ListedPersonBody, ...]
    next_cursor: str | None
    more: bool


class MembershipBody(Response, frozen=True, kw_only=True):
    """A membership with the webinar's name; watch durations are those of counted days, at most a minute old."""

    member_id: MemberId
    webinar_id: WebinarId
    webinar_name: str
    starts_at: Time
    timezone: str
    status: Status
    status_reason: str | None
    status_at: Time
    visitor: bool
    registered_at: Time | None
    attended_at: Time | None
    viewed_at: Time | None
    watched_s: WatchedBody


class PersonMembershipsBody(Response, frozen=True, kw_only=True):
    """A person and up to 200 memberships, the latest webinar first."""

    person: PersonBody
    memberships: tuple[MembershipBody, ...]


class PersonEntryBody(Response, frozen=True, kw_only=True):
    """An entry of one of the person's members."""

    member_id: MemberId
    entry: EntryBody


class PersonEntryPageBody(Response, frozen=True, kw_only=True):
    """A page of a person's timeline over all webinars, newest first."""

    items: tuple[PersonEntryBody, ...]
    next_cursor: str | None


@endpoint(
    "GET",
    "/persons",
    tag="Persons",
    scope=Scope.READ,
    shows_people=True,
    summary="Find people",
    errors=("invalid_cursor", "too_slow"),
)
async def list_people(call: Call, query: PeopleQuery) -> PeoplePageBody:
    """List the people of all webinars, except erased ones. `q` has the beginnings of words of a name, email or
    company."""
    page = await call.app[memberships_key].page(query.q, query.limit, query.cursor)
    return PeoplePageBody(
        items=tuple(
            ListedPersonBody(
                person=person_body(each.person),
                webinars=each.webinars,
                attended_live=each.live,
                attended_on_demand=each.on_demand,
            )
            for each in page.items
        ),
        next_cursor=page.next_cursor,
        more=page.more,
    )


def _membership(each: Membership) -> MembershipBody:
    return MembershipBody(
        member_id=each.member,
        webinar_id=each.webinar,
        webinar_name=each.webinar_name,
        starts_at=Time(each.starts_at),
        timezone=each.timezone,
        status=each.status,
        status_reason=each.status_reason,
        status_at=Time(each.status_at),
        visitor=each.visitor,
        registered_at=time_or_none(each.registered_at),
        attended_at=time_or_none(each.attended_at),
        viewed_at=time_or_none(each.viewed_at),
        watched_s=WatchedBody(live=each.live_ms / 1000, on_demand=each.on_demand_ms / 1000),
    )


@endpoint(
    "GET",
    "/persons/{person}",
    tag="Persons",
    scope=Scope.READ,
    shows_people=True,
    summary="Read a person with all memberships",
    errors=("unknown_person",),
)
async def read_person(call: Call, person: PersonId) -> PersonMembershipsBody:
    """Return a person with the status and watch durations in each webinar."""
    known, memberships = await call.app[memberships_key].of_person(person)
    return PersonMembershipsBody(person=person_body(known), memberships=tuple(map(_membership, memberships)))


@endpoint(
    "GET",
    "/persons/{person}/timeline",
    tag="Persons",
    scope=Scope.READ,
    shows_people=True,
    summary="Read everything that happened to a person",
    errors=("unknown_person", "invalid_cursor"),
)
async def read_person_timeline(call: Call, person: PersonId, query: PageQuery) -> PersonEntryPageBody:
    """Return the timelines of the person's members in the 50 latest webinars as one, newest first."""
    page = await call.app[timeline_key].of_person(person, query.limit, query.cursor)
    return PersonEntryPageBody(
        items=tuple(
            PersonEntryBody(member_id=member, entry=entry_body(entry)) for member, entry in page.items
        ),
        next_cursor=page.next_cursor,
    )


ENDPOINTS = (list_people, read_person, read_person_timeline)
