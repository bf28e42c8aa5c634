"""Persons as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from latecomer.core.ids import Instant, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of a person besides the email; None where nothing is."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """One person. ``email`` is as written, trimmed; None once erased."""

    id: PersonId
    email: str | None
    profile: Profile
    created_at: Instant
    erased_at: Instant | None = None
