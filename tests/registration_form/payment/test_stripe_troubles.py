"""Paid entry while Stripe, or the connection to it, is in trouble: nobody pays twice, and no seat is held for ever."""

from tests.registration_form.payment.till import ADA, BOB, SLUG, Till
from tests.support.builders import DAY, HOUR, MINUTE


async def test_a_server_error_that_stripe_replays_keeps_nobody_from_paying(till: Till) -> None:
    """Stripe repeats a 500 for as long as it knows the idempotency key: another one is used."""
    await till.open()
    path = await till.send()
    till.stripe.failing = {"/sessions"}
    assert (await till.site.client.post(f"/pay/{path.rpartition('/')[2]}")).status == 503
    session = await till.to_stripe(path)
    assert till.stripe.replayed == 1
    assert till.stripe.only() is session


async def test_a_refund_that_stripe_fails_and_replays_is_made_once(till: Till) -> None:
    await till.open()
    session = await till.pay()
    await till.deliver()
    (payment,) = await till.payments()
    till.stripe.failing = {"/refunds"}
    await till.refund(payment)
    for _ in range(3):
        await till.work()
        till.site.now += 10 * MINUTE
    assert till.stripe.refunds == [(session.intent, 4900)]
    assert await till.states() == ["refunded"]


async def test_an_address_that_stripe_does_not_take_can_pay_all_the_same(till: Till) -> None:
    await till.open()
    session = await till.to_stripe(await till.send("jürgen@bücher.example"))
    assert "customer_email" not in session.fields
    till.stripe.pay(session.id)
    await till.deliver()
    assert list((await till.statuses()).values()) == ["registered"]


async def test_another_amount_that_was_paid_can_be_given_back(till: Till) -> None:
    await till.open()
    session = await till.to_stripe(await till.send())
    session.amount = 100
    till.stripe.pay(session.id)
    await till.deliver()
    assert "Nothing was charged" not in await till.page(
        session.fields["cancel_url"].removeprefix("https://webinars.example")
    )
    (payment,) = await till.payments()
    await till.refund(payment)
    await till.work()
    assert till.stripe.refunds == [(session.intent, 100)]
    (payment,) = await till.payments()
    assert (payment["state"], payment["refundable"]) == ("refunded", False)


async def test_another_amount_that_is_given_back_at_stripe_is_settled(till: Till) -> None:
    await till.open()
    session = await till.to_stripe(await till.send())
    session.amount = 9800
    till.stripe.pay(session.id)
    await till.deliver()
    till.stripe.refund(session.id, 4900)
    await till.deliver()
    assert await till.states() == ["not_paid"]  # half of it is still there
    till.stripe.refund(session.id)
    await till.deliver()
    assert await till.states() == ["refunded"]


async def test_a_connection_with_payments_is_paused_and_not_deleted(till: Till) -> None:
    await till.open()
    session = await till.to_stripe(await till.send())
    path = f"/connections/{till.connection['id']}"
    refused = await till.site.call("DELETE", path, expect=409)
    assert refused["code"] == "connection_has_payments"
    assert "Pause" in refused["detail"]
    await till.site.call("POST", f"{path}/pause")
    till.stripe.pay(session.id)  # on a page that was open already
    till.site.now += 31 * MINUTE
    await till.work()
    (payment,) = await till.payments()
    assert (payment["state"], payment["refundable"]) == ("paid", True)
    await till.site.call("DELETE", path, expect=409)
    await till.refund(payment)
    await till.work()
    assert await till.states() == ["refunded"]
    await till.site.call("DELETE", path, expect=204)


async def test_a_connection_can_go_once_the_recordings_window_is_over(till: Till) -> None:
    await till.open()
    await till.pay()
    await till.deliver()
    path = f"/connections/{till.connection['id']}"
    await till.site.call("DELETE", path, expect=409)
    till.site.now += 60 * DAY
    await till.site.call("DELETE", path, expect=204)
    (payment,) = await till.payments()
    assert (payment["state"], payment["refundable"]) == ("paid", False)


async def test_a_seat_is_not_held_for_ever_at_an_account_that_is_gone(till: Till) -> None:
    """A key of another account, or of live mode after test mode: Stripe does not know the page, whose life ends."""
    await till.open(seats=1)
    await till.to_stripe(await till.send())
    till.stripe.sessions.clear()
    till.site.now += 35 * MINUTE
    await till.work()
    (payment,) = await till.payments()
    assert (payment["state"], payment["trouble"]) == ("open", "payment_page_unknown")
    till.site.now += 2 * HOUR
    await till.work()
    assert await till.states() == ["not_paid"]
    assert (await till.send(BOB)).startswith(f"/r/{SLUG}/pay/")


async def test_a_connection_that_is_gone_holds_no_seat_and_stops_no_worker(till: Till) -> None:
    """A row of before connections with payments were kept."""
    await till.open(seats=1)
    await till.to_stripe(await till.send())
    await till.site.pool.execute("DELETE FROM connections")
    till.site.now += 35 * MINUTE
    await till.work()
    assert await till.states() == ["open"]  # its page may still be paid on
    till.site.now += 2 * HOUR
    await till.work()
    assert await till.states() == ["not_paid"]


async def test_nobody_can_register_where_nothing_takes_the_money(till: Till) -> None:
    await till.open()
    path = f"/connections/{till.connection['id']}"
    form = await (await till.site.client.get(f"/r/{SLUG}/form.json")).json()
    await till.site.call("POST", f"{path}/pause")
    till.site.now += MINUTE
    page = await till.site.client.get(f"/r/{SLUG}")
    assert page.status == 503
    assert "Registration is not possible just now" in await page.text()
    assert page.headers["Retry-After"]
    sent = await till.site.client.post(f"/r/{SLUG}", data={"email": ADA})
    assert sent.status == 503
    refused = await till.site.client.post(f"/r/{SLUG}", json={"email": ADA, "nonce": form["nonce"]})
    assert (refused.status, (await refused.json())["code"]) == (503, "payments_unavailable")
    assert await till.outcomes() == []
    await till.site.call("POST", f"{path}/resume")
    till.site.now += MINUTE
    assert (await till.send()).startswith(f"/r/{SLUG}/pay/")
