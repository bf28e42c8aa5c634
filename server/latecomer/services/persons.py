"""Persons: correct, erase, export. Source: docs/domain.md, Facts and statuses (erasure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec import UNSET, UnsetType

from latecomer.core.ids import Instant, PersonId
from latecomer.services.settling import Settling
from latecomer.store.postgres.persons import PersonRecord
from latecomer.store.postgres.pool import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanges:
    """The fields to correct; UNSET leaves one as it is, None clears it (the email cannot be cleared)."""

    email: str | UnsetType = UNSET
    first_name: str | None | UnsetType = UNSET
    last_name: str | None | UnsetType = UNSET
    phone: str | None | UnsetType = UNSET
    company: str | None | UnsetType = UNSET
    job_title: str | None | UnsetType = UNSET
    industry: str | None | UnsetType = UNSET
    street_address: str | None | UnsetType = UNSET
    city: str | None | UnsetType = UNSET
    state: str | None | UnsetType = UNSET
    postal_code: str | None | UnsetType = UNSET
    country: str | None | UnsetType = UNSET
    properties: Mapping[str, object] | UnsetType = UNSET


class Persons:
    """The people of this installation."""

    def __init__(self, pool: Pool, settling: Settling) -> None: ...

    async def get(self, person_id: PersonId) -> PersonRecord:
        """Raises: Refused unknown_person (404)."""
        raise NotImplementedError

    async def correct(self, person_id: PersonId, changes: PersonChanges) -> PersonRecord:
        """Correct what is known of a person.

        Raises: Refused unknown_person (404), erased (409), email_taken (409), invalid_email, field_too_long,
        invalid_characters, invalid_properties (422).
        """
        raise NotImplementedError

    async def erase(self, person_id: PersonId, now: Instant) -> None:
        """Remove name, email, properties, links and stored bodies; status and sets stay, anonymous.

        Erasing again changes nothing. Raises: Refused unknown_person (404).
        """
        raise NotImplementedError

    async def export(self, person_id: PersonId, now: Instant) -> Mapping[str, object]:
        """Everything stored about a person, as a JSON object: fields, and per webinar status, facts, status events,
        watch intervals and coverage (as of the ledger's last copy, at most 60 s old), playbacks.

        Raises: Refused unknown_person (404).
        """
        raise NotImplementedError
