"""Refusals: every request that is understood but not granted ends in one of these."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of a request. ``field`` is a JSON Pointer (``/recording/duration_s``)."""

    field: str
    code: str
    message: str


class Refused(Exception):
    """A coded refusal; services raise it, ``web`` turns it into problem details.

    Args:
        code: stable, snake_case; what programs match on.
        message: a sentence for people that says what to do about it.
        status: the HTTP status of the answer, 400 to 599.
        fields: what is wrong with which field, when that is known.

    Source: RFC 9457, Problem Details for HTTP APIs
    """

    def __init__(
        self, code: str, message: str, status: int = 400, fields: tuple[FieldError, ...] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.fields = fields
