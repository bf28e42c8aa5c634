"""Fields of answers that are left out, not null, when the caller lacks a scope.

Source: docs/protocol.md, Access
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET, Meta

from latecomer.http.auth import Caller, Scope

_SHOWING = (Scope.PEOPLE, Scope.LINKS)


def shown_to(caller: Caller | None, body: object) -> object:
    """Return an answer without the fields whose scopes the caller lacks. Public calls leave nothing out."""
    if caller is None:
        return body
    lacking = frozenset(str(scope) for scope in _SHOWING if not caller.may(scope))
    return _without(body, lacking) if lacking else body


def _without(value: Any, lacking: frozenset[str]) -> Any:
    if isinstance(value, msgspec.Struct):
        omits = value.__struct_config__.omit_defaults
        fields = {}
        for name, encoded, default, scopes in _fields(type(value)):
            field = getattr(value, name)
            if field is not UNSET and lacking.isdisjoint(scopes) and not (omits and field is default):
                fields[encoded] = _without(field, lacking)
        return fields
    if isinstance(value, dict):
        return {name: _without(each, lacking) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without(each, lacking) for each in value]
    return value


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, str, object, frozenset[str]], ...]:
    """Return each field's name, its name on the wire, its default, and the scopes that show it."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        (each.name, each.encode_name, each.default, frozenset(_scopes(hints[each.name])))
        for each in msgspec.structs.fields(kind)
    )


def _scopes(hint: Any) -> Iterable[str]:
    if get_origin(hint) is Annotated:
        for meta in get_args(hint)[1:]:
            if isinstance(meta, Meta):
                yield from (meta.extra or {}).get("scopes", ())
