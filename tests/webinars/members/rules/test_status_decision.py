"""The status table, row by row, and its promise: the order in which facts arrive changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.core.facts import Fact, FactKind
from latecomer.core.ids import Instant
from latecomer.core.status import Status
from latecomer.core.webinar import Cancellations, FlipOn, Webinar
from latecomer.webinars.members.rules.status_decision import Decision, decide, may_move
from tests.support.builders import CLOSES_AT, ENDS_AT, MINUTE, STARTS_AT, WEBINAR, fact, webinar

BEFORE = STARTS_AT - 60 * MINUTE
FINISH = ENDS_AT + 2 * MINUTE
LATER = FINISH + 60 * MINUTE

LIVE_ELSEWHERE = webinar(live_url="https://live.example/room")
WITH_PROVIDER = webinar(live_url="https://live.example/room", has_provider=True)
BY_CLICK = webinar(flip_on=FlipOn.CLICK)
CANCELLING = webinar(cancellations=Cancellations.REMOVE)

REGISTERED = fact(FactKind.REGISTERED, BEFORE, 1)
REGISTERED_LATE = fact(FactKind.REGISTERED, LATER, 1)
VIEW = fact(FactKind.VIEW, LATER, 2)
REMOVED = fact(FactKind.REMOVED, LATER, 3)
ADDED = fact(FactKind.ADDED, LATER + 1, 4)


def status(
    *facts: Fact, finishes: tuple[Instant, ...] = (), of: Webinar = WEBINAR, current: Status | None = None
) -> Status:
    return decide(facts, finishes, of, current=current).status


def test_steps_are_in_order() -> None:
    assert sorted(Status, key=lambda each: each.step) == list(Status)
    assert [each.step for each in Status] == [0, 10, 20, 20, 20, 20, 30, 40, 50, 60]
    assert [each for each in Status if each.has_seat] == list(Status)[6:]


def test_every_status_but_the_first_can_be_asserted() -> None:
    for each in list(Status)[1:]:
        assert status(fact(FactKind(each.value), BEFORE)) is each


def test_a_member_that_nothing_is_known_of_is_invited() -> None:
    assert decide([], [], WEBINAR, current=None) == Decision(Status.INVITED, None, (), visitor=False)


def test_within_a_step_the_latest_fact_by_time_then_id_wins() -> None:
    waitlisted = fact(FactKind.WAITLISTED, BEFORE, 7)
    rejected = fact(FactKind.REJECTED, BEFORE, 8, "not this time")
    failed = fact(FactKind.REGISTRATION_ERROR, BEFORE - 1, 9)
    decision = decide([rejected, failed, waitlisted], [], WEBINAR, current=Status.WAITLISTED)
    assert decision == Decision(Status.REJECTED, "not this time", (8,), visitor=False)


def test_who_was_removed_and_asks_anew_waits_for_the_decision() -> None:
    """A registration of before the removal is not restored by a request that has to be approved."""
    asked = fact(FactKind.PENDING_APPROVAL, LATER + 1, 5)
    before = [REGISTERED, REMOVED, ADDED]
    assert status(*before, current=Status.NOT_IN_PROGRAM) is Status.REGISTERED
    assert status(*before, asked, current=Status.NOT_IN_PROGRAM) is Status.PENDING_APPROVAL
    approved = fact(FactKind.REGISTERED, LATER + 2, 6)
    assert status(*before, asked, approved, current=Status.PENDING_APPROVAL) is Status.REGISTERED
    cancelled = fact(FactKind.CANCELLED, LATER, 3)
    back = [REGISTERED, cancelled, ADDED, asked]
    assert status(*back, of=CANCELLING, current=Status.NOT_IN_PROGRAM) is Status.PENDING_APPROVAL
    assert status(*back) is Status.REGISTERED  # a cancellation that is ignored removes nobody


def test_a_cured_registration_error_is_registered() -> None:
    failed = fact(FactKind.REGISTRATION_ERROR, BEFORE, 9, "no such country")
    retried = fact(FactKind.REGISTERED, BEFORE + 1, 10)
    assert status(failed, retried, current=Status.REGISTRATION_ERROR) is Status.REGISTERED


@pytest.mark.parametrize(
    ("registered_at", "expected"),
    [(FINISH - 1, Status.NO_SHOW), (FINISH, Status.NO_SHOW), (FINISH + 1, Status.REGISTERED)],
)
def test_who_registered_by_a_finish_is_no_show(registered_at: Instant, expected: Status) -> None:
    assert status(fact(FactKind.REGISTERED, registered_at), finishes=(FINISH,)) is expected


def test_the_earliest_registration_counts() -> None:
    again = fact(FactKind.REGISTERED, LATER, 2)
    assert status(again, REGISTERED, finishes=(FINISH,)) is Status.NO_SHOW


def test_any_of_several_finishes_makes_a_no_show() -> None:
    assert status(REGISTERED_LATE, finishes=(LATER + 1, FINISH)) is Status.NO_SHOW


def test_a_view_flips_a_no_show_and_names_its_facts() -> None:
    decision = decide([VIEW, REGISTERED], [FINISH], WEBINAR, current=Status.NO_SHOW)
    assert decision == Decision(Status.ATTENDED_ON_DEMAND, None, (1, 2), visitor=True)


def test_a_view_flips_nothing_before_a_finish() -> None:
    assert status(REGISTERED, VIEW) is Status.REGISTERED
    assert status(REGISTERED, VIEW, finishes=(FINISH,)) is Status.ATTENDED_ON_DEMAND


def test_a_view_flips_who_registered_after_the_latest_finish() -> None:
    decision = decide([VIEW, REGISTERED_LATE], [FINISH], WEBINAR, current=Status.REGISTERED)
    assert decision == Decision(Status.ATTENDED_ON_DEMAND, None, (1, 2), visitor=True)


def test_a_view_flips_nobody_who_is_not_registered() -> None:
    assert status(fact(FactKind.INVITED, BEFORE), VIEW, finishes=(FINISH,)) is Status.INVITED


def test_a_view_flips_an_asserted_no_show() -> None:
    assert status(fact(FactKind.NO_SHOW, BEFORE), VIEW) is Status.ATTENDED_ON_DEMAND


def test_on_demand_without_a_view_is_no_visitor() -> None:
    asserted = fact(FactKind.ATTENDED_ON_DEMAND, LATER, 5)
    assert decide([asserted], [], WEBINAR, current=None).visitor is False
    assert decide([asserted, VIEW], [], WEBINAR, current=None).visitor is True


@pytest.mark.parametrize("kind", [FactKind.LIVE, FactKind.ATTENDED])
def test_live_attendance_beats_everything(kind: FactKind) -> None:
    decision = decide([REGISTERED, VIEW, fact(kind, ENDS_AT - 1, 6)], [FINISH], WEBINAR, current=None)
    assert decision == Decision(Status.ATTENDED, None, (6,), visitor=False)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (STARTS_AT - 15 * MINUTE - 1, Status.REGISTERED),
        (STARTS_AT - 15 * MINUTE, Status.ATTENDED),
        (ENDS_AT - 1, Status.ATTENDED),
        (ENDS_AT, Status.REGISTERED),
    ],
)
def test_a_click_to_the_live_room_attends(at: Instant, expected: Status) -> None:
    click = fact(FactKind.CLICK, at, 2)
    assert status(REGISTERED, click, of=LIVE_ELSEWHERE) is expected
    assert status(REGISTERED, click, of=WEBINAR) is Status.REGISTERED
    assert status(REGISTERED, click, of=WITH_PROVIDER) is Status.REGISTERED


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (ENDS_AT - 1, Status.NO_SHOW),
        (ENDS_AT, Status.ATTENDED_ON_DEMAND),
        (CLOSES_AT - 1, Status.ATTENDED_ON_DEMAND),
        (CLOSES_AT, Status.NO_SHOW),
    ],
)
def test_a_click_in_the_window_flips_where_it_is_enough(at: Instant, expected: Status) -> None:
    click = fact(FactKind.CLICK, at, 2)
    decision = decide([REGISTERED, click], [FINISH], BY_CLICK, current=None)
    assert decision.status is expected
    assert decision.visitor is False
    assert status(REGISTERED, click, finishes=(FINISH,)) is Status.NO_SHOW


def test_a_view_flips_too_where_a_click_is_enough() -> None:
    assert decide([REGISTERED, VIEW], [FINISH], BY_CLICK, current=None).visitor is True


def test_a_removal_overrules_all_that_arrives() -> None:
    attended = fact(FactKind.ATTENDED, LATER + 9, 9)
    decision = decide([REGISTERED, attended, REMOVED], [FINISH], WEBINAR, current=Status.ATTENDED)
    assert decision == Decision(Status.NOT_IN_PROGRAM, None, (3,), visitor=False)


def test_adding_again_restores() -> None:
    facts = [REGISTERED, VIEW, REMOVED, ADDED]
    decision = decide(facts, [FINISH], WEBINAR, current=Status.NOT_IN_PROGRAM)
    assert decision == Decision(Status.ATTENDED_ON_DEMAND, None, (1, 2), visitor=True)


def test_of_a_removal_and_an_addition_at_once_the_later_id_wins() -> None:
    assert status(REMOVED, fact(FactKind.ADDED, REMOVED.at, REMOVED.id + 1)) is Status.INVITED
    assert status(REMOVED, fact(FactKind.ADDED, REMOVED.at, REMOVED.id - 1)) is Status.NOT_IN_PROGRAM


def test_a_cancellation_removes_only_where_it_should() -> None:
    cancelled = fact(FactKind.CANCELLED, BEFORE + 1, 2)
    assert status(REGISTERED, cancelled, finishes=(FINISH,)) is Status.NO_SHOW
    assert status(REGISTERED, cancelled, finishes=(FINISH,), of=CANCELLING) is Status.NOT_IN_PROGRAM
    assert status(REGISTERED, cancelled, ADDED, of=CANCELLING) is Status.REGISTERED


def test_a_member_never_goes_down() -> None:
    decision = decide([REGISTERED], [], WEBINAR, current=Status.ATTENDED)
    assert decision == Decision(Status.ATTENDED, None, (), visitor=False)
    kept = decide([REGISTERED, VIEW], [], WEBINAR, current=Status.ATTENDED_ON_DEMAND)
    assert kept == Decision(Status.ATTENDED_ON_DEMAND, None, (), visitor=True)


@pytest.mark.parametrize(
    ("current", "requested", "allowed"),
    [
        (Status.NO_SHOW, Status.REGISTERED, False),
        (Status.NO_SHOW, Status.NO_SHOW, True),
        (Status.NO_SHOW, Status.ATTENDED, True),
        (Status.ATTENDED, Status.NOT_IN_PROGRAM, True),
        (Status.NOT_IN_PROGRAM, Status.INVITED, True),
        (Status.WAITLISTED, Status.REJECTED, True),
        (Status.REJECTED, Status.WAITLISTED, True),
        (Status.WAITLISTED, Status.INVITED, False),
    ],
)
def test_moves(current: Status, requested: Status, *, allowed: bool) -> None:
    assert may_move(current, requested) is allowed


moments = st.sampled_from([BEFORE, STARTS_AT, ENDS_AT - 1, ENDS_AT, FINISH, FINISH + 1, LATER, CLOSES_AT])
# A retraction alone takes a member back to the waiting list: what follows it depends on the order, and is meant to.
in_any_order = [kind for kind in FactKind if kind is not FactKind.WAITLISTED_AGAIN]
fact_sets = st.lists(st.tuples(st.sampled_from(in_any_order), moments), max_size=9).map(
    lambda rows: [fact(kind, at, number) for number, (kind, at) in enumerate(rows, 1)]
)
webinars = st.sampled_from([WEBINAR, LIVE_ELSEWHERE, WITH_PROVIDER, BY_CLICK, CANCELLING])


@given(facts=fact_sets, finishes=st.lists(moments, max_size=3), of=webinars, data=st.data())
def test_facts_and_finishes_in_any_order_end_in_the_same_status(
    facts: list[Fact], finishes: list[Instant], of: Webinar, data: st.DataObject
) -> None:
    at_once = decide(facts, finishes, of, current=None)
    current = None
    known: list[Fact] = []
    finished: list[Instant] = []
    arrivals: list[Fact | Instant] = [*facts, *finishes]
    for arrival in data.draw(st.permutations(arrivals)):
        if isinstance(arrival, Fact):
            known.append(arrival)
        else:
            finished.append(arrival)
        before, current = current, decide(known, finished, of, current=current).status
        assert before is None or may_move(before, current)
    settled_again = decide(known, finished, of, current=current)
    assert settled_again == at_once


@given(facts=fact_sets, finishes=st.lists(moments, max_size=3), of=webinars)
def test_every_decision_names_facts_that_are_there(
    facts: list[Fact], finishes: list[Instant], of: Webinar
) -> None:
    decision = decide(facts, finishes, of, current=None)
    assert set(decision.fact_ids) <= {each.id for each in facts}
    assert decision.fact_ids or decision.status is Status.INVITED
