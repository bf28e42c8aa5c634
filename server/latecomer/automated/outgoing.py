"""The events that go out about a room: clicks, answers and questions of members, in the transaction that stores them.

Source: docs/vendors.md, What Latecomer sends
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias
from uuid import UUID

from latecomer.audiences.queries import kept
from latecomer.automated.rules.rundown import Handout, OverlayItem, Question, QuestionsItem
from latecomer.core.ids import Instant, MemberId
from latecomer.core.timestamps import to_text
from latecomer.events import causes, outbox
from latecomer.events.causes import Cause, CauseKind
from latecomer.events.types import MemberAnswered, MemberAsked, MemberClicked
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.queries import locked_members

RoomMode: TypeAlias = Literal["live", "replay"]
RoomValue: TypeAlias = str | int | bool | list[str]


async def note_click(conn: Conn, member: MemberId, item: OverlayItem, mode: RoomMode, now: Instant) -> None:
    """Put a member's first click on an overlay into the outbox."""

    def data(**about: Any) -> MemberClicked:
        return MemberClicked(
            **about,
            item=item.id,
            kind=str(item.__struct_config__.tag),
            title=item.title,
            mode=mode,
            clicked_at=to_text(now),
        )

    await _add(conn, member, data, now)
    kind = "download" if isinstance(item, Handout) else "click"
    await note_interaction(conn, member, kind, f"{item.id} {mode}", now)


async def note_answer(
    conn: Conn,
    member: MemberId,
    item: QuestionsItem,
    question: Question,
    value: RoomValue,
    mode: RoomMode,
    now: Instant,
) -> None:
    """Put a member's answer to a question, new or changed, into the outbox."""

    def data(**about: Any) -> MemberAnswered:
        return MemberAnswered(
            **about,
            item=item.id,
            kind=str(item.__struct_config__.tag),
            title=item.title,
            question=question.id,
            question_text=question.text,
            value=value,
            mode=mode,
            answered_at=to_text(now),
        )

    await _add(conn, member, data, now)
    await note_interaction(conn, member, "poll", f"{item.id} {mode}", now)


async def note_question(conn: Conn, member: MemberId, line: UUID, text: str, now: Instant) -> None:
    """Put a question that a member asked in the chat into the outbox; ``line`` is the id of its line."""

    def data(**about: Any) -> MemberAsked:
        return MemberAsked(**about, line_id=line, text=text, asked_at=to_text(now))

    await _add(conn, member, data, now)
    await note_interaction(conn, member, "question", str(line), now)


async def note_interaction(conn: Conn, member: MemberId, kind: str, what: str, now: Instant) -> None:
    """Write the cause of campaigns that wait for an interaction, once for each ``what`` of a member."""
    key = f"interaction {member} {kind} {what}"
    cause = Cause(kind=CauseKind.INTERACTION, key=key, member=member, data={"kind": kind}, happened_at=now)
    await causes.add(conn, [cause], now)


async def _add(
    conn: Conn,
    member: MemberId,
    data: Callable[..., MemberClicked | MemberAnswered | MemberAsked],
    now: Instant,
) -> None:
    about = (await kept.number_events(conn, [member])).get(member)
    if about is None:
        return
    event = data(
        sequence=about.sequence,
        webinar_id=about.webinar,
        member_id=about.member,
        person_id=about.person,
        email=about.email,
        first_name=about.first_name,
        last_name=about.last_name,
        status=about.status,
    )
    await locked_members.count_again(conn, [member])
    await outbox.add(conn, [outbox.Event(webinar=about.webinar, member=member, at=now, data=event)])
