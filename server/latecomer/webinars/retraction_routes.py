"""Corrections: a wrong fact, import or finish is retracted; and the lists of imports and finishes to choose from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiohttp import web
from msgspec import UNSET

from latecomer.core.errors import Refused
from latecomer.core.ids import MemberId, WebinarId
from latecomer.http.auth import Scope, require
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Time, time_or_none
from latecomer.webinars.members.routes import member_bodies
from latecomer.webinars.members.rules.retraction import FINISHES_RETRACTABLE
from latecomer.webinars.members.schemas import (
    FinishBody,
    FinishListBody,
    ImportBody,
    ImportListBody,
    OutsideBody,
    OutsideListBody,
    Retract,
    RetractAttendance,
    RetractImport,
    RetractionBody,
    RetractionQuery,
)
from latecomer.webinars.retraction import Preview, Retraction, Retractions

retractions_key: web.AppKey[Retractions] = web.AppKey("retractions")

_REASON = ("field_too_long", "invalid_characters")


def _body(retraction: Retraction) -> RetractionBody:
    return RetractionBody(
        retraction_id=retraction.id,
        members=retraction.members,
        settled=retraction.settled,
        end_kept=retraction.end_kept or UNSET,
        erased=retraction.erased if retraction.erase_persons else UNSET,
        reason=retraction.reason,
        retracted_by=retraction.retracted_by,
        retracted_at=Time(retraction.at),
    )


def _preview(preview: Preview, *, of_import: bool = False) -> RetractionBody:
    moves: dict[str, Any] = {
        str(was): {str(to): n for to, n in now.items()} for was, now in preview.changes.items()
    }
    return RetractionBody(
        **moves,
        end_kept=preview.end_kept or UNSET,
        watchers=preview.watchers,
        confirmed=preview.confirmed,
        only_imported=preview.only_imported if of_import else UNSET,
    )


def _number(text: str, what: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Refused(f"unknown_{what}", f"no {what} has this id")
    return int(text)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("unknown_import", "no import has this id") from None


def _by(call: Call) -> str:
    return call.caller.name if call.caller is not None else ""


@endpoint(
    "POST",
    "/facts/{fact}/retract",
    tag="Corrections",
    scope=Scope.WRITE,
    summary="Retract a fact",
    status=202,
    errors=("unknown_fact", "not_retractable", *_REASON),
    audited=True,
)
async def retract_fact(call: Call, fact: str, body: Retract, query: RetractionQuery) -> RetractionBody:
    """Retract a fact that an operator or an import stated, with the other facts of the same request; the status follows
    from the remaining facts. With `preview=true` nothing changes: the answer has the number of members by status before
    and after."""
    retractions, number = call.app[retractions_key], _number(fact, "fact")
    if query.preview:
        return _preview(await retractions.preview_fact(number, call.now))
    return _body(await retractions.retract_fact(number, body.reason, _by(call), call.now))


@endpoint(
    "GET",
    "/facts/{fact}/retract",
    tag="Corrections",
    scope=Scope.READ,
    summary="Read the retraction of a fact",
    errors=("unknown_fact", "not_retracted"),
)
async def read_fact_retraction(call: Call, fact: str) -> RetractionBody:
    """Return the retraction of a fact: by whom, when and why, and the number of members with their new status."""
    return _body(await call.app[retractions_key].of_fact(_number(fact, "fact")))


@endpoint(
    "POST",
    "/imports/{imported}/retract",
    tag="Corrections",
    scope=Scope.WRITE,
    summary="Undo an import",
    status=202,
    errors=("unknown_import", "missing_scope", *_REASON),
    audited=True,
)
async def retract_import(
    call: Call, imported: str, body: RetractImport, query: RetractionQuery
) -> RetractionBody:
    """Undo everything that an import stated. Members who clicked, said hello or watched since are skipped unless
    `watchers` is true. Members are settled in batches of 500; `settled` of `members` are done so far. With
    `erase_persons`, which takes the scope `privacy`, the persons whom only imports made are erased; a preview counts
    them as `only_imported`."""
    retractions = call.app[retractions_key]
    if query.preview:
        found = await retractions.preview_import(_uuid(imported), call.now, watchers=body.watchers)
        return _preview(found, of_import=True)
    if body.erase_persons and call.caller is not None:
        require(call.caller, Scope.PRIVACY)
    return _body(
        await retractions.retract_import(
            _uuid(imported),
            body.reason,
            _by(call),
            call.now,
            watchers=body.watchers,
            erase_persons=body.erase_persons,
        )
    )


@endpoint(
    "GET",
    "/imports/{imported}/retract",
    tag="Corrections",
    scope=Scope.READ,
    summary="Read the retraction of an import",
    errors=("unknown_import", "not_retracted"),
)
async def read_import_retraction(call: Call, imported: str) -> RetractionBody:
    """Return the retraction of an import: by whom, when and why, and the number of members with their new status."""
    return _body(await call.app[retractions_key].of_import(_uuid(imported)))


@endpoint(
    "POST",
    "/finishes/{finish}/retract",
    tag="Corrections",
    scope=Scope.WRITE,
    summary="Retract a finish",
    status=202,
    errors=("unknown_finish", "not_retractable", *_REASON),
    audited=True,
)
async def retract_finish(call: Call, finish: str, body: Retract, query: RetractionQuery) -> RetractionBody:
    """Retract a finish by request, or by a provider's report. If the finish had moved the end, the planned end comes
    back; if something was played since, the earlier end stays and `end_kept` is true."""
    retractions, number = call.app[retractions_key], _number(finish, "finish")
    if query.preview:
        return _preview(await retractions.preview_finish(number, call.now))
    return _body(await retractions.retract_finish(number, body.reason, _by(call), call.now))


@endpoint(
    "GET",
    "/finishes/{finish}/retract",
    tag="Corrections",
    scope=Scope.READ,
    summary="Read the retraction of a finish",
    errors=("unknown_finish", "not_retracted"),
)
async def read_finish_retraction(call: Call, finish: str) -> RetractionBody:
    """Return the retraction of a finish: by whom, when and why, and the number of members with their new status."""
    return _body(await call.app[retractions_key].of_finish(_number(finish, "finish")))


@endpoint(
    "GET",
    "/webinars/{webinar}/attendance/outside",
    tag="Corrections",
    scope=Scope.READ,
    summary="List statuses that rest on another event",
    errors=("unknown_webinar",),
)
async def list_outside(call: Call, webinar: WebinarId) -> OutsideListBody:
    """List up to 200 members whose status rests on attendance of another event, because it was decided before such
    attendance was told apart, each with the status that it becomes when the attendance is retracted."""
    found = await call.app[retractions_key].outside(webinar, call.now)
    bodies = await member_bodies(call, webinar, [each.member for each in found])
    return OutsideListBody(
        items=tuple(
            OutsideBody(member=body, becomes=each.becomes) for body, each in zip(bodies, found, strict=True)
        )
    )


@endpoint(
    "POST",
    "/webinars/{webinar}/attendance/retract",
    tag="Corrections",
    scope=Scope.WRITE,
    summary="Retract attendance of another event",
    status=202,
    errors=("unknown_webinar", "not_outside_event", *_REASON),
    audited=True,
)
async def retract_attendance(
    call: Call, webinar: WebinarId, body: RetractAttendance, query: RetractionQuery
) -> RetractionBody:
    """Retract the attendance of another event that statuses still rest on: of one member, or of all. With
    `preview=true` nothing changes: the answer has the number of members by status before and after."""
    retractions = call.app[retractions_key]
    member = None if body.member_id is None else MemberId(body.member_id)
    if query.preview:
        return _preview(await retractions.preview_attendance(webinar, member, call.now))
    return _body(await retractions.retract_attendance(webinar, member, body.reason, _by(call), call.now))


@endpoint(
    "GET",
    "/webinars/{webinar}/imports",
    tag="Corrections",
    scope=Scope.READ,
    summary="List the imports of a webinar",
    errors=("unknown_webinar",),
)
async def list_imports(call: Call, webinar: WebinarId) -> ImportListBody:
    """List the latest 200 imports, newest first."""
    found = await call.app[retractions_key].imports(webinar)
    return ImportListBody(
        items=tuple(
            ImportBody(
                import_id=each.id,
                at=Time(each.at),
                imported_by=each.imported_by,
                created=each.created,
                updated=each.updated,
                skipped=each.skipped,
                retracted_at=time_or_none(each.retracted_at),
            )
            for each in found
        )
    )


@endpoint(
    "GET",
    "/webinars/{webinar}/finishes",
    tag="Corrections",
    scope=Scope.READ,
    summary="List the finishes of a webinar",
    errors=("unknown_webinar",),
)
async def list_finishes(call: Call, webinar: WebinarId) -> FinishListBody:
    """List the finishes by time, including retracted ones."""
    found = await call.app[retractions_key].finishes(webinar)
    return FinishListBody(
        items=tuple(
            FinishBody(
                finish_id=each.id,
                at=Time(each.at),
                source=each.source,
                planned_ends_at=time_or_none(each.planned_ends_at),
                retractable=each.source in FINISHES_RETRACTABLE and each.retraction is None,
                retracted_at=time_or_none(each.retracted_at),
            )
            for each in found
        )
    )


ENDPOINTS = (
    retract_fact,
    read_fact_retraction,
    retract_import,
    read_import_retraction,
    retract_finish,
    read_finish_retraction,
    list_outside,
    retract_attendance,
    list_imports,
    list_finishes,
)
