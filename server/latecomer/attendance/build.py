"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.attendance.hooks import AttendanceHooks
from latecomer.capability import Capability, Parts


async def build(parts: Parts) -> None:
    """Make the hooks of this folder."""
    parts.add(AttendanceHooks())


CAPABILITY = Capability(build=build)
