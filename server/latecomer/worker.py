"""The worker: runs everything that happens without a request. Any number of workers may run.

Each piece of work is a state in a store (a due mark, an old version, a time that has passed), taken by any worker that
finds it; nothing depends on which worker that is, nor on whether it finishes.
"""

from __future__ import annotations

import asyncio

from latecomer.capability import Parts, Run


async def run(parts: Parts) -> None:
    """Run the loops of all capabilities, until cancelled."""
    parts.changes.subscribe(None, parts.hear)
    async with asyncio.TaskGroup() as group:
        for name, loop in parts.loops:
            group.create_task(_run(loop), name=name)


async def _run(loop: Run) -> None:
    await loop()
