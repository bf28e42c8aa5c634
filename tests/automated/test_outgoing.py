"""Events about a room's members: one for each click, answer and question, in order; gone with the person."""

from typing import Any

from tests.automated.test_overlays import answer, asked, poll
from tests.automated.test_room import ask
from tests.automated.test_rundowns import button, film
from tests.support.site import ADMIN, Site

__all__ = ["film"]

PERSON_FIELDS = {"email", "first_name", "last_name"}


async def sent(site: Site, member: Any) -> list[tuple[str, dict[str, Any]]]:
    """The events about a room that wait to go out, oldest first."""
    async with site.pool.acquire() as conn:
        rows = await conn.fetch(
            """SELECT type, data FROM outbox WHERE member_id = $1
                  AND type IN ('member.clicked', 'member.answered', 'member.asked') ORDER BY sequence""",
            member["id"],
        )
    return [(row["type"], row["data"]) for row in rows]


async def timeline(site: Site, member: Any, **headers: str) -> list[dict[str, Any]]:
    found = []
    path, cursor = f"/members/{member['id']}/timeline?limit=2", ""
    while cursor is not None:
        page = await site.call("GET", path + cursor, headers=headers or None)
        found += [each for each in page["items"] if each["kind"] in ("clicked", "answered", "line")]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    return found


async def test_clicks_answers_and_questions_go_out_once_and_are_on_the_timeline(site: Site) -> None:
    webinar, item, (single, _, _, again, why) = await asked(
        site, poll("never"), button(0, 60, title="Order worms", in_replay=True)
    )
    await site.call("PUT", f"/webinars/{webinar['id']}/chat/mode", {"mode": "moderated"})
    ada = await site.member(webinar, first_name="Ada", last_name="Lovelace")
    one, two = (option["id"] for option in single["options"])
    (told,) = [each for each in await ask(site, ada) if each["type"] == "on_air"]
    call = next(each["item"]["id"] for each in told["overlays"] if each["item"]["kind"] == "call_to_action")
    clicked = {"type": "clicked", "item": call}
    await ask(site, ada, {"type": "seen", "item": call}, clicked, clicked, {"type": "closed", "item": call})
    for value in (one, one, two):
        await answer(site, ada, item, single, value)
    await answer(site, ada, item, again, values=True)
    await answer(site, ada, item, why, "Because")
    line = {"type": "line", "client_id": "1", "text": "Do worms sleep?", "question": True}
    await ask(site, ada, line, line, {"type": "line", "client_id": "2", "text": "Hello"})

    events = await sent(site, ada)
    assert [kind for kind, _ in events] == ["member.clicked", *["member.answered"] * 4, "member.asked"]
    sequences = [data["sequence"] for _, data in events]
    assert sequences == list(range(sequences[0], sequences[0] + 6))
    click, first, changed, _, _, question = (data for _, data in events)
    assert (click["item"], click["kind"], click["title"], click["mode"]) == (
        call,
        "call_to_action",
        "Order worms",
        "live",
    )
    assert [(each["question"], each["value"]) for each in (first, changed)] == [
        (single["id"], one),
        (single["id"], two),
    ]
    assert (question["text"], question["email"]) == ("Do worms sleep?", "ada@example.com")

    entries = await timeline(site, ada)
    assert [
        (each["kind"], each["details"].get("answer") or each["details"].get("text")) for each in entries
    ] == [
        ("line", "Hello"),
        ("line", "Do worms sleep?"),
        ("answered", "Because"),
        ("answered", "true"),
        ("answered", "Two"),
        ("clicked", None),
    ]
    assert entries[-1]["details"]["title"] == "Order worms"

    # A click in the replay is one of its own.
    site.now += 3_600_000
    await ask(site, ada, clicked)
    assert [data["mode"] for kind, data in await sent(site, ada) if kind == "member.clicked"] == [
        "live",
        "replay",
    ]

    await site.call("DELETE", f"/persons/{ada['person_id']}", expect=204)
    for _, data in await sent(site, ada):
        assert not PERSON_FIELDS & data.keys()
        assert "text" not in data
        assert data.get("value") is None


async def test_who_may_read_numbers_alone_sees_neither_lines_nor_answers(site: Site) -> None:
    webinar, item, (single, *_) = await asked(site, poll("never"))
    ada = await site.member(webinar)
    await answer(site, ada, item, single, single["options"][0]["id"])
    key = await site.call("POST", "/keys", {"name": "numbers", "scopes": ["read"]}, expect=201)
    headers = {"Authorization": f"Bearer {key['key']}"}
    path = f"/webinars/{webinar['id']}"
    assert (await site.call("GET", f"{path}/polls", headers=headers))["items"]
    for denied in (f"{path}/chat", f"{path}/chat.csv", f"{path}/polls.csv", f"{path}/clicks.csv"):
        assert (await site.call("GET", denied, expect=403, headers=headers))["code"] == "missing_scope"
    (entry,) = await timeline(site, ada, **headers)
    assert "details" not in entry
    answered = await site.client.get(f"/api/v1{path}/polls.csv", headers=ADMIN)
    assert "One" in await answered.text()
