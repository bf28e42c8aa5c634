"""The comparison of vendors' reports with their effects, and of expected outgoing events with received ones."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tests.faults import told as model
from tests.faults.instants import instant_of
from tests.faults.model import ON_ITS_WAY_MS
from tests.faults.operators import Operators, email_of
from tests.faults.plans import Word
from tests.faults.receiver import Receiver
from tests.faults.seen import Seen, SeenDelivery, SeenMember
from tests.faults.told import Told
from tests.faults.vendor import Said, Vendor

_SHOWN: Final = 5


def vendor_differences(seen: Seen, operators: Operators, vendors: Sequence[Vendor]) -> list[str]:
    """Return all differences about one webinar's vendors."""
    wrong = [f"vendor {vendor.plan.speech}: {what}" for vendor in vendors for what in vendor.oddities]
    told = told_of(seen, vendors)
    for vendor in vendors:
        deliveries = [each for each in seen.inbox if each.connection == vendor.connection]
        wrong += [
            f"vendor {vendor.plan.speech}: {what}" for what in _about_inbox(vendor, deliveries, operators)
        ]
        by_body = {each.body: each for each in deliveries}
        kept = [(said, by_body[said.body]) for said in vendor.said if said.body in by_body]
        for said, delivery in kept:
            wrong += [
                f"vendor {vendor.plan.speech}: {said.saying.word} {said.id} is {what}"
                for what in _about_handling(seen, vendor, said, delivery, kept)
            ]
    people = {email_of(each.person, operators.tag) for each in told if each.person >= 0}
    known = {member.email.lower(): member for member in seen.members.values()}
    wrong += [f"{email} was told of, and is no member" for email in people - known.keys()]
    ends = model.ends_of(told)
    for email, member in known.items():
        about = [each for each in told if email_of(each.person, operators.tag) == email]
        wrong += [f"{email}: {what}" for what in _about_member(member, about, ends)]
    return [*wrong, *_about_finishes(seen, vendors, told)]


_COUNTED: Final = ("applied", "already_finished", "outside_event", "end_held")
_EARLY_END_MS: Final = 15 * 60_000


def _told(vendor: Vendor, said: Said, delivery: SeenDelivery) -> Told:
    return Told(
        place=vendor.connection,
        word=said.saying.word,
        person=said.saying.person,
        row=said.saying.row,
        at=said.at,
        received_at=delivery.received_at,
        held=delivery.outcome == "end_held",
    )


def told_of(seen: Seen, vendors: Sequence[Vendor]) -> list[Told]:
    """Return all reports of these vendors that count."""
    told: list[Told] = []
    for vendor in vendors:
        by_body = {each.body: each for each in seen.inbox if each.connection == vendor.connection}
        kept = [(said, by_body[said.body]) for said in vendor.said if said.body in by_body]
        told += [_told(vendor, said, delivery) for said, delivery in kept if delivery.outcome in _COUNTED]
    return told


def _about_inbox(vendor: Vendor, deliveries: Sequence[SeenDelivery], operators: Operators) -> Iterator[str]:
    """Each thing that was said is there once, as it was said, however often it was.

    What Valkey held for a PostgreSQL that was away may be lost with all that Valkey had written.
    """
    forgot_at = operators.forgot_at
    bodies = Counter(each.body for each in deliveries)
    for said in vendor.said:
        times = bodies.pop(said.body, 0)
        expected = int(said.saying.word is not Word.FORGED)
        forgotten = forgot_at is not None and said.taken_at < forgot_at + ON_ITS_WAY_MS
        if times != expected and not (times == 0 and forgotten):
            yield f"{said.saying.word} {said.id}, said {said.attempts} times, is in the inbox {times} times"
    for body in bodies:
        yield f"nobody said {body[:200]!r}"


def _about_handling(
    seen: Seen, vendor: Vendor, said: Said, delivery: SeenDelivery, kept: Sequence[tuple[Said, SeenDelivery]]
) -> Iterator[str]:
    if not said.first_sent_at <= delivery.received_at <= said.taken_at:
        yield f"received at {delivery.received_at}, sent from {said.first_sent_at}, taken at {said.taken_at}"
    if delivery.state == "waiting":
        # Named by an id alone, of which nobody says whose it is, and what said so came too late to count.
        about = [
            (other.saying.word.value, other.saying.by_id, row.outcome)
            for other, row in kept
            if other.saying.person == said.saying.person and other is not said
        ]
        if not said.saying.by_id or any(outcome == "applied" for _, _, outcome in about):
            yield f"waiting ({delivery.outcome}), about the same person: {about}"
        return
    if delivery.state != "done" or delivery.handled_at is None:
        yield f"{delivery.state} ({delivery.outcome})"
        return
    outcomes: tuple[str, ...]
    match said.saying.word:
        case Word.NOISE:
            outcomes = ("unknown_event",)
        case Word.TORN:
            outcomes = ("malformed_body",)
        case _ if delivery.handled_at >= seen.rules.closes_at:
            outcomes = ("window_closed",)
        case Word.JOINED | Word.LEFT if said.at > delivery.received_at + model.AHEAD_MS:
            outcomes = ("in_future",)
        case Word.ENDED if vendor.plan.finishes and said.at < seen.planned_ends_at - _EARLY_END_MS:
            # Once the webinar is finished, an early end is no reason to hold anything.
            outcomes = ("end_held", "applied", "already_finished")
        case Word.ENDED if any(finish.source == "clock" for finish in seen.finishes):
            outcomes = ("applied", "already_finished") if vendor.plan.finishes else ("applied",)
        case Word.JOINED | Word.LEFT:
            # Judged by the stay as it was known then; facts and rows are kept, and judged anew with each change.
            outcomes = ("applied", "outside_event")
        case _:
            outcomes = ("applied",)
    if delivery.outcome not in outcomes:
        yield f"{delivery.outcome}, expected {outcomes}"


def _about_member(
    member: SeenMember, about: Sequence[Told], ends: dict[tuple[str, int], int]
) -> Iterator[str]:
    has = Counter((fact.kind, fact.at) for fact in member.facts if fact.source == "vendor")
    should = model.facts_of(about)
    if has != should:
        yield f"vendors' facts: too many {dict(has - should)}, missing {dict(should - has)}"
    stays = model.stays_of(about, ends)
    if stays.intervals != member.reported.intervals:
        yield (
            f"stays: missing {stays.without(member.reported).intervals[:_SHOWN]}, "
            f"too many {member.reported.without(stays).intervals[:_SHOWN]}"
        )


def _about_finishes(seen: Seen, vendors: Sequence[Vendor], told: Sequence[Told]) -> Iterator[str]:
    finisher = {vendor.connection for vendor in vendors if vendor.plan.finishes}
    ends = [each for each in told if each.word is Word.ENDED and each.place in finisher]
    said, held = Counter(each.moment for each in ends), Counter(each.moment for each in ends if each.held)
    has = Counter(finish.at for finish in seen.finishes if finish.source == "vendor")
    clock = any(finish.source == "clock" for finish in seen.finishes)
    if has - said or (said - held - has and not clock):
        yield f"vendors' finishes at {dict(has)}, told of {dict(said)}"


def outgoing_differences(seen: Sequence[Seen], receiver: Receiver) -> list[str]:
    """Return all differences about one receiver."""
    wrong = [f"receiver: {what}" for what in receiver.oddities]
    wanted: dict[str, tuple[str, Any]] = {}
    for index, each in enumerate(seen):
        if not receiver.plan.webinars or index in receiver.plan.webinars:
            wanted |= {f"evt_{event.replace('-', '')}": what for event, what in each.outbox.items()}
    ours = {each.webinar["id"] for each in seen}
    missing = wanted.keys() - receiver.taken.keys()
    extra = {
        event
        for event in receiver.taken.keys() - wanted.keys()
        # Whoever hears of all webinars hears of those of earlier histories as well.
        if receiver.plan.webinars or json.loads(receiver.taken[event])["data"]["webinar_id"] in ours
    }
    if missing or extra:
        wrong.append(
            f"receiver: {len(missing)} of {len(wanted)} events are missing "
            f"{[wanted[event] for event in sorted(missing)[:_SHOWN]]}, nobody meant {sorted(extra)[:_SHOWN]}"
        )
    sequences: dict[str, list[int]] = {}
    for event in wanted.keys() & receiver.taken.keys():
        body = json.loads(receiver.taken[event])
        if (body["type"], body["data"]) != wanted[event]:
            wrong.append(f"receiver: {event} is {body}, not {wanted[event]}")
        instant_of(body["timestamp"])
        if "member_id" in body["data"]:
            sequences.setdefault(body["data"]["member_id"], []).append(body["data"]["sequence"])
    for member, heard in sequences.items():
        if not missing and sorted(heard) != list(range(1, len(heard) + 1)):
            wrong.append(f"receiver: heard {sorted(heard)} of member {member}")
    return wrong
