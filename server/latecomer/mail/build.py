"""What this folder gives to the whole."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from latecomer.capability import Capability, Parts
from latecomer.mail import moves, service
from latecomer.mail.composing import Identity
from latecomer.mail.opting_out import OptingOut
from latecomer.mail.relay import Relay
from latecomer.mail.rules.relay_url import parse
from latecomer.mail.worker import MailQueue
from latecomer.redis.quota import Account
from latecomer.webinars.hooks import WebinarHooks

_WINDOW_MS = 1_000


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    settings = parts.settings
    hooks = parts.get(WebinarHooks)
    hooks.changing.subscribe(service.queue_for_changes)
    hooks.moving.subscribe(moves.note)
    who = identity(parts)
    parts.add(OptingOut(parts.pool), who)
    open_relay: Callable[[], Relay] | None = None
    if settings.smtp_url is not None:
        address = parse(settings.smtp_url)
        open_relay = lambda: Relay(address)  # noqa: E731 - a factory
    take_turn: Callable[[], Awaitable[int]] | None = None
    if settings.mail_rate is not None:
        take_turn = Account(parts.redis, "mail", settings.mail_rate, _WINDOW_MS).take_call

    async def run() -> None:
        await MailQueue(parts.pool, who, parts.clock, open_relay, take_turn).run()

    parts.run("mail", run)


def identity(parts: Parts) -> Identity:
    """Return who we are in mails."""
    settings = parts.settings
    host = settings.public_url.partition("://")[2].partition(":")[0]
    return Identity(
        public_url=settings.public_url,
        secret=settings.secret_key,
        sender=settings.mail_from or f"latecomer@{host}",
        bounces=settings.mail_bounce,
    )


CAPABILITY = Capability(build=build)
