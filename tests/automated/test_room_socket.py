"""The room's socket over a real network. Source: docs/protocol.md, Room"""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientSession
from websockets.exceptions import ConnectionClosed

from latecomer.automated.room.protocol import ROOM_SUBPROTOCOL
from latecomer.automated.room.slots import open_rooms_key
from latecomer.core.timestamps import to_text
from latecomer.http import appkeys
from latecomer.http.application import draining
from latecomer.http.auth import HOST_COOKIE
from latecomer.http.close_codes import CloseCode
from tests.support.server import ADMIN_KEY, PUBLIC_URL, Live, Tab, open_live

SECOND = 1_000
HOUR = 3_600 * SECOND
QUESTION = {"type": "single", "text": "How big?", "options": [{"text": "Small"}, {"text": "Large"}]}
POLL = {"kind": "poll", "results": "after_answering", "questions": [QUESTION]}
NOTE = {"kind": "announcement", "text": "Welcome"}


class House:
    """A webinar with a rundown that has begun, and the calls of its organiser."""

    def __init__(self, live: Live, session: ClientSession) -> None:
        self.live = live
        self.session = session
        self.id = ""
        self.path = ""
        self.items: list[Any] = []

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {ADMIN_KEY}"}
        url = f"{self.live.address}/api/v1{path}"
        async with self.session.request(method, url, json=body, headers=headers) as answer:
            text = await answer.text()
            assert answer.status < 300, text
            return json.loads(text) if text else None

    async def begin(self, *items: Any, mode: str = "open", ago_ms: int = 10 * SECOND) -> None:
        """Save a rundown, then bring its start to ``ago_ms`` before now."""
        now = self.live.clock()
        body = {"name": "Composting", "starts_at": to_text(now + HOUR)}
        webinar = await self.call("POST", "/webinars", body)
        self.id, self.path = webinar["id"], f"/webinars/{webinar['id']}"
        spans = [{"start_ms": 0, "duration_ms": HOUR, **item} for item in items or (NOTE,)]
        saved = await self.call("PUT", f"{self.path}/rundown", {"version": 0, "items": spans, "buffer_s": 0})
        self.items = saved["items"]
        await self.call("PUT", f"{self.path}/chat/mode", {"mode": mode})
        await self.call("PATCH", self.path, {"starts_at": to_text(self.live.clock() - ago_ms)})

    async def member(self, email: str = "ada@example.com", **fields: Any) -> Any:
        added = await self.call("POST", f"{self.path}/members", {"members": [{"email": email, **fields}]})
        return added["results"][0]["member"]

    async def host(self, role: str = "host") -> str:
        body = {"email": f"{role}@example.com", "name": "Hera", "role": role}
        made = await self.call("POST", f"{self.path}/presenters", body)
        return str(made["presenter_url"]).rpartition("/")[2]

    async def socket(self, **options: Any) -> Tab:
        options.setdefault("origin", PUBLIC_URL)
        return await self.live.connect(subprotocol=ROOM_SUBPROTOCOL, path="/ws/room", **options)

    async def enter(self, member: Any, **hello: Any) -> tuple[Tab, Any]:
        """Enter as a viewer. Returns: the socket, and its welcome."""
        tab = await self.socket()
        await tab.send({"type": "hello", "join": token(member), **hello})
        welcome = await tab.next()
        assert welcome["type"] == "welcome", welcome
        return tab, welcome


def token(member: Any) -> str:
    return str(member["join_url"]).rpartition("/")[2]


def line(text: str, **fields: Any) -> dict[str, Any]:
    return {"type": "line", "client_id": uuid4().hex, "text": text, **fields}


@pytest.fixture
async def house(live: Live) -> Any:
    async with ClientSession() as session:
        yield House(live, session)


async def test_a_viewer_is_welcomed_with_the_room_as_it_is(house: House) -> None:
    await house.begin(NOTE, POLL)
    member = await house.member()
    tab, welcome = await house.enter(member)
    assert abs(welcome["server_ms"] - house.live.clock()) < 5 * SECOND
    assert {one["item"]["kind"] for one in welcome["on_air"]["overlays"]} == {"announcement", "poll"}
    assert welcome["chat"] == {
        "mode": "open",
        "slow_s": 0,
        "banned": False,
        "lines": [],
        "mine": [],
        "last": 0,
    }
    (poll,) = welcome["polls"]
    assert (poll["state"], poll["mine"]) == ("open", {})
    await tab.send({"type": "clock", "t0": 123.5})
    clock = await tab.until("clock")
    assert clock["t0"] == 123.5
    assert clock["t1"] <= clock["t2"] <= house.live.clock()
    # The same as over plain HTTP.
    path = f"{house.live.address}/j/{token(member)}/room"
    async with (
        ClientSession() as session,
        session.post(path, json={"messages": [{"type": "hello"}]}) as answer,
    ):
        (other,) = (await answer.json())["messages"]
    assert other.keys() == welcome.keys()
    assert (other["chat"], other["polls"], other["grant"]) == (
        welcome["chat"],
        welcome["polls"],
        welcome["grant"],
    )


async def test_a_line_reaches_all_once_and_its_writer_as_their_own(house: House) -> None:
    await house.begin()
    ada, bert = (
        await house.member(first_name="Ada", last_name="Lovelace"),
        await house.member("bert@example.com"),
    )
    (one, _), (second, _), (other, _) = [await house.enter(each) for each in (ada, ada, bert)]
    written = line("Hello")
    await one.send(written)
    accepted = await one.until("accepted")
    assert accepted["line"]["client_id"] == written["client_id"]
    for tab, own in ((one, True), (second, True), (other, False)):
        (told,) = (await tab.until("lines"))["lines"]
        assert (told["text"], told["name"], "client_id" in told) == ("Hello", "Ada L.", own)
    await one.send(written)  # again, as after a cut
    assert (await one.until("accepted"))["line"]["id"] == accepted["line"]["id"]
    await other.send(line("Hello Ada"))
    assert (await other.next())["type"] == "accepted"
    assert [each["text"] for each in (await other.until("lines"))["lines"]] == ["Hello Ada"]


async def test_a_held_line_is_seen_once_a_host_approves_it(house: House) -> None:
    await house.begin(mode="moderated")
    ada, bert = await house.member(), await house.member("bert@example.com")
    (writer, _), (other, _) = await house.enter(ada), await house.enter(bert)
    await writer.send(line("May I?", question=True))
    held = (await writer.until("accepted"))["line"]
    assert held["state"] == "held"
    await house.call("POST", f"{house.path}/chat/{held['id']}/approve")
    (told,) = (await other.until("lines"))["lines"]
    assert (told["id"], told["question"]) == (held["id"], True)
    assert (await writer.until("line_changed"))["state"] == "visible"
    await house.call("POST", f"{house.path}/chat/{held['id']}/delete")
    for tab in (writer, other):
        changed = await tab.until("line_changed")
        assert (changed["id"], changed["state"]) == (held["id"], "deleted")
    _, again = await house.enter(bert)
    assert again["chat"]["lines"] == []


async def test_a_private_answer_reaches_its_asker_alone(house: House) -> None:
    await house.begin(mode="answer_later")
    ada, bert = await house.member(), await house.member("bert@example.com")
    (writer, _), (other, _) = await house.enter(ada), await house.enter(bert)
    await writer.send(line("Only me?"))
    asked = (await writer.until("accepted"))["line"]
    await house.call("POST", f"{house.path}/chat/{asked['id']}/answer", {"text": "Only you."})
    (told,) = (await writer.until("lines"))["lines"]
    assert (told["text"], told["private"]) == ("Only you.", True)
    await house.call("PUT", f"{house.path}/chat/mode", {"mode": "open", "slow_s": 0})
    assert (await other.until("chat"))["mode"] == "open"
    await writer.send(line("And now?"))
    seen = (await other.until("lines"))["lines"]
    assert [each["text"] for each in seen] == ["And now?"]


async def test_who_comes_back_gets_what_they_missed_in_order_and_once(house: House) -> None:
    """Case 17: a socket is cut at each step, and each line is there exactly once."""
    await house.begin()
    bert = await house.member("bert@example.com")
    seen: list[str] = []
    last = 0
    for n in range(6):
        tab, welcome = await house.enter(bert, **({} if n == 0 else {"since": last}))
        assert ("chat" in welcome) is (n == 0)
        await house.call("POST", f"{house.path}/chat", {"client_id": f"{n}", "text": f"{n}"})
        if n % 2:  # cut before the frame is read: the next socket brings it
            await tab.connection.close()
            continue
        while f"{n}" not in seen:
            message = await tab.until("lines")
            seen += [each["text"] for each in message["lines"]]
            last = message["last"]
        await tab.connection.close()
    tab, _ = await house.enter(bert, since=last)
    (told,) = (await tab.until("lines"))["lines"]
    assert [*seen, told["text"]] == [*map(str, range(6))]


async def test_processes_tell_each_other_and_a_cut_loses_nothing(
    house: House, postgres_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 17, beside another process: sockets die in the midst of lines, and their owners go on at the other one."""
    await house.begin()
    members = [await house.member(f"{n}@example.com") for n in range(4)]
    seen: dict[int, list[str]] = {n: [] for n in range(len(members))}
    last = dict.fromkeys(seen, 0)
    async with open_live(postgres_url, redis_url, monkeypatch) as other:
        homes = (house, House(other, house.session))
        tabs = {n: (await homes[n % 2].enter(member))[0] for n, member in enumerate(members)}

        async def follow(n: int, wanted: int) -> None:
            """Read until there are so many lines; after a cut go on at the other process."""
            where = n % 2
            while len(seen[n]) < wanted:
                try:
                    message = await tabs[n].until("lines")
                except ConnectionClosed:
                    where = 1 - where
                    tabs[n], _ = await homes[where].enter(members[n], since=last[n])
                    continue
                seen[n] += [each["text"] for each in message["lines"]]
                last[n] = message.get("last", last[n])

        async def write() -> None:
            for n in range(30):
                await homes[n % 2].call("POST", f"{house.path}/chat", {"client_id": f"{n}", "text": f"{n}"})
                if n % 10 == 5:
                    for socket in homes[n % 3 % 2].live.parts.web[appkeys.sockets].all():
                        socket.abort()

        for home in homes[1:]:
            home.path = house.path
        await asyncio.gather(write(), *(follow(n, 30) for n in seen))
    for texts in seen.values():
        assert sorted(texts, key=int) == [f"{n}" for n in range(30)]
        assert texts == sorted(texts, key=int)


async def test_a_banned_member_is_told_on_every_device(house: House) -> None:
    await house.begin(POLL)
    ada = await house.member()
    bert, _ = await house.enter(await house.member("bert@example.com"))
    tabs = [(await house.enter(ada))[0] for _ in range(2)]
    await house.call("POST", f"{house.path}/bans/{ada['id']}")
    for tab in tabs:
        assert (await tab.until("chat"))["banned"] is True
        await tab.send(line("Still here"))
        assert (await tab.until("error"))["code"] == "banned"
    assert (await bert.until("chat"))["banned"] is False


async def test_votes_are_counted_for_those_who_may_see_them(house: House) -> None:
    await house.begin(POLL)
    item = house.items[0]
    question = item["questions"][0]
    voter, _ = await house.enter(await house.member())
    other, _ = await house.enter(await house.member("bert@example.com"))
    vote = {"type": "answer", "poll": item["id"], "question": question["id"]}
    await voter.send({**vote, "values": "nothing"})
    assert (await voter.until("error"))["code"] == "invalid_answer"
    await voter.send({**vote, "values": question["options"][1]["id"]})
    assert (await voter.until("accepted"))["poll"] == item["id"]
    while "results" not in (poll := await voter.until("poll")) or not poll["results"][0]["answered"]:
        pass
    assert [option["count"] for option in poll["results"][0]["options"]] == [0, 1]
    await house.call("POST", f"{house.path}/polls/{item['id']}/publish")
    while (told := await other.until("poll"))["state"] != "published":
        assert "results" not in told
    assert told["results"][0]["answered"] == 1
    _, again = await house.enter(await house.member("late@example.com"))
    assert again["polls"][0]["results"][0]["answered"] == 1


async def test_every_change_of_the_programme_is_the_same_frame_for_all(house: House) -> None:
    await house.begin()
    tabs = [(await house.enter(await house.member(f"{n}@example.com")))[0] for n in range(3)]
    await house.call("POST", f"{house.path}/take_over", {"to": "slate", "message": "Back soon"})
    frames = []
    for tab in tabs:
        while (frame := await tab.until("on_air"))["phase"] != "taken_over":
            pass
        frames.append(frame)
    assert frames[0] == frames[1] == frames[2]
    assert frames[0]["stage"]["item"]["message"] == "Back soon"


async def test_a_boundary_is_told_by_itself(house: House) -> None:
    await house.begin({**NOTE, "duration_ms": 11_500}, {**NOTE, "text": "Later", "start_ms": 11_500})
    tab, welcome = await house.enter(await house.member())
    assert [one["item"]["text"] for one in welcome["on_air"]["overlays"]] == ["Welcome"]
    while [one["item"]["text"] for one in (await tab.until("on_air"))["overlays"]] != ["Later"]:
        pass


class TestWhoIsLetIn:
    async def test_links_that_open_nothing(self, house: House) -> None:
        await house.begin()
        member = await house.member()
        for hello, code in (
            ({"join": "x" * 76}, CloseCode.UNKNOWN_TOKEN),
            ({"join": ""}, CloseCode.UNKNOWN_TOKEN),
            ({"webinar": house.id}, CloseCode.NOT_ALLOWED),
            ({"webinar": str(uuid4())}, CloseCode.NOT_ALLOWED),
            ({}, CloseCode.BAD_HELLO),
            ({"join": token(member), "webinar": house.id}, CloseCode.BAD_HELLO),
            ({"join": token(member), "since": -1}, CloseCode.BAD_HELLO),
        ):
            tab = await house.socket()
            await tab.send({"type": "hello", **hello})
            assert await tab.close_code() == code, hello

    async def test_only_our_own_pages_and_programs(self, house: House) -> None:
        await house.begin()
        member = await house.member()
        for origin, code in (("https://evil.example", CloseCode.ORIGIN_NOT_ALLOWED), (None, None)):
            tab = await house.socket(origin=origin)
            await tab.send({"type": "hello", "join": token(member)})
            if code is None:
                assert (await tab.next())["type"] == "welcome"
            else:
                assert await tab.close_code() == code

    async def test_before_the_room_opens_one_comes_back_later(self, house: House) -> None:
        await house.begin(ago_ms=-30 * 60 * SECOND)
        tab = await house.socket()
        await tab.send({"type": "hello", "join": token(await house.member())})
        assert await tab.close_code() == CloseCode.TOO_EARLY

    async def test_a_new_link_ends_the_old_one_at_once(self, house: House) -> None:
        await house.begin()
        member = await house.member()
        tab, _ = await house.enter(member)
        await house.call("POST", f"/members/{member['id']}/link")
        await house.live.settle()
        code, said = await tab.closed()
        assert code == CloseCode.UNKNOWN_TOKEN
        assert said[-1] == {"type": "stop", "reason": "revoked"}

    async def test_a_cancelled_and_a_deleted_webinar_end_the_room(self, house: House) -> None:
        for method, path, code in (
            ("POST", "/cancel", CloseCode.EVENT_CANCELLED),
            ("DELETE", "", CloseCode.UNKNOWN_TOKEN),
        ):
            await house.begin()
            tab, _ = await house.enter(await house.member())
            host = await house.socket()
            await host.send({"type": "hello", "join": await house.host()})
            await host.until("console")
            await house.call(method, house.path + path, {} if path else None)
            assert await tab.close_code() == code
            assert await host.close_code() == code
            if method == "POST":
                await house.call("DELETE", house.path)

    async def test_the_eleventh_tab(self, house: House) -> None:
        await house.begin()
        member = await house.member()
        for _ in range(10):
            await house.enter(member)
        tab = await house.socket()
        await tab.send({"type": "hello", "join": token(member)})
        assert await tab.close_code() == CloseCode.TOO_MANY_PLAYBACKS


class TestViewers:
    async def test_their_number_is_shown_where_the_webinar_shows_it(self, house: House) -> None:
        await house.begin()
        rooms = house.live.parts.web[open_rooms_key]
        ada, bert = await house.member(), await house.member("bert@example.com")
        _, hidden = await house.enter(ada)
        assert "viewers" not in hidden
        await house.call("PATCH", house.path, {"show_viewers": True})
        tab, welcome = await house.enter(bert)
        assert welcome["viewers"] == 2
        await house.enter(bert)  # a second tab is the same person
        await rooms.report()
        assert (await tab.until("viewers"))["viewers"] == 2
        # One who asks over HTTP is in the room too.
        cleo = await house.member("cleo@example.com")
        path = f"{house.live.address}/j/{token(cleo)}/room"
        async with house.session.post(path, json={"messages": [{"type": "hello"}]}) as answer:
            (polled,) = (await answer.json())["messages"]
        assert (polled["role"], polled["viewers"]) == ("viewer", 3)
        async with house.session.post(path, json={"messages": []}) as answer:
            told = {each["type"]: each for each in (await answer.json())["messages"]}
        assert told["viewers"] == {"type": "viewers", "viewers": 3}
        await rooms.report()
        assert (await tab.until("viewers"))["viewers"] == 3


class TestHosts:
    @pytest.mark.parametrize("role", ["host", "presenter"])
    async def test_each_is_welcomed_in_their_role_over_the_socket_and_over_http(
        self, house: House, role: str
    ) -> None:
        await house.begin(mode="moderated")
        viewer, welcome = await house.enter(await house.member(first_name="Ada", last_name="Lovelace"))
        assert welcome["role"] == "viewer"
        link = await house.host(role)
        tab = await house.socket()
        await tab.send({"type": "hello", "join": link})
        first = await tab.next()
        assert (first["type"], first["role"], first["viewers"]) == ("welcome", role, 1)
        assert first["on_air"]["overlays"][0]["kind"] == "announcement"
        assert len(first["grant"]) == 80
        await tab.until("console")
        await viewer.send(line("May I?"))
        await viewer.until("accepted")
        path = f"{house.live.address}/j/{link}/room"
        asked = {"messages": [{"type": "hello"}, {"type": "clock", "t0": 7}, line("Hello")]}
        async with house.session.post(path, json=asked) as answer:
            hello, clock, refused, console = (await answer.json())["messages"]
        assert (hello["type"], hello["role"], hello["grant"]) == ("welcome", role, first["grant"])
        assert (clock["type"], clock["t0"], refused["code"]) == ("clock", 7, "bad_request")
        (held,) = console["console"]["chat"]["lines"]
        assert (held["state"], held["full_name"]) == ("held", "Ada Lovelace")
        assert console["console"]["may_direct"] is (role == "host")
        since = {"since": console["console"]["chat"]["last"], "messages": []}
        async with house.session.post(path, json=since) as answer:
            (again,) = (await answer.json())["messages"]
        assert again["console"]["chat"]["lines"] == []

    async def test_hosts_see_the_console_and_what_changes(self, house: House) -> None:
        await house.begin(mode="moderated")
        viewer, _ = await house.enter(await house.member(first_name="Ada", last_name="Lovelace"))
        tabs = {}
        for role in ("host", "presenter"):
            tabs[role] = await house.socket()
            await tabs[role].send({"type": "hello", "join": await house.host(role)})
        for role, tab in tabs.items():
            console = (await tab.until("console"))["console"]
            assert (console["webinar"]["id"], console["may_direct"]) == (house.id, role == "host")
        await viewer.send(line("May I?"))
        for tab in tabs.values():
            while not (lines := (await tab.until("console"))["console"]["chat"]["lines"]):
                pass
            (told,) = lines
            assert (told["text"], told["full_name"], told["state"]) == ("May I?", "Ada Lovelace", "held")
        # A host acts by REST calls; what belongs to viewers is refused, and the socket lives.
        await tabs["host"].send(line("Hello"))
        assert (await tabs["host"].until("error"))["code"] == "bad_request"

    async def test_a_dismissed_host_is_out_at_once(self, house: House) -> None:
        await house.begin()
        tab = await house.socket()
        await tab.send({"type": "hello", "join": await house.host()})
        await tab.until("console")
        (host,) = (await house.call("GET", f"{house.path}/presenters"))["items"]
        await house.call("DELETE", f"{house.path}/presenters/{host['id']}")
        assert await tab.close_code() == CloseCode.UNKNOWN_TOKEN

    async def test_a_signed_in_operator_sees_it_from_our_own_pages(self, house: House) -> None:
        await house.begin()
        address = house.live.address
        async with (
            ClientSession() as session,
            session.post(f"{address}/api/v1/session", json={"key": ADMIN_KEY}) as signed,
        ):
            cookie = {"Cookie": f"{HOST_COOKIE}={signed.cookies[HOST_COOKIE].value}"}
        tab = await house.socket(additional_headers=cookie)
        await tab.send({"type": "hello", "webinar": house.id})
        assert (await tab.until("console"))["console"]["may_direct"] is True
        foreign = await house.socket(additional_headers=cookie, origin="https://evil.example")
        await foreign.send({"type": "hello", "webinar": house.id})
        assert await foreign.close_code() == CloseCode.ORIGIN_NOT_ALLOWED
        unknown = await house.socket(additional_headers=cookie)
        await unknown.send({"type": "hello", "webinar": str(uuid4())})
        assert await unknown.close_code() == CloseCode.UNKNOWN_WEBINAR


class TestWhatIsNoMessage:
    async def test_it_is_refused_by_itself(self, house: House) -> None:
        await house.begin()
        tab, _ = await house.enter(await house.member())
        for text, code in (
            ("{", "malformed_json"),
            ("[1]", "unknown_type"),
            ('{"type":"dance"}', "unknown_type"),
            ('{"type":"clock"}', "bad_message"),
            ('{"type":"line","client_id":"","text":"x"}', "bad_message"),
            ('{"type":"line","client_id":"1","text":7}', "bad_message"),
            ('{"type":"seen","item":"nothing"}', "unknown_item"),
            ('{"type":"line","client_id":"2","text":"' + "x" * 501 + '"}', "invalid_line"),
        ):
            await tab.send(text)
            assert (await tab.until("error"))["code"] == code, text
        await tab.send(line("<b>still here</b>"))
        assert (await tab.until("accepted"))["line"]["text"] == "<b>still here</b>"

    async def test_what_ends_the_connection(self, house: House) -> None:
        await house.begin()
        member, other = await house.member(), await house.member("bert@example.com")
        for first, code in (
            ('{"type":"clock","t0":1}', CloseCode.BAD_HELLO),
            (b"binary", CloseCode.PROTOCOL_VIOLATION),
            ("x" * 16_385, CloseCode.PROTOCOL_VIOLATION),
        ):
            tab = await house.socket()
            await tab.send(first)
            assert await tab.close_code() == code
        tab, _ = await house.enter(member)
        await tab.send({"type": "hello", "join": token(other)})
        assert await tab.close_code() == CloseCode.PROTOCOL_VIOLATION

    async def test_a_flood_is_read_slowly_and_loses_nothing(self, house: House) -> None:
        await house.begin()
        tab, _ = await house.enter(await house.member())
        for n in range(62):
            await tab.send({"type": "clock", "t0": n})
        answers = [(await tab.until("clock"))["t0"] for _ in range(62)]
        assert answers == list(range(62))


async def test_the_same_hello_gives_a_new_grant(house: House) -> None:
    await house.begin()
    member = await house.member()
    tab, first = await house.enter(member)
    await tab.send({"type": "hello", "join": token(member)})
    again = await tab.until("welcome")
    assert again["grant"] == first["grant"]  # of the same second, or a later one
    assert len(house.live.parts.web[open_rooms_key]) == 1


async def test_a_process_that_stops_asks_all_to_come_back(house: House) -> None:
    await house.begin()
    tab, _ = await house.enter(await house.member())
    app = house.live.parts.web
    await asyncio.gather(*(drain(app) for drain in app[draining]))
    code, said = await tab.closed()
    assert code == CloseCode.SHUTTING_DOWN
    assert said[-1]["type"] == "reconnect"
