"""Registration and mail on a real PostgreSQL and a real relay, put together as the application does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from latecomer.core.ids import ConnectionId, Instant, MemberId, WebinarId
from latecomer.core.relay_address import RelayAddress, StartTls
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.integrations.payments.payment_connections import PaymentConnections
from latecomer.mail import moved_webinars
from latecomer.mail import triggers as mail_service
from latecomer.mail.compose import MailIdentity
from latecomer.mail.queries import mails
from latecomer.mail.queries.mails import MailFilter, MailRow, SubmissionId
from latecomer.mail.relay import Relay
from latecomer.mail.rules import tokens
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.tokens import Purpose
from latecomer.mail.worker import MailQueue
from latecomer.postgres.pool import Conn, Pool, open_pool
from latecomer.postgres.strangers import StrangersPool
from latecomer.registration_form.address_proof import AddressProof
from latecomer.registration_form.approval import Approvals
from latecomer.registration_form.may_promote import may_promote
from latecomer.registration_form.payment.holds import SeatHolds
from latecomer.registration_form.queries import submissions
from latecomer.registration_form.queries.submissions import Submission
from latecomer.registration_form.receiver import FormReceiver
from latecomer.registration_form.rules.form import RawForm
from latecomer.registration_form.rules.settings import RegistrationSettings
from latecomer.registration_form.service import PublishedForm, RegistrationForms
from latecomer.registration_form.worker import SubmissionWorker
from latecomer.webinars import queries as webinars
from latecomer.webinars.cancel import Canceller
from latecomer.webinars.finish import Finisher
from latecomer.webinars.members.queries import members
from latecomer.webinars.members.queries.members import MemberRecord
from latecomer.webinars.members.registration import NewMemberRow, Registration, RowResult
from latecomer.webinars.members.seat_plans import SeatPlans
from latecomer.webinars.members.settlement import Settled, Settlement
from latecomer.webinars.members.waitlist import Waitlist
from latecomer.webinars.service import NewWebinar, Webinars
from tests.mail.relay import RelayServer, open_relay
from tests.support.builders import ENDS_AT, HOUR, STARTS_AT

SECRET = b"a secret of the tests, long enough"
BEFORE: Instant = STARTS_AT - 48 * HOUR
ADA = "ada@example.com"


class _NoPayments(PaymentConnections):
    """Entry is free: nothing takes payments. What costs money is tested in ``payment/``."""

    def __init__(self) -> None:
        pass

    async def current(self, _: Conn) -> ConnectionId | None:
        return None


NO_PAYMENTS = _NoPayments()


@dataclass
class Desk:
    """Registration and mail with a clock that the test sets."""

    pool: Pool
    relay: RelayServer
    now: Instant = BEFORE
    announced: list[Settled] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.who = MailIdentity(
            public_url="https://webinars.example", secret=SECRET, sender="events@webinars.example"
        )
        self.settlement = Settlement(self.pool, self._announce, mail_service.queue_for_changes)
        seat_plans = SeatPlans(self.settlement)
        self.waitlist = Waitlist(self.pool, self.settlement, seat_plans, may_promote)
        self.registration = Registration(self.pool, self.settlement, seat_plans, self.waitlist)
        self.forms = RegistrationForms(self.pool, StrangersPool(self.pool), NO_PAYMENTS)
        self.receiver = FormReceiver(self.pool, SECRET)
        holds = SeatHolds(NO_PAYMENTS)
        self.applying = SubmissionWorker(self.pool, self.settlement, self.registration, self.waitlist, holds)
        self.address_proof = AddressProof(self.pool, SECRET, self.settlement, self.waitlist, self.applying)
        self.approvals = Approvals(self.pool, self.settlement, self.registration, self.waitlist, holds)
        self.webinars = Webinars(
            self.pool,
            self.settlement,
            self._changed,
            self._deleted,
            self.waitlist.promote,
            moved_webinars.note,
        )
        self.canceller = Canceller(self.pool, moved_webinars.note_cancelled, self._changed)
        self.finisher = Finisher(self.pool, self.settlement, self._drain, self._changed, self._aired)
        self.queue = self.new_queue()

    def new_queue(self, *, relay: bool = True, **options: Any) -> MailQueue:
        """A worker of its own."""
        address = RelayAddress(
            host="127.0.0.1", port=self.relay.port, tls=False, starttls=StartTls.IF_OFFERED
        )
        timeouts: dict[str, Any] = {"connect_s": 30.0, "command_s": 30.0, "end_s": 30.0} | options
        open_one = (lambda: Relay(address, **timeouts)) if relay else None
        return MailQueue(self.pool, self.who, lambda: self.now, open_one)

    async def _announce(self, settled: Sequence[Settled]) -> None:
        self.announced += settled

    async def _changed(self, _: Webinar) -> None:
        return None

    async def _deleted(self, _: WebinarId, __: Sequence[MemberId]) -> None:
        return None

    async def _aired(self, _: object, __: Webinar) -> None:
        return None

    async def _drain(self, _: WebinarId) -> None:
        return None

    async def webinar(self, *, registration: dict[str, Any] | None = None, **fields: Any) -> Webinar:
        """A webinar with a registration page."""
        new: dict[str, Any] = {"name": "Composting", "starts_at": STARTS_AT, "ends_at": ENDS_AT} | fields
        webinar = await self.webinars.create(NewWebinar(**new), self.now)
        slug = f"composting-{webinar.id.hex[:8]}"
        given: dict[str, Any] = {"slug": slug} | (registration or {})
        await self.forms.save(webinar.id, RegistrationSettings(**given), self.now)
        return webinar

    async def page(self, webinar: Webinar) -> PublishedForm:
        """The webinar's page as it is now."""
        saved = await self.forms.get(webinar.id)
        assert saved.settings is not None
        self.forms = RegistrationForms(self.pool, StrangersPool(self.pool), NO_PAYMENTS)
        page = await self.forms.published(saved.settings.slug, self.now)
        assert page is not None
        return page

    async def send(self, webinar: Webinar, email: str = ADA, **fields: Any) -> SubmissionId:
        """Send a form of the page, a while after it was handed out, and not work on it."""
        nonce = self.receiver.nonce(webinar.id, self.now - 60_000)
        raw: dict[str, Any] = {"email": email, "nonce": nonce} | fields
        return await self.receiver.receive(await self.page(webinar), RawForm(**raw), None, self.now)

    async def register(self, webinar: Webinar, *emails: str, **fields: Any) -> None:
        """Send forms and work on them."""
        for email in emails or (ADA,):
            await self.send(webinar, email, **fields)
        await self.applying.work(self.now)

    async def submissions(self, webinar: Webinar) -> list[Submission]:
        """All forms that were stored, oldest first."""
        async with self.pool.acquire() as conn:
            return (await submissions.page(conn, webinar.id, None, 1000))[::-1]

    async def outcomes(self, webinar: Webinar) -> list[str | None]:
        """Return the outcomes of the forms, oldest first."""
        return [each.outcome for each in await self.submissions(webinar)]

    async def member(self, webinar: Webinar, email: str = ADA) -> MemberRecord:
        """The member with this address."""
        async with self.pool.acquire() as conn:
            known = await submissions.known(conn, webinar.id, [email])
            return (await members.load(conn, [known[email].member]))[known[email].member]

    async def status(self, webinar: Webinar, email: str = ADA) -> Status | None:
        """The status of the member with this address; None when it is no member's."""
        async with self.pool.acquire() as conn:
            known = await submissions.known(conn, webinar.id, [email])
        return known[email].status if email in known else None

    async def add(self, webinar: Webinar, *emails: str, status: str | None = None) -> list[RowResult]:
        """Add members as an operator does."""
        rows = [NewMemberRow(email=email, status=status) for email in emails]
        return await self.registration.add_members(webinar.id, rows, self.now)

    async def load(self, webinar: Webinar) -> Webinar:
        """The webinar as it is now."""
        async with self.pool.acquire() as conn:
            return (await webinars.load(conn, [webinar.id]))[0]

    async def mails(self, webinar: Webinar | None = None) -> list[MailRow]:
        """All mails, oldest first."""
        wanted = MailFilter(webinar=webinar.id if webinar else None)
        async with self.pool.acquire() as conn:
            return (await mails.page(conn, wanted, None, 100_000))[::-1]

    async def kinds(self, webinar: Webinar | None = None) -> list[MailKind]:
        """The kinds of all mails, oldest first."""
        return [mail.kind for mail in await self.mails(webinar)]

    async def states(self) -> list[tuple[str, str]]:
        """Kind and state of all mails, oldest first."""
        return [(mail.kind.value, mail.state.value) for mail in await self.mails()]

    def proof(self, submission: SubmissionId) -> str:
        """The token that proves an address."""
        return tokens.issue(SECRET, Purpose.PROOF, submission)

    def leaving(self, member: MemberRecord) -> str:
        """The token by which a member leaves."""
        return tokens.issue(SECRET, Purpose.LEAVING, member.id)


@asynccontextmanager
async def open_desk(url: str) -> AsyncIterator[Desk]:
    """A desk on a fresh database."""
    pool = await open_pool(url, max_size=8)
    try:
        async with open_relay() as relay:
            desk = Desk(pool, relay)
            try:
                yield desk
            finally:
                await desk.queue.stop()
    finally:
        await pool.close()
