"""The decision about a member's status: one function that decides it from all facts of the member.

====  =======================================  =========================================================
step  status                                   supported by
====  =======================================  =========================================================
0     Not in Program                           the latest of {removed, added} is a removal
10    Invited                                  being a member at all
20    Waitlisted, Pending Approval, Rejected,  the latest of these facts
      Registration Error
30    Registered                               registered
40    No-Show                                  registered before a finish
50    Attended On-Demand                       a view, and No-Show or registered after the latest finish
60    Attended                                 any live attendance
====  =======================================  =========================================================

The furthest supported step wins, so no order of arrival changes where a member ends. An assertion (by an
operator, an import or a provider) is a fact of the status' own name and supports its step.

Source: docs/domain.md, Facts and statuses
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from latecomer.core import phase
from latecomer.core.facts import Fact, FactKind, Source
from latecomer.core.ids import Instant
from latecomer.core.status import Status
from latecomer.core.webinar import Cancellations, FlipOn, Webinar

_HELD_BACK: Final = {
    FactKind.WAITLISTED: Status.WAITLISTED,
    FactKind.WAITLISTED_AGAIN: Status.WAITLISTED,
    FactKind.PENDING_APPROVAL: Status.PENDING_APPROVAL,
    FactKind.REJECTED: Status.REJECTED,
    FactKind.REGISTRATION_ERROR: Status.REGISTRATION_ERROR,
}
"""The facts of step 20, where several statuses share a step and the latest fact names the status."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The status that follows from a member's facts.

    ``reason`` is that of the deciding fact; ``fact_ids`` are the facts that support the status, ascending: none when
    the member keeps an earlier status, or is Invited without any fact. ``visitor``: the member is Attended On-Demand
    and has a view.
    """

    status: Status
    reason: str | None
    fact_ids: tuple[int, ...]
    visitor: bool


def decide(
    facts: Iterable[Fact],
    finishes: Sequence[Instant],
    webinar: Webinar,
    *,
    current: Status | None,
    corrected: bool = False,
) -> Decision:
    """Decide a member's status from all its facts.

    Args:
        facts: all facts of the member, in any order.
        finishes: the times of all finishes of the webinar, in any order.
        webinar: the rules: cancellations, what makes a No-Show Attended On-Demand, whether clicks count as
            attendance.
        current: the member's status, None for a new one; the result is never lower, except after a removal.
        corrected: something was retracted, so ``current`` is ignored, and a member without any fact is Not in
            Program.

    Source: docs/domain.md, Facts and statuses
    """
    ordered = sorted(facts, key=lambda fact: (fact.at, fact.id))
    seen_view = _first(ordered, FactKind.VIEW) is not None
    status, support = next(_claims(ordered, finishes, webinar))
    if corrected:
        status = status if ordered else Status.NOT_IN_PROGRAM
    elif current is not None and not may_move(current, status):
        status, support = current, ()
    return Decision(
        status=status,
        reason=support[0].reason if support else None,
        fact_ids=tuple(sorted(fact.id for fact in support)),
        visitor=status is Status.ATTENDED_ON_DEMAND and seen_view,
    )


_STATING: Final = frozenset({Source.OPERATOR, Source.IMPORT})
"""Sources that state attendance without having seen it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones:
    """The first fact of each kind that was not retracted, whatever the member's status; filters and campaigns
    use them."""

    attended_at: Instant | None = None
    """The first sign of live attendance."""
    viewed_at: Instant | None = None
    """The view, or where a click is enough the deciding click, or an assertion of Attended On-Demand."""
    registered_at: Instant | None = None
    registered_source: Source | None = None
    attended_seen: bool = False
    """Live attendance rests on more than an operator's or an import's word."""
    viewed_seen: bool = False
    """The same of attendance on demand."""


def milestones(facts: Iterable[Fact], webinar: Webinar) -> Milestones:
    """Return a member's milestones.

    Source: docs/audiences.md, Attended Event
    """
    ordered = sorted(facts, key=lambda fact: (fact.at, fact.id))
    seen = [fact for fact in ordered if fact.source not in _STATING]
    attended = _attendance(ordered, webinar)
    on_demand = (_on_demand(ordered, webinar), _first(ordered, FactKind.ATTENDED_ON_DEMAND))
    registered = _first(ordered, FactKind.REGISTERED)
    return Milestones(
        attended_at=attended.at if attended else None,
        viewed_at=min((fact.at for fact in on_demand if fact), default=None),
        registered_at=registered.at if registered else None,
        registered_source=registered.source if registered else None,
        attended_seen=_attendance(seen, webinar) is not None,
        viewed_seen=_on_demand(seen, webinar) is not None
        or _first(seen, FactKind.ATTENDED_ON_DEMAND) is not None,
    )


def may_move(current: Status, requested: Status) -> bool:
    """Return True when a member's status may change this way: never to a lower step, except out of the program and in
    again."""
    if Status.NOT_IN_PROGRAM in (current, requested):
        return True
    return requested.step >= current.step


LIVE_EARLY_MS: Final = 10_000
"""Time by which a player's credited live millisecond may be noted before the start: clocks differ that much."""


def is_before_event(kind: FactKind, at: Instant, starts_at: Instant) -> bool:
    """Return whether a fact is a live millisecond of our player before the start: the times were moved since."""
    return kind is FactKind.LIVE and at < starts_at - LIVE_EARLY_MS


def click_attends(webinar: Webinar, at: Instant) -> bool:
    """Return whether a confirmed click at this instant counts as live attendance."""
    early = webinar.starts_at - phase.EARLY_ENTRY_MS
    return webinar.live_url is not None and not webinar.has_provider and early <= at < webinar.ends_at


def click_flips(webinar: Webinar, at: Instant) -> bool:
    """Return whether a confirmed click at this instant counts as a view."""
    return webinar.flip_on is FlipOn.CLICK and webinar.ends_at <= at < phase.closes_at(webinar)


def click_decides(webinar: Webinar, at: Instant) -> bool:
    """Return whether a confirmed click at this instant decides a status."""
    return click_attends(webinar, at) or click_flips(webinar, at)


def _claims(
    facts: Sequence[Fact], finishes: Sequence[Instant], webinar: Webinar
) -> Iterator[tuple[Status, tuple[Fact, ...]]]:
    """Yield every supported status from the highest step down, with the facts that support it, the deciding one first.

    ``facts`` are in order. A removal comes first, because it overrules the statuses before it.
    """
    if removal := _removal(facts, webinar):
        yield Status.NOT_IN_PROGRAM, (removal,)
    if attended := _attendance(facts, webinar):
        yield Status.ATTENDED, (attended,)

    registered = _registration(facts, webinar)
    no_show = _no_show(facts, registered, finishes)

    if asserted := _first(facts, FactKind.ATTENDED_ON_DEMAND):
        yield Status.ATTENDED_ON_DEMAND, (asserted,)
    if view := _on_demand(facts, webinar):
        if no_show:
            yield Status.ATTENDED_ON_DEMAND, (view, no_show)
        elif registered and finishes:  # and no No-Show: registered after every finish
            yield Status.ATTENDED_ON_DEMAND, (view, registered)
    if no_show:
        yield Status.NO_SHOW, (no_show,)
    if registered:
        yield Status.REGISTERED, (registered,)
    if held_back := _first(facts[::-1], *_HELD_BACK):
        yield _HELD_BACK[held_back.kind], (held_back,)
    invited = _first(facts, FactKind.INVITED)
    yield Status.INVITED, (invited,) if invited else ()


def _first(facts: Sequence[Fact], *kinds: FactKind) -> Fact | None:
    return next((fact for fact in facts if fact.kind in kinds), None)


def _registration(facts: Sequence[Fact], webinar: Webinar) -> Fact | None:
    """Return the first registration that counts. A member who is added again gets an earlier registration back, unless
    approval is needed again, or a retraction brought the member back without a seat."""
    for since in (_asked_anew(facts, webinar), _first(facts[::-1], FactKind.WAITLISTED_AGAIN)):
        if since is not None and since in facts:
            facts = facts[facts.index(since) :]
    return _first(facts, FactKind.REGISTERED)


def _asked_anew(facts: Sequence[Fact], webinar: Webinar) -> Fact | None:
    """Return the latest Pending Approval that came after a removal."""
    kinds = _removals(webinar)
    removals = [place for place, fact in enumerate(facts) if fact.kind in kinds]
    if not removals:
        return None
    return _first(facts[: removals[-1] : -1], FactKind.PENDING_APPROVAL)


def _removal(facts: Sequence[Fact], webinar: Webinar) -> Fact | None:
    """Return the fact that removed the member from the program, unless the member was added again since."""
    removals = _removals(webinar)
    last = _first(facts[::-1], FactKind.ADDED, *removals)
    return last if last and last.kind in removals else None


def _removals(webinar: Webinar) -> Collection[FactKind]:
    """Return the kinds of facts that remove a member from the program."""
    if webinar.cancellations is Cancellations.REMOVE:
        return (FactKind.REMOVED, FactKind.CANCELLED)
    return (FactKind.REMOVED,)


def _attendance(facts: Sequence[Fact], webinar: Webinar) -> Fact | None:
    """Return the first sign of live attendance. A confirmed click is one for a webinar with a live URL and no
    provider."""
    for fact in facts:
        if fact.kind in (FactKind.LIVE, FactKind.ATTENDED):
            return fact
        if fact.kind is FactKind.CLICK and click_attends(webinar, fact.at):
            return fact
    return None


def _no_show(facts: Sequence[Fact], registered: Fact | None, finishes: Sequence[Instant]) -> Fact | None:
    """Return the fact that makes the member a No-Show, unless another shows attendance."""
    if registered and any(registered.at <= finish for finish in finishes):
        return registered
    return _first(facts, FactKind.NO_SHOW)


def _on_demand(facts: Sequence[Fact], webinar: Webinar) -> Fact | None:
    """Return the view, or, if a click is enough, the first click in the on-demand window."""
    if view := _first(facts, FactKind.VIEW):
        return view
    return next((f for f in facts if f.kind is FactKind.CLICK and click_flips(webinar, f.at)), None)
