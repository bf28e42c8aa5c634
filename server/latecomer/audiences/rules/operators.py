"""Operators: the conditions on a text, a number, a date or a yes-or-no value.

:func:`read_check` validates a condition once and returns a check: a frozen value that is always valid. Every operator
is two-valued: true or false. On an empty value, positive operators fail and ``is_not``, ``not_contains`` and
``not_starts_with`` match, unless the condition's ``empty`` says otherwise.

Source: docs/audiences.md, Operators
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Final, TypeAlias

import msgspec
from msgspec import Meta

from latecomer.audiences.rules.periods import (
    Beyond,
    Days,
    Frame,
    Instants,
    Period,
    TimeFrame,
    Unit,
    Within,
    read_day,
)
from latecomer.core.timestamps import from_text

MAX_VALUES: Final = 1000
"""Values that one condition may name."""

MAX_TEXT: Final = 500
"""Characters of one text value."""

MAX_AMOUNT: Final = 10_000
"""The largest number in a relative value such as ``"7 days"``."""

_MAX_NUMBER: Final = Decimal(10) ** 15


class Op(StrEnum):
    """The operators; the kind of a value decides which of them it accepts."""

    IS = "is"
    IS_NOT = "is_not"
    STARTS_WITH = "starts_with"
    NOT_STARTS_WITH = "not_starts_with"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    IS_EMPTY = "is_empty"
    IS_NOT_EMPTY = "is_not_empty"
    BETWEEN = "between"
    GREATER_THAN = "greater_than"
    LESS_THAN = "less_than"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    IN_PAST = "in_past"
    IN_PAST_BEFORE = "in_past_before"
    IN_FUTURE = "in_future"
    IN_FUTURE_AFTER = "in_future_after"
    IN_TIME_FRAME = "in_time_frame"
    AFTER = "after"
    BEFORE = "before"
    ON_OR_AFTER = "on_or_after"
    ON_OR_BEFORE = "on_or_before"


class Kind(StrEnum):
    """The type of a value: the types of properties, and three more for numbers and dates of our own."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    DAY = "day"
    """A local day without a time: a Watch Date."""
    MEASURE = "measure"
    """A measured quantity (minutes, per cent), for which ``is`` n means [n, n + 1)."""
    COUNT = "count"
    """A whole number that is never empty."""


_TEXT: Final = (
    Op.IS,
    Op.IS_NOT,
    Op.STARTS_WITH,
    Op.NOT_STARTS_WITH,
    Op.CONTAINS,
    Op.NOT_CONTAINS,
    Op.IS_EMPTY,
    Op.IS_NOT_EMPTY,
)
_COUNT: Final = (
    Op.IS,
    Op.IS_NOT,
    Op.BETWEEN,
    Op.GREATER_THAN,
    Op.LESS_THAN,
    Op.AT_LEAST,
    Op.AT_MOST,
)
_NUMBER: Final = (*_COUNT, Op.IS_EMPTY, Op.IS_NOT_EMPTY)
_DATE: Final = (
    Op.IS,
    Op.IS_NOT,
    Op.BETWEEN,
    Op.IN_PAST,
    Op.IN_PAST_BEFORE,
    Op.IN_FUTURE,
    Op.IN_FUTURE_AFTER,
    Op.IN_TIME_FRAME,
    Op.AFTER,
    Op.BEFORE,
    Op.ON_OR_AFTER,
    Op.ON_OR_BEFORE,
    Op.IS_EMPTY,
    Op.IS_NOT_EMPTY,
)

OPERATORS: Final[Mapping[Kind, tuple[Op, ...]]] = {
    Kind.TEXT: _TEXT,
    Kind.NUMBER: _NUMBER,
    Kind.MEASURE: _NUMBER,
    Kind.COUNT: _COUNT,
    Kind.DATE: _DATE,
    Kind.DAY: _DATE,
    Kind.BOOLEAN: (Op.IS, Op.IS_NOT, Op.IS_EMPTY, Op.IS_NOT_EMPTY),
}
"""The operators that each kind of value takes, in the order in which a page offers them."""

NEGATIVE: Final = frozenset({Op.IS_NOT, Op.NOT_STARTS_WITH, Op.NOT_CONTAINS, Op.IS_EMPTY})
"""Operators that say of a row what it lacks; they are taken only where at most one row a person can be meant."""


class WhenEmpty(StrEnum):
    """The rule for a condition on an empty value."""

    MATCHES = "matches"
    FAILS = "fails"


Json: TypeAlias = Any


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One operator with its value, as it is written and saved; relative values stay relative."""

    op: Op
    value: Annotated[
        Json, Meta(description="A text, number, date, list or relative value, by the operator.")
    ] = None
    empty: WhenEmpty | None = None
    """The rule for empty values; without it the operator's own rule applies."""


class BadCondition(Exception):
    """A condition that cannot be read.

    Args:
        code: stable, for programs.
        message: what is right instead, for people.
        field: which part of the condition is wrong: ``op`` or ``value``.
    """

    def __init__(self, code: str, message: str, field: str = "value") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class TextComparison(StrEnum):
    """The way in which a text is compared with the values."""

    IS = "is"
    STARTS_WITH = "starts_with"
    CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class TextCheck:
    """A text that is, begins with or contains any of ``values`` (NFC, 1 to 1,000 of them); ``negated``: none."""

    how: TextComparison
    values: tuple[str, ...]
    negated: bool
    on_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberCheck:
    """A number from ``low`` to ``high`` (None: no bound on that side); ``negated``: any other number."""

    low: Decimal | None = None
    low_included: bool = True
    high: Decimal | None = None
    high_included: bool = True
    negated: bool = False
    on_empty: bool


@dataclass(frozen=True, slots=True)
class DateCheck:
    """An instant or day within ``period``; ``negated``: any other."""

    period: Period
    negated: bool
    on_empty: bool


@dataclass(frozen=True, slots=True)
class BooleanCheck:
    """A yes-or-no value that is ``value``."""

    value: bool
    on_empty: bool


@dataclass(frozen=True, slots=True)
class EmptyCheck:
    """A value that is missing (``empty``), or one that is there."""

    empty: bool

    @property
    def on_empty(self) -> bool:
        """The result of the check for an empty value."""
        return self.empty


Check: TypeAlias = TextCheck | NumberCheck | DateCheck | BooleanCheck | EmptyCheck


def read_check(condition: Condition, kind: Kind) -> Check:
    """Return the check that a condition stands for, on a value of this kind.

    Raises: BadCondition: ``operator_not_here`` for an operator that the kind does not accept, else a code about the
    value.
    """
    match kind:
        case Kind.TEXT:
            return read_text_check(condition)
        case Kind.NUMBER | Kind.MEASURE | Kind.COUNT:
            return read_number_check(condition, kind)
        case Kind.DATE | Kind.DAY:
            return read_date_check(condition, kind)
        case Kind.BOOLEAN:
            empty = _read_empty(condition, kind)
            if empty is not None:
                return empty
            if not isinstance(condition.value, bool):
                raise BadCondition("wrong_type", "write true or false")
            return BooleanCheck(condition.value is (condition.op is Op.IS), _on_empty(condition))


def read_text_check(condition: Condition) -> TextCheck | EmptyCheck:
    """Return the check of a text. Raises: BadCondition."""
    empty = _read_empty(condition, Kind.TEXT)
    if empty is not None:
        return empty
    return _text(condition.op, condition.value, on_empty=_on_empty(condition))


def read_number_check(condition: Condition, kind: Kind) -> NumberCheck | EmptyCheck:
    """Return the check of a number, measure or count. Raises: BadCondition."""
    empty = _read_empty(condition, kind)
    if empty is not None:
        return empty
    if kind is Kind.COUNT and condition.empty is not None:
        raise BadCondition("operator_not_here", "a number is never empty here", "empty")
    on_empty = kind is not Kind.COUNT and _on_empty(condition)
    return _number(condition.op, condition.value, on_empty=on_empty, wide=kind is Kind.MEASURE)


def read_date_check(condition: Condition, kind: Kind) -> DateCheck | EmptyCheck:
    """Return the check of a date or day. Raises: BadCondition."""
    empty = _read_empty(condition, kind)
    if empty is not None:
        return empty
    period = _period(condition.op, condition.value, days_only=kind is Kind.DAY)
    return DateCheck(period, condition.op is Op.IS_NOT, _on_empty(condition))


def _read_empty(condition: Condition, kind: Kind) -> EmptyCheck | None:
    """Return the check of an operator without a value. Refuse an operator that the kind does not accept, and a missing
    value."""
    op = condition.op
    if op not in OPERATORS[kind]:
        offered = ", ".join(OPERATORS[kind])
        raise BadCondition("operator_not_here", f"a {kind} takes one of: {offered}", "op")
    if op in (Op.IS_EMPTY, Op.IS_NOT_EMPTY):
        if condition.value is not None:
            raise BadCondition("unknown_value", f"{op} must have no value")
        return EmptyCheck(op is Op.IS_EMPTY)
    if condition.value is None:
        raise BadCondition("missing_field", f"{op} needs a value")
    return None


def _on_empty(condition: Condition) -> bool:
    if condition.empty is None:
        return condition.op in NEGATIVE
    return condition.empty is WhenEmpty.MATCHES


_HOW: Final = {
    Op.IS: TextComparison.IS,
    Op.IS_NOT: TextComparison.IS,
    Op.STARTS_WITH: TextComparison.STARTS_WITH,
    Op.NOT_STARTS_WITH: TextComparison.STARTS_WITH,
    Op.CONTAINS: TextComparison.CONTAINS,
    Op.NOT_CONTAINS: TextComparison.CONTAINS,
}


def _text(op: Op, value: Json, *, on_empty: bool) -> TextCheck:
    values = tuple(value) if isinstance(value, list | tuple) else (value,)
    if not 1 <= len(values) <= MAX_VALUES:
        raise BadCondition("wrong_length", f"name 1 to {MAX_VALUES} values")
    return TextCheck(_HOW[op], tuple(_clean(each, op) for each in values), op in NEGATIVE, on_empty)


def _clean(value: Json, op: Op) -> str:
    if not isinstance(value, str):
        raise BadCondition("wrong_type", "write a text, or a list of texts")
    text = unicodedata.normalize("NFC", value)
    if _HOW[op] is TextComparison.IS:
        text = text.strip()
    if not 1 <= len(text) <= MAX_TEXT:
        raise BadCondition(
            "wrong_length", f"a text must have 1 to {MAX_TEXT} characters; for an empty one use is_empty"
        )
    if not storable(text):
        raise BadCondition("invalid_characters", "a text cannot contain NUL or a lone surrogate")
    return text


def storable(text: str) -> bool:
    """Return whether PostgreSQL can hold the text: no NUL, no lone surrogate."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _number(op: Op, value: Json, *, on_empty: bool, wide: bool) -> NumberCheck:
    if op is Op.BETWEEN:
        low, high = (_amount(each) for each in _both_ends(value))
        if low > high:
            raise BadCondition("out_of_range", "the first end must be the smaller one")
        return NumberCheck(low=low, high=high, on_empty=on_empty)
    number = _amount(value)
    match op:
        case Op.GREATER_THAN | Op.AT_LEAST:
            return NumberCheck(low=number, low_included=op is Op.AT_LEAST, on_empty=on_empty)
        case Op.LESS_THAN | Op.AT_MOST:
            return NumberCheck(high=number, high_included=op is Op.AT_MOST, on_empty=on_empty)
        case _:
            return NumberCheck(
                low=number,
                high=number + 1 if wide else number,
                high_included=not wide,
                negated=op is Op.IS_NOT,
                on_empty=on_empty,
            )


def _both_ends(value: Json) -> tuple[Json, Json]:
    if not isinstance(value, list | tuple) or len(value) != 2 or None in value:
        raise BadCondition("wrong_length", "between needs both ends: [from, to]")
    return value[0], value[1]


def _amount(value: Json) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadCondition("wrong_type", "write a number")
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not (number.is_finite() and abs(number) < _MAX_NUMBER):
        raise BadCondition("out_of_range", "a number can have at most 15 digits before the point")
    return number


_RELATIVE: Final = re.compile(r"(\d{1,5}) (hour|day|week|month)s?", re.ASCII)


def _period(op: Op, value: Json, *, days_only: bool) -> Period:
    match op:
        case Op.IN_TIME_FRAME:
            return _time_frame(value)
        case Op.IN_PAST | Op.IN_FUTURE:
            amount, unit = _relative(value, days_only=days_only)
            return Within(amount, unit, past=op is Op.IN_PAST)
        case Op.IN_PAST_BEFORE | Op.IN_FUTURE_AFTER:
            amount, unit = _relative(value, days_only=days_only)
            return Beyond(amount, unit, past=op is Op.IN_PAST_BEFORE)
        case Op.BETWEEN:
            first, last = (_day_or_instant(end, days_only=days_only) for end in _both_ends(value))
            return _from_to(first, last)
    moment = _day_or_instant(value, days_only=days_only)
    if op in (Op.IS, Op.IS_NOT):
        return moment
    after = op in (Op.AFTER, Op.ON_OR_AFTER)
    return _joined(moment, after=after, included=op in (Op.ON_OR_AFTER, Op.ON_OR_BEFORE))


def _time_frame(value: Json) -> Frame:
    try:
        return Frame(TimeFrame(value))
    except ValueError:
        message = f"a time frame is one of: {', '.join(TimeFrame)}"
        raise BadCondition("unknown_value", message) from None


def _relative(value: Json, *, days_only: bool) -> tuple[int, Unit]:
    found = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise BadCondition("unknown_value", 'write a length of time such as "7 days", "3 hours" or "1 month"')
    amount, unit = int(found[1]), Unit(found[2])
    if not 1 <= amount <= MAX_AMOUNT:
        raise BadCondition("out_of_range", f"a length of time must be 1 to {MAX_AMOUNT} of its unit")
    if days_only and unit is Unit.HOUR:
        raise BadCondition("operator_not_here", "a Watch Date is a day: use days, weeks or months")
    return amount, unit


def _day_or_instant(value: Json, *, days_only: bool) -> Days | Instants:
    """Return the whole local day, or the single millisecond, that a value names."""
    if not isinstance(value, str):
        raise BadCondition("wrong_type", "write a day as 2026-03-04")
    day = read_day(value)
    if day is not None:
        return Days(day, day)
    if days_only:
        raise BadCondition("invalid_time", "write a day between 1900 and 9998 as 2026-03-04")
    try:
        at = from_text(value)
    except ValueError:
        message = "write a day as 2026-03-04, or a time with its zone as 2026-03-04T17:00:00Z"
        raise BadCondition("invalid_time", message) from None
    return Instants(at, at + 1)


def _from_to(first: Days | Instants, last: Days | Instants) -> Period:
    match first, last:
        case Days(from_day, _), Days(_, to_day):
            if from_day is None or to_day is None or from_day <= to_day:
                return Days(from_day, to_day)
        case Instants(from_at, _), Instants(_, to_at):
            if from_at is None or to_at is None or from_at < to_at:
                return Instants(from_at, to_at)
        case _:
            raise BadCondition("wrong_type", "both ends must be days, or both must be times")
    raise BadCondition("out_of_range", "the first end must be the earlier one")


def _joined(moment: Days | Instants, *, after: bool, included: bool) -> Period:
    """Return all time after the moment, or before it; ``included`` adds the moment itself."""
    match moment:
        case Days(day, _):
            return Days.beside(day, after=after, included=included)
        case Instants(from_at, to_at):
            if after:
                return Instants(from_at if included else to_at, None)
            return Instants(None, to_at if included else from_at)
