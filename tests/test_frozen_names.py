"""Names that data and clients hold on to: a rename in the code must not change one of them.

Adding to a list is fine; a value that is pinned here may be stored in a database, in Redis or at a client, and a
change of it needs a migration, not an edit of this file. Addresses, operations and schema names are pinned by
schemas/ (`make check`), error codes by tests/api_docs/test_documents.py.
"""

import hashlib
from enum import StrEnum
from uuid import UUID

import pytest
from prometheus_client import REGISTRY

import latecomer.http.metrics  # noqa: F401, its metrics register themselves
from latecomer.automated.room.protocol import ROOM_SUBPROTOCOL
from latecomer.config import PREFIX
from latecomer.core import join_link
from latecomer.core.errors import Exit
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.join_link import JoinLink
from latecomer.core.phase import Mode, Phase
from latecomer.core.status import Status
from latecomer.core.webinar import Cancellations, FlipOn
from latecomer.events.types import EventType
from latecomer.http.auth import COOKIE, Scope
from latecomer.integrations.connections.encryption import Encryption
from latecomer.integrations.connections.queries import ConnectionState
from latecomer.integrations.deliveries.queries import deliveries
from latecomer.integrations.inbox.queries import InboxState
from latecomer.integrations.pulls import queries as pulls
from latecomer.postgres import migrate
from latecomer.redis import keys, pubsub
from latecomer.registration_form.payment.rules import PaymentState
from latecomer.vendors.kit.inbound import RejectionCode
from latecomer.vendors.registry import DEFINITIONS
from latecomer.watching.ledger.library import LIBRARY as LIBRARY_NOW
from latecomer.watching.playback.rules.messages import (
    DASHBOARD_SUBPROTOCOL,
    PLAYBACK_SUBPROTOCOL,
    ErrorCode,
    PlayState,
    StopReason,
)
from latecomer.watching.rules.heartbeat_segments import DropReason
from latecomer.webinars.members.activity import ActivityKind
from latecomer.webinars.members.queries.timeline import EntryKind
from latecomer.webinars.members.registration import RowOutcome

MIGRATIONS = {
    "0001_initial.sql": "5d018296e86d3a76",
    "0002_connections.sql": "97279dced3c4c26b",
    "0003_deliveries.sql": "5eca18661badfc4d",
    "0004_reported_days.sql": "ca16e4e8b65fe2d9",
    "0005_vendor_activity.sql": "68e60f46cf13d23b",
    "0006_enrolments.sql": "fa0d428e455546be",
    "0007_pulls.sql": "5f8da796eed1dd76",
    "0008_wanted_events.sql": "490ce6c85c489017",
    "0010_people_and_links.sql": "7e98e57846742540",
    "0011_invitation_versions.sql": "b78153335dc7894f",
    "0013_email_identity.sql": "1cd06a633662b5e0",
    "0014_reporting_connections.sql": "643d207116b7389f",
    "0015_retractions.sql": "4c3e634388aacb4e",
    "0016_outside_events.sql": "8244fd2028a1d290",
    "0017_backfills.sql": "313fc44f1989f335",
    "0018_moved_times.sql": "79d82b25362c4a48",
    "0020_registration.sql": "7086c3bda5e95d2d",
    "0021_mail.sql": "c9cdc4462fddc820",
    "0022_cancelled_webinars.sql": "57fa4818568d71f9",
    "0023_bounces.sql": "40be1448bd152b1e",
    "0024_form_proofs.sql": "2e223cc953862605",
    "0025_campaign_basis.sql": "d63130c4595997d1",
    "0030_audiences.sql": "470ac23f4421a2fe",
    "0031_stale_days.sql": "c170da95d5a6ef92",
    "0032_campaigns.sql": "46e15540fb1ac054",
    "0033_kept_segments.sql": "0ff8c68cf5530e1e",
    "0034_engagement.sql": "a621258ad3106fe6",
    "0035_campaign_templates.sql": "d65aefe383aed6fa",
    "0040_media.sql": "44eb4cb23116e71b",
    "0042_room.sql": "288b8aab873d8612",
    "0043_payments.sql": "847efd5811bdb911",
    "0046_room_timeline.sql": "c8e02bf167f69628",
    "0047_host_counter.sql": "156325e935e226f8",
    "0048_answers_to_lines.sql": "38e0e2cbeffc476e",
    "0049_room_mails.sql": "b58f41312f2fd97d",
    "0050_languages.sql": "4a58832f1c87dd7b",
    "0052_operators_seen.sql": "fec53b6233ceddfc",
    "0055_overlay_kinds.sql": "7f793faa106cc2d1",
    "0056_people_search.sql": "cbec596810f17cc0",
    "0058_asset_captions.sql": "e26c1553b4c72447",
    "0057_rooms_say_more.sql": "603ff1207d2c4a88",
    "0060_page_notes.sql": "d1198d16c2deb6a5",
    "0061_import_stays.sql": "8ab7f6ffa21449ff",
    "0062_recording_checks.sql": "c8fc26ff43fe2427",
    "0063_media_in_s3.sql": "844bc4720d09596a",
    "0064_corrections.sql": "2e69b70abd86b723",
    "0065_cannot_go_back.sql": "91ff6a2dfbf72b62",
}
"""The start of each file's SHA-256. A migration is pinned in the commit that lands it."""
LIBRARY = ("latecomer_7", "452e86311842ecd9")
"""The library in Redis and the start of its code's SHA-256, whole lines of comment left out. Old and new processes run
side by side while a deployment rolls: changed code takes the next number."""
VALUES: dict[type[StrEnum], str] = {
    ActivityKind: "flip join vendor",
    Cancellations: "ignore remove",
    RejectionCode: "missing_signature wrong_signature stale_signature malformed_signature",
    ConnectionState: "active paused broken",
    DropReason: "malformed backwards too_fast stalled before_hello future out_of_window limit",
    EntryKind: "fact finish status",
    ErrorCode: "malformed_json unknown_type bad_hello bad_heartbeat bad_length clock_moved",
    EventType: "member.registered member.joined member.status_changed member.watched webinar.finished webinar.reopened "
    "webinar.recording_failed webinar.recording_restored "
    "form.submitted mail.bounced segment.entered segment.left member.clicked member.answered "
    "member.asked campaign.step campaign.list_step connection.tested",
    FactKind: "added removed invited waitlisted waitlisted_again pending_approval rejected registration_error "
    "registered no_show attended_on_demand attended cancelled click joined live view",
    FlipOn: "watch click",
    InboxState: "new done waiting failed",
    Mode: "live on_demand",
    PaymentState: "open processing paid not_paid refunding refunded lost",
    RowOutcome: "created updated skipped",
    Phase: "waiting live on_demand closed",
    PlayState: "playing paused buffering ended",
    Scope: "read people links write refunds privacy admin",
    Source: "viewer operator import capacity clock vendor",
    Status: "not_in_program invited waitlisted pending_approval rejected registration_error registered no_show "
    "attended_on_demand attended",
    StopReason: "window_closed revoked",
    deliveries.DeliveryState: "waiting delivered dead cannot_go_back",
}
CONNECTION_KINDS = {
    "zoom",
    "gotowebinar",
    "on24",
    "standard_webhooks_in",
    "webhook",
    "marketo",
    "hubspot",
} | {
    "ses",
    "mailgun",
    "postmark",
    "dsn",
    "stripe",
}
EXITS = {
    "BAD_SETTING": 10,
    "DATA_DIR_UNUSABLE": 11,
    "DATA_DIR_IN_USE": 12,
    "PORT_TAKEN": 13,
    "ENGINE_FAILED": 14,
    "DATABASE_UNREACHABLE": 15,
    "REDIS_UNREACHABLE": 16,
    "MIGRATION_FAILED": 17,
    "PACKAGE_MISSING": 18,
    "KEEPS_FAILING": 19,
    "REFUSED": 20,
    "REDIS_VOLATILE": 21,
}
METRICS = {
    "latecomer_http_requests",
    "latecomer_http_request_seconds",
    "latecomer_refused",
    "latecomer_sockets",
    "latecomer_ledger_away",
}
TAGS = {"members", "webinar", "moved", "due", "posted", "received", "room", "missed"}
MEMBER = MemberId(UUID(int=0x1234))
WEBINAR = WebinarId(UUID(int=0x5678))
M, W = MEMBER.hex, WEBINAR.hex
KEYS = {
    "lc:leases": keys.LEASES,
    "lc:{spill}:stream": keys.SPILL,
    "lc:{spill}:bytes": keys.SPILL_BYTES,
    "lc:{spill}:unreadable": keys.SPILL_UNREADABLE,
    "lc:{7}:ready3": keys.ready(7),
    "lc:{7}:ready3:node": keys.ready(7, "node"),
    "lc:{7}:homes": keys.homes(7),
    "lc:{7}:loading": keys.loading(7),
    "lc:{7}:due": keys.due(7),
    "lc:{7}:dirty": keys.dirty(7),
    f"lc:{{7}}:m3:{M}": keys.record(7, MEMBER),
    f"lc:{{7}}:w:{W}": keys.card(7, WEBINAR),
    f"lc:{{7}}:c:{W}": keys.counters(7, WEBINAR),
    f"lc:{{7}}:r:{W}:2": keys.retention(7, WEBINAR, 2),
    f"lc:{{7}}:there:{W}": keys.there(7, WEBINAR),
    "lc:{7}:here:worker": keys.here(7, "worker"),
    "lc:{7}:gone:worker": keys.gone(7, "worker"),
    f"lc:changes:{W}": keys.changes(WEBINAR),
    "lc:changes": keys.changes(None),
    "lc:token:account": keys.token("account"),
    "lc:calls:account": keys.calls("account"),
    "lc:writer:account": keys.writer("account"),
    "lc:note:account:about": keys.note("account", "about"),
}


def test_kinds_of_connections_keep_their_names() -> None:
    assert DEFINITIONS.keys() >= CONNECTION_KINDS


def test_migrations_keep_their_names_and_bytes() -> None:
    found = {each.name: each.checksum[:16] for each in migrate.migrations()}
    assert {name: found.get(name) for name in MIGRATIONS} == MIGRATIONS


def test_changed_code_in_redis_takes_a_new_name() -> None:
    lines = LIBRARY_NOW.source.splitlines(keepends=True)
    code = "".join(line for line in lines if not line.startswith("--"))
    assert (LIBRARY_NOW.name, hashlib.sha256(code.encode()).hexdigest()[:16]) == LIBRARY


@pytest.mark.parametrize("values", VALUES, ids=lambda each: each.__name__)
def test_stored_values_stay(values: type[StrEnum]) -> None:
    assert [each for each in VALUES[values].split() if each not in list(values)] == []


def test_redis_keys_stay() -> None:
    assert list(KEYS.values()) == list(KEYS)


def test_tags_between_processes_stay() -> None:
    assert {each.__struct_config__.tag for each in pubsub.Message.__args__} >= TAGS


def test_locks_stay() -> None:
    assert (migrate._LOCK, deliveries._SPREADING, pulls._PULLING) == (
        0x6C61_7465,
        0x4C61_7465_0001,
        0x4C61_7465_0002,
    )


def test_what_was_sealed_or_signed_before_is_read() -> None:
    secret, belongs_to = b"k" * 32, UUID(int=1).bytes
    sealed = "0159bd3a8c768410053b45a70f95290721bd251c440d8021dbdbdeea77fb431990a8bd"
    assert Encryption(secret, b"connections").open(bytes.fromhex(sealed), belongs_to) == b"secret"
    link = JoinLink(WebinarId(UUID(int=1)), MemberId(UUID(int=1)), 3)
    token = "AAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAEAAAADgmtfEbEz8HhZXqma0W1aKsir"
    assert join_link.read(secret, token) == link


def test_names_at_clients_and_operators_stay() -> None:
    assert {each.name: each.value for each in Exit} == EXITS
    assert (PLAYBACK_SUBPROTOCOL, DASHBOARD_SUBPROTOCOL, ROOM_SUBPROTOCOL) == (
        "latecomer.playback.v1",
        "latecomer.dashboard.v1",
        "latecomer.room.v1",
    )
    assert (COOKIE, PREFIX) == ("latecomer_session", "LATECOMER_")
    assert {name for names in REGISTRY._collector_to_names.values() for name in names} >= METRICS
