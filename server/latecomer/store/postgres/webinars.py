"""Webinars as rows."""

from __future__ import annotations

from collections.abc import Sequence

from latecomer.core.ids import WebinarId
from latecomer.core.webinar import Webinar
from latecomer.store.postgres.pool import Conn


async def load(conn: Conn, webinar_ids: Sequence[WebinarId]) -> list[Webinar]:
    """These webinars; unknown ones are left out."""
    raise NotImplementedError


async def uncarded(conn: Conn, limit: int) -> list[Webinar]:
    """Webinars whose present version the ledger may not hold yet (carded_version < version)."""
    raise NotImplementedError


async def mark_carded(conn: Conn, webinar_id: WebinarId, version: int) -> None:
    """The ledger holds this version now; an older one never lowers the mark."""
    raise NotImplementedError
