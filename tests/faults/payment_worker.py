"""A worker of payments, in a process of its own that kills itself at a step that the history chooses."""

import asyncio
from ctypes import c_long
from pathlib import Path
from typing import Any, Final

from latecomer.app import build
from latecomer.config import Settings
from latecomer.core.ids import Instant
from latecomer.events import outbox
from latecomer.http.guard import read_networks
from latecomer.integrations.inbox import queries as inbox_rows
from latecomer.integrations.inbox.service import Inbox
from latecomer.mail.queries import mails
from latecomer.registration_form.payment import queries as rows
from latecomer.registration_form.payment.checkouts import Checkouts
from latecomer.registration_form.payment.fulfilment import PaymentFulfilment
from latecomer.registration_form.payment.queries import Payment
from latecomer.registration_form.queries import submissions
from latecomer.vendors.stripe.client import StripeClient
from latecomer.webinars.members.registration import Registration
from tests.faults.trap import Trap
from tests.support.site import ADMIN_KEY, PUBLIC_URL, SECRET

POINTS: Final[dict[str, Any]] = {
    "note_opening": rows,
    "note_session": rows,
    "claim": rows,
    "ask_soon": rows,
    "note_money": rows,
    "set_state": rows,
    "note_member": rows,
    "note_refunded": rows,
    "complete": rows,
    "open": StripeClient,
    "read": StripeClient,
    "close": StripeClient,
    "refund": StripeClient,
    "note_outcomes": submissions,
    "outbox.add": outbox,
    "mails.add": mails,
    "finish": inbox_rows,
    "grant": Registration,
    "apply": PaymentFulfilment,
}
"""The functions before or after which a worker dies; after the last one its transaction is committed."""


def work(url: str, redis_url: str, folder: str, clock: c_long, trap: Trap | None) -> None:
    """Work until nothing is due, or until the trap.

    Args:
        url: the database. ``folder``: for files. ``clock``: ms since the epoch.
    """
    if trap is not None:
        trap.set_in(POINTS)
    asyncio.run(_work(url, redis_url, Path(folder), clock))


async def _work(url: str, redis_url: str, folder: Path, clock: c_long) -> None:
    settings = Settings(
        database_url=url,
        redis_url=redis_url,
        secret_key=SECRET,
        admin_key=ADMIN_KEY,
        public_url=PUBLIC_URL,
        data_dir=folder,
        recordings_dir=folder / "recordings",
        allowed_networks=read_networks(["127.0.0.1"]),
    )

    def now() -> Instant:
        return clock.value

    async with build(settings, clock=now, process="payments") as parts:
        inbox, fulfilment = parts.get(Inbox), parts.get(PaymentFulfilment)
        checkouts = parts.get(Checkouts)
        idle = 0
        while idle < 2:
            moved = 0
            for payment in await _unopened(parts.pool):
                moved += 1
                await checkouts.open(payment, now())
            moved += await inbox.handle(10, now()) + await fulfilment.work(now())
            idle = 0 if moved else idle + 1


async def _unopened(pool: Any) -> list[Payment]:
    """Return the payments whose people press the button of our page."""
    async with pool.acquire() as conn:
        found = await conn.fetch("SELECT id FROM payments WHERE state = 'open' AND session_id IS NULL")
        loaded = [await rows.load(conn, row["id"]) for row in found]
    return [payment for payment in loaded if payment is not None]
