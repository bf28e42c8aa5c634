"""Bugs that other products had with registration (R) and mail (M), each held by a test of ours.

Source: docs/registration.md and docs/mail.md, whose rules they are reasons for
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parents[1]
_WORKER: Final = "registration_form/test_worker.py"
_PUBLIC: Final = "registration_form/test_public.py"
_MEMBERS: Final = "webinars/members/test_registration.py"
_JOURNEY: Final = "journeys/test_registration.py"
_QUEUE: Final = "mail/test_queue.py"
_RELAY: Final = "mail/test_relay.py"
_CALENDAR: Final = "webinars/rules/test_calendar.py"

CASES: Final = {
    "R1: a limit checked when the page loads": (_WORKER, "test_more_forms_than_seats"),
    "R2: capacity counts registrations, not people": (_MEMBERS, "test_only_one_of_many_gets_the_last_seat"),
    "R3: ten tabs get more than five seats": (_WORKER, "test_more_forms_than_seats"),
    "R4: two are promoted to one seat": (_MEMBERS, "test_one_freed_seat_is_given_once"),
    "R5: one freed seat floods the waiting list": (_WORKER, "test_a_freed_seat_promotes_one_and_tells_them"),
    "R6: a cancelled seat is not given back": (_WORKER, "test_a_freed_seat_promotes_one_and_tells_them"),
    "R7: promoted after closing": (_WORKER, "test_nobody_is_promoted_once_registration_has_closed"),
    "R8: the first in line is skipped": (
        _JOURNEY,
        "test_a_freed_seat_of_a_full_webinar_goes_to_who_waits_longest",
    ),
    "R9: no way onto the waiting list": (
        _JOURNEY,
        "test_a_freed_seat_of_a_full_webinar_goes_to_who_waits_longest",
    ),
    "R10: parallel use exceeds the limit": (
        "webinars/members/test_everything_at_once.py",
        "test_before_the_end_no_seat_is_given_twice",
    ),
    "R11: a limit below the registered": (_WORKER, "test_a_lowered_limit_removes_nobody"),
    "R12: a double click makes two": (_WORKER, "test_the_same_form_twice_is_one"),
    "R13: a plug-in posts a second time": (
        _WORKER,
        "test_without_a_nonce_the_same_content_is_one_for_ten_minutes",
    ),
    "R14: the error shows in another form of the page": (_JOURNEY, "test_two_forms_on_one_page"),
    "R15: odd utm values block the form": (
        "registration_form/rules/test_form.py",
        "test_odd_sources_are_no_reason_to_refuse",
    ),
    "R16: autofill fills the honeypot": (_WORKER, "test_a_robot_pays_and_a_person_is_not_turned_away"),
    "R17: the honeypot refuses in silence": (_WORKER, "test_a_robot_pays_and_a_person_is_not_turned_away"),
    "R18: a spliced or replayed proof of work": (_WORKER, "test_a_proof_of_work_is_good_once"),
    "R18: spliced": ("registration_form/rules/test_proof_of_work.py", "test_a_salt_cannot_be_spliced"),
    "R19: the challenge expires while a person writes": (
        "registration_form/rules/test_proof_of_work.py",
        "test_it_is_good_for_ten_minutes",
    ),
    "R20: the form tells whose address is known": (
        "registration_form/test_timing.py",
        "test_known_and_unknown_addresses_cannot_be_told_apart",
    ),
    "R21: confirmed once, never asked again": (
        _WORKER,
        "test_an_address_that_has_to_be_proved_is_nobody_until_then",
    ),
    "R22: unconfirmed robots are counted": (
        _WORKER,
        "test_an_address_that_has_to_be_proved_is_nobody_until_then",
    ),
    "R23: embeds need third-party cookies": (_JOURNEY, "test_forms_on_other_peoples_pages"),
    "R24: the author's offset instead of the zone's": (
        "mail/rules/test_merge_fields.py",
        "test_times_are_written_in_the_language_with_their_zone",
    ),
    "R24: a day with a clock change": (
        "mail/rules/test_merge_fields.py",
        "test_a_time_is_in_the_offset_of_its_own_day",
    ),
    "R25: advertising in the name field of somebody's form": (
        "mail/rules/test_names.py",
        "test_advertisements_are_not",
    ),
    "R25: in the mail": ("registration_form/test_bad_input.py", "test_what_is_typed_is_text_in_the_mail"),
    "M1: sent again after the relay took it": (
        _RELAY,
        "test_a_connection_lost_after_the_text_leaves_the_mail_unknown",
    ),
    "M2: an error after the answer repeats a mail": (
        "mail/rules/test_states.py",
        "test_what_may_have_reached_a_person_is_final",
    ),
    "M3: fetched and never sent": (_QUEUE, "test_a_worker_that_dies_before_354_loses_nothing"),
    "M4: a relay that closes makes copies": (
        _RELAY,
        "test_a_relay_that_closes_in_between_loses_nothing_and_repeats_nothing",
    ),
    "M5: the morning mail at one": (_QUEUE, "test_a_server_that_was_off_sends_no_old_reminders"),
    "M6: a reminder of what was cancelled": (
        "mail/rules/test_still_true.py",
        "test_a_reminder_of_what_no_longer_holds_is_skipped",
    ),
    "M7: a reminder of the old time": (
        _QUEUE,
        "test_a_moved_webinar_has_other_reminders_and_is_told_once",
    ),
    "M8: all reminders at once": (_QUEUE, "test_who_registers_late_is_not_reminded_of_the_day_before"),
    "M9: the default notice and one's own": (_QUEUE, "test_own_words_go_instead_of_the_default_ones"),
    "M10: the wrong zone": ("mail/rules/test_merge_fields.py", "test_the_persons_zone_stands_beside_it"),
    "M11: a file without a zone": (_CALENDAR, "test_times_are_instants_in_utc"),
    "M12: a calendar file without a banner": (
        _CALENDAR,
        "test_a_scheduling_message_has_what_rfc_5546_asks_for",
    ),
    "M13: an invitation without buttons": (
        "mail/rules/test_message.py",
        "test_an_invitation_is_a_part_and_a_file",
    ),
    "M13: the method in the calendar part": (
        _CALENDAR,
        "test_a_scheduling_message_has_what_rfc_5546_asks_for",
    ),
    "M14: staff named in everybody's files": (_CALENDAR, "test_a_file_to_download_names_nobody"),
    "M15: a new UID makes duplicates": (
        _CALENDAR,
        "test_a_moved_event_is_the_same_event_with_a_higher_sequence",
    ),
    "M16: a scanner's GET opts out": (_PUBLIC, "test_links_in_mails_do_nothing_when_they_are_only_fetched"),
    "M17: a one-click header that leads nowhere": (
        "mail/rules/test_message.py",
        "test_a_marketing_mail_can_be_stopped_with_one_click",
    ),
    "M18: mailto and https beside each other": (
        "mail/rules/test_message.py",
        "test_a_marketing_mail_can_be_stopped_with_one_click",
    ),
    "M19: a signature that never verifies": (
        "vendors/test_bounces.py",
        "test_a_signature_of_sns_is_verified_and_nothing_else_is",
    ),
    "M20: a button without an address": (
        "mail/test_defaults.py",
        "test_a_field_without_a_value_leaves_no_hole",
    ),
    "M21: the same mail twice for two reasons": (
        "campaigns/test_cases.py",
        "test_somebody_in_two_segments_gets_one_mail",
    ),
    "M21: by several workers": (_QUEUE, "test_many_workers_send_each_mail_once"),
}
"""The tests that fail if we had the bug, by its number and the bug; a bug of several kinds stands several times."""


def test_every_case_has_a_test_that_exists() -> None:
    numbers = [f"R{number}" for number in range(1, 26)] + [f"M{number}" for number in range(1, 22)]
    assert list(dict.fromkeys(case.partition(":")[0] for case in CASES)) == numbers
    assert missing(CASES.values()) == []


def missing(tests: Iterable[tuple[str, str]]) -> list[str]:
    """Return the tests, by file and name, that do not exist."""
    return [f"{file}::{name}" for file, name in tests if name not in _tests_of(file)]


def _tests_of(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef)}
