"""The messages between a page and the room.

Source: docs/automated.md, The room
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from latecomer.automated.chat.rules import ChatEntry, ChatMode, LineId, LineState, News
from latecomer.automated.chat.schemas import ChatEntryBody, LineBody, chat_entry_body, line_body
from latecomer.automated.console.schemas import ConsoleBody
from latecomer.automated.overlays.rules import PollView
from latecomer.automated.overlays.schemas import PollViewBody, poll_view_body
from latecomer.automated.room.rules import Entry
from latecomer.automated.rules.replay import Replay
from latecomer.automated.rules.rundown import ItemId
from latecomer.automated.schemas import ItemBody, OnAirBody, file_of, on_air_body, room_item
from latecomer.core.ids import Instant, MemberId
from latecomer.http.wire import Request, Response


class RoomHello(Struct, frozen=True, kw_only=True, tag="hello", tag_field="type"):
    """Enter the room, or ask for a new grant."""


class RoomClock(Struct, frozen=True, kw_only=True, tag="clock", tag_field="type"):
    """Ask for the time; ``t0`` is the page's own clock and is returned unchanged."""

    t0: float


class RoomLine(Struct, frozen=True, kw_only=True, tag="line", tag_field="type"):
    """Write a line; ``client_id`` is the page's own id of it, so that a repetition is stored once."""

    client_id: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")]
    text: Annotated[str, Meta(max_length=16_384)]
    question: bool = False


class RoomAnswering(Struct, frozen=True, kw_only=True, tag="answer", tag_field="type"):
    """Answer a question of a poll or survey; ``values`` is an option's id, several ids, a number, a boolean or text."""

    poll: ItemId
    question: str
    values: str | int | float | bool | list[str]


class RoomSeen(Struct, frozen=True, kw_only=True, tag="seen", tag_field="type"):
    """Report that an overlay was in view."""

    item: ItemId


class RoomClicked(Struct, frozen=True, kw_only=True, tag="clicked", tag_field="type"):
    """Report that an overlay's button or download was clicked."""

    item: ItemId


class RoomClosed(Struct, frozen=True, kw_only=True, tag="closed", tag_field="type"):
    """Report that the viewer closed an overlay."""

    item: ItemId


StoredMessage: TypeAlias = RoomLine | RoomAnswering | RoomSeen | RoomClicked | RoomClosed
RoomMessage: TypeAlias = RoomHello | RoomClock | StoredMessage


class RoomSocketHello(Struct, frozen=True, kw_only=True, tag="hello", tag_field="type"):
    """Enter a room: as a viewer, host or presenter with the token of the own link, or as a signed-in operator with the
    webinar's id. ``since``: the number of the last change of the chat that the page has. Said again it asks for a new
    grant.
    """

    join: Annotated[str, Meta(max_length=512)] | UnsetType = UNSET
    webinar: UUID | UnsetType = UNSET
    since: Annotated[int, Meta(ge=0, le=2**53)] | UnsetType = UNSET


RoomSocketMessage: TypeAlias = RoomSocketHello | RoomClock | StoredMessage


class RoomRequest(Request, frozen=True, kw_only=True):
    """Messages to the room, answered in their order. ``since``: the number of the last change of the chat that the page
    has; with it, later changes come along.
    """

    since: Annotated[int, Meta(ge=0, le=2**53)] | UnsetType = UNSET
    messages: Annotated[tuple[RoomMessage, ...], Meta(max_length=20)]


class PolledRequest(Request, frozen=True, kw_only=True):
    """``RoomRequest`` whose messages are read one by one, so that one that cannot be used is refused by itself."""

    since: Annotated[int, Meta(ge=0, le=2**53)] | UnsetType = UNSET
    messages: Annotated[tuple[msgspec.Raw, ...], Meta(max_length=20)]


class SpanBody(Response, frozen=True, kw_only=True):
    """A stretch of the replay, in programme time."""

    from_ms: int
    to_ms: int
    item: ItemBody
    file: str | None


class ReplayBody(Response, frozen=True, kw_only=True):
    """The parts of a webinar that can be watched again; the player jumps over gaps."""

    duration_ms: int
    playable_ms: int
    spans: tuple[SpanBody, ...]
    overlays: tuple[ItemBody, ...]


class RoomRole(StrEnum):
    """The role of somebody in the room; an operator came with a session instead of a link."""

    VIEWER = "viewer"
    HOST = "host"
    PRESENTER = "presenter"
    OPERATOR = "operator"


class RoomWelcome(Response, frozen=True, kw_only=True, tag="welcome", tag_field="type"):
    """The room as it is now. Media are at ``/m/{grant}/{file}``; operators have no grant. ``viewers``: the members in
    the room, where the webinar shows their number. Chat and polls of hosts are in the console that follows.
    """

    role: RoomRole
    server_ms: int
    grant: str | UnsetType = UNSET
    on_air: OnAirBody
    replay: ReplayBody | UnsetType = UNSET
    chat: ChatEntryBody | UnsetType = UNSET
    polls: tuple[PollViewBody, ...] | UnsetType = UNSET
    viewers: int | UnsetType = UNSET


class RoomTime(Response, frozen=True, kw_only=True, tag="clock", tag_field="type"):
    """Room time when the question was read and when it was answered, ms since the epoch."""

    t0: float
    t1: int
    t2: int


class RoomOnAir(OnAirBody, frozen=True, kw_only=True, tag="on_air", tag_field="type"):
    """The items on air; the same for every viewer."""


class RoomAccepted(Response, frozen=True, kw_only=True, tag="accepted", tag_field="type", omit_defaults=True):
    """A stored line, answer or use, by the ids of its message; ``line`` is the line as stored."""

    client_id: str | UnsetType = UNSET
    line: LineBody | UnsetType = UNSET
    poll: ItemId | UnsetType = UNSET
    question: str | UnsetType = UNSET
    item: ItemId | UnsetType = UNSET


class RoomError(Response, frozen=True, kw_only=True, tag="error", tag_field="type", omit_defaults=True):
    """A refused message, by its ids. With ``after_s`` the same message may be sent again so many seconds later."""

    code: str
    message: str
    after_s: int | UnsetType = UNSET
    client_id: str | UnsetType = UNSET
    poll: ItemId | UnsetType = UNSET
    question: str | UnsetType = UNSET
    item: ItemId | UnsetType = UNSET


class RoomChat(Response, frozen=True, kw_only=True, tag="chat", tag_field="type"):
    """The chat's settings for this member; ``last`` is the number of the last change."""

    mode: ChatMode
    slow_s: int
    banned: bool
    last: int


class RoomLines(Response, frozen=True, kw_only=True, tag="lines", tag_field="type"):
    """Lines that became visible, in their order; with ``reset`` they replace all earlier ones. ``skipped``: the number
    of lines that are left out, because there are more than anybody can read; ``last``: the number of the change up to
    which nothing is missing now.
    """

    lines: tuple[LineBody, ...]
    reset: bool = False
    skipped: int | UnsetType = UNSET
    last: int | UnsetType = UNSET


class RoomLineChanged(Response, frozen=True, kw_only=True, tag="line_changed", tag_field="type"):
    """A line with another state; ``last`` as for lines."""

    id: LineId
    seq: int
    state: LineState
    last: int | UnsetType = UNSET


class RoomPoll(PollViewBody, frozen=True, kw_only=True, tag="poll", tag_field="type"):
    """A poll on air as this member sees it."""


class RoomViewers(Response, frozen=True, kw_only=True, tag="viewers", tag_field="type"):
    """The number of members in the room, where the webinar shows it."""

    viewers: int


class RoomConsole(Response, frozen=True, kw_only=True, tag="console", tag_field="type"):
    """The room as its hosts see it: at first whole, then with the lines of the chat that were stored or changed."""

    console: ConsoleBody


RoomAnswer: TypeAlias = (
    RoomWelcome
    | RoomTime
    | RoomOnAir
    | RoomAccepted
    | RoomError
    | RoomChat
    | RoomLines
    | RoomLineChanged
    | RoomPoll
    | RoomViewers
    | RoomConsole
)


class RoomBody(Response, frozen=True, kw_only=True):
    """The answers, in the order of the questions; the items on air come last unless a welcome contains them."""

    messages: tuple[RoomAnswer, ...]


def room_on_air(body: OnAirBody) -> RoomOnAir:
    """Return what is on air as a message."""
    return RoomOnAir(**msgspec.structs.asdict(body))


def room_poll(view: PollView) -> RoomPoll:
    """Return a poll as a message."""
    return RoomPoll(**msgspec.structs.asdict(poll_view_body(view)))


def welcome(
    entry: Entry,
    chat: ChatEntry | None,
    polls: tuple[PollView, ...] | None,
    viewers: int | None,
    now: Instant,
) -> RoomWelcome:
    """Return the room as a viewer receives it on entering; chat and polls None while the database is away."""
    return RoomWelcome(
        role=RoomRole.VIEWER,
        server_ms=now,
        grant=entry.grant,
        on_air=on_air_body(entry.on_air, entry.webinar.starts_at),
        replay=UNSET if entry.replay is None else replay_body(entry.replay),
        chat=UNSET if chat is None else chat_entry_body(chat, entry.member),
        polls=UNSET if polls is None else tuple(map(poll_view_body, polls)),
        viewers=UNSET if viewers is None else viewers,
    )


def news_bodies(news: News, member: MemberId) -> Iterator[RoomAnswer]:
    """Yield a member's news of the chat: settings, lines, changed lines."""
    yield RoomChat(
        mode=news.settings.mode, slow_s=news.settings.slow_s, banned=news.is_banned, last=news.last
    )
    if news.lines or news.reset:
        yield RoomLines(lines=tuple(line_body(line, member) for line in news.lines), reset=news.reset)
    for line in news.changed:
        yield RoomLineChanged(id=line.id, seq=line.seq or 0, state=line.state)


def replay_body(replay: Replay) -> ReplayBody:
    """Return a replay for viewers."""
    return ReplayBody(
        duration_ms=replay.duration_ms,
        playable_ms=replay.playable_ms,
        spans=tuple(
            SpanBody(
                from_ms=span.from_ms, to_ms=span.to_ms, item=room_item(span.item), file=file_of(span.item)
            )
            for span in replay.spans
        ),
        overlays=tuple(room_item(item) for item in replay.overlays),
    )


class ItemCaptionsBody(Response, frozen=True, kw_only=True):
    """Captions of an item in one language, as WebVTT."""

    language: str
    url: str


class ItemCaptionsPageBody(Response, frozen=True, kw_only=True):
    """The captions of an item, by language."""

    items: tuple[ItemCaptionsBody, ...]
