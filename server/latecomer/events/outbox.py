"""The outbox: outgoing events, committed together with the changes that they report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.events.types import NAMES_A_PERSON, Data, MemberEvent, to_fields
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An outgoing event; with an ``id`` it is stored once, however often it is added."""

    webinar: WebinarId
    member: MemberId | None = None
    at: Instant
    data: Data
    id: UUID | None = None
    connection: UUID | None = None
    """The only connection that hears of it; None: all that want it."""

    @property
    def sequence(self) -> int | None:
        """The number of this event among those of its member, from 1."""
        return self.data.sequence if isinstance(self.data, MemberEvent) else None


_INSERT = """
INSERT INTO outbox (id, type, webinar_id, member_id, sequence, at, data, connection_id)
SELECT coalesce(id, gen_random_uuid()), type, webinar_id, member_id, sequence, at, data, connection_id
  FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::bigint[], $5::timestamptz[], $6::jsonb[], $7::uuid[], $8::uuid[])
       WITH ORDINALITY AS new (type, webinar_id, member_id, sequence, at, data, id, connection_id, nth)
 ORDER BY nth
    ON CONFLICT (id) DO NOTHING
"""


async def add(conn: Conn, events: Sequence[Event]) -> None:
    """Put events into the outbox; they are sent once the transaction has committed."""
    if not events:
        return
    await conn.execute(
        _INSERT,
        [event.data.type for event in events],
        [event.webinar for event in events],
        [event.member for event in events],
        [event.sequence for event in events],
        [event.at for event in events],
        [to_fields(event.data) for event in events],
        [event.id for event in events],
        [event.connection for event in events],
    )


async def forget(conn: Conn, member_ids: Sequence[MemberId]) -> None:
    """Remove an erased person's details from the events about these members."""
    await conn.execute(
        "UPDATE outbox SET data = data - $2::text[] WHERE member_id = ANY ($1::uuid[])",
        member_ids,
        list(NAMES_A_PERSON),
    )
