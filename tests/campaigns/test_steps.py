"""Steps done for real: a mail at a relay, an event at an endpoint; and what bounds them."""

from __future__ import annotations

from uuid import UUID

from latecomer.campaigns.worker import MAX_DEPTH
from latecomer.core.relay_address import RelayAddress, StartTls
from latecomer.mail.compose import MailIdentity
from latecomer.mail.relay import Relay
from latecomer.mail.worker import MailQueue
from tests.campaigns.working import MAIL, MARK, campaign, mails, runs, segment, touched, worked
from tests.mail.relay import open_relay
from tests.support.builders import DAY, ENDS_AT, HOUR, STARTS_AT
from tests.support.posting import open_post
from tests.support.site import PUBLIC_URL, SECRET, Site
from tests.vendors.servers.receiver import running_receiver


async def test_a_mail_of_a_campaign_arrives_once(site: Site) -> None:
    webinar = await site.webinar()
    await site.call("PUT", f"/webinars/{webinar['id']}/mail_settings", {"enabled": True})
    template = {
        "subject": "Dear {{ first_name }}",
        "text": "Watch {{ event }}: {{ link }}",
        "html": "<p>Watch it</p>",
    }
    await campaign(site, steps=[{"do": "send_mail", "basis": "legitimate_interest", "template": template}])
    ada = await site.member(webinar, first_name="Ada")
    await worked(site)
    async with open_relay() as relay:
        address = RelayAddress(host="127.0.0.1", port=relay.port, tls=False, starttls=StartTls.IF_OFFERED)
        who = MailIdentity(public_url=PUBLIC_URL, secret=SECRET, sender="events@webinars.example")
        for _ in range(2):  # another worker comes, and the campaign is worked once more
            queue = MailQueue(site.pool, who, lambda: site.now, lambda: Relay(address))
            while await queue.work():
                pass
            await queue.stop()
            await worked(site)
        (mail,) = [each for each in relay.to("ada@example.com") if each.message["Subject"] == "Dear Ada"]
    assert ada["join_url"] in mail.text
    assert "Composting for beginners" in mail.text


async def test_a_webhook_step_reaches_its_connection_and_no_other(site: Site) -> None:
    webinar = await site.webinar()
    async with open_post(site.pool) as post, running_receiver() as sales, running_receiver() as others:
        connection = await post.connect_receiver(sales)
        await post.connect_receiver(others)
        made = await campaign(site, steps=[{"do": "call_webhook", "connection": str(connection)}])
        await site.member(webinar)
        await worked(site)
        await site.pool.execute("UPDATE causes SET taken_at = NULL")  # delivered again
        await worked(site)
        async with post.working():
            await sales.until(3)
            await others.until(2)
        step = sales.taken[-1]
        assert [each.body["type"] for each in others.taken] == ["member.registered", "member.status_changed"]
        assert step.body["type"] == "campaign.step"
        assert step.body["data"]["campaign_id"] == made["id"]
        assert step.body["data"]["sequence"] == 3
        assert not sales.refused
        # A connection that is gone: the step is skipped with its code, the run goes on.
        await site.pool.execute("DELETE FROM connections WHERE id = $1", UUID(str(connection)))
        await site.member(webinar, "bob@example.com")
        await worked(site)
    assert [state for state, _ in await runs(site, made)] == ["done", "done"]
    codes = [row["code"] for row in await site.pool.fetch("SELECT code FROM campaign_steps ORDER BY at")]
    assert codes == [None, "unknown_connection"]


async def test_an_announced_segment_says_who_comes_and_who_leaves(site: Site) -> None:
    webinar = await site.webinar()
    async with open_post(site.pool) as post, running_receiver() as receiver:
        await post.connect_receiver(receiver)
        invited = {"filter": "member", "status": ["invited"]}
        made = await segment(site, webinar, invited, announced=True)
        ada = await site.member(webinar, status="invited")
        await worked(site)
        await site.call("POST", f"/members/{ada['id']}/status", {"status": "registered"})
        await worked(site)
        async with post.working():
            await receiver.until(5)
    told = [(each.body["type"], each.body["data"].get("segment_id")) for each in receiver.taken]
    assert told == [
        ("member.status_changed", None),
        ("segment.entered", made["id"]),
        ("member.registered", None),
        ("member.status_changed", None),
        ("segment.left", made["id"]),
    ]
    assert [each.body["data"]["sequence"] for each in receiver.taken] == [1, 2, 3, 4, 5]
    await site.call("PATCH", f"/segments/{made['id']}", {"announced": False})
    assert await site.pool.fetchval("SELECT count(*) FROM kept_segments") == 0


async def test_a_campaign_is_tried_on_one_person(site: Site) -> None:
    webinar = await site.webinar()
    ada = await site.member(webinar)
    await site.member(webinar, "bob@example.com")
    made = await campaign(
        site,
        active=False,
        triggers=[{"on": "registered", "webinar": webinar["id"]}],
        filter={"filter": "person", "field": "company", "op": "is", "value": "acme"},
        steps=[{"do": "wait", "for": "2 days"}, MAIL, MARK],
    )
    tried = await site.call(
        "POST", f"/campaigns/{made['id']}/test", {"person_id": ada["person_id"]}, expect=201
    )
    assert tried["matches"] is False
    await worked(site)
    assert (await touched(site, webinar), await mails(site)) == (["ada"], 1)
    assert (await site.call("GET", f"/campaigns/{made['id']}/numbers"))["numbers"] == []
    stranger = await site.member(await site.webinar(), "eve@example.com")
    body = {"person_id": stranger["person_id"]}
    problem = await site.call("POST", f"/campaigns/{made['id']}/test", body, expect=404)
    assert problem["code"] == "unknown_person"


async def test_waiting_for_a_moment_follows_the_webinar(site: Site) -> None:
    webinar = await site.webinar()
    until = {"do": "wait", "until": {"of": "starts_at", "offset": "-1 hours"}}
    made = await campaign(site, steps=[until, MARK])
    await site.member(webinar)
    await worked(site)
    later = {"starts_at": "2026-03-05T16:00:00Z", "ends_at": "2026-03-05T17:00:00Z"}
    await site.call("PATCH", f"/webinars/{webinar['id']}", later)
    site.now = STARTS_AT
    await worked(site)
    assert await runs(site, made) == [("waiting", None)]
    earlier = {"starts_at": "2026-03-04T16:30:00Z", "ends_at": "2026-03-04T17:00:00Z"}
    await site.call("PATCH", f"/webinars/{webinar['id']}", earlier)
    await worked(site)
    assert await runs(site, made) == [("done", None)]


async def test_waiting_for_a_local_time(site: Site) -> None:
    webinar = await site.webinar()
    until = {"do": "wait", "until": {"at": "09:00", "on": "friday"}}
    made = await campaign(site, steps=[until, MARK], timezone="America/New_York")
    await site.member(webinar)
    await worked(site)
    site.now = STARTS_AT + 2 * DAY - 2 * HOUR - 1  # Friday 2026-03-06, 09:00 in New York, but for 1 ms
    await worked(site)
    assert await runs(site, made) == [("waiting", None)]
    site.now += 1
    await worked(site)
    assert await runs(site, made) == [("done", None)]


async def test_a_goal_ends_runs(site: Site) -> None:
    webinar = await site.webinar()
    made = await campaign(
        site,
        steps=[{"do": "wait", "for": "1 day"}, MARK],
        goal={"filter": "attended_event"},
    )
    for name in ("ada", "bob"):
        await site.member(webinar, f"{name}@example.com")
    await worked(site)
    site.now = ENDS_AT
    ada = (await site.call("GET", f"/webinars/{webinar['id']}/members?q=ada"))["items"][0]
    await site.call("POST", f"/members/{ada['id']}/status", {"status": "attended"})
    site.now += 2 * DAY
    await worked(site)
    assert sorted(await runs(site, made), key=str) == [("done", "goal"), ("done", None)]
    assert await touched(site, webinar) == ["bob"]


async def test_a_step_that_is_late_is_skipped_and_says_so(site: Site) -> None:
    webinar = await site.webinar()
    made = await campaign(site, steps=[{"do": "wait", "for": "1 hour"}, {**MARK, "late_after": "2 hours"}])
    await site.member(webinar)
    await worked(site)
    site.now += 4 * HOUR
    await worked(site)
    assert await touched(site, webinar) == []
    assert await runs(site, made) == [("done", None)]
    codes = {row["did"]: row["code"] for row in await site.pool.fetch("SELECT did, code FROM campaign_steps")}
    assert codes == {"wait": None, "set_property": "late"}


async def test_campaigns_that_trigger_each_other_stop_by_themselves(site: Site) -> None:
    """Two lists, each emptied into the other: the chain ends at depth 10 and says so."""
    webinar = await site.webinar()
    one, two = [await segment(site, None, None, kind="list", name=name) for name in ("One", "Two")]
    made = [
        await campaign(
            site,
            triggers=[{"on": "entered_segment", "id": here["id"]}],
            runs="every_time",
            steps=[
                {"do": "remove_from_list", "segment": here["id"]},
                {"do": "add_to_list", "segment": there["id"]},
            ],
        )
        for here, there in ((one, two), (two, one))
    ]
    ada = await site.member(webinar)
    await site.call("POST", f"/segments/{one['id']}/rows", {"add": [ada["person_id"]], "remove": []})
    await worked(site)
    ended = [await runs(site, each) for each in made]
    assert sum(map(len, ended)) == MAX_DEPTH + 2
    assert [run for each in ended for run in each if run[0] == "skipped"] == [("skipped", "too_deep")]
    states = [await site.call("GET", f"/campaigns/{each['id']}") for each in made]
    assert sorted((each["state"], each["reason"]) for each in states) == [
        ("active", None),
        ("paused", "too_deep"),
    ]


async def test_a_campaign_that_sets_the_status_it_waits_for_is_bounded(site: Site) -> None:
    webinar = await site.webinar()
    made = await campaign(
        site,
        triggers=[{"on": "status_changed"}],
        runs="every_time",
        steps=[
            {"do": "set_status", "status": "not_in_program"},
            {"do": "set_status", "status": "registered"},
        ],
    )
    await site.member(webinar)
    await worked(site)
    reasons = {reason for _, reason in await runs(site, made)}
    assert reasons <= {None, "too_many", "too_deep"}
    assert len(await runs(site, made)) < 100


async def test_a_named_template_goes_in_the_language_of_its_reader(site: Site) -> None:
    webinar = await site.webinar(language="nl")
    flow = {
        "triggers": [{"on": "registered"}],
        "steps": [{**MAIL, "template": "thanks", "basis": "legitimate_interest"}],
    }
    made = await site.call("POST", "/campaigns", {"name": "Thanks", "flow": flow}, expect=201)
    address = f"/campaigns/{made['id']}"
    problem = await site.call("POST", f"{address}/activate", {}, expect=422)
    assert (problem["code"], problem["errors"][0]["field"]) == ("unknown_value", "/flow/steps/0/template")
    thanks = f"{address}/templates/thanks"
    for language, subject in (
        (None, "Thanks"),
        ("fr", "Merci"),
        ("nl", "Bedankt"),
        ("en", "Old"),
        ("en", "Thank you"),
    ):
        text = {"subject": subject, "text": "x", "html": "<p>x</p>"}
        await site.call("PUT", thanks, text if language is None else {**text, "language": language})
    for name, words, code in (
        ("thanks", {"subject": "{{ nobody }}", "text": "x", "html": "x"}, "invalid_template"),
        ("thanks", {"subject": "x", "text": "x", "html": "x", "language": "not a tag"}, "unknown_value"),
        ("Not a name", {"subject": "x", "text": "x", "html": "x"}, "invalid_format"),
    ):
        refused = await site.call("PUT", f"{address}/templates/{name}", words, expect=422)
        assert refused["code"] == code
    items = (await site.call("GET", f"{address}/templates"))["items"]
    assert [each["subject"] for each in items] == ["Thanks", "Thank you", "Merci", "Bedankt"]
    await site.call("POST", f"{address}/activate", {})
    for name, language in (("ada", "fr-BE"), ("bob", None), ("eve", "de"), ("max", "en")):
        await site.member(webinar, f"{name}@example.com", **({"language": language} if language else {}))
    await worked(site)
    queued = await site.pool.fetch("SELECT email, template FROM mails WHERE kind = 'campaign' ORDER BY email")
    assert [each["template"]["subject"] for each in queued] == ["Merci", "Bedankt", "Thanks", "Thank you"]
