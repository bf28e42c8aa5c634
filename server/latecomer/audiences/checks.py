"""Conditions as SQL: boolean expressions, with parameters, that test a text, number, date or property.

An expression is TRUE exactly where the condition holds; FALSE and NULL both mean that it does not. Columns are used
without a function around them, so that their indexes work.
"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from latecomer.audiences.rules.operators import (
    BooleanCheck,
    Check,
    DateCheck,
    EmptyCheck,
    Kind,
    NumberCheck,
    TextCheck,
    TextComparison,
)
from latecomer.audiences.rules.periods import Span, span
from latecomer.core.ids import Instant


class Parameters:
    """The parameters of one statement, in order, and the aliases that it has given out."""

    def __init__(self, *first: object) -> None:
        self.values: list[object] = list(first)
        self._aliases = 0

    def add(self, value: object, sql_type: str) -> str:
        """Add a value; return its placeholder with the type it has."""
        self.values.append(value)
        return f"${len(self.values)}::{sql_type}"

    def alias(self, letter: str) -> str:
        """Return an alias that the statement has not used."""
        self._aliases += 1
        return f"{letter}{self._aliases}"


def _two_valued(holds: str, is_empty: str, *, negated: bool, on_empty: bool) -> str:
    """Combine the condition on a value with the result for an empty value; ``holds`` is NULL when the value is
    empty."""
    stated = f"NOT ({holds})" if negated else f"({holds})"
    return f"({is_empty} OR {stated})" if on_empty else stated


def check_text(parameters: Parameters, text: str, check: TextCheck | EmptyCheck) -> str:
    """Return the condition on a text column, which is NULL when empty."""
    if isinstance(check, EmptyCheck):
        return f"{text} IS NULL" if check.empty else f"{text} IS NOT NULL"
    holds = _compares(parameters, text, check)
    return _two_valued(holds, f"{text} IS NULL", negated=check.negated, on_empty=check.on_empty)


def _compares(parameters: Parameters, text: str, check: TextCheck) -> str:
    # The database lowers both sides, so that they agree whatever its Unicode version.
    values = [_pattern(value, check.how) for value in check.values]
    lowered = f"ARRAY(SELECT lower(each) FROM unnest({parameters.add(values, 'text[]')}) AS each)"
    return f"lower({text}) {'=' if check.how is TextComparison.IS else 'LIKE'} ANY ({lowered})"


def _pattern(value: str, how: TextComparison) -> str:
    if how is TextComparison.IS:
        return value
    escaped = value.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"{escaped}%" if how is TextComparison.STARTS_WITH else f"%{escaped}%"


def check_number(
    parameters: Parameters, number: str, check: NumberCheck | EmptyCheck, *, factor: int = 1
) -> str:
    """Return the condition on a number column, which is NULL when empty; bounds are multiplied by ``factor``."""
    if isinstance(check, EmptyCheck):
        return f"{number} IS NULL" if check.empty else f"{number} IS NOT NULL"
    holds = _between(parameters, number, check, factor)
    return _two_valued(holds, f"{number} IS NULL", negated=check.negated, on_empty=check.on_empty)


def _between(parameters: Parameters, number: str, check: NumberCheck, factor: int = 1) -> str:
    bounds = []
    if check.low is not None:
        sign = ">=" if check.low_included else ">"
        bounds.append(f"{number} {sign} {parameters.add(check.low * factor, 'numeric')}")
    if check.high is not None:
        sign = "<=" if check.high_included else "<"
        bounds.append(f"{number} {sign} {parameters.add(check.high * factor, 'numeric')}")
    return " AND ".join(bounds)


def check_instant(
    parameters: Parameters, column: str, check: DateCheck | EmptyCheck, now: Instant, zone: ZoneInfo
) -> str:
    """Return the condition on a timestamptz column; days are local days of ``zone``."""
    if isinstance(check, EmptyCheck):
        return f"{column} IS NULL" if check.empty else f"{column} IS NOT NULL"
    holds = _in_span(parameters, column, span(check.period, now, zone))
    return _two_valued(holds, f"{column} IS NULL", negated=check.negated, on_empty=check.on_empty)


def _in_span(parameters: Parameters, column: str, meant: Span) -> str:
    bounds = []
    if meant.from_at is not None:
        bounds.append(f"{column} >= {parameters.add(meant.from_at, 'timestamptz')}")
    if meant.to_at is not None:
        bounds.append(f"{column} < {parameters.add(meant.to_at, 'timestamptz')}")
    return " AND ".join(bounds)


def check_days(
    parameters: Parameters, column: str, check: DateCheck, now: Instant, zones: Sequence[str]
) -> list[tuple[tuple[str, ...], str]]:
    """Return the condition on a date column that is never NULL, one for each group of time zones with the same days."""
    by_days: dict[tuple[object, object], list[str]] = {}
    for name in zones:
        meant = span(check.period, now, ZoneInfo(name))
        by_days.setdefault((meant.first, meant.last), []).append(name)
    return [
        (
            tuple(names),
            f"NOT ({_in_days(parameters, column, *days)})"
            if check.negated
            else _in_days(parameters, column, *days),
        )
        for days, names in by_days.items()
    ]


def _in_days(parameters: Parameters, column: str, first: object, last: object) -> str:
    bounds = []
    if first is not None:
        bounds.append(f"{column} >= {parameters.add(first, 'date')}")
    if last is not None:
        bounds.append(f"{column} <= {parameters.add(last, 'date')}")
    return " AND ".join(bounds)


def check_answer(
    parameters: Parameters, answer: str, kind: Kind, check: Check, now: Instant, zone: ZoneInfo
) -> str:
    """Return the condition on an answer (jsonb); of several chosen texts any may match."""
    one = check_json(parameters, "v.value", kind, check, now, zone)
    if not isinstance(check, TextCheck):
        return f"(SELECT {one} FROM (SELECT {answer} AS value) v)"
    compares = _compares(parameters, "t.text", check)
    chosen = (
        "CASE WHEN NOT property_empty(v.value) THEN"
        f" EXISTS (SELECT FROM jsonb_array_elements_text(v.value) t (text) WHERE {compares}) END"
    )
    several = _two_valued(chosen, "property_empty(v.value)", negated=check.negated, on_empty=check.on_empty)
    either = f"CASE WHEN jsonb_typeof(v.value) = 'array' THEN {several} ELSE {one} END"
    return f"(SELECT {either} FROM (SELECT {answer} AS value) v)"


def check_json(
    parameters: Parameters, value: str, kind: Kind, check: Check, now: Instant, zone: ZoneInfo
) -> str:
    """Return the condition on a JSON value, compared as ``kind``; a value of another type does not match."""
    is_empty = f"property_empty({value})"
    match check:
        case EmptyCheck(empty):
            return is_empty if empty else f"NOT {is_empty}"
        case TextCheck(_, _, negated, on_empty):
            holds = _compares(parameters, f"property_text({value})", check)
        case NumberCheck(negated=negated, on_empty=on_empty):
            holds = _between(parameters, f"property_number({value})", check)
        case BooleanCheck(wanted, on_empty):
            negated = False
            holds = f"property_boolean({value}) = {parameters.add(wanted, 'bool')}"
        case DateCheck(period, negated, on_empty):
            meant = span(period, now, zone)
            in_span = _in_span(parameters, f"property_instant({value})", meant)
            if meant.by_days:
                day = f"property_day({value})"
                in_days = _in_days(parameters, day, meant.first, meant.last)
                holds = f"CASE WHEN {day} IS NULL THEN {in_span} ELSE {in_days} END"
            else:
                holds = in_span
    return _two_valued(holds, is_empty, negated=negated, on_empty=on_empty)
