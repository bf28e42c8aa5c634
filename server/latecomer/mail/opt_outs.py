"""Opting out of mails, by a link that never expires and reveals nothing about the person.

Source: docs/mail.md, Bounces and opt-outs
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from latecomer.core.ids import Instant
from latecomer.mail import compose
from latecomer.mail.queries import suppressions
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.worker import opt_out_hash
from latecomer.postgres.pool import Pool

PURPOSES: Final = tuple(dict.fromkeys(compose.PURPOSES.values()))
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class OptOutPage:
    """The page of an opt-out link. ``masked``: the address, mostly hidden; ``purpose``: the purpose of the mail with
    the link."""

    masked: str
    purpose: str | None


class OptOuts:
    """Records opt-outs."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def find(self, token: str) -> OptOutPage | None:
        """Return the target of a link; None for an unknown link."""
        async with self._pool.acquire() as conn:
            found = await suppressions.of_token(conn, opt_out_hash(token[:_LONGEST]))
        if found is None:
            return None
        purpose = compose.PURPOSES.get(MailKind(found.kind)) if found.kind else None
        return OptOutPage(masked(found.email or ""), purpose)

    async def opt_out(self, token: str, purposes: Collection[str] | None, now: Instant) -> bool:
        """Record that a person does not want mails for a purpose; None: the purpose of the mail with the link. A
        repetition changes nothing. Returns: False for an unknown link."""
        async with self._pool.acquire() as conn, conn.transaction():
            found = await suppressions.of_token(conn, opt_out_hash(token[:_LONGEST]))
            if found is None:
                return False
            if purposes is None:
                kind = MailKind(found.kind) if found.kind else MailKind.CAMPAIGN
                purposes = (compose.PURPOSES[kind],)
            await suppressions.opt_out(
                conn, found.person, [each for each in purposes if each in PURPOSES], now
            )
        return True


def masked(email: str) -> str:
    """Return an address with most of it hidden: ``a…@e….com``."""
    local, _, domain = email.rpartition("@")
    name, dot, top = domain.rpartition(".")
    return f"{local[:1]}…@{name[:1]}…{dot}{top}" if local and name else "…"
