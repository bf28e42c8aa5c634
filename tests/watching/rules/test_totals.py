from latecomer.watching.rules.totals import counted
from tests.support.builders import CLOSES_AT, ENDS_AT, MINUTE, STARTS_AT, WEBINAR


def test_each_report_counts_in_its_own_mode_and_once() -> None:
    own = ((STARTS_AT + 5 * MINUTE, STARTS_AT + 10 * MINUTE), (ENDS_AT, ENDS_AT + MINUTE))
    live, on_demand = counted(
        WEBINAR,
        own,
        ((STARTS_AT - MINUTE, STARTS_AT + 6 * MINUTE), (ENDS_AT - MINUTE, ENDS_AT + 30 * MINUTE)),
        ((ENDS_AT - MINUTE, ENDS_AT + 2 * MINUTE), (CLOSES_AT - 1, CLOSES_AT + MINUTE)),
    )
    assert live == ((STARTS_AT, STARTS_AT + 10 * MINUTE), (ENDS_AT - MINUTE, ENDS_AT))
    assert on_demand == ((ENDS_AT, ENDS_AT + 2 * MINUTE), (CLOSES_AT - 1, CLOSES_AT))


def test_without_reports_it_is_what_the_player_saw() -> None:
    own = ((STARTS_AT, ENDS_AT + MINUTE),)
    assert counted(WEBINAR, own) == (((STARTS_AT, ENDS_AT),), ((ENDS_AT, ENDS_AT + MINUTE),))
