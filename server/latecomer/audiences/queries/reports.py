"""The rows of reports; the caller has begun a transaction, and reads them one after the other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Final, TypeAlias

from latecomer.core.ids import MemberId, WebinarId
from latecomer.postgres.pool import Conn

Row: TypeAlias = Mapping[str, object]
"""Cells by column; an instant is in ms."""

_PERSON: Final = "p.email, p.first_name, p.last_name, p.company"
_LATEST_FORM: Final = """LEFT JOIN LATERAL (SELECT f.source FROM submissions f WHERE f.member_id = m.id
                                ORDER BY f.number DESC LIMIT 1) f ON true"""


async def _each(conn: Conn, query: str, webinar_id: WebinarId) -> AsyncIterator[Row]:
    async for row in conn.cursor(query, webinar_id, prefetch=1000):
        yield dict(row)


def members(conn: Conn, webinar_id: WebinarId) -> AsyncIterator[Row]:
    """Yield all members, in the order in which they were added."""
    return _each(
        conn,
        f"""SELECT {_PERSON}, p.job_title, p.phone, p.city, p.country, p.language, m.status, m.status_reason,
                   m.status_at, m.registered_at, m.registered_source, m.attended_at, m.viewed_at,
                   round(m.live_ms / 60000.0, 3) AS watched_live_min,
                   round(m.on_demand_ms / 60000.0, 3) AS watched_on_demand_min, m.engagement, m.id AS member_id
              FROM members m JOIN persons p ON p.id = m.person_id WHERE m.webinar_id = $1 ORDER BY m.number""",
        webinar_id,
    )


def attendance_by_day(conn: Conn, webinar_id: WebinarId) -> AsyncIterator[Row]:
    """Yield a row for each member, mode and local day with watched time."""
    return _each(
        conn,
        f"""SELECT {_PERSON}, d.mode, d.day, round(d.watched_ms / 60000.0, 3) AS watched_min, d.first_at, d.last_at,
                   m.id AS member_id
              FROM members m JOIN persons p ON p.id = m.person_id JOIN watched_days d ON d.member_id = m.id
             WHERE m.webinar_id = $1 AND d.watched_ms > 0 ORDER BY m.number, d.day, d.mode""",
        webinar_id,
    )


def answers(conn: Conn, webinar_id: WebinarId) -> AsyncIterator[Row]:
    """Yield a row for each answer of each registration form, the earliest form first."""
    return _each(
        conn,
        """SELECT coalesce(p.email, s.email) AS email, coalesce(p.first_name, s.contact ->> 'first_name') AS first_name,
                  coalesce(p.last_name, s.contact ->> 'last_name') AS last_name,
                  coalesce(p.company, s.contact ->> 'company') AS company, a ->> 'id' AS question_id,
                  a ->> 'question' AS question,
                  CASE jsonb_typeof(a -> 'value')
                  WHEN 'array' THEN (SELECT string_agg(v, '; ') FROM jsonb_array_elements_text(a -> 'value') v)
                  ELSE a ->> 'value' END AS answer,
                  s.received_at, s.member_id
             FROM submissions s LEFT JOIN members m ON m.id = s.member_id LEFT JOIN persons p ON p.id = m.person_id,
                  jsonb_array_elements(s.answers) a
            WHERE s.webinar_id = $1 ORDER BY s.number""",
        webinar_id,
    )


async def attendees(conn: Conn, webinar_id: WebinarId) -> AsyncIterator[tuple[MemberId, Row]]:
    """Yield the members who attended live."""
    async for row in conn.cursor(
        f"""SELECT {_PERSON}, m.id AS member_id FROM members m JOIN persons p ON p.id = m.person_id
             WHERE m.webinar_id = $1 AND m.attended_at IS NOT NULL ORDER BY m.number""",
        webinar_id,
        prefetch=1000,
    ):
        yield MemberId(row["member_id"]), dict(row)


def registrations_by_source(conn: Conn, webinar_id: WebinarId) -> AsyncIterator[Row]:
    """Yield the numbers of registrations and of what became of them, by where their latest form says they came from."""
    return _each(
        conn,
        f"""SELECT f.source ->> 'utm_source' AS utm_source, f.source ->> 'utm_medium' AS utm_medium,
                   f.source ->> 'utm_campaign' AS utm_campaign, f.source ->> 'ref' AS ref,
                   f.source ->> 'referrer' AS referrer, m.registered_source, count(*) AS registered,
                   count(m.attended_at) AS attended_live, count(m.viewed_at) AS attended_on_demand,
                   count(*) FILTER (WHERE m.engagement = 'high') AS highly_engaged
              FROM members m {_LATEST_FORM} WHERE m.webinar_id = $1 AND m.registered_at IS NOT NULL
             GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 7 DESC, 1, 2, 3, 4, 5, 6""",
        webinar_id,
    )


def did_not_fit(conn: Conn, webinar_id: WebinarId) -> AsyncIterator[Row]:
    """Yield the members without a seat, then the forms that found no seat and made nobody a member, each by time."""
    return _each(
        conn,
        f"""SELECT {_PERSON}, m.status, m.status_reason AS reason, m.status_at AS since, m.id AS member_id, 0 AS part
              FROM members m JOIN persons p ON p.id = m.person_id
             WHERE m.webinar_id = $1 AND m.status IN ('waitlisted', 'registration_error')
            UNION ALL
            SELECT s.email, s.contact ->> 'first_name', s.contact ->> 'last_name', s.contact ->> 'company', NULL,
                   'no_seat', s.received_at, NULL, 1
              FROM submissions s WHERE s.webinar_id = $1 AND s.outcome = 'no_seat' AND s.member_id IS NULL
             ORDER BY part, since""",
        webinar_id,
    )
