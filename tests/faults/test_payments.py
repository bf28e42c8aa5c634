"""Workers of payments are killed at every step: nobody is charged, registered, refunded or mailed twice, and no payment
is lost.

Source: docs/registration.md, Paid entry
"""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import signal
from pathlib import Path
from typing import Any, Final

import pytest

from tests.faults import payment_worker
from tests.faults.payment_worker import POINTS
from tests.faults.trap import Trap
from tests.registration_form.payment.till import ADA, BOB, CARL, Till, open_till
from tests.support.builders import MINUTE

TRAPS: Final = tuple(itertools.product(POINTS, (False, True)))
_GROUPS: Final = 6

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.faults.payment_worker"])


class _Workers:
    """Workers one after the other, the first of which dies at its trap, wherever that is reached."""

    def __init__(self, till: Till, urls: tuple[str, str], trap: Trap) -> None:
        self._till = till
        self._urls = urls
        self._trap: Trap | None = trap
        self._clock = _context.Value("q", till.site.now, lock=False)

    @property
    def died(self) -> bool:
        """Return whether a worker came to the trap."""
        return self._trap is None

    async def work(self) -> None:
        """Let a worker do all that is due, and die if it comes to the trap; then another one, after its leases."""
        self._clock.value = self._till.site.now
        if self._trap is not None:
            code = await self._live(self._trap)
            assert code in (0, -signal.SIGKILL)
            if code != 0:
                self._trap = None
                self._till.site.now += 3 * MINUTE
                self._clock.value = self._till.site.now
        assert await self._live(None) == 0

    async def _live(self, trap: Trap | None) -> int | None:
        folder = str(self._till.site.folder)
        worker = _context.Process(
            target=payment_worker.work, args=(*self._urls, folder, self._clock, trap), daemon=True
        )
        worker.start()
        await asyncio.to_thread(worker.join, 60)
        return worker.exitcode


async def history(till: Till, urls: tuple[str, str], trap: Trap) -> list[str]:
    """Let three people register: one pays, one gets the money back, one never pays. Returns: what differs."""
    workers = _Workers(till, urls, trap)
    await till.open()
    for email in (ADA, BOB, CARL):
        await till.send(email)
    await workers.work()
    sessions = {each.fields["customer_email"]: each for each in till.stripe.sessions.values()}
    differs = (
        [] if len(till.stripe.sessions) == len(sessions) == 3 else [f"{len(till.stripe.sessions)} pages"]
    )
    for email in (ADA, BOB):
        till.stripe.pay(sessions[email].id)
    await till.stripe.deliver(times=2)
    await workers.work()
    (payment,) = (each for each in await till.payments() if each.get("email") == BOB)
    await till.site.call(
        "POST", f"/webinars/{till.webinar['id']}/payments/{payment['id']}/refund", expect=202
    )
    till.site.now += 35 * MINUTE
    await workers.work()
    await till.stripe.deliver()
    await workers.work()
    if not workers.died:
        differs.append("nobody came to the trap")
    return differs + await _recount(till, sessions)


async def _recount(till: Till, sessions: dict[str, Any]) -> list[str]:
    pool, differs = till.site.pool, []
    expected: dict[str, tuple[Any, Any]] = {
        "statuses": (await till.statuses(), {ADA: "registered", BOB: "not_in_program"}),
        "states": (await till.states(), ["paid", "refunded", "not_paid"]),
        "outcomes": (await till.outcomes(), ["member", "member", "not_paid"]),
        "refunds": (till.stripe.refunds, [(sessions[BOB].intent, 4900)]),
        "unpaid page": (sessions[CARL].status, "expired"),
        "mails": (
            sorted(tuple(row) for row in await pool.fetch("SELECT email, kind FROM mails")),
            [(ADA, "confirmation"), (BOB, "confirmation"), (BOB, "refunded")],
        ),
        "events": (
            await pool.fetchval("SELECT count(*) FROM outbox WHERE type = 'form.submitted'"),
            3,
        ),
        "seats": (
            await pool.fetchval("SELECT count(*) FROM payments WHERE state IN ('open', 'processing')"),
            0,
        ),
        "leases": (await pool.fetchval("SELECT count(*) FROM payments WHERE holder IS NOT NULL"), 0),
    }
    for name, (found, wanted) in expected.items():
        if found != wanted:
            differs.append(f"{name}: {found}, not {wanted}")
    return differs


@pytest.mark.xdist_group("payment-faults")
@pytest.mark.parametrize("group", range(_GROUPS))
async def test_each_payment_is_one_seat_and_each_refund_one(
    group: int, postgres_url: str, redis_url: str, tmp_path: Path
) -> None:
    """The-Leetcode-City#894: nothing is marked as done before it is done."""
    point, after = TRAPS[(group * 7) % len(TRAPS)]
    async with open_till(postgres_url, redis_url, tmp_path) as till:
        assert await history(till, (postgres_url, redis_url), Trap(point, after, nth=1)) == [], (point, after)
