"""The chat for operators: mode, lines, moderation, answers, bans, and the log as CSV.

Source: docs/automated.md, Chat
"""

from __future__ import annotations

from typing import Final

from aiohttp import web
from msgspec import UNSET

from latecomer.automated.chat.rules import LineId, LineRole, LineState
from latecomer.automated.chat.schemas import (
    AnswerLine,
    ApprovedBody,
    ChatPageBody,
    ChatQuery,
    ChatSettingsBody,
    HostLineBody,
    SetChatMode,
    host_line_body,
    mode_body,
)
from latecomer.automated.chat.service import Chat
from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.timestamps import to_text
from latecomer.http.auth import HostRight, Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.postgres import cursors
from latecomer.webinars.members.rules.csv_format import file_lines, file_start

chat: web.AppKey[Chat] = web.AppKey("chat", Chat)

_TAG: Final = "Chat"
_COLUMNS: Final = (
    "at",
    "programme_ms",
    "name",
    "role",
    "text",
    "question",
    "state",
    "private",
    "reply_to",
    "id",
    "member_id",
)
_CHUNK: Final = 500


@endpoint(
    "GET",
    "/webinars/{webinar}/chat",
    tag=_TAG,
    scope=Scope.READ,
    host=HostRight.MODERATE,
    summary="List the lines of a chat",
    shows_people=True,
    errors=("unknown_webinar", "invalid_cursor"),
)
async def list_chat(call: Call, webinar: WebinarId, query: ChatQuery) -> ChatPageBody:
    """List a chat's lines in all states, in the order of storing, with the chat's settings."""
    settings = await call.app[chat].settings(webinar)
    behind = 0 if query.cursor is None else cursors.decode(query.cursor, int)
    found = await call.app[chat].page(webinar, behind, query.limit + 1)
    items = found[: query.limit]
    return ChatPageBody(
        mode=settings.mode,
        slow_s=settings.slow_s,
        words=settings.words,
        items=tuple(map(host_line_body, items)),
        next_cursor=cursors.encode(items[-1].number) if len(found) > query.limit else None,
    )


@endpoint(
    "GET",
    "/webinars/{webinar}/chat.csv",
    tag=_TAG,
    scope=Scope.READ,
    host=HostRight.MODERATE,
    summary="Download the log of a chat",
    errors=("unknown_webinar",),
    answers=bytes,
    produces="text/csv",
    shows_people=True,
    audited=True,
)
async def download_chat(call: Call, webinar: WebinarId) -> web.StreamResponse:
    """Download a chat's lines in all states as CSV, by wall clock and programme time."""
    lines = await call.app[chat].page(webinar, 0, _CHUNK)
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": 'attachment; filename="chat.csv"',
            "Cache-Control": "no-store",
        }
    )
    await response.prepare(call.request)
    await response.write(file_start(_COLUMNS))
    while lines:
        await response.write(
            file_lines(
                (
                    to_text(line.at),
                    line.programme_ms,
                    line.name,
                    line.role,
                    line.text,
                    str(line.is_question).lower(),
                    line.state,
                    str(line.is_private).lower(),
                    line.reply_to,
                    line.id,
                    line.member,
                )
                for line in lines
            )
        )
        lines = await call.app[chat].page(webinar, lines[-1].number, _CHUNK)
    await response.write_eof()
    return response


@endpoint(
    "PUT",
    "/webinars/{webinar}/chat/mode",
    tag=_TAG,
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Set the mode of a chat",
    errors=("unknown_webinar",),
)
async def set_chat_mode(call: Call, webinar: WebinarId, body: SetChatMode) -> ChatSettingsBody:
    """Set a chat's mode, before or while the webinar runs. Lines that are written keep their state."""
    changed = await call.app[chat].set_mode(
        webinar,
        body.mode,
        None if body.slow_s is UNSET else body.slow_s,
        None if body.words is UNSET else body.words,
    )
    return mode_body(changed)


@endpoint(
    "POST",
    "/webinars/{webinar}/chat/{line}/approve",
    tag=_TAG,
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Approve a line",
    errors=("unknown_line", "line_deleted"),
)
async def approve_line(call: Call, webinar: WebinarId, line: LineId) -> HostLineBody:
    """Approve a line: everybody in the room sees it."""
    return host_line_body(await call.app[chat].moderate(webinar, line, LineState.VISIBLE))


@endpoint(
    "POST",
    "/webinars/{webinar}/chat/{line}/reject",
    tag=_TAG,
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Reject a line",
    errors=("unknown_line", "line_deleted"),
)
async def reject_line(call: Call, webinar: WebinarId, line: LineId) -> HostLineBody:
    """Reject a line. It stays in the log."""
    return host_line_body(await call.app[chat].moderate(webinar, line, LineState.REJECTED))


@endpoint(
    "POST",
    "/webinars/{webinar}/chat/{line}/delete",
    tag=_TAG,
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Delete a line",
    errors=("unknown_line", "line_deleted"),
)
async def delete_line(call: Call, webinar: WebinarId, line: LineId) -> HostLineBody:
    """Delete a line from the room, for good. It stays in the log."""
    return host_line_body(await call.app[chat].moderate(webinar, line, LineState.DELETED))


@endpoint(
    "POST",
    "/webinars/{webinar}/chat/{line}/answer",
    tag=_TAG,
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Answer a line",
    status=201,
    errors=("unknown_webinar", "unknown_line", "line_deleted", "invalid_line"),
)
async def answer_line(call: Call, webinar: WebinarId, line: LineId, body: AnswerLine) -> HostLineBody:
    """Answer a line as a host. A public answer approves a held line; in mode `answer_later` answers are private."""
    name, role = role_of(call)
    answer = await call.app[chat].answer(
        webinar,
        line,
        body.text,
        name,
        call.now,
        is_private=body.private,
        role=role,
        client_id=None if body.client_id is UNSET else body.client_id,
    )
    return host_line_body(answer)


@endpoint(
    "POST",
    "/webinars/{webinar}/chat/members/{member}/approve",
    tag=_TAG,
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Approve all lines of a member",
    errors=("unknown_member",),
)
async def approve_lines_of_member(call: Call, webinar: WebinarId, member: MemberId) -> ApprovedBody:
    """Approve all held lines of a member."""
    return ApprovedBody(approved=len(await call.app[chat].approve_all(webinar, member)))


@endpoint(
    "POST",
    "/webinars/{webinar}/bans/{member}",
    tag=_TAG,
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Ban a member from writing",
    status=204,
    errors=("unknown_member",),
)
async def ban_member(call: Call, webinar: WebinarId, member: MemberId) -> None:
    """Ban a member from writing and answering, on all devices. Watching goes on and counts."""
    await call.app[chat].ban(webinar, member, call.now, is_banned=True)


@endpoint(
    "DELETE",
    "/webinars/{webinar}/bans/{member}",
    tag=_TAG,
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Lift a ban",
    errors=("unknown_member",),
)
async def lift_ban(call: Call, webinar: WebinarId, member: MemberId) -> None:
    """Lift a member's ban."""
    await call.app[chat].ban(webinar, member, call.now, is_banned=False)


def role_of(call: Call) -> tuple[str, LineRole]:
    """Return the name and role of a caller in the room: a presenter's own, or a nameless host for an operator."""
    caller = call.caller
    if caller is None or caller.room is None:
        return "", LineRole.HOST
    return caller.name, LineRole.HOST if HostRight.DIRECT in caller.rights else LineRole.PRESENTER


ENDPOINTS: Final = (
    list_chat,
    download_chat,
    set_chat_mode,
    approve_line,
    reject_line,
    delete_line,
    answer_line,
    approve_lines_of_member,
    ban_member,
    lift_ban,
)
