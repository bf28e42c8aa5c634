"""Mails of campaigns on a real PostgreSQL and a real relay: on which ground they go, and how many to one person."""

from typing import Any
from uuid import uuid4

from latecomer.core.email_address import email_key
from latecomer.core.webinar import Webinar
from latecomer.mail.opt_outs import OptOuts
from latecomer.mail.queries import mails
from latecomer.mail.queries.mails import NewMail
from latecomer.mail.rules.kinds import MailBasis, MailKind
from latecomer.registration_form.rules.settings import Consent
from tests.registration_form.desk import ADA, Desk
from tests.support.builders import DAY, ENDS_AT, HOUR, STARTS_AT

NEWS = Consent(purpose="news", label={"en": "Write to me about worms, too"})
EVENT = Consent(purpose="event", label={"en": "I take part"})
WORDS = {"subject": "Worms", "text": "Worms!", "html": "<p>Worms!</p>"}
LATER: dict[str, Any] = {"starts_at": STARTS_AT + 60 * DAY, "ends_at": ENDS_AT + 60 * DAY}
"""A webinar whose reminders are far away."""


async def advertise(
    desk: Desk, webinar: Webinar, basis: MailBasis = MailBasis.CONSENT, purpose: str | None = None
) -> None:
    """Queue a mail of a campaign to Ada."""
    mail = NewMail(
        webinar=webinar.id,
        member=(await desk.member(webinar)).id,
        kind=MailKind.CAMPAIGN,
        occurrence=str(uuid4()),
        email=ADA,
        email_key=email_key(ADA),
        language="en",
        due_at=desk.now,
        template=WORDS,
        basis=basis,
        purpose=purpose,
    )
    async with desk.pool.acquire() as conn:
        await mails.add(conn, [mail], desk.now)


async def campaign_mails(desk: Desk) -> list[tuple[str, str | None]]:
    await desk.queue.work()
    return [(each.state, each.reason) for each in await desk.mails() if each.kind is MailKind.CAMPAIGN]


async def agreeing(desk: Desk, *consents: Consent) -> Webinar:
    """Return a webinar for which Ada has registered and agreed to everything, in the morning."""
    desk.now = STARTS_AT - 48 * HOUR
    webinar = await desk.webinar(registration={"consents": (EVENT, NEWS)}, **LATER)
    await desk.register(webinar, consents=frozenset(each.purpose for each in consents))
    await desk.queue.work()
    return webinar


async def test_a_consent_counts_once_its_owner_has_clicked(desk: Desk) -> None:
    webinar = await agreeing(desk, EVENT, NEWS)
    (confirmation,) = desk.relay.to(ADA)
    (form,) = await desk.submissions(webinar)
    assert "Write to me about worms, too" in confirmation.text
    assert f"/c/{desk.proof(form.id)}" in confirmation.text
    await advertise(desk, webinar)
    assert await campaign_mails(desk) == [("skipped", "no_consent")]

    found = await desk.address_proof.proof(desk.proof(form.id), desk.now)
    assert (found.proved, found.agreed) == (False, ("Write to me about worms, too",))
    assert (await desk.address_proof.prove(desk.proof(form.id), desk.now)).proved
    await advertise(desk, webinar, purpose="other")
    await advertise(desk, webinar, purpose="news")
    assert [state for state, _ in await campaign_mails(desk)] == ["skipped", "skipped", "sent"]


async def test_the_notice_of_the_event_is_no_consent_to_anything_else(desk: Desk) -> None:
    webinar = await agreeing(desk, EVENT)
    (confirmation,) = desk.relay.to(ADA)
    (form,) = await desk.submissions(webinar)
    assert "/c/" not in confirmation.text
    await desk.address_proof.prove(desk.proof(form.id), desk.now)
    await advertise(desk, webinar)
    await advertise(desk, webinar, MailBasis.LEGITIMATE_INTEREST)
    assert await campaign_mails(desk) == [("skipped", "no_consent"), ("sent", None)]


async def test_two_mails_that_are_due_together_are_two_in_a_day_all_the_same(desk: Desk) -> None:
    webinar = await agreeing(desk)
    for _ in range(5):
        await advertise(desk, webinar, MailBasis.LEGITIMATE_INTEREST)
    states = await campaign_mails(desk)
    assert sorted(states, key=str) == [("sent", None), *[("waiting", "enough_mails")] * 4]
    for sent in (2, 3, 3, 3):
        desk.now += DAY
        states = await campaign_mails(desk)
        assert [state for state, _ in states].count("sent") == sent


async def test_who_opted_out_gets_mails_again_by_agreeing_and_clicking(desk: Desk) -> None:
    """An opt-out link that was forwarded opts nobody in."""
    webinar = await agreeing(desk, NEWS)
    (before,) = await desk.submissions(webinar)
    await desk.address_proof.prove(desk.proof(before.id), desk.now)
    await advertise(desk, webinar)
    await desk.queue.work()
    (mail,) = [each for each in desk.relay.to(ADA) if each.message["Subject"] == "Worms"]
    assert mail.message["List-Unsubscribe"].strip("<>") in mail.text
    token = mail.message["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    desk.now += DAY
    await OptOuts(desk.pool).opt_out(token, None, desk.now)
    await desk.address_proof.prove(desk.proof(before.id), desk.now)  # of what was agreed to before
    await advertise(desk, webinar)
    assert (await campaign_mails(desk))[-1] == ("skipped", "opted_out")

    desk.now += DAY
    await desk.register(webinar, consents=frozenset(("news",)))
    again = (await desk.submissions(webinar))[-1]
    await advertise(desk, webinar)
    assert (await campaign_mails(desk))[-1] == ("skipped", "opted_out")
    await desk.address_proof.prove(desk.proof(again.id), desk.now)
    await advertise(desk, webinar)
    assert (await campaign_mails(desk))[-1] == ("sent", None)
