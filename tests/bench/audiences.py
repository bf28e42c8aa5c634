"""A segment over a million members with three watched days each: how long a count, a page and a file take.

`make bench-audiences` fills a PostgreSQL of its own, asks through the product's own compiler and queries, and prints a
table. MEMBERS=100000 for a smaller one.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from latecomer.audiences.checks import Parameters
from latecomer.audiences.compile import References, ResolvedFilter, compile_filter
from latecomer.audiences.queries import kept, results
from latecomer.audiences.reader import Reader
from latecomer.audiences.reports import ReportName, Reports
from latecomer.audiences.rules.filters import read_filter
from latecomer.audiences.rules.leaves import RowScope
from latecomer.audiences.segment import SegmentId
from latecomer.automated.interactions import interactions
from latecomer.core.ids import WebinarId
from latecomer.hooks import Question
from latecomer.postgres.migrate import migrate
from latecomer.postgres.pool import Conn, connect, open_pool
from latecomer.standalone.data_folder import DataFolder
from latecomer.standalone.engines import Postgres
from latecomer.webinars.members.engagement import AskInteractions, EngagementLevels, Interactions

WEBINAR = WebinarId(UUID("0a000000-0000-4000-8000-000000000001"))
SEGMENT = SegmentId(UUID("0a000000-0000-4000-8000-000000000002"))
NOW = 1_772_900_000_000
ROUNDS = 5

FILL = """
INSERT INTO webinars (id, name, starts_at, ends_at, timezone, recording_duration_s, watch_threshold_s, cancellations,
                      flip_on, created_at)
VALUES ('0a000000-0000-4000-8000-000000000001', 'Big', $1, $1::timestamptz + interval '1 hour', 'Europe/Berlin', 3600,
        60, 'ignore', 'watch', $1)
"""
PEOPLE = """
INSERT INTO persons (id, email, email_key, company, city, properties, created_at)
SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'p' || n || '@example.com',
       'p' || n || '@example.com', CASE WHEN n % 10 < 4 THEN 'ACME ' || n % 97 ELSE 'Compost ' || n % 1000 END,
       CASE WHEN n % 3 = 0 THEN NULL ELSE 'City ' || n % 50 END, jsonb_build_object('employees', n % 500), $2
  FROM generate_series(1, $1::int) AS n
"""
MEMBERS = """
INSERT INTO members (id, webinar_id, person_id, status, status_at, visitor, registered_at, registered_source,
                     attended_at, viewed_at, live_ms, on_demand_ms, engagement, created_at, settled_version)
SELECT ('00000000-0000-4000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, '0a000000-0000-4000-8000-000000000001',
       ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
       (ARRAY['attended', 'attended_on_demand', 'no_show', 'registered'])[n % 4 + 1], $2, n % 4 = 1, $2, 'import',
       CASE WHEN n % 4 = 0 THEN $2::timestamptz END, CASE WHEN n % 4 < 2 THEN $2::timestamptz END,
       CASE WHEN n % 4 = 0 THEN 1000000 ELSE 0 END, CASE WHEN n % 4 < 2 THEN n % 40 * 60000 ELSE 0 END,
       CASE WHEN n % 4 = 0 THEN (ARRAY['high', 'moderate', 'low', 'low'])[n / 4 % 4 + 1] END, $2, 1
  FROM generate_series(1, $1::int) AS n
"""
DAYS = """
INSERT INTO watched_days (member_id, mode, day, watched_ms, first_at, last_at, version, grown_at)
SELECT ('00000000-0000-4000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, 'on_demand', date '2026-03-04' + d,
       n % 40 * 20000, $2, $2, 1, $2
  FROM generate_series(1, $1::int) AS n, generate_series(0, 2) AS d
"""
FORMS = """
INSERT INTO submissions (id, webinar_id, once_key, language, confirm_address, member_id, received_at, applied_at,
                         source, answers, outcome)
SELECT gen_random_uuid(), '0a000000-0000-4000-8000-000000000001', int4send(n), 'en', false,
       ('00000000-0000-4000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, $2, $2,
       jsonb_build_object('utm_source', 'source ' || n % 20, 'utm_campaign', 'campaign ' || n % 7),
       '[{"id": "why", "question": "Why worms?", "value": "They are quiet"}]'::jsonb, 'member'
  FROM generate_series(1, $1::int) AS n WHERE n % 5 = 0
"""
FIVE: dict[str, Any] = {
    "all": [
        {"filter": "member", "status": ["no_show", "attended_on_demand"]},
        {"filter": "not_attended_event", "event_mode": "live"},
        {
            "filter": "attended_event",
            "event_mode": "on_demand",
            "watch_date": {"op": "in_past", "value": "3 days"},
            "watch_duration": {"op": "at_least", "value": 10},
        },
        {"filter": "person", "field": "company", "op": "contains", "value": "acme"},
        {"not": {"filter": "person", "field": "city", "op": "is", "value": "City 7"}},
    ]
}
LEVELS: dict[str, Any] = {"filter": "engagement", "level": ["high", "moderate"]}
ONE_IN_A_THOUSAND: dict[str, Any] = {
    "filter": "person",
    "field": "company",
    "op": "is",
    "value": "compost 999",
}


def question(tree: dict[str, Any]) -> ResolvedFilter:
    """The question that a filter asks of the webinar."""
    return ResolvedFilter(
        filter=read_filter(tree, RowScope.MEMBERS),
        scope=RowScope.MEMBERS,
        webinar_id=WEBINAR,
        timezone="Europe/Berlin",
        now=NOW,
        known=References(zones={WEBINAR: "Europe/Berlin"}),
    )


async def timed(piece: Callable[[], Awaitable[Any]]) -> tuple[float, Any]:
    """The median of some rounds in ms, and the answer."""
    took, answer = [], None
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = await piece()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), answer


async def plan(conn: Conn, asked: ResolvedFilter) -> str:
    """Return PostgreSQL's plan for counting a query's rows."""
    parameters = Parameters()
    webinar = parameters.add(asked.webinar_id, "uuid")
    predicate = compile_filter(asked, parameters)
    rows = (
        f"FROM members m JOIN persons p ON p.id = m.person_id WHERE m.webinar_id = {webinar} AND {predicate}"
    )
    lines = await conn.fetch(f"EXPLAIN SELECT count(*) {rows}", *parameters.values)
    return "\n".join(row[0] for row in lines)


async def exported(conn: Conn, asked: ResolvedFilter) -> int:
    """Return the number of rows in a file."""
    number = 0
    async with conn.transaction(isolation="repeatable_read", readonly=True):
        async for _ in results.each(conn, asked, "added"):
            number += 1
    return number


async def measure(url: str, members: int) -> None:
    """Fill the database, ask, and print what it took."""
    await migrate(url)
    conn = await connect(url)
    await conn.execute(FILL, NOW)
    for statement in (PEOPLE, MEMBERS, DAYS, FORMS):
        await conn.execute(statement, members, NOW, timeout=600)
    await conn.execute("VACUUM ANALYZE", timeout=600)
    five, rare = question(FIVE), question(ONE_IN_A_THOUSAND)
    explained = await plan(conn, five)
    for table in ("facts", "status_events", "ledger_copies"):
        assert table not in explained, explained
    took, found = await timed(lambda: results.count(conn, five))
    print(f"five leaves, count of {members}: {took:.0f} ms ({found} match)")
    took, found = await timed(lambda: results.count(conn, question(LEVELS)))
    print(f"count of two levels of engagement: {took:.0f} ms ({found} match)")
    with_levels = question({"all": [*FIVE["all"], {"not": LEVELS}]})
    took, found = await timed(lambda: results.count(conn, with_levels))
    print(f"the five leaves and a level: {took:.0f} ms ({found} match)")
    await conn.execute("SET jit = off")
    took, found = await timed(lambda: results.count(conn, five))
    print(f"the same without compiling it (jit): {took:.0f} ms")
    took, page = await timed(lambda: results.page(conn, rare, "added", None, 50))
    print(f"50 rows where one in a thousand matches: {took:.0f} ms ({len(page)} rows)")
    took, page = await timed(lambda: results.page(conn, five, "added", None, 50))
    print(f"50 rows of the five leaves: {took:.0f} ms ({len(page)} rows)")
    began = time.perf_counter()
    number = await exported(conn, question({"filter": "member", "status": ["no_show"]}))
    rate = number / (time.perf_counter() - began)
    print(f"file: {rate:.0f} rows a second")
    await reports(url)
    await entering(conn, five)
    await conn.close()


async def reports(url: str) -> None:
    """Measure each report and all of them together."""
    pool = await open_pool(url, min_size=0, max_size=2)
    reader = Reader(url)
    asked: AskInteractions = Question(Interactions())
    asked.answer(interactions)
    written = Reports(reader, EngagementLevels(pool, asked))
    for name in ReportName:
        size = 0

        def write(some: bytes) -> None:
            nonlocal size
            size += len(some)

        began = time.perf_counter()
        await written.write(WEBINAR, name, write)
        print(f"report {name}: {time.perf_counter() - began:.1f} s, {size / 1e6:.0f} MB")
    began = time.perf_counter()
    with tempfile.TemporaryFile() as file:
        await written.write_all(WEBINAR, file, NOW)
        print(f"all reports as one archive: {time.perf_counter() - began:.1f} s, {file.tell() / 1e6:.0f} MB")
    await reader.close()
    await pool.close()


async def entering(conn: Conn, asked: ResolvedFilter) -> None:
    """Measure what a kept segment costs: each statement that records something, and judging a person again."""
    recorded = "UPDATE members SET status_at = status_at + interval '1 ms' WHERE number = $1"
    numbers = iter(range(1, 10_000))

    async def record() -> None:
        for _ in range(500):
            await conn.execute(recorded, next(numbers))

    without, _ = await timed(record)
    await conn.execute(
        """INSERT INTO segments (id, name, scope, webinar_id, kind, timezone, created_at, changed_at)
           VALUES ($1, 'Kept', 'members', $2, 'live', 'UTC', $3, $3)""",
        SEGMENT,
        WEBINAR,
        NOW,
    )
    await kept.insert(conn, SEGMENT, NOW)
    kept_too, _ = await timed(record)
    print(f"a change of a member: {without / 500:.3f} ms, while a segment is kept {kept_too / 500:.3f} ms")
    persons = [row["person_id"] for row in await conn.fetch("SELECT person_id FROM members LIMIT 100")]

    async def judge() -> None:
        await kept.come_in(conn, SEGMENT, asked, persons, None)
        await kept.go_out(conn, SEGMENT, asked, persons, None)

    took, _ = await timed(judge)
    print(f"judging 100 persons again: {took:.0f} ms")


def main() -> None:
    """Run the bench on an engine of its own."""
    path = Path(tempfile.mkdtemp(prefix="latecomer-bench-"))
    folder = DataFolder(path)
    folder.open()
    engine = Postgres(folder, durable=False)
    engine.start()
    try:
        asyncio.run(measure(engine.url, int(os.environ.get("MEMBERS", "1000000"))))
    finally:
        engine.stop()
        folder.close()
        shutil.rmtree(path)


if __name__ == "__main__":
    main()
