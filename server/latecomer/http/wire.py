"""The parts that all REST bodies share: the time type, bounded texts, encoding and decoding.

Requests with unknown fields are refused. Types are checked here; the values that a webinar or a person may have are
checked by the services, and the schemas document the bounds.

Source: docs/protocol.md, REST.
"""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, TypeAlias, TypeVar

import msgspec
from msgspec import Meta

from latecomer.core.errors import FieldError, Values
from latecomer.core.ids import Instant
from latecomer.core.timestamps import from_text, to_text


class Time:
    """An instant on the wire: RFC 3339 with any zone in requests, UTC with ``Z`` and milliseconds in answers."""

    __slots__ = ("at",)

    def __init__(self, at: Instant) -> None:
        self.at = at

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Time) and other.at == self.at

    def __hash__(self) -> int:
        return hash(self.at)

    def __repr__(self) -> str:
        return f"Time({to_text(self.at)})"


def time_or_none(at: Instant | None) -> Time | None:
    """Return the wire form of an instant that may be missing."""
    return None if at is None else Time(at)


class BadTime(ValueError):
    """Raised for an unreadable time; ``code`` is the reason, for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of bodies and queries that the server receives."""


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """The base of bodies that the server sends."""


Text: TypeAlias = Annotated[str, Meta(max_length=500)]
Search: TypeAlias = Annotated[str, Meta(max_length=320, pattern=r"^[^\x00]*$")]
Limit: TypeAlias = Annotated[int, Meta(ge=1, le=200, description="The number of items on a page.")]
Cursor: TypeAlias = Annotated[
    str, Meta(max_length=1000, description="The `next_cursor` of the previous page.")
]
Json: TypeAlias = Any
"""A JSON value that nothing is known about."""


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Every error (RFC 9457). ``code`` is stable; ``detail`` is for people and may change.

    ``values`` are the limits that it names, by name, for texts in other languages.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    request_id: str = ""
    errors: tuple[FieldError, ...] = ()
    values: Values = msgspec.field(default_factory=dict)


PERSONAL: Final = Meta(extra={"scopes": ("people",)}, extra_json_schema={"x-scopes": ["people"]})
"""A field that is left out for callers without the scope `people`."""
LINKING: Final = Meta(extra={"scopes": ("links",)}, extra_json_schema={"x-scopes": ["links"]})
"""A field that is left out for callers without the scope `links`: whoever has it watches as that member."""
PERSONAL_AND_LINKING: Final = Meta(
    extra={"scopes": ("people", "links")}, extra_json_schema={"x-scopes": ["people", "links"]}
)

T = TypeVar("T")


def _encode_custom(value: Any) -> Any:
    if isinstance(value, Time):
        return to_text(value.at)
    raise NotImplementedError(f"no wire form of {type(value)}")


_ZONELESS: Final = re.compile(r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?)?", re.ASCII)


def _decode_custom(wanted: type, value: Any) -> Any:
    if wanted is not Time:
        raise NotImplementedError(f"no wire form of {wanted}")
    if not isinstance(value, str):
        raise BadTime("wrong_type", "write a time as a text such as 2026-03-04T17:00:00Z")
    try:
        return Time(from_text(value))
    except ValueError as error:
        zoneless = _ZONELESS.fullmatch(value) is not None
        raise BadTime("time_without_zone" if zoneless else "invalid_time", str(error)) from None


def schema_of_custom(kind: type) -> dict[str, Any]:
    """Return the JSON Schema of the one type that msgspec does not know."""
    if kind is Time:
        return {"type": "string", "format": "date-time", "examples": ["2026-03-04T17:00:00.000Z"]}
    raise NotImplementedError(f"no schema of {kind}")


_encoder: Final = msgspec.json.Encoder(enc_hook=_encode_custom)
encode: Final[Callable[[object], bytes]] = _encoder.encode


def decode(data: bytes, kind: type[T]) -> T:
    """Decode a JSON text as ``kind``. Raises msgspec.DecodeError (malformed) or its subclass ValidationError."""
    return msgspec.json.decode(data, type=kind, dec_hook=_decode_custom)


def convert(fields: Mapping[str, object], kind: type[T]) -> T:
    """Return texts of a query or of a path as ``kind``. Raises msgspec.ValidationError."""
    return msgspec.convert(fields, kind, strict=False, dec_hook=_decode_custom)


_AT: Final = re.compile(r"(?P<message>.*?)(?: - at `(?P<path>[^`]*)`)?", re.DOTALL)
_STEP: Final = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")
_BOUND: Final = re.compile(r"(?P<sign>[<>]=?) (?P<number>-?[0-9.]+)")
_SIGNS: Final = {"<=": "most", ">=": "least", "<": "below", ">": "above"}
_LIKE: Final[dict[str, str]] = {}
"""An example of each format that a field takes, by its pattern as a refusal quotes it."""
_LONGEST_SENTENCE: Final = 500
"""Some quote what was sent."""
_REFUSALS: Final = tuple(
    (re.compile(pattern, re.DOTALL), code, sentence)
    for pattern, code, sentence in (
        (r"Object contains unknown field `(?P<field>.*)`", "unknown_field", "this field is not known here"),
        (r"Object missing required field `(?P<field>.*)`", "missing_field", "this field is required"),
        (r"Expected `\w+` of length (?P<bound>.+)", "wrong_length", "the length must be {bound}"),
        (r"Expected `\w+` (?P<bound>[<>]=? .+)", "out_of_range", "must be {bound}"),
        (r"Number out of range|Integer .*", "out_of_range", "this number is too large"),
        (
            r"Expected `str` matching regex (?P<pattern>.*)",
            "invalid_format",
            "this is not written as the field needs it",
        ),
        (r"Expected `(?P<wanted>.*?)`, got `(?P<got>.*)`", "wrong_type", "expected {wanted}, got {got}"),
        (r"(?P<all>Invalid enum value.*)", "unknown_value", "{all}"),
    )
)
"""msgspec's messages, our code for each, and our sentence."""


def written_like(example: str, pattern: str, *, max_length: int | None = None) -> Meta:
    """Return a description of a valid text with an example, to show when another text was refused."""
    _LIKE[repr(pattern)] = example
    return Meta(pattern=pattern, max_length=max_length, examples=[example])


def field_error(error: msgspec.ValidationError) -> FieldError:
    """Translate a decoder's error into a JSON Pointer, a stable code and a sentence.

    msgspec reports the place and the reason only in its message, so this function parses the message.
    """
    whole = _AT.fullmatch(str(error))
    message, path = (whole["message"], whole["path"]) if whole else (str(error), None)
    pointer = "".join(f"/{name or index}" for name, index in _STEP.findall(path or ""))
    if isinstance(error.__cause__, BadTime):
        return FieldError(pointer, error.__cause__.code, str(error.__cause__))
    for pattern, code, sentence in _REFUSALS:
        if found := pattern.fullmatch(message):
            named = found.groupdict()
            if "field" in named:
                pointer = f"{pointer}/{_escape(named['field'])}"
            told = sentence.format(**named)[:_LONGEST_SENTENCE]
            if (like := _LIKE.get(named.get("pattern", ""))) is not None:
                return FieldError(pointer, code, f"write this like {like}", {"like": like})
            return FieldError(pointer, code, told, _bound(named.get("bound", "")))
    return FieldError(pointer, "invalid_value", message)


def _bound(text: str) -> Values:
    """Return the limit in a decoder's message, by its name: ``<= 200`` is ``most`` 200."""
    if (found := _BOUND.fullmatch(text)) is None:
        return {}
    number = float(found["number"])
    return {_SIGNS[found["sign"]]: int(number) if number.is_integer() else number}


def _escape(name: str) -> str:
    """Escape a token of a JSON Pointer. Source: RFC 6901, section 3."""
    return name[:200].replace("~", "~0").replace("/", "~1")
