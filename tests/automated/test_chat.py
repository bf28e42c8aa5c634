"""The chat of a room over HTTP: each line once and in order, held until a host approves it.

Source: docs/automated.md, Chat
"""

from typing import Any

from tests.automated.test_room import ask, film
from tests.automated.test_rundowns import button, empty, save
from tests.support.builders import STARTS_AT
from tests.support.site import ADMIN, Site

SECOND = 1_000
__all__ = ["film"]


async def room(site: Site, mode: str, **settings: Any) -> Any:
    """A running webinar with a chat in that mode."""
    webinar = await empty(site)
    await save(site, webinar, 0, button(0, 600))
    await site.call("PUT", f"/webinars/{webinar['id']}/chat/mode", {"mode": mode, **settings})
    site.now = STARTS_AT + 10 * SECOND
    return webinar


async def say(site: Site, member: Any, text: str, client_id: str = "", **more: Any) -> Any:
    """Write a line; returns its answer."""
    message = {"type": "line", "client_id": client_id or f"{text[:20].encode().hex()}", "text": text, **more}
    return (await ask(site, member, message))[0]


async def heard(site: Site, member: Any, since: int) -> tuple[list[str], list[tuple[str, str]], int]:
    """Ask for news; returns the new lines, the changed lines with their states, and the last number."""
    site.now += SECOND
    token = member["join_url"].rpartition("/")[2]
    answer = await site.client.post(f"/j/{token}/room", json={"since": since, "messages": []})
    messages = (await site.decoded(answer, 200))["messages"]
    lines = [line["text"] for each in messages if each["type"] == "lines" for line in each["lines"]]
    changed = [(each["id"], each["state"]) for each in messages if each["type"] == "line_changed"]
    (last,) = [each["last"] for each in messages if each["type"] == "chat"]
    return lines, changed, last


async def lines(site: Site, webinar: Any) -> list[Any]:
    """All lines, as operators see them."""
    return list((await site.call("GET", f"/webinars/{webinar['id']}/chat"))["items"])


async def test_an_open_chat_shows_each_line_once_and_in_order(site: Site) -> None:
    webinar = await room(site, "open")
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    assert (await heard(site, bob, 0))[0] == []
    first = await say(site, ada, "Hello there", "a-1")
    again = await say(site, ada, "Hello there", "a-1")
    assert first == again
    assert (first["type"], first["line"]["state"], first["line"]["seq"]) == ("accepted", "visible", 1)
    await say(site, bob, "And you")
    told, changed, last = await heard(site, bob, 0)
    assert (told, last) == (["Hello there", "And you"], 2)
    assert [state for _, state in changed] == ["visible"]  # of the own line alone
    assert await heard(site, bob, last) == ([], [], 2)
    (welcome,) = await ask(site, ada, {"type": "hello"})
    assert [line["text"] for line in welcome["chat"]["lines"]] == ["Hello there", "And you"]
    assert [line.get("client_id") for line in welcome["chat"]["lines"]] == ["a-1", None]
    assert welcome["chat"]["last"] == 2


async def test_a_moderated_line_is_held_until_it_is_approved(site: Site) -> None:
    webinar = await room(site, "moderated")
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    said = await say(site, ada, "What does it cost?", question=True)
    assert said["line"]["state"] == "held"
    assert "seq" not in said["line"]
    assert (await heard(site, bob, 0))[0] == []
    (welcome,) = await ask(site, ada, {"type": "hello"})
    assert [line["text"] for line in welcome["chat"]["mine"]] == ["What does it cost?"]
    assert welcome["chat"]["lines"] == []
    (held,) = await lines(site, webinar)
    assert (held["state"], held["question"], held["member_id"]) == ("held", True, ada["id"])
    path = f"/webinars/{webinar['id']}/chat/{held['id']}"
    await site.call("POST", f"{path}/approve")
    await site.call("POST", f"{path}/approve")
    assert (await heard(site, bob, 0))[0] == ["What does it cost?"]
    told, changed, last = await heard(site, ada, 0)
    assert (told, changed, last) == (["What does it cost?"], [(held["id"], "visible")], 1)
    await site.call("POST", f"{path}/answer", {"text": "Nothing"}, expect=201)
    assert (await heard(site, bob, 1))[0] == ["Nothing"]
    await site.call("POST", f"{path}/delete")
    assert await heard(site, bob, 2) == ([], [(held["id"], "deleted")], 3)
    assert (await site.call("POST", f"{path}/approve", expect=409))["code"] == "line_deleted"
    # Who comes now never sees it; the organiser's log keeps it.
    carol = await site.member(webinar, "carol@people.example")
    (welcome,) = await ask(site, carol, {"type": "hello"})
    assert [line["text"] for line in welcome["chat"]["lines"]] == ["Nothing"]
    assert [line["state"] for line in await lines(site, webinar)] == ["deleted", "visible"]


async def test_a_rejected_line_is_known_to_its_writer_alone(site: Site) -> None:
    webinar = await room(site, "moderated")
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    line = (await say(site, ada, "Buy my things"))["line"]["id"]
    await site.call("POST", f"/webinars/{webinar['id']}/chat/{line}/reject")
    assert await heard(site, bob, 0) == ([], [], 1)
    assert await heard(site, ada, 0) == ([], [(line, "rejected")], 1)


async def test_answers_to_answer_later_are_seen_by_the_asker_alone(site: Site) -> None:
    webinar = await room(site, "answer_later")
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    line = (await say(site, ada, "Will there be slides?"))["line"]
    assert line["question"] is True
    await site.call(
        "POST", f"/webinars/{webinar['id']}/chat/{line['id']}/answer", {"text": "Yes"}, expect=201
    )
    assert (await heard(site, bob, 0))[0] == []
    assert (await heard(site, ada, 0))[0] == ["Yes"]
    # An answered line waits for nobody, so it is not one of the 20 that a member may have waiting.
    for number in range(20):
        site.now += 6 * SECOND
        assert (await say(site, ada, f"question {number}"))["type"] == "accepted"
    site.now += 6 * SECOND
    assert (await say(site, ada, "one more"))["code"] == "chat_full"
    (welcome,) = await ask(site, ada, {"type": "hello"})
    welcome["chat"]["mine"] = welcome["chat"]["mine"][:2]
    assert [(each["text"], each.get("reply_to")) for each in welcome["chat"]["mine"]] == [
        ("Will there be slides?", None),
        ("Yes", line["id"]),
    ]
    (welcome,) = await ask(site, bob, {"type": "hello"})
    assert (welcome["chat"]["mine"], welcome["chat"]["lines"]) == ([], [])


async def test_what_the_chat_does_not_take_is_coded_and_everything_else_goes_on(site: Site) -> None:
    webinar = await room(site, "none")
    ada = await site.member(webinar)
    assert (await say(site, ada, "Anybody?"))["code"] == "chat_off"
    await site.call("PUT", f"/webinars/{webinar['id']}/chat/mode", {"mode": "open", "words": ["casino"]})
    assert (await say(site, ada, " \n\t "))["code"] == "invalid_line"
    assert (await say(site, ada, "x" * 501))["code"] == "invalid_line"
    html = (await say(site, ada, "<b>bold</b>"))["line"]
    assert html["text"] == "<b>bold</b>"
    assert (await say(site, ada, "Come to my CASINO now"))["line"]["state"] == "held"
    assert (await say(site, ada, "three"))["type"] == "accepted"
    refused = await say(site, ada, "four")
    assert (refused["code"], refused["after_s"]) == ("too_many_lines", 5)
    site.now += 6 * SECOND
    await site.call("PUT", f"/webinars/{webinar['id']}/chat/mode", {"mode": "open", "slow_s": 30})
    refused, clock, _ = await ask(
        site,
        ada,
        {"type": "line", "client_id": "slow", "text": "five"},
        {"type": "clock", "t0": 1},
    )
    assert (refused["code"], refused["client_id"], refused["after_s"]) == ("slow_mode", "slow", 24)
    assert clock["type"] == "clock"
    site.now = STARTS_AT + 700 * SECOND
    assert (await say(site, ada, "too late"))["code"] == "room_closed"


async def test_a_ban_takes_away_writing_and_answering_and_outlives_a_new_link(site: Site) -> None:
    webinar = await room(site, "open")
    ada = await site.member(webinar)
    path = f"/webinars/{webinar['id']}/bans/{ada['id']}"
    await site.call("POST", path, expect=204)
    assert (await say(site, ada, "Hello"))["code"] == "banned"
    renewed = await site.call("POST", f"/members/{ada['id']}/link")
    assert (await say(site, renewed, "Hello"))["code"] == "banned"
    (welcome,) = await ask(site, renewed, {"type": "hello"})
    assert welcome["chat"]["banned"] is True
    await site.call("DELETE", path, expect=204)
    assert (await say(site, renewed, "Hello"))["type"] == "accepted"
    stranger = await site.member(await empty(site))
    assert (await site.call("POST", path.replace(ada["id"], stranger["id"]), expect=404))[
        "code"
    ] == "unknown_member"


async def test_an_approval_of_all_lines_of_a_member(site: Site) -> None:
    webinar = await room(site, "moderated")
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    for text in ("one", "two"):
        await say(site, ada, text)
    await say(site, bob, "other")
    approved = await site.call("POST", f"/webinars/{webinar['id']}/chat/members/{ada['id']}/approve")
    assert approved == {"approved": 2}
    assert (await heard(site, bob, 0))[0] == ["one", "two"]


async def test_who_is_far_behind_starts_anew_from_the_last_hundred(site: Site) -> None:
    webinar = await room(site, "open")
    ada = await site.member(webinar)
    for n in range(120):
        site.now += 2 * SECOND
        await say(site, ada, f"line {n}")
    await site.pool.execute("UPDATE chat_lines SET seq = seq + 1000, shown_seq = shown_seq + 1000")
    await site.pool.execute("UPDATE chats SET last_seq = last_seq + 1000")
    bob = await site.member(webinar, "bob@people.example")
    told, _, last = await heard(site, bob, 0)
    assert (len(told), told[0], told[-1], last) == (100, "line 20", "line 119", 1120)


async def test_the_log_can_be_downloaded_and_is_emptied_by_an_erasure(site: Site) -> None:
    webinar = await room(site, "open")
    ada = await site.member(webinar, first_name="Ada", last_name="Lovelace")
    await say(site, ada, "=1+1")
    answer = await site.client.get(f"/api/v1/webinars/{webinar['id']}/chat.csv", headers=ADMIN)
    text = (await answer.read()).decode("utf-8-sig")
    assert text.splitlines()[0].startswith("at,programme_ms,name,role,text")
    assert ",Ada L.,,'=1+1,false,visible," in text
    exported = await site.call("GET", f"/persons/{ada['person_id']}/export")
    assert [line["text"] for line in exported["chat_lines"]] == ["=1+1"]
    await site.call("DELETE", f"/persons/{ada['person_id']}", expect=204)
    (line,) = await lines(site, webinar)
    assert (line["name"], line["text"], line["state"]) == ("", "", "visible")


async def test_of_one_member_20_lines_are_held_and_others_go_on(site: Site) -> None:
    webinar = await room(site, "open", words=["casino"])
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    for number in range(20):
        site.now += 2 * SECOND
        assert (await say(site, ada, f"casino {number}"))["line"]["state"] == "held"
    site.now += 10 * SECOND
    refused = await say(site, ada, "casino again")
    assert (refused["type"], refused["code"]) == ("error", "chat_full")
    assert (await say(site, ada, "Sorry"))["line"]["state"] == "visible"
    assert (await say(site, bob, "casino"))["line"]["state"] == "held"
    await site.call("POST", f"/webinars/{webinar['id']}/chat/members/{ada['id']}/approve")
    assert (await say(site, ada, "casino again"))["type"] == "accepted"
