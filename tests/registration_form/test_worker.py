"""Forms become members: seats, approval, addresses to prove, and the mail that says what came of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID

import pytest
from icalendar import Calendar
from msgspec import structs

from latecomer.core.errors import Refused, TooManyRequests
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import MemberId
from latecomer.core.status import Status
from latecomer.mail.rules.kinds import MailKind
from latecomer.postgres.pool import Conn
from latecomer.postgres.strangers import StrangersPool
from latecomer.registration_form.queries.decisions import Verdict
from latecomer.registration_form.receiver import SendAgain
from latecomer.registration_form.rules.form import RawForm
from latecomer.registration_form.rules.settings import RegistrationSettings
from latecomer.registration_form.service import RegistrationForms
from latecomer.webinars.members.queries import invitations
from latecomer.webinars.members.settlement import NewFact
from latecomer.webinars.service import WebinarChanges
from tests.registration_form.desk import ADA, BEFORE, NO_PAYMENTS, Desk
from tests.registration_form.proofs import solve
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT

EVE = "eve@example.com"
BOB = "bob@example.com"


async def test_a_form_becomes_a_member_and_a_mail_with_the_link(desk: Desk) -> None:
    webinar = await desk.webinar(registration={"fields": {"first_name": "required"}})
    await desk.register(webinar, contact={"first_name": "Ada"})
    assert await desk.status(webinar) is Status.REGISTERED
    assert await desk.outcomes(webinar) == ["member"]
    await desk.queue.work()
    (taken,) = desk.relay.to(ADA)
    assert "You are registered" in taken.message["Subject"]
    assert "https://webinars.example/j/" in taken.text
    assert "Hello Ada," in taken.text
    member = await desk.member(webinar)
    assert member.person.first_name == "Ada"
    assert await desk.states() == [("confirmation", "sent")]


async def test_a_form_counts_from_its_receipt(desk: Desk) -> None:
    webinar = await desk.webinar()
    await desk.send(webinar)
    desk.now += HOUR
    await desk.applying.work(desk.now)
    facts = await desk.pool.fetch("SELECT kind, at, source FROM facts")
    assert [(row["kind"], row["at"], row["source"]) for row in facts] == [("registered", BEFORE, "form")]


async def test_the_same_form_twice_is_one(desk: Desk) -> None:
    """R12, R13: a double click, and a page that sends once more."""
    webinar = await desk.webinar()
    nonce = desk.receiver.nonce(webinar.id, desk.now - MINUTE)
    await asyncio.gather(*(desk.send(webinar, nonce=nonce) for _ in range(5)))
    await desk.send(webinar, EVE, nonce=nonce)
    await desk.applying.work(desk.now)
    assert len(await desk.submissions(webinar)) == 2
    assert await desk.kinds() == [MailKind.CONFIRMATION] * 2


async def test_without_a_nonce_the_same_content_is_one_for_ten_minutes(desk: Desk) -> None:
    webinar = await desk.webinar()
    await asyncio.gather(*(desk.send(webinar, nonce="") for _ in range(5)))
    assert len(await desk.submissions(webinar)) == 1
    desk.now += 10 * MINUTE
    await desk.send(webinar, nonce="")
    assert len(await desk.submissions(webinar)) == 2


async def test_an_old_or_foreign_nonce_brings_the_form_back(desk: Desk) -> None:
    webinar, other = await desk.webinar(), await desk.webinar()
    for nonce in (
        desk.receiver.nonce(webinar.id, desk.now - DAY),
        desk.receiver.nonce(other.id, desk.now - MINUTE),
        "made up",
    ):
        with pytest.raises(SendAgain) as again:
            await desk.send(webinar, nonce=nonce)
        assert again.value.why is SendAgain.Why.EXPIRED
    assert await desk.submissions(webinar) == []


async def test_more_forms_than_seats(desk: Desk) -> None:
    """R1, R2, R3: seats are given when forms are worked on, in order, to so many and no more."""
    webinar = await desk.webinar(registrant_limit=3)
    emails = [f"p{n}@example.com" for n in range(10)]
    for email in emails:
        await desk.send(webinar, email)
    await asyncio.gather(*(desk.applying.work(desk.now) for _ in range(4)))
    statuses = [await desk.status(webinar, email) for email in emails]
    assert statuses == [Status.REGISTERED] * 3 + [Status.WAITLISTED] * 7
    assert sorted(await desk.kinds()) == ["confirmation"] * 3 + ["waitlisted"] * 7


async def test_a_freed_seat_promotes_one_and_tells_them(desk: Desk) -> None:
    """R4, R5, R6: one for one, whoever looks at the same time."""
    webinar = await desk.webinar(registrant_limit=1)
    await desk.register(webinar, ADA, BOB, EVE)
    await desk.registration.set_status((await desk.member(webinar)).id, Status.NOT_IN_PROGRAM, None, desk.now)
    await asyncio.gather(*(desk.waitlist.promote(webinar.id, desk.now) for _ in range(4)))
    assert await desk.status(webinar, BOB) is Status.REGISTERED
    assert await desk.status(webinar, EVE) is Status.WAITLISTED
    assert [mail.email for mail in await desk.mails() if mail.kind is MailKind.CONFIRMATION] == [ADA, BOB]


async def test_nobody_is_promoted_once_registration_has_closed(desk: Desk) -> None:
    """R7."""
    webinar = await desk.webinar(registrant_limit=1, registration={"open_until_at": BEFORE + HOUR})
    await desk.register(webinar, ADA, BOB)
    desk.now = BEFORE + HOUR
    await desk.registration.set_status((await desk.member(webinar)).id, Status.NOT_IN_PROGRAM, None, desk.now)
    assert await desk.status(webinar, BOB) is Status.WAITLISTED


async def test_who_waited_while_registration_was_closed_comes_before_a_new_form(desk: Desk) -> None:
    webinar = await desk.webinar(registrant_limit=1, registration={"open_until_at": desk.now + HOUR})
    await desk.register(webinar, ADA, BOB)
    desk.now += 2 * HOUR
    await desk.registration.set_status((await desk.member(webinar)).id, Status.NOT_IN_PROGRAM, None, desk.now)
    assert await desk.status(webinar, BOB) is Status.WAITLISTED
    saved = (await desk.forms.get(webinar.id)).settings
    assert saved is not None
    await desk.forms.save(webinar.id, structs.replace(saved, open_until_at=None), desk.now)
    await desk.register(webinar, EVE)
    assert await desk.status(webinar, BOB) is Status.REGISTERED
    assert await desk.status(webinar, EVE) is Status.WAITLISTED


async def test_a_lowered_limit_removes_nobody(desk: Desk) -> None:
    """R11."""
    webinar = await desk.webinar(registrant_limit=3)
    await desk.register(webinar, ADA, BOB, EVE, "dan@example.com")
    await desk.webinars.patch(webinar.id, WebinarChanges(registrant_limit=1), desk.now)
    await desk.waitlist.promote(webinar.id, desk.now)
    assert [await desk.status(webinar, email) for email in (ADA, BOB, EVE)] == [Status.REGISTERED] * 3
    assert await desk.status(webinar, "dan@example.com") is Status.WAITLISTED


async def test_without_a_waiting_list_there_is_no_member_and_a_mail_that_says_so(desk: Desk) -> None:
    webinar = await desk.webinar(registrant_limit=1, registration={"waitlist": False})
    await desk.register(webinar, BOB, ADA)
    assert await desk.status(webinar) is None
    assert await desk.outcomes(webinar) == ["member", "no_seat"]
    assert await desk.pool.fetchval("SELECT count(*) FROM persons WHERE email = $1", ADA) == 1
    await desk.queue.work()
    assert "No seat left" in desk.relay.to(ADA)[0].message["Subject"]
    await desk.registration.set_status(
        (await desk.member(webinar, BOB)).id, Status.NOT_IN_PROGRAM, None, desk.now
    )
    assert await desk.status(webinar) is None


async def test_what_a_known_address_gets(desk: Desk) -> None:
    """R20: whatever it is, a form was sent; what comes of it stands in the mail."""
    webinar = await desk.webinar(registrant_limit=1)
    await desk.register(webinar, ADA, BOB)
    await desk.add(webinar, EVE, status="rejected")
    await desk.add(webinar, "dan@example.com", status="pending_approval")
    desk.now += DAY + 1
    await desk.register(webinar, ADA, BOB, EVE, "dan@example.com")
    assert await desk.outcomes(webinar) == ["member", "member", "member", "member", "rejected", "member"]
    assert sorted(await desk.kinds()) == sorted(["confirmation", "waitlisted"] * 2 + ["pending"])
    assert await desk.status(webinar, EVE) is Status.REJECTED
    await desk.queue.work()
    first, second = desk.relay.to(ADA)
    link = first.text[first.text.index("https://webinars.example/j/") :].split()[0]
    assert link in second.text


async def test_a_removed_member_stays_out_and_a_cancelled_one_comes_back(desk: Desk) -> None:
    webinar = await desk.webinar(registration={"approval": "manual"}, cancellations="remove")
    await desk.add(webinar, ADA, BOB)
    ada, bob = await desk.member(webinar), await desk.member(webinar, BOB)
    await desk.registration.set_status(bob.id, Status.NOT_IN_PROGRAM, None, desk.now)
    desk.now += MINUTE
    await desk.address_proof.cancel(desk.leaving(ada), desk.now)
    assert await desk.status(webinar) is Status.NOT_IN_PROGRAM
    desk.now += MINUTE
    await desk.register(webinar, ADA, BOB)
    assert await desk.status(webinar) is Status.REGISTERED
    assert await desk.status(webinar, BOB) is Status.NOT_IN_PROGRAM
    assert await desk.outcomes(webinar) == ["member", "removed"]
    assert [mail.kind for mail in await desk.mails() if mail.email == BOB] == []


async def test_a_person_is_never_overwritten(desk: Desk) -> None:
    webinar = await desk.webinar(registration={"fields": {"first_name": "optional"}})
    await desk.register(webinar, contact={"first_name": "Ada"})
    desk.now += DAY
    await desk.register(webinar, contact={"first_name": "Mallory"})
    assert (await desk.member(webinar)).person.first_name == "Ada"
    assert [each.contact for each in await desk.submissions(webinar)] == [
        {"first_name": "Ada"},
        {"first_name": "Mallory"},
    ]


async def test_an_address_that_has_to_be_proved_is_nobody_until_then(desk: Desk) -> None:
    """R21, R22: no person, member, seat or count before the click; each webinar asks for itself."""
    webinar = await desk.webinar(registrant_limit=1, registration={"confirm_address": True})
    await desk.register(webinar, ADA)
    assert await desk.status(webinar) is None
    assert await desk.pool.fetchval("SELECT count(*) FROM persons") == 0
    assert await desk.outcomes(webinar) == ["waiting_for_address"]
    await desk.queue.work()
    (mail,) = desk.relay.to(ADA)
    token = mail.text[mail.text.index("/c/") + 3 :].split()[0]
    assert not (await desk.address_proof.proof(token, desk.now)).proved
    assert await desk.status(webinar) is None  # looking at it does nothing
    proof = await desk.address_proof.prove(token, desk.now)
    assert proof.status is Status.REGISTERED
    assert (await desk.address_proof.prove(token, desk.now + DAY)).status is Status.REGISTERED
    await desk.queue.work()
    assert len(desk.relay.to(ADA)) == 2
    other = await desk.webinar(registration={"confirm_address": True})
    await desk.register(other, ADA)
    assert await desk.status(other) is None


async def test_the_queue_counts_from_the_click(desk: Desk) -> None:
    webinar = await desk.webinar(registrant_limit=1, registration={"confirm_address": True})
    late = await desk.send(webinar, ADA)
    early = await desk.send(webinar, BOB)
    await desk.applying.work(desk.now)
    await desk.address_proof.prove(desk.proof(early), desk.now + MINUTE)
    await desk.address_proof.prove(desk.proof(late), desk.now + 2 * MINUTE)
    assert await desk.status(webinar, BOB) is Status.REGISTERED
    assert await desk.status(webinar, ADA) is Status.WAITLISTED


async def test_a_proof_is_good_for_a_week(desk: Desk) -> None:
    form = await desk.webinar(
        starts_at=STARTS_AT + 30 * DAY, ends_at=ENDS_AT + 30 * DAY, registration={"confirm_address": True}
    )
    submission = await desk.send(form)
    with pytest.raises(Refused) as refused:
        await desk.address_proof.prove(desk.proof(submission), desk.now + 7 * DAY)
    assert refused.value.code == "link_expired"
    for token in ("x", desk.proof(submission)[:-1] + "x"):
        with pytest.raises(Refused) as refused:
            await desk.address_proof.prove(token, desk.now)
        assert refused.value.code == "unknown_link"


async def test_few_mails_go_to_one_address(desk: Desk) -> None:
    webinar = await desk.webinar(starts_at=STARTS_AT + 30 * DAY, ends_at=ENDS_AT + 30 * DAY)
    for _ in range(5):
        await desk.register(webinar)
    assert len(await desk.mails()) == 3
    for _ in range(5):
        desk.now += DAY + 1
        for _ in range(3):
            await desk.register(webinar)
    assert len(await desk.mails()) == 10
    assert len(await desk.submissions(webinar)) == 20


async def test_approval_holds_everything_back(desk: Desk) -> None:
    webinar = await desk.webinar(registrant_limit=1, registration={"approval": "manual"})
    await desk.register(webinar, ADA, BOB)
    assert await desk.status(webinar) is Status.PENDING_APPROVAL
    assert await desk.kinds() == ["pending", "pending"]
    ada, bob = (await desk.member(webinar)).id, (await desk.member(webinar, BOB)).id
    stranger = MemberId(UUID(int=7))
    decided = await desk.approvals.decide(
        webinar.id, [bob, ada, stranger], Verdict.APPROVE, None, 0, desk.now
    )
    assert [(each.member, each.outcome, each.code) for each in decided.results] == [
        (bob, "approved", None),
        (ada, "approved", "waitlisted"),
        (stranger, "skipped", "unknown_member"),
    ]
    assert await desk.status(webinar, BOB) is Status.REGISTERED
    assert await desk.status(webinar, ADA) is Status.WAITLISTED
    assert (await desk.kinds())[2:] in (["approved", "waitlisted"], ["waitlisted", "approved"])
    again = await desk.approvals.decide(webinar.id, [bob], Verdict.REJECT, None, 0, desk.now)
    assert again.results[0].code == "not_pending"


async def test_a_decision_is_taken_back_until_it_is_applied(desk: Desk) -> None:
    webinar = await desk.webinar(registration={"approval": "manual", "tell_rejected": True})
    await desk.register(webinar, ADA, BOB)
    ada, bob = (await desk.member(webinar)).id, (await desk.member(webinar, BOB)).id
    first = await desk.approvals.decide(webinar.id, [ada], Verdict.REJECT, "not now", 10, desk.now)
    second = await desk.approvals.decide(webinar.id, [bob], Verdict.REJECT, "not now", 10, desk.now)
    assert first.results[0].outcome == "planned"
    await desk.approvals.withdraw(first.decision.id, desk.now)
    await desk.approvals.withdraw(first.decision.id, desk.now)
    await desk.approvals.work(desk.now + 9_999)
    assert await desk.status(webinar, BOB) is Status.PENDING_APPROVAL
    await desk.approvals.work(desk.now + 10_000)
    assert await desk.status(webinar, ADA) is Status.PENDING_APPROVAL
    assert await desk.status(webinar, BOB) is Status.REJECTED
    assert await desk.kinds() == ["pending", "pending", "rejected"]
    with pytest.raises(Refused) as refused:
        await desk.approvals.withdraw(second.decision.id, desk.now)
    assert refused.value.code == "already_applied"


async def test_full_without_a_waiting_list_an_approved_one_is_still_pending(desk: Desk) -> None:
    webinar = await desk.webinar(registrant_limit=1, registration={"approval": "manual", "waitlist": False})
    await desk.add(webinar, BOB)
    await desk.register(webinar, ADA)
    ada = (await desk.member(webinar)).id
    decided = await desk.approvals.decide(webinar.id, [ada], Verdict.APPROVE, None, 0, desk.now)
    assert decided.results[0].code == "no_seat"
    assert await desk.status(webinar) is Status.PENDING_APPROVAL


async def test_a_provider_that_decides_is_not_decided_for(desk: Desk) -> None:
    webinar = await desk.webinar(registration={"approval": "manual"})
    await desk.register(webinar, ADA)
    ada = (await desk.member(webinar)).id
    async with desk.pool.acquire() as conn, conn.transaction():
        fact = NewFact(member=ada, kind=FactKind.PENDING_APPROVAL, at=desk.now + 1, source=Source.VENDOR)
        await desk.settlement.record(conn, [fact], desk.now)
    decided = await desk.approvals.decide(webinar.id, [ada], Verdict.APPROVE, None, 0, desk.now)
    assert decided.results[0].code == "pending_at_provider"


async def test_who_cannot_come_is_told_and_not_reminded(desk: Desk) -> None:
    webinar = await desk.webinar()
    await desk.register(webinar, ADA)
    await desk.queue.work()
    member = await desk.member(webinar)
    assert (await desk.address_proof.leave(desk.leaving(member))).may_deny
    desk.now += MINUTE
    await desk.address_proof.cancel(desk.leaving(member), desk.now)
    await desk.address_proof.cancel(desk.leaving(member), desk.now + 1)
    assert await desk.status(webinar) is Status.REGISTERED  # cancellations are ignored, by default
    await desk.queue.work()
    assert [mail.message["Subject"].split(":")[0] for mail in desk.relay.to(ADA)] == [
        "You are registered",
        "Your registration is cancelled",
    ]
    cancel = next(
        part for part in desk.relay.to(ADA)[1].message.walk() if part.get_content_type() == "text/calendar"
    )
    assert cancel.get_param("method") == "CANCEL"
    desk.now = STARTS_AT - HOUR
    await desk.queue._plan()
    await desk.queue.work()
    assert ("reminder", "skipped") in await desk.states()
    desk.now += MINUTE
    await desk.register(webinar, ADA)
    assert not (await desk.address_proof.leave(desk.leaving(member))).left


async def test_each_calendar_mail_has_a_greater_sequence_than_the_one_before(desk: Desk) -> None:
    """RFC 5546, section 2.1.4: a calendar that has taken an entry out leaves it out until a greater one comes."""
    webinar = await desk.webinar()
    await desk.register(webinar, ADA)
    await desk.queue.work()
    member = await desk.member(webinar)
    for _ in range(2):
        desk.now += MINUTE
        await desk.address_proof.cancel(desk.leaving(member), desk.now)
        await desk.queue.work()
        desk.now += MINUTE
        await desk.register(webinar, ADA)
        await desk.queue.work()
    sequences: list[int] = [
        int(str(event["SEQUENCE"]))
        for mail in desk.relay.to(ADA)
        for part in mail.message.walk()
        if part.get_content_type() == "text/calendar"
        for event in Calendar.from_ical(str(part.get_content())).walk("VEVENT")
    ]
    assert len(sequences) == 5
    assert sequences == sorted(set(sequences))
    async with desk.pool.acquire() as conn:
        assert await invitations.sequences(conn, [member.id]) == {member.id: sequences[-1]}


async def test_an_address_that_somebody_else_typed_is_left_alone_for_a_month(desk: Desk) -> None:
    webinar = await desk.webinar(starts_at=STARTS_AT + 90 * DAY, ends_at=ENDS_AT + 90 * DAY)
    await desk.register(webinar, ADA)
    await desk.address_proof.deny(desk.leaving(await desk.member(webinar)), desk.now + 1)
    assert await desk.status(webinar) is Status.NOT_IN_PROGRAM
    desk.now += DAY
    await desk.register(webinar, ADA)
    assert await desk.kinds() == ["confirmation"]
    desk.now += 30 * DAY
    await desk.register(webinar, ADA)
    assert await desk.kinds() == ["confirmation"] * 2


async def test_a_robot_pays_and_a_person_is_not_turned_away(desk: Desk) -> None:
    """R16, R17: what fills the field that nobody sees has its address confirmed, and is told nothing wrong."""
    webinar = await desk.webinar()
    await desk.register(webinar, ADA, trap="http://spam.example")
    assert await desk.status(webinar) is None
    assert await desk.kinds() == ["confirm_address"]
    fresh = desk.receiver.nonce(webinar.id, desk.now)
    with pytest.raises(SendAgain):
        await desk.send(webinar, BOB, nonce=fresh)
    with pytest.raises(Refused) as refused:
        await desk.send(webinar, BOB, nonce=fresh, scripted=True)
    assert refused.value.code == "proof_needed"
    desk.now += 2_000
    await desk.send(webinar, BOB, nonce=fresh)
    assert len(await desk.submissions(webinar)) == 2


async def test_a_proof_of_work_is_good_once(desk: Desk) -> None:
    """R18."""
    webinar = await desk.webinar()
    fresh = desk.receiver.nonce(webinar.id, desk.now)
    proof = solve(desk.receiver.challenge(webinar.id, desk.now))
    await desk.send(webinar, ADA, nonce=fresh, scripted=True, proof=proof)
    await desk.send(webinar, ADA, nonce=fresh, scripted=True, proof=proof)  # the same form, sent twice
    for nonce in (fresh, ""):
        with pytest.raises(Refused) as refused:
            await desk.send(webinar, BOB, nonce=nonce, trap="filled", scripted=True, proof=proof)
        assert refused.value.code == "proof_needed"
    assert len(await desk.submissions(webinar)) == 1


async def test_a_proof_that_nobody_asked_for_is_not_used_up(desk: Desk) -> None:
    webinar = await desk.webinar()
    proof = solve(desk.receiver.challenge(webinar.id, desk.now))
    await desk.send(webinar, ADA, scripted=True, proof=proof)
    fresh = desk.receiver.nonce(webinar.id, desk.now)
    await desk.send(webinar, BOB, nonce=fresh, scripted=True, proof=proof)
    assert len(await desk.submissions(webinar)) == 2


async def test_many_forms_of_one_network_pay(desk: Desk) -> None:
    webinar = await desk.webinar()
    page = await desk.page(webinar)
    for number in range(31):
        desk.now += 200
        raw = RawForm(
            email=f"p{number}@example.com", nonce=desk.receiver.nonce(webinar.id, desk.now - MINUTE)
        )
        await desk.receiver.receive(page, raw, "198.51.100.7", desk.now)
    stored = await desk.submissions(webinar)
    assert [each.confirm_address for each in stored] == [False] * 30 + [True]
    with pytest.raises(Refused) as refused:
        await desk.receiver.receive(page, replace(raw, scripted=True), "198.51.100.7", desk.now)
    assert refused.value.code == "proof_needed"


async def test_one_network_takes_no_other_networks_place(desk: Desk) -> None:
    webinar = await desk.webinar()
    page = await desk.page(webinar)

    async def send(number: int, network: str) -> None:
        raw = RawForm(
            email=f"p{number}@example.com", nonce=desk.receiver.nonce(webinar.id, desk.now - MINUTE)
        )
        await desk.receiver.receive(page, raw, network, desk.now)

    refused = 0
    for number in range(600):
        try:
            await send(number, "198.51.100.7")
        except TooManyRequests:
            refused += 1
    assert refused == 300
    desk.now += 2_000
    await send(1_000, "203.0.113.9")
    assert not (await desk.submissions(webinar))[-1].confirm_address


async def test_those_who_ask_for_a_page_at_once_share_a_reading(desk: Desk) -> None:
    webinar = await desk.webinar()
    slug = (await desk.page(webinar)).settings.slug
    strangers = CountedConnections(desk.pool)
    forms = RegistrationForms(desk.pool, strangers, NO_PAYMENTS)
    found = await asyncio.gather(*(forms.published(slug, desk.now) for _ in range(50)))
    assert {each.webinar.id for each in found if each} == {webinar.id}
    assert strangers.lent == 1
    await asyncio.gather(*(forms.published(f"made-up-{n}", desk.now) for n in range(1_500)))
    assert strangers.lent == 1_501
    assert await forms.published(slug, desk.now)
    assert strangers.lent == 1_501, "a page that is there keeps its place in the cache"


class CountedConnections(StrangersPool):
    """Counts the connections that were lent."""

    lent = 0

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Conn]:
        self.lent += 1
        async with super().acquire() as conn:
            yield conn


async def test_when_it_is_closed_or_cancelled_nothing_is_taken(desk: Desk) -> None:
    webinar = await desk.webinar(
        registration={"open_from_at": BEFORE + HOUR, "open_until_at": BEFORE + 2 * HOUR}
    )
    for now, taken in ((BEFORE, False), (BEFORE + HOUR, True), (BEFORE + 2 * HOUR, False)):
        desk.now = now
        if taken:
            await desk.send(webinar)
            continue
        with pytest.raises(Refused) as refused:
            await desk.send(webinar)
        assert refused.value.code == "registration_closed"


async def test_from_the_end_on_there_is_no_limit(desk: Desk) -> None:
    webinar = await desk.webinar(registrant_limit=1)
    await desk.register(webinar, BOB, EVE)
    desk.now = ENDS_AT + HOUR
    await desk.register(webinar, ADA, EVE)
    assert await desk.status(webinar) is Status.REGISTERED
    assert await desk.status(webinar, EVE) is Status.REGISTERED
    await desk.queue.work()
    mail = desk.relay.to(ADA)[0].message
    assert not [part for part in mail.walk() if part.get_content_type() == "text/calendar"]


async def test_an_old_address_of_a_page_stays_its_own(desk: Desk) -> None:
    first, second = await desk.webinar(), await desk.webinar()
    settings = (await desk.forms.get(first.id)).settings
    assert settings is not None
    await desk.forms.save(first.id, RegistrationSettings(slug="another-address"), desk.now)
    with pytest.raises(Refused) as refused:
        await desk.forms.save(second.id, RegistrationSettings(slug=settings.slug), desk.now)
    assert refused.value.code == "slug_taken"
    page = await desk.forms.published(settings.slug, desk.now)
    assert page is not None
    assert page.webinar.id == first.id
