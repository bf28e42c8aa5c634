"""Bodies of the console. Source: docs/automated.md, The console"""

from typing import Annotated

from msgspec import Meta

from latecomer.automated.chat.rules import ChatMode, HostNews
from latecomer.automated.chat.schemas import HostLineBody, host_line_body
from latecomer.automated.console.rules import ConsoleView
from latecomer.automated.overlays.schemas import PollResultsBody, poll_results_body
from latecomer.automated.rules.presenters import PresenterId, Role
from latecomer.automated.rules.rundown import PollState
from latecomer.automated.schemas import ItemBody, OnAirBody, item_body, on_air_body
from latecomer.core import phase
from latecomer.core.ids import MemberId, WebinarId
from latecomer.http.wire import PERSONAL, Request, Response, Time


class ConsoleQuery(Request, frozen=True, kw_only=True):
    """The number of the last change of the chat that the console has; without it the whole chat is returned."""

    since: Annotated[int, Meta(ge=0, le=2**53)] = 0


class ConsoleWebinarBody(Response, frozen=True, kw_only=True):
    """The webinar of a console."""

    id: WebinarId
    name: str
    starts_at: Time
    ends_at: Time
    opens_at: Annotated[Time, Meta(description="The time from which the room can be started and taken over.")]
    timezone: str
    has_rundown: bool


class ConsoleChatBody(Response, frozen=True, kw_only=True):
    """The chat for hosts: ``lines`` stored or changed since, in all states; ``banned`` are members."""

    mode: ChatMode
    slow_s: int
    words: tuple[str, ...]
    last: int
    lines: tuple[HostLineBody, ...]
    banned: tuple[MemberId, ...]


class ConsolePollBody(Response, frozen=True, kw_only=True):
    """A poll or survey of the rundown: its state now (null while it is not on air), and its results."""

    state: PollState | None
    results: PollResultsBody


class ConsolePersonBody(Response, frozen=True, kw_only=True):
    """A host or presenter; ``here`` is true while their console is open."""

    id: PresenterId
    name: Annotated[str, PERSONAL]
    role: Role
    here: bool


class ConsoleBody(Response, frozen=True, kw_only=True):
    """The room as hosts see it. ``next`` are the items to come, soonest first."""

    server_ms: int
    webinar: ConsoleWebinarBody
    on_air: OnAirBody
    next: tuple[ItemBody, ...]
    viewers: Annotated[int | None, Meta(description="The members in the room; null while it is not known.")]
    watching: Annotated[int | None, Meta(description="The members who are playing now.")]
    people: tuple[ConsolePersonBody, ...]
    chat: ConsoleChatBody
    polls: tuple[ConsolePollBody, ...]
    may_direct: Annotated[bool, Meta(description="The caller may start, end and invite.")]


class SayBody(Request, frozen=True, kw_only=True):
    """A line of a host; ``client_id`` is the page's own id of it, so that a repetition is stored once."""

    client_id: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")]
    text: Annotated[str, Meta(max_length=4_000)]


def console_body(view: ConsoleView, *, may_direct: bool) -> ConsoleBody:
    """Return the room for a host. Args: ``may_direct``: the host may start, end and invite."""
    webinar = view.webinar
    return ConsoleBody(
        server_ms=view.at,
        webinar=ConsoleWebinarBody(
            id=webinar.id,
            name=webinar.name,
            starts_at=Time(webinar.starts_at),
            ends_at=Time(webinar.ends_at),
            opens_at=Time(webinar.starts_at - phase.EARLY_ENTRY_MS),
            timezone=webinar.timezone,
            has_rundown=view.rundown.version > 0,
        ),
        on_air=on_air_body(view.on_air, webinar.starts_at),
        next=tuple(map(item_body, view.next)),
        viewers=view.viewers,
        watching=view.watching,
        people=tuple(
            ConsolePersonBody(id=each.id, name=each.name, role=each.role, here=each.id in view.here)
            for each in view.people
        ),
        chat=console_chat_body(view.chat),
        polls=tuple(
            ConsolePollBody(state=each.state, results=poll_results_body(each.results)) for each in view.polls
        ),
        may_direct=may_direct,
    )


def console_chat_body(news: HostNews) -> ConsoleChatBody:
    """Return the chat for hosts."""
    return ConsoleChatBody(
        mode=news.settings.mode,
        slow_s=news.settings.slow_s,
        words=news.settings.words,
        last=news.last,
        lines=tuple(host_line_body(line, news.names) for line in news.lines),
        banned=tuple(sorted(news.banned)),
    )
