"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from latecomer.capability import Capability, Parts
from latecomer.config import Settings
from latecomer.core.ids import Instant
from latecomer.core.relay_address import parse
from latecomer.http.rate_limit import Limiter
from latecomer.integrations.connections.hooks import ConnectionHooks
from latecomer.mail import member_timeline, moved_webinars, routes, triggers
from latecomer.mail.bounces import Bounces
from latecomer.mail.compose import MailIdentity
from latecomer.mail.mails import Mails
from latecomer.mail.opt_outs import OptOuts
from latecomer.mail.personal_data import personal_data
from latecomer.mail.relay import Relay
from latecomer.mail.worker import MailQueue
from latecomer.people.hooks import PeopleHooks
from latecomer.postgres.pool import Pool
from latecomer.redis.cluster import Client
from latecomer.redis.quota import Account
from latecomer.webinars.hooks import WebinarHooks
from latecomer.webinars.members.timeline import Timeline

_WINDOW_MS = 1_000


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    hooks = parts.get(WebinarHooks)
    hooks.copied.subscribe(triggers.copy_settings)
    hooks.changing.subscribe(triggers.queue_for_changes)
    hooks.moving.subscribe(moved_webinars.note)
    hooks.telling.subscribe(triggers.tell)
    hooks.cancelling.subscribe(moved_webinars.note_cancelled)
    hooks.reopening.subscribe(moved_webinars.note_reopened)
    parts.get(ConnectionHooks).bounced.answer(Bounces(identity(parts.settings)).take)
    parts.get(Timeline).add_source(member_timeline.source())
    parts.add(OptOuts(parts.pool))
    parts.get(PeopleHooks).personal_data.append(personal_data(identity(parts.settings)))

    async def run() -> None:
        await mail_queue(parts.pool, parts.settings, parts.redis, parts.clock).run()

    parts.run("mail", run)
    editing = Mails(parts.pool, identity(parts.settings), _relays(parts.settings), parts.clock)
    parts.add(editing)
    parts.web[routes.editing] = editing
    parts.web[routes.test_limiter] = Limiter(per_s=20 / 3600, burst=20)

    async def stop(_: web.Application) -> None:
        await editing.stop()

    parts.web.on_cleanup.append(stop)
    routes.add_frame(parts.web)


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


def identity(settings: Settings) -> MailIdentity:
    """Return the sender's identity in mails."""
    host = settings.public_url.partition("://")[2].partition(":")[0]
    return MailIdentity(
        public_url=settings.public_url,
        secret=settings.secret_key,
        sender=settings.mail_from or f"latecomer@{host}",
        bounces=settings.mail_bounce,
    )


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
