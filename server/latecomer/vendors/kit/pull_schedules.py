"""How often each kind of vendor that can be asked is asked.

Source: docs/vendors.md, Pulling
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from latecomer.core.phase import DAY_MS
from latecomer.vendors.kit.kind import Kind
from latecomer.vendors.kit.pull_schedule import Rhythm

_MINUTE: Final = 60_000
_HOUR: Final = 60 * _MINUTE

_PUSHES: Final = Rhythm(
    before=6 * _HOUR,
    live=_HOUR,
    after=(5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR),
    on_demand=DAY_MS,
    final=12 * _HOUR,
    overlap=DAY_MS,
)
"""Who pushes is asked for what pushing lacks, and for what was lost."""

RHYTHMS: Final[Mapping[Kind, Rhythm]] = {
    Kind.ZOOM: _PUSHES,
    Kind.GOTOWEBINAR: _PUSHES,
    Kind.ON24: Rhythm(
        before=_HOUR,
        live=15 * _MINUTE,
        # Attendance is complete half an hour to two hours after the end; what is watched on demand 4 to 12 h later.
        after=(30 * _MINUTE, _HOUR, 2 * _HOUR + 5 * _MINUTE),
        on_demand=_HOUR,
        final=12 * _HOUR,
        overlap=0,  # a setting of the connection
    ),
}
"""The kinds that are asked, and how often."""
