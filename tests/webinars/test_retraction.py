"""Retractions over the wire: a fact, an import and a finish that were mistakes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from latecomer.attendance.queries import vendor_rows
from latecomer.attendance.queries.vendor_rows import VendorRow
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import ConnectionId, MemberId, WebinarId
from latecomer.core.phase import Mode
from latecomer.core.timestamps import to_text
from latecomer.privacy.erase import Erasure
from latecomer.watching.vendor_totals import VendorTotals
from latecomer.webinars.finish import Finisher
from latecomer.webinars.members.queries import facts as facts_rows
from latecomer.webinars.members.queries.facts import NewFact
from latecomer.webinars.members.registration import NewMemberRow, Registration
from latecomer.webinars.retraction import Retractions
from tests.support.builders import ENDS_AT, HOUR, STARTS_AT
from tests.support.site import ADMIN, PUBLIC_URL, Site

CSV = ADMIN | {"Content-Type": "text/csv; charset=utf-8"}
MINUTE = 60_000


async def _import(site: Site, webinar: Any, text: str) -> Any:
    path = f"/api/v1/webinars/{webinar['id']}/members/import"
    return await site.decoded(await site.client.post(path, data=text.encode(), headers=CSV), 200)


async def _status(site: Site, member: Any) -> str:
    status: str = (await site.call("GET", f"/members/{member['id']}"))["status"]
    return status


async def _statuses(site: Site, webinar: Any) -> dict[str, str]:
    items = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    return {each["email"].partition("@")[0]: each["status"] for each in items}


async def _timeline(site: Site, member: Any) -> list[Any]:
    items: list[Any] = (await site.call("GET", f"/members/{member['id']}/timeline"))["items"]
    return items


async def _fact(site: Site, member: Any, kind: str) -> Any:
    return next(each for each in await _timeline(site, member) if each.get("fact") == kind)


async def _events(site: Site, member: Any) -> list[Any]:
    async with site.pool.acquire() as conn:
        rows = await conn.fetch(
            "SELECT type, data FROM outbox WHERE member_id = $1 ORDER BY sequence", UUID(member["id"])
        )
    return [(row["type"], row["data"]) for row in rows]


async def test_a_status_set_by_mistake_is_taken_back_and_told(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    site.now += MINUTE
    await site.call("POST", f"/members/{member['id']}/status", {"status": "attended"})
    fact = await _fact(site, member, "attended")
    assert fact["retractable"]
    path = f"/facts/{fact['fact_id']}/retract"
    await site.call("GET", path, expect=404)
    preview = await site.call("POST", f"{path}?preview=true", {}, expect=202)
    assert preview == {"attended": {"registered": 1}, "watchers": 0, "confirmed": 0}
    assert await _status(site, member) == "attended"
    site.now += MINUTE
    answer = await site.call("POST", path, {"reason": "It was Anna Bell."}, expect=202)
    assert (answer["members"], answer["settled"]) == (1, 1)
    assert await _status(site, member) == "registered"
    assert await site.call("POST", path, {"reason": "again"}, expect=202) == answer
    assert await site.call("GET", path) == answer
    kind, data = (await _events(site, member))[-1]
    assert kind == "member.status_changed"
    assert (data["from_status"], data["status"], data["correction"]) == ("attended", "registered", True)
    assert (data["happened_at"], data["source"]) == (answer["retracted_at"], "operator")
    assert [each[1]["sequence"] for each in await _events(site, member)] == [1, 2, 3, 4]
    entries = await _timeline(site, member)
    change = next(each for each in entries if each["kind"] == "status")
    assert (change["to_status"], change["source"]) == ("registered", "operator")
    assert change["reason"] == "It was Anna Bell."
    assert (await _fact(site, member, "attended"))["retracted_at"] == answer["retracted_at"]
    # Stated anew, it stands again.
    site.now += MINUTE
    await site.call("POST", f"/members/{member['id']}/status", {"status": "attended"})
    assert await _status(site, member) == "attended"


async def test_what_players_and_vendors_reported_is_not_retracted(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    site.now = STARTS_AT + MINUTE
    await site.watch(member, [0, 2000, 0, 2])
    await site.due_members.take()
    joined = await _fact(site, member, "live")
    assert not joined.get("retractable", False)
    problem = await site.call("POST", f"/facts/{joined['fact_id']}/retract", {}, expect=409)
    assert problem["code"] == "not_retractable"
    for path in ("/facts/0/retract", "/facts/x/retract", "/imports/x/retract", "/finishes/7/retract"):
        await site.call("POST", path, {}, expect=404)


async def test_who_is_left_with_nothing_is_not_in_program(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    fact = await _fact(site, member, "registered")
    await site.call("POST", f"/facts/{fact['fact_id']}/retract", {}, expect=202)
    assert await _status(site, member) == "not_in_program"


async def test_an_import_is_undone_whole(site: Site) -> None:
    webinar = await site.webinar()
    await site.member(webinar, "known@example.com")
    site.now += MINUTE
    first = await _import(
        site,
        webinar,
        "Email,Status\nknown@example.com,Attended\nnew@example.com,\nboth@example.com,Attended\n",
    )
    site.now += MINUTE
    second = await _import(
        site, webinar, "Email,Status\nboth@example.com,No Show\nknown@example.com,Registered\n"
    )
    assert [row["code"] for row in second["results"]] == ["status_backwards", "status_backwards"]
    listed = (await site.call("GET", f"/webinars/{webinar['id']}/imports"))["items"]
    assert [each["import_id"] for each in listed] == [second["import_id"], first["import_id"]]
    path = f"/imports/{first['import_id']}/retract"
    preview = await site.call("POST", f"{path}?preview=true", {}, expect=202)
    assert preview == {
        "attended": {"registered": 1, "no_show": 1},
        "registered": {"not_in_program": 1},
        "watchers": 0,
        "confirmed": 0,
        "only_imported": 1,
    }
    site.now += MINUTE
    answer = await site.call("POST", path, {"reason": "the wrong file"}, expect=202)
    assert (answer["members"], answer["settled"]) == (3, 3)
    # What the second import stated stands, although it changed nothing when it came.
    assert await _statuses(site, webinar) == {
        "known": "registered",
        "new": "not_in_program",
        "both": "no_show",
    }
    assert await site.call("POST", path, {}, expect=202) == answer
    await site.call("POST", f"/imports/{second['import_id']}/retract", {}, expect=202)
    assert await _statuses(site, webinar) == {
        "known": "registered",
        "new": "not_in_program",
        "both": "not_in_program",
    }
    listed = (await site.call("GET", f"/webinars/{webinar['id']}/imports"))["items"]
    assert all(each["retracted_at"] for each in listed)


async def test_an_undo_passes_over_who_came_since(site: Site) -> None:
    webinar = await site.webinar()
    imported = await _import(
        site, webinar, "Email\ncame@example.com\nclicked@example.com\nstayed@example.com\n"
    )
    members = {
        each["email"]: each
        for each in (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    }
    site.now = STARTS_AT + MINUTE
    async with site.playback(members["came@example.com"]) as socket:
        await socket.close()
    link = members["clicked@example.com"]["join_url"].removeprefix(PUBLIC_URL)
    click = await site.client.post(f"{link}/click", json={"sign": "gesture"})
    assert click.status == 200
    await site.due_members.take()
    path = f"/imports/{imported['import_id']}/retract"
    preview = await site.call("POST", f"{path}?preview=true", {}, expect=202)
    assert preview == {"registered": {"not_in_program": 1}, "watchers": 2, "confirmed": 0, "only_imported": 1}
    await site.call("POST", path, {}, expect=202)
    assert await _statuses(site, webinar) == {
        "came": "registered",
        "clicked": "registered",
        "stayed": "not_in_program",
    }


async def test_an_undo_of_watchers_takes_them_too(site: Site) -> None:
    webinar = await site.webinar()
    imported = await _import(site, webinar, "Email\ncame@example.com\n")
    (member,) = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    site.now = STARTS_AT + MINUTE
    async with site.playback(member) as socket:
        await socket.close()
    await site.call("POST", f"/imports/{imported['import_id']}/retract", {"watchers": True}, expect=202)
    assert await _statuses(site, webinar) == {"came": "not_in_program"}


async def test_a_chunk_that_comes_after_the_undo_is_not_applied(site: Site) -> None:
    webinar = await site.webinar()
    registering = site.parts.get(Registration)
    identifier = WebinarId(UUID(webinar["id"]))
    import_id = await registering.begin_import(identifier, "a test", site.now)
    await site.call("POST", f"/imports/{import_id}/retract", {}, expect=202)
    (row,) = await registering.add_members(
        identifier, [NewMemberRow(email="late@example.com")], site.now, Source.IMPORT, import_id=import_id
    )
    assert row.code == "import_retracted"
    assert await _statuses(site, webinar) == {}


async def test_a_large_import_is_undone_in_chunks_whoever_goes_on(site: Site) -> None:
    webinar = await site.webinar()
    imported = await _import(site, webinar, "Email\n" + "".join(f"p{n}@example.com\n" for n in range(1200)))
    path = f"/imports/{imported['import_id']}/retract"
    answer = await site.call("POST", path, {}, expect=202)
    assert (answer["members"], answer["settled"]) == (1200, 500)
    retractions = site.parts.get(Retractions)
    while await retractions.proceed_open(site.now):
        pass
    assert (await site.call("GET", path))["settled"] == 1200
    counts = (await site.call("GET", f"/webinars/{webinar['id']}"))["status_counts"]
    assert (counts["not_in_program"], counts["registered"]) == (1200, 0)


async def test_persons_whom_only_an_import_made_are_erased_on_request(site: Site) -> None:
    """Not those who were known, who clicked since, of whom another import tells, or who are in another webinar."""
    webinar = await site.webinar()
    other = await site.webinar(name="Other")
    await site.member(other, "known@example.com")
    site.now += MINUTE
    names = ("known", "new", "clicked", "twice", "elsewhere")
    imported = await _import(site, webinar, "Email\n" + "".join(f"{name}@example.com\n" for name in names))
    second = await _import(site, webinar, "Email,Status\ntwice@example.com,Attended\n")
    await site.member(other, "elsewhere@example.com")
    members = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    link = next(each for each in members if each["email"] == "clicked@example.com")["join_url"]
    click = await site.client.post(f"{link.removeprefix(PUBLIC_URL)}/click", json={"sign": "gesture"})
    assert click.status == 200
    await site.due_members.take()
    path = f"/imports/{imported['import_id']}/retract"
    wish = {"watchers": True, "erase_persons": True}
    preview = await site.call("POST", f"{path}?preview=true", wish, expect=202)
    assert (preview["only_imported"], preview["watchers"]) == (1, 0)
    answer = await site.call("POST", path, wish, expect=202)
    assert (answer["members"], answer["erased"]) == (5, 1)
    assert await site.call("GET", path) == answer
    erasure = site.parts.get(Erasure)
    assert await erasure.erase_due(site.now) == 1
    assert await erasure.erase_due(site.now) == 0
    emails = {
        each["email"] for each in (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    }
    assert emails == {None, *(f"{name}@example.com" for name in names if name != "new")}
    # The second import made nobody, but what it stated was the last that stood.
    answer = await site.call(
        "POST", f"/imports/{second['import_id']}/retract", {"erase_persons": True}, expect=202
    )
    assert answer["erased"] == 1


async def test_who_came_between_the_undo_and_the_erasure_stays(site: Site) -> None:
    webinar = await site.webinar()
    imported = await _import(site, webinar, "Email\nada@example.com\n")
    path = f"/imports/{imported['import_id']}/retract"
    answer = await site.call("POST", path, {"erase_persons": True}, expect=202)
    assert answer["erased"] == 1
    await site.member(webinar, "ada@example.com")
    await site.parts.get(Erasure).erase_due(site.now)
    assert await _statuses(site, webinar) == {"ada": "registered"}


async def test_erasing_takes_its_own_scope(site: Site) -> None:
    webinar = await site.webinar()
    imported = await _import(site, webinar, "Email\nada@example.com\n")
    key = await site.call("POST", "/keys", {"name": "writes", "scopes": ["read", "write"]}, expect=201)
    headers = {"Authorization": f"Bearer {key['key']}"}
    path = f"/imports/{imported['import_id']}/retract"
    problem = await site.call("POST", path, {"erase_persons": True}, expect=403, headers=headers)
    assert problem["code"] == "missing_scope"
    assert await _statuses(site, webinar) == {"ada": "registered"}


async def test_a_status_from_before_that_rests_on_another_event_is_listed_and_corrected(site: Site) -> None:
    """As an installation has it that was upgraded: Attended, by a report of the day before."""
    webinar = await site.webinar()
    kinds = {"before": STARTS_AT - 24 * HOUR, "other": STARTS_AT - 25 * HOUR, "here": STARTS_AT + MINUTE}
    made = {name: await site.member(webinar, f"{name}@example.com") for name in kinds}
    webhook = {"kind": "webhook", "name": "A vendor", "settings": {"url": "https://vendor.example/hook"}}
    connection = await site.call("POST", "/connections", webhook, expect=201)
    here, place = WebinarId(UUID(webinar["id"])), ConnectionId(UUID(connection["id"]))
    site.now = ENDS_AT + HOUR
    async with site.pool.acquire() as conn, conn.transaction():
        for name, at in kinds.items():
            member = MemberId(UUID(made[name]["id"]))
            stay = VendorRow(
                connection=place,
                webinar=here,
                key=name,
                member=member,
                mode=Mode.LIVE,
                session="s",
                joins=(at,),
                leaves=(at + MINUTE,),
                intervals=((at, at + MINUTE),),
            )
            await vendor_rows.write(conn, [stay])
            fact = NewFact(member=member, kind=FactKind.ATTENDED, at=at, source=Source.VENDOR)
            await facts_rows.record(conn, [fact], site.now)
            await conn.execute(
                "UPDATE members SET status = 'attended', version = version + 1 WHERE id = $1", member
            )
    await site.call("POST", f"/webinars/{webinar['id']}/finish")
    path = f"/webinars/{webinar['id']}/attendance"
    listed = (await site.call("GET", f"{path}/outside"))["items"]
    assert {(each["member"]["email"], each["becomes"]) for each in listed} == {
        ("before@example.com", "no_show"),
        ("other@example.com", "no_show"),
    }
    preview = await site.call("POST", f"{path}/retract?preview=true", {}, expect=202)
    assert preview == {"attended": {"no_show": 2}, "watchers": 0, "confirmed": 0}
    wrong = {"member_id": made["here"]["id"]}
    problem = await site.call("POST", f"{path}/retract", wrong, expect=409)
    assert problem["code"] == "not_outside_event"
    one = {"member_id": made["before"]["id"], "reason": "the rehearsal"}
    answer = await site.call("POST", f"{path}/retract", one, expect=202)
    assert (answer["members"], answer["settled"]) == (1, 1)
    assert await _statuses(site, webinar) == {"before": "no_show", "other": "attended", "here": "attended"}
    _, told = (await _events(site, made["before"]))[-1]
    assert (told["from_status"], told["status"], told["correction"]) == ("attended", "no_show", True)
    assert await site.call("POST", f"{path}/retract", one, expect=202) == answer
    await site.call("POST", f"{path}/retract", {}, expect=202)
    assert await _statuses(site, webinar) == {"before": "no_show", "other": "no_show", "here": "attended"}
    assert (await site.call("GET", f"{path}/outside"))["items"] == []


async def test_coming_back_needs_a_seat(site: Site) -> None:
    webinar = await site.webinar(registrant_limit=1)
    ada = await site.member(webinar, "ada@example.com")
    site.now += MINUTE
    await site.call("POST", f"/members/{ada['id']}/status", {"status": "not_in_program"})
    site.now += MINUTE
    bob = await site.member(webinar, "bob@example.com")
    removed = await _fact(site, ada, "removed")
    path = f"/facts/{removed['fact_id']}/retract"
    preview = await site.call("POST", f"{path}?preview=true", {}, expect=202)
    assert preview["not_in_program"] == {"waitlisted": 1}
    site.now += MINUTE
    await site.call("POST", path, {}, expect=202)
    assert (await _status(site, ada), await _status(site, bob)) == ("waitlisted", "registered")
    site.now += MINUTE
    await site.call("POST", f"/members/{bob['id']}/status", {"status": "not_in_program"})
    assert await _status(site, ada) == "registered"


async def test_what_came_of_a_wish_to_wait_goes_with_it(site: Site) -> None:
    webinar = await site.webinar(registrant_limit=1)
    ada = await site.member(webinar, "ada@example.com")
    imported = await _import(site, webinar, "Email\nbob@example.com\n")
    assert await _statuses(site, webinar) == {"ada": "registered", "bob": "waitlisted"}
    site.now += MINUTE
    await site.call("POST", f"/members/{ada['id']}/status", {"status": "not_in_program"})
    assert (await _statuses(site, webinar))["bob"] == "registered"
    await site.call("POST", f"/imports/{imported['import_id']}/retract", {}, expect=202)
    assert (await _statuses(site, webinar))["bob"] == "not_in_program"


async def _finishes(site: Site, webinar: Any) -> list[Any]:
    items: list[Any] = (await site.call("GET", f"/webinars/{webinar['id']}/finishes"))["items"]
    return items


async def test_an_early_finish_is_taken_back_with_the_end_and_the_automatic_one(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    site.now = STARTS_AT + 10 * MINUTE
    await site.call("POST", f"/webinars/{webinar['id']}/finish")
    finisher = site.parts.get(Finisher)
    site.now += 5 * MINUTE
    await finisher.finish_due(site.now)
    assert [each["source"] for each in await _finishes(site, webinar)] == ["operator", "clock"]
    assert await _status(site, member) == "no_show"
    mistake = (await _finishes(site, webinar))[0]
    assert mistake["planned_ends_at"] == webinar["ends_at"]
    path = f"/finishes/{mistake['finish_id']}/retract"
    preview = await site.call("POST", f"{path}?preview=true", {}, expect=202)
    assert preview == {"no_show": {"registered": 1}, "watchers": 0, "confirmed": 0}
    answer = await site.call("POST", path, {"reason": "the wrong tab"}, expect=202)
    assert "end_kept" not in answer
    now = await site.call("GET", f"/webinars/{webinar['id']}")
    assert (now["ends_at"], now["finished_at"], now["phase"]) == (webinar["ends_at"], None, "live")
    assert await _status(site, member) == "registered"
    assert all(each["retracted_at"] for each in await _finishes(site, webinar))
    async with site.pool.acquire() as conn:
        types = [row["type"] for row in await conn.fetch("SELECT type FROM outbox ORDER BY at, type")]
    assert types.count("webinar.reopened") == 1
    # The automatic finish comes at the planned end after all.
    site.now = ENDS_AT + 2 * MINUTE
    assert await finisher.finish_due(site.now) == [UUID(webinar["id"])]
    assert await _status(site, member) == "no_show"


async def test_an_end_after_which_something_was_played_is_kept(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    site.now = STARTS_AT + 10 * MINUTE
    await site.call("POST", f"/webinars/{webinar['id']}/finish")
    site.now += MINUTE
    await site.watch(member, [0, 5000, 0, 5])
    (mistake,) = await _finishes(site, webinar)
    path = f"/finishes/{mistake['finish_id']}/retract"
    assert (await site.call("POST", f"{path}?preview=true", {}, expect=202))["end_kept"] is True
    answer = await site.call("POST", path, {}, expect=202)
    assert answer["end_kept"] is True
    now = await site.call("GET", f"/webinars/{webinar['id']}")
    assert (now["ends_at"], now["finished_at"]) == (mistake["at"], None)
    assert await _status(site, member) == "registered"
    site.now = STARTS_AT + HOUR // 2
    assert await site.parts.get(Finisher).finish_due(site.now) == []
    site.now = ENDS_AT + 2 * MINUTE
    await site.parts.get(Finisher).finish_due(site.now)
    assert await _status(site, member) == "no_show"


async def test_a_preview_judges_by_the_end_that_comes_back(site: Site) -> None:
    """A click after an early end is a click during the event, once the end is the planned one again."""
    webinar = await site.webinar(live_url="https://live.example/room")
    member = await site.member(webinar)
    site.now = STARTS_AT + 10 * MINUTE
    await site.call("POST", f"/webinars/{webinar['id']}/finish")
    site.now += MINUTE
    link = member["join_url"].removeprefix(PUBLIC_URL)
    assert (await site.client.post(f"{link}/click", json={"sign": "gesture"})).status == 200
    await site.due_members.take()
    (mistake,) = await _finishes(site, webinar)
    path = f"/finishes/{mistake['finish_id']}/retract"
    preview = await site.call("POST", f"{path}?preview=true", {}, expect=202)
    assert preview == {"no_show": {"attended": 1}, "watchers": 0, "confirmed": 0}
    await site.call("POST", path, {}, expect=202)
    assert await _status(site, member) == "attended"


async def test_times_moved_away_from_what_was_seen_live_take_it_back(site: Site) -> None:
    """Postponed ten minutes after it began: nobody has attended, and whoever comes again attends."""
    webinar = await site.webinar()
    member = await site.member(webinar)
    day = 24 * HOUR
    site.now = STARTS_AT + MINUTE
    await site.watch(member, [0, 2000, 0, 2])
    await site.due_members.take()
    assert await _status(site, member) == "attended"
    moved = {"starts_at": to_text(STARTS_AT + day), "ends_at": to_text(ENDS_AT + day)}
    site.now += 9 * MINUTE
    await site.call("PATCH", f"/webinars/{webinar['id']}", moved)
    assert await _status(site, member) == "registered"
    kind, data = (await _events(site, member))[-1]
    assert (kind, data["from_status"], data["correction"]) == ("member.status_changed", "attended", True)
    assert (await _fact(site, member, "live"))["retracted_at"]
    # The ledger's mark went with it: nothing brings the attendance back but coming again.
    site.now = STARTS_AT + day - 5 * MINUTE
    async with site.playback(member) as socket:
        await socket.close()
    await site.due_members.take()
    assert await _status(site, member) == "registered"
    site.now = STARTS_AT + day + MINUTE
    await site.watch(member, [0, 2000, 0, 2])
    await site.due_members.take()
    assert await _status(site, member) == "attended"


async def test_times_moved_within_reach_of_what_was_seen_live_change_nothing(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    stated = await site.member(webinar, "stated@example.com", status="attended")
    site.now = STARTS_AT + MINUTE
    await site.watch(member, [0, 2000, 0, 2])
    await site.due_members.take()
    moved = {"starts_at": to_text(STARTS_AT - HOUR), "ends_at": to_text(ENDS_AT + HOUR)}
    await site.call("PATCH", f"/webinars/{webinar['id']}", moved)
    assert await _status(site, member) == "attended"
    assert await _status(site, stated) == "attended"


async def test_a_row_of_an_import_is_taken_back_with_its_stay(site: Site) -> None:
    webinar = await site.webinar()
    await _import(site, webinar, "Email,Duration\nada@example.com,45\nbob@example.com,30\n")
    ada, bob = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    fact = await _fact(site, ada, "attended")
    await site.call("POST", f"/facts/{fact['fact_id']}/retract", {}, expect=202)
    await site.parts.get(VendorTotals).sweep()
    lives = [
        (await site.call("GET", f"/members/{each['id']}/watch"))["live"]["watched_s"] for each in (ada, bob)
    ]
    assert lives == [0, 30 * 60]
