"""The renderer: turns templates and fields into a subject, a text and an HTML part, in a process of its own.

Source: docs/mail.md, Templates
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec.msgpack

import latecomer
from latecomer.core.errors import FieldError, Refused
from latecomer.core.one_line import one_line
from latecomer.mail.rules.default_templates import Template

RENDER_S: Final = 1.0
TOO_SLOW: Final = "template_too_slow"
_START_S: Final = 10.0
_PACKAGES: Final = str(Path(latecomer.__file__).parents[1])


@dataclass(frozen=True, slots=True)
class Rendered:
    """The three parts of a mail."""

    subject: str
    text: str
    html: str


class MailRenderer:
    """A process that renders one template at a time, and is started again after it had to be killed."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._one_at_a_time = asyncio.Lock()

    async def render(self, template: Template, fields: Mapping[str, str]) -> Rendered:
        """Return the rendered parts.

        Raises: Refused invalid_template, template_too_slow; the message names the part and the error.
        """
        request = {
            "subject": template.subject,
            "text": template.text,
            "html": template.html,
            "fields": dict(fields),
        }
        async with self._one_at_a_time:
            process = await self._started()
            try:
                answer = await self._ask(process, request, RENDER_S)
            except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
                await self._end()
                raise _too_slow() from None
            except asyncio.CancelledError:
                await self._end()  # an answer that nobody waited for would be taken for the next one
                raise
        match answer:
            case {"problem": "invalid", "part": part, "message": message}:
                error = FieldError(f"/{part}", "invalid_template", message, {"why": message})
                raise Refused("invalid_template", f"The {part} cannot be rendered: {message}", (error,))
            case {"problem": _}:
                raise _too_slow()
        return Rendered(one_line(answer["subject"]), answer["text"], answer["html"])

    async def stop(self) -> None:
        """End the process."""
        async with self._one_at_a_time:
            await self._end()

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "latecomer.mail.renderer_process",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env={"PYTHONPATH": _PACKAGES},  # and none of the server's secrets
            )
            # The first answer waits for the interpreter to start, which is nothing that a template does.
            await self._ask(self._process, {"subject": "", "text": "", "html": "", "fields": {}}, _START_S)
        return self._process

    async def _ask(
        self, process: asyncio.subprocess.Process, request: Mapping[str, object], within_s: float
    ) -> dict[str, str]:
        if process.stdin is None or process.stdout is None:  # pragma: no cover - both are pipes
            raise ConnectionError
        body = msgspec.msgpack.encode(request)
        async with asyncio.timeout(within_s):
            process.stdin.write(len(body).to_bytes(4) + body)
            await process.stdin.drain()
            head = await process.stdout.readexactly(4)
            answer: dict[str, str] = msgspec.msgpack.decode(
                await process.stdout.readexactly(int.from_bytes(head))
            )
        return answer

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _too_slow() -> Refused:
    return Refused(
        TOO_SLOW,
        "Rendering a template may take 1 s, 256 MiB of memory and 256 KiB of output; this one took more.",
    )
