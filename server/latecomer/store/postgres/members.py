"""Members as rows, alone (cards) and with their persons (records)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.member import MemberCard
from latecomer.core.status import Status
from latecomer.store.postgres.persons import PersonRecord
from latecomer.store.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecord:
    """One member with the person that it is. ``registering``: a provider has been asked and did not answer yet."""

    id: MemberId
    webinar_id: WebinarId
    person: PersonRecord
    status: Status
    status_reason: str | None
    status_at: Instant
    visitor: bool
    link_serial: int
    version: int
    joined_at: Instant | None
    created_at: Instant
    registering: bool = False


async def cards(conn: Conn, member_ids: Sequence[MemberId]) -> list[MemberCard]:
    """What the ledger has to hold of these members; unknown ones are left out."""
    raise NotImplementedError


async def uncarded(conn: Conn, limit: int) -> list[MemberCard]:
    """Members whose present version the ledger may not hold yet (carded_version < version)."""
    raise NotImplementedError


async def mark_carded(conn: Conn, carded: Sequence[MemberCard]) -> None:
    """The ledger holds these versions now; an older one never lowers the mark."""
    raise NotImplementedError
