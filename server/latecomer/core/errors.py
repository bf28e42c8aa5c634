"""Errors: a request that is refused, with a code; a command that cannot start, with an exit code."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import IntEnum
from typing import TypeAlias

Values: TypeAlias = Mapping[str, str | int | float]
"""The limits that a refusal names, by name, for texts in other languages: ``{"most": 200}``."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """An error in one field of a request. ``field`` is a JSON Pointer (``/recording/duration_s``)."""

    field: str
    code: str
    message: str
    values: Values = dataclass_field(default_factory=dict)


class Refused(Exception):
    """A coded refusal. Services raise it; ``http/error_codes.py`` gives each code its HTTP status.

    Args:
        code: stable, snake_case; programs match on it.
        message: a sentence for people that says what to do.
        fields: the fields with errors, if known.
        after_s: seconds after which a new attempt makes sense, if known.
        values: the limits that the message names.
    """

    def __init__(
        self,
        code: str,
        message: str,
        fields: tuple[FieldError, ...] = (),
        *,
        after_s: int | None = None,
        values: Values | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = fields
        self.after_s = after_s
        self.values = values or {}


class TooManyRequests(Refused):
    """The refusal of a caller that sends too many requests; the next one may succeed ``after_s`` seconds from now."""

    def __init__(self, after_s: int) -> None:
        super().__init__(
            "too_many_requests",
            f"too many requests: come back in {after_s} s",
            after_s=after_s,
            values={"after_s": after_s},
        )


class Exit(IntEnum):
    """Exit codes of the command, stable for scripts. 0 is a clean stop; 2 is argparse's code for wrong usage."""

    BAD_SETTING = 10
    DATA_DIR_UNUSABLE = 11
    DATA_DIR_IN_USE = 12
    PORT_TAKEN = 13
    ENGINE_FAILED = 14
    DATABASE_UNREACHABLE = 15
    REDIS_UNREACHABLE = 16
    MIGRATION_FAILED = 17
    PACKAGE_MISSING = 18
    KEEPS_FAILING = 19
    REFUSED = 20
    REDIS_VOLATILE = 21


class StartupError(Exception):
    """A problem at the start that the person who starts the command can solve.

    Args:
        exit_code: the exit code of the process; its name in lower case is the stable code of the problem.
        message: one line that names the setting or path at fault and says what to do.
    """

    def __init__(self, exit_code: Exit, message: str) -> None:
        super().__init__(message)
        self.exit_code = exit_code

    @property
    def code(self) -> str:
        """The stable name of the problem, for example ``port_taken``."""
        return self.exit_code.name.lower()
