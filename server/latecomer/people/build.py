"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.capability import Capability, Parts
from latecomer.people.hooks import PeopleHooks


async def build(parts: Parts) -> None:
    """Make the hooks of this folder."""
    parts.add(PeopleHooks())


CAPABILITY = Capability(build=build)
