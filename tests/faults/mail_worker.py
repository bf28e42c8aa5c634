"""A worker that sends mail, in a process of its own that a history kills. Its clock is the history's."""

import asyncio
import os
from multiprocessing.sharedctypes import Synchronized

from latecomer.core.ids import Instant
from latecomer.core.relay_address import RelayAddress, StartTls
from latecomer.mail.compose import MailIdentity
from latecomer.mail.relay import Relay
from latecomer.mail.worker import MailQueue
from latecomer.postgres.pool import open_pool

_LOOK_S = 0.02


def work(url: str, port: int, who: MailIdentity, clock: "Synchronized[int]") -> None:
    """Plan and send until killed.

    Args:
        url: the database. ``port``: the relay's, on this machine. ``clock``: ms since the epoch.
    """
    os.setsid()
    asyncio.run(_work(url, port, who, clock))


async def _work(url: str, port: int, who: MailIdentity, clock: "Synchronized[int]") -> None:
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
