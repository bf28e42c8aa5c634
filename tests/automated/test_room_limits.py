"""The bounds of the room's socket, and the room that goes on when others are sent away or an engine is away.

Source: docs/protocol.md, Room
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from latecomer.automated.room.slots import open_rooms_key
from latecomer.core.ids import WebinarId
from latecomer.http.close_codes import CloseCode
from latecomer.postgres.pool import connect
from latecomer.redis.pubsub import RoomChanged
from tests.automated.test_room_socket import NOTE, POLL, SECOND, House, house, line, token
from tests.support.server import Live, Tab, open_live

__all__ = ["house"]
KIB = 1_024


async def visible(house: House, count: int, text: str = "Line", member: Any = None) -> None:
    """Store lines that everybody sees, all at once."""
    async with house.live.parts.pool.acquire() as conn, conn.transaction():
        last = await conn.fetchval(
            "UPDATE chats SET last_seq = last_seq + $2, last_host_seq = last_host_seq + $2"
            " WHERE webinar_id = $1 RETURNING last_seq - $2",
            UUID(house.id),
            count,
        )
        await conn.execute(
            """INSERT INTO chat_lines (id, webinar_id, member_id, client_id, name, line, mode, state, shown_seq, seq,
                                       host_seq, at, programme_ms)
               SELECT gen_random_uuid(), $1, $5, 'v' || n, '', $3 || ' ' || n, 'open', 'visible', n, n, n, $4, 0
                 FROM generate_series($6::bigint + 1, $6::bigint + $2) n""",
            UUID(house.id),
            count,
            text,
            house.live.clock(),
            None if member is None else UUID(member["id"]),
            last,
        )


async def changed(house: House) -> None:
    """Say that the chat has changed, as the process that stored the lines does."""
    await house.live.parts.changes.publish(WebinarId(UUID(house.id)), RoomChanged())


async def test_of_more_than_fifty_lines_a_second_a_sample_comes_that_says_so(house: House) -> None:
    await house.begin()
    ada, bert = await house.member(), await house.member("bert@example.com")
    tabs = [(await house.enter(each))[0] for each in (bert, bert)]
    await visible(house, 120, member=ada)
    await house.call("POST", f"{house.path}/chat", {"client_id": "h", "text": "From the host"})
    for tab in tabs:
        told = [await tab.until("lines")]
        while told[-1].get("last") != 121:
            told.append(await tab.until("lines"))
        shown = [each for message in told for each in message["lines"]]
        skipped = sum(message.get("skipped", 0) for message in told)
        assert (len(shown) + skipped, shown[-1]["text"]) == (121, "From the host")
        assert 40 <= len(shown) <= 52
        assert [each["seq"] for each in shown] == sorted(each["seq"] for each in shown)
    # What was left out is never sent later.
    await house.call("POST", f"{house.path}/chat", {"client_id": "i", "text": "Next"})
    assert [each["text"] for each in (await tabs[0].until("lines"))["lines"]] == ["Next"]


async def test_who_is_behind_by_more_than_500_changes_gets_the_last_hundred(
    house: House, postgres_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.begin()
    bert = await house.member("bert@example.com")
    async with open_live(postgres_url, redis_url, monkeypatch) as other:
        tab, _ = await House(other, house.session).enter(bert)
        await visible(house, 700)
        await changed(house)
        told = await tab.until("lines")
        shown = told["lines"]
        while told.get("last") != 700:
            told = await tab.until("lines")
            shown += told["lines"]
        texts = [each["text"] for each in shown]
        assert texts[-1] == "Line 700"
        assert len(texts) == len(set(texts))
    _, welcome = await house.enter(bert, since=3)
    assert [each["text"] for each in welcome["chat"]["lines"]] == [f"Line {n}" for n in range(601, 701)]
    assert welcome["chat"]["last"] == 700


async def test_frames_are_of_64_kib_at_most_however_long_the_lines_are(house: House) -> None:
    await house.begin(NOTE, POLL, mode="open")
    bert = await house.member("bert@example.com")
    await visible(house, 300, "\U0001f41b" * 490)
    tab, _ = await enter_raw(house, {"join": token(bert)})
    host, console = await enter_raw(house, {"join": await house.host()})
    assert json.loads(console)["role"] == "host"
    seen: set[str] = set()
    while len(seen) < 200:
        frame = str(await host.connection.recv())
        assert len(frame.encode()) <= 64 * KIB
        message = json.loads(frame)
        if message["type"] == "console":
            seen |= {each["text"] for each in message["console"]["chat"]["lines"]}
            if len(seen) < 200:
                assert message["console"]["chat"]["last"] == 0, "a part does not say that it is the whole"
    assert message["console"]["chat"]["last"] == 300
    await visible(house, 40, "\U0001f422" * 490)
    await changed(house)
    turtles = 0
    while turtles < 40:
        frame = str(await tab.connection.recv())
        assert len(frame.encode()) <= 64 * KIB
        message = json.loads(frame)
        turtles += len(message["lines"]) if message["type"] == "lines" else 0


async def enter_raw(house: House, hello: dict[str, Any]) -> tuple[Tab, str]:
    """Enter; returns the socket, and the first frame as text."""
    tab = await house.socket()
    await tab.send({"type": "hello", **hello})
    frame = await tab.connection.recv()
    assert isinstance(frame, str)
    assert len(frame.encode()) <= 64 * KIB
    return tab, frame


async def test_a_message_of_16_kib_is_read_and_one_byte_more_is_not(house: House) -> None:
    await house.begin()
    member = await house.member()
    for size, code in ((16 * KIB, None), (16 * KIB + 1, CloseCode.PROTOCOL_VIOLATION)):
        tab, _ = await house.enter(member)
        text = json.dumps(line(""))
        await tab.send(text[:-1] + " " * (size - len(text)) + "}")
        if code is None:
            assert (await tab.until("error"))["code"] == "invalid_line"
        else:
            assert await tab.close_code() == code


async def test_messages_are_answered_in_the_order_in_which_they_were_sent(house: House) -> None:
    await house.begin(POLL)
    tab, welcome = await house.enter(await house.member())
    item = welcome["on_air"]["overlays"][0]["item"]
    question = item["questions"][0]
    vote = {"type": "answer", "poll": item["id"], "question": question["id"]}
    for message in (
        {"type": "seen", "item": item["id"]},
        line("First", client_id="1"),
        {"type": "clock", "t0": 1},
        {**vote, "values": question["options"][0]["id"]},
        {"type": "dance"},
        line("Second", client_id="2"),
        {"type": "clock", "t0": 2},
    ):
        await tab.send(message)
    answers: list[str] = []
    while len(answers) < 7:
        told = await tab.next()
        if told["type"] in ("accepted", "error", "clock"):
            answers.append(
                told.get("client_id") or told.get("question") or told.get("item") or told.get("t0")
            )
    assert answers == [item["id"], "1", 1, question["id"], None, "2", 2]


@pytest.mark.parametrize("how", ["removed", "erased"])
async def test_who_is_sent_away_is_out_at_once_on_every_device(house: House, how: str) -> None:
    await house.begin()
    member, other = await house.member(), await house.member("bert@example.com")
    tabs = [(await house.enter(member))[0] for _ in range(2)]
    stays, _ = await house.enter(other)
    if how == "removed":
        await house.call("POST", f"/members/{member['id']}/status", {"status": "not_in_program"})
    else:
        await house.call("DELETE", f"/persons/{member['person_id']}")
    await house.live.settle()
    for tab in tabs:
        code, said = await tab.closed()
        assert (code, said[-1]) == (CloseCode.UNKNOWN_TOKEN, {"type": "stop", "reason": "revoked"})
    again = await house.socket()
    await again.send({"type": "hello", "join": token(member)})
    assert await again.close_code() in (CloseCode.UNKNOWN_TOKEN, CloseCode.NOT_REGISTERED)
    await stays.send({"type": "clock", "t0": 1})
    assert (await stays.until("clock"))["t0"] == 1


async def test_who_is_sent_away_is_out_within_half_a_minute_when_the_notice_is_lost(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.begin()
    member = await house.member()
    tab, _ = await house.enter(member)

    async def unheard(*_: Any) -> None:
        """Publish nothing: what another process says does not arrive, and the record alone has changed."""

    with monkeypatch.context() as deaf:
        deaf.setattr(house.live.parts.changes, "publish", unheard)
        await house.call("POST", f"/members/{member['id']}/link")
        await house.live.settle()
    house.live.clock.put(house.live.clock() + 26 * SECOND)
    assert await tab.close_code() == CloseCode.UNKNOWN_TOKEN


async def test_hosts_see_how_many_are_there_though_their_process_has_no_viewers(
    house: House, postgres_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.begin()
    await house.enter(await house.member())
    await house.enter(await house.member("bert@example.com"))
    await house.live.parts.web[open_rooms_key].report()
    link = await house.host()
    async with open_live(postgres_url, redis_url, monkeypatch) as other:
        there = House(other, house.session)
        for expected in (0, 2):
            tab = await there.socket()
            await tab.send({"type": "hello", "join": link})
            assert (await tab.next())["viewers"] == expected
            await other.parts.web[open_rooms_key].report()


async def away(live: Live) -> None:
    """Take PostgreSQL away from the process: no connection is left, and none is given."""
    name = live.settings.database_url.partition("?")[0].rpartition("/")[2]
    admin = await connect(live.settings.database_url.replace(f"/{name}?", "/postgres?"))
    try:
        await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
    finally:
        await admin.close()


async def back(live: Live) -> None:
    name = live.settings.database_url.partition("?")[0].rpartition("/")[2]
    admin = await connect(live.settings.database_url.replace(f"/{name}?", "/postgres?"))
    try:
        await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    finally:
        await admin.close()


async def test_while_postgres_is_away_lines_wait_and_what_is_on_air_goes_on(house: House) -> None:
    later = {**NOTE, "text": "Later", "start_ms": 14_000}
    await house.begin({**NOTE, "duration_ms": 14_000}, later)
    ada, bert = await house.member(), await house.member("bert@example.com")
    tab, _ = await house.enter(ada)
    await away(house.live)
    try:
        written = line("Do you hear me?")
        await tab.send(written)
        refused = await tab.until("error")
        assert (refused["code"], refused["client_id"]) == ("unavailable", written["client_id"])
        assert refused["after_s"] > 0
        # The next item begins on time, and a new viewer enters a room without a chat.
        while [one["item"]["text"] for one in (await tab.until("on_air"))["overlays"]] != ["Later"]:
            pass
        other, welcome = await house.enter(bert)
        assert [one["item"]["text"] for one in welcome["on_air"]["overlays"]] == ["Later"]
        assert "chat" not in welcome
        path = f"{house.live.address}/j/{token(ada)}/room"
        async with house.session.post(path, json={"messages": [written], "since": 0}) as answer:
            refused, *_, on_air = (await answer.json())["messages"]
        assert (refused["code"], on_air["type"]) == ("unavailable", "on_air")
    finally:
        await back(house.live)
    # The page says the same again.
    while (told := await again(tab, written))["type"] == "error":
        assert told["code"] == "unavailable"
    assert told["line"]["text"] == "Do you hear me?"
    (seen,) = (await other.until("lines"))["lines"]
    assert seen["id"] == told["line"]["id"]


async def again(tab: Tab, message: Any) -> Any:
    """Send a message; returns its answer."""
    await tab.send(message)
    while (told := await tab.next())["type"] not in ("accepted", "error"):
        pass
    return told
