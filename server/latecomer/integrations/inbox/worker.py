"""The worker's loops of the inbox: handle deliveries, wake those that waited for a start, and delete old ones."""

from __future__ import annotations

from latecomer.capability import Parts
from latecomer.integrations.inbox.service import Inbox
from latecomer.redis.pubsub import Received
from latecomer.tasks import until_done

_HANDLED_AT_ONCE = 100
_HANDLE_S = 0.5
"""Seconds between two looks at the inbox without a notification: for deliveries whose retry is due, and lost
notifications.
"""


def start(parts: Parts, inbox: Inbox) -> None:
    """Add the loops to a worker's process."""
    clock = parts.clock
    parts.repeat(
        "handle",
        lambda: until_done(lambda: inbox.handle(_HANDLED_AT_ONCE, clock())),
        every_s=_HANDLE_S,
        on=Received,
    )
    parts.repeat("wake_started", lambda: inbox.wake_started(clock()), every_s=5)
    parts.repeat("sweep_inbox", lambda: inbox.sweep(clock()), every_s=3600)
