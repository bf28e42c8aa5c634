"""Campaigns, their runs and what their steps did, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

import asyncpg

from latecomer.audiences.segment import SegmentId
from latecomer.campaigns.rules.flow import MailTemplate
from latecomer.campaigns.rules.states import CampaignId, CampaignState, RunId
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.run import RunState
from latecomer.events.causes import CauseKind
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A campaign with its newest flow, as JSON."""

    id: CampaignId
    name: str
    state: CampaignState
    reason: str | None
    version: int
    flow: Mapping[str, Any]
    created_at: Instant
    changed_at: Instant
    activated_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A member's run through a campaign, locked by the worker that takes it."""

    id: RunId
    campaign: CampaignId
    version: int
    member: MemberId
    person: PersonId
    webinar: WebinarId
    cause: str
    state: RunState
    reason: str | None
    place: str
    due_at: Instant
    created_at: Instant
    attempts: int
    status: str
    email: str | None
    first_name: str | None
    last_name: str | None
    language: str | None
    depth: int
    """The number of campaigns behind its cause, one after the other."""
    test: bool
    until_moment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenCause:
    """A recorded cause that a worker has taken."""

    id: int
    kind: CauseKind
    key: str
    member: MemberId
    person: PersonId
    webinar: WebinarId
    data: Mapping[str, Any]
    happened_at: Instant
    recorded_at: Instant
    depth: int


_STEP_IDS: Final = UUID("6f1d0c52-6a1e-4b0e-9a43-63616d706169")


def step_id(run: UUID, place: str) -> UUID:
    """Return the id of the step at a run's place; it is always the same, so that a repetition is recognised."""
    return uuid5(_STEP_IDS, f"{run} {place}")


_SELECT = """SELECT c.*, v.flow FROM campaigns c
  JOIN campaign_versions v ON v.campaign_id = c.id AND v.version = c.version"""


def _campaign(row: asyncpg.Record) -> Campaign:
    return Campaign(
        id=CampaignId(row["id"]),
        name=row["name"],
        state=CampaignState(row["state"]),
        reason=row["reason"],
        version=row["version"],
        flow=row["flow"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        activated_at=row["activated_at"],
    )


async def insert(conn: Conn, name: str, flow: Mapping[str, Any], now: Instant) -> CampaignId:
    """Write a draft. Returns: its id."""
    campaign_id = CampaignId(uuid4())
    await conn.execute(
        """INSERT INTO campaigns (id, name, state, version, created_at, changed_at)
           VALUES ($1, $2, 'draft', 1, $3, $3)""",
        campaign_id,
        name,
        now,
    )
    await _write_version(conn, campaign_id, 1, flow)
    return campaign_id


async def _write_version(conn: Conn, campaign_id: CampaignId, version: int, flow: Mapping[str, Any]) -> None:
    await conn.execute(
        "INSERT INTO campaign_versions (campaign_id, version, flow) VALUES ($1, $2, $3)",
        campaign_id,
        version,
        dict(flow),
    )


async def change(conn: Conn, campaign: Campaign, name: str, flow: Mapping[str, Any], now: Instant) -> None:
    """Write the next version of a locked campaign; runs that have begun keep theirs."""
    await conn.execute(
        "UPDATE campaigns SET name = $2, version = $3, changed_at = $4 WHERE id = $1",
        campaign.id,
        name,
        campaign.version + 1,
        now,
    )
    await _write_version(conn, campaign.id, campaign.version + 1, flow)


async def set_state(
    conn: Conn, campaign_id: CampaignId, state: CampaignState, now: Instant, reason: str | None = None
) -> None:
    """Write a campaign's state, and the reason for it."""
    await conn.execute(
        """UPDATE campaigns SET state = $2, reason = $3, changed_at = $4,
                  activated_at = CASE WHEN $2 = 'active' THEN coalesce(activated_at, $4) ELSE activated_at END
            WHERE id = $1""",
        campaign_id,
        state,
        reason,
        now,
    )


async def load(conn: Conn, campaign_id: CampaignId, *, lock: bool = False) -> Campaign | None:
    """Return a campaign, None when unknown; with ``lock`` until the end of the transaction."""
    row = await conn.fetchrow(
        f"{_SELECT} WHERE c.id = $1" + (" FOR UPDATE OF c" if lock else ""), campaign_id
    )
    return None if row is None else _campaign(row)


async def page(conn: Conn, before: int | None, limit: int) -> list[tuple[int, Campaign]]:
    """Return campaigns, newest first, each with its number."""
    rows = await conn.fetch(
        f"{_SELECT} WHERE $1::bigint IS NULL OR c.number < $1 ORDER BY c.number DESC LIMIT $2", before, limit
    )
    return [(row["number"], _campaign(row)) for row in rows]


async def delete(conn: Conn, campaign_id: CampaignId) -> None:
    """Delete a campaign with its runs."""
    await conn.execute("DELETE FROM campaigns WHERE id = $1", campaign_id)


async def awake(conn: Conn) -> list[Campaign]:
    """Return the campaigns that are active or paused; the rows are locked, so that they keep their state until the
    transaction ends."""
    rows = await conn.fetch(f"{_SELECT} WHERE c.state IN ('active', 'paused') ORDER BY c.id FOR SHARE OF c")
    return [_campaign(row) for row in rows]


async def flow_of(conn: Conn, campaign_id: CampaignId, version: int) -> Mapping[str, Any]:
    """Return the flow of one version."""
    flow: Mapping[str, Any] = await conn.fetchval(
        "SELECT flow FROM campaign_versions WHERE campaign_id = $1 AND version = $2", campaign_id, version
    )
    return flow


# --- causes and runs ---


async def take_causes(conn: Conn, limit: int, now: Instant) -> list[TakenCause]:
    """Mark up to ``limit`` causes as taken and return them; when the transaction fails, they are not taken."""
    rows = await conn.fetch(
        """WITH due AS (SELECT id FROM causes WHERE taken_at IS NULL ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
           UPDATE causes c SET taken_at = $2 FROM due, members m WHERE c.id = due.id AND m.id = c.member_id
           RETURNING c.*, m.person_id, m.webinar_id""",
        limit,
        now,
    )
    taken = [
        TakenCause(
            id=row["id"],
            kind=CauseKind(row["kind"]),
            key=row["key"],
            member=MemberId(row["member_id"]),
            person=PersonId(row["person_id"]),
            webinar=WebinarId(row["webinar_id"]),
            data=row["data"],
            happened_at=row["happened_at"],
            recorded_at=row["recorded_at"],
            depth=row["depth"],
        )
        for row in rows
    ]
    return sorted(taken, key=lambda each: each.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    """A run to begin; two runs with the same campaign, member and cause are the same run."""

    campaign: CampaignId
    version: int
    member: MemberId
    person: PersonId
    cause: str
    state: RunState
    reason: str | None = None
    due_at: Instant
    depth: int = 0
    test: bool = False


async def add_runs(conn: Conn, runs: Sequence[NewRun], now: Instant) -> int:
    """Begin runs that have not begun yet. Returns: the number of new runs."""
    if not runs:
        return 0
    rows = await conn.fetch(
        """INSERT INTO campaign_runs (id, campaign_id, version, member_id, person_id, cause, state, reason, due_at,
                                      depth, test, created_at, changed_at)
           SELECT *, $12, $12
             FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
                         $8::text[], $9::timestamptz[], $10::int[], $11::bool[])
           ON CONFLICT (campaign_id, member_id, cause) DO NOTHING RETURNING id""",
        [uuid4() for _ in runs],
        [run.campaign for run in runs],
        [run.version for run in runs],
        [run.member for run in runs],
        [run.person for run in runs],
        [run.cause for run in runs],
        [run.state for run in runs],
        [run.reason for run in runs],
        [run.due_at for run in runs],
        [run.depth for run in runs],
        [run.test for run in runs],
        now,
    )
    return len(rows)


_RUN = """SELECT r.*, m.webinar_id, m.status, p.email, p.first_name, p.last_name, p.language
  FROM campaign_runs r
  JOIN members m ON m.id = r.member_id JOIN persons p ON p.id = r.person_id"""


def _run(row: asyncpg.Record) -> Run:
    return Run(
        id=RunId(row["id"]),
        campaign=CampaignId(row["campaign_id"]),
        version=row["version"],
        member=MemberId(row["member_id"]),
        person=PersonId(row["person_id"]),
        webinar=WebinarId(row["webinar_id"]),
        cause=row["cause"],
        state=RunState(row["state"]),
        reason=row["reason"],
        place=row["place"],
        due_at=row["due_at"],
        created_at=row["created_at"],
        attempts=row["attempts"],
        status=row["status"],
        email=row["email"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        language=row["language"],
        depth=row["depth"],
        test=row["test"],
        until_moment=row["until_moment"],
    )


async def run_of_cause(conn: Conn, campaign_id: CampaignId, cause: str) -> Run:
    """Return the run that a cause began."""
    row = await conn.fetchrow(f"{_RUN} WHERE r.campaign_id = $1 AND r.cause = $2", campaign_id, cause)
    if row is None:
        raise LookupError(cause)
    return _run(row)


async def member_to_test(conn: Conn, person: PersonId, among: Sequence[WebinarId]) -> MemberId | None:
    """Return the member that a person is in one of these webinars (none given: in any webinar); of several the
    newest."""
    found: UUID | None = await conn.fetchval(
        """SELECT m.id FROM members m JOIN persons p ON p.id = m.person_id
            WHERE m.person_id = $1 AND p.erased_at IS NULL
              AND (cardinality($2::uuid[]) = 0 OR m.webinar_id = ANY ($2)) ORDER BY m.number DESC LIMIT 1""",
        person,
        list(among),
    )
    return None if found is None else MemberId(found)


async def webinar_of(conn: Conn, member: MemberId) -> WebinarId:
    """Return the webinar of a member."""
    return WebinarId(await conn.fetchval("SELECT webinar_id FROM members WHERE id = $1", member))


async def lock_due(conn: Conn, now: Instant) -> Run | None:
    """Lock a run of an active (or archived) campaign whose next step is due and that no other worker has locked."""
    row = await conn.fetchrow(
        f"""{_RUN} JOIN campaigns c ON c.id = r.campaign_id
             WHERE r.state IN ('new', 'waiting') AND r.due_at <= $1 AND (c.state IN ('active', 'archived') OR r.test)
             ORDER BY r.due_at LIMIT 1 FOR UPDATE OF r SKIP LOCKED""",
        now,
    )
    return None if row is None else _run(row)


async def write_run(
    conn: Conn,
    run: Run,
    state: RunState,
    now: Instant,
    *,
    place: str,
    due_at: Instant,
    reason: str | None,
    until_moment: bool,
) -> None:
    """Write the progress of a locked run; ``until_moment``: it waits for a moment of its webinar."""
    await conn.execute(
        """UPDATE campaign_runs SET state = $2, place = $3, due_at = $4, reason = $5, changed_at = $6, attempts = 0,
                  until_moment = $7
            WHERE id = $1""",
        run.id,
        state,
        place,
        due_at,
        reason,
        now,
        until_moment,
    )


async def fail_run(conn: Conn, run: Run, now: Instant, again_at: Instant | None) -> None:
    """Count a failed attempt at a step; with ``again_at`` None the run has failed for good."""
    await conn.execute(
        """UPDATE campaign_runs SET attempts = attempts + 1, changed_at = $2, due_at = coalesce($3, due_at),
                  state = CASE WHEN $3::timestamptz IS NULL THEN 'failed' ELSE state END,
                  reason = CASE WHEN $3::timestamptz IS NULL THEN 'fault' ELSE reason END
            WHERE id = $1 AND state IN ('new', 'waiting')""",
        run.id,
        now,
        again_at,
    )


async def add_step(conn: Conn, run: Run, did: str, outcome: str, code: str | None, now: Instant) -> None:
    """Write what the step at the run's place did."""
    await conn.execute(
        """INSERT INTO campaign_steps (run_id, place, did, outcome, code, at) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (run_id, place) DO NOTHING""",
        run.id,
        run.place,
        did,
        outcome,
        code,
        now,
    )


async def enter(conn: Conn, run: Run, now: Instant, *, every_time: bool, not_since: Instant | None) -> bool:
    """Let a member into a campaign, unless an earlier run forbids it. Returns: True when the run may begin.

    ``every_time``: a member may run any number of times. ``not_since``: a member whose last run began at or before that
    moment may run again. None: only once.
    """
    entered = await conn.fetchval(
        """INSERT INTO campaign_entries AS e (campaign_id, member_id, entries, last_at) VALUES ($1, $2, 1, $3)
           ON CONFLICT (campaign_id, member_id) DO UPDATE SET entries = e.entries + 1, last_at = excluded.last_at
              WHERE $4 OR ($5::timestamptz IS NOT NULL AND e.last_at <= $5) RETURNING true""",
        run.campaign,
        run.member,
        now,
        every_time,
        not_since,
    )
    return entered is True


async def runs_since(conn: Conn, run: Run, since: Instant) -> int:
    """Return the number of runs of the person in this campaign that were active since then, this run excluded."""
    count: int = await conn.fetchval(
        """SELECT count(*) FROM campaign_runs WHERE campaign_id = $1 AND person_id = $2 AND id <> $3 AND NOT test
              AND created_at > $4 AND state IN ('waiting', 'done', 'stopped')""",
        run.campaign,
        run.person,
        run.id,
        since,
    )
    return count


async def release_held(conn: Conn, campaign_id: CampaignId, now: Instant, *, go_on: bool) -> int:
    """Begin the runs that were held while the campaign was paused, or skip them. Returns: the number of runs."""
    done: str = await conn.execute(
        """UPDATE campaign_runs SET state = CASE WHEN $2 THEN 'new' ELSE 'skipped' END,
                  reason = CASE WHEN $2 THEN NULL ELSE 'paused' END, changed_at = $3
            WHERE campaign_id = $1 AND state = 'held'""",
        campaign_id,
        go_on,
        now,
    )
    return int(done.rpartition(" ")[2])


async def stop_runs(conn: Conn, campaign_id: CampaignId, now: Instant) -> int:
    """Stop every run of a campaign that has not ended. Returns: the number of runs."""
    done: str = await conn.execute(
        """UPDATE campaign_runs SET state = 'stopped', changed_at = $2
            WHERE campaign_id = $1 AND state IN ('new', 'waiting', 'held')""",
        campaign_id,
        now,
    )
    return int(done.rpartition(" ")[2])


async def runs_page(
    conn: Conn, campaign_id: CampaignId, before: tuple[Instant, RunId] | None, limit: int
) -> list[Run]:
    """Return runs of a campaign, newest first."""
    rows = await conn.fetch(
        f"""{_RUN} WHERE r.campaign_id = $1
               AND ($2::timestamptz IS NULL OR (r.created_at, r.id) < ($2, $3::uuid))
             ORDER BY r.created_at DESC, r.id DESC LIMIT $4""",
        campaign_id,
        before[0] if before else None,
        before[1] if before else None,
        limit,
    )
    return [_run(row) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep:
    """The result of a step of a run. ``sent``: the state of the mail or event that it queued, with the reason of a
    failure as code and text; None for other steps."""

    run: RunId
    place: str
    did: str
    outcome: str
    code: str | None
    at: Instant
    sent: str | None
    sent_code: str | None
    sent_message: str | None


# In: ids of runs; parallel arrays: the run, place and id of each step that can have queued an event.
_STEPS = """
SELECT s.*, coalesce(d.state, mail.state) AS sent, nullif(d.code, 'sending') AS sent_code,
       coalesce(d.message, mail.reason) AS sent_message
  FROM campaign_steps s JOIN campaign_runs r ON r.id = s.run_id
  LEFT JOIN unnest($2::uuid[], $3::text[], $4::uuid[]) AS queued (run_id, place, event_id)
         ON queued.run_id = s.run_id AND queued.place = s.place
  LEFT JOIN LATERAL (SELECT state, code, message FROM deliveries WHERE event_id = queued.event_id LIMIT 1) d ON true
  LEFT JOIN mails mail ON s.did = 'send_mail' AND coalesce(mail.member_id, mail.submission_id) = r.member_id
        AND mail.kind = 'campaign' AND mail.occurrence = s.run_id || ' ' || s.place
 WHERE s.run_id = ANY ($1::uuid[]) ORDER BY s.run_id, s.at, s.place
"""


async def steps_done(conn: Conn, run_ids: Sequence[RunId]) -> Mapping[RunId, Sequence[RunStep]]:
    """Return what the steps of these runs did, in order, with what became of mails and events."""
    done = await conn.fetch(
        "SELECT run_id, place FROM campaign_steps WHERE run_id = ANY ($1::uuid[])", list(run_ids)
    )
    rows = await conn.fetch(
        _STEPS,
        list(run_ids),
        [row["run_id"] for row in done],
        [row["place"] for row in done],
        [step_id(row["run_id"], row["place"]) for row in done],
    )
    found: dict[RunId, list[RunStep]] = {}
    for row in rows:
        run = RunId(row["run_id"])
        step = RunStep(
            run=run,
            place=row["place"],
            did=row["did"],
            outcome=row["outcome"],
            code=row["code"],
            at=row["at"],
            sent=row["sent"],
            sent_code=row["sent_code"],
            sent_message=row["sent_message"],
        )
        found.setdefault(run, []).append(step)
    return found


async def numbers(conn: Conn, campaign_id: CampaignId) -> list[tuple[RunState, str | None, int]]:
    """Return the number of runs in each state; skipped and failed runs also by reason."""
    rows = await conn.fetch(
        """SELECT state, CASE WHEN state IN ('skipped', 'failed') THEN reason END AS reason, count(*)
             FROM campaign_runs WHERE campaign_id = $1 AND NOT test GROUP BY 1, 2 ORDER BY 1, 2""",
        campaign_id,
    )
    return [(RunState(row["state"]), row["reason"], row["count"]) for row in rows]


async def webinar_moved(conn: Conn, webinar: WebinarId, now: Instant) -> None:
    """Make the runs due that wait for a moment of a webinar, so that their wait is computed again."""
    await conn.execute(
        """UPDATE campaign_runs r SET due_at = least(r.due_at, $2) FROM members m
            WHERE m.webinar_id = $1 AND r.member_id = m.id AND r.until_moment AND r.state = 'waiting'""",
        webinar,
        now,
    )


# --- segments that campaigns rest on ---


async def write_uses(
    conn: Conn, campaign_id: CampaignId, named: Sequence[SegmentId], triggers: Sequence[SegmentId]
) -> None:
    """Write which segments a campaign refers to, and which of them start it."""
    await conn.execute("DELETE FROM campaign_uses WHERE campaign_id = $1", campaign_id)
    await conn.execute(
        """INSERT INTO campaign_uses (campaign_id, segment_id, is_trigger)
           SELECT $1, id, id = ANY ($3::uuid[]) FROM unnest($2::uuid[]) AS u (id)""",
        campaign_id,
        list(named),
        list(triggers),
    )


async def triggers_of(conn: Conn, campaign_id: CampaignId) -> list[SegmentId]:
    """Return the segments that start a campaign."""
    rows = await conn.fetch(
        "SELECT segment_id FROM campaign_uses WHERE campaign_id = $1 AND is_trigger ORDER BY segment_id",
        campaign_id,
    )
    return [SegmentId(row["segment_id"]) for row in rows]


async def users_of(conn: Conn, segment_id: SegmentId) -> list[str]:
    """Return the names of up to five campaigns that refer to a segment; archived campaigns are left out."""
    rows = await conn.fetch(
        """SELECT c.name FROM campaign_uses u JOIN campaigns c ON c.id = u.campaign_id
            WHERE u.segment_id = $1 AND c.state <> 'archived' ORDER BY c.number LIMIT 5""",
        segment_id,
    )
    return [row["name"] for row in rows]


async def starts_any(conn: Conn, segment_id: SegmentId) -> bool:
    """Return whether entering a segment starts a campaign that is active or paused."""
    return bool(
        await conn.fetchval(
            """SELECT EXISTS (SELECT FROM campaign_uses u JOIN campaigns c ON c.id = u.campaign_id
                WHERE u.segment_id = $1 AND u.is_trigger AND c.state IN ('active', 'paused'))""",
            segment_id,
        )
    )


# --- moments and schedules ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A scheduled time of a campaign; ``outcome`` is ``looked`` (rows were evaluated) or ``missed``."""

    key: str
    nominal_at: Instant
    outcome: str
    runs: int


async def last_occurrence(conn: Conn, campaign_id: CampaignId, key: str) -> Instant | None:
    """Return the last scheduled time that was evaluated."""
    last: Instant | None = await conn.fetchval(
        "SELECT max(nominal_at) FROM campaign_occurrences WHERE campaign_id = $1 AND key = $2",
        campaign_id,
        key,
    )
    return last


async def add_occurrence(conn: Conn, campaign_id: CampaignId, occurrence: Occurrence, now: Instant) -> bool:
    """Write a scheduled time. Returns: True when it was not written before; concurrent writers wait for this one."""
    added = await conn.fetchval(
        """INSERT INTO campaign_occurrences (campaign_id, key, nominal_at, outcome, runs, at)
           VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING true""",
        campaign_id,
        occurrence.key,
        occurrence.nominal_at,
        occurrence.outcome,
        occurrence.runs,
        now,
    )
    return added is True


async def set_occurrence_runs(conn: Conn, campaign_id: CampaignId, occurrence: Occurrence, runs: int) -> None:
    """Write the number of runs that began at a scheduled time."""
    await conn.execute(
        "UPDATE campaign_occurrences SET runs = $4 WHERE campaign_id = $1 AND key = $2 AND nominal_at = $3",
        campaign_id,
        occurrence.key,
        occurrence.nominal_at,
        runs,
    )


async def occurrences(conn: Conn, campaign_id: CampaignId) -> list[Occurrence]:
    """Return the last 50 scheduled times, newest first."""
    rows = await conn.fetch(
        """SELECT * FROM campaign_occurrences WHERE campaign_id = $1 ORDER BY nominal_at DESC, key LIMIT 50""",
        campaign_id,
    )
    return [
        Occurrence(key=row["key"], nominal_at=row["nominal_at"], outcome=row["outcome"], runs=row["runs"])
        for row in rows
    ]


async def webinars_near(
    conn: Conn, webinar: WebinarId | None, from_at: Instant, to_at: Instant
) -> list[WebinarId]:
    """Return up to 1,000 webinars that start or end between two instants, of all or of one."""
    rows = await conn.fetch(
        """SELECT id FROM webinars WHERE ($1::uuid IS NULL OR id = $1)
              AND (starts_at BETWEEN $2 AND $3 OR ends_at BETWEEN $2 AND $3) ORDER BY id LIMIT 1000""",
        webinar,
        from_at,
        to_at,
    )
    return [WebinarId(row["id"]) for row in rows]


def webinar_of_moment(key: str) -> WebinarId:
    """Return the webinar whose moment an occurrence is about."""
    return WebinarId(UUID(key.rpartition(" ")[2]))


async def in_program(conn: Conn, webinar: WebinarId, limit: int) -> list[tuple[PersonId, MemberId]]:
    """Return the members of a webinar whose status is not Not in Program, at most ``limit``."""
    rows = await conn.fetch(
        """SELECT m.person_id, m.id FROM members m JOIN persons p ON p.id = m.person_id
            WHERE m.webinar_id = $1 AND m.status <> 'not_in_program' AND p.erased_at IS NULL
            ORDER BY m.number LIMIT $2""",
        webinar,
        limit,
    )
    return [(PersonId(row["person_id"]), MemberId(row["id"])) for row in rows]


async def connection_kind(conn: Conn, connection: UUID) -> str | None:
    """Return the kind of a connection, None when it does not exist."""
    kind: str | None = await conn.fetchval("SELECT kind FROM connections WHERE id = $1", connection)
    return kind


# --- templates ---


@dataclass(frozen=True, slots=True)
class NamedTemplate:
    """A named text of a campaign's mails in one language; an empty ``language`` is for readers of every other one."""

    name: str
    language: str
    template: MailTemplate


def _template(row: asyncpg.Record) -> MailTemplate:
    return MailTemplate(subject=row["subject"], text=row["text"], html=row["html"])


async def save_template(conn: Conn, campaign_id: CampaignId, named: NamedTemplate, now: Instant) -> None:
    """Write a template; one of the same name and language is replaced."""
    await conn.execute(
        """INSERT INTO campaign_templates (campaign_id, name, language, subject, text, html, changed_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (campaign_id, name, language)
           DO UPDATE SET subject = $4, text = $5, html = $6, changed_at = $7""",
        campaign_id,
        named.name,
        named.language,
        named.template.subject,
        named.template.text,
        named.template.html,
        now,
    )


async def templates_of(conn: Conn, campaign_id: CampaignId) -> list[NamedTemplate]:
    """Return the templates of a campaign by name and language."""
    rows = await conn.fetch(
        "SELECT * FROM campaign_templates WHERE campaign_id = $1 ORDER BY name, language", campaign_id
    )
    return [NamedTemplate(row["name"], row["language"], _template(row)) for row in rows]


async def template_for(conn: Conn, run: Run, name: str) -> MailTemplate | None:
    """Return a template in the language of the run's person, else of the webinar, else the one for all others; None
    when the campaign has none of this name."""
    row = await conn.fetchrow(
        """SELECT t.* FROM campaign_templates t, webinars w
            WHERE t.campaign_id = $1 AND t.name = $2 AND w.id = $3
            ORDER BY t.language = coalesce($4, w.language) DESC NULLS LAST,
                     t.language = split_part(coalesce($4, w.language), '-', 1) DESC NULLS LAST,
                     t.language = '' DESC, t.language = w.language DESC NULLS LAST, t.language = 'en' DESC, t.language
            LIMIT 1""",
        run.campaign,
        name,
        run.webinar,
        run.language or None,
    )
    return None if row is None else _template(row)


async def sweep(conn: Conn, taken_before: Instant) -> None:
    """Delete old causes that were taken; runs keep the keys of their causes."""
    await conn.execute("DELETE FROM causes WHERE taken_at < $1", taken_before)


async def forget_person(conn: Conn, person_id: PersonId, now: Instant) -> None:
    """Skip the remaining steps of an erased person's runs."""
    await conn.execute(
        """UPDATE campaign_runs SET state = 'skipped', reason = 'erased', changed_at = $2
            WHERE person_id = $1 AND state IN ('new', 'waiting', 'held')""",
        person_id,
        now,
    )
