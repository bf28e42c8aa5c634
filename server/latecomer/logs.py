"""Structured logs on standard error: one event a line, as JSON for machines or as text for people.

Events are named in snake_case and carry ids, counts and durations: no secrets, no emails, no names. Secrets that reach
a line by accident (an address in an exception's text, a token in a path) are removed here.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from latecomer.config import LogFormat, LogLevel

_SECRETS = frozenset(
    {
        "key",
        "secret",
        "secret_key",
        "admin_key",
        "token",
        "join",
        "code",
        "password",
        "authorization",
        "cookie",
        "email",
        "database_url",
        "database_direct_url",
        "redis_url",
    }
)
_BLOT = "[removed]"
_EMAIL = re.compile(
    r"(?<![^\s<>\"'@,;:()=])"  # where a word begins: tried at each of its letters, a long one would take its square
    r"[^\s<>\"'@,;:()=]+@[^\s<>\"'@,;:()/]+\.[^\W\d_][\w-]+"
)
_URL_PASSWORD = re.compile(r"(?<=://)([^/\s:@]*):[^/\s@]+@")
_JOIN_PATH = re.compile(r"(/j/)[A-Za-z0-9_\-.~]+")
_MAX_CHARACTERS = 8_000
"""The greatest length of one text that is searched and written: longer texts are cut."""
_API_KEY = re.compile(r"\blc_[A-Za-z0-9_\-]{8,}")


def configure_logs(log_format: LogFormat, log_level: LogLevel = LogLevel.INFO, *, process: str) -> None:
    """Send structlog's and the standard library's lines to standard error.

    Args:
        log_format: JSON or text.
        log_level: the lowest severity that is logged; lines of other libraries are logged from warnings on.
        process: the name of this process: ``run``, ``web``, ``work``, …
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _named(process),
        structlog.processors.format_exc_info,
        blot_secrets,
    ]
    renderer: structlog.typing.Processor
    match log_format:
        case LogFormat.JSON:
            renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
        case LogFormat.TEXT:
            renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0)
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(log_level.value),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),  # a line at once: processes share the stream
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def blot_secrets(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Remove secrets from a line: values under names such as token or password; addresses, tokens and passwords in
    texts."""
    for name, value in event.items():
        if name in _SECRETS:
            event[name] = _BLOT
        elif isinstance(value, str):
            event[name] = _blotted(value)
        elif isinstance(value, BaseException):
            event[name] = _blotted(repr(value))
    return event


def _cut(text: str) -> str:
    """Return the beginning and the end of a long text, in whole words: half an address could not be recognised and
    removed."""
    if len(text) <= _MAX_CHARACTERS:
        return text
    half = _MAX_CHARACTERS // 2
    start = max(text.rfind(" ", 0, half), text.rfind("\n", 0, half), 0)
    end = min((at for at in (text.find(" ", -half), text.find("\n", -half)) if at >= 0), default=len(text))
    return f"{text[:start]} [{end - start} characters left out]{text[end:]}"


def _blotted(text: str) -> str:
    text = _cut(text)
    text = _URL_PASSWORD.sub(rf"\1:{_BLOT}@", text)
    text = _EMAIL.sub(_BLOT, text)
    text = _JOIN_PATH.sub(rf"\1{_BLOT}", text)
    return _API_KEY.sub(_BLOT, text)


def _named(process: str) -> structlog.typing.Processor:
    def add(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        event.setdefault("process", process)
        return event

    return add
