"""The audit log, to read."""

from __future__ import annotations

from typing import Any, Final

from aiohttp import web

from latecomer.audit.queries import EntryRow
from latecomer.audit.schemas import AuditEntry, AuditLog, AuditQuery
from latecomer.audit.service import Audit
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Time

audit: web.AppKey[Audit] = web.AppKey("audit")


@endpoint(
    "GET",
    "/audit",
    tag="Access",
    scope=Scope.ADMIN,
    summary="Read the audit log",
    errors=("invalid_cursor", "invalid_limit"),
)
async def read_audit(call: Call, query: AuditQuery) -> AuditLog:
    """List the audit log, latest first. Entries are kept for a year, addresses for 90 days. Writes by a key are summed
    per hour, failures per address and minute.
    """
    page = await call.app[audit].page(query.limit, query.cursor, query.action, query.who)
    return AuditLog(items=tuple(map(_entry, page.items)), next_cursor=page.next_cursor)


def _entry(row: EntryRow) -> AuditEntry:
    actor: Any = row.actor
    return AuditEntry(
        id=row.id,
        happened_at=Time(row.happened_at),
        last_at=Time(row.last_at),
        calls=row.calls,
        actor=actor,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        action=row.action,
        target=row.target,
        target_id=row.target_id,
        target_name=row.target_name,
        address=row.address,
        details={name: value for name, value in row.details.items() if isinstance(value, int | str)},
    )


ENDPOINTS: Final = (read_audit,)
