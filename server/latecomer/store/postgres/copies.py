"""Copies of the members' ledger records; the newest version wins. After the archive they are the only ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.store.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCopy:
    """One member's ledger record, complete.

    ``intervals``: sorted, disjoint wall-clock pairs in ms, half open. ``covered``: seconds of the recording, half open.
    The last four are JSON objects whose shape is the ledger's own: playbacks, drops per reason, the last drops, and
    the moments that facts are made of.
    """

    member: MemberId
    webinar: WebinarId
    version: int
    intervals: tuple[tuple[Instant, Instant], ...]
    covered: tuple[tuple[int, int], ...]
    recording_version: int
    resume_s: float
    playbacks: object
    drops: object
    recent_drops: object
    moments: object


async def store(conn: Conn, copies: Sequence[LedgerCopy], now: Instant) -> None:
    """Upsert up to 1000 copies; one that is not newer than the stored one changes nothing, nor does one of a member
    that no longer exists."""
    raise NotImplementedError


async def load(conn: Conn, member_ids: Sequence[MemberId]) -> list[LedgerCopy]:
    """The copies of these members; those without one are left out."""
    raise NotImplementedError


async def page(conn: Conn, after: MemberId | None, limit: int, *, archived: bool = False) -> list[LedgerCopy]:
    """Copies in member order after the given one, of webinars that are (not) archived: for reloading a ledger."""
    raise NotImplementedError
