"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.audit import routes
from latecomer.audit.service import Actor, Audit, Who
from latecomer.capability import Capability, Parts
from latecomer.http.auth import note_refusal
from latecomer.http.endpoint import Done, note_done


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    audit = Audit(parts.pool)

    async def done(what: Done) -> None:
        await audit.done(
            _who(what),
            what.action,
            what.at,
            target=what.target,
            target_id=what.target_id,
            details=what.details,
            summed=what.summed,
        )

    parts.add(audit)
    parts.web[routes.audit] = audit
    parts.web[note_done] = done
    parts.web[note_refusal] = audit.failed
    parts.repeat("sweep_audit", lambda: audit.sweep(parts.clock()), every_s=3600)


def _who(what: Done) -> Who:
    caller = what.caller
    if caller.session is not None:
        actor, known = Actor.SESSION, caller.session
    elif caller.key is not None:
        actor, known = Actor.KEY, caller.key
    else:
        actor, known = Actor.CONFIGURED_KEY, None
    return Who(actor=actor, id=known, name=caller.name, address=what.address or None)


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
