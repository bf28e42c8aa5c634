"""What the folders above do when a vendor has reported presence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from latecomer.core.ids import MemberId
from latecomer.hooks import AfterCommit


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceHooks:
    """The hooks of this folder; one object per process."""

    reported: AfterCommit[[Sequence[MemberId]]] = field(
        default_factory=lambda: AfterCommit("attendance_reported")
    )
    """What vendors report of these members has changed."""
