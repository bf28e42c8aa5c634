"""The process that renders templates. It contains no other code of the server, and its time and memory are limited.

A template is an operator's text. Jinja2's sandbox keeps it from attributes and calls; endless loops and texts that
double themselves are stopped by the limits of the process: the parent kills it after a second, and the kernel refuses
it memory. Requests and answers are msgpack with a length before them, on standard input and output.

Source: docs/mail.md, Templates
"""

from __future__ import annotations

import os
import resource
import sys
from functools import lru_cache
from typing import Any

import msgspec.msgpack
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

MEMORY_MAX = 256 * 1024 * 1024
OUTPUT_MAX = 256 * 1024


class TooLong(Exception):
    """A part is longer than OUTPUT_MAX."""


def _environment(*, autoescape: bool) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=autoescape)
    environment.globals.clear()
    return environment


_TEXT = _environment(autoescape=False)
_HTML = _environment(autoescape=True)


@lru_cache(maxsize=200)
def _compiled(source: str, *, html: bool) -> Any:
    return (_HTML if html else _TEXT).from_string(source)


def _render(source: str, fields: dict[str, str], *, html: bool) -> str:
    parts: list[str] = []
    length = 0
    for part in _compiled(source, html=html).generate(fields):
        length += len(part)
        if length > OUTPUT_MAX:
            raise TooLong
        parts.append(part)
    return "".join(parts)


def _answer(request: dict[str, Any]) -> dict[str, str]:
    part = ""
    try:
        rendered = {}
        for part in ("subject", "text", "html"):
            rendered[part] = _render(request[part], request["fields"], html=part == "html")
    except TooLong:
        return {"problem": "too_long", "part": part}
    except MemoryError:
        return {"problem": "too_long", "part": part}
    except RecursionError:
        return {"problem": "too_slow", "part": part}
    except TemplateError as error:
        return {"problem": "invalid", "part": part, "message": str(error)[:300]}
    except Exception as error:  # noqa: BLE001 - a template may raise whatever its operators and filters raise
        return {"problem": "invalid", "part": part, "message": f"{type(error).__name__}: {error}"[:300]}
    return rendered


def main() -> None:
    """Answer requests until standard input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    read, write = sys.stdin.buffer, sys.stdout.buffer
    while head := read.read(4):
        answer = msgspec.msgpack.encode(_answer(msgspec.msgpack.decode(read.read(int.from_bytes(head)))))
        write.write(len(answer).to_bytes(4) + answer)
        write.flush()


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:  # the worker was killed: nobody waits for the answer
        os._exit(0)
