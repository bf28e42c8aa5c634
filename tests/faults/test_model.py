"""The model and the product were written apart from the same page: on the same input they have to agree."""

import random
from collections import Counter
from dataclasses import replace
from uuid import UUID

from latecomer.core.facts import Fact, FactKind
from latecomer.core.ids import PlaybackId
from latecomer.core.webinar import Recording, Webinar
from latecomer.watching.rules import heartbeat_segments as watch
from latecomer.webinars.members.rules.status_decision import decide
from tests.faults import model
from tests.faults.player import flood, odd_segments
from tests.faults.sent import Beat, MemberLog, PlaybackLog
from tests.support.builders import webinar

_DAY_MS = 24 * 3600 * 1000


def rules_of(rules: Webinar) -> model.Rules:
    """Return the webinar's fields that the model needs."""
    assert rules.recording is not None
    return model.Rules(
        starts_at=rules.starts_at,
        ends_at=rules.ends_at,
        recording_s=rules.recording.duration_s,
        recording_version=rules.recording.version,
        threshold_ms=rules.threshold_ms,
    )


def test_segments_are_worth_the_same() -> None:
    rng = random.Random(11)
    credited = dropped = 0
    for _ in range(4_000):
        base = webinar(recording=Recording(url="/r.mp4", duration_s=rng.choice((30.0, 47.5)), version=2))
        turns_at = rng.choice((base.starts_at, base.ends_at, base.ends_at + 30 * _DAY_MS))
        loaded_at = turns_at + rng.randint(-20_000, 20_000)
        hello_at = loaded_at + rng.randint(0, 3_000)
        now = hello_at + rng.randint(0, 30_000)
        clock = float(now - loaded_at) + rng.random()
        playback = watch.Playback(PlaybackId(UUID(int=1)), loaded_at, hello_at, rng.choice((1, 2, 2)))
        segments = odd_segments(rng, clock, 60.0)
        begin = rng.uniform(0.0, clock)
        segments.append([begin, rng.uniform(begin, clock + 12_000), 3, 3 + rng.uniform(0, 20)])
        for segment in segments:
            judged = watch.judge([segment], playback, base, now)
            anchored = model.Anchored(playback.anchor_at, hello_at, playback.recording_version)
            claim = model.worth(segment, anchored, rules_of(base), now, now)
            assert [(each.from_at, each.to_at) for each in judged.credits] == claim.sure, segment
            covered = [range(*each.covers) for each in judged.credits if each.covers is not None]
            assert [set(each) for each in covered] == [set(claim.sure_seconds)] * bool(claim.sure_seconds)
            reasons = {drop.reason.value for drop in judged.drops}
            assert set(claim.reasons) <= reasons <= set(claim.reasons + claim.maybe), segment
            credited += len(judged.credits)
            dropped += len(judged.drops)
    assert credited > 3_000
    assert dropped > 4_000


def test_a_flood_is_more_than_a_heartbeat_may_have() -> None:
    assert len(flood(10_000.0, 230)) > watch.MAX_SEGMENTS + watch.MAX_LIMIT_DROPS


def test_of_a_flood_as_many_drops_are_noted() -> None:
    base = webinar(recording=Recording(url="/r.mp4", duration_s=60.0, version=1))
    began_at, now = base.starts_at, base.starts_at + 10_000
    beat = Beat(1, "playing", flood(10_000.0, 230), sent=1, first_sent_at=now, acked=True, acked_at=now)
    log = MemberLog(0, playbacks=[PlaybackLog("tab", 0.0, beats=[beat])])
    expected = model.expect(log, {"tab": model.Anchored(began_at, began_at, 1)}, rules_of(base), now)
    playback = watch.Playback(PlaybackId(UUID(int=1)), began_at, began_at, 1)
    judged = watch.judge(beat.segments, playback, base, now)
    assert expected.least_drops == Counter(drop.reason.value for drop in judged.drops) == {"limit": 5}


UNKNOWN = (FactKind.CANCELLED, FactKind.CLICK, FactKind.WAITLISTED_AGAIN)
"""Kinds of facts that no history has, or that the model takes for others."""


def test_statuses_are_decided_the_same() -> None:
    rng = random.Random(12)
    kinds = [kind for kind in FactKind if kind not in UNKNOWN]
    rules = replace(webinar(), live_url=None)
    decided = set()
    for _ in range(5_000):
        facts = [
            Fact(id=number, kind=rng.choice(kinds), at=rng.randint(0, 20))
            for number in range(rng.randint(0, 6))
        ]
        finishes = [rng.randint(0, 20) for _ in range(rng.randint(0, 2))]
        status = decide(facts, finishes, rules, current=None).status
        seen = [model.SeenFact(fact.id, fact.kind.value, fact.at, "operator") for fact in facts]
        assert model.decide(seen, finishes) == status.value, (facts, finishes)
        decided.add(status)
    assert len(decided) == 10


def test_moments_are_sets() -> None:
    rng = random.Random(13)

    def some() -> list[model.Interval]:
        begins = [rng.randint(0, 40) for _ in range(rng.randint(0, 6))]
        return [(begin, begin + rng.randint(0, 7)) for begin in begins]

    def members(intervals: list[model.Interval]) -> set[int]:
        return {moment for begin, end in intervals for moment in range(begin, end)}

    for _ in range(2_000):
        one, other = some(), some()
        left = model.Moments(one).without(model.Moments(other))
        assert members(left.intervals) == members(one) - members(other)
        assert model.Moments(one).length == len(members(one))
