"""Copies of webinars over HTTP: what belongs to a webinar goes with it, and nobody who was there."""

from typing import Any

from latecomer.core.timestamps import from_text, to_text
from latecomer.postgres.pool import connect
from tests.automated.test_rundowns import button, deck, empty, film, save, video  # noqa: F401 - fixtures
from tests.support.builders import DAY, HOUR, MINUTE, STARTS_AT
from tests.support.site import Site

WEEK = 7 * DAY
FORM = {
    "slug": "compost-evening",
    "open": True,
    "open_until": to_text(STARTS_AT - HOUR),
    "questions": [{"id": "size", "type": "number", "label": {"en": "Bins", "fr": "Bacs", "nl": "Bakken"}}],
}


async def copy(site: Site, webinar: Any, *, expect: int = 201, **fields: Any) -> Any:
    body = {"starts_at": to_text(STARTS_AT + WEEK)} | fields
    return await site.call("POST", f"/webinars/{webinar['id']}/copy", body, expect=expect)


async def test_a_copy_has_what_was_set_and_nobody(site: Site, film: str) -> None:  # noqa: F811
    old = await empty(site, timezone="Europe/Brussels", language="nl", watch_threshold_s=30, attendee_limit=5)
    path = f"/webinars/{old['id']}"
    await save(site, old, 0, video(film, 0, 60), button(10, 20), buffer_s=120)
    await site.call("PUT", f"{path}/chat/mode", {"mode": "moderated", "slow_s": 10, "words": ["spam"]})
    await site.call("PUT", f"{path}/registration", FORM)
    await site.call("PUT", f"{path}/mail_settings", {"enabled": True, "from_name": "Compost"})
    await site.member(old)
    await site.call(
        "POST",
        f"{path}/presenters",
        {"email": "host@example.com", "name": "Host", "role": "host"},
        expect=201,
    )
    made = await copy(site, old, name="Compost again")
    new = f"/webinars/{made['id']}"
    assert made["name"] == "Compost again"
    assert from_text(made["starts_at"]) == STARTS_AT + WEEK
    assert from_text(made["ends_at"]) == STARTS_AT + WEEK + 3 * MINUTE
    same = ("timezone", "language", "watch_threshold_s", "attendee_limit", "rundown")
    assert {name: made[name] for name in same} == {
        name: (await site.call("GET", path))[name] for name in same
    }
    rundown = await site.call("GET", f"{new}/rundown")
    assert rundown == await site.call("GET", f"{path}/rundown") | {"version": 1, "saved_by": None}
    form = await site.call("GET", f"{new}/registration")
    assert form["slug"] == f"compost-evening-{made['id'].replace('-', '')[:8]}"
    assert from_text(form["open_until"]) == STARTS_AT + WEEK - HOUR
    assert form["questions"] == (await site.call("GET", f"{path}/registration"))["questions"]
    assert (await site.call("GET", f"{new}/mail_settings"))["from_name"] == "Compost"
    assert sum(made["status_counts"].values()) == 0
    assert (await site.call("GET", f"{new}/presenters"))["items"] == []
    chat = await site.call("PUT", f"{new}/chat/mode", {"mode": "moderated"})
    assert (chat["slow_s"], chat["words"]) == (10, ["spam"])
    assert (await site.call("GET", f"{new}/chat"))["items"] == []


async def test_a_copy_of_a_taken_over_programme_is_the_planned_one(site: Site, film: str) -> None:  # noqa: F811
    old = await empty(site)
    await save(site, old, 0, video(film, 0, 60))
    site.now = STARTS_AT + 20_000
    await site.call("POST", f"/webinars/{old['id']}/take_over", {"to": "chat"})
    site.now += 30_000
    await site.call("POST", f"/webinars/{old['id']}/give_back", {"resume": "where_stopped"})
    made = await copy(site, old)
    (item,) = (await site.call("GET", f"/webinars/{made['id']}/rundown"))["items"]
    assert (item["kind"], item["start_ms"], item["duration_ms"]) == ("video", 0, 60_000)


async def test_a_copy_of_a_recording_has_it_with_its_captions(site: Site, postgres_url: str) -> None:
    old = await site.webinar()
    text = "WEBVTT\n\n00:00.000 --> 00:05.000\nHello\n"
    await site.call("PUT", f"/webinars/{old['id']}/captions", {"language": "en", "text": text})
    made = await copy(site, old)
    assert made["recording"] == old["recording"]
    assert [each["language"] for each in made["captions"]] == ["en"]
    await site.call("DELETE", f"/webinars/{old['id']}", expect=204)
    assert (await site.client.get(f"/captions/{made['captions'][0]['id']}.vtt")).status == 200
    conn = await connect(postgres_url)
    assert await conn.fetchval("SELECT count(*) FROM webinars") == 1
    await conn.close()


async def test_what_cannot_be_copied_is_refused(site: Site) -> None:
    old = await site.webinar()
    unknown = {"id": "00000000-0000-4000-8000-000000000000"}
    assert (await copy(site, unknown, expect=404))["code"] == "unknown_webinar"
    assert (await copy(site, old, expect=422, name=""))["status"] == 422
    assert (await copy(site, old, expect=422, starts_at="soon"))["status"] == 422
