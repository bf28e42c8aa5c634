"""The first content of the demonstration: a webinar that ended yesterday, its recording, and its registrants.

Beside it, for contrast: an automated webinar that goes live at the first start, and one next week, for which people
register through its form.

Everything goes through the public REST API, and all of it may be done again: what is there already stays as
it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Any

from client_demo.api import Api, MemberRow, WebinarRow
from client_demo.people import Person, invent
from client_demo.registering import SITE, open_registration

PAST_NAME = "Watch Time You Can Trust: Measuring Recordings"
PREMIERE_NAME = "Premiere: Watch Time in Three Minutes"
NEXT_NAME = "Office Hours: From Registration to Replay"
TIMEZONE = "Europe/Berlin"
PEOPLE_SEED = 2604
HANDS = 12
"""The number of No-Shows that the crowd leaves alone, so that there is a join link to try by hand."""

SHARES = (
    ("attended", 74),
    ("invited", 14),
    ("waitlisted", 6),
    ("pending_approval", 5),
    ("rejected", 4),
    ("registration_error", 3),
)
"""The number of the 300 members that are imported with a status of their own; all others registered
and did not come.
"""
REMOVED = 3
LATE = 6
STRANGERS = 5
"""The number of people who register for the next webinar through its form."""
PEOPLE = 300


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The content that was filled in: the webinar to look at, the people that the crowd plays, and free links to try.

    ``premiere`` is the automated webinar, live or on demand by now; ``guests`` are its members.
    """

    webinar: WebinarRow
    crowd: list[MemberRow]
    hands: list[MemberRow]
    premiere: WebinarRow
    guests: list[MemberRow]


def rows(people: list[Person]) -> list[dict[str, Any]]:
    """The first import, as mixed as a real event: mostly registered, some with other statuses."""
    statuses = [status for status, count in SHARES for _ in range(count)]
    statuses += ["registered"] * (len(people) - len(statuses))
    return [person.row(status) for person, status in zip(people, statuses, strict=True)]


def yesterday(now: datetime) -> tuple[datetime, datetime]:
    """A session of an hour in the afternoon of yesterday (UTC), whole before ``now``."""
    ends_at = datetime.combine(now.date() - timedelta(days=1), time(16), UTC)
    return ends_at - timedelta(hours=1), ends_at


def text(at: datetime) -> str:
    """A time as the API takes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def chunks(items: list[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    """Pieces of at most ``size``."""
    iterator = iter(items)
    while piece := list(islice(iterator, size)):
        yield piece


async def fill(api: Api, now: datetime, recording_url: str, duration_s: float) -> Demonstration:
    """Fill in whatever is missing.

    Args:
        api: a client with a key that may write.
        now: the present, with a zone.
        recording_url: where the recording is played from, as the API takes it.
        duration_s: its length.

    Returns: the demonstration, as it is now.
    Raises: ApiError when the server refuses.
    """
    there = await api.webinars()
    past = next((one for one in there if one.name == PAST_NAME and one.phase == "on_demand"), None)
    if past is None:
        past = await _create_past(api, now, recording_url, duration_s)
    people = invent(PEOPLE + LATE + STRANGERS, PEOPLE_SEED)
    registered, late, strangers = people[:PEOPLE], people[PEOPLE:-STRANGERS], people[-STRANGERS:]
    if not past.finished:
        for piece in chunks(rows(registered), 100):
            await api.add_members(past.id, piece)
        await _remove(api, past.id, {person.email for person in registered[-REMOVED:]})
        await api.finish(past.id)
        await api.add_members(past.id, [person.row("registered") for person in late])
    if not any(one.name == NEXT_NAME and one.phase == "waiting" for one in there):
        upcoming = await _create_next(api, now, registered[:40])
        await open_registration(api, upcoming.id, strangers, now)
    premiere = next((one for one in there if one.name == PREMIERE_NAME and one.phase != "closed"), None)
    if premiere is None:
        premiere = await _create_premiere(api, now, recording_url, duration_s)
        await api.add_members(premiere.id, [person.row("registered") for person in registered[40:110]])
    kept = {person.email for person in registered[-REMOVED - HANDS : -REMOVED]}
    members = await api.members(past.id)
    watchers = [member for member in members if member.status in WATCHERS]
    return Demonstration(
        webinar=past,
        crowd=[member for member in watchers if member.email not in kept],
        hands=[
            member
            for member in watchers
            if member.email in kept and member.status == "no_show" and not member.seen
        ],
        premiere=premiere,
        guests=await api.members(premiere.id),
    )


WATCHERS = ("registered", "no_show", "attended_on_demand", "attended")


async def _create_past(api: Api, now: datetime, recording_url: str, duration_s: float) -> WebinarRow:
    starts_at, ends_at = yesterday(now)
    return await api.create_webinar(
        {
            "name": PAST_NAME,
            "starts_at": text(starts_at),
            "ends_at": text(ends_at),
            "timezone": TIMEZONE,
            "recording": {"url": recording_url, "duration_s": duration_s},
        }
    )


async def _create_premiere(api: Api, now: datetime, recording_url: str, duration_s: float) -> WebinarRow:
    starts_at = now + timedelta(seconds=5)
    return await api.create_webinar(
        {
            "name": PREMIERE_NAME,
            "starts_at": text(starts_at),
            "ends_at": text(starts_at + timedelta(seconds=duration_s)),
            "timezone": TIMEZONE,
            "recording": {"url": recording_url, "duration_s": duration_s},
            "finish_grace_s": 10,
        }
    )


async def _create_next(api: Api, now: datetime, people: list[Person]) -> WebinarRow:
    starts_at = datetime.combine(now.date() + timedelta(days=6), time(15), UTC)
    webinar = await api.create_webinar(
        {
            "name": NEXT_NAME,
            "starts_at": text(starts_at),
            "ends_at": text(starts_at + timedelta(minutes=45)),
            "timezone": TIMEZONE,
            "live_url": "https://meet.example/office-hours",
            "attendee_limit": 100,
            "allowed_origins": [SITE],
        }
    )
    await api.add_members(webinar.id, [person.row("registered") for person in people])
    return webinar


async def _remove(api: Api, webinar: str, emails: set[str]) -> None:
    for member in await api.members(webinar):
        if member.email in emails and member.status != "not_in_program":
            await api.set_status(member.id, "not_in_program", "asked to be taken off the list")
