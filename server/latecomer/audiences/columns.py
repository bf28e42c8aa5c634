"""The columns of a segment's results: cells of a file, and of rows as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from yarl import URL

from latecomer.audiences.queries.results import Item, MemberItem
from latecomer.audiences.rules.leaves import PERSON_FIELDS, PROPERTIES, RowScope
from latecomer.core import join_link
from latecomer.core.errors import FieldError, Refused
from latecomer.core.join_link import JoinLink
from latecomer.core.timestamps import to_text
from latecomer.http import appkeys
from latecomer.http.auth import Scope as AccessScope
from latecomer.http.auth import require
from latecomer.http.endpoint import Call

_Cell = Callable[[Call, Item], object]


def _of_person(name: str) -> _Cell:
    return lambda _, item: getattr(item.person, name)


def _of_member(cell: Callable[[MemberItem], object]) -> _Cell:
    return lambda _, item: None if item.member is None else cell(item.member)


def _join_url(call: Call, item: Item) -> str | None:
    member = item.member
    if member is None or item.person.email is None:
        return None
    settings = call.app[appkeys.settings]
    token = join_link.issue(settings.link_secret, JoinLink(member.webinar_id, member.id, member.link_serial))
    return str(URL(settings.public_url) / "j" / token)


def _moment(at: int | None) -> str | None:
    return None if at is None else to_text(at)


_PERSON_COLUMNS: Final[Mapping[str, _Cell]] = {
    name: _of_person(name) for name in (*(field for field in PERSON_FIELDS if field != "created_at"),)
} | {"person_created_at": lambda _, item: _moment(item.person.created_at), "person_id": _of_person("id")}
_MEMBER_COLUMNS: Final[Mapping[str, _Cell]] = {
    "status": _of_member(lambda member: member.status),
    "status_reason": _of_member(lambda member: member.status_reason),
    "status_at": _of_member(lambda member: _moment(member.status_at)),
    "visitor": _of_member(lambda member: str(member.visitor).lower()),
    "registered_at": _of_member(lambda member: _moment(member.registered_at)),
    "attended_at": _of_member(lambda member: _moment(member.attended_at)),
    "viewed_at": _of_member(lambda member: _moment(member.viewed_at)),
    "watched_live_s": _of_member(lambda member: member.live_ms / 1000),
    "watched_on_demand_s": _of_member(lambda member: member.on_demand_ms / 1000),
    "engagement": _of_member(lambda member: member.engagement),
    "member_id": _of_member(lambda member: member.id),
    "join_url": _join_url,
}


def columns_of(call: Call, asked: str | None, scope: RowScope) -> Sequence[str]:
    """Return the columns that a call asks for, separated by commas; None: all but the join link.

    Raises: Refused unknown_value; missing_scope for a join link without `links`.
    """
    known = _PERSON_COLUMNS if scope is RowScope.PEOPLE else {**_PERSON_COLUMNS, **_MEMBER_COLUMNS}
    if asked is None:
        return [name for name in known if name != "join_url"]
    columns = [name.strip() for name in asked.split(",")]
    for name in columns:
        if name not in known and not name.startswith(PROPERTIES):
            message = f"A column is one of: {', '.join(known)}, properties.KEY."
            raise Refused("unknown_value", message, (FieldError("columns", "unknown_value", message),))
    if "join_url" in columns and call.caller is not None:
        require(call.caller, AccessScope.LINKS)
    return columns


def cell_of(call: Call, item: Item, column: str) -> object:
    """Return the value of a row in a column."""
    if column.startswith(PROPERTIES):
        return item.person.properties.get(column.removeprefix(PROPERTIES))
    return (_PERSON_COLUMNS.get(column) or _MEMBER_COLUMNS[column])(call, item)
