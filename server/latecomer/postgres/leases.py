"""Leases: rows that one worker at a time works on, until an instant.

A worker claims rows, extends the lease while it works, and ends it: the work is complete, it failed, or the row is
released as if nothing had happened. Every statement except the claim writes only while the worker is still the holder,
so a worker whose lease has run out changes nothing. The leases of a worker that dies run out.

The methods of ``Lease`` return SQL. Its parameters: $1 is the holder (uuid) everywhere. A claim has $2 now and $3
until; extending has $2 until, then the key; ending has the key from $2 on. A caller's own parameters follow.

Rows that are worked on inside one transaction need no lease: their row lock (FOR UPDATE SKIP LOCKED) serves as one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from latecomer.tasks import cancel


@dataclass(frozen=True, slots=True)
class Lease:
    """The leases of a table.

    Args:
        key: the columns of its primary key.
        holder, until: the columns of the lease.
        never: the value of ``until`` for a row that nobody holds.
    """

    table: str
    key: tuple[str, ...]
    holder: str = "holder"
    until: str = "lease_until"
    never: str = "NULL"

    @property
    def is_free(self) -> str:
        """Return the SQL condition, inside a claim, that nobody holds a row of this table."""
        column = f"{self.table}.{self.until}"
        return f"({column} IS NULL OR {column} <= $2)"

    def claim(self, due: str, sets: str = "", *, returning: str) -> str:
        """Return the statement that leases the rows found by ``due``.

        Args: ``due``: a query whose first columns are the key; it locks the rows that it finds, or runs under a lock.
        """
        names = [f"claimed_{n}" for n in range(len(self.key))]
        same = " AND ".join(
            f"{self.table}.{column} = {name}" for column, name in zip(self.key, names, strict=True)
        )
        return f"""
            WITH due ({", ".join(names)}) AS MATERIALIZED ({due})
            UPDATE {self.table} SET {self.holder} = $1, {self.until} = $3{_more(sets)}
              FROM due WHERE {same} RETURNING {returning}"""

    def extend(self, sets: str = "", only: str = "true") -> str:
        """Return the statement that extends a lease; it returns a row if the worker is still the holder."""
        return f"""
            UPDATE {self.table} SET {self.until} = $2{_more(sets)}
             WHERE {self._is_held(3)} AND {only} RETURNING true"""

    def end(self, sets: str = "", only: str = "true") -> str:
        """Return the statement that ends a lease; it returns a row if the worker still was the holder."""
        return f"""
            UPDATE {self.table} SET {self.holder} = NULL, {self.until} = {self.never}{_more(sets)}
             WHERE {self._is_held(2)} AND {only} RETURNING true"""

    def _is_held(self, first: int) -> str:
        key = " AND ".join(f"{column} = ${n}" for n, column in enumerate(self.key, first))
        return f"{key} AND {self.holder} IS NOT DISTINCT FROM $1"


def _more(sets: str) -> str:
    return f", {sets}" if sets else ""


class LeaseLost(Exception):
    """Raised when the lease has run out, and perhaps another worker holds the row."""


@asynccontextmanager
async def held(extend: Callable[[], Awaitable[bool]], every_s: float) -> AsyncIterator[None]:
    """Extend a lease while the block runs, and end the block when the lease is lost.

    Args: ``extend``: returns False when the lease is lost. Raises: LeaseLost. Errors: those of ``extend`` end the block
    too.
    """
    holder = asyncio.current_task()
    lost: BaseException | None = None

    async def keep() -> None:
        nonlocal lost
        try:
            while True:
                await asyncio.sleep(every_s)
                if not await extend():
                    lost = LeaseLost()
                    break
        except Exception as error:  # noqa: BLE001 - the block ends with it
            lost = error
        if holder is not None:
            holder.cancel()

    keeper = asyncio.create_task(keep())
    try:
        try:
            yield
        finally:
            await cancel(keeper)
    except asyncio.CancelledError:
        if lost is not None and holder is not None:
            holder.uncancel()
            raise lost from None
        raise
