"""Values that many tests start from: one webinar, and facts about one member of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from latecomer.core.facts import Fact, FactKind
from latecomer.core.ids import Instant, MemberId, PlaybackId, WebinarId
from latecomer.core.webinar import Recording, Webinar
from latecomer.watching.ledger.operations import Heartbeat, Player

S = 1_000
MINUTE = 60 * S
HOUR = 60 * MINUTE
DAY = 24 * HOUR

STARTS_AT: Instant = 1_772_640_000_000  # 2026-03-04T16:00:00Z
ENDS_AT: Instant = STARTS_AT + HOUR
CLOSES_AT: Instant = ENDS_AT + 30 * DAY

WEBINAR = Webinar(
    id=WebinarId(UUID("0a000000-0000-4000-8000-000000000001")),
    name="Composting for beginners",
    starts_at=STARTS_AT,
    ends_at=ENDS_AT,
    recording=Recording(url="/recordings/compost.mp4", duration_s=1800.0),
)
MEMBER = MemberId(UUID("0b000000-0000-4000-8000-000000000001"))
PLAYBACK = PlaybackId(UUID("0c000000-0000-4000-8000-000000000001"))


def webinar(**changes: Any) -> Webinar:
    """The webinar with these attributes instead."""
    return replace(WEBINAR, **changes)


def fact(kind: FactKind, at: Instant, number: int = 1, reason: str | None = None) -> Fact:
    """A fact about the member."""
    return Fact(number, kind, at, reason=reason)


def heartbeat(
    member: MemberId,
    webinar: Webinar,
    playback: PlaybackId,
    *,
    now: Instant,
    link_serial: int = 1,
    credits: Sequence[int] = (),  # noqa: A002 - the name of what it fills
    drops: Sequence[str] = (),
    resume_s: float = -1.0,
) -> Heartbeat:
    """A judged heartbeat, as the ledger takes it."""
    return Heartbeat(Player(member, link_serial, playback), webinar, now, credits, drops, resume_s)
