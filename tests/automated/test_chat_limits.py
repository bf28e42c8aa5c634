"""The bounds of the chat, and whom they hold: pace, held lines, sizes, words, repetitions and modes.

Source: docs/automated.md, Chat
"""

import asyncio
import json
from typing import Any

import pytest

from tests.automated.test_chat import heard, lines, room, say
from tests.automated.test_console import bearer, invite
from tests.automated.test_room import ask
from tests.automated.test_rundowns import button, empty, save
from tests.support.builders import MINUTE, STARTS_AT
from tests.support.site import Site

SECOND = 1_000


async def host_says(site: Site, webinar: Any, text: str, expect: int = 201) -> Any:
    body = {"client_id": text.encode().hex(), "text": text}
    return await site.call("POST", f"/webinars/{webinar['id']}/chat", body, expect=expect)


async def hold(site: Site, webinar: Any, member: Any, count: int) -> None:
    """Store lines of a member that wait for a host."""
    await site.pool.execute(
        """INSERT INTO chat_lines (id, webinar_id, member_id, client_id, name, line, mode, state, at, programme_ms)
           SELECT gen_random_uuid(), $1::text::uuid, $2::text::uuid, 'old' || n, '', 'Old', 'moderated', 'held', $3, 0
             FROM generate_series(1, $4) n""",
        webinar["id"],
        member["id"],
        site.now - MINUTE,
        count,
    )


async def test_three_lines_in_five_seconds_are_one_members_pace(site: Site) -> None:
    webinar = await room(site, "open")
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    began = site.now
    for n in range(3):
        site.now = began + n * SECOND
        assert (await say(site, ada, f"{n}"))["type"] == "accepted"
    site.now = began + 5 * SECOND - 1
    refused = await say(site, ada, "3")
    assert (refused["code"], refused["after_s"]) == ("too_many_lines", 5)
    assert (await say(site, bob, "I am not her"))["type"] == "accepted"
    for n in range(4):
        await host_says(site, webinar, f"host {n}")
    site.now = began + 5 * SECOND
    assert (await say(site, ada, "3"))["type"] == "accepted"


async def test_slow_mode_slows_members_and_no_moderator(site: Site) -> None:
    webinar = await room(site, "open", slow_s=30)
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    assert (await say(site, ada, "one"))["type"] == "accepted"
    site.now += 30 * SECOND - 1
    assert (await say(site, ada, "two"))["code"] == "slow_mode"
    assert (await say(site, bob, "mine"))["type"] == "accepted"
    site.now += 1
    assert (await say(site, ada, "two"))["type"] == "accepted"
    presenter = bearer(await invite(site, webinar, "presenter"))
    path = f"/webinars/{webinar['id']}/chat"
    for n in range(3):
        body = {"client_id": f"{n}", "text": f"line {n}"}
        await site.call("POST", path, body, expect=201, headers=presenter)
    # The settings come to who is there, and to who comes.
    (welcome,) = await ask(site, bob, {"type": "hello"})
    assert (welcome["chat"]["mode"], welcome["chat"]["slow_s"]) == ("open", 30)


async def test_a_thousand_lines_are_held_and_no_more_until_some_are_moved(site: Site) -> None:
    webinar = await room(site, "moderated")
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    await hold(site, webinar, ada, 999)
    assert (await say(site, bob, "The thousandth"))["line"]["state"] == "held"
    refused = await say(site, bob, "One more")
    assert (refused["code"], refused["client_id"]) == ("chat_full", b"One more".hex())
    assert "after_s" in refused
    # Hosts write on, and their console has every line that waits.
    await host_says(site, webinar, "Please wait")
    console = await site.call("GET", f"/webinars/{webinar['id']}/console")
    assert sum(line["state"] == "held" for line in console["chat"]["lines"]) == 1_000
    first, *_ = await lines(site, webinar)
    await site.call("POST", f"/webinars/{webinar['id']}/chat/{first['id']}/reject")
    site.now += 6 * SECOND
    assert (await say(site, bob, "One more"))["type"] == "accepted"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("x" * 500, "x" * 500),
        ("é" * 500, "é" * 500),
        ("x" * 501, None),
        ("x" * 10_000, None),
        ("", None),
        ("\u200b\u202e \n", None),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('"><img src=x onerror=alert(1)>', '"><img src=x onerror=alert(1)>'),
        ("a\x00b\x07c\u202ed", "abcd"),
        ("  two   blanks\nand a line  ", "two blanks\nand a line"),
        ("e\u0301", "é"),
    ],
)
async def test_a_line_is_text_of_1_to_500_characters(site: Site, text: str, stored: str | None) -> None:
    webinar = await room(site, "open")
    ada = await site.member(webinar)
    line = {"type": "line", "client_id": "c-1", "text": text}
    told, other, *_ = await ask(site, ada, line, {"type": "clock", "t0": 1})
    if stored is None:
        assert (told["type"], told["code"], told["client_id"]) == ("error", "invalid_line", "c-1")
    else:
        assert told["line"]["text"] == stored
    assert other["type"] == "clock"


async def test_a_word_of_the_list_holds_a_line_wherever_it_stands(site: Site) -> None:
    webinar = await room(site, "open", words=["casino", "free money"])
    ada = await site.member(webinar)
    for text, state in (
        ("Our CASINO!", "held"),
        ("assess casinoing", "visible"),  # no whole word
        ("free of charge", "visible"),
        ("Money for free", "held"),
        ("Casino", "held"),
    ):
        site.now += 2 * SECOND
        assert (await say(site, ada, text))["line"]["state"] == state, text
    # A list that is changed changes nothing that was written; the mode stays as it was.
    changed = await site.call("PUT", f"/webinars/{webinar['id']}/chat/mode", {"mode": "open", "words": []})
    assert changed == {"mode": "open", "slow_s": 0, "words": []}
    assert [line["state"] for line in await lines(site, webinar)].count("held") == 3
    site.now += 6 * SECOND
    assert (await say(site, ada, "casino again"))["line"]["state"] == "visible"


async def test_a_client_id_is_unique_for_a_webinar_and_a_member(site: Site) -> None:
    webinar = await room(site, "open")
    site.now = STARTS_AT - 60 * MINUTE
    other = await room(site, "open")
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    there = await site.member(other)
    assert there["person_id"] == ada["person_id"]
    said = [await say(site, who, "Hello", "c-1") for who in (ada, bob, there)]
    assert len({each["line"]["id"] for each in said}) == 3
    again = await asyncio.gather(*(say(site, ada, "Hello", "c-1") for _ in range(10)))
    assert {each["line"]["id"] for each in again} == {said[0]["line"]["id"]}
    assert len(await lines(site, webinar)) == 2
    for wrong in ("", "x" * 65, "a b", "é"):
        refused, *_ = await ask(site, ada, {"type": "line", "client_id": wrong, "text": "Hello"})
        assert refused["code"] == "bad_message", wrong


async def test_a_mode_belongs_to_the_lines_that_were_written_in_it(site: Site) -> None:
    webinar = await room(site, "moderated")
    path = f"/webinars/{webinar['id']}/chat/mode"
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    await say(site, ada, "In moderated")
    await site.call("PUT", path, {"mode": "open"})
    await say(site, ada, "In open")
    site.now += 6 * SECOND
    await site.call("PUT", path, {"mode": "answer_later"})
    await say(site, ada, "In answer later")
    await site.call("PUT", path, {"mode": "none"})
    assert (await say(site, ada, "In none"))["code"] == "chat_off"
    assert (await host_says(site, webinar, "In none", expect=409))["code"] == "chat_off"
    told = [(line["text"], line["mode"], line["state"]) for line in await lines(site, webinar)]
    assert told == [
        ("In moderated", "moderated", "held"),
        ("In open", "open", "visible"),
        ("In answer later", "answer_later", "held"),
    ]
    assert (await heard(site, bob, 0))[0] == ["In open"]


async def test_a_private_answer_does_not_approve_and_a_public_one_does(site: Site) -> None:
    webinar = await room(site, "moderated")
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    first, second = (await say(site, ada, "One?"))["line"], (await say(site, ada, "Two?"))["line"]
    path = f"/webinars/{webinar['id']}/chat"
    await site.call("POST", f"{path}/{first['id']}/answer", {"text": "Only you", "private": True}, expect=201)
    assert (await heard(site, bob, 0))[0] == []
    told, changed, _ = await heard(site, ada, 0)
    assert (told, changed) == (["Only you"], [])
    await site.call("POST", f"{path}/{second['id']}/answer", {"text": "All of you"}, expect=201)
    assert (await heard(site, bob, 0))[0] == ["Two?", "All of you"]
    assert [line["state"] for line in await lines(site, webinar)][:2] == ["held", "visible"]


async def test_the_room_takes_lines_from_its_opening_to_the_end(site: Site) -> None:
    webinar = await room(site, "open")
    ada = await site.member(webinar)
    site.now = STARTS_AT - 15 * MINUTE - 1
    assert (await host_says(site, webinar, "Nobody hears this", expect=409))["code"] == "not_open"
    site.now += 1
    assert (await say(site, ada, "Is this on?"))["line"]["programme_ms"] == -15 * MINUTE
    assert (await host_says(site, webinar, "It is"))["programme_ms"] == -15 * MINUTE
    site.now = STARTS_AT + 610 * SECOND - 1
    assert (await say(site, ada, "The last"))["type"] == "accepted"
    site.now += 1
    assert (await say(site, ada, "Too late"))["code"] == "room_closed"
    assert (await host_says(site, webinar, "Too late", expect=409))["code"] == "room_closed"


async def test_a_ban_leaves_watching_as_it_was(site: Site) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, button(0, 600))
    ada = await site.member(webinar)
    site.now = STARTS_AT + 10 * SECOND
    await site.call("POST", f"/webinars/{webinar['id']}/bans/{ada['id']}", expect=204)
    async with site.playback(ada):
        pass
    (welcome,) = await ask(site, ada, {"type": "hello"})
    assert (welcome["chat"]["banned"], welcome["on_air"]["phase"]) == (True, "running")


async def test_viewers_see_a_first_name_and_an_initial_and_nothing_that_names_a_member(site: Site) -> None:
    webinar = await room(site, "open")
    ada = await site.member(webinar, first_name="Ada", last_name="Lovelace")
    nameless = await site.member(webinar, "eve@people.example")
    await say(site, ada, "Hello")
    await say(site, nameless, "Me too")
    await host_says(site, webinar, "Welcome")
    for member in (ada, nameless):
        site.now += 2 * SECOND
        token = member["join_url"].rpartition("/")[2]
        body = {"since": 0, "messages": [{"type": "hello"}]}
        answered = await site.decoded(await site.client.post(f"/j/{token}/room", json=body), 200)
        told = json.dumps(answered)
        for secret in ("Lovelace", "@", "member_id", "full_name", ada["id"], nameless["id"]):
            assert secret not in told, secret
        (welcome,) = [each for each in answered["messages"] if each["type"] == "welcome"]
        assert [(line["name"], line.get("role")) for line in welcome["chat"]["lines"]] == [
            ("Ada L.", None),
            ("", None),
            ("", "host"),
        ]


async def test_a_console_that_is_far_behind_loses_no_line(site: Site) -> None:
    webinar = await room(site, "moderated")
    ada = await site.member(webinar)
    path = f"/webinars/{webinar['id']}/console"
    await say(site, ada, "The first")
    last = (await site.call("GET", path))["chat"]["last"]
    for n in range(450):
        site.now += SECOND // 10  # within the calls that a key may make
        await host_says(site, webinar, f"{n}")
    seen: list[str] = []
    while found := (told := (await site.call("GET", f"{path}?since={last}"))["chat"])["lines"]:
        seen += [line["text"] for line in found]
        last = told["last"]
    assert seen == [f"{n}" for n in range(450)]
