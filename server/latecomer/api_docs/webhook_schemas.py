"""The JSON Schema of every event's body as webhooks carry it, with an example made by the code.

Source: JSON Schema 2020-12; docs/vendors.md, What Latecomer sends
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from latecomer.core.phase import Mode
from latecomer.core.status import Status
from latecomer.events.types import (
    DATA,
    CampaignListStep,
    CampaignStep,
    ConnectionTested,
    Data,
    EventType,
    FormSubmitted,
    MailBounced,
    MemberAnswered,
    MemberAsked,
    MemberClicked,
    MemberJoined,
    MemberRegistered,
    MemberStatusChanged,
    MemberWatched,
    SegmentEntered,
    SegmentLeft,
    WebinarFinished,
    WebinarRecordingFailed,
    WebinarRecordingRestored,
    WebinarReopened,
    to_fields,
)

Json = dict[str, Any]

_AT: Final = "2026-03-05T09:12:31.204Z"
_ABOUT: Final[Mapping[str, Any]] = {
    "webinar_id": UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d11"),
    "member_id": UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d12"),
    "person_id": UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d13"),
    "email": "ada@example.org",
    "first_name": "Ada",
    "last_name": "Lovelace",
}
EXAMPLES: Final[tuple[Data, ...]] = (
    MemberRegistered(**_ABOUT, sequence=1, status=Status.REGISTERED),
    MemberJoined(**_ABOUT, sequence=4, status=Status.NO_SHOW, joined_at=_AT),
    MemberStatusChanged(
        **_ABOUT,
        sequence=5,
        status=Status.ATTENDED_ON_DEMAND,
        from_status=Status.NO_SHOW,
        reason=None,
        happened_at=_AT,
    ),
    MemberWatched(
        **_ABOUT,
        sequence=6,
        status=Status.ATTENDED_ON_DEMAND,
        mode=Mode.ON_DEMAND,
        day="2026-03-05",
        revision=1,
        watched_s=1259.6,
        first_at="2026-03-05T09:11:12.000Z",
        last_at=_AT,
    ),
    MemberClicked(
        **_ABOUT,
        sequence=10,
        status=Status.ATTENDED,
        item="c4f1",
        kind="call_to_action",
        title="Order",
        mode="live",
        clicked_at=_AT,
    ),
    MemberAnswered(
        **_ABOUT,
        sequence=11,
        status=Status.ATTENDED,
        item="a7b2",
        kind="poll",
        title="Your bin",
        mode="live",
        question="q1",
        question_text="How big is it?",
        value="o2",
        answered_at=_AT,
    ),
    MemberAsked(
        **_ABOUT,
        sequence=12,
        status=Status.ATTENDED,
        line_id=UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d17"),
        text="Do worms sleep?",
        asked_at=_AT,
    ),
    SegmentEntered(
        **_ABOUT,
        sequence=7,
        status=Status.ATTENDED_ON_DEMAND,
        segment_id=UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d14"),
        segment_name="Watched 20 minutes",
        times=1,
    ),
    SegmentLeft(
        **_ABOUT,
        sequence=9,
        status=Status.ATTENDED_ON_DEMAND,
        segment_id=UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d14"),
        segment_name="Watched 20 minutes",
        times=1,
    ),
    CampaignStep(
        **_ABOUT,
        sequence=8,
        status=Status.ATTENDED_ON_DEMAND,
        campaign_id=UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d15"),
        campaign_name="Tell sales",
        run_id=UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d16"),
        place="0",
    ),
    CampaignListStep(
        **_ABOUT,
        sequence=9,
        status=Status.ATTENDED_ON_DEMAND,
        campaign_id=UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d15"),
        campaign_name="Tell sales",
        run_id=UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d16"),
        place="1",
        list_id="1021",
        change="add",
    ),
    WebinarFinished(
        webinar_id=_ABOUT["webinar_id"],
        name="Composting for beginners",
        finished_at="2026-03-04T17:02:00.000Z",
    ),
    WebinarReopened(
        webinar_id=_ABOUT["webinar_id"],
        name="Composting for beginners",
        ends_at="2026-03-04T18:00:00.000Z",
        reopened_at="2026-03-04T17:10:00.000Z",
    ),
    WebinarRecordingFailed(
        webinar_id=_ABOUT["webinar_id"],
        name="Composting for beginners",
        noticed_by="check",
        reasons=["status"],
        failed_at=_AT,
    ),
    WebinarRecordingRestored(
        webinar_id=_ABOUT["webinar_id"], name="Composting for beginners", restored_at=_AT
    ),
    FormSubmitted(
        submission_id=UUID("0198f2c0-0000-7000-8000-000000000031"),
        webinar_id=_ABOUT["webinar_id"],
        outcome="member",
        person_id=_ABOUT["person_id"],
        member_id=_ABOUT["member_id"],
    ),
    MailBounced(
        mail_id=UUID("0198f2c0-0000-7000-8000-000000000041"),
        webinar_id=_ABOUT["webinar_id"],
        kind="confirmation",
        bounce="hard",
        bounced_at=_AT,
        member_id=_ABOUT["member_id"],
        email=_ABOUT["email"],
        reason="5.1.1 smtp; 550 no such user",
    ),
    ConnectionTested(name="Our CRM"),
)


def schema_file(kind: EventType) -> Json:
    """Return the schema of the body of one event type as a document of its own."""
    _, shared = msgspec.json.schema_components([DATA[kind]], ref_template="#/$defs/{name}")
    data = shared.pop(DATA[kind].__name__)
    about = " ".join(data.pop("description").split()).replace("``", "`")
    example = next(each for each in EXAMPLES if each.type is kind)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:latecomer:webhook:{kind}",
        "title": str(kind),
        "description": about,
        "type": "object",
        "properties": {
            "type": {"const": str(kind)},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": data,
        },
        "required": ["type", "timestamp", "data"],
        "examples": [{"type": str(kind), "timestamp": _AT, "data": to_fields(example)}],
        **({"$defs": shared} if shared else {}),
    }
    plain: Json = msgspec.json.decode(msgspec.json.encode(schema))
    return plain
