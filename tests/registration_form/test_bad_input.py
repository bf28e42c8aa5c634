"""Bad input to forms, templates, relays and bounces: each kind has a test and a coded outcome, and costs nothing else.

Source: docs/registration.md and docs/mail.md
"""

from typing import Any, Final

import pytest

from latecomer.registration_form.rules.settings import FormQuestion, QuestionType
from tests.mail.test_bug_cases import missing
from tests.registration_form.desk import ADA, Desk
from tests.registration_form.test_public import SLUG, page_of, statuses
from tests.support.builders import DAY, ENDS_AT, STARTS_AT
from tests.support.site import Site

_WORKER: Final = "registration_form/test_worker.py"
_PUBLIC: Final = "registration_form/test_public.py"
_FORM: Final = "registration_form/rules/test_form.py"
_PROOF: Final = "registration_form/rules/test_proof_of_work.py"
_HERE: Final = "registration_form/test_bad_input.py"
_QUEUE: Final = "mail/test_queue.py"
_RELAY: Final = "mail/test_relay.py"
_RENDERER: Final = "mail/test_renderer.py"
_BOUNCES: Final = "vendors/test_bounces.py"

CASES: Final = {
    "a double click": (_WORKER, "test_the_same_form_twice_is_one"),
    "a nonce that is sent again": (_WORKER, "test_the_same_form_twice_is_one"),
    "the same form without a nonce": (
        _WORKER,
        "test_without_a_nonce_the_same_content_is_one_for_ten_minutes",
    ),
    "an expired nonce": (_PUBLIC, "test_a_form_that_was_open_for_a_day_comes_back"),
    "a nonce of another form": (_WORKER, "test_an_old_or_foreign_nonce_brings_the_form_back"),
    "an expired proof of work": (_PROOF, "test_it_is_good_for_ten_minutes"),
    "an expired proof of an address": (_WORKER, "test_a_proof_is_good_for_a_week"),
    "a replayed proof": (_WORKER, "test_a_proof_of_work_is_good_once"),
    "a spliced proof": (_PROOF, "test_a_salt_cannot_be_spliced"),
    "a honeypot that a password manager fills": (
        _WORKER,
        "test_a_robot_pays_and_a_person_is_not_turned_away",
    ),
    "a field of a megabyte": (_PUBLIC, "test_a_field_of_a_megabyte_is_not_read"),
    "500 answers": (_HERE, "test_500_answers_and_unknown_questions_cost_nobody_a_registration"),
    "an unknown question": (_HERE, "test_500_answers_and_unknown_questions_cost_nobody_a_registration"),
    "HTML on the page": (_PUBLIC, "test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost"),
    "HTML in a mail": (_HERE, "test_what_is_typed_is_text_in_the_mail"),
    "formulas in the file": (_PUBLIC, "test_submissions_are_downloaded_without_formulas"),
    "headers in names and subjects": (_HERE, "test_what_is_typed_is_text_in_the_mail"),
    "headers in every part of a mail": (
        "mail/rules/test_message.py",
        "test_nothing_that_is_typed_becomes_a_header",
    ),
    "no address, or 300 characters": (_HERE, "test_an_address_is_taken_or_refused_with_a_code"),
    "an internationalised domain": (_HERE, "test_a_mail_to_a_domain_of_another_script_arrives"),
    "a quoted local part": (_HERE, "test_an_address_is_taken_or_refused_with_a_code"),
    "SMTPUTF8 where the relay has none": (
        _RELAY,
        "test_an_address_in_another_script_needs_a_relay_that_takes_it",
    ),
    "a template that loops": (
        _RENDERER,
        "test_a_template_that_takes_too_much_is_ended_and_the_next_is_rendered",
    ),
    "a template without the link": (
        _QUEUE,
        "test_a_template_is_saved_only_if_it_can_be_rendered_and_has_the_link",
    ),
    "421 in the midst": (_RELAY, "test_what_the_relay_refuses_is_known_and_the_next_mail_goes"),
    "a relay that hangs": (_RELAY, "test_a_relay_that_hangs_is_left"),
    "a cut after DATA": (_RELAY, "test_a_connection_lost_after_the_text_leaves_the_mail_unknown"),
    "a cut before 354": (_RELAY, "test_a_connection_lost_before_354_costs_nothing"),
    "550 for one": (_QUEUE, "test_one_refused_recipient_costs_the_others_nothing"),
    "no STARTTLS": (_RELAY, "test_starttls_that_is_required_and_not_offered_stops_the_queue"),
    "a bounce of an unknown mail": (
        _BOUNCES,
        "test_a_soft_bounce_suppresses_nothing_and_a_mail_of_long_ago_is_unknown",
    ),
    "a forged bounce": (_BOUNCES, "test_a_signature_of_sns_is_verified_and_nothing_else_is"),
    "a forged bounce of Mailgun": (_BOUNCES, "test_mailguns_token_is_good_once_and_its_signature_ages"),
    "a forged bounce of Postmark, or by DSN": (_BOUNCES, "test_a_password_is_verified"),
    "an opt-out by a scanner's GET": (
        _PUBLIC,
        "test_who_ticks_nothing_opts_out_of_nothing_and_a_bare_post_is_one_click",
    ),
}
"""The test of each kind of bad input."""

LATER: dict[str, Any] = {"starts_at": STARTS_AT + 60 * DAY, "ends_at": ENDS_AT + 60 * DAY}


def test_every_case_has_a_test_that_exists() -> None:
    assert missing(CASES.values()) == []


async def test_500_answers_and_unknown_questions_cost_nobody_a_registration(site: Site) -> None:
    asked = {"id": "topic", "type": "text", "label": {"en": "Topic"}}
    webinar = await page_of(site, questions=[asked])
    answers = {f"q{number}": "x" for number in range(499)} | {"topic": "Worms"}
    body = {
        "email": ADA,
        "first_name": "Ada",
        "answers": answers,
        "consents": {"unknown": True},
        "shoe_size": 43,
    }
    response = await site.client.post(f"/r/{SLUG}", json=body)
    assert (response.status, await response.json()) == (202, {"sent": True})
    assert await statuses(site, webinar) == {ADA: "registered"}
    (submission,) = (await site.call("GET", f"/webinars/{webinar['id']}/submissions"))["items"]
    assert [(each["id"], each["value"]) for each in submission["answers"]] == [("topic", "Worms")]
    assert submission["consents"] == []


@pytest.mark.parametrize(
    ("email", "code"),
    [
        ("", "missing_email"),
        ("a@b", "invalid_email"),
        ("x" * 292 + "@b.com", "field_too_long"),
        ('"ada lovelace"@example.com', "invalid_email"),
        ("ada@example.com\r\nBcc: eve@example.com", "invalid_email"),
        ("ada@exa mple.com", "invalid_email"),
        ("ada@exämple.com", None),
        ("jürgen@example.com", None),
        ("o'hara+worms@example.co.uk", None),
    ],
)
async def test_an_address_is_taken_or_refused_with_a_code(site: Site, email: str, code: str | None) -> None:
    webinar = await page_of(site)
    response = await site.client.post(f"/r/{SLUG}", json={"email": email, "first_name": "Ada"})
    if code is None:
        assert response.status == 202
    else:
        problem = await site.decoded(response, 422)
        assert [(each["field"], each["code"]) for each in problem["errors"]] == [("email", code)]
    assert len(await statuses(site, webinar)) == (code is None)


async def test_what_is_typed_is_text_in_the_mail(desk: Desk) -> None:
    """R25: to who never clicked no advertisement goes in a name; later it is text, and no header or markup."""
    webinar = await desk.webinar(name="<b>Worms</b> Bcc: eve@example.com", **LATER)
    name = "Win at spam.example: http://spam.example"
    await desk.register(webinar, contact={"first_name": name})
    await desk.queue.work()
    (mail,) = desk.relay.to(ADA)
    assert mail.recipients == (ADA,)
    assert mail.message["Bcc"] is None
    assert "Worms" in str(mail.message["Subject"])
    assert "\n" not in str(mail.message["Subject"])
    assert "spam" not in str(mail.message)
    (html,) = [part for part in mail.message.walk() if part.get_content_type() == "text/html"]
    content = html.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert b"<b>Worms" not in content
    assert b"&lt;b&gt;Worms" in content


async def test_a_mail_to_a_domain_of_another_script_arrives(desk: Desk) -> None:
    """The relay need not know other scripts for a domain: it gets the A-label."""
    question = FormQuestion(id="topic", type=QuestionType.TEXT, label={"en": "Topic"})
    webinar = await desk.webinar(registration={"questions": (question,)}, **LATER)
    await desk.register(webinar, "ada@exämple.com", answers={"topic": ["Würmer"]})
    await desk.queue.work()
    (mail,) = desk.relay.taken
    assert mail.recipients == ("ada@xn--exmple-cua.com",)
