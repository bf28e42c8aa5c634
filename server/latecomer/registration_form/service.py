"""Registration settings: read, saved, and found by the address of the page.

Source: docs/registration.md, What you can set
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from msgspec.structs import replace

from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.phase import closes_at
from latecomer.core.webinar import Webinar
from latecomer.i18n.languages import DEFAULT, LANGUAGES, Language, supported
from latecomer.integrations.payments.payment_connections import PaymentConnections
from latecomer.mail.queries import settings as mail_settings
from latecomer.postgres.pool import Conn, Pool
from latecomer.postgres.strangers import StrangersPool
from latecomer.registration_form.queries import forms, submissions
from latecomer.registration_form.rules.settings import RegistrationSettings, check
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import members

_FRESH_MS: Final = 2_000
_CACHED_MAX: Final = 1_000
_NEVER: Final[Instant] = 0
_SLUG_KEPT: Final = 40
"""The number of characters of a slug that its copy has, too."""


class RegistrationState(Enum):
    """The state of registration: open, or closed with a reason."""

    OPEN = auto()
    NOT_YET = auto()
    CLOSED = auto()
    CANCELLED = auto()
    UNPAYABLE = auto()
    """There is a price, and nothing takes payments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedForm:
    """A registration page as it is now. ``full``: every seat is taken; ``payable``: entry is free, or a
    connection takes payments; ``provider``: a provider has to confirm."""

    webinar: Webinar
    settings: RegistrationSettings
    languages: tuple[Language, ...]
    """Return the offered languages, the webinar's first."""
    full: bool
    payable: bool = True

    @property
    def provider(self) -> bool:
        """Return whether a webinar platform registers the members. If so, the form must ask for both the first and the
        last name."""
        return self.webinar.has_provider

    def opening(self, now: Instant) -> RegistrationState:
        """Return whether forms are accepted at ``now``."""
        until = self.settings.open_until_at
        if self.webinar.cancelled_at is not None:
            return RegistrationState.CANCELLED
        if now >= closes_at(self.webinar) or (until is not None and now >= until):
            return RegistrationState.CLOSED
        first = self.settings.open_from_at
        if first is not None and now < first:
            return RegistrationState.NOT_YET
        return RegistrationState.OPEN if self.payable else RegistrationState.UNPAYABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationOverview:
    """A webinar's settings with the number of submissions by outcome; ``settings`` None before the first save."""

    webinar: Webinar
    settings: RegistrationSettings | None
    counts: Mapping[str, int]
    mails_enabled: bool
    takes_payments: bool
    """A connection takes payments."""


class RegistrationForms:
    """The registration settings of this installation."""

    def __init__(
        self,
        pool: Pool,
        strangers: StrangersPool,
        payments: PaymentConnections,
        promote: Callable[[WebinarId, Instant], Awaitable[int]] | None = None,
    ) -> None:
        """``promote``: gives free seats to those who wait."""
        self._promote = promote
        self._pool = pool
        self._strangers = strangers
        self._payments = payments
        self._cached: OrderedDict[str, tuple[Instant, PublishedForm]] = OrderedDict()
        self._reading: dict[str, asyncio.Task[PublishedForm | None]] = {}
        self._changes = 0

    async def get(self, webinar_id: WebinarId) -> RegistrationOverview:
        """Return a webinar's settings. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            return await self._registration(conn, webinar_id)

    async def save(
        self, webinar_id: WebinarId, settings: RegistrationSettings, now: Instant
    ) -> RegistrationOverview:
        """Save a webinar's settings; the first save switches its mails on. Seats that became free while registration
        was closed go to those who wait.

        Raises: Refused unknown_webinar, slug_taken, no_payment_connection, and those of ``settings.check``.
        """
        check(settings)
        async with self._pool.acquire() as conn, conn.transaction():
            if await webinars.lock(conn, webinar_id) is None:
                raise _unknown_webinar()
            if not await forms.take_slug(conn, settings.slug, webinar_id):
                message = "Another webinar's page has this address. Choose another one."
                raise Refused("slug_taken", message, (FieldError("/slug", "slug_taken", message),))
            if settings.price is not None and await self._payments.current(conn) is None:
                message = "Connect Stripe first, under Connections: nothing takes payments yet."
                problem = FieldError("/price", "no_payment_connection", message)
                raise Refused("no_payment_connection", message, (problem,))
            await forms.save(conn, webinar_id, settings, now)
            await mail_settings.switch_on_first(conn, webinar_id, now)
            saved = await self._registration(conn, webinar_id)
        self._changes += 1
        self._cached.clear()
        if self._promote is not None:  # registration may have been opened again while seats were free
            await self._promote(webinar_id, now)
        return saved

    async def copy(self, conn: Conn, webinar: Webinar, copied: Webinar, now: Instant) -> None:
        """Give a copied webinar the form of its original, at an address of its own. The times between which forms are
        accepted move with the start. It runs in the copying transaction.

        The times between which forms are taken move with the start. Within the copying transaction.
        """
        settings = await forms.load(conn, webinar.id)
        if settings is None:
            return
        later_ms = copied.starts_at - webinar.starts_at
        own = replace(
            settings,
            slug=f"{settings.slug[:_SLUG_KEPT]}-{copied.id.hex[:8]}",
            open_from_at=None if settings.open_from_at is None else settings.open_from_at + later_ms,
            open_until_at=None if settings.open_until_at is None else settings.open_until_at + later_ms,
        )
        if not await forms.take_slug(conn, own.slug, copied.id):
            raise Refused("slug_taken", "Another webinar's page has this address. Choose another one.")
        await forms.save(conn, copied.id, own, now)

    async def published(self, slug: str, now: Instant) -> PublishedForm | None:
        """Return the page that a slug leads to; None for an unknown slug, or when the page is switched off.

        A crowd costs PostgreSQL little: a page is cached for 2 s, and all who ask at the same time share a reading.
        Made-up slugs take no page's place in the cache.
        """
        known = self._cached.get(slug)
        if known is not None and now - known[0] < _FRESH_MS:
            return known[1]
        reading = self._reading.get(slug)
        if reading is None:
            reading = self._reading[slug] = asyncio.create_task(self._read(slug, now))
            reading.add_done_callback(lambda _: self._reading.pop(slug, None))
        return await asyncio.shield(reading)

    async def webinar_changed(self, webinar: Webinar) -> None:
        """Read the pages of a webinar that this process moved, cancelled or renamed again at the next call, even if
        they are being read now."""
        self._changes += 1
        for slug, (_, form) in self._cached.items():
            if form.webinar.id == webinar.id:
                self._cached[slug] = (_NEVER, form)

    def last_published(self, slug: str) -> PublishedForm | None:
        """Return the page as it was read last, however long ago; None for a page that this process has not read."""
        known = self._cached.get(slug)
        return None if known is None else known[1]

    async def _read(self, slug: str, now: Instant) -> PublishedForm | None:
        before = self._changes
        async with self._strangers.acquire() as conn:
            found = await self._published(conn, slug, now)
        self._cached.pop(slug, None)
        if found is not None:
            self._cached[slug] = (now if before == self._changes else _NEVER, found)
            if len(self._cached) > _CACHED_MAX:
                self._cached.popitem(last=False)
        return found

    async def _published(self, conn: Conn, slug: str, now: Instant) -> PublishedForm | None:
        found = await forms.by_slug(conn, slug)
        if found is None or not found.settings.open:
            return None
        payable = found.settings.price is None or await self._payments.current(conn) is not None
        return await _form(conn, found.webinar, found.settings, now, payable=payable)

    async def _registration(self, conn: Conn, webinar_id: WebinarId) -> RegistrationOverview:
        found = await webinars.load(conn, [webinar_id])
        if not found:
            raise _unknown_webinar()
        return RegistrationOverview(
            webinar=found[0],
            settings=await forms.load(conn, webinar_id),
            counts=await submissions.counts(conn, webinar_id),
            takes_payments=await self._payments.current(conn) is not None,
            mails_enabled=(await mail_settings.load(conn, [webinar_id]))[webinar_id].enabled,
        )


async def _form(
    conn: Conn, webinar_id: WebinarId, settings: RegistrationSettings, now: Instant, *, payable: bool
) -> PublishedForm | None:
    """Return the page of a webinar with these settings; None when the webinar was deleted."""
    loaded = await webinars.load(conn, [webinar_id])
    if not loaded:
        return None
    webinar = loaded[0]
    mail = (await mail_settings.load(conn, [webinar_id]))[webinar_id]
    full = False
    if webinar.seats is not None and now < webinar.ends_at:
        full = await members.seats_taken(conn, webinar_id) >= webinar.seats
    first = supported(mail.language) or DEFAULT
    offered = tuple(filter(None, map(supported, mail.languages))) or LANGUAGES
    return PublishedForm(
        webinar=webinar,
        settings=settings,
        languages=(first, *(language for language in offered if language != first)),
        full=full,
        payable=payable,
    )


def _unknown_webinar() -> Refused:
    return Refused("unknown_webinar", "There is no such webinar.")
