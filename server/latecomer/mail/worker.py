"""The queue of mails: due mails are leased, checked again, rendered and sent to the relay, each once.

Any number of workers may run it. A leased mail keeps the state ``waiting``; ``sending`` is committed when the relay has
answered 354, before the text is sent. When a worker dies, its leases run out: its mails are waiting again, or, if they
were being sent, ``unknown``.

Source: docs/mail.md, Nothing lost and nothing twice
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final
from uuid import uuid4

import structlog

from latecomer.core.email_address import ascii_address
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, PersonId
from latecomer.core.phase import DAY_MS
from latecomer.mail import compose
from latecomer.mail.compose import Draft, MailIdentity
from latecomer.mail.planner import MailPlanner
from latecomer.mail.queries import mails as mail_rows
from latecomer.mail.queries import queue as queue_rows
from latecomer.mail.queries import situations, suppressions
from latecomer.mail.queries.mails import MailContent, MailRow
from latecomer.mail.queries.situations import Surroundings
from latecomer.mail.relay import Again, Delivery, Envelope, NotOurs, NotTaken, Relay, Sent, Stopped, Unknown
from latecomer.mail.renderer import TOO_SLOW, MailRenderer, Rendered
from latecomer.mail.rules import message
from latecomer.mail.rules.message import Letter
from latecomer.mail.rules.opt_out_line import with_opt_out
from latecomer.mail.rules.replies import REFUSED_RUNNING
from latecomer.mail.rules.schedule import after_quiet_hours, allowed_at
from latecomer.mail.rules.states import MailState
from latecomer.mail.rules.still_true import Skip
from latecomer.postgres.pool import Pool
from latecomer.tasks import repeat

LOOK_S: Final = 1.0
_PLAN_S: Final = 5.0
_SWEEP_S: Final = 3_600.0
_LANES: Final = 8
"""Connections to the relay that one worker uses at once."""
_AT_ONCE: Final = 100
_LEASE_MS: Final = 10 * 60_000
"""Longer than the relay may take with one mail, and a batch may wait for its turn."""
_AWAY_MS: Final = 10_000
_STOPPED_MS: Final = 5 * 60_000
_FIRST_RETRY_MS: Final = 60_000
_LONGEST_RETRY_MS: Final = 2 * 3_600_000
_GIVE_UP_MS: Final = DAY_MS
_TEXTS_KEPT_MS: Final = 30 * DAY_MS

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Case:
    """A leased mail with the data that decide about it."""

    mail: MailRow
    around: Surroundings
    suppressed: bool
    opted_out: frozenset[str]
    sent: tuple[Instant, ...]
    """The times at which marketing mails were sent to the same address."""


class MailQueue:
    """The worker that sends due mails."""

    def __init__(
        self,
        pool: Pool,
        who: MailIdentity,
        clock: Callable[[], Instant],
        open_relay: Callable[[], Relay] | None,
        take_turn: Callable[[], Awaitable[int]] | None = None,
    ) -> None:
        """``open_relay``: None when no relay is configured, and mails are kept. ``take_turn``: takes one mail of the
        installation's rate; returns 0, or the ms to wait."""
        self._pool = pool
        self._who = who
        self._clock = clock
        self._take_turn = take_turn
        self._open_relay = open_relay
        self._relays = [open_relay() for _ in range(_LANES)] if open_relay else []
        self._planning = MailPlanner(pool)
        self._rendering = [MailRenderer() for _ in range(2)]
        self._holder = uuid4()

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(repeat("mail_plan", self._plan, _PLAN_S))
                group.create_task(repeat("mail_send", self.work, LOOK_S))
                group.create_task(repeat("mail_sweep", self.sweep, _SWEEP_S))
        finally:
            await asyncio.shield(self.stop())

    async def stop(self) -> None:
        """Close the relay's connections, and release the mails that were not begun."""
        for relay in self._relays:
            await relay.close()
        for rendering in self._rendering:
            await rendering.stop()
        with suppress(Exception):
            async with asyncio.timeout(2), self._pool.acquire() as conn:
                await mail_rows.release(conn, self._holder)

    async def _plan(self) -> None:
        await self._planning.work(self._clock())

    async def sweep(self) -> None:
        """Delete texts that are older than 30 days."""
        async with self._pool.acquire() as conn:
            await mail_rows.drop_old_texts(conn, self._clock() - _TEXTS_KEPT_MS)

    async def work(self) -> int:
        """Send all due mails. Returns: the number of mails that were considered."""
        looked_at = 0
        while True:
            cases = await self._claim()
            if not cases:
                return looked_at
            looked_at += len(cases)
            if not await self._send_all(cases):
                return looked_at

    async def _claim(self) -> list[_Case]:
        now = self._clock()
        async with self._pool.acquire() as conn:
            await mail_rows.give_up_on_the_lost(conn, now)
            stopped = (await queue_rows.state(conn)).stopped_until
            if stopped is not None and stopped > now and self._open_relay is not None:
                return []
            mails = await mail_rows.claim(conn, self._holder, now, now + _LEASE_MS, _AT_ONCE)
            if not mails:
                return []
            around = await situations.load(conn, mails)
            keys = [mail.email_key for mail in mails if mail.email_key is not None]
            hashes = {key: self._who.address_hash(key) for key in keys}
            suppressed = await suppressions.among(conn, hashes.values())
            opted = await suppressions.opted_out(
                conn, [member.person.id for member in around.members.values()]
            )
            marketing = [mail.email_key for mail in mails if mail.kind.is_marketing and mail.email_key]
            recent = await mail_rows.recent_marketing(conn, marketing, now - 7 * DAY_MS) if marketing else {}
        return [
            _Case(
                mail,
                around,
                suppressed=mail.email_key is not None and hashes[mail.email_key] in suppressed,
                opted_out=opted.get(person, frozenset())
                if (person := _person(mail, around))
                else frozenset(),
                sent=tuple(recent.get(mail.email_key or "", ())),
            )
            for mail in mails
        ]

    async def _send_all(self, cases: Sequence[_Case]) -> bool:
        """Send a batch. Returns: whether the queue goes on."""
        waiting = iter(cases)
        going_on = True

        async def lane(number: int) -> None:
            nonlocal going_on
            for case in waiting:
                if not going_on:
                    return
                if not await self._send(case, number):
                    going_on = False

        async with asyncio.TaskGroup() as group:
            for number in range(_LANES):
                group.create_task(lane(number))
        if not going_on:
            async with self._pool.acquire() as conn:
                await mail_rows.release(conn, self._holder)
        return going_on

    async def _send(self, case: _Case, lane: int) -> bool:
        """Send one mail. Returns: whether the queue goes on."""
        mail, now = case.mail, self._clock()
        situation = compose.situation_of(
            mail, case.around, suppressed=case.suppressed, opted_out=case.opted_out
        )
        if situation is None:
            return True
        token = secrets.token_urlsafe(32) if mail.kind.is_marketing else None
        draft = compose.draft(mail, situation, case.around, self._who, now, token)
        if isinstance(draft, Skip):
            state = MailState.SUPPRESSED if draft is Skip.SUPPRESSED else MailState.SKIPPED
            await self._close(mail, state, draft.value)
            return True
        if mail.kind.is_marketing and (later := self._not_before(case, now)) > now:
            async with self._pool.acquire() as conn:
                waits = "quiet_hours" if allowed_at(case.sent, now) <= now else "enough_mails"
                await mail_rows.fail(conn, mail.id, self._holder, later, waits)
            return True
        try:
            rendered = await self._rendering[lane % len(self._rendering)].render(draft.template, draft.fields)
        except Refused as refused:
            if refused.code == TOO_SLOW:  # it may be this machine that is slow just now
                await self._again(mail, refused.code, now)
            else:
                await self._close(mail, MailState.FAILED, refused.code)
            return True
        if draft.opt_out_url is not None:
            parts = with_opt_out(rendered.text, rendered.html, draft.opt_out_url, draft.language)
            rendered = replace(rendered, text=parts.text, html=parts.html)
        if token is not None:
            await self._note_token(case, token, now)
        if not self._relays:
            await self._keep(mail, draft, rendered, now)
            return True
        return await self._hand_over(mail, draft, rendered, self._relays[lane])

    def _not_before(self, case: _Case, now: Instant) -> Instant:
        mail = case.mail
        webinar = case.around.webinars[mail.webinar]
        form = case.around.last_forms.get(mail.member) if mail.member else None
        zone = form.timezone if form is not None and form.timezone else webinar.timezone
        return after_quiet_hours(allowed_at(case.sent, now), zone)

    async def _hand_over(self, mail: MailRow, draft: Draft, rendered: Rendered, relay: Relay) -> bool:
        await self._wait_for_turn()
        letter = self._letter(mail, draft, rendered)

        async def before_text() -> bool:
            async with self._pool.acquire() as conn:
                return await mail_rows.begin_sending(
                    conn,
                    mail.id,
                    self._holder,
                    self._clock() + _LEASE_MS,
                    letter.message_id,
                    _content(draft, rendered),
                )

        delivery = await relay.deliver(
            Envelope(
                sender=self._who.envelope_sender(mail.id),
                recipient=ascii_address(letter.recipient),
                message=message.build(letter, self._clock()),
                utf8=message.needs_smtputf8(letter.recipient),
            ),
            before_text,
        )
        return await self._delivered(mail, delivery)

    async def _wait_for_turn(self) -> None:
        """Wait until the installation may send one more mail."""
        while self._take_turn is not None:
            wait_ms = await self._take_turn()
            if wait_ms == 0:
                return
            await asyncio.sleep(wait_ms / 1000)

    def _letter(self, mail: MailRow, draft: Draft, rendered: Rendered) -> Letter:
        return Letter(
            mail_id=mail.id,
            message_id=message.message_id_of(mail.key, self._who.host),
            sender=draft.sender,
            reply_to=draft.reply_to,
            recipient=mail.email or "",
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            language=draft.language,
            calendar=draft.calendar,
            opt_out_url=draft.opt_out_url,
        )

    async def _delivered(self, mail: MailRow, delivery: Delivery) -> bool:
        """Write the outcome of a mail. Returns: whether the queue goes on."""
        now = self._clock()
        match delivery:
            case Sent(reply):
                async with self._pool.acquire() as conn:
                    await mail_rows.complete(
                        conn, mail.id, self._holder, MailState.SENT, now, relay_id=_relay_id(reply.text)
                    )
                    await queue_rows.go_on(conn)
            case Unknown(reason):
                await self._close(mail, MailState.UNKNOWN, reason)
            case NotTaken():
                return await self._refused(mail, delivery, now)
            case Again(reason):
                await self._again(mail, reason, now)
            case Stopped(reason):
                until = now + (_AWAY_MS if delivery.away else _STOPPED_MS)
                async with self._pool.acquire() as conn:
                    await queue_rows.stop(conn, until, reason)
                    await mail_rows.fail(conn, mail.id, self._holder, mail.due_at, None)
                _log.warning("mail_queue_stopped", reason=reason)
                return False
            case NotOurs():
                pass
        return True

    async def _refused(self, mail: MailRow, refusal: NotTaken, now: Instant) -> bool:
        async with self._pool.acquire() as conn, conn.transaction():
            await mail_rows.complete(
                conn, mail.id, self._holder, MailState.REFUSED, now, reason=refusal.reason
            )
            if refusal.no_such_address and mail.email is not None and mail.email_key is not None:
                await suppressions.add(
                    conn,
                    self._who.address_hash(mail.email_key),
                    mail.email,
                    "refused",
                    refusal.reason,
                    now,
                    mail=mail.id,
                )
            if not refusal.recipient:
                return True
            if await queue_rows.count_refused(conn) < REFUSED_RUNNING:
                return True
            reason = f"{REFUSED_RUNNING} recipients were refused one after the other: {refusal.reason}"
            await queue_rows.stop(conn, now + _STOPPED_MS, reason)
        _log.warning("mail_queue_stopped", reason=reason)
        return False

    async def _again(self, mail: MailRow, reason: str, now: Instant) -> None:
        if now - mail.occasion_at > _GIVE_UP_MS:
            await self._close(mail, MailState.FAILED, reason)
            return
        wait_ms = min(_FIRST_RETRY_MS * 2 ** min(mail.attempts, 10), _LONGEST_RETRY_MS)
        due_at = now + int(wait_ms * (0.8 + 0.4 * random.random()))  # noqa: S311 - jitter
        async with self._pool.acquire() as conn:
            await mail_rows.fail(conn, mail.id, self._holder, due_at, reason, attempts=mail.attempts + 1)

    async def _keep(self, mail: MailRow, draft: Draft, rendered: Rendered, now: Instant) -> None:
        async with self._pool.acquire() as conn:
            await mail_rows.keep(
                conn,
                mail.id,
                self._holder,
                now,
                message.message_id_of(mail.key, self._who.host),
                _content(draft, rendered),
            )

    async def _close(self, mail: MailRow, state: MailState, reason: str | None) -> None:
        async with self._pool.acquire() as conn:
            await mail_rows.complete(conn, mail.id, self._holder, state, self._clock(), reason=reason)

    async def _note_token(self, case: _Case, token: str, now: Instant) -> None:
        person = _person(case.mail, case.around)
        if person is None:
            return
        async with self._pool.acquire() as conn:
            await suppressions.add_token(
                conn, opt_out_hash(token), person, case.mail.webinar, case.mail.id, now
            )


def opt_out_hash(token: str) -> bytes:
    """Return the hash by which an opt-out token is recognised."""
    return hashlib.sha256(token.encode()).digest()


def _person(mail: MailRow, around: Surroundings) -> PersonId | None:
    member = around.members.get(mail.member) if mail.member else None
    return member.person.id if member else None


def _content(draft: Draft, rendered: Rendered) -> MailContent:
    calendar = draft.calendar.content.decode() if draft.calendar else None
    return MailContent(subject=rendered.subject, text=rendered.text, html=rendered.html, calendar=calendar)


def _relay_id(text: str) -> str | None:
    """Return the relay's id of the mail: the last word of its 250, as Postfix, Exim and SES write it."""
    words = text.split()
    return words[-1].strip("<>[]().,")[:200] if words else None
