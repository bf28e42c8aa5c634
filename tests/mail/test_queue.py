"""The queue on a real PostgreSQL and a real relay: each mail once, whatever fails; and what goes to whole webinars."""

import asyncio
from typing import Any

import pytest
from icalendar import Calendar

from latecomer.core.email_address import email_key
from latecomer.core.errors import Refused
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.hooks import Question
from latecomer.mail import moved_webinars, triggers
from latecomer.mail.mails import Mails
from latecomer.mail.opt_outs import OptOuts, masked
from latecomer.mail.queries import mails
from latecomer.mail.queries import queue as queue_rows
from latecomer.mail.queries import settings as settings_rows
from latecomer.mail.queries.settings import KindSettings
from latecomer.mail.queries.suppressions import SuppressionId
from latecomer.mail.rules.default_templates import Template
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.worker import MailQueue
from latecomer.webinars.retraction import Retractions
from latecomer.webinars.service import NewWebinar, RecordingChange, WebinarChanges
from tests.mail.relay import Taken
from tests.registration_form.desk import ADA, Desk
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT

BOB = "bob@example.com"
LATER: dict[str, Any] = {"starts_at": STARTS_AT + 60 * DAY, "ends_at": ENDS_AT + 60 * DAY}
"""A webinar whose reminders are far away."""


async def work(desk: Desk, *queues: MailQueue) -> None:
    """Plan and send all that is due."""
    await desk.queue._plan()
    await asyncio.gather(*(queue.work() for queue in queues or (desk.queue,)))


async def registered(desk: Desk, *emails: str) -> Webinar:
    webinar = await desk.webinar()
    await desk.register(webinar, *(emails or (ADA,)))
    await work(desk)
    return webinar


async def test_many_workers_send_each_mail_once(desk: Desk) -> None:
    webinar = await desk.webinar()
    for number in range(60):
        await desk.send(webinar, f"p{number}@example.com")
    await desk.applying.work(desk.now)
    queues = [desk.new_queue() for _ in range(4)]
    await work(desk, *queues)
    assert len(desk.relay.taken) == len(set(desk.relay.seen)) == 60
    for queue in queues:
        await queue.stop()


async def test_a_temporary_refusal_is_tried_again_with_the_same_message_id(desk: Desk) -> None:
    webinar = await desk.webinar(**LATER)
    desk.relay.replies["end", ADA] = "451 4.3.0 try later"
    await desk.register(webinar)
    await work(desk)
    (mail,) = await desk.mails()
    assert (mail.state, mail.reason, mail.attempts) == ("waiting", "451 4.3.0 try later", 1)
    desk.relay.replies.clear()
    desk.now += 2 * MINUTE
    await work(desk)
    assert await desk.states() == [("confirmation", "sent")]
    assert len(desk.relay.seen) == 2
    assert len(set(desk.relay.seen)) == 1


async def test_after_a_day_of_refusals_it_is_given_up(desk: Desk) -> None:
    webinar = await desk.webinar(**LATER)
    desk.relay.replies["rcpt", ADA] = "450 4.2.1 greylisted"
    await desk.register(webinar)
    for _ in range(40):
        await work(desk)
        desk.now += HOUR
    assert await desk.states() == [("confirmation", "failed")]


async def test_what_may_have_arrived_is_never_sent_again_by_itself(desk: Desk) -> None:
    """M1."""
    webinar = await desk.webinar(**LATER)
    desk.relay.take_then_cut = 1
    await desk.register(webinar)
    await work(desk)
    desk.now += DAY
    await work(desk)
    assert await desk.states() == [("confirmation", "unknown")]
    assert len(desk.relay.taken) == 1


async def test_a_worker_that_dies_while_sending_leaves_an_unknown_mail(desk: Desk) -> None:
    webinar = await desk.webinar(**LATER)
    await desk.register(webinar)
    desk.relay.hang_at_end = True
    dying = asyncio.create_task(desk.new_queue(end_s=60).work())
    await asyncio.wait_for(desk.relay.text_came.wait(), 10)
    dying.cancel()
    await asyncio.wait({dying})
    desk.relay.hang_at_end = False
    await work(desk)
    assert await desk.states() == [("confirmation", "sending")]  # its lease is still running
    desk.now += 11 * MINUTE
    await work(desk)
    assert await desk.states() == [("confirmation", "unknown")]
    assert len(desk.relay.seen) == 1


async def test_a_worker_that_dies_before_354_loses_nothing(desk: Desk) -> None:
    webinar = await desk.webinar()
    await desk.register(webinar)
    await desk.new_queue()._claim()
    await work(desk)
    assert desk.relay.taken == []  # leased
    desk.now += 11 * MINUTE
    await work(desk)
    assert len(desk.relay.taken) == 1


async def test_an_address_that_does_not_exist_is_suppressed_until_that_is_lifted(desk: Desk) -> None:
    webinar = await desk.webinar(**LATER)
    desk.relay.replies["rcpt", ADA] = "550 5.1.1 no such user"
    await desk.register(webinar)
    await work(desk)
    desk.relay.replies.clear()
    desk.now += DAY
    await desk.register(webinar)
    await work(desk)
    assert await desk.states() == [("confirmation", "refused"), ("confirmation", "suppressed")]
    editing = Mails(desk.pool, desk.who, None, lambda: desk.now)
    (suppression,) = await editing.suppressions(None, 10)
    assert (suppression.email, suppression.reason) == (ADA, "refused")
    await editing.lift(suppression.id)
    with pytest.raises(Refused):
        await editing.lift(SuppressionId(suppression.id))
    desk.now += DAY
    await desk.register(webinar)
    await work(desk)
    assert len(desk.relay.to(ADA)) == 1


async def test_a_relay_that_takes_nothing_stops_the_queue_and_changes_no_mail(desk: Desk) -> None:
    webinar = await desk.webinar()
    desk.relay.replies["mail", "*"] = "553 5.7.1 sender not yours"
    await desk.register(webinar, ADA, BOB)
    await work(desk)
    assert await desk.states() == [("confirmation", "waiting")] * 2
    async with desk.pool.acquire() as conn:
        state = await queue_rows.state(conn)
    assert state.reason == "553 5.7.1 sender not yours"
    assert state.stopped_until == desk.now + 5 * MINUTE
    desk.relay.replies.clear()
    await work(desk)
    assert desk.relay.taken == []
    desk.now += 5 * MINUTE
    await work(desk)
    assert len(desk.relay.taken) == 2


async def test_twenty_refused_in_a_row_stop_the_queue(desk: Desk) -> None:
    webinar = await desk.webinar()
    desk.relay.replies["rcpt", "*"] = "550 5.7.1 policy"
    await desk.register(webinar, *(f"p{n}@example.com" for n in range(40)))
    await work(desk)
    states = [state for _, state in await desk.states()]
    assert 20 <= states.count("refused") <= 27  # those on their way in the seven other lanes
    assert states.count("waiting") == 40 - states.count("refused")


async def test_one_refused_recipient_costs_the_others_nothing(desk: Desk) -> None:
    """T5."""
    webinar = await desk.webinar(**LATER)
    desk.relay.replies["rcpt", BOB] = "550 5.7.1 policy"
    await desk.register(webinar, ADA, BOB, "eve@example.com")
    await work(desk)
    assert sorted(each.recipients[0] for each in desk.relay.taken) == [ADA, "eve@example.com"]
    desk.now += DAY
    await work(desk)
    assert len(desk.relay.taken) == 2


async def test_without_a_relay_mails_are_kept_and_a_later_relay_sends_none_of_them(desk: Desk) -> None:
    webinar = await desk.webinar(**LATER)
    await desk.register(webinar)
    await work(desk, desk.new_queue(relay=False))
    assert await desk.states() == [("confirmation", "kept")]
    editing = Mails(desk.pool, desk.who, None, lambda: desk.now)
    (mail,) = await desk.mails()
    _, content = await editing.mail(mail.id)
    assert content.text is not None
    assert "https://webinars.example/j/" in content.text
    await work(desk)
    assert desk.relay.taken == []
    await editing.send_again(mail.id, desk.now)
    await work(desk)
    assert await desk.states() == [("confirmation", "kept"), ("confirmation", "sent")]


async def test_reminders_go_once_to_whoever_has_a_seat(desk: Desk) -> None:
    webinar = await registered(desk, ADA, BOB)
    await desk.registration.set_status(
        (await desk.member(webinar, BOB)).id, Status.NOT_IN_PROGRAM, None, desk.now
    )
    for before in (24 * HOUR, HOUR, 10 * MINUTE):
        desk.now = STARTS_AT - before
        await asyncio.gather(*(desk.new_queue()._plan() for _ in range(3)))
        await work(desk)
    subjects = [mail.message["Subject"] for mail in desk.relay.to(ADA)]
    assert subjects[1:] == [
        "Composting begins in 1 day",
        "Composting begins in 1 hour",
        "Composting begins in 10 minutes",
    ]
    assert len(desk.relay.to(BOB)) == 1


async def test_a_server_that_was_off_sends_no_old_reminders(desk: Desk) -> None:
    """M5."""
    await registered(desk)
    desk.now = STARTS_AT - 2 * HOUR
    await work(desk)
    desk.now = STARTS_AT - 30 * MINUTE
    await work(desk)
    assert await desk.kinds() == [MailKind.CONFIRMATION]


async def test_who_registers_late_is_not_reminded_of_the_day_before(desk: Desk) -> None:
    """M8."""
    webinar = await desk.webinar()
    desk.now = STARTS_AT - HOUR - MINUTE
    await desk.register(webinar)
    await work(desk)
    desk.now += MINUTE
    await work(desk)
    assert await desk.states() == [("confirmation", "sent"), ("reminder", "skipped")]
    assert (await desk.mails())[1].reason == "just_confirmed"


async def test_a_moved_webinar_has_other_reminders_and_is_told_once(desk: Desk) -> None:
    """M7."""
    webinar = await registered(desk)
    for hours in (1, 2, 3):
        await desk.webinars.patch(
            webinar.id,
            WebinarChanges(starts_at=STARTS_AT + hours * HOUR, ends_at=ENDS_AT + hours * HOUR),
            desk.now,
        )
        desk.now += MINUTE
        await work(desk)
    desk.now += MINUTE
    await work(desk)
    await work(desk)
    told = desk.relay.to(ADA)
    assert [mail.message["Subject"] for mail in told[1:]] == ["New time: Composting"]
    (part,) = [part for part in told[1].message.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "REQUEST"
    desk.now = STARTS_AT - HOUR
    await work(desk)
    desk.now = STARTS_AT + 2 * HOUR
    await work(desk)
    assert [mail.message["Subject"] for mail in desk.relay.to(ADA)[2:]] == ["Composting begins in 1 hour"]


async def test_an_old_time_that_is_back_is_not_told(desk: Desk) -> None:
    webinar = await registered(desk)
    for hours in (1, 0):
        await desk.webinars.patch(
            webinar.id,
            WebinarChanges(starts_at=STARTS_AT + hours * HOUR, ends_at=ENDS_AT + hours * HOUR),
            desk.now,
        )
    desk.now += 5 * MINUTE
    await work(desk)
    assert await desk.kinds() == [MailKind.CONFIRMATION]


async def test_who_missed_it_is_told_once_there_is_a_recording(desk: Desk) -> None:
    webinar = await registered(desk)
    desk.now = ENDS_AT + 2 * MINUTE
    await desk.finisher.finish_due(desk.now)
    desk.now += HOUR
    await work(desk)
    assert MailKind.MISSED not in await desk.kinds()
    recording = RecordingChange(url="https://media.example/r.mp4", duration_s=1800)
    await desk.webinars.patch(webinar.id, WebinarChanges(recording=recording), desk.now)
    await work(desk)
    await desk.finisher.finish(webinar.id, desk.now + MINUTE)
    desk.now += HOUR
    await work(desk)
    missed = [mail for mail in desk.relay.to(ADA) if "missed it" in mail.message["Subject"]]
    assert len(missed) == 1
    assert missed[0].message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


async def test_after_a_finish_was_retracted_who_misses_it_is_told_anew(desk: Desk) -> None:
    recording = RecordingChange(url="https://media.example/r.mp4", duration_s=1800)
    webinar = await desk.webinar(recording=recording)
    await desk.register(webinar, ADA)
    retractions = Retractions(
        desk.pool,
        desk.settlement,
        desk.waitlist,
        desk._drain,
        desk._changed,
        Question(default={}),
        moved_webinars.note_reopened,
        desk._aired,
    )

    async def finish_and_wait() -> int:
        await desk.finisher.finish(webinar.id, desk.now)
        desk.now += HOUR
        await work(desk)
        found: int = await desk.pool.fetchval(
            "SELECT max(id) FROM finishes WHERE webinar_id = $1", webinar.id
        )
        return found

    desk.now = ENDS_AT + MINUTE
    mistake = await finish_and_wait()
    await retractions.retract_finish(mistake, None, "Ada", desk.now)
    await work(desk)
    await finish_and_wait()
    desk.now += DAY  # one such mail a day
    await work(desk)
    missed = [mail for mail in desk.relay.to(ADA) if "missed it" in mail.message["Subject"]]
    assert len(missed) == 2


async def test_at_night_nobody_is_advertised_to_and_opting_out_ends_it(desk: Desk) -> None:
    webinar = await desk.webinar(
        starts_at=STARTS_AT + 4 * HOUR,
        ends_at=ENDS_AT + 4 * HOUR,
        recording=RecordingChange(url="https://media.example/r.mp4", duration_s=1800),
    )
    await desk.register(webinar, ADA, BOB)
    await work(desk)
    desk.now = ENDS_AT + 4 * HOUR + 2 * MINUTE
    await desk.finisher.finish_due(desk.now)
    desk.now += HOUR
    await work(desk)
    assert ("missed", "waiting") in await desk.states()
    desk.now = STARTS_AT + 16 * HOUR  # 8:00 UTC
    await work(desk)
    (mail,) = [mail for mail in desk.relay.to(ADA) if "missed it" in mail.message["Subject"]]
    url = mail.message["List-Unsubscribe"].strip("<>")
    token = url.rpartition("/")[2]
    assert url in mail.text
    opt_outs = OptOuts(desk.pool)
    found = await opt_outs.find(token)
    assert found is not None
    assert found.masked == "a…@e….com"
    assert await opt_outs.opt_out(token, None, desk.now)
    assert await opt_outs.opt_out(token, None, desk.now)
    assert not await opt_outs.opt_out("made up", None, desk.now)
    desk.now = ENDS_AT + 4 * HOUR + 27 * DAY
    await work(desk)
    desk.now = STARTS_AT + 28 * DAY + 16 * HOUR
    await work(desk)
    last = {mail.email: mail for mail in await desk.mails() if mail.kind is MailKind.LAST_DAYS}
    assert (last[ADA].state, last[ADA].reason) == ("skipped", "opted_out")
    assert last[BOB].state in ("sent", "skipped")
    assert masked("ada@localhost") == "…"


async def test_nobody_is_mailed_for_what_was_before(desk: Desk) -> None:
    """T2: switching mails on writes to nobody about the past."""
    webinar = await desk.webinars.create(
        NewWebinar(name="Composting", starts_at=STARTS_AT, ends_at=ENDS_AT), desk.now
    )
    await desk.add(webinar, ADA)
    async with desk.pool.acquire() as conn:
        await settings_rows.switch_on_first(conn, webinar.id, STARTS_AT - 2 * HOUR)
    desk.now = STARTS_AT - 2 * HOUR
    await work(desk)
    assert await desk.mails() == []
    desk.now = STARTS_AT - HOUR
    await work(desk)
    assert await desk.kinds() == [MailKind.REMINDER]  # all members are reminded, also those added by hand


async def test_members_added_by_hand_are_told_when_it_is_asked_for(desk: Desk) -> None:
    webinar = await desk.webinar()
    await desk.add(webinar, ADA, BOB)
    assert await desk.mails() == []
    async with desk.pool.acquire() as conn, conn.transaction():
        assert await triggers.tell(conn, webinar.id, [(await desk.member(webinar)).id], desk.now) == 1
    await work(desk)
    assert len(desk.relay.to(ADA)) == 1
    assert desk.relay.to(BOB) == []


async def test_ten_thousand_reminders_are_made_in_seconds(desk: Desk) -> None:
    webinar = await desk.webinar()
    for start in range(0, 10_000, 1_000):
        await desk.add(webinar, *(f"p{n}@example.com" for n in range(start, start + 1_000)))
    desk.now = STARTS_AT - HOUR
    loop = asyncio.get_running_loop()
    began = loop.time()
    await desk.queue._plan()
    assert loop.time() - began < 5
    assert await desk.pool.fetchval("SELECT count(*) FROM mails WHERE kind = 'reminder'") == 10_000


async def test_a_template_is_saved_only_if_it_can_be_rendered_and_has_the_link(desk: Desk) -> None:
    webinar = await registered(desk)
    editing = Mails(desk.pool, desk.who, None, lambda: desk.now)
    for template, code in (
        (Template("s", "no link", "no link"), "template_without_link"),
        (Template("s", "{{ link }}", "{{ nothing }}"), "invalid_template"),
        (Template("s", "{% for a in range(9) %}", "{{ link }}"), "invalid_template"),
        (Template("{{ 'x' * 999999 }}", "{{ link }}", "{{ link }}"), "template_too_slow"),
    ):
        with pytest.raises(Refused) as refused:
            await editing.save_kind(webinar.id, MailKind.REMINDER, KindSettings(), {"fr": template}, desk.now)
        assert refused.value.code == code
    for kind, field in ((MailKind.CONFIRM_ADDRESS, "confirm_link"), (MailKind.PAYMENT, "pay_link")):
        for text, html in (("x", "x"), (f"{{{{ {field} }}}}", "x"), ("x", f"{{{{ {field} }}}}")):
            lacking = {"en": Template("s", text, html)}
            with pytest.raises(Refused) as refused:
                await editing.save_kind(webinar.id, kind, KindSettings(), lacking, desk.now)
            assert refused.value.code == "template_without_link"
            assert field in refused.value.message
    own = Template("Bientôt : {{ event }}", "{{ link }}", "<a href='{{ link }}'>ici</a>")
    await editing.save_kind(
        webinar.id, MailKind.REMINDER, KindSettings(before_s=(7200,)), {"en": own}, desk.now
    )
    shown = await editing.preview(webinar.id, MailKind.REMINDER, "en", None, None, desk.now)
    assert shown.rendered.subject == "Bientôt : Composting"
    desk.now = STARTS_AT - 2 * HOUR
    await work(desk)
    assert desk.relay.to(ADA)[1].message["Subject"] == "Bientôt : Composting"
    await editing.stop()


async def test_own_words_go_instead_of_the_default_ones(desk: Desk) -> None:
    """M9: one mail, not one of each."""
    webinar = await desk.webinar(**LATER)
    own = Template("Come!", "Mine: {{ link }}", "<p>Mine: {{ link }}</p>")
    async with desk.pool.acquire() as conn:
        await settings_rows.save_template(conn, webinar.id, MailKind.CONFIRMATION, "en", own)
    await desk.register(webinar, ADA, BOB)
    await work(desk)
    for address in (ADA, BOB):
        (mail,) = desk.relay.to(address)
        assert (mail.message["Subject"], mail.text.startswith("Mine: https://")) == ("Come!", True)


async def test_erasing_takes_what_waits(desk: Desk) -> None:
    webinar = await desk.webinar()
    await desk.register(webinar)
    member = await desk.member(webinar)
    async with desk.pool.acquire() as conn:
        await mails.forget(conn, [member.id], email_key(ADA))
    await work(desk)
    assert desk.relay.taken == []
    (mail,) = await desk.mails()
    assert (mail.state, mail.reason, mail.email) == ("skipped", "erased", None)


async def test_a_cancelled_webinar_is_told_and_a_reinstated_one_too(desk: Desk) -> None:
    webinar = await desk.webinar(registrant_limit=1)
    await desk.register(webinar, ADA, BOB)
    await work(desk)
    await desk.canceller.cancel(webinar.id, "The room is flooded.", desk.now)
    await desk.canceller.cancel(webinar.id, "Again.", desk.now)
    await work(desk)
    first, cancelled = desk.relay.to(ADA)
    assert cancelled.message["Subject"] == "Cancelled: Composting"
    assert "The room is flooded." in cancelled.text
    assert "I did not register" in cancelled.text, "Ada has not clicked on anything"
    waiting = desk.relay.to(BOB)
    assert [str(mail.message["Subject"]).partition(":")[0] for mail in waiting] == [
        "You are on the waiting list",
        "Cancelled",
    ]
    assert all("text/calendar" not in str(mail.message) for mail in waiting), "there is no entry to take out"
    with pytest.raises(Refused) as refused:
        await desk.send(webinar, "eve@example.com")
    assert refused.value.code == "event_cancelled"
    assert await desk.finisher.finish_due(ENDS_AT + HOUR) == []
    await desk.canceller.reinstate(webinar.id, desk.now + MINUTE)
    desk.now += MINUTE
    await work(desk)
    back = desk.relay.to(ADA)[2]
    assert back.message["Subject"] == "It takes place: Composting"
    sequences = [event_of(mail)["SEQUENCE"] for mail in (first, cancelled, back)]
    assert sequences == sorted(set(sequences))
    assert [event_of(mail)["STATUS"] for mail in (first, cancelled, back)] == [
        "CONFIRMED",
        "CANCELLED",
        "CONFIRMED",
    ]
    assert len({str(event_of(mail)["UID"]) for mail in (first, cancelled, back)}) == 1
    with pytest.raises(Refused) as refused:
        await desk.canceller.cancel(webinar.id, None, ENDS_AT)
    assert refused.value.code == "event_over"


def event_of(mail: Taken) -> Any:
    """The event in a mail's invitation."""
    (part,) = [part for part in mail.message.walk() if part.get_content_type() == "text/calendar"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


async def test_a_provider_that_is_silent_for_a_quarter_of_an_hour_is_told_of_once(desk: Desk) -> None:
    webinar = await desk.webinar(**LATER)
    await desk.register(webinar, ADA, BOB)
    await work(desk)
    ada = await desk.member(webinar)
    await desk.pool.execute(
        """INSERT INTO enrolments (member_id, webinar_id, asked_at, source, due_at) VALUES ($1, $2, $3, 'form', $3)""",
        ada.id,
        webinar.id,
        desk.now + 1,
    )
    desk.now += 14 * MINUTE
    await work(desk)
    assert len(desk.relay.taken) == 2
    desk.now += 2 * MINUTE
    for _ in range(2):
        await work(desk)
    assert [mail.message["Subject"] for mail in desk.relay.taken[2:]] == [
        "We have your registration: Composting"
    ]
    assert len(desk.relay.to(ADA)) == 2


async def test_a_person_without_a_form_is_written_to_in_their_language_else_the_webinars(desk: Desk) -> None:
    webinar = await desk.webinar()
    await desk.pool.execute("UPDATE webinars SET language = 'nl' WHERE id = $1", webinar.id)
    await desk.add(webinar, ADA, BOB)
    await desk.pool.execute("UPDATE persons SET language = 'fr' WHERE email = $1", ADA)
    desk.now = STARTS_AT - HOUR
    await work(desk)
    assert {mail.message["Content-Language"] for mail in desk.relay.to(ADA)} == {"fr"}
    assert {mail.message["Content-Language"] for mail in desk.relay.to(BOB)} == {"nl"}
