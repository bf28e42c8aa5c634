"""Facts: events of a member, with time and source. Statuses follow from them."""

from dataclasses import dataclass
from enum import StrEnum

from latecomer.core.ids import Instant


class FactKind(StrEnum):
    """Every kind of fact about one member.

    A fact with the name of a status was stated by an operator, an import or a provider; all others were observed.
    """

    ADDED = "added"
    REMOVED = "removed"
    INVITED = "invited"
    WAITLISTED = "waitlisted"
    PENDING_APPROVAL = "pending_approval"
    WAITLISTED_AGAIN = "waitlisted_again"
    """A retraction brought the member back while all seats were taken: earlier registrations count for nothing."""
    REJECTED = "rejected"
    REGISTRATION_ERROR = "registration_error"
    REGISTERED = "registered"
    NO_SHOW = "no_show"
    ATTENDED_ON_DEMAND = "attended_on_demand"
    ATTENDED = "attended"
    CANCELLED = "cancelled"
    CLICK = "click"
    """A confirmed click on the join link."""
    JOINED = "joined"
    """The first confirmed click or hello; supports nothing by itself."""
    LIVE = "live"
    """The first credited live millisecond in our player."""
    VIEW = "view"
    """On-demand watch duration passed the threshold."""


class Source(StrEnum):
    """The source of a fact."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    IMPORT = "import"
    CAPACITY = "capacity"
    CLOCK = "clock"
    VENDOR = "vendor"
    FORM = "form"
    """A form that was sent, or a decision about one."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about one member; ``id`` orders facts of the same time, ``reason`` is a sentence for people."""

    id: int
    kind: FactKind
    at: Instant
    source: Source = Source.OPERATOR
    reason: str | None = None
