"""Polls, surveys and clicks over HTTP: one answer for each member and question, results when they are due.

Source: docs/automated.md, Overlays
"""

from typing import Any

from tests.automated.test_room import ask
from tests.automated.test_rundowns import button, empty, film, save, video
from tests.support.builders import STARTS_AT
from tests.support.site import ADMIN, Site

SECOND = 1_000
__all__ = ["film"]


def poll(results: str, *, start: int = 0, seconds: int = 60, kind: str = "poll", **more: Any) -> Any:
    """A poll with a question of every type."""
    return {
        "track": "overlay",
        "kind": kind,
        "title": "Feedback",
        "start_ms": start * SECOND,
        "duration_ms": seconds * SECOND,
        "results": results,
        "questions": [
            {"type": "single", "text": "Which?", "options": [{"text": "One"}, {"text": "Two"}]},
            {
                "type": "several",
                "text": "What?",
                "options": [{"text": "A"}, {"text": "B"}, {"text": "C"}],
                "max": 2,
            },
            {"type": "rating", "text": "How?"},
            {"type": "yes_no", "text": "Again?"},
            {"type": "text", "text": "Why?"},
        ],
        **more,
    }


async def asked(site: Site, *items: Any) -> tuple[Any, Any, list[Any]]:
    """A running webinar with a poll first; returns the webinar, the poll, and its questions."""
    webinar = await empty(site)
    saved = await save(site, webinar, 0, *items)
    site.now = STARTS_AT + 5 * SECOND
    found = next(item for item in saved["items"] if item["kind"] in ("poll", "survey"))
    return webinar, found, found["questions"]


async def answer(site: Site, member: Any, item: Any, question: Any, values: Any) -> Any:
    """Answer a question; returns the room's answer."""
    message = {"type": "answer", "poll": item["id"], "question": question["id"], "values": values}
    return (await ask(site, member, message))[0]


async def shown(site: Site, member: Any) -> Any:
    """The one poll that a member sees, once the process knows of every change."""
    site.now += 3 * SECOND
    (view,) = [each for each in await ask(site, member) if each["type"] == "poll"]
    return view


async def test_answers_of_every_type_are_stored_once_for_each_member(site: Site) -> None:
    webinar, item, (single, several, rating, again, why) = await asked(site, poll("always"))
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    one, two = (option["id"] for option in single["options"])
    a, b, c = (option["id"] for option in several["options"])
    accepted = {"type": "accepted", "poll": item["id"], "question": single["id"]}
    assert await answer(site, ada, item, single, one) == accepted
    assert await answer(site, ada, item, single, two) == accepted
    assert await answer(site, bob, item, single, two) == accepted
    assert await answer(site, ada, item, rating, 4.0) == {**accepted, "question": rating["id"]}
    for question, values in ((several, [c, a]), (rating, 4), (again, True), (why, "Because")):
        assert (await answer(site, ada, item, question, values))["type"] == "accepted"
    for question, wrong in (
        (single, "nowhere"),
        (single, [one, two]),
        (several, [a, a]),
        (several, [a, b, c]),
        (several, []),
        (rating, 6),
        (rating, 3.5),
        (rating, True),
        (again, "yes"),
        (why, " "),
        (why, "x" * 201),
    ):
        assert (await answer(site, ada, item, question, wrong))["code"] == "invalid_answer", wrong
    assert (await answer(site, ada, item, {"id": "nowhere"}, one))["code"] == "unknown_poll"
    view = await shown(site, ada)
    assert view["mine"] == {
        single["id"]: two,
        several["id"]: [a, c],
        rating["id"]: 4,
        again["id"]: True,
        why["id"]: "Because",
    }
    results = {each["id"]: each for each in view["results"]}
    assert results[single["id"]] == {
        "id": single["id"],
        "answered": 2,
        "options": [{"id": one, "count": 0}, {"id": two, "count": 2}],
    }
    assert [option["count"] for option in results[several["id"]]["options"]] == [1, 0, 1]
    assert [option["count"] for option in results[rating["id"]]["options"]] == [0, 0, 0, 1, 0]
    assert [option["count"] for option in results[again["id"]]["options"]] == [1, 0]
    assert (results[why["id"]]["answered"], results[why["id"]]["options"]) == (1, [])
    told = await site.call("GET", f"/webinars/{webinar['id']}/polls")
    live = next(each for each in told["items"] if each["mode"] == "live")
    assert [question["answered"] for question in live["questions"]] == [2, 1, 1, 1, 1]
    csv = (
        await (await site.client.get(f"/api/v1/webinars/{webinar['id']}/polls.csv", headers=ADMIN)).read()
    ).decode("utf-8-sig")
    assert csv.splitlines() == [
        "email,first_name,last_name,mode,Which?,What?,How?,Again?,Why?",
        "ada@example.com,,,live,Two,A; C,4,true,Because",
        "bob@people.example,,,live,Two,,,,",
    ]


async def test_results_are_shown_when_they_are_due(site: Site) -> None:
    for rule, seen in (
        ("never", [False, False, False, True]),
        ("after_answering", [False, True, True, True]),
        ("after_closing", [False, False, True, True]),
        ("always", [True, True, True, True]),
    ):
        site.now = STARTS_AT - 3_600 * SECOND
        webinar, item, (single, *_) = await asked(site, poll(rule, seconds=600))
        ada = await site.member(webinar)
        path = f"/webinars/{webinar['id']}/polls/{item['id']}"
        visible = ["results" in await shown(site, ada)]
        await answer(site, ada, item, single, single["options"][0]["id"])
        visible.append("results" in await shown(site, ada))
        await site.call("POST", f"{path}/close")
        visible.append("results" in await shown(site, ada))
        await site.call("POST", f"{path}/publish")
        visible.append("results" in await shown(site, ada))
        assert visible == seen, rule
        await site.call("POST", f"{path}/unpublish")
        assert (await shown(site, ada))["state"] == "closed"


async def test_a_closed_poll_takes_answers_for_ten_seconds_more(site: Site) -> None:
    webinar, item, (single, *_) = await asked(site, poll("always", seconds=600))
    ada = await site.member(webinar)
    choice = single["options"][0]["id"]
    await site.call("POST", f"/webinars/{webinar['id']}/polls/{item['id']}/close")
    closed_at = site.now
    site.now = closed_at + 10 * SECOND - 1
    assert (await answer(site, ada, item, single, choice))["type"] == "accepted"
    site.now = closed_at + 10 * SECOND
    assert (await answer(site, ada, item, single, choice))["code"] == "poll_closed"
    await site.call("POST", f"/webinars/{webinar['id']}/polls/{item['id']}/open")
    site.now += 3 * SECOND
    assert (await answer(site, ada, item, single, choice))["type"] == "accepted"
    missing = await site.call("POST", f"/webinars/{webinar['id']}/polls/nothing/open", expect=404)
    assert missing["code"] == "unknown_poll"


async def test_a_surveys_results_are_never_shown(site: Site) -> None:
    webinar, item, (single, *_) = await asked(site, poll("never", kind="survey", seconds=600))
    ada = await site.member(webinar)
    await answer(site, ada, item, single, single["options"][0]["id"])
    path = f"/webinars/{webinar['id']}/polls/{item['id']}/publish"
    assert (await site.call("POST", path, expect=422))["code"] == "wrong_results"
    assert "results" not in await shown(site, ada)


async def test_a_banned_member_does_not_answer(site: Site) -> None:
    webinar, item, (single, *_) = await asked(site, poll("always"))
    ada = await site.member(webinar)
    await site.call("POST", f"/webinars/{webinar['id']}/bans/{ada['id']}", expect=204)
    assert (await answer(site, ada, item, single, single["options"][0]["id"]))["code"] == "banned"


async def test_clicks_count_once_for_each_member_and_mode(site: Site, film: str) -> None:
    webinar = await empty(site)
    saved = await save(site, webinar, 0, video(film, 0, 60), button(0, 30, in_replay=True), button(40, 10))
    first, later = (item["id"] for item in saved["items"] if item["kind"] == "call_to_action")
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    site.now = STARTS_AT + 5 * SECOND
    for member, uses in ((ada, ("seen", "clicked", "clicked")), (bob, ("seen", "closed"))):
        for use in uses:
            assert (await ask(site, member, {"type": use, "item": first}))[0] == {
                "type": "accepted",
                "item": first,
            }
    assert (await ask(site, ada, {"type": "clicked", "item": later}))[0]["code"] == "unknown_item"
    site.now = STARTS_AT + 3_600 * SECOND
    assert (await ask(site, ada, {"type": "clicked", "item": first}))[0]["type"] == "accepted"
    assert (await ask(site, ada, {"type": "clicked", "item": later}))[0]["code"] == "unknown_item"
    counted = (await site.call("GET", f"/webinars/{webinar['id']}/clicks"))["items"]
    assert [
        (each["mode"], each["seen"], each["clicked"], each["closed"])
        for each in counted
        if each["item"] == first
    ] == [
        ("live", 2, 1, 1),
        ("replay", 0, 1, 0),
    ]
    csv = (
        await (await site.client.get(f"/api/v1/webinars/{webinar['id']}/clicks.csv", headers=ADMIN)).read()
    ).decode()
    assert csv.count("ada@example.com") == 3


async def test_an_erasure_empties_texts_and_keeps_votes(site: Site) -> None:
    webinar, item, (single, _, _, _, why) = await asked(site, poll("always"))
    ada = await site.member(webinar)
    await answer(site, ada, item, single, single["options"][0]["id"])
    await answer(site, ada, item, why, "My name is Ada")
    exported = await site.call("GET", f"/persons/{ada['person_id']}/export")
    assert [each["value"] for each in exported["overlays"]["answers"]] == [
        single["options"][0]["id"],
        "My name is Ada",
    ]
    await site.call("DELETE", f"/persons/{ada['person_id']}", expect=204)
    rows = await site.pool.fetch(
        "SELECT question_id, value FROM poll_answers ORDER BY answered_at, question_id"
    )
    assert {row["question_id"]: row["value"] for row in rows} == {
        single["id"]: single["options"][0]["id"],
        why["id"]: None,
    }


async def test_a_question_with_answers_cannot_be_changed(site: Site) -> None:
    webinar, _, _ = await asked(site, poll("always", start=0, seconds=60), poll("always", start=200))
    site.now = STARTS_AT - 3_600 * SECOND
    rundown = await site.call("GET", f"/webinars/{webinar['id']}/rundown")
    later = rundown["items"][1]
    ada = await site.member(webinar)
    await site.pool.execute(
        """INSERT INTO poll_answers (webinar_id, item_id, question_id, member_id, mode, value, answered_at)
           VALUES ($1::text::uuid, $2, $3, $4::text::uuid, 'live', '4', $5)""",
        webinar["id"],
        later["id"],
        later["questions"][2]["id"],
        ada["id"],
        site.now,
    )
    later["questions"][2]["text"] = "How much?"
    body = {"version": 1, "buffer_s": 10, "items": rundown["items"]}
    refused = await site.call("PUT", f"/webinars/{webinar['id']}/rundown", body, expect=409)
    assert (refused["code"], refused["errors"][0]["field"]) == ("answered", "/items/1/questions/2")
    later["questions"][2]["text"] = "How?"
    later["questions"][0]["text"] = "Which one?"
    await site.call("PUT", f"/webinars/{webinar['id']}/rundown", body)


async def test_what_comes_within_ten_seconds_of_the_end_counts_for_the_event(site: Site) -> None:
    webinar = await empty(site)
    planned = (poll("always"), poll("always", in_replay=True), button(0, 60))
    saved = await save(site, webinar, 0, *planned, buffer_s=0)
    once, again = sorted(
        (each for each in saved["items"] if each["kind"] == "poll"),
        key=lambda each: each.get("in_replay", False),
    )
    (call,) = [each for each in saved["items"] if each["kind"] == "call_to_action"]
    ada = await site.member(webinar)
    site.now = ends_at = STARTS_AT + 60 * SECOND
    for item in (once, again):
        single = item["questions"][0]
        choice = single["options"][0]["id"]
        assert (await answer(site, ada, item, single, choice))["type"] == "accepted"
    site.now = ends_at + 10 * SECOND - 1
    assert (await ask(site, ada, {"type": "clicked", "item": call["id"]}))[0]["type"] == "accepted"
    site.now += 1
    single = once["questions"][0]
    assert (await answer(site, ada, once, single, single["options"][1]["id"]))["code"] == "poll_closed"
    assert (await ask(site, ada, {"type": "closed", "item": call["id"]}))[0]["code"] == "unknown_item"
    single = again["questions"][0]
    assert (await answer(site, ada, again, single, single["options"][1]["id"]))["type"] == "accepted"
    told = (await site.call("GET", f"/webinars/{webinar['id']}/polls"))["items"]
    counted = {(each["item"], each["mode"]): each["questions"][0]["answered"] for each in told}
    assert counted == {
        (once["id"], "live"): 1,
        (once["id"], "replay"): 0,
        (again["id"], "live"): 1,
        (again["id"], "replay"): 1,
    }
    clicks = (await site.call("GET", f"/webinars/{webinar['id']}/clicks"))["items"]
    assert {each["mode"]: each["clicked"] for each in clicks if each["item"] == call["id"]} == {
        "live": 1,
        "replay": 0,
    }


async def test_a_closed_cue_and_the_end_of_the_item_have_the_same_grace(site: Site) -> None:
    webinar, item, (single, *_) = await asked(site, poll("always", seconds=120, closes_ms=30_000))
    ada = await site.member(webinar)
    choice = single["options"][0]["id"]
    for at_ms, kind in ((39_999, "accepted"), (40_000, "error"), (119_000, "error"), (130_000, "error")):
        site.now = STARTS_AT + at_ms
        assert (await answer(site, ada, item, single, choice))["type"] == kind, at_ms


async def test_the_replay_shows_the_results_that_the_event_came_to(site: Site) -> None:
    rules = ("never", "after_answering", "after_closing", "always")
    items = [poll(rule, start=70 * n, in_replay=True) for n, rule in enumerate(rules)]
    published = poll("never", start=280, in_replay=True, published_ms=50_000)
    survey = poll("never", start=350, in_replay=True, kind="survey")
    webinar = await empty(site)
    saved = await save(site, webinar, 0, *items, published, survey)
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    for n, item in enumerate(saved["items"]):
        site.now = STARTS_AT + (70 * n + 5) * SECOND
        single = item["questions"][0]
        assert (await answer(site, ada, item, single, single["options"][0]["id"]))["type"] == "accepted"
    site.now = STARTS_AT + 3_600 * SECOND
    views = {each["item"]: each for each in await ask(site, bob) if each["type"] == "poll"}
    due = ["results" in views[item["id"]] for item in saved["items"]]
    assert due == [False, False, True, True, True, False]
    item = saved["items"][1]
    single = item["questions"][0]
    await answer(site, bob, item, single, single["options"][1]["id"])
    site.now += 3 * SECOND
    (view,) = [each for each in await ask(site, bob) if each.get("item") == item["id"]]
    assert view["mine"] == {single["id"]: single["options"][1]["id"]}
    assert [option["count"] for option in view["results"][0]["options"]] == [1, 0], "the event's alone"


async def test_live_results_are_counted_at_most_once_a_second(site: Site) -> None:
    webinar, item, (single, *_) = await asked(site, poll("always"))
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    choice = single["options"][0]["id"]

    async def answered(member: Any) -> int:
        (view,) = [each for each in await ask(site, member) if each["type"] == "poll"]
        return int(view["results"][0]["answered"])

    assert await answered(bob) == 0
    await answer(site, ada, item, single, choice)
    site.now += SECOND - 1
    assert await answered(bob) == 0
    site.now += 1
    assert await answered(bob) == 1


async def test_an_answered_question_or_its_poll_cannot_be_removed(site: Site) -> None:
    webinar, _, _ = await asked(site, poll("always", start=0, seconds=60), poll("always", start=200))
    ada = await site.member(webinar)
    path = f"/webinars/{webinar['id']}"
    later = (await site.call("GET", f"{path}/rundown"))["items"][1]
    # A host opens it before its time, one answers, and it is closed again.
    await site.call("POST", f"{path}/polls/{later['id']}/open")
    question = later["questions"][0]
    site.now += 3 * SECOND
    await answer(site, ada, later, question, question["options"][0]["id"])
    rundown = await site.call("GET", f"{path}/rundown")
    for changed in (
        [{**each, "questions": each["questions"][1:]} for each in rundown["items"]],
        [each for each in rundown["items"] if each["id"] != later["id"]],
        [
            {
                **each,
                "questions": [{**each["questions"][0], "options": [*question["options"], {"text": "X"}]}],
            }
            for each in rundown["items"]
        ],
    ):
        body = {"version": rundown["version"], "buffer_s": 10, "items": changed}
        refused = await site.call("PUT", f"{path}/rundown", body, expect=409)
        assert "answered" in {each["code"] for each in refused["errors"]}
    assert await site.call("GET", f"{path}/rundown") == rundown


async def test_what_was_on_air_for_a_few_seconds_has_the_same_grace(site: Site) -> None:
    webinar = await empty(site)
    items = (poll("always", closes_ms=6_000), poll("always", start=20), button(5, 3))
    saved = await save(site, webinar, 0, *items)
    short, by_hand = [each for each in saved["items"] if each["kind"] == "poll"]
    (call,) = [each["id"] for each in saved["items"] if each["kind"] == "call_to_action"]
    ada = await site.member(webinar)

    async def votes(item: Any) -> bool:
        single = item["questions"][0]
        told = await answer(site, ada, item, single, single["options"][0]["id"])
        return bool(told["type"] == "accepted")

    for at_ms, open_, clickable in (
        (3_000, True, False),
        (6_500, True, True),
        (9_500, True, True),
        (14_000, True, True),
        (15_999, True, True),
        (16_000, False, True),
        (17_999, False, True),
        (18_000, False, False),
    ):
        site.now = STARTS_AT + at_ms
        assert await votes(short) is open_, at_ms
        told, *_ = await ask(site, ada, {"type": "clicked", "item": call})
        assert (told["type"] == "accepted") is clickable, at_ms
    path = f"/webinars/{webinar['id']}/polls/{by_hand['id']}"
    site.now = STARTS_AT + 30 * SECOND
    await site.call("POST", f"{path}/close")
    site.now += 15 * SECOND
    await site.call("POST", f"{path}/open")
    site.now += 2 * SECOND
    await site.call("POST", f"{path}/close")
    for after_ms, open_ in ((3_000, True), (9_999, True), (10_000, False)):
        site.now = STARTS_AT + 47 * SECOND + after_ms
        assert await votes(by_hand) is open_, after_ms
