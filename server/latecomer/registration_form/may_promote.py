"""The rule for giving free seats to waiting members: no more seats are given once registration has closed.

Source: docs/registration.md, Seats
"""

from __future__ import annotations

from latecomer.core.ids import Instant, WebinarId
from latecomer.postgres.pool import Conn
from latecomer.registration_form.queries import forms


async def may_promote(conn: Conn, webinar: WebinarId, now: Instant) -> bool:
    """Return whether free seats are given to waiting members at ``now``; always True for a webinar without a
    registration page."""
    settings = await forms.load(conn, webinar)
    if settings is None:
        return True
    until = settings.open_until_at
    return settings.open and (until is None or now < until)
