"""Codes that a page shows have a text in the catalogues, whose own check holds all languages to the same texts."""

import re
from pathlib import Path
from typing import Final

from latecomer import campaigns
from latecomer.capabilities import CAPABILITIES
from latecomer.core.facts import Source
from latecomer.events.types import EventType
from latecomer.http.error_codes import CODES
from latecomer.i18n.languages import DEFAULT, LOCALES
from latecomer.mail.rules.still_true import Skip
from latecomer.media.rules.failures import Failure
from latecomer.vendors.registry import DEFINITIONS

FOR_PROGRAMS: Final = frozenset(
    {
        # HTTP itself, before any page has a part in it.
        *("bad_request", "head_too_large", "head_too_slow", "malformed_encoding", "method_not_allowed"),
        *("unsupported_encoding", "unsupported_media_type"),
        # Deliveries of vendors.
        *("inbox_busy", "inbox_full", "malformed_signature", "missing_signature", "stale_signature"),
        "wrong_signature",
        # The viewer script.
        *("bad_beacon", "clock_moved", "too_many_playbacks"),
        # Forms on other people's pages; the registration page has its own texts (form-fault-…).
        *("blocked_domain", "consent_needed", "nonce_expired", "proof_needed"),
        # The protocol of resumable uploads.
        *("invalid_length", "invalid_metadata", "invalid_offset", "tus_version"),
    }
)
"""Codes that no page shows: programs read them."""


def texts(start: str) -> frozenset[str]:
    """Return the ids of the English catalogue that begin so, without that beginning."""
    catalogues = "\n".join(Path(str(file)).read_text("utf-8") for file in (LOCALES / DEFAULT).iterdir())
    return frozenset(re.findall(rf"^{start}([\w-]+) =", catalogues, re.MULTILINE))


def test_every_code_that_a_page_may_show_has_a_text() -> None:
    assert set(CODES) - texts("errors-") - FOR_PROGRAMS == set()


def test_no_code_is_both_for_programs_and_for_people() -> None:
    assert FOR_PROGRAMS & texts("errors-") == frozenset()
    assert FOR_PROGRAMS.issubset(CODES)


def test_every_fault_of_a_file_has_a_text() -> None:
    assert set(map(str, Failure)) == texts("library-failure-")


def test_every_reason_for_not_sending_a_mail_has_a_text() -> None:
    assert {str(each) for each in Skip} - texts("mails-reason-") == set()


def test_every_reason_for_skipping_a_run_or_a_step_has_a_text() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in Path(campaigns.__file__).parent.glob("*.py"))
    skipped = re.findall(r'(?:skipped\(|SKIPPED, |SKIPPED, [\w.]+, now, )"(\w+)"', sources)
    assert len(skipped) > 10
    assert set(skipped) - texts("campaigns-reason-") == set()


def test_every_event_that_a_connection_can_receive_has_a_text() -> None:
    assert {each.replace(".", "_") for each in EventType} - texts("connections-type-") == set()


def test_every_setting_of_a_connection_has_a_name_and_says_what_it_is_for() -> None:
    settings = {name for definition in DEFINITIONS.values() for name in definition.settings.__struct_fields__}
    assert settings - texts("connections-field-") == set()
    assert settings - {"client_id"} - texts("connections-hint-") == set()


def test_every_action_of_the_audit_log_has_a_text() -> None:
    recorded = {
        each.handler.__name__
        for capability in CAPABILITIES
        for each in capability.endpoints
        if each.audited or (each.method != "GET" and not each.asks)
    }
    assert recorded | {"use_key"} == texts("keys-audit-action-")


def test_every_source_of_a_fact_has_words() -> None:
    assert set(map(str, Source)) | {"other"} == texts("members-source-")
