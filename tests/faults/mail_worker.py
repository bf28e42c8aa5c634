"""A worker that sends mail, in a process of its own that a history kills. Its clock is the history's."""

import asyncio
import os
from ctypes import c_long

from latecomer.core.ids import Instant
from latecomer.core.relay_address import RelayAddress, StartTls
from latecomer.mail.compose import MailIdentity
from latecomer.mail.queries import mails
from latecomer.mail.relay import Relay
from latecomer.mail.worker import MailQueue
from latecomer.postgres.pool import Conn, open_pool

_LOOK_S = 0.02


async def forget(conn: Conn, now: Instant) -> int:
    """Let mails whose worker died be sent again: the fault that a control plants. Returns: 0, none is unknown."""
    await conn.execute("UPDATE mails SET state = 'waiting' WHERE state = 'sending' AND lease_until < $1", now)
    return 0


def work(url: str, port: int, who: MailIdentity, clock: c_long, *, forgets: bool) -> None:
    """Plan and send until killed.

    Args:
        url: the database. ``port``: the relay's, on this machine. ``clock``: ms since the epoch.
        forgets: True plants ``forget``.
    """
    os.setsid()
    if forgets:
        mails.give_up_on_the_lost = forget
    asyncio.run(_work(url, port, who, clock))


async def _work(url: str, port: int, who: MailIdentity, clock: c_long) -> None:
    address = RelayAddress(host="127.0.0.1", port=port, tls=False, starttls=StartTls.NO)
    pool = await open_pool(url, max_size=6)

    def now() -> Instant:
        return clock.value

    queue = MailQueue(pool, who, now, lambda: Relay(address, connect_s=2, command_s=2, end_s=2))
    del queue._rendering[1:]  # one process less to start, each time that a worker is killed
    while True:
        await queue._planning.work(now())
        await queue.work()
        await asyncio.sleep(_LOOK_S)
