"""Money that goes back: refunds by an operator or at Stripe, in part or whole, and disputes."""

import asyncio
from urllib.parse import urlsplit

import pytest
from aiohttp import WSMsgType

from latecomer.access.service import Access
from latecomer.automated.room.protocol import ROOM_SUBPROTOCOL
from latecomer.http.auth import Scope
from latecomer.http.close_codes import CloseCode
from latecomer.media.rules.assets import AssetKind
from latecomer.registration_form.payment.fulfilment import PaymentFulfilment
from tests.automated.test_room import put_file
from tests.automated.test_rundowns import asset, empty, save, video
from tests.registration_form.payment.till import ADA, Till
from tests.support.builders import MINUTE, STARTS_AT
from tests.support.site import PUBLIC_URL


async def test_a_refund_from_the_dashboard_removes_the_member_and_tells_them(till: Till) -> None:
    await till.open(seats=1)
    await till.pay()
    await till.deliver()
    (payment,) = await till.payments()
    assert payment["refundable"]
    assert await till.mails() == ["confirmation"]
    path = f"/webinars/{till.webinar['id']}/payments/{payment['id']}/refund"
    asked = await till.site.call("POST", path, expect=202)
    assert asked["state"] == "refunding"
    await till.site.call("POST", path, expect=202)
    await till.deliver()
    await till.deliver()
    assert till.stripe.refunds == [(till.stripe.only().intent, 4900)]
    assert await till.states() == ["refunded"]
    assert await till.statuses() == {ADA: "not_in_program"}
    assert await till.mails() == ["confirmation", "refunded"]
    timeline = await till.site.call("GET", f"/members/{(await till.payments())[0]['member_id']}/timeline")
    shown = [each for each in timeline["items"] if each["kind"] == "payment"]
    assert shown[0]["details"]["payment_state"] == "refunded"
    await till.pay()  # who got the money back may come again, and pays again
    await till.deliver()
    assert await till.statuses() == {ADA: "registered"}


async def test_a_refund_that_takes_a_while_is_waited_for(till: Till) -> None:
    await till.open()
    till.stripe.pending_refunds = True
    await till.pay()
    await till.deliver()
    (payment,) = await till.payments()
    await till.site.call(
        "POST", f"/webinars/{till.webinar['id']}/payments/{payment['id']}/refund", expect=202
    )
    await till.work()
    assert await till.states() == ["refunding"]
    assert await till.statuses() == {ADA: "registered"}
    till.stripe.settle_refunds()
    await till.deliver()
    assert await till.states() == ["refunded"]
    assert await till.statuses() == {ADA: "not_in_program"}
    assert len(till.stripe.refunds) == 1


async def test_a_refund_made_at_stripe_counts_whole_and_is_noted_in_part(till: Till) -> None:
    await till.open()
    session = await till.pay()
    await till.deliver()
    till.stripe.refund(session.id, 1000)
    await till.deliver()
    (payment,) = await till.payments()
    assert (payment["state"], payment["refunded_minor"]) == ("paid", 1000)
    assert await till.statuses() == {ADA: "registered"}
    timeline = await till.site.call("GET", f"/members/{payment['member_id']}/timeline")
    (note,) = (each for each in timeline["items"] if each["kind"] == "payment")
    assert (note["details"]["payment_state"], note["details"]["refunded_minor"]) == ("paid", "1000")
    till.stripe.refund(session.id)
    await till.deliver()
    assert await till.states() == ["refunded"]
    assert await till.statuses() == {ADA: "not_in_program"}


@pytest.mark.parametrize(("end", "status"), [("won", "registered"), ("lost", "not_in_program")])
async def test_a_dispute_removes_only_who_wins_it(till: Till, end: str, status: str) -> None:
    await till.open()
    session = await till.pay()
    await till.deliver()
    till.stripe.dispute(session.id, "needs_response")
    await till.deliver()
    assert await till.statuses() == {ADA: "registered"}
    till.stripe.dispute(session.id, end)
    await till.deliver()
    assert await till.statuses() == {ADA: status}
    (payment,) = await till.payments()
    timeline = await till.site.call("GET", f"/members/{payment['member_id']}/timeline")
    (note,) = (each for each in timeline["items"] if each["kind"] == "payment")
    assert note["details"]["payment_state"] == ("lost" if end == "lost" else "paid")


async def test_a_worker_that_dies_after_the_refund_and_before_it_is_noted_refunds_once(till: Till) -> None:
    await till.open()
    await till.pay()
    await till.deliver()
    (payment,) = await till.payments()
    await till.site.call(
        "POST", f"/webinars/{till.webinar['id']}/payments/{payment['id']}/refund", expect=202
    )
    till.stripe.hold = asyncio.Event()
    till.stripe.arrived.clear()
    dying = asyncio.create_task(till.site.parts.get(PaymentFulfilment).work(till.site.now))
    await till.stripe.arrived.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    till.stripe.hold.set()
    await till.work()  # the dead worker's lease still holds
    assert await till.states() == ["refunding"]
    till.site.now += 3 * MINUTE
    await till.work()
    assert await till.states() == ["refunded"]
    assert len(till.stripe.refunds) == 1


async def test_a_refund_needs_a_scope_of_its_own_and_each_is_in_the_audit_log(till: Till) -> None:
    """Money is an operator's: neither a key that writes nor a host's link gives it back."""
    await till.open()
    await till.pay()
    await till.deliver()
    (payment,) = await till.payments()
    path = f"/webinars/{till.webinar['id']}/payments/{payment['id']}/refund"
    access = till.site.parts.get(Access)
    writing = await access.create_key("a program", frozenset({Scope.READ, Scope.WRITE}), till.site.now)
    host = {"email": "host@example.com", "name": "Host", "role": "host"}
    invited = await till.site.call("POST", f"/webinars/{till.webinar['id']}/presenters", host, expect=201)
    for secret in (writing.secret, urlsplit(invited["presenter_url"]).path.rpartition("/")[2]):
        headers = {"Authorization": f"Bearer {secret}"}
        refused = await till.site.call("POST", path, expect=403, headers=headers)
        assert refused["code"] == "missing_scope"
    assert till.stripe.refunds == []
    cashier = await access.create_key("a cashier", frozenset({Scope.REFUNDS}), till.site.now)
    headers = {"Authorization": f"Bearer {cashier.secret}"}
    await till.site.call("POST", path, expect=202, headers=headers)
    entries = (await till.site.call("GET", "/audit"))["items"]
    (entry,) = (each for each in entries if each["action"] == "refund_payment")
    assert (entry["target_id"], entry["actor_name"]) == (payment["id"], "a cashier")


async def test_who_has_the_money_back_has_no_link_any_more(till: Till) -> None:
    await till.open()
    await till.pay()
    await till.deliver()
    (member,) = (await till.site.call("GET", f"/webinars/{till.webinar['id']}/members"))["items"]
    link = urlsplit(member["join_url"]).path + "/calendar.ics"
    assert (await till.site.client.get(link)).status == 200
    await till.refund((await till.payments())[0])
    await till.work()
    assert (await till.site.client.get(link)).status == 404


@pytest.mark.parametrize("by", ["an operator", "Stripe", "a lost dispute"])
async def test_money_that_goes_back_ends_the_room_and_its_media(
    till: Till, by: str, postgres_url: str
) -> None:
    """The page is closed with 4501 at once, and a grant that it took before opens nothing any more."""
    site = till.site
    till.webinar = await empty(site)
    film = str(await asset(site, postgres_url, AssetKind.VIDEO, duration_ms=60_000))
    put_file(site, film, "main.mp4", b"0123456789")
    await save(site, till.webinar, 0, video(film, 0, 60))
    await till.save()
    session = await till.pay()
    await till.deliver()
    (member,) = (await site.call("GET", f"/webinars/{till.webinar['id']}/members"))["items"]
    site.now = STARTS_AT + 10_000
    async with site.client.ws_connect(
        "/ws/room", protocols=(ROOM_SUBPROTOCOL,), headers={"Origin": PUBLIC_URL}
    ) as room:
        await room.send_json({"type": "hello", "join": member["join_url"].rpartition("/")[2]})
        welcome = await room.receive_json(timeout=5)
        path = f"/m/{welcome['grant']}/{welcome['on_air']['stage']['file']}/main.mp4"
        assert (await site.client.get(path)).status == 200
        match by:
            case "an operator":
                await till.refund((await till.payments())[0])
            case "Stripe":
                till.stripe.refund(session.id)
            case _:
                till.stripe.dispute(session.id, "lost")
        await till.deliver()
        said = await room.receive(timeout=5)
        while said.type is WSMsgType.TEXT:
            said = await room.receive(timeout=5)
        assert room.close_code == CloseCode.UNKNOWN_TOKEN
    assert (await site.client.get(path)).status == 403
    async with site.client.ws_connect(
        "/ws/room", protocols=(ROOM_SUBPROTOCOL,), headers={"Origin": PUBLIC_URL}
    ) as room:
        await room.send_json({"type": "hello", "join": member["join_url"].rpartition("/")[2]})
        while (await room.receive(timeout=5)).type is WSMsgType.TEXT:
            pass
        assert room.close_code == CloseCode.UNKNOWN_TOKEN
