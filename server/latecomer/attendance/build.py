"""What this folder gives to the whole."""

from __future__ import annotations

from latecomer.attendance.hooks import AttendanceHooks
from latecomer.capability import Capability, Parts


async def build(parts: Parts) -> None:
    """Make the hooks of this folder."""
    parts.add(AttendanceHooks())


CAPABILITY = Capability(build=build)
