"""Questions: a filter with all objects that it refers to, resolved; and the rows that a campaign's filter matches.

Source: docs/audiences.md, Filters
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from latecomer.audiences.compile import Gone, References, ResolvedFilter
from latecomer.audiences.queries import results
from latecomer.audiences.queries import segments as rows
from latecomer.audiences.rules.filters import MAX_SEGMENTS, BadFilter, Filter, leaves, webinars_of
from latecomer.audiences.rules.leaves import (
    AttendedEvent,
    CampaignLeaf,
    MemberLeaf,
    NotAttendedEvent,
    OfWebinars,
    RowScope,
    SegmentLeaf,
)
from latecomer.audiences.segment import Segment, SegmentKind
from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.postgres.pool import Conn


def wrong(field: str, code: str, message: str) -> Refused:
    """Return the refusal of one field."""
    return Refused(code, f"{field}: {message}", (FieldError(field, code, message),))


def refusal(bad: BadFilter, prefix: str = "/filter") -> Refused:
    """Return the refusal of a filter that cannot be evaluated."""
    return wrong(f"{prefix}{bad.path}", bad.code, bad.message)


async def new_question(
    conn: Conn,
    tree: Filter,
    scope: RowScope,
    webinar_id: WebinarId | None,
    timezone: str,
    now: Instant,
    *,
    saved: Segment | None = None,
) -> ResolvedFilter:
    """Return a question with all objects that its filter refers to. Raises: Gone, Refused too_deep."""
    named = dict(await rows.load_deep(conn, tree))
    if saved is not None:
        named.setdefault(saved.id, saved)
    if len(named) > MAX_SEGMENTS + 1 or (saved is None and len(named) > MAX_SEGMENTS):
        raise refusal(BadFilter("too_deep", "", f"A filter names at most {MAX_SEGMENTS} segments in all."))
    trees = [(tree, scope), *((each.filter, each.scope) for each in named.values() if each.filter)]
    webinars: set[WebinarId] | None = {webinar_id} if webinar_id else set()
    campaigns: set[UUID] = set()
    questions: set[str] = set()
    for each, its_scope in trees:
        for _, leaf in leaves(each):
            if isinstance(leaf, CampaignLeaf):
                campaigns.add(leaf.id)
            if isinstance(leaf, MemberLeaf) and leaf.answer is not None:
                questions.add(leaf.answer.question)
            if webinars is None or not isinstance(leaf, OfWebinars):
                continue
            meant = webinars_of(leaf, its_scope)
            if meant is not None:
                webinars.update(meant)
            elif isinstance(leaf, AttendedEvent | NotAttendedEvent) and leaf.watch_date is not None:
                webinars = None  # only a Watch Date rests on the zones of all webinars
    for each_segment in named.values():
        if webinars is not None and each_segment.webinar_id is not None:
            webinars.add(each_segment.webinar_id)
    zones = await rows.zones(conn, None if webinars is None else list(webinars))
    question = ResolvedFilter(
        filter=tree,
        scope=scope,
        webinar_id=webinar_id,
        timezone=timezone,
        now=now,
        known=References(
            zones=zones,
            segments=named,
            campaigns=await rows.campaigns(conn, campaigns),
            questions=await rows.questions(conn, questions),
        ),
    )
    results.check(question)
    return question


async def question_of(conn: Conn, segment: Segment, now: Instant) -> ResolvedFilter:
    """Return the question of a saved segment. Raises: Refused segment_broken."""
    tree: Filter = SegmentLeaf(id=segment.id)
    if segment.kind is SegmentKind.LIVE and segment.filter is not None:
        tree = segment.filter
    saved = None if tree is segment.filter else segment
    try:
        await _still_there(conn, segment)
        return await new_question(
            conn, tree, segment.scope, segment.webinar_id, segment.timezone, now, saved=saved
        )
    except BadFilter as gone:
        field = FieldError(f"/filter{gone.path}", gone.code, gone.message)
        message = f"This segment names something that is gone ({gone.message}). Change its filter."
        raise Refused("segment_broken", message, (field,)) from None


async def _still_there(conn: Conn, segment: Segment) -> None:
    if segment.webinar_id is not None and not await rows.zones(conn, [segment.webinar_id]):
        raise Gone("unknown_webinar", "", "its webinar does not exist any more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows that a campaign's filter is applied to: members of a webinar, or people (``webinar`` None)."""

    webinar: WebinarId | None
    timezone: str

    @property
    def scope(self) -> RowScope:
        """The kind of row: a person or a member."""
        return RowScope.PEOPLE if self.webinar is None else RowScope.MEMBERS


async def matches(conn: Conn, tree: Filter, among: Rows, row: UUID, now: Instant) -> bool:
    """Return whether a filter matches one row, given by its id. Raises: BadFilter when it cannot be evaluated."""
    question = await new_question(conn, tree, among.scope, among.webinar, among.timezone, now)
    found = await results.explain(conn, question, row)
    return found is not None and found[0]


async def matching(
    conn: Conn, tree: Filter, among: Rows, now: Instant, limit: int
) -> Sequence[tuple[PersonId, MemberId | None]]:
    """Return up to ``limit`` rows that a filter matches. Raises: BadFilter when it cannot be evaluated."""
    question = await new_question(conn, tree, among.scope, among.webinar, among.timezone, now)
    return await results.ids(conn, question, limit)
