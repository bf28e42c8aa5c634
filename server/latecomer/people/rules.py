"""The rules for stored persons: emails, text fields, properties."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

import msgspec

from latecomer.core.errors import FieldError, Refused
from latecomer.i18n.languages import read_tag

EMAIL_MAX: Final = 254
"""Source: RFC 5321, section 4.5.3.1.3 (a path of 256 octets with its angle brackets)."""
LOCAL_PART_MAX: Final = 64
"""Source: RFC 5321, section 4.5.3.1.1"""
FIELD_MAX: Final = 500
PROPERTIES_MAX: Final = 100
PROPERTIES_MAX_BYTES: Final = 16_384

_EMAIL: Final = re.compile(
    r"[^\s@<>\"(),:;\\\[\]\x00-\x1f\x7f]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]"
)
"""A mailbox of the everyday form, in any script; the quoted forms of RFC 5322 are refused."""


def email_of(text: str | None) -> str:
    """Return the email without surrounding blanks. Raises: Refused missing_email, invalid_email, field_too_long."""
    email = (text or "").strip()
    if not email:
        raise _refused("email", "missing_email", "An email is needed.")
    if len(email.encode(errors="replace")) > EMAIL_MAX or len(email.partition("@")[0]) > LOCAL_PART_MAX:
        raise _refused("email", "field_too_long", f"An email has at most {EMAIL_MAX} bytes.")
    local = email.partition("@")[0]
    # Zero-width and bidirectional marks are not seen: two addresses would look like one.
    unseen = any(unicodedata.category(character) == "Cf" for character in local)
    dotted_wrong = local.startswith(".") or local.endswith(".") or ".." in email
    if not _EMAIL.fullmatch(email) or unseen or dotted_wrong:
        raise _refused("email", "invalid_email", "This is not an email address.")
    _check_characters("email", email)
    return email


def text_of(field: str, text: str | None, *, max_length: int = FIELD_MAX) -> str | None:
    """Return the text in NFC, trimmed; None when nothing is left.

    Raises: Refused field_too_long, invalid_characters.
    """
    if text is None or not (trimmed := unicodedata.normalize("NFC", text).strip()):
        return None
    if len(trimmed) > max_length:
        raise _refused(field, "field_too_long", f"At most {max_length} characters fit.")
    _check_characters(field, trimmed)
    return trimmed


def language_of(text: str | None) -> str | None:
    """Return the tag of a person's language; None without one. Raises: Refused unknown_language.

    Args:
        text: a tag, or a language's name as spreadsheets have it: ``fr``, ``nl_BE``, ``French``, ``Nederlands``.
    """
    if text is None or not text.strip():
        return None
    if (tag := read_tag(text)) is None:
        raise _refused("language", "unknown_language", "Write a language tag such as fr or nl-BE.")
    return tag


def properties_of(properties: Mapping[str, object]) -> Mapping[str, object]:
    """Return the properties, their texts in NFC and trimmed, so that filters find them.

    Raises: Refused invalid_properties, invalid_characters.
    """
    try:
        encoded = msgspec.json.encode(dict(properties))
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise _refused("properties", "invalid_properties", "The properties are not a JSON object.") from error
    if len(properties) > PROPERTIES_MAX or len(encoded) > PROPERTIES_MAX_BYTES:
        raise _refused(
            "properties",
            "invalid_properties",
            f"At most {PROPERTIES_MAX} properties of together {PROPERTIES_MAX_BYTES} bytes fit.",
        )
    if b"\\u0000" in encoded:
        raise _refused("properties", "invalid_characters", "NUL characters cannot be stored.")
    return {
        key: unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value
        for key, value in properties.items()
    }


def _check_characters(field: str, text: str) -> None:
    # NUL and halves of surrogate pairs are what a text column cannot hold.
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise _refused(field, "invalid_characters", "There are characters in it that cannot be stored.")


def _refused(field: str, code: str, message: str) -> Refused:
    return Refused(code, message, (FieldError(f"/{field}", code, message),))
