"""A relay of our own: a real SMTP server (aiosmtpd) that does what real relays do when they fail.

It keeps every message that it took, with its envelope, so that a test reads the mail that a person would get.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class Step(StrEnum):
    """The progress of a conversation, seen from the relay."""

    CONNECTED = "connected"
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"
    """DATA has come and is not answered."""
    GO_AHEAD = "go_ahead"
    """354 has been sent."""
    TEXT = "text"
    """Text has come, and nothing of it is read."""
    END = "end"
    """The whole text has come; nothing is answered, nothing kept."""
    TAKEN = "taken"
    """The mail is kept, and the answer is not sent."""
    ANSWERED = "answered"
    """250 has been sent."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that the relay took."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """Return the message as a mail program reads it."""
        read = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(read, EmailMessage)
        return read

    @property
    def text(self) -> str:
        """Return the plain part."""
        part = self.message.get_body(("plain",))
        assert part is not None
        return str(part.get_content())


@dataclass
class RelayServer:
    """``replies``: what is answered at a stage instead of yes (``rcpt``, ``data``, ``mail``, ``end``), by recipient
    or ``*``. ``cut_after_text`` closes without an answer when the text has come, ``cut_at_data`` when DATA came,
    ``hang_at_end`` never answers."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    """The Message-ID of every text that came to its end, taken or not."""
    replies: dict[tuple[str, str], str] = field(default_factory=dict)
    cut_after_text: int = 0
    take_then_cut: int = 0
    cut_at_data: int = 0
    hang_at_end: bool = False
    greeting: str | None = None
    utf8: bool = True
    connections: int = 0
    close_after: int | None = None
    """Close each connection after so many mails."""
    text_came: asyncio.Event = field(default_factory=asyncio.Event)
    transports: list[Any] = field(default_factory=list)
    on_step: Callable[[Step, Any], None] | None = None
    """Called with the step and the connection's transport when a conversation has come so far."""
    went_ahead: list[str] = field(default_factory=list)
    """The envelope sender of every mail for which 354 was sent."""
    listening: asyncio.Server | None = None
    listen: Callable[[int], Any] | None = None

    def to(self, recipient: str) -> list[Taken]:
        """Return the messages to an address."""
        return [each for each in self.taken if recipient in each.recipients]

    def reached(self, step: Step, transport: Any) -> None:
        """A conversation has come so far."""
        if self.on_step is not None:
            self.on_step(step, transport)

    def cut(self) -> None:
        """Break every connection."""
        for transport in self.transports:
            transport.abort()
        self.transports.clear()

    def die(self) -> None:
        """Be killed: every connection breaks, and nobody listens. What was taken is on the disk."""
        if self.listening is not None:
            self.listening.close()
        self.cut()

    async def come_back(self) -> None:
        """Listen again, where it was before."""
        assert self.listen is not None
        self.listening = await self.listen(self.port)


class _Protocol(SMTP):
    """aiosmtpd's server, told what to do wrong."""

    def __init__(self, server: RelayServer, *arguments: Any, **options: Any) -> None:
        super().__init__(_Handler(server), *arguments, **options)
        self._server = server
        self._mails = 0
        self._text_begins = False

    def connection_made(self, transport: Any) -> None:
        self._server.connections += 1
        self._server.transports.append(transport)
        self.wire: Any = transport
        if self._server.greeting is not None:
            transport.write(self._server.greeting.encode() + b"\r\n")
            transport.close()
            return
        super().connection_made(transport)
        self._server.reached(Step.CONNECTED, transport)

    def data_received(self, data: bytes) -> None:
        if self._text_begins:
            self._text_begins = False
            self._server.reached(Step.TEXT, self.wire)
        if not self.wire.is_closing():
            super().data_received(data)

    async def push(self, status: Any) -> None:
        going_ahead = isinstance(status, str) and status.startswith("354")
        self._text_begins = going_ahead
        await super().push(status)
        if going_ahead:
            sender = None if self.envelope is None else self.envelope.mail_from
            self._server.went_ahead.append(sender or "")
            self._server.reached(Step.GO_AHEAD, self.wire)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if self._server.cut_at_data:
            self._server.cut_at_data -= 1
            self.wire.abort()
            return
        self._server.reached(Step.DATA, self.wire)
        await super().smtp_DATA(arg)
        self._server.reached(Step.ANSWERED, self.wire)
        self._mails += 1
        if self._server.close_after is not None and self._mails >= self._server.close_after:
            self.wire.close()


class _Handler:
    def __init__(self, server: RelayServer) -> None:
        self._server = server

    def _reply(self, stage: str, recipient: str = "*") -> str | None:
        replies = self._server.replies
        return replies.get((stage, recipient)) or replies.get((stage, "*"))

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, smtp: Any, __: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._server.reached(Step.SENDER, smtp.wire)
        if reply := self._reply("mail"):
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 ok"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, smtp: Any, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        self._server.reached(Step.RECIPIENT, smtp.wire)
        if reply := self._reply("rcpt", address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: Any, _: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.content
        assert isinstance(raw, bytes)
        taken = Taken(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw)
        self._server.seen.append(str(taken.message["Message-ID"]))
        self._server.text_came.set()
        self._server.reached(Step.END, server.wire)
        if server.wire.is_closing():  # it was killed before it kept anything
            return "421 gone"
        if self._server.hang_at_end:
            await asyncio.Event().wait()
        if self._server.cut_after_text:
            self._server.cut_after_text -= 1
            server.wire.abort()
            return "421 gone"
        if reply := self._reply("end", taken.recipients[0]):
            return reply
        self._server.taken.append(taken)
        if self._server.take_then_cut:
            self._server.take_then_cut -= 1
            server.wire.abort()
            return "421 gone"
        self._server.reached(Step.TAKEN, server.wire)
        return f"250 2.0.0 queued as {len(self._server.taken)}"


@asynccontextmanager
async def open_relay(**options: Any) -> AsyncIterator[RelayServer]:
    """A relay on a free port; further options are aiosmtpd's."""
    server = RelayServer()
    utf8 = options.pop("utf8", True)
    loop = asyncio.get_running_loop()

    def factory() -> _Protocol:
        return _Protocol(server, enable_SMTPUTF8=utf8, loop=loop, **options)

    async def listen(port: int) -> asyncio.Server:
        return await loop.create_server(factory, "127.0.0.1", port, reuse_address=True)

    server.listen = listen
    server.listening = listening = await listen(0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        server.die()
        await server.listening.wait_closed()
