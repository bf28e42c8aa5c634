"""Conditions on records other than memberships, as SQL: forms, interactions, mails, consents and campaign runs.

Each function returns a boolean or numeric expression over aliases that the compiler has given out.
"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from latecomer.audiences.checks import Parameters, check_instant
from latecomer.audiences.rules.leaves import (
    CampaignLeaf,
    ConsentLeaf,
    InteractionKind,
    MailLeaf,
    SourceField,
    SubmissionLeaf,
)
from latecomer.audiences.rules.operators import Condition, Kind, read_date_check
from latecomer.core.ids import Instant


class Times:
    """The moment at which a filter is evaluated, and the time zone of its days."""

    def __init__(self, now: Instant, zone: ZoneInfo) -> None:
        self.now = now
        self.zone = zone

    def check(self, parameters: Parameters, column: str, condition: Condition | None) -> Sequence[str]:
        """Return the conditions on an instant: none without a condition."""
        if condition is None:
            return ()
        check = read_date_check(condition, Kind.DATE)
        return (check_instant(parameters, column, check, self.now, self.zone),)


def _names(parameters: Parameters, column: str, names: Sequence[str] | None) -> Sequence[str]:
    return () if names is None else (f"{column} = ANY ({parameters.add(list(names), 'text[]')})",)


def _sent_by_person(alias: str, wanted: Sequence[str]) -> str:
    """Return the condition that a form with the person's address, or of one of their members, meets all parts of the
    leaf."""
    by_address = " AND ".join([f"{alias}.email_key = p.email_key", *wanted])
    by_member = " AND ".join(["o.person_id = p.id", *wanted])
    return (
        f"(EXISTS (SELECT FROM submissions {alias} WHERE {by_address}) OR EXISTS"
        f" (SELECT FROM submissions {alias} JOIN members o ON o.id = {alias}.member_id WHERE {by_member}))"
    )


def submission(
    parameters: Parameters, leaf: SubmissionLeaf, alias: str, of_webinar: Sequence[str], times: Times
) -> str:
    """Return whether the person sent a form that meets the leaf."""
    outcome = _names(parameters, f"{alias}.outcome", leaf.outcome)
    return _sent_by_person(
        alias, [*of_webinar, *outcome, *times.check(parameters, f"{alias}.received_at", leaf.at)]
    )


def consent(parameters: Parameters, leaf: ConsentLeaf) -> str:
    """Return the condition that the person agreed on a form whose address is confirmed to be theirs."""
    alias = parameters.alias("s")
    agreed = f"{alias}.consents @> {parameters.add([{'purpose': leaf.purpose}], 'jsonb')}"
    return _sent_by_person(alias, [agreed, f"{alias}.proved_at IS NOT NULL"])


def mail(parameters: Parameters, leaf: MailLeaf, member: str, times: Times) -> str:
    """Return whether one mail to the member meets the leaf."""
    alias = parameters.alias("e")
    wanted = [
        f"{alias}.member_id = {member}.id",
        *_names(parameters, f"{alias}.kind", leaf.kind),
        *_names(parameters, f"{alias}.state", leaf.state),
        *times.check(parameters, f"coalesce({alias}.sent_at, {alias}.due_at)", leaf.at),
    ]
    if leaf.bounced is not None:
        wanted.append(f"({alias}.bounced_as IS NOT NULL) = {parameters.add(leaf.bounced, 'bool')}")
    return f"EXISTS (SELECT FROM mails {alias} WHERE {' AND '.join(wanted)})"


def run(parameters: Parameters, leaf: CampaignLeaf, member: str) -> str:
    """Return whether the member has a run of the campaign in one of the states."""
    alias = parameters.alias("c")
    wanted = [
        f"{alias}.member_id = {member}.id",
        f"{alias}.campaign_id = {parameters.add(leaf.id, 'uuid')}",
        *_names(parameters, f"{alias}.state", leaf.state),
    ]
    return f"EXISTS (SELECT FROM campaign_runs {alias} WHERE {' AND '.join(wanted)})"


def interactions(kind: InteractionKind, member: str) -> str:
    """Return the number of times that a member did something in the room; NULL for never."""
    match kind:
        case InteractionKind.QUESTION | InteractionKind.CHAT:
            asked = "" if kind is InteractionKind.QUESTION else "NOT "
            counted = (
                f"count(*) FROM chat_lines i WHERE i.member_id = {member}.id AND {asked}i.is_question"
                " AND i.state NOT IN ('rejected', 'deleted')"
            )
        case InteractionKind.POLL:
            counted = f"count(DISTINCT (i.webinar_id, i.item_id)) FROM poll_answers i WHERE i.member_id = {member}.id"
        case InteractionKind.DOWNLOAD | InteractionKind.CLICK:
            handout = "= 'handout'" if kind is InteractionKind.DOWNLOAD else "IS DISTINCT FROM 'handout'"
            counted = (
                f"count(DISTINCT (i.webinar_id, i.item_id)) FROM overlay_uses i"
                f" WHERE i.member_id = {member}.id AND i.use = 'clicked' AND i.kind {handout}"
            )
    return f"nullif((SELECT {counted}), 0)"


def _latest_form(member: str, column: str) -> str:
    return f"(SELECT f.{column} FROM submissions f WHERE f.member_id = {member}.id ORDER BY f.number DESC LIMIT 1)"


def answer(parameters: Parameters, question: str, member: str) -> str:
    """Return the answer to a question (jsonb) on the member's latest form; NULL without one."""
    named = f"jsonb_build_object('id', {parameters.add(question, 'text')})"
    return f"jsonb_path_query_first({_latest_form(member, 'answers')}, '$[*] ? (@.id == $id).value', {named})"


def came_from(field: SourceField, member: str) -> str:
    """Return the origin that the member's latest form states; NULL without one."""
    return f"nullif(btrim({_latest_form(member, 'source')} ->> '{field.value}'), '')"


# --- why ---

_SEEN = 20
"""Rows that an explanation shows."""


def utc(column: str) -> str:
    """Return an instant as RFC 3339 text."""
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""


def _list(shown: str, rows: str) -> str:
    """Return up to 20 rows as a JSON list; ``rows`` is a query."""
    return f"(SELECT coalesce(jsonb_agg({shown}), '[]') FROM ({rows} LIMIT {_SEEN}) r)"


def submissions_seen(parameters: Parameters) -> str:
    """Return the person's forms with their outcomes, for an explanation."""
    alias = parameters.alias("s")
    rows = (
        f"SELECT * FROM submissions {alias} WHERE {_sent_by_person_row(alias)} ORDER BY {alias}.number DESC"
    )
    shown = f"'webinar_id', r.webinar_id, 'outcome', r.outcome, 'received_at', {utc('r.received_at')}"
    return _list(f"jsonb_build_object({shown})", rows)


def consents_seen(parameters: Parameters) -> str:
    """Return the purposes that the person agreed to, with the text that was shown, for an explanation."""
    alias = parameters.alias("s")
    rows = (
        f"SELECT x.agreed FROM submissions {alias}, jsonb_array_elements({alias}.consents) x (agreed)"
        f" WHERE {_sent_by_person_row(alias)} ORDER BY {alias}.number DESC"
    )
    return _list("jsonb_build_object('purpose', r.agreed -> 'purpose', 'text', r.agreed -> 'text')", rows)


def _sent_by_person_row(alias: str) -> str:
    own = "SELECT o.id FROM members o WHERE o.person_id = p.id"
    return f"({alias}.email_key = p.email_key OR {alias}.member_id IN ({own}))"


def mails_seen(members: str) -> str:
    """Return the mails to members ``o``, for an explanation."""
    rows = (
        f"SELECT x.* FROM members o JOIN mails x ON x.member_id = o.id WHERE {members} ORDER BY x.number DESC"
    )
    at = utc("coalesce(r.sent_at, r.due_at)")
    shown = f"'kind', r.kind, 'state', r.state, 'reason', r.reason, 'bounced', r.bounced_as, 'at', {at}"
    return _list(f"jsonb_build_object({shown})", rows)


def runs_seen(parameters: Parameters, leaf: CampaignLeaf, members: str) -> str:
    """Return the campaign runs of members ``o``, for an explanation."""
    rows = (
        "SELECT x.* FROM members o JOIN campaign_runs x ON x.member_id = o.id"
        f" WHERE {members} AND x.campaign_id = {parameters.add(leaf.id, 'uuid')} ORDER BY x.created_at DESC"
    )
    shown = f"'state', r.state, 'reason', r.reason, 'created_at', {utc('r.created_at')}"
    return _list(f"jsonb_build_object({shown})", rows)


def interactions_seen(kind: InteractionKind, members: str) -> str:
    """Return the number of interactions of each of members ``o``, for an explanation."""
    times = f"coalesce({interactions(kind, 'o')}, 0)"
    rows = f"SELECT o.webinar_id, {times} AS times FROM members o WHERE {members} ORDER BY o.number"
    return _list("jsonb_build_object('webinar_id', r.webinar_id, 'times', r.times)", rows)
