"""Mails of the room: an answer to who has left, a host's link, and what would go wrong before the start.

Source: docs/mail.md, Which mails there are
"""

import asyncio
from typing import Any

import pytest

from latecomer.automated.answer_mails import AnswerMails
from latecomer.automated.chat.rules import MAIL_AFTER_MS
from latecomer.automated.preflight_mails import PreflightMails
from latecomer.automated.room.slots import open_rooms_key
from latecomer.mail import triggers
from latecomer.mail.build import mail_queue
from tests.automated.test_chat import lines, room, say
from tests.automated.test_console import invite
from tests.automated.test_room import ask
from tests.automated.test_rundowns import empty, film, save, video
from tests.support.builders import DAY, HOUR, MINUTE, STARTS_AT
from tests.support.site import Site

SECOND = 1_000
__all__ = ["film"]


async def mails_on(site: Site, webinar: Any, language: str = "en") -> None:
    body = {"enabled": True, "language": language}
    await site.call("PUT", f"/webinars/{webinar['id']}/mail_settings", body)


async def sent(site: Site, kind: str) -> list[Any]:
    """Send all that is due; return the mails of a kind with their content, oldest first."""
    queue = mail_queue(site.pool, site.parts.settings, site.parts.redis, lambda: site.now)
    await queue.work()
    await queue.stop()
    listed = (await site.call("GET", f"/mails?kind={kind}"))["items"]
    return [each | await site.call("GET", f"/mails/{each['id']}") for each in reversed(listed)]


async def answer(site: Site, webinar: Any, line: Any, text: str = "Yes", **more: Any) -> Any:
    path = f"/webinars/{webinar['id']}/chat/{line['line']['id']}/answer"
    return await site.call("POST", path, {"text": text, **more}, expect=201)


async def decide(site: Site) -> int:
    site.now += MAIL_AFTER_MS
    return await site.parts.get(AnswerMails).work(site.now)


async def test_an_answer_goes_by_mail_to_who_has_left_and_to_nobody_else(site: Site) -> None:
    webinar = await room(site, "moderated")
    await mails_on(site, webinar)
    left = await site.member(webinar, first_name="Ada")
    stays = await site.member(webinar, "bob@people.example")
    asked = [await say(site, each, "Do <worms> sleep?", question=True) for each in (left, stays)]
    rooms = site.parts.web[open_rooms_key]
    await rooms.report()
    site.now += 10 * SECOND
    for each in asked:
        await answer(site, webinar, each, "They rest.")
    assert await site.parts.get(AnswerMails).work(site.now) == 0, "who is there is not known yet"
    site.now += 3 * SECOND
    await ask(site, stays)
    await rooms.report()
    assert await decide(site) == 1
    assert await decide(site) == 0
    (mail,) = await sent(site, "answer")
    assert (mail["member_id"], mail["state"]) == (left["id"], "kept")
    assert "Hello Ada" in mail["text"]
    assert "Do <worms> sleep?" in mail["text"]
    assert "They rest." in mail["text"]
    assert "Do &lt;worms&gt; sleep?" in mail["html"]
    assert "/j/…" in mail["text"], "the way back"


async def test_an_answer_after_the_end_is_mailed_and_a_deleted_one_is_not(site: Site) -> None:
    webinar = await room(site, "answer_later")
    await mails_on(site, webinar, "fr")
    ada = await site.member(webinar)
    first, second = await say(site, ada, "One?"), await say(site, ada, "Two?")
    site.now += HOUR
    await ask(site, ada, {"type": "hello"})  # the replay: nothing comes by itself there
    await site.parts.web[open_rooms_key].report()
    await answer(site, webinar, first, "Un")
    await answer(site, webinar, second, "Deux")
    gone = next(each for each in await lines(site, webinar) if each["text"] == "Deux")
    assert await decide(site) == 2
    await site.call("POST", f"/webinars/{webinar['id']}/chat/{gone['id']}/delete")
    one, two = await sent(site, "answer")
    assert sorted((each["state"], each.get("reason")) for each in (one, two)) == [
        ("kept", None),
        ("skipped", "answer_deleted"),
    ]
    kept = one if one["state"] == "kept" else two
    assert "Un" in kept["text"]
    assert kept["subject"].startswith("Réponse à votre question")


async def test_an_answer_is_mailed_once_however_many_decide_and_whatever_dies(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    webinar = await room(site, "answer_later")
    await mails_on(site, webinar)
    people = [await site.member(webinar, f"p{n}@people.example") for n in range(6)]
    for each in people:
        await answer(site, webinar, await say(site, each, "Why?"))
    site.now += MAIL_AFTER_MS

    async def dies(*_: Any) -> int:
        raise ConnectionError("killed between the decision and the mail")

    with monkeypatch.context() as killed:
        killed.setattr(triggers, "queue", dies)
        with pytest.raises(ConnectionError):
            await site.parts.get(AnswerMails).work(site.now)
    made = await asyncio.gather(*(site.parts.get(AnswerMails).work(site.now) for _ in range(4)))
    assert sum(made) == 6
    assert {each["member_id"] for each in await sent(site, "answer")} == {each["id"] for each in people}


async def test_without_mails_of_the_webinar_nothing_is_queued(site: Site) -> None:
    webinar = await room(site, "answer_later")
    ada = await site.member(webinar)
    await answer(site, webinar, await say(site, ada, "Why?"))
    await invite(site, webinar, "host")
    assert await decide(site) == 0
    assert await sent(site, "answer") == await sent(site, "presenter") == []


@pytest.mark.parametrize(("role", "word"), [("host", "a host"), ("presenter", "a presenter")])
async def test_a_host_or_presenter_gets_the_link_once(site: Site, role: str, word: str) -> None:
    webinar = await empty(site)
    await mails_on(site, webinar)
    invited = await invite(site, webinar, role)
    await invite(site, webinar, role, "Hera@people.example")
    (mail,) = await sent(site, "presenter")
    assert (mail["email"], mail["presenter_id"], mail["state"]) == (
        "hera@people.example",
        invited["id"],
        "kept",
    )
    assert f"You are {word} of" in mail["text"]
    async with site.pool.acquire() as conn:
        text = await conn.fetchval("SELECT body FROM mails WHERE id = $1", mail["id"])
    assert invited["presenter_url"] in text
    token = text.partition("/p/")[2].split()[0]
    await site.call("GET", f"/webinars/{webinar['id']}/console", headers={"Authorization": f"Bearer {token}"})
    assert token not in str(mail), "the list shows no secret"
    again = await site.call("POST", f"/mails/{mail['id']}/send_again")
    await site.call("DELETE", f"/webinars/{webinar['id']}/presenters/{invited['id']}", expect=204)
    found = {each["id"]: each for each in await sent(site, "presenter")}
    assert found[again["id"]]["reason"] == "dismissed"


async def break_file(site: Site, asset: str) -> None:
    async with site.pool.acquire() as conn:
        await conn.execute("UPDATE assets SET state = 'failed', failure = 'cut_off' WHERE id = $1", asset)


async def test_hosts_are_mailed_each_new_error_a_day_and_an_hour_before(site: Site, film: str) -> None:
    webinar = await empty(site)
    await mails_on(site, webinar)
    await save(site, webinar, 0, video(film, 0, 70))
    await invite(site, webinar, "host")
    await invite(site, webinar, "presenter", "pia@people.example")
    checks = site.parts.get(PreflightMails)
    await break_file(site, film)
    site.now = STARTS_AT - DAY - 1
    await checks.work(site.now)
    assert await sent(site, "preflight") == []
    site.now += 1
    await asyncio.gather(*(checks.work(site.now) for _ in range(3)))
    (mail,) = await sent(site, "preflight")
    assert mail["email"] == "hera@people.example", "presenters cannot mend it"
    assert "is not ready" in mail["text"]
    assert "longer than its file" not in mail["text"], "a warning is on the page"
    for ahead in (DAY - MINUTE, 2 * HOUR, HOUR, HOUR - MINUTE):
        site.now = STARTS_AT - ahead
        await checks.work(site.now)
    assert len(await sent(site, "preflight")) == 1, "told already"


async def test_an_error_that_is_new_at_the_second_check_is_mailed_then(site: Site, film: str) -> None:
    webinar = await empty(site)
    await mails_on(site, webinar)
    await save(site, webinar, 0, video(film, 0, 60))
    await invite(site, webinar, "host")
    checks = site.parts.get(PreflightMails)
    site.now = STARTS_AT - DAY
    await checks.work(site.now)
    await break_file(site, film)
    site.now = STARTS_AT - 2 * HOUR
    await checks.work(site.now)
    assert await sent(site, "preflight") == [], "between the checks nothing goes"
    site.now = STARTS_AT - HOUR
    await checks.work(site.now)
    (mail,) = await sent(site, "preflight")
    assert "starts in 1 hour" in mail["text"]


async def test_a_check_that_nobody_could_do_in_time_is_left_out(site: Site, film: str) -> None:
    webinar = await empty(site)
    await mails_on(site, webinar)
    await save(site, webinar, 0, video(film, 0, 60))
    await invite(site, webinar, "host")
    await break_file(site, film)
    site.now = STARTS_AT - 44 * MINUTE
    await site.parts.get(PreflightMails).work(site.now)
    assert await sent(site, "preflight") == []
