"""Examples of the messages of the room's socket.

Source: docs/protocol.md, Room
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import msgspec

from latecomer.automated.chat.rules import ChatMode, ChatSettings, HostNews, LineId, LineState
from latecomer.automated.chat.schemas import ChatEntryBody, LineBody
from latecomer.automated.console.rules import ConsoleView
from latecomer.automated.console.schemas import console_body
from latecomer.automated.overlays.schemas import OptionCountBody, PollViewBody, QuestionResultsBody
from latecomer.automated.room.schemas import (
    RoomAccepted,
    RoomAnswering,
    RoomChat,
    RoomClicked,
    RoomClock,
    RoomClosed,
    RoomConsole,
    RoomError,
    RoomLine,
    RoomLineChanged,
    RoomLines,
    RoomPoll,
    RoomRole,
    RoomSeen,
    RoomSocketHello,
    RoomTime,
    RoomViewers,
    RoomWelcome,
    room_on_air,
)
from latecomer.automated.rules.on_air import on_air
from latecomer.automated.rules.rundown import Announcement, ItemId, PollState, Rundown
from latecomer.automated.schemas import on_air_body
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.http.wire import Time

_LINE = LineId(UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d13"))
_POLL = ItemId("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d14")
_NOTE = ItemId("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d15")

Example = tuple[str, bool, tuple[msgspec.Struct, ...]]
"""The name of a message, True for one that a client sends, and examples."""


def room_examples(
    token: str, webinar_id: WebinarId, member: MemberId, starts_at: Instant
) -> Iterator[Example]:
    """Yield an example of each message, as they are exchanged with the holder of ``token``."""
    now = starts_at + 42_000
    rundown = Rundown(
        version=3, items=(Announcement(id=_NOTE, start_ms=0, duration_ms=60_000, text="Welcome"),)
    )
    webinar = Webinar(
        id=webinar_id, name="Composting for beginners", starts_at=starts_at, ends_at=starts_at + 70_000
    )
    air = on_air(rundown, starts_at, webinar.ends_at, now)
    body = on_air_body(air, starts_at)
    line = LineBody(
        id=_LINE,
        name="Ada L.",
        text="Do worms sleep?",
        at=Time(now),
        programme_ms=42_000,
        state=LineState.VISIBLE,
        question=True,
        seq=7,
    )
    results = QuestionResultsBody(
        id="q1", answered=2, options=(OptionCountBody(id="o1", count=2), OptionCountBody(id="o2", count=0))
    )
    poll = PollViewBody(item=_POLL, state=PollState.PUBLISHED, mine={"q1": "o1"}, results=(results,))
    chat = ChatEntryBody(mode=ChatMode.OPEN, slow_s=0, banned=False, lines=(line,), mine=(), last=7)
    view = ConsoleView(
        at=now,
        webinar=webinar,
        rundown=rundown,
        on_air=air,
        next=(),
        viewers=812,
        watching=790,
        people=(),
        here=frozenset(),
        chat=HostNews(settings=ChatSettings(), lines=(), banned=frozenset({member}), names={}, last=9),
        polls=(),
    )
    yield (
        "room_hello",
        True,
        (
            RoomSocketHello(join=token),
            RoomSocketHello(join=token, since=7),
            RoomSocketHello(webinar=webinar_id),
        ),
    )
    yield "room_clock", True, (RoomClock(t0=1204.5),)
    yield "room_line", True, (RoomLine(client_id="c-1", text="Do worms sleep?", question=True),)
    yield "room_answer", True, (RoomAnswering(poll=_POLL, question="q1", values="o1"),)
    yield "room_seen", True, (RoomSeen(item=_NOTE),)
    yield "room_clicked", True, (RoomClicked(item=_NOTE),)
    yield "room_closed", True, (RoomClosed(item=_NOTE),)
    yield (
        "room_welcome",
        False,
        (
            RoomWelcome(
                role=RoomRole.VIEWER,
                server_ms=now,
                grant="the grant",
                on_air=body,
                chat=chat,
                polls=(poll,),
                viewers=312,
            ),
        ),
    )
    yield "room_time", False, (RoomTime(t0=1204.5, t1=now, t2=now),)
    yield "room_on_air", False, (room_on_air(body),)
    yield "room_chat", False, (RoomChat(mode=ChatMode.MODERATED, slow_s=10, banned=False, last=7),)
    yield "room_lines", False, (RoomLines(lines=(line,)), RoomLines(lines=(line,), skipped=31))
    yield "room_line_changed", False, (RoomLineChanged(id=_LINE, seq=8, state=LineState.DELETED),)
    yield "room_poll", False, (RoomPoll(**msgspec.structs.asdict(poll)),)
    yield "room_viewers", False, (RoomViewers(viewers=313),)
    yield (
        "room_accepted",
        False,
        (
            RoomAccepted(client_id="c-1", line=line),
            RoomAccepted(poll=_POLL, question="q1"),
            RoomAccepted(item=_NOTE),
        ),
    )
    yield (
        "room_error",
        False,
        (
            RoomError(
                code="too_many_lines",
                message="Wait a few seconds before the next line.",
                after_s=5,
                client_id="c-1",
            ),
        ),
    )
    yield "room_console", False, (RoomConsole(console=console_body(view, may_direct=True)),)
