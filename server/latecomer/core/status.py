"""The ten statuses that a member of a webinar may have. A member's facts decide which one it has.

Source: docs/domain.md, Facts and statuses
"""

from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """The status of a member in a webinar; the values are the names on the wire."""

    NOT_IN_PROGRAM = "not_in_program"
    INVITED = "invited"
    WAITLISTED = "waitlisted"
    PENDING_APPROVAL = "pending_approval"
    REJECTED = "rejected"
    REGISTRATION_ERROR = "registration_error"
    REGISTERED = "registered"
    NO_SHOW = "no_show"
    ATTENDED_ON_DEMAND = "attended_on_demand"
    ATTENDED = "attended"

    @property
    def step(self) -> int:
        """Return the rank of a status: 0 (Not in Program) to 60 (Attended)."""
        return _STEPS[self]

    @property
    def has_seat(self) -> bool:
        """Return True from Registered on: the member holds a seat and may use the join link."""
        return _STEPS[self] >= _STEPS[Status.REGISTERED]


_STEPS: Final = {
    Status.NOT_IN_PROGRAM: 0,
    Status.INVITED: 10,
    Status.WAITLISTED: 20,
    Status.PENDING_APPROVAL: 20,
    Status.REJECTED: 20,
    Status.REGISTRATION_ERROR: 20,
    Status.REGISTERED: 30,
    Status.NO_SHOW: 40,
    Status.ATTENDED_ON_DEMAND: 50,
    Status.ATTENDED: 60,
}
