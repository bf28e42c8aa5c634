"""Paid entry, from the form to the mail: the money decides, once, whatever order its news comes in."""

import asyncio
import json
import re
from typing import Any

import pytest
from yarl import URL

from tests.registration_form.payment.till import ADA, BOB, CARL, SLUG, Till
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE
from tests.support.site import ADMIN
from tests.vendors.servers.stripe import ENDPOINT_SECRET, KEY, sign
from tests.vendors.servers.zoom import webinar_event
from tests.vendors.test_pushed_in import EXTERNAL, SECRET, zoom


async def test_a_form_leads_to_the_payment_and_the_payment_to_the_seat(till: Till) -> None:
    await till.open()
    path = await till.send()
    assert path.startswith(f"/r/{SLUG}/pay/")
    assert await till.statuses() == {}
    html = await till.page(path)
    assert "A seat at “Composting for beginners” costs €49.00." in html
    assert 'target="_top"' in html
    session = await till.to_stripe(path)
    assert (session.amount, session.currency) == (4900, "eur")
    assert session.fields["customer_email"] == ADA
    till.stripe.pay(session.id)
    assert await till.deliver() == [204]
    assert await till.statuses() == {ADA: "registered"}
    assert await till.mails() == ["confirmation"]
    assert await till.outcomes() == ["member"]
    (payment,) = await till.payments()
    assert (payment["state"], payment["amount_minor"], payment["email"]) == ("paid", 4900, ADA)
    assert "Thank you, you are registered" in await till.page(
        session.fields["success_url"].partition(".example")[2]
    )


async def test_thanks_after_the_payment_go_on_to_a_page_of_the_organizers(till: Till) -> None:
    await till.open(redirect_url="https://www.example.org/thanks")
    session = await till.pay()
    back = session.fields["success_url"].removeprefix("https://webinars.example")
    assert 'url=https://www.example.org/thanks"' in await till.page(back)
    assert "www.example.org" not in await till.page(back.removesuffix("/done"))


async def test_the_return_page_hurries_and_the_event_after_it_changes_nothing(till: Till) -> None:
    await till.open()
    session = await till.pay()
    back = session.fields["success_url"].removeprefix("https://webinars.example")
    assert "Your payment has arrived." in await till.page(back)
    assert await till.statuses() == {ADA: "registered"}
    await asyncio.gather(till.deliver(times=3), till.page(back))
    assert await till.states() == ["paid"]
    assert await till.mails() == ["confirmation"]


async def test_who_comes_back_before_the_money_waits_on_a_page_that_does_not_reload_itself(
    till: Till,
) -> None:
    """WCAG 2.2.1: a script asks again, and without one a link does."""
    await till.open()
    path = await till.send()
    await till.to_stripe(path)
    done = f"/pay/{path.rpartition('/')[2]}/done"
    html = await till.page(done)
    assert "refresh" not in html
    assert f'<a href="{done}">Ask again now</a>' in html
    assert '<script src="/r/-/paying.js"' in html
    script = await till.site.client.get("/r/-/paying.js")
    assert (script.status, "data-asking" in await script.text()) == (200, True)


async def test_doubled_reordered_and_from_two_endpoints_it_is_one(till: Till) -> None:
    """hi.events#598, Pinelab#620, woocommerce-gateway-stripe#3326: three at once, two endpoints, any order."""
    await till.open()
    till.stripe.endpoints *= 2
    session = await till.pay(slow=True)
    till.stripe.arrive(session.id)
    assert await till.deliver(times=3, reverse=True) == [204] * 12
    assert await till.statuses() == {ADA: "registered"}
    assert await till.mails() == ["confirmation"]
    assert await till.states() == ["paid"]


async def test_what_is_forged_changes_nothing(till: Till) -> None:
    await till.open()
    path = await till.send()
    session = await till.to_stripe(path)
    now_s = till.site.now // 1000
    body = json.dumps(
        {
            "id": "evt_forged",
            "type": "checkout.session.completed",
            "data": {"object": {"id": session.id, "payment_status": "paid", "status": "complete"}},
        }
    ).encode()
    good = sign(body, ENDPOINT_SECRET, now_s)
    url = URL(till.stripe.endpoints[0][0]).path
    refused = {
        "missing_signature": {},
        "wrong_signature": {"Stripe-Signature": sign(body, "whsec_another", now_s)},
        "stale_signature": {"Stripe-Signature": sign(body, ENDPOINT_SECRET, now_s - 301)},
        "malformed_signature": {"Stripe-Signature": "v1=00"},
    }
    for code, headers in refused.items():
        answer = await till.site.client.post(url, data=body, headers=headers)
        assert (answer.status, (await answer.json(content_type=None))["code"]) == (401, code)
    # A signed one that lies about the payment is only a hint: Stripe is asked, and nothing was paid.
    assert (await till.site.client.post(url, data=body, headers={"Stripe-Signature": good})).status == 204
    await till.deliver()
    assert await till.statuses() == {}
    assert await till.states() == ["open"]


async def test_a_seat_is_held_and_freed_when_the_time_is_over(till: Till) -> None:
    """Attendize#1000: what is reserved is freed; the page at Stripe is closed first."""
    await till.open(seats=1, waitlist=False)
    path = await till.send()
    session = await till.to_stripe(path)
    assert await till.send(BOB) == f"/r/{SLUG}/thanks?lang=en"
    assert await till.mails(BOB) == ["no_seat"]
    till.site.now += 31 * MINUTE
    await till.work()
    assert session.status == "expired"
    assert await till.states() == ["not_paid"]
    assert await till.outcomes() == ["not_paid", "no_seat"]
    assert "Register again" in await till.page(path)
    assert (await till.send(CARL)).startswith(f"/r/{SLUG}/pay/")


async def test_while_stripe_is_away_the_seat_is_held_and_the_page_says_so(till: Till) -> None:
    await till.open(seats=1)
    path = await till.send()
    till.stripe.key = "rk_test_another0123456789abcdef"
    answer = await till.site.client.post(f"/pay/{path.rpartition('/')[2]}")
    assert answer.status == 503
    assert "Your seat is held: try again in a minute." in await answer.text()
    till.stripe.key = KEY
    await till.to_stripe(path)
    till.stripe.key = "rk_test_another0123456789abcdef"
    till.site.now += 31 * MINUTE
    await till.work()
    (payment,) = await till.payments()
    assert (payment["state"], payment["trouble"]) == ("open", "stripe_key_refused")


async def test_who_paid_before_is_told_a_message_was_sent(till: Till) -> None:
    await till.open()
    await till.pay()
    await till.deliver()
    assert await till.send() == f"/r/{SLUG}/thanks?lang=en"
    await till.work()
    assert await till.mails() == ["confirmation", "confirmation"]
    assert await till.states() == ["paid"]


async def test_one_address_holds_one_seat_however_often_it_sends(till: Till) -> None:
    await till.open(seats=2)
    first, second = await till.send(), await till.send()
    assert first == second
    assert await till.outcomes() == ["not_paid", "waiting_for_payment"]
    session = await till.to_stripe(first)
    assert await till.to_stripe(second) is session
    assert len(till.stripe.sessions) == 1
    for _ in range(6):
        till.site.now += 70 * MINUTE
        await till.work()
        last = await till.send()
    assert last == f"/r/{SLUG}/thanks?lang=en"  # five a day are enough
    assert len(await till.payments()) == 5


async def test_a_slow_method_holds_the_seat_until_it_is_known(till: Till) -> None:
    await till.open(seats=1)
    session = await till.pay(slow=True)
    await till.deliver()
    assert await till.states() == ["processing"]
    till.site.now += 2 * HOUR
    await till.work()
    assert await till.states() == ["processing"]
    assert "Your payment is under way" in await till.page(
        session.fields["success_url"].removeprefix("https://webinars.example")
    )
    till.stripe.fail(session.id)
    await till.deliver()
    assert await till.states() == ["not_paid"]
    assert await till.statuses() == {}
    assert await till.mails() == ["payment_failed"]
    assert "Nothing was charged" in await till.text_of("payment_failed")
    assert "did not go through" in await till.page(
        session.fields["success_url"].removeprefix("https://webinars.example")
    )
    await till.pay(BOB)
    await till.deliver()
    assert await till.statuses() == {BOB: "registered"}


async def test_paid_after_the_seat_has_gone_is_refunded_and_said(till: Till) -> None:
    """hi.events#513, fossunited PR#1698: late money gets a seat if there is one, else it goes back by itself."""
    await till.open(seats=1)
    session = await till.to_stripe(await till.send())
    # Our clock ran out while Stripe could not be asked to close the page: an operator gives the seat away.
    await till.site.pool.execute("UPDATE payments SET state = 'not_paid', ask_at = NULL")
    await till.site.member(till.webinar, BOB)
    till.stripe.pay(session.id)
    await till.deliver()
    await till.deliver()
    assert till.stripe.refunds == [(session.intent, 4900)]
    assert await till.states() == ["refunded"]
    assert await till.statuses() == {BOB: "registered"}
    assert await till.mails() == ["refunded"]
    told = await till.text_of("refunded")
    assert "You get €49.00 for “Composting for beginners” back" in told
    assert "had been given away when your payment arrived" in told
    assert "had been given away" in await till.page(
        session.fields["cancel_url"].removeprefix("https://webinars.example")
    )


async def test_paid_late_with_a_seat_left_is_registered(till: Till) -> None:
    """bn-api#1189: an expired hold does not make a payment void while there are seats."""
    await till.open()
    session = await till.to_stripe(await till.send())
    await till.site.pool.execute("UPDATE payments SET state = 'not_paid', ask_at = NULL")
    till.stripe.pay(session.id)
    await till.deliver()
    assert await till.statuses() == {ADA: "registered"}
    assert till.stripe.refunds == []


async def test_another_amount_than_was_asked_for_registers_nobody(till: Till) -> None:
    await till.open()
    session = await till.to_stripe(await till.send())
    session.amount = 100
    till.stripe.pay(session.id)
    await till.deliver()
    (payment,) = await till.payments()
    assert (payment["state"], payment["reason"], payment["refundable"]) == (
        "not_paid",
        "amount_mismatch",
        True,
    )
    assert await till.statuses() == {}


async def test_an_answer_that_is_lost_leads_to_the_same_page_and_to_one_refund(till: Till) -> None:
    await till.open()
    path = await till.send()
    token = path.rpartition("/")[2]
    till.stripe.swallow = {"/sessions", "/refunds"}
    till.site.parts.outgoing._timeout_s = 0.5
    answer = await till.site.client.post(f"/pay/{token}")
    assert answer.status == 503
    session = await till.to_stripe(path)
    assert till.stripe.only() is session
    till.stripe.pay(session.id)
    await till.deliver()
    (payment,) = await till.payments()
    await till.site.call(
        "POST", f"/webinars/{till.webinar['id']}/payments/{payment['id']}/refund", expect=202
    )
    await till.work()
    assert await till.states() == ["refunding"]
    till.site.now += MINUTE
    await till.work()
    assert await till.states() == ["refunded"]
    assert till.stripe.refunds == [(session.intent, 4900)]


async def test_a_webinar_that_is_renamed_in_between_gets_a_page_all_the_same(till: Till) -> None:
    """The same idempotency key with other parameters is refused: another attempt is made."""
    await till.open()
    path = await till.send()
    till.stripe.swallow = {"/sessions"}
    till.site.parts.outgoing._timeout_s = 0.5
    assert (await till.site.client.post(f"/pay/{path.rpartition('/')[2]}")).status == 503
    await till.site.call("PATCH", f"/webinars/{till.webinar['id']}", {"name": "Composting, renamed"})
    session = await till.to_stripe(path)
    assert session.fields["line_items[0][price_data][product_data][name]"] == "Composting, renamed"
    till.stripe.pay(session.id)
    await till.deliver()
    assert await till.states() == ["paid"]


async def test_many_at_once_for_the_last_seat_hold_it_once(till: Till) -> None:
    await till.open(seats=1)
    people = [f"person{n}@example.com" for n in range(8)]
    paths = await asyncio.gather(*(till.post({"email": email}) for email in people))
    leading = [path for path in paths if "/pay/" in path]
    assert len(leading) == 1
    await till.work()
    assert sorted((await till.statuses()).values()) == ["waitlisted"] * 7


async def test_an_address_is_confirmed_before_it_pays(till: Till) -> None:
    await till.open(confirm_address=True)
    assert await till.send() == f"/r/{SLUG}/thanks?lang=en"
    await till.work()
    link = re.search(r"/c/[\w-]+", await till.text_of("confirm_address"))
    assert link is not None
    answer = await till.site.client.post(link[0], allow_redirects=False)
    assert answer.status == 303
    session = await till.to_stripe(answer.headers["Location"])
    assert (await till.site.client.get(link[0], allow_redirects=False)).status == 303
    till.stripe.pay(session.id)
    await till.deliver()
    assert await till.statuses() == {ADA: "registered"}


async def test_who_is_approved_is_asked_to_pay_by_mail(till: Till) -> None:
    await till.open(seats=1, approval="manual")
    assert await till.send() == f"/r/{SLUG}/thanks?lang=en"
    await till.send(BOB)
    await till.work()
    assert await till.statuses() == {ADA: "pending_approval", BOB: "pending_approval"}
    members = await till.site.call("GET", f"/webinars/{till.webinar['id']}/members")
    ids = {each["email"]: each["id"] for each in members["items"]}
    decided = await till.site.call(
        "POST",
        f"/webinars/{till.webinar['id']}/members/decide",
        {"members": [ids[ADA], ids[BOB]], "decision": "approve"},
    )
    assert [each.get("code") for each in decided["results"]] == ["waiting_for_payment", "waitlisted"]
    assert await till.mails() == ["pending", "payment"]
    link = re.search(r"/pay/[\w-]+", await till.text_of("payment"))
    assert link is not None
    till.site.now += 5 * HOUR
    session = await till.to_stripe(link[0])
    till.stripe.pay(session.id)
    await till.deliver()
    assert await till.statuses() == {ADA: "registered", BOB: "waitlisted"}
    assert await till.mails() == ["pending", "payment", "approved"]


async def test_a_seat_that_becomes_free_is_offered_to_the_longest_waiting_for_a_day(till: Till) -> None:
    await till.open(seats=1)
    first = await till.pay()
    await till.deliver()
    await till.send(BOB)
    await till.send(CARL)
    await till.site.member(till.webinar, "guest@example.com", status="registered")  # refused: no seat
    till.stripe.refund(first.id)
    await till.deliver()
    await till.work()
    assert await till.statuses() == {ADA: "not_in_program", BOB: "waitlisted", CARL: "waitlisted"} | {
        email: status for email, status in (await till.statuses()).items() if email == "guest@example.com"
    }
    assert await till.mails(BOB) == ["waitlisted", "payment"]
    till.site.now += DAY + MINUTE
    await till.work()
    assert (await till.statuses())[BOB] == "not_in_program"
    assert await till.mails(CARL) == ["waitlisted", "payment"]
    link = re.search(r"/pay/[\w-]+", await till.text_of("payment", CARL))
    assert link is not None
    till.stripe.pay((await till.to_stripe(link[0])).id)
    await till.deliver()
    assert (await till.statuses())[CARL] == "registered"


async def test_who_is_added_by_hand_never_pays(till: Till) -> None:
    await till.open(seats=1)
    await till.site.member(till.webinar, ADA)
    await till.site.member(till.webinar, BOB)
    assert await till.statuses() == {ADA: "registered", BOB: "waitlisted"}
    await till.site.call("PATCH", f"/webinars/{till.webinar['id']}", {"registrant_limit": 2})
    await till.work()
    assert await till.statuses() == {ADA: "registered", BOB: "registered"}
    assert await till.payments() == []


async def test_a_cancelled_webinar_frees_its_seats_and_gives_late_money_back(till: Till) -> None:
    await till.open()
    session = await till.to_stripe(await till.send())
    other = await till.pay(BOB)
    await till.site.call("POST", f"/webinars/{till.webinar['id']}/cancel", {})
    await till.deliver()
    await till.deliver()
    assert session.status == "expired"
    assert await till.states() == ["not_paid", "refunded"]
    assert till.stripe.refunds == [(other.intent, 4900)]
    assert await till.mails(BOB) == ["refunded"]


async def test_a_webinar_that_was_paid_for_cannot_be_deleted(till: Till) -> None:
    await till.open()
    path = await till.send()
    session = await till.to_stripe(path)
    refused = await till.site.call("DELETE", f"/webinars/{till.webinar['id']}", expect=409)
    assert refused["code"] == "has_payments"
    till.site.now += 31 * MINUTE
    await till.work()
    assert session.status == "expired"
    await till.site.call("DELETE", f"/webinars/{till.webinar['id']}", expect=204)


async def test_after_the_event_the_recording_is_sold_without_a_limit(till: Till) -> None:
    await till.open(seats=1)
    await till.pay()
    await till.deliver()
    till.site.now = ENDS_AT + HOUR
    await till.pay(BOB)
    await till.deliver()
    assert set(await till.statuses()) == {ADA, BOB}


async def test_an_erased_persons_late_money_goes_back(till: Till) -> None:
    await till.open()
    session = await till.to_stripe(await till.send())
    person = await till.site.member(await till.site.webinar(), ADA)
    await till.site.call("DELETE", f"/persons/{person['person_id']}", expect=204)
    till.stripe.pay(session.id)
    await till.deliver()
    assert await till.states() == ["refunded"]
    assert till.stripe.refunds == [(session.intent, 4900)]


@pytest.mark.parametrize(
    ("price", "code"),
    [
        ({"amount_minor": 4900, "currency": "xyz"}, "unknown_currency"),
        ({"amount_minor": 4905, "currency": "kwd"}, "invalid_amount"),
        ({"amount_minor": 4950, "currency": "isk"}, "invalid_amount"),
        ({"amount_minor": 49, "currency": "eur"}, "amount_too_small"),
        ({"amount_minor": 29, "currency": "gbp"}, "amount_too_small"),
        ({"amount_minor": 49, "currency": "jpy"}, "amount_too_small"),
        ({"amount_minor": 17_499, "currency": "huf"}, "amount_too_small"),
    ],
)
async def test_a_price_that_cannot_be_taken_is_refused(till: Till, price: Any, code: str) -> None:
    await till.open()
    refused = await till.save(price=price, expect=422)
    assert refused["code"] == code
    assert refused["errors"][0]["field"].startswith("/price/")
    if code == "amount_too_small":
        assert "Stripe takes at least" in refused["detail"] + refused["errors"][0]["message"]
    shown = await till.site.call("GET", f"/webinars/{till.webinar['id']}/registration")
    assert shown["price"] == {"amount_minor": 4900, "currency": "eur"}


async def test_the_least_that_stripe_takes_can_be_asked_for(till: Till) -> None:
    for currency, amount in (("eur", 50), ("gbp", 30), ("jpy", 50), ("sek", 300)):
        await till.open(price={"amount_minor": amount, "currency": currency}, slug=f"{SLUG}-{currency}")


async def test_a_price_needs_a_connection(till: Till) -> None:
    await till.open()
    await till.site.call("POST", f"/connections/{till.connection['id']}/pause")
    assert (await till.save(expect=409))["code"] == "no_payment_connection"
    shown = await till.site.call("GET", f"/webinars/{till.webinar['id']}/registration")
    assert "no_payment_connection" in shown["warnings"]
    assert shown["price"] == {"amount_minor": 4900, "currency": "eur"}


async def test_a_script_on_another_page_is_told_where_to_pay(till: Till) -> None:
    await till.open()
    form = await (await till.site.client.get(f"/r/{SLUG}/form.json")).json()
    assert form["price"] == "Price: €49.00"
    till.site.now += MINUTE
    answer = await till.site.client.post(f"/r/{SLUG}", json={"email": ADA, "nonce": form["nonce"]})
    assert answer.status == 202
    url = (await answer.json())["pay_url"]
    assert url.startswith("https://webinars.example/pay/")
    session = await till.to_stripe(url)
    assert session.status == "open"


@pytest.mark.parametrize(
    ("minor", "currency", "shown"), [(500, "jpy", "¥500"), (4990, "kwd", "KWD 4.990"), (50, "usd", "$0.50")]
)
async def test_amounts_are_counted_as_stripe_counts_them(
    till: Till, minor: int, currency: str, shown: str
) -> None:
    await till.open(price={"amount_minor": minor, "currency": currency})
    path = await till.send()
    assert shown in (await till.page(path)).replace("\xa0", " ").replace("KWD4", "KWD 4")
    session = await till.to_stripe(path)
    assert (session.amount, session.currency) == (minor, currency)
    till.stripe.pay(session.id)
    await till.deliver()
    assert await till.states() == ["paid"]


async def test_the_price_is_the_one_of_when_a_person_began_to_pay(till: Till) -> None:
    await till.open()
    path = await till.send()
    await till.save(price={"amount_minor": 9900, "currency": "usd"})
    session = await till.to_stripe(path)
    assert (session.amount, session.currency) == (4900, "eur")
    await till.save(price=None)
    till.stripe.pay(session.id)
    await till.deliver()
    assert await till.states() == ["paid"]
    assert await till.statuses() == {ADA: "registered"}


async def test_a_file_and_a_person_added_before_never_pay(till: Till) -> None:
    await till.open()
    imported = await till.site.client.post(
        f"/api/v1/webinars/{till.webinar['id']}/members/import",
        data=f"email,status\n{ADA},Registered\n".encode(),
        headers=ADMIN | {"Content-Type": "text/csv"},
    )
    assert imported.status == 200, await imported.text()
    assert await till.send(ADA) == f"/r/{SLUG}/thanks?lang=en"  # registered already: nothing is to be paid
    await till.work()
    assert await till.statuses() == {ADA: "registered"}
    assert await till.payments() == []
    assert till.stripe.sessions == {}


async def test_the_connection_says_whether_it_works(till: Till) -> None:
    path = f"/connections/{till.connection['id']}/test"
    assert (await till.site.call("POST", path))["code"] == "never_heard"
    for missing in ("checkout_sessions", "refunds", "disputes"):
        till.stripe.permitted.remove(missing)
        answer = await till.site.call("POST", path)
        assert (answer["works"], answer["code"]) == (False, "stripe_not_permitted")
        assert f"rak_{missing}" in answer["message"]
        till.stripe.permitted.add(missing)
    till.stripe.key = "rk_test_rolled"
    assert (await till.site.call("POST", path))["code"] == "stripe_key_refused"


async def test_a_link_that_we_did_not_make_leads_nowhere(till: Till) -> None:
    for token in ("x", "A" * 48):
        await till.page(f"/pay/{token}", status=404)
        for _ in range(12):  # it takes nothing from the limits of links
            assert (await till.site.client.post(f"/pay/{token}")).status == 404


async def test_whom_a_platform_or_the_api_reports_never_pays(till: Till) -> None:
    """A registrant whom Zoom tells of is registered with a price set, and so is one whom a program adds."""
    await till.open()
    site = till.site
    bound = {"webinar_id": till.webinar["id"], "external_id": EXTERNAL}
    body = {"kind": "zoom", "name": "Zoom", "secrets": {"secret_token": SECRET}, "webinars": [bound]}
    sender = zoom(site, await site.call("POST", "/connections", body, expect=201))
    await sender.validate("qgg8vlvZRS6UYooatFL8Aw")
    registrant = {"id": "r0", "email": ADA, "first_name": "Ada", "status": "approved"}
    await sender.send(webinar_event("registration_created", site.now, int(EXTERNAL), registrant=registrant))
    await till.deliver()
    added = {"members": [{"email": BOB}]}
    await site.call("POST", f"/webinars/{till.webinar['id']}/members", added)
    await till.work()
    assert await till.statuses() == {ADA: "registered", BOB: "registered"}
    assert await till.payments() == []
    assert till.stripe.sessions == {}
    assert "payment" not in await till.mails(ADA) + await till.mails(BOB)
