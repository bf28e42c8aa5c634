"""Our events as calls of HubSpot, in the order that HubSpot needs.

Source: HubSpot API: marketing events, custom event completions; docs/vendors.md, HubSpot
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from uuid import uuid5

from latecomer.core.ids import Instant
from latecomer.core.phase import Mode
from latecomer.core.retry import Attempt, AttemptOutcome
from latecomer.core.status import Status
from latecomer.core.timestamps import from_text, to_text
from latecomer.events.types import (
    CampaignListStep,
    MemberEvent,
    MemberRegistered,
    MemberStatusChanged,
    MemberWatched,
    WebinarFinished,
    from_fields,
)
from latecomer.vendors.hubspot.settings import Action, CustomEvent, HubSpotSettings
from latecomer.vendors.kit.sender import BoundWebinar, OutgoingEvent

DELIVERED: Final = Attempt(outcome=AttemptOutcome.DELIVERED, code="delivered")
NOT_WANTED: Final = Attempt(outcome=AttemptOutcome.DELIVERED, code="not_wanted")
NO_EMAIL: Final = Attempt(
    outcome=AttemptOutcome.REJECTED, code="no_email", message="The person has no email any more."
)
BEHIND: Final = Attempt(
    outcome=AttemptOutcome.POSTPONED,
    code="behind_another",
    message="An earlier event about this member has to be told first.",
    retry_after_ms=0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventAttendance:
    """An attendance of a person at a marketing event. ``event``: the event's id at HubSpot."""

    event: str
    action: Action
    email: str
    at: Instant
    properties: Mapping[str, str]
    contact: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Complete:
    """The completion of a marketing event."""

    event: str
    webinar: BoundWebinar


@dataclass(frozen=True, slots=True)
class Viewed:
    """A custom event."""

    body: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChange:
    """A person to put on a list of the account, or to take off it. ``contact``: the properties of a contact that has to
    be created first."""

    list_id: str
    adds: bool
    email: str
    contact: Mapping[str, str]


Wish: TypeAlias = EventAttendance | Complete | Viewed | ListChange


def wishes_of(  # noqa: PLR0911 - one for each thing that cannot be told
    event: OutgoingEvent, settings: HubSpotSettings, webinars: Mapping[str, BoundWebinar]
) -> tuple[Wish, ...] | Attempt:
    """Translate an event into HubSpot's calls, or into a finished attempt when no call is needed or possible.

    Args:
        webinars: the webinars that the connection is bound to, by our ids.
    """
    data = from_fields(event.type, event.data)
    if data is None:
        return Attempt(
            outcome=AttemptOutcome.REJECTED, code="unreadable_event", message="The event has another form."
        )
    if isinstance(data, CampaignListStep):  # of any webinar: a list belongs to none
        return _list_change(data)
    webinar = webinars.get(str(getattr(data, "webinar_id", "")))
    if webinar is None:
        return Attempt(
            outcome=AttemptOutcome.REJECTED, code="not_bound", message="The webinar is not bound any more."
        )
    if isinstance(data, WebinarFinished):
        return (Complete(webinar.external_id, webinar),)
    if not isinstance(data, MemberEvent):
        return NOT_WANTED
    told = _told(event, data, settings)
    wished = _viewed(event, data, settings, webinar)
    if told is None and wished is None:
        return NOT_WANTED
    email = _email(data)
    if not email:
        return NO_EMAIL
    wishes: list[Wish] = []
    if told is not None:
        action, at, properties = told
        wishes.append(
            EventAttendance(
                event=webinar.external_id,
                action=action,
                email=email,
                at=at,
                properties=properties,
                contact=_contact(data),
            )
        )
    if wished is not None:
        wishes.append(Viewed(wished | {"email": email}))
    return tuple(wishes)


def _list_change(data: CampaignListStep) -> tuple[Wish, ...] | Attempt:
    email = _email(data)
    if not email:
        return NO_EMAIL
    return (ListChange(list_id=data.list_id, adds=data.change == "add", email=email, contact=_contact(data)),)


def _email(data: MemberEvent) -> str:
    return (data.email or "").strip().lower()


def _contact(data: MemberEvent) -> Mapping[str, str]:
    names = {"firstname": data.first_name, "lastname": data.last_name}
    return {name: value for name, value in names.items() if value}


def _told(
    event: OutgoingEvent, data: MemberEvent, settings: HubSpotSettings
) -> tuple[Action, Instant, Mapping[str, str]] | None:
    """Return HubSpot's action for an attendance, with its time and properties."""
    match data:
        case MemberRegistered():
            action, at = settings.statuses.registered, event.at
        case MemberStatusChanged(correction=True) if data.status.step <= Status.REGISTERED.step:
            action, at = _corrected(data.status, settings), from_text(data.happened_at)
        case MemberStatusChanged() if data.status is not Status.REGISTERED:  # that one is told as registered
            action, at = getattr(settings.statuses, data.status.value), from_text(data.happened_at)
        case MemberWatched(mode=Mode.LIVE) if data.watched_s > 0 and settings.attend_again:
            if settings.statuses.attended is not Action.ATTEND or data.status is not Status.ATTENDED:
                return None
            times = {"joinedAt": _seconds(data.first_at), "leftAt": _seconds(data.last_at)}
            return Action.ATTEND, from_text(data.first_at), times
        case _:
            return None
    if action is None:
        return None
    return action, at, {"joinedAt": _seconds(to_text(at))} if action is Action.ATTEND else {}


def _corrected(status: Status, settings: HubSpotSettings) -> Action | None:
    """Return the action for a status that a retraction led back to: registered, or cancelled below it."""
    if status is Status.REGISTERED:
        return settings.statuses.registered
    return Action.CANCEL


def _viewed(
    event: OutgoingEvent, data: MemberEvent, settings: HubSpotSettings, webinar: BoundWebinar
) -> dict[str, object] | None:
    names = settings.custom_event
    if names is None:
        return None
    match data:
        case MemberStatusChanged(status=Status.ATTENDED_ON_DEMAND):
            flip = str(uuid5(data.member_id, "flip"))  # one, however often a correction leads back to it
            return _custom(names, webinar, _seconds(data.happened_at), {names.moment: "flip"}, flip)
        case MemberWatched(mode=Mode.ON_DEMAND):
            watched = {
                names.moment: "day",
                names.watch_seconds: str(round(data.watched_s)),
                names.watch_date: data.day,
            }
            return _custom(names, webinar, _seconds(data.last_at), watched, str(event.id))
        case _:
            return None


def _custom(
    names: CustomEvent, webinar: BoundWebinar, at: str, properties: Mapping[str, str], identifier: str
) -> dict[str, object]:
    return {
        "eventName": names.name,
        "occurredAt": at,
        "uuid": identifier,
        "properties": {names.webinar: webinar.name, **properties},
    }


def _seconds(text: str) -> str:
    """Return our text of an instant without its milliseconds."""
    return text[:19] + "Z"


def waves(wishes: Sequence[EventAttendance | Complete]) -> Sequence[Sequence[int]]:
    """Return the numbers of the calls in waves, each to be sent before the next.

    Calls about one person at one event keep their order, in waves of their own, and an event is completed after the
    calls before it.
    """
    last: dict[tuple[str, str], int] = {}
    least: dict[str, int] = {}
    most: dict[str, int] = {}
    found: list[list[int]] = []
    for number, wish in enumerate(wishes):
        if isinstance(wish, Complete):
            wave = most.get(wish.event, -1) + 1
            least[wish.event] = wave + 1
        else:
            wave = max(last.get((wish.event, wish.email), -1) + 1, least.get(wish.event, 0))
            last[wish.event, wish.email] = wave
        most[wish.event] = max(wave, most.get(wish.event, -1))
        found += [[] for _ in range(wave + 1 - len(found))]
        found[wave].append(number)
    return found
