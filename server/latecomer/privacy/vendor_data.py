"""Deliveries of vendors that name a person, anywhere in the inbox, handled or not.

Source: docs/vendors.md, Nothing is lost
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_plus

from latecomer.attendance.queries import vendor_identities
from latecomer.core.email_address import email_key, forms, lowered
from latecomer.core.ids import ConnectionId, MemberId
from latecomer.core.person import Person
from latecomer.integrations.connections import queries as connections
from latecomer.integrations.connections.queries import ConnectionRow
from latecomer.integrations.inbox import queries as inbox
from latecomer.integrations.inbox.queries import InboxRow
from latecomer.postgres.pool import Conn
from latecomer.vendors.kit.inbound import Bounced, PaymentChanged, SessionEnded, Unknown, VendorEvent
from latecomer.vendors.registry import DEFINITIONS

_AT_ONCE: Final = 500
_JSON_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The person to look for: by email, and by each vendor's ids."""

    email: str
    """As the person wrote it."""
    refs: Mapping[ConnectionId, Collection[str]]

    def told_of(self, row: InboxRow, connection: ConnectionRow) -> bool:
        """Return True when the body names the person; for an unreadable body, when it contains the address."""
        body = row.body or b""
        definition = DEFINITIONS.get(connection.kind)
        inbound = definition.inbound if definition else None
        events = inbound.parse(row.headers, body, connection.settings) if inbound else [Unknown("")]
        return any(self._is_about(event, connection.id, body) for event in events)

    def _is_about(self, event: VendorEvent, connection: ConnectionId, body: bytes) -> bool:
        match event:
            case Unknown() | PaymentChanged():
                return names_address(body, self.email)
            case SessionEnded():
                return False
            case Bounced():
                return email_key(event.recipient) == email_key(self.email)
            case _:
                known = self.refs.get(connection, ())
                email = event.who.email
                return (email is not None and email_key(email) == email_key(self.email)) or any(
                    ref in known for ref in event.who.refs
                )


def names_address(body: bytes, email: str) -> bool:
    """Return True when an unreadable body contains an address, in any form.

    The text itself is searched, and the text with its JSON escapes or percent escapes decoded.
    """
    text = body.decode("utf-8", "replace")
    faces = (text, _JSON_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text), unquote_plus(text))
    anywhere = "|".join(re.escape(form) for form in sorted(forms(email)))
    address = re.compile(rf"(?<![\w.+-])(?:{anywhere})(?![\w.-])")
    return any(address.search(lowered(face)) or address.search(face.lower()) for face in faces)


async def traces(conn: Conn, person: Person, member_ids: Sequence[MemberId]) -> list[InboxRow]:
    """Return the stored deliveries with a body that may name a person, in the order of arrival.

    For handled deliveries the person is recorded; all others, and those without effect, are read.
    """
    if person.email is None:
        return []
    refs: dict[ConnectionId, set[str]] = {}
    for identity in await vendor_identities.of_members(conn, member_ids):
        refs.setdefault(identity.connection, set()).add(identity.ref)
    wanted = _Wanted(person.email, refs)
    known = {row.id: row for row in await connections.page(conn)}
    found = await inbox.about(conn, member_ids)
    after = 0
    while rows := await inbox.unplaced(conn, after, _AT_ONCE):
        after = rows[-1].id
        found += [row for row in rows if wanted.told_of(row, known[row.connection])]
    return sorted({row.id: row for row in found}.values(), key=lambda row: row.id)
