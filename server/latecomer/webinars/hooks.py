"""Hooks that higher folders fill to react to changes of a webinar or its members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.hooks import AfterCommit, InTransaction, Question
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.engagement import AskInteractions, Interactions
from latecomer.webinars.members.settlement import Settled, StatusChange
from latecomer.webinars.members.watched import AskWatched


@dataclass(frozen=True, slots=True, kw_only=True)
class WebinarHooks:
    """Callbacks that other folders register here; one object per process."""

    changed: AfterCommit[[Webinar]] = field(default_factory=lambda: AfterCommit("webinar_changed"))
    deleted: AfterCommit[[WebinarId, Sequence[MemberId]]] = field(
        default_factory=lambda: AfterCommit("webinar_deleted")
    )
    """The webinar, and the members it had."""
    finishing: AfterCommit[[WebinarId]] = field(default_factory=lambda: AfterCommit("webinar_finishing"))
    """A finish is recorded and members are settled next: bring the ledger's moments of its members into facts."""
    settled: AfterCommit[[Sequence[Settled]]] = field(default_factory=lambda: AfterCommit("members_settled"))
    """Called with the changes of members, at most 1000 at a time."""
    changing: InTransaction[[Conn, Sequence[StatusChange], Instant]] = field(default_factory=InTransaction)
    """Members' statuses change, at most 1000 at a time; their rows are locked."""
    moving: InTransaction[[Conn, Webinar, Webinar, Instant]] = field(default_factory=InTransaction)
    """A webinar changes, from the one to the other; its row is locked."""
    telling: InTransaction[[Conn, WebinarId, Sequence[MemberId], Instant]] = field(
        default_factory=InTransaction
    )
    """Called when added members are to be informed of their status."""
    cancelling: InTransaction[[Conn, Webinar, Instant]] = field(default_factory=InTransaction)
    """A webinar was cancelled, or reinstated (``cancelled_at`` None); its row is locked."""
    copied: InTransaction[[Conn, Webinar, Webinar, Instant]] = field(default_factory=InTransaction)
    """A webinar was copied, from the one to the other; both rows are locked. Copy what belongs to it, but no people."""
    reopening: InTransaction[[Conn, Webinar, Instant]] = field(default_factory=InTransaction)
    """A finish was retracted; the webinar as it is since, its row is locked."""
    may_promote: Question[[Conn, WebinarId, Instant], bool] = field(
        default_factory=lambda: Question(default=True)
    )
    """Returns True when free seats are given to waiting members; called under the webinar's lock."""
    aired: Question[[Conn, Webinar], Webinar | None] = field(default_factory=lambda: Question(default=None))
    """Returns a webinar with a rundown, whose end has moved, with the replay that this end leaves; None for others. Its
    row is locked."""
    recording_length: Question[[str], float | None] = field(default_factory=lambda: Question(default=None))
    """Returns the length in seconds of the recording at an address, None where it cannot be read."""
    offer_seats: Question[[Conn, Webinar, Sequence[MemberId], int, Instant], Sequence[MemberId] | None] = (
        field(default_factory=lambda: Question(default=None))
    )
    """Offers so many free seats to the first in a line of waiting members, who have to pay, and returns those who need
    not; None where nobody has to. Called under the webinar's lock."""
    told_elsewhere: Question[[Conn, WebinarId], bool] = field(default_factory=lambda: Question(default=False))
    """Returns True when a vendor reported attendance of people who are no members, outside the event."""
    deleting: InTransaction[[Conn, WebinarId]] = field(default_factory=InTransaction)
    """A webinar is about to be deleted; its row is locked. A subscriber may refuse."""
    watched: AskWatched = field(default_factory=lambda: Question(default={}))
    interactions: AskInteractions = field(default_factory=lambda: Question(default=Interactions()))
    asks_provider: Question[[Conn, WebinarId], bool] = field(default_factory=lambda: Question(default=False))
    """Returns True when a provider has to confirm registrations; called under the webinar's lock."""
