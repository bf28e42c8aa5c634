"""Registration settings as rows, and the addresses (slugs) of the pages."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from latecomer.core.ids import Instant, WebinarId
from latecomer.postgres.pool import Conn
from latecomer.registration_form.rules.settings import RegistrationSettings


async def load(conn: Conn, webinar: WebinarId) -> RegistrationSettings | None:
    """Return a webinar's settings; None while none were saved."""
    row = await conn.fetchrow("SELECT settings FROM registration_forms WHERE webinar_id = $1", webinar)
    return None if row is None else msgspec.convert(row["settings"], RegistrationSettings)


async def save(conn: Conn, webinar: WebinarId, settings: RegistrationSettings, now: Instant) -> None:
    """Write a webinar's settings; its slug was taken before."""
    await conn.execute(
        """INSERT INTO registration_forms (webinar_id, settings, saved_at) VALUES ($1, $2, $3)
           ON CONFLICT (webinar_id) DO UPDATE SET settings = $2, saved_at = $3""",
        webinar,
        msgspec.to_builtins(settings),
        now,
    )


async def take_slug(conn: Conn, slug: str, webinar: WebinarId) -> bool:
    """Make a slug lead to a webinar. Returns: False when the slug belongs to another webinar."""
    await conn.execute(
        "INSERT INTO registration_slugs (slug, webinar_id) VALUES ($1, $2) ON CONFLICT (slug) DO NOTHING",
        slug,
        webinar,
    )
    owner = await conn.fetchval("SELECT webinar_id FROM registration_slugs WHERE slug = $1", slug)
    return bool(owner == webinar)


@dataclass(frozen=True, slots=True)
class FoundForm:
    """The webinar that a slug leads to, with its settings."""

    webinar: WebinarId
    settings: RegistrationSettings


async def by_slug(conn: Conn, slug: str) -> FoundForm | None:
    """Return the form that a current or former slug leads to; None for an unknown slug."""
    row = await conn.fetchrow(
        """SELECT f.webinar_id, f.settings FROM registration_slugs s
             JOIN registration_forms f ON f.webinar_id = s.webinar_id WHERE s.slug = $1""",
        slug,
    )
    if row is None:
        return None
    return FoundForm(WebinarId(row["webinar_id"]), msgspec.convert(row["settings"], RegistrationSettings))
