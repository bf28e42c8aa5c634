"""Personal data of other folders; each folder registers its own, so that erasure and export find all of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from latecomer.core.ids import Instant, MemberId
from latecomer.core.person import Person
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A person and all of their members, as stored before an erasure. ``now`` is the time of the request."""

    person: Person
    members: Sequence[MemberId]
    now: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """The personal data that one folder stores.

    Erasure calls every ``erase`` in one transaction, which holds the locks of the person's rows and then of the
    members', in the order of registration. An ``erase`` may lock only rows of its own folder, in the order of their
    ids. Export calls every ``export`` in one read-only snapshot; its JSON result is stored under ``name``.
    """

    name: str
    erase: Callable[[Conn, Subject], Awaitable[None]]
    export: Callable[[Conn, Subject], Awaitable[object]] | None = None
    """None where nothing is about the person that is not exported elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleHooks:
    """Callbacks that other folders register here; one object per process."""

    personal_data: list[PersonalData] = field(default_factory=list)
