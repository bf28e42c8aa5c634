"""What this folder gives to the whole."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from latecomer.config import Settings
from latecomer.core.ids import Instant
from latecomer.core.relay_address import parse
from latecomer.mail.composing import Identity
from latecomer.mail.relay import Relay
from latecomer.mail.worker import MailQueue
from latecomer.postgres.pool import Pool
from latecomer.redis.cluster import Client
from latecomer.redis.quota import Account

_WINDOW_MS = 1_000


def mail_queue(pool: Pool, settings: Settings, redis: Client, clock: Callable[[], Instant]) -> MailQueue:
    """Return the queue of one worker, with the relay that the settings name."""
    take_turn: Callable[[], Awaitable[int]] | None = None
    if settings.mail_rate is not None:
        take_turn = Account(redis, "mail", settings.mail_rate, _WINDOW_MS).take_call
    return MailQueue(pool, identity(settings), clock, _relays(settings), take_turn)


def _relays(settings: Settings) -> Callable[[], Relay] | None:
    if settings.smtp_url is None:
        return None
    address = parse(settings.smtp_url)

    def open_relay() -> Relay:
        return Relay(address)

    return open_relay


def identity(settings: Settings) -> Identity:
    """Return who we are in mails."""
    host = settings.public_url.partition("://")[2].partition(":")[0]
    return Identity(
        public_url=settings.public_url,
        secret=settings.secret_key,
        sender=settings.mail_from or f"latecomer@{host}",
        bounces=settings.mail_bounce,
    )
