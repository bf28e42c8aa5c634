"""Identifiers and instants: the scalar types that every layer shares.

An ``Instant`` is a whole number of milliseconds since the Unix epoch, UTC. Every attribute and argument whose
name ends in ``_at`` (and every ``now``) is one; text forms exist only on the wire (``core/timestamps.py``).
"""

from typing import NewType, TypeAlias
from uuid import UUID

WebinarId = NewType("WebinarId", UUID)
PersonId = NewType("PersonId", UUID)
MemberId = NewType("MemberId", UUID)
PlaybackId = NewType("PlaybackId", UUID)
ConnectionId = NewType("ConnectionId", UUID)

Instant: TypeAlias = int
"""Milliseconds since 1970-01-01T00:00:00Z."""
