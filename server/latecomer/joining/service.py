"""Join links: the member that a link belongs to, and what it opens now.

The link, the webinar and the member's status are read from the ledger; PostgreSQL is asked only while Redis is
unavailable. Source: docs/domain.md, The join link
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum

import structlog

from latecomer.attendance.queries import vendor_identities
from latecomer.core import join_link, phase
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, MemberId
from latecomer.core.join_link import JoinLink
from latecomer.core.phase import Phase
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Pool
from latecomer.redis.functions import LedgerAway
from latecomer.tasks import Gathered
from latecomer.watching.batcher import Batcher
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.operations import Click, Refusal
from latecomer.watching.webinar_cache import WebinarCache
from latecomer.webinars.members.queries import invitations, ledger_members, members
from latecomer.webinars.rules import calendar
from latecomer.webinars.rules.calendar import Invitation, Method
from latecomer.webinars.rules.validation import is_url

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinState:
    """The member and webinar of a join link; phase, mode and instants follow from ``core/phase.py`` and ``now``."""

    webinar: Webinar
    member_id: MemberId
    status: Status


class NextStep(StrEnum):
    """The next step of the join page after its confirmed click."""

    PLAY = "play"
    LIVE_URL = "live_url"
    WATCH_URL = "watch_url"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Step:
    """The next step; ``url`` is the complete address to open (a ``watch_url`` with its ``#latecomer=TOKEN``), if there
    is one."""

    next: NextStep
    url: str | None = None


class _Clicks:
    """The times of recent clicks. The ledger identifies a click by member and instant, so two clicks of one member must
    differ in time."""

    def __init__(self) -> None:
        self._given: dict[MemberId, Instant] = {}
        self._last: Instant = 0

    def at(self, member: MemberId, now: Instant) -> Instant:
        """Return ``now``, or a little later when the member has clicked in this same millisecond."""
        if now > self._last:
            self._given.clear()
        at = max(now, self._given.get(member, 0) + 1)
        self._given[member] = at
        self._last = max(self._last, at)
        return at


class JoinLinks:
    """Reads join links."""

    def __init__(
        self,
        secret: bytes,
        ledger: Ledger,
        watching: Batcher,
        known: WebinarCache,
        pool: Pool,
    ) -> None:
        self._secret = secret
        self._ledger = ledger
        self._watching = watching
        self._known = known
        self._pool = pool
        self._clicks = _Clicks()
        self._records = Gathered(ledger.read)

    async def state(self, token: str, now: Instant) -> JoinState:
        """Return the member and webinar of a join link.

        Raises: Refused unknown_link (also for a revoked one), not_registered, window_closed.
        """
        _, state = await self._state(token, now)
        return state

    async def language(self, state: JoinState) -> str | None:
        """Return the tag of the person's language, None when none is known or PostgreSQL does not answer in time."""
        try:
            async with asyncio.timeout(_LANGUAGE_S), self._pool.acquire() as conn:
                return await members.language(conn, state.member_id)
        except Exception as error:  # noqa: BLE001 - a page in another language is better than none
            log.warning("language_unknown", member=str(state.member_id), error=repr(error))
            return None

    async def calendar(self, state: JoinState, link: str, now: Instant) -> bytes:
        """Return the event with this join link as a calendar file; a calendar takes it for the entry of the member's
        mails. Raises: Refused unknown_link.
        """
        async with self._pool.acquire() as conn:
            sequence = (await invitations.sequences(conn, [state.member_id])).get(state.member_id)
        if sequence is None:
            raise Refused("unknown_link", "There is no member with this link.")
        event = Invitation(webinar=state.webinar, member=state.member_id, sequence=sequence, link=link)
        return calendar.build(event, Method.PUBLISH, now)

    async def click(self, token: str, now: Instant, *, signed: bool) -> Step:
        """Return where a join link leads; record the click if it is ``signed``: it is durable when this returns.

        Args: ``signed``: the page saw a sign of a person (docs/domain.md, Words).
        Raises: as ``state``; also Refused unavailable while Redis is away.
        """
        link, state = await self._state(token, now)
        webinar = state.webinar
        if signed:
            await self._confirm(link, webinar, now)
        return _next_step(webinar, await self._room(link, webinar, now), token, now)

    async def _confirm(self, link: JoinLink, webinar: Webinar, now: Instant) -> None:
        at = self._clicks.at(link.member, now)
        entry = Click(member=link.member, webinar=webinar, link_serial=link.serial, now=at)
        try:
            outcome = await self._watching.ask(entry)
        except LedgerAway as error:
            raise Refused("unavailable", "Try again in a moment.") from error
        if isinstance(outcome, Refusal):
            raise _refused(outcome)

    async def _room(self, link: JoinLink, webinar: Webinar, now: Instant) -> str | None:
        """Return the address of the member's live room: the provider's join link, else the webinar's live URL."""
        if not webinar.has_provider or phase.phase(webinar, now) is not Phase.LIVE:
            return webinar.live_url
        try:
            async with asyncio.timeout(_ROOM_S), self._pool.acquire() as conn:
                own = await vendor_identities.join_url(conn, webinar.id, link.member)
        except Exception as error:  # noqa: BLE001 - whatever keeps Postgres from answering keeps nobody out
            log.warning("join_url_unknown", member=str(link.member), error=repr(error))
            return webinar.live_url
        return own if own is not None and is_url(own) else webinar.live_url

    async def _state(self, token: str, now: Instant) -> tuple[JoinLink, JoinState]:
        link = join_link.read(self._secret, token)
        if link is None:
            raise _no_link()
        webinar = await self._known.get(link.webinar, link.member)
        status = await self._standing(link)
        if webinar is not None and webinar.cancelled_at is not None and status is not None:
            raise Refused("event_cancelled", "This event was cancelled.")
        if webinar is None or status is None:
            raise _no_link()
        if status is Status.NOT_IN_PROGRAM:
            raise _refused(Refusal.REVOKED)
        if not status.has_seat:
            raise _refused(Refusal.NOT_OPEN)
        if phase.phase(webinar, now) is Phase.CLOSED:
            raise Refused("window_closed", "The recording could be watched for 30 days; that time is over.")
        return link, JoinState(webinar=webinar, member_id=link.member, status=status)

    async def _standing(self, link: JoinLink) -> Status | None:
        """Return the member's status, None when the link is not the valid one."""
        try:
            record = await self._records.get(link.member)
            if record is not None:
                return record.status if record.link_serial == link.serial else None
        except LedgerAway:
            pass
        async with self._pool.acquire() as conn:
            cards = await ledger_members.load(conn, [link.member])
        return next((card.status for card in cards if card.link_serial == link.serial), None)


_ROOM_S = 1.0
_LANGUAGE_S = 0.5


def _no_link() -> Refused:
    return Refused("unknown_link", "This link is not valid. Ask for a new one.")


def _refused(refusal: Refusal) -> Refused:
    """Return the reason why a join link opens nothing.

    Each call makes a new exception: a raised one keeps its traceback, and with it the request, in memory.
    """
    match refusal:
        case Refusal.UNKNOWN | Refusal.REVOKED:
            return _no_link()
        case Refusal.NOT_OPEN:
            return Refused("not_registered", "You are not registered yet.")
        case _:
            raise ValueError(refusal)


def _next_step(webinar: Webinar, room: str | None, token: str, now: Instant) -> Step:
    match phase.phase(webinar, now):
        case Phase.LIVE if room is not None:
            return Step(NextStep.LIVE_URL, room)
        case Phase.ON_DEMAND if webinar.watch_url is not None:
            return Step(NextStep.WATCH_URL, f"{webinar.watch_url}#latecomer={token}")
        case Phase.ON_DEMAND if webinar.recording is not None:
            return Step(NextStep.PLAY)
        case Phase.LIVE if webinar.recording is not None and now >= webinar.starts_at:
            return Step(NextStep.PLAY)
        case _:
            return Step(NextStep.WAIT)
