"""Hooks that higher folders fill to react to a vendor's report of attendance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from latecomer.core.ids import MemberId
from latecomer.hooks import AfterCommit


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceHooks:
    """Callbacks that other folders register here; one object per process."""

    reported: AfterCommit[[Sequence[MemberId]]] = field(
        default_factory=lambda: AfterCommit("attendance_reported")
    )
    """Called when vendors' reports about these members have changed."""
