"""A dashboard's connection and the frames it is sent."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.core.status import Status
from latecomer.dashboards.rules.feed import (
    MAX_QUEUE,
    DashboardSession,
    Feed,
    Form,
    News,
    Subscription,
    to_data,
)
from latecomer.dashboards.rules.numbers import Dashboard, Numbers, apply_patch, render
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.watching.playback.rules.messages import Subscribe
from latecomer.webinars.members.activity import Activity, ActivityKind
from tests.support.builders import ENDS_AT, MEMBER, WEBINAR

SUBSCRIBE = f'{{"type":"subscribe","webinar":"{WEBINAR.id}"}}'


def state(playing: int = 0, activity: tuple[Activity, ...] = ()) -> Dashboard:
    return render(WEBINAR, Numbers(status_counts={}, playing=playing, activity=activity), ENDS_AT)


def patch(feed: Feed, playing: int) -> News:
    """The message of a change that there is."""
    frame = feed.update(state(playing))
    assert frame is not None
    return frame


@pytest.mark.parametrize("names", [True, False])
@pytest.mark.parametrize("compressed", [True, False])
def test_a_form_of_a_message_is_made_once(*, names: bool, compressed: bool) -> None:
    news = patch(Feed("e", state()), 5)
    made = news.frame(Form(names, compressed))
    assert news.frame(Form(names, compressed)) is made
    assert bool(made[0] & 0x40) is compressed
    assert len({news.frame(Form(n, c)) for n in (True, False) for c in (True, False)}) == 2


def test_a_dashboard_subscribes_once() -> None:
    session = DashboardSession()
    assert session.receive(SUBSCRIBE) == Subscribe(WEBINAR.id)
    closing = session.receive(SUBSCRIBE)
    assert isinstance(closing, Closing)
    assert closing.code is CloseCode.PROTOCOL_VIOLATION


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (SUBSCRIBE.encode(), CloseCode.PROTOCOL_VIOLATION),
        ("{", CloseCode.BAD_HELLO),
        ('{"type":"heartbeat"}', CloseCode.BAD_HELLO),
    ],
)
def test_anything_else_closes(frame: str | bytes, code: CloseCode) -> None:
    closing = DashboardSession().receive(frame)
    assert isinstance(closing, Closing)
    assert closing.code is code
    assert len(closing.reason.encode()) <= 123


def test_the_data_has_the_wire_s_names_and_no_null() -> None:
    flip = Activity(
        at=ENDS_AT, kind=ActivityKind.FLIP, member_id=MEMBER, name="Ann", status=Status.NO_SHOW, previous=None
    )
    data: Any = json.loads(json.dumps(to_data(state(activity=(flip,)))))
    assert data["webinar"] == {
        "id": str(WEBINAR.id),
        "name": WEBINAR.name,
        "mode": "on_demand",
        "days_left": 30,
    }
    assert list(data["status_counts"]) == [each.value for each in Status]
    assert data["now"] == {"playing": 0, "connected": 0}
    assert data["on_demand_summary"] == [{"date": "2026-03-04", "visitors": 0}]
    assert data["on_demand_statistics"] == {"days_left": 30, "visitors": 0, "average_watch_min": 0.0}
    assert data["retention"] == {"step_s": 3, "counts": [0] * 600}
    assert data["attendance"] == {"shares": [0] * 10, "highly": 0, "moderately": 0}
    assert data["activity"] == [
        {
            "at": "2026-03-04T17:00:00.000Z",
            "kind": "flip",
            "member_id": str(MEMBER),
            "name": "Ann",
            "status": "no_show",
        }
    ]


def test_a_feed_begins_with_a_snapshot_of_version_one() -> None:
    feed = Feed("epoch", state())
    assert json.loads(feed.snapshot().payload(names=True)) == {
        "type": "snapshot",
        "epoch": "epoch",
        "version": 1,
        "data": feed.data,
    }
    assert feed.snapshot() is feed.snapshot()


def test_a_change_is_a_patch_of_the_next_version() -> None:
    feed = Feed("epoch", state())
    assert json.loads(feed.snapshot().payload(names=True))["data"]["now"]["playing"] == 0
    assert json.loads(patch(feed, 5).payload(names=True)) == {
        "type": "patch",
        "epoch": "epoch",
        "version": 2,
        "data": {"now": {"playing": 5}},
    }
    assert json.loads(feed.snapshot().payload(names=True))["data"]["now"]["playing"] == 5


def test_no_change_is_no_frame() -> None:
    feed = Feed("epoch", state(3))
    assert feed.update(state(3)) is None
    assert feed.version == 1


def test_a_subscriber_starts_with_what_is_current() -> None:
    feed = Feed("epoch", state())
    subscription = Subscription(feed)
    subscription.offer(patch(feed, 1))
    frame = subscription.take()
    assert frame is not None
    assert json.loads(frame.payload(names=True))["version"] == 2
    assert subscription.take() is None


def test_a_subscriber_who_cannot_keep_up_gets_one_fresh_snapshot() -> None:
    feed = Feed("epoch", state())
    subscription = Subscription(feed)
    subscription.take()
    for playing in range(1, 3 * MAX_QUEUE):
        subscription.offer(patch(feed, playing))
    frame = subscription.take()
    assert frame is feed.snapshot()
    assert subscription.take() is None
    subscription.offer(patch(feed, 0))
    after = subscription.take()
    assert after is not None
    assert json.loads(after.payload(names=True))["type"] == "patch"


@given(st.lists(st.integers(0, 3) | st.none(), max_size=80))
def test_however_slowly_it_reads_a_subscriber_ends_with_the_same_state(steps: list[int | None]) -> None:
    feed = Feed("epoch", state())
    subscription = Subscription(feed)
    seen: list[dict[str, Any]] = []

    def read() -> bool:
        frame = subscription.take()
        if frame is not None:
            seen.append(json.loads(frame.payload(names=True)))
        return frame is not None

    for playing in steps:
        if playing is None:
            read()
        elif frame := feed.update(state(playing)):
            subscription.offer(frame)
    while read():
        pass

    data: object = None
    version = 0
    assert seen[0]["type"] == "snapshot"
    for message in seen:
        if message["type"] == "snapshot":
            data = message["data"]
            assert message["version"] > version
        else:
            data = apply_patch(data, message["data"])
            assert message["version"] == version + 1
        version = message["version"]
    assert (data, version) == (feed.data, feed.version)
