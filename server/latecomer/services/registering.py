"""Registering: members come into a webinar, get the status somebody asks for, take seats, get new links.

Source: docs/domain.md, Facts and statuses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from latecomer.core.facts import Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.status import Status
from latecomer.services.settling import Settling
from latecomer.store.postgres.members import MemberRecord
from latecomer.store.postgres.pool import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One row of a request to add members, as it was sent; nothing is checked yet but the types.

    ``status`` None asks for Registered. ``refused`` is for a row that could not even be read (a wrong type, an unknown
    field): it is answered as skipped with this code.
    """

    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    company: str | None = None
    job_title: str | None = None
    industry: str | None = None
    street_address: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    properties: Mapping[str, object] = field(default_factory=dict)
    status: str | None = None
    refused: str | None = None


class Outcome(StrEnum):
    """What became of one row."""

    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """The answer to one row. ``code`` says why it was skipped (or ``waitlisted`` for one that found no seat).

    Codes of skipped rows: missing_email, invalid_email, field_too_long, invalid_characters, invalid_properties,
    unknown_status, duplicate, unchanged, status_backwards, no_seat, and what ``Registration.refused`` carried.
    ``member`` is there whenever the row led to one.
    """

    email: str | None
    outcome: Outcome
    code: str | None = None
    member: MemberRecord | None = None


class Registering:
    """Brings members into webinars."""

    def __init__(self, pool: Pool, settling: Settling) -> None: ...

    async def add_members(
        self, webinar_id: WebinarId, rows: Sequence[Registration], now: Instant, source: Source = Source.OPERATOR
    ) -> list[RowResult]:
        """Add up to 1000 rows, each on its own merits. Returns: one result per row, in input order.

        Raises: Refused unknown_webinar (404), too_many_rows (422), window_closed (409: the 30 days are over).
        """
        raise NotImplementedError

    async def set_status(
        self, member_id: MemberId, status: Status, reason: str | None, now: Instant
    ) -> MemberRecord:
        """Record what an operator says about a member and settle it.

        Raises: Refused unknown_member (404), status_backwards (409), no_seat (409), field_too_long (422: reason above
        500 characters).
        """
        raise NotImplementedError

    async def new_link(self, member_id: MemberId, now: Instant) -> MemberRecord:
        """Revoke the member's join link; the record carries the serial of the new one.

        Raises: Refused unknown_member (404), erased (409).
        """
        raise NotImplementedError

    async def member(self, member_id: MemberId) -> MemberRecord:
        """Raises: Refused unknown_member (404)."""
        raise NotImplementedError

    async def promote(self, webinar_id: WebinarId, now: Instant) -> int:
        """Give every free seat to those who wait for one, longest waiting first. Returns: how many were promoted.

        Level-triggered: calling it again, or when nothing is free, changes nothing.
        """
        raise NotImplementedError

    async def promote_due(self, now: Instant) -> int:
        """``promote`` for every webinar where somebody waits for a seat; for the periodic sweep."""
        raise NotImplementedError
