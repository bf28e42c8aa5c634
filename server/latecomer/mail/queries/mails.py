"""Mails as rows: queued, leased, sent, and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NewType
from uuid import UUID

import asyncpg

from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.mail.rules.kinds import MailBasis, MailKind
from latecomer.mail.rules.states import MailState
from latecomer.mail.rules.still_true import Occasion
from latecomer.postgres.leases import Lease
from latecomer.postgres.pool import Conn

MailId = NewType("MailId", UUID)
SubmissionId = NewType("SubmissionId", UUID)


@dataclass(frozen=True, slots=True)
class RundownProblem:
    """A problem of a rundown; ``name``: of the file or item, empty when it concerns none."""

    code: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMail:
    """A mail to queue, to a member, about a submission that led to no member, or to a host or presenter.

    ``occurrence``: with recipient and kind it identifies the mail, so that it is queued once. ``by_form``: a form
    caused it. ``template``: a campaign's own subject, text and html. ``line``: the answer in the
    chat that it quotes. ``problems``: those of a rundown.
    """

    webinar: WebinarId
    kind: MailKind
    occurrence: str
    email: str
    email_key: str
    language: str
    due_at: Instant
    member: MemberId | None = None
    submission: SubmissionId | None = None
    presenter: UUID | None = None
    by_form: bool = False
    about_starts_at: Instant | None = None
    offset_s: int = 0
    template: Mapping[str, str] | None = None
    line: UUID | None = None
    problems: Sequence[RundownProblem] = ()
    basis: MailBasis | None = None
    purpose: str | None = None
    """Of campaigns: why they may be sent, and the consent that is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """A mail with all its states; ``email`` is None once its person was erased."""

    id: MailId
    number: int
    webinar: WebinarId
    member: MemberId | None
    submission: SubmissionId | None
    presenter: UUID | None
    kind: MailKind
    occurrence: str
    by_form: bool
    email: str | None
    email_key: str | None
    language: str
    about_starts_at: Instant | None
    offset_s: int
    occasion_at: Instant
    created_at: Instant
    state: MailState
    reason: str | None
    due_at: Instant
    attempts: int
    sent_at: Instant | None
    subject: str | None
    template: Mapping[str, str] | None
    line: UUID | None = None
    problems: tuple[RundownProblem, ...] = ()
    bounced_as: str | None = None
    """hard, soft or complaint; None where nothing was heard."""
    bounced_at: Instant | None = None
    bounce_detail: str | None = None
    basis: MailBasis | None = None
    """Of campaigns: why they may be sent; None for a mail that was queued before this was asked."""
    purpose: str | None = None
    """The purpose that needs a consent; None: any but the event's own."""

    @property
    def occasion(self) -> Occasion:
        """Return the occasion for which the mail was queued."""
        return Occasion(
            kind=self.kind,
            due_at=self.occasion_at,
            offset_s=self.offset_s,
            about_starts_at=self.about_starts_at,
            needs_consent=self.basis is MailBasis.CONSENT,
        )

    @property
    def key(self) -> str:
        """Return the text from which the Message-ID is made; it is the same at each attempt."""
        return f"{self.member or self.submission or self.presenter}/{self.kind}/{self.occurrence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailContent:
    """A rendered mail; fields are None when it was not rendered, or its 30 days are over."""

    subject: str | None
    text: str | None
    html: str | None
    calendar: str | None


_COLUMNS: Final = """id, number, webinar_id, member_id, submission_id, presenter_id, kind, occurrence, by_form, email,
       email_key, language, about_starts_at, offset_s, occasion_at, created_at, state, reason, due_at, attempts,
       sent_at, subject, template, line_id, problems, bounced_as, bounced_at, bounce_detail,
       basis, purpose"""


def _of_row(row: asyncpg.Record) -> MailRow:
    return MailRow(
        id=MailId(row["id"]),
        number=row["number"],
        webinar=WebinarId(row["webinar_id"]),
        member=MemberId(row["member_id"]) if row["member_id"] else None,
        submission=SubmissionId(row["submission_id"]) if row["submission_id"] else None,
        presenter=row["presenter_id"],
        kind=MailKind(row["kind"]),
        occurrence=row["occurrence"],
        by_form=row["by_form"],
        email=row["email"],
        email_key=row["email_key"],
        language=row["language"],
        about_starts_at=row["about_starts_at"],
        offset_s=row["offset_s"],
        occasion_at=row["occasion_at"],
        created_at=row["created_at"],
        state=MailState(row["state"]),
        reason=row["reason"],
        due_at=row["due_at"],
        attempts=row["attempts"],
        sent_at=row["sent_at"],
        subject=row["subject"],
        template=row["template"],
        line=row["line_id"],
        problems=tuple(
            RundownProblem(each["code"], each["name"]) for each in (row["problems"] or {}).get("items", ())
        ),
        bounced_as=row["bounced_as"],
        bounced_at=row["bounced_at"],
        bounce_detail=row["bounce_detail"],
        basis=None if row["basis"] is None else MailBasis(row["basis"]),
        purpose=row["purpose"],
    )


_INSERT: Final = """
INSERT INTO mails (webinar_id, member_id, submission_id, kind, occurrence, by_form, email, email_key, language,
                   about_starts_at, offset_s, occasion_at, due_at, template, presenter_id, line_id, problems,
                   basis, purpose, created_at)
SELECT m.webinar_id, m.member_id, m.submission_id, m.kind, m.occurrence, m.by_form, m.email, m.email_key, m.language,
       m.about_starts_at, m.offset_s, m.due_at, m.due_at, m.template, m.presenter_id, m.line_id,
       m.problems, m.basis, m.purpose, $19
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bool[], $7::text[], $8::text[],
              $9::text[], $10::timestamptz[], $11::int[], $12::timestamptz[], $13::jsonb[], $14::uuid[],
              $15::uuid[], $16::jsonb[], $17::text[], $18::text[])
       WITH ORDINALITY
       AS m (webinar_id, member_id, submission_id, kind, occurrence, by_form, email, email_key, language,
             about_starts_at, offset_s, due_at, template, presenter_id, line_id, problems, basis, purpose,
             nth)
 ORDER BY coalesce(m.member_id, m.submission_id, m.presenter_id), m.kind, m.occurrence
    ON CONFLICT DO NOTHING
RETURNING id
"""


async def add(conn: Conn, mails: Sequence[NewMail], now: Instant) -> int:
    """Queue mails; each is sent once, however often it is queued. Returns: the number of new mails."""
    if not mails:
        return 0
    rows = await conn.fetch(
        _INSERT,
        [mail.webinar for mail in mails],
        [mail.member for mail in mails],
        [mail.submission for mail in mails],
        [mail.kind for mail in mails],
        [mail.occurrence for mail in mails],
        [mail.by_form for mail in mails],
        [mail.email for mail in mails],
        [mail.email_key for mail in mails],
        [mail.language for mail in mails],
        [mail.about_starts_at for mail in mails],
        [mail.offset_s for mail in mails],
        [mail.due_at for mail in mails],
        [None if mail.template is None else dict(mail.template) for mail in mails],
        [mail.presenter for mail in mails],
        [mail.line for mail in mails],
        [
            {"items": [{"code": each.code, "name": each.name} for each in mail.problems]}
            if mail.problems
            else None
            for mail in mails
        ],
        [mail.basis for mail in mails],
        [mail.purpose for mail in mails],
        now,
    )
    return len(rows)


@dataclass(frozen=True, slots=True)
class FormMails:
    """The numbers of mails that forms have caused to an address: in the last 24 hours for one webinar, and in total."""

    today: int
    ever: int


async def caused_by_forms(
    conn: Conn, webinar: WebinarId, email_keys: Sequence[str], since: Instant
) -> Mapping[str, FormMails]:
    """Return the numbers of mails that forms have caused to these addresses; an address without any is left out."""
    rows = await conn.fetch(
        """SELECT email_key, count(*) FILTER (WHERE created_at > $3) AS today, count(*) AS ever FROM mails
            WHERE webinar_id = $1 AND email_key = ANY ($2::text[]) AND by_form GROUP BY email_key""",
        webinar,
        list(email_keys),
        since,
    )
    return {row["email_key"]: FormMails(row["today"], row["ever"]) for row in rows}


_MARKETING: Final = "('missed', 'last_days', 'campaign')"
_LEASE: Final = Lease("mails", ("id",))
# Of several marketing mails to one address the first goes, whichever worker takes it: the limits of the others depend
# on when it was sent.
_CLAIM: Final = _LEASE.claim(
    f"""SELECT id FROM mails WHERE state = 'waiting' AND due_at <= $2 AND {_LEASE.is_free}
            AND NOT (kind IN {_MARKETING} AND EXISTS (
                SELECT FROM mails o WHERE o.email_key = mails.email_key AND o.kind IN {_MARKETING}
                   AND o.state IN ('waiting', 'sending') AND (o.due_at, o.number) < (mails.due_at, mails.number)))
         ORDER BY due_at, number LIMIT $4 FOR UPDATE SKIP LOCKED""",
    returning=_COLUMNS,
)
_BEGIN_SENDING: Final = _LEASE.extend(
    """state = 'sending', message_id = $4, attempts = attempts + 1, reason = NULL, subject = $5, body = $6, html = $7,
       calendar = $8""",
    "state = 'waiting'",
)
_OPEN: Final = "state IN ('waiting', 'sending')"
_COMPLETE: Final = _LEASE.end(
    """state = $3, reason = $4, relay_id = coalesce($6, relay_id),
       sent_at = CASE WHEN $3 IN ('sent', 'kept') THEN $5::timestamptz END""",
    _OPEN,
)
_KEEP: Final = _LEASE.end(
    """state = 'kept', reason = NULL, sent_at = $3, message_id = $4, subject = $5, body = $6, html = $7,
       calendar = $8""",
    "state = 'waiting'",
)
_FAIL: Final = _LEASE.end(
    "state = 'waiting', due_at = $3, reason = $4, attempts = coalesce($5, attempts)", _OPEN
)


async def claim(conn: Conn, holder: UUID, now: Instant, until: Instant, limit: int) -> list[MailRow]:
    """Lease due mails that no other worker holds, the longest due first; their state stays ``waiting``."""
    rows = await conn.fetch(_CLAIM, holder, now, until, limit)
    return sorted(map(_of_row, rows), key=lambda mail: (mail.due_at, mail.number))


async def begin_sending(
    conn: Conn, mail: MailId, holder: UUID, until: Instant, message_id: str, content: MailContent
) -> bool:
    """Record that the relay is about to receive the text. Returns: whether this worker still holds the mail."""
    row = await conn.fetchrow(
        _BEGIN_SENDING,
        holder,
        until,
        mail,
        message_id,
        content.subject,
        content.text,
        content.html,
        content.calendar,
    )
    return row is not None


async def complete(
    conn: Conn,
    mail: MailId,
    holder: UUID,
    state: MailState,
    now: Instant,
    *,
    reason: str | None = None,
    relay_id: str | None = None,
) -> bool:
    """Write the final state of a mail. Returns: whether this worker still held it."""
    return bool(await conn.fetchval(_COMPLETE, holder, mail, state, reason, now, relay_id))


async def keep(
    conn: Conn, mail: MailId, holder: UUID, now: Instant, message_id: str, content: MailContent
) -> None:
    """Keep a mail, with its text, because no relay is configured."""
    await conn.execute(
        _KEEP,
        holder,
        mail,
        now,
        message_id,
        content.subject,
        content.text,
        content.html,
        content.calendar,
    )


async def fail(
    conn: Conn,
    mail: MailId,
    holder: UUID,
    due_at: Instant,
    reason: str | None,
    *,
    attempts: int | None = None,
) -> None:
    """Make a mail wait until ``due_at``. ``attempts``: the attempts so far; None: unchanged."""
    await conn.execute(_FAIL, holder, mail, due_at, reason, attempts)


async def release(conn: Conn, holder: UUID) -> None:
    """Release the mails that a worker holds and has not begun to send."""
    await conn.execute(
        "UPDATE mails SET holder = NULL, lease_until = NULL WHERE holder = $1 AND state = 'waiting'", holder
    )


async def give_up_on_the_lost(conn: Conn, now: Instant) -> int:
    """Set the mails to ``unknown`` whose worker died while sending them. Returns: their number."""
    rows = await conn.fetch(
        """UPDATE mails SET state = 'unknown', reason = 'worker_lost', holder = NULL, lease_until = NULL
            WHERE state = 'sending' AND lease_until < $1 RETURNING id""",
        now,
    )
    return len(rows)


async def load(conn: Conn, mail: MailId, *, lock: bool = False) -> MailRow | None:
    """Return one mail; None when unknown."""
    row = await conn.fetchrow(
        f"SELECT {_COLUMNS} FROM mails WHERE id = $1" + (" FOR NO KEY UPDATE" if lock else ""), mail
    )
    return None if row is None else _of_row(row)


async def content(conn: Conn, mail: MailId) -> MailContent | None:
    """Return a mail's rendered content; None when unknown."""
    row = await conn.fetchrow("SELECT subject, body, html, calendar FROM mails WHERE id = $1", mail)
    if row is None:
        return None
    return MailContent(subject=row["subject"], text=row["body"], html=row["html"], calendar=row["calendar"])


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFilter:
    """The mails that a page lists; None: all."""

    webinar: WebinarId | None = None
    member: MemberId | None = None
    person: PersonId | None = None
    kind: MailKind | None = None
    state: MailState | None = None


async def page(conn: Conn, wanted: MailFilter, before: int | None, limit: int) -> list[MailRow]:
    """Return mails, newest first, after the number ``before``."""
    rows = await conn.fetch(
        f"""SELECT {_COLUMNS} FROM mails
             WHERE ($1::uuid IS NULL OR webinar_id = $1) AND ($2::uuid IS NULL OR member_id = $2)
               AND ($3::text IS NULL OR kind = $3) AND ($4::text IS NULL OR state = $4)
               AND ($5::bigint IS NULL OR number < $5)
               AND ($7::uuid IS NULL OR member_id IN (SELECT id FROM members WHERE person_id = $7))
             ORDER BY number DESC LIMIT $6""",
        wanted.webinar,
        wanted.member,
        wanted.kind,
        wanted.state,
        before,
        limit,
        wanted.person,
    )
    return [_of_row(row) for row in rows]


async def to_person(conn: Conn, members: Sequence[MemberId], email_key: str) -> list[MailRow]:
    """Return the mails to a person's members and to the person's address, oldest first."""
    rows = await conn.fetch(
        f"SELECT {_COLUMNS} FROM mails WHERE member_id = ANY ($1::uuid[]) OR email_key = $2 ORDER BY number",
        list(members),
        email_key,
    )
    return [_of_row(row) for row in rows]


async def counts(conn: Conn, webinar: WebinarId) -> Mapping[tuple[MailKind, MailState], int]:
    """Return the number of a webinar's mails in each state, by kind."""
    rows = await conn.fetch(
        "SELECT kind, state, count(*) AS n FROM mails WHERE webinar_id = $1 GROUP BY kind, state", webinar
    )
    return {(MailKind(row["kind"]), MailState(row["state"])): row["n"] for row in rows}


async def recent_marketing(
    conn: Conn, email_keys: Sequence[str], since: Instant
) -> Mapping[str, list[Instant]]:
    """Return the times since ``since`` at which marketing mails went to these addresses."""
    rows = await conn.fetch(
        f"""SELECT email_key, sent_at FROM mails
             WHERE email_key = ANY ($1::text[]) AND sent_at > $2 AND kind IN {_MARKETING}""",
        list(email_keys),
        since,
    )
    found: dict[str, list[Instant]] = {}
    for row in rows:
        found.setdefault(row["email_key"], []).append(row["sent_at"])
    return found


async def find_bounced(
    conn: Conn,
    email_key: str,
    since: Instant,
    *,
    mail: UUID | None,
    relay_id: str | None,
    message_id: str | None,
) -> MailRow | None:
    """Lock and return the mail to an address that a report names: by our id, else the relay's, else the Message-ID."""
    row = await conn.fetchrow(
        f"""SELECT {_COLUMNS} FROM mails
             WHERE email_key = $1 AND created_at > $2 AND (id = $3 OR relay_id = $4 OR message_id = $5)
             ORDER BY (id = $3) IS TRUE DESC, (relay_id = $4) IS TRUE DESC, number DESC LIMIT 1 FOR NO KEY UPDATE""",
        email_key,
        since,
        mail,
        relay_id,
        message_id,
    )
    return None if row is None else _of_row(row)


async def note_bounce(conn: Conn, mail: MailId, kind: str, at: Instant, detail: str | None) -> bool:
    """Record a reported bounce of a mail; a soft bounce does not replace a hard one. Returns: whether it is new."""
    row = await conn.fetchrow(
        """UPDATE mails SET bounced_as = $2, bounced_at = $3, bounce_detail = $4
            WHERE id = $1 AND (bounced_as IS NULL OR bounced_as = 'soft')
              AND (bounced_as, bounced_at) IS DISTINCT FROM ($2, $3) RETURNING true""",
        mail,
        kind,
        at,
        detail,
    )
    return row is not None


async def of_member(
    conn: Conn, member: MemberId, before: tuple[Instant, int] | None, limit: int
) -> list[MailRow]:
    """Return the mails to a member in a final state, newest first, after the given one."""
    at, number = before or (None, None)
    rows = await conn.fetch(
        f"""SELECT {_COLUMNS} FROM mails
             WHERE member_id = $1 AND state NOT IN ('waiting', 'sending')
               AND ($2::timestamptz IS NULL OR (created_at, number) < ($2, $3))
             ORDER BY created_at DESC, number DESC LIMIT $4""",
        member,
        at,
        number,
        limit,
    )
    return [_of_row(row) for row in rows]


async def send_again(conn: Conn, mail: MailId, occurrence: str | None, now: Instant) -> MailId:
    """Queue a mail again. ``occurrence``: it becomes another mail; None: it stays the same mail."""
    if occurrence is None:
        await conn.execute(
            """UPDATE mails SET state = 'waiting', reason = NULL, due_at = $2, occasion_at = $2, attempts = 0,
                      holder = NULL, lease_until = NULL WHERE id = $1""",
            mail,
            now,
        )
        return mail
    row: Any = await conn.fetchrow(
        """INSERT INTO mails (webinar_id, member_id, submission_id, presenter_id, kind, occurrence, email, email_key,
                              language, about_starts_at, offset_s, occasion_at, due_at, template, line_id,
                              problems, basis, purpose, created_at)
           SELECT webinar_id, member_id, submission_id, presenter_id, kind, $2, email, email_key, language,
                  about_starts_at, offset_s, $3, $3, template, line_id, problems, basis, purpose,
                  $3 FROM mails WHERE id = $1
           RETURNING id""",
        mail,
        occurrence,
        now,
    )
    return MailId(row["id"])


async def forget(conn: Conn, members: Sequence[MemberId], email_key: str) -> None:
    """Remove an erased person from their mails; waiting mails are not sent."""
    await conn.execute(
        """UPDATE mails SET email = NULL, email_key = NULL, subject = NULL, body = NULL, html = NULL,
                  calendar = NULL, template = NULL, problems = NULL, bounce_detail = NULL,
                  state = CASE WHEN state = 'waiting' THEN 'skipped' ELSE state END,
                  reason = CASE WHEN state = 'waiting' THEN 'erased' END
            WHERE member_id = ANY ($1::uuid[]) OR email_key = $2""",
        list(members),
        email_key,
    )


async def drop_old_texts(conn: Conn, before: Instant) -> None:
    """Delete the content of mails made before that time."""
    await conn.execute(
        """UPDATE mails SET subject = NULL, body = NULL, html = NULL, calendar = NULL
            WHERE body IS NOT NULL AND created_at < $1""",
        before,
    )
