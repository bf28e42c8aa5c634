"""The rules for a connection's name, secrets, settings and bindings, each checked against its kind. Pure.

Source: docs/vendors.md
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from latecomer.core.errors import FieldError, Refused
from latecomer.http.guard import Guard, NotAllowed
from latecomer.http.wire import field_error
from latecomer.people.rules import text_of
from latecomer.vendors.kit.definition import Definition, Kind
from latecomer.vendors.registry import DEFINITIONS

_SECRET_MAX = 4096
_EXTERNAL_ID_MAX = 200


def external_id(definition: Definition, nth: int, given: str) -> str:
    """Return the vendor's id of a webinar in the form in which the vendor sends it. Raises: Refused
    invalid_external_id."""
    pointer = f"/webinars/{nth}/external_id"
    entered = text_of("external_id", given, max_length=_EXTERNAL_ID_MAX)
    if entered is None:
        raise _field("invalid_external_id", pointer, "The vendor's id of the webinar is missing.")
    try:
        return definition.read_external_id(entered)
    except ValueError as error:
        raise _field("invalid_external_id", pointer, str(error)) from error


def definition_of(kind: Kind) -> Definition:
    """Return the definition of a kind. Raises: Refused unknown_kind."""
    if kind not in DEFINITIONS:
        raise Refused("unknown_kind", f"{kind} cannot be connected here.")
    return DEFINITIONS[kind]


def checked_name(name: str) -> str:
    """Return the name without spaces around it. Raises: Refused invalid_name."""
    try:
        text = text_of("name", name, max_length=200)
    except Refused as refusal:
        raise _field("invalid_name", "/name", refusal.message) from refusal
    if text is None:
        raise _field("invalid_name", "/name", "Give the connection a name.")
    return text


def checked_secrets(
    definition: Definition, values: Mapping[str, str], *, complete: bool
) -> Mapping[str, str]:
    """Return the secrets by name. Args: ``complete``: all required secrets must be given.

    Raises: Refused unknown_secret, invalid_secret, missing_secret.
    """
    known = {field.name: field for field in definition.secrets}
    for name, value in values.items():
        if name not in known:
            raise Refused("unknown_secret", f"{definition.title} has no secret {name[:100]!r}.")
        if not value.strip() or len(value) > _SECRET_MAX or not value.isprintable():
            raise _field(
                "invalid_secret", f"/secrets/{name}", "The secret is empty, too long or not printable."
            )
        if not known[name].is_valid(value.strip()):
            raise _field("invalid_secret", f"/secrets/{name}", "This is not in the form of such a secret.")
    if complete:
        for field in definition.secrets:
            if field.required and field.name not in values:
                raise _field(
                    "missing_secret", f"/secrets/{field.name}", f"{definition.title} needs {field.name}."
                )
    return {name: value.strip() for name, value in values.items()}


def check_together(definition: Definition, given: Collection[str]) -> None:
    """Refuse an incomplete set of credentials for pulling. Raises: Refused missing_secret."""
    missing = [name for name in definition.asking_secrets if name not in given]
    if missing and len(missing) < len(definition.asking_secrets):
        message = f"To ask {definition.title}, give {', '.join(missing)} as well."
        fields = tuple(FieldError(f"/secrets/{name}", "missing_secret", message) for name in missing)
        raise Refused("missing_secret", message, fields)


def checked_settings(
    definition: Definition, settings: Mapping[str, object], guard: Guard
) -> Mapping[str, object]:
    """Return the complete settings. A host name is not resolved here: its addresses are checked at every connection.

    Raises: Refused invalid_settings, invalid_url, https_required, address_not_allowed.
    """
    try:
        read = msgspec.convert(dict(settings), definition.settings)
    except msgspec.ValidationError as error:
        found = field_error(error)
        raise _field("invalid_settings", f"/settings{found.field}", found.message) from error
    for name in definition.urls:
        try:
            guard.check_url(getattr(read, name))
        except NotAllowed as problem:
            raise _field(problem.code, f"/settings/{name}", str(problem)) from problem
    kept: dict[str, object] = msgspec.to_builtins(read)
    return kept


def checked_events(definition: Definition, wanted: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the types of events, in order; None: all that the kind supports.

    Raises: Refused unknown_event_type, invalid_value.
    """
    if wanted is None:
        return None
    for number, each in enumerate(wanted):
        if each not in definition.events:
            known = ", ".join(sorted(definition.events)) or "no events"
            raise _field(
                "unknown_event_type", f"/events/{number}", f"{definition.title} can be told of: {known}."
            )
    if not wanted:
        raise _field("invalid_value", "/events", "Name at least one type, or pause the connection.")
    return tuple(sorted(set(wanted)))


def _field(code: str, pointer: str, message: str) -> Refused:
    return Refused(code, message, (FieldError(pointer, code, message),))
