"""The chat of a room: lines are stored before anybody sees them, and every change gets the next number of its chat.

Number and line are written under the chat's lock in one transaction, so that the order of numbers is the order of
commits: a page that has read all changes up to a number never misses an earlier one.

Source: docs/automated.md, Chat
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final
from uuid import uuid4

from latecomer.automated.chat import queries
from latecomer.automated.chat.rules import (
    HOST_PAGE,
    LINES_AT_ONCE,
    MAIL_AFTER_MS,
    MAX_BEHIND,
    MAX_CHARACTERS,
    MAX_HELD,
    MAX_HELD_OF_MEMBER,
    PAGE,
    ChatEntry,
    ChatMode,
    ChatSettings,
    HostNews,
    Line,
    LineId,
    LineRole,
    LineState,
    News,
    first_state,
    shown_name,
    text_of,
)
from latecomer.automated.chat.tail import Tail
from latecomer.automated.outgoing import note_interaction, note_question
from latecomer.core import phase
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import locked_members

_MOST_ROOMS: Final = 500


def _nobody(_: WebinarId) -> None:
    """Ignore a change: nobody wants to hear of it."""


class Chat:
    """The chats of this installation."""

    def __init__(self, pool: Pool, changed: Callable[[WebinarId], None] = _nobody) -> None:
        """``changed`` is called after each commit that changed a chat."""
        self._pool = pool
        self._tell = changed
        self._tails: OrderedDict[WebinarId, Tail] = OrderedDict()

    async def enter(self, webinar: WebinarId, member: MemberId, now: Instant) -> ChatEntry:
        """Return the chat for a member who enters the room. Errors: Postgres's."""
        tail = await self.tail(webinar, now)
        async with self._pool.acquire() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
            last = await queries.last_seq(conn, webinar)
            mine = (await queries.own(conn, webinar, [member], PAGE)).get(member, [])
            lines = [] if last == 0 else await queries.latest_visible(conn, webinar, PAGE)
        return ChatEntry(
            settings=tail.settings,
            is_banned=member in tail.banned,
            lines=tuple(lines),
            mine=tuple(mine),
            last=last,
        )

    async def news(self, webinar: WebinarId, member: MemberId, since: int, now: Instant) -> News:
        """Return the changes since ``since`` that a member may see. Errors: Postgres's."""
        tail = await self.tail(webinar, now)
        if tail.reaches(since):
            return tail.news(member, since)
        async with self._pool.acquire() as conn:
            lines = await queries.latest_visible(conn, webinar, PAGE)
        return News(
            settings=tail.settings,
            is_banned=member in tail.banned,
            lines=tuple(lines),
            reset=True,
            last=tail.last,
        )

    async def visible(self, webinar: WebinarId) -> list[Line]:
        """Return the latest lines that everybody sees, in the order in which they became visible. Errors:
        Postgres's."""
        async with self._pool.acquire() as conn:
            return await queries.latest_visible(conn, webinar, PAGE)

    async def own(self, webinar: WebinarId, members: Sequence[MemberId]) -> dict[MemberId, list[Line]]:
        """Return the latest lines of each of these members, with the private answers to them. Errors: Postgres's."""
        async with self._pool.acquire() as conn:
            return await queries.own(conn, webinar, members, PAGE)

    async def write(
        self, webinar: Webinar, member: MemberId, client_id: str, raw: str, now: Instant, *, is_question: bool
    ) -> Line:
        """Store a member's line, once for each ``client_id``. Returns: the line as stored.

        Raises: Refused room_closed, chat_off, banned, invalid_line, too_many_lines, slow_mode, chat_full.
        """
        if now >= webinar.ends_at:
            raise Refused("room_closed", "The event is over: the chat accepts no more lines.")
        async with self._pool.acquire() as conn, conn.transaction():
            chat = await queries.lock(conn, webinar.id)
            known = await queries.of_client(conn, webinar.id, member, client_id)
            if known is not None:
                return known
            text = await self._check(conn, chat, webinar.id, member, raw, now)
            state = first_state(chat.mode, text, chat.words)
            seq = await queries.next_seq(conn, webinar.id) if state is LineState.VISIBLE else None
            line = Line(
                id=LineId(uuid4()),
                webinar=webinar.id,
                member=member,
                client_id=client_id,
                name=shown_name(*await queries.name_of(conn, member)),
                text=text,
                is_question=is_question or chat.mode is ChatMode.ANSWER_LATER,
                mode=chat.mode,
                state=state,
                shown_seq=seq,
                seq=seq,
                at=now,
                programme_ms=now - webinar.starts_at,
            )
            await queries.insert(conn, line)
            if line.is_question:
                await note_question(conn, member, line.id, text, now)
            else:
                await locked_members.count_again(conn, [member])
                await note_interaction(conn, member, "chat", str(line.id), now)
        self._changed(webinar.id)
        return line

    async def settings(self, webinar_id: WebinarId) -> ChatSettings:
        """Return the settings of a chat. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            await _webinar(conn, webinar_id)
            return await queries.settings(conn, webinar_id)

    async def set_mode(
        self, webinar_id: WebinarId, mode: ChatMode, slow_s: int | None, words: Sequence[str] | None
    ) -> ChatSettings:
        """Change a chat's mode; stored lines stay as they are. None leaves a field as it is.

        Raises: Refused unknown_webinar.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await _webinar(conn, webinar_id)
            was = await queries.lock(conn, webinar_id)
            chat = replace(
                was,
                mode=mode,
                slow_s=was.slow_s if slow_s is None else slow_s,
                words=was.words if words is None else tuple(words),
            )
            await queries.save(conn, webinar_id, chat)
            if webinar.finished_at is not None and mode is not was.mode:
                await locked_members.count_webinar_again(conn, webinar_id)
        self._changed(webinar_id)
        return chat

    async def copy(self, conn: Conn, webinar: Webinar, copied: Webinar, _: Instant) -> None:
        """Give a copied webinar the chat settings of its original."""
        await queries.copy(conn, webinar.id, copied.id)

    async def page(self, webinar_id: WebinarId, behind: int, limit: int) -> list[Line]:
        """Return a page of all lines, in the order in which they were stored. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            await _webinar(conn, webinar_id)
            return await queries.page(conn, webinar_id, behind, limit)

    async def host_news(self, webinar_id: WebinarId, since: int) -> HostNews:
        """Return the lines that were stored or changed since a number of the hosts' counter, oldest first, a page at a
        time; from 0 the latest lines and those that wait for a host.

        Raises: Refused unknown_webinar.
        """
        async with self._pool.acquire() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
            await _webinar(conn, webinar_id)
            settings = await queries.settings(conn, webinar_id)
            last = newest = await queries.last_host_seq(conn, webinar_id)
            if since:
                lines = await queries.host_changes(conn, webinar_id, since, HOST_PAGE)
                last = max(since, lines[-1].host_seq) if len(lines) == HOST_PAGE else max(since, newest)
            else:
                lines = await queries.latest_lines(conn, webinar_id, HOST_PAGE)
                waiting = await queries.held_lines(conn, webinar_id, MAX_HELD)
                known = {line.id for line in lines}
                lines = [*(line for line in waiting if line.id not in known), *lines]
            banned = await queries.banned(conn, webinar_id)
            writers = {line.member for line in lines if line.member is not None}
            names = await queries.full_names(conn, sorted(writers))
        return HostNews(
            settings=settings,
            lines=tuple(lines),
            banned=banned,
            names=names,
            last=last,
            has_more=last < newest,
        )

    async def say(
        self, webinar_id: WebinarId, client_id: str, raw: str, name: str, role: LineRole, now: Instant
    ) -> Line:
        """Store a host's line, once for each ``client_id``; everybody sees it.

        Raises: Refused unknown_webinar, not_open, room_closed, chat_off, invalid_line.
        """
        text = text_of(raw)
        if text is None:
            raise _invalid_line()
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await _webinar(conn, webinar_id)
            chat = await queries.lock(conn, webinar_id)
            known = await queries.of_client(conn, webinar_id, None, client_id)
            if known is not None:
                return known
            if now < webinar.starts_at - phase.EARLY_ENTRY_MS:
                raise Refused("not_open", "The room opens 15 minutes before the start.")
            if now >= webinar.ends_at:
                raise Refused("room_closed", "The event is over: the chat accepts no more lines.")
            if chat.mode is ChatMode.NONE:
                raise Refused("chat_off", "This webinar has no chat: switch it on first.")
            seq = await queries.next_seq(conn, webinar_id)
            line = Line(
                id=LineId(uuid4()),
                webinar=webinar_id,
                member=None,
                client_id=client_id,
                name=name,
                role=role,
                text=text,
                mode=chat.mode,
                state=LineState.VISIBLE,
                shown_seq=seq,
                seq=seq,
                at=now,
                programme_ms=now - webinar.starts_at,
            )
            await queries.insert(conn, line)
        self._changed(webinar_id)
        return line

    async def moderate(self, webinar_id: WebinarId, line_id: LineId, state: LineState) -> Line:
        """Approve, reject or delete a line; a repetition changes nothing.

        Raises: Refused unknown_line; line_deleted for moving a deleted line.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            await _line(conn, webinar_id, line_id)  # a webinar that does not exist has no chat to lock
            await queries.lock(conn, webinar_id)
            line = await _line(conn, webinar_id, line_id)
            moved = await self._move(conn, line, state)
        self._changed(webinar_id)
        return moved

    async def approve_all(self, webinar_id: WebinarId, member: MemberId) -> list[Line]:
        """Approve all held lines of a member. Raises: Refused unknown_member."""
        async with self._pool.acquire() as conn, conn.transaction():
            await _check_member(conn, webinar_id, member)
            await queries.lock(conn, webinar_id)
            held = await queries.held_of(conn, webinar_id, member)
            moved = [await self._move(conn, line, LineState.VISIBLE) for line in held]
        self._changed(webinar_id)
        return moved

    async def answer(
        self,
        webinar_id: WebinarId,
        line_id: LineId,
        raw: str,
        name: str,
        now: Instant,
        *,
        is_private: bool,
        role: LineRole = LineRole.HOST,
        client_id: str | None = None,
    ) -> Line:
        """Answer a member's line as a host. A public answer approves a held line; after answer_later it is private.

        Args: ``client_id``: the host's own id of the answer, so that a repetition is stored once.
        Raises: Refused unknown_webinar, unknown_line, invalid_line.
        """
        text = text_of(raw)
        if text is None:
            raise _invalid_line()
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await _webinar(conn, webinar_id)
            chat = await queries.lock(conn, webinar_id)
            line = await _line(conn, webinar_id, line_id)
            if client_id and (known := await queries.of_client(conn, webinar_id, None, client_id)):
                return known
            private = is_private or line.mode is ChatMode.ANSWER_LATER
            if not private and line.state is LineState.HELD:
                await self._move(conn, line, LineState.VISIBLE)
            seq = await queries.next_seq(conn, webinar_id)
            answer = Line(
                id=LineId(uuid4()),
                webinar=webinar_id,
                member=None,
                client_id=client_id or str(uuid4()),
                name=name,
                role=role,
                text=text,
                mode=chat.mode,
                state=LineState.VISIBLE,
                reply_to=line.id,
                is_private=private,
                shown_seq=seq,
                seq=seq,
                at=now,
                programme_ms=now - webinar.starts_at,
            )
            await queries.insert(conn, answer)
            if line.member is not None:
                await queries.mail_answer(conn, answer.id, now + MAIL_AFTER_MS)
        self._changed(webinar_id)
        return answer

    async def ban(self, webinar_id: WebinarId, member: MemberId, now: Instant, *, is_banned: bool) -> None:
        """Ban a member from writing and answering, or lift the ban. Raises: Refused unknown_member."""
        async with self._pool.acquire() as conn, conn.transaction():
            await _check_member(conn, webinar_id, member)
            await queries.lock(conn, webinar_id)
            if is_banned:
                await queries.ban(conn, webinar_id, member, now)
            else:
                await queries.unban(conn, webinar_id, member)
        self._changed(webinar_id)

    async def check_not_banned(self, webinar_id: WebinarId, member: MemberId) -> None:
        """Refuse a member who is banned, by asking the database. Raises: Refused banned."""
        async with self._pool.acquire() as conn:
            if await queries.is_banned(conn, webinar_id, member):
                raise Refused("banned", "A host has taken away the right to write and answer here.")

    async def _check(
        self, conn: Conn, chat: ChatSettings, webinar: WebinarId, member: MemberId, raw: str, now: Instant
    ) -> str:
        """Return the text of a line that may be stored. Raises: Refused."""
        if chat.mode is ChatMode.NONE:
            raise Refused("chat_off", "This webinar has no chat.")
        if await queries.is_banned(conn, webinar, member):
            raise Refused("banned", "A host has taken away the right to write here.")
        text = text_of(raw)
        if text is None:
            raise _invalid_line()
        lately, last = await queries.recent(conn, member, webinar, now)
        if lately >= LINES_AT_ONCE:
            raise Refused("too_many_lines", "Wait a few seconds before the next line.", after_s=5)
        if last is not None and now - last < chat.slow_s * 1_000:
            wait_s = -(-(chat.slow_s * 1_000 - (now - last)) // 1_000)
            raise Refused("slow_mode", f"You can write again in {wait_s} s.", after_s=wait_s)
        held, own = await queries.count_held(conn, webinar, member)
        holds = first_state(chat.mode, text, chat.words) is LineState.HELD
        if held >= MAX_HELD or (holds and own >= MAX_HELD_OF_MEMBER):
            raise Refused("chat_full", "Too many lines wait for a host. Try again later.", after_s=60)
        return text

    async def _move(self, conn: Conn, line: Line, state: LineState) -> Line:
        if line.state is state:
            return line
        if line.state is LineState.DELETED:
            raise Refused("line_deleted", "This line was deleted; that is final.")
        seq = await queries.next_seq(conn, line.webinar)
        await queries.set_state(conn, line.id, state, seq)
        if line.member is not None:
            await locked_members.count_again(conn, [line.member])
        return await _line(conn, line.webinar, line.id)

    def forget(self, webinar: WebinarId) -> None:
        """Drop the cached changes, so that the next request reads them again."""
        if tail := self._tails.get(webinar):
            tail.stale()

    def _changed(self, webinar: WebinarId) -> None:
        self.forget(webinar)
        self._tell(webinar)

    async def tail(self, webinar: WebinarId, now: Instant) -> Tail:
        """Return the latest changes of a chat, at most one second old; requests at the same time share one query.

        Errors: Postgres's.
        """
        tail = self._tails.setdefault(webinar, Tail())
        self._tails.move_to_end(webinar)
        if tail.is_fresh(now):
            return tail
        async with tail.lock:
            if tail.is_fresh(now):
                return tail
            forgotten = tail.forgotten
            await self._read(webinar, tail)
            if tail.forgotten == forgotten:  # else it has changed since
                tail.read_at = now
        while len(self._tails) > _MOST_ROOMS:
            self._tails.popitem(last=False)
        return tail

    async def _read(self, webinar: WebinarId, tail: Tail) -> None:
        async with self._pool.acquire() as conn:
            settings = await queries.settings(conn, webinar)
            if settings.version != tail.settings.version:
                tail.banned = await queries.banned(conn, webinar)
            tail.settings = settings
            if tail.first is None:
                tail.first = tail.last = max(0, await queries.last_seq(conn, webinar) - MAX_BEHIND)
            while changes := await queries.changes(conn, webinar, tail.last, MAX_BEHIND):
                answered = [
                    line.reply_to for line in changes if line.is_private and line.reply_to is not None
                ]
                tail.add(changes, await queries.asked(conn, answered) if answered else {})


async def _webinar(conn: Conn, webinar_id: WebinarId) -> Webinar:
    found = await webinars.load(conn, [webinar_id])
    if not found:
        raise Refused("unknown_webinar", "There is no such webinar.")
    return found[0]


async def _line(conn: Conn, webinar_id: WebinarId, line_id: LineId) -> Line:
    line = await queries.line(conn, webinar_id, line_id)
    if line is None:
        raise Refused("unknown_line", "This chat has no such line.")
    return line


async def _check_member(conn: Conn, webinar_id: WebinarId, member: MemberId) -> None:
    if not await queries.is_member(conn, webinar_id, member):
        raise Refused("unknown_member", "This webinar has no such member.")


def _invalid_line() -> Refused:
    return Refused("invalid_line", f"A line of the chat must have 1 to {MAX_CHARACTERS} characters.")
