"""Approval: operators decide about members who wait for it, one or many at once, and may withdraw a decision.

Source: docs/registration.md, Approval
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import structlog

from latecomer.core.errors import Refused
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.status import Status
from latecomer.core.submission import SubmissionOutcome
from latecomer.core.webinar import Webinar
from latecomer.people.rules import text_of
from latecomer.postgres.pool import Conn, Pool
from latecomer.registration_form.payment.holds import Hold, SeatHolds
from latecomer.registration_form.queries import decisions, forms, submissions
from latecomer.registration_form.queries.decisions import Decision, DecisionId, Verdict
from latecomer.registration_form.rules.settings import RegistrationSettings
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import facts as facts_rows
from latecomer.webinars.members.queries import members
from latecomer.webinars.members.registration import Registration
from latecomer.webinars.members.settlement import NewFact, Settled, Settlement
from latecomer.webinars.members.waitlist import Waitlist

MEMBERS_MAX: Final = 1_000
WAIT_MAX_S: Final = 60
_UNPAID: Final = {
    Hold.HELD: "waiting_for_payment",
    Hold.TOO_MANY: "waiting_for_payment",
    Hold.NO_CONNECTION: "no_payment_connection",
}
"""The codes of approved members who are not registered before they have paid."""
_DECIDABLE: Final = (Status.PENDING_APPROVAL, Status.REJECTED)

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDecision:
    """The effect of a decision on one member. ``code``: the reason for a skip, ``waitlisted`` or
    ``waiting_for_payment``."""

    member: MemberId
    outcome: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionResult:
    """A decision with its effects, in input order; before it is applied these are the expected effects."""

    decision: Decision
    results: tuple[MemberDecision, ...]


class Approvals:
    """The service that records decisions, and applies them when they are due."""

    def __init__(
        self,
        pool: Pool,
        settlement: Settlement,
        registration: Registration,
        waitlist: Waitlist,
        holds: SeatHolds,
    ) -> None:
        self._holds = holds
        self._pool = pool
        self._settlement = settlement
        self._registration = registration
        self._waitlist = waitlist

    async def decide(
        self,
        webinar_id: WebinarId,
        member_ids: Sequence[MemberId],
        verdict: Verdict,
        reason: str | None,
        apply_after_s: int,
        now: Instant,
    ) -> DecisionResult:
        """Record a decision about members that are Pending Approval or Rejected.

        Args:
            reason: for operators, at most 500 characters.
            apply_after_s: 0 to 60 seconds, in which it may be withdrawn.

        Raises: Refused unknown_webinar, event_cancelled, too_many_rows, field_too_long,
            invalid_characters, out_of_range.
        """
        reason = text_of("reason", reason)
        if len(member_ids) > MEMBERS_MAX:
            raise Refused("too_many_rows", f"Decide about at most {MEMBERS_MAX} members at once.")
        if not 0 <= apply_after_s <= WAIT_MAX_S:
            raise Refused("out_of_range", f"apply_after_s must be 0 to {WAIT_MAX_S}.")
        decision = Decision(
            id=DecisionId(uuid4()),
            webinar=webinar_id,
            verdict=verdict,
            reason=reason,
            members=tuple(dict.fromkeys(member_ids)),
            decided_at=now,
            apply_at=now + apply_after_s * 1000,
        )
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await webinars.lock(conn, webinar_id)
            if webinar is None:
                raise Refused("unknown_webinar", "There is no such webinar.")
            if webinar.cancelled_at is not None:
                raise Refused("event_cancelled", "This event was cancelled.")
            await decisions.insert(conn, decision)
            expected = await _expected(conn, decision, now)
        if apply_after_s == 0:
            return DecisionResult(decision=decision, results=await self._apply(decision, now))
        return DecisionResult(decision=decision, results=tuple(expected))

    async def withdraw(self, identifier: DecisionId, now: Instant) -> None:
        """Withdraw a decision. Repeating it changes nothing.

        Raises: Refused unknown_decision, already_applied.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            decision = await decisions.load(conn, identifier, lock=True)
            if decision is None:
                raise Refused("unknown_decision", "There is no such decision.")
            if decision.applied_at is not None:
                raise Refused("already_applied", "The decision was applied already: make a new one.")
            await decisions.mark(conn, [identifier], applied_at=None, withdrawn_at=now)

    async def work(self, now: Instant) -> int:
        """Apply the decisions that are due. Returns: their number."""
        async with self._pool.acquire() as conn:
            due = await decisions.due(conn, now)
        for decision in due:
            try:
                await self._apply(decision, now)
            except Exception as error:  # noqa: BLE001 - the others are applied; this one is tried again
                _log.warning("decision_failed", retry=True, decision=str(decision.id), error=repr(error))
        return len(due)

    async def _apply(self, decision: Decision, now: Instant) -> tuple[MemberDecision, ...]:
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await webinars.lock(conn, decision.webinar)
            current = await decisions.load(conn, decision.id, lock=True)
            if current is None or current.applied_at is not None or current.withdrawn_at is not None:
                return ()
            await decisions.mark(conn, [decision.id], applied_at=now, withdrawn_at=None)
            if webinar is None or webinar.cancelled_at is not None:
                return ()
            results = await _expected(conn, decision, now)
            wanted = [each.member for each in results if each.code is None]
            if decision.verdict is Verdict.APPROVE:
                settings = await forms.load(conn, webinar.id)
                unpaid = await self._charge(conn, webinar, settings, wanted, now)
                entering = [member for member in wanted if member not in unpaid]
                codes, settled = await self._registration.approve(
                    conn, webinar, entering, now, may_wait=settings is None or settings.waitlist
                )
                codes = {**codes, **unpaid}
            else:
                codes, settled = {}, await self._reject(conn, wanted, decision.reason, now)
        await self._settlement.announce(settled)
        await self._waitlist.promote_after(settled, now)
        return tuple(
            each if each.code is not None else _result(each.member, decision.verdict, codes.get(each.member))
            for each in results
        )

    async def _charge(
        self,
        conn: Conn,
        webinar: Webinar,
        settings: RegistrationSettings | None,
        wanted: Sequence[MemberId],
        now: Instant,
    ) -> Mapping[MemberId, str]:
        """Ask the approved members who have to pay for the money. Returns: those who are not registered before it, each
        with the code of the answer."""
        if settings is None or settings.price is None:
            return {}
        held = await self._holds.approved(conn, webinar, settings.price, wanted, now)
        waiting = [
            (form, SubmissionOutcome.WAITING_FOR_PAYMENT, member)
            for member, hold in held.items()
            if hold is Hold.HELD and (form := await submissions.latest_of_member(conn, member)) is not None
        ]
        await submissions.note_outcomes(conn, waiting, now)
        return {member: code for member, hold in held.items() if (code := _UNPAID.get(hold)) is not None}

    async def _reject(
        self, conn: Conn, wanted: Sequence[MemberId], reason: str | None, now: Instant
    ) -> list[Settled]:
        facts = [
            NewFact(member=member, kind=FactKind.REJECTED, at=now, source=Source.OPERATOR, reason=reason)
            for member in wanted
        ]
        return await self._settlement.settle(conn, await self._settlement.record(conn, facts, now), now)


def _result(member: MemberId, verdict: Verdict, code: str | None) -> MemberDecision:
    if code in ("no_seat", "no_payment_connection"):
        return MemberDecision(member=member, outcome="skipped", code=code)
    outcome = "approved" if verdict is Verdict.APPROVE else "rejected"
    return MemberDecision(member=member, outcome=outcome, code=code)


async def _expected(conn: Conn, decision: Decision, now: Instant) -> list[MemberDecision]:
    """Return the expected effect of a decision by the members' current statuses; seats are not considered."""
    known = await members.load(conn, decision.members)
    facts = await facts_rows.of_members(conn, decision.members, now)
    results = []
    for member in decision.members:
        record = known.get(member)
        asked = [fact for fact in facts.get(member, ()) if fact.kind is FactKind.PENDING_APPROVAL]
        latest = max(asked, key=lambda fact: (fact.at, fact.id), default=None)
        code = None
        if record is None or record.webinar_id != decision.webinar:
            code = "unknown_member"
        elif record.status not in _DECIDABLE:
            code = "not_pending"
        elif (
            record.status is Status.PENDING_APPROVAL and latest is not None and latest.source is Source.VENDOR
        ):
            code = "pending_at_provider"
        results.append(MemberDecision(member=member, outcome="skipped" if code else "planned", code=code))
    return results
