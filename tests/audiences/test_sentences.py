"""The sentences of the documents that this is made after, each asked over the API of people who really watched.

Event Mode, Watch Date and Watch Duration of "Attended Event", and the inactivity filter "Not attended".
"""

from typing import Any

import pytest

from tests.audiences.evening import evening, filtered, who
from tests.support.site import Site

ATTENDED = {"filter": "attended_event"}
NOT_ATTENDED = {"filter": "not_attended_event"}
WATCH_DAY = "2026-03-05"

SENTENCES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "Event Mode live": ({**ATTENDED, "event_mode": "live"}, ["both", "live"]),
    "Event Mode on demand": ({**ATTENDED, "event_mode": "on_demand"}, ["both", "late"]),
    "Event Mode left out means either": (ATTENDED, ["both", "late", "live"]),
    "Watch Date is a day": (
        {**ATTENDED, "event_mode": "on_demand", "watch_date": {"op": "is", "value": WATCH_DAY}},
        ["both", "late"],
    ),
    "Watch Date in the past 7 days": (
        {**ATTENDED, "event_mode": "on_demand", "watch_date": {"op": "in_past", "value": "7 days"}},
        ["both", "late"],
    ),
    "Watch Date before the day": (
        {**ATTENDED, "watch_date": {"op": "before", "value": WATCH_DAY}},
        ["both", "live"],
    ),
    "Watch Duration at least 20 minutes on demand": (
        {**ATTENDED, "event_mode": "on_demand", "watch_duration": {"op": "at_least", "value": 20}},
        ["both"],
    ),
    "Watch Duration is 12 minutes: from 12 to before 13": (
        {**ATTENDED, "event_mode": "on_demand", "watch_duration": {"op": "is", "value": 12}},
        ["late"],
    ),
    "Watch Duration of either mode is their sum": (
        {**ATTENDED, "watch_duration": {"op": "at_least", "value": 50}},
        ["both"],
    ),
    "Watch Duration on a Watch Date is of that date": (
        {
            **ATTENDED,
            "watch_date": {"op": "is", "value": WATCH_DAY},
            "watch_duration": {"op": "greater_than", "value": 20},
        },
        [],
    ),
    "at least half of the event": (
        {**ATTENDED, "event_mode": "live", "watch_share": {"op": "at_least", "value": 50}},
        ["both", "live"],
    ),
    "Not attended on demand": (
        {**NOT_ATTENDED, "event_mode": "on_demand"},
        ["absent", "invited", "live", "short"],
    ),
    "Not attended live": ({**NOT_ATTENDED, "event_mode": "live"}, ["absent", "invited", "late", "short"]),
    "Not attended at all contains those who never did anything": (
        NOT_ATTENDED,
        ["absent", "invited", "short"],
    ),
    "did not attend live and watched more than 10 minutes on demand since Monday": (
        {
            "all": [
                {**NOT_ATTENDED, "event_mode": "live"},
                {
                    **ATTENDED,
                    "event_mode": "on_demand",
                    "watch_date": {"op": "on_or_after", "value": "2026-03-02"},
                    "watch_duration": {"op": "greater_than", "value": 10},
                },
            ]
        },
        ["late"],
    ),
    "statuses in a batch": (
        {"filter": "member", "status": ["no_show", "attended_on_demand"]},
        ["absent", "late", "short"],
    ),
    "visitors": ({"filter": "member", "visitor": True}, ["late"]),
    "was once a No-Show": ({"filter": "member", "was": ["no_show"]}, ["absent", "late", "short"]),
}


@pytest.mark.timeout(120)
async def test_every_sentence_means_the_same_in_both_scopes(site: Site) -> None:
    webinar = await evening(site)
    for sentence, (tree, expected) in SENTENCES.items():
        assert await who(site, filtered(webinar, tree)) == expected, sentence
        named = _named(tree, webinar["id"])
        assert await who(site, {"scope": "people", "filter": named}) == expected, sentence


def _named(tree: Any, webinar_id: str) -> Any:
    """The same filter with the webinar named, as the scope people needs it."""
    if "all" in tree:
        return {"all": [_named(part, webinar_id) for part in tree["all"]]}
    return {**tree, "webinar": webinar_id}
