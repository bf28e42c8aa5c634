"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from aiohttp import web

from latecomer.attendance.hooks import AttendanceHooks
from latecomer.capability import Capability, Parts
from latecomer.integrations.connections import routes as connection_routes
from latecomer.integrations.connections.hooks import ConnectionHooks
from latecomer.integrations.connections.queries import ConnectionRow
from latecomer.integrations.connections.routes import connections_key
from latecomer.integrations.connections.service import Connections
from latecomer.integrations.deliveries import routes as delivery_routes
from latecomer.integrations.deliveries.backfill import Backfill
from latecomer.integrations.deliveries.dead_letters import DeadLetters
from latecomer.integrations.deliveries.dispatcher import Dispatcher
from latecomer.integrations.deliveries.queries import deliveries
from latecomer.integrations.deliveries.routes import backfill_key, dead_letters_key
from latecomer.integrations.deliveries.senders import SenderFactory, Senders
from latecomer.integrations.inbox import queries as inbox_rows
from latecomer.integrations.inbox import routes as inbox_routes
from latecomer.integrations.inbox import worker as inbox_worker
from latecomer.integrations.inbox.handler import Consumers
from latecomer.integrations.inbox.overflow import Overflow
from latecomer.integrations.inbox.published_keys import PublishedKeys
from latecomer.integrations.inbox.receiver import Receiver
from latecomer.integrations.inbox.routes import add_inbound, inbox_key, receiver_key
from latecomer.integrations.inbox.service import Inbox
from latecomer.integrations.payments.payment_connections import PaymentConnections, PaymentGateways
from latecomer.integrations.provider_registration.registering_connection import RegisteringConnections
from latecomer.integrations.provider_registration.worker import ProviderRegistrationWorker
from latecomer.integrations.pulls import routes as pull_routes
from latecomer.integrations.pulls.providers import Providers
from latecomer.integrations.pulls.refresh import Refresher
from latecomer.integrations.pulls.routes import refresher_key
from latecomer.integrations.pulls.worker import PullWorker
from latecomer.redis.functions import LedgerAway, LedgerBroken
from latecomer.redis.pubsub import Message, Posted, Received
from latecomer.vendors.kit.provider import Puller
from latecomer.webinars.finish import Finisher
from latecomer.webinars.hooks import WebinarHooks
from latecomer.webinars.members.settlement import Settled, Settlement


def _hooks() -> ConnectionHooks:
    hooks = ConnectionHooks()
    hooks.backlogs.answer(inbox_rows.backlogs)
    hooks.outgoing.answer(deliveries.counts)
    hooks.bound.subscribe(inbox_rows.wake_bound)
    return hooks


def _follow_times(hooks: WebinarHooks, inbox: Inbox) -> None:
    hooks.moving.subscribe(inbox.times_changed)
    hooks.told_elsewhere.answer(inbox_rows.waits_for_times_of)


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    pool, clock = parts.pool, parts.clock
    settlement, finisher = parts.get(Settlement), parts.get(Finisher)
    reported = parts.get(AttendanceHooks).reported

    async def publish(message: Message) -> None:
        with contextlib.suppress(LedgerAway, LedgerBroken):
            await parts.changes.publish(None, message)

    async def posted() -> None:
        await publish(Posted())

    async def settled(_: Sequence[Settled]) -> None:
        await posted()

    async def received() -> None:
        await publish(Received())

    senders = Senders(pool, parts.outgoing, parts.redis, clock)
    providers = Providers(parts.outgoing, parts.redis, clock)
    gateways = PaymentGateways(parts.outgoing, parts.redis, clock)
    testers = {**senders.testers, **providers.testers, **gateways.testers}
    hooks = _hooks()
    connections = Connections(pool, parts.settings.secret_key, testers, finisher.follow, parts.guard, hooks)
    registering_connections = RegisteringConnections(connections, providers.registrar)
    parts.get(WebinarHooks).asks_provider.answer(registering_connections.ask)
    parts.add(hooks)
    parts.get(WebinarHooks).settled.subscribe(settled)

    def open_puller(row: ConnectionRow) -> Puller | None:
        return providers.puller(row.kind, row.settings, connections.open(row))

    receiver = Receiver(
        pool, connections, Overflow(parts.redis), clock, received, PublishedKeys(parts.outgoing.request)
    )
    consumers = Consumers(bounce=hooks.bounced, payment=hooks.payment_changed)
    inbox = Inbox(pool, settlement, finisher, reported, consumers)
    _follow_times(parts.get(WebinarHooks), inbox)
    refreshing = Refresher(pool, open_puller)
    parts.add(connections, receiver, inbox, refreshing, PaymentConnections(pool, connections, gateways))
    parts.web[connections_key] = connections
    parts.web[receiver_key] = receiver
    parts.web[inbox_key] = inbox
    parts.web[refresher_key] = refreshing
    parts.web[dead_letters_key], parts.web[backfill_key] = (
        DeadLetters(pool, posted),
        Backfill(pool, posted),
    )
    add_inbound(parts.web)

    async def stop(_: web.Application) -> None:
        await receiver.stop()

    parts.web.on_shutdown.append(stop)

    outbox = Dispatcher(pool, SenderFactory(pool, connections, senders).open, clock)
    wake = parts.signal(Posted)

    parts.repeat("move", receiver.move, every_s=1)
    inbox_worker.start(parts, inbox)
    parts.run("deliver", lambda: outbox.run(wake))
    parts.repeat("sweep_outbox", outbox.sweep, every_s=3600)
    provider_registration = ProviderRegistrationWorker(pool, settlement, registering_connections, clock)
    pulling = PullWorker(pool, open_puller, settlement, finisher, reported, clock)
    parts.add(provider_registration, pulling)
    parts.run("enrol", provider_registration.run)
    parts.run("pull", pulling.run)


CAPABILITY = Capability(
    build=build,
    endpoints=(
        *connection_routes.ENDPOINTS,
        *inbox_routes.ENDPOINTS,
        *delivery_routes.ENDPOINTS,
        *pull_routes.ENDPOINTS,
    ),
)
