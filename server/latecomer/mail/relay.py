"""A connection to the relay, which reports exactly how far each mail came.

The text is sent in two steps: everything but its end, and, once the kernel has taken that, its end. A connection that
is lost before the end was written has delivered nothing, and the mail may be sent again. After that moment nobody knows
whether the mail was delivered: the result is ``Unknown``.

Source: docs/mail.md, Nothing lost and nothing twice; RFC 5321, section 4.1.1.4
"""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeAlias

from aiosmtplib import SMTP, SMTPException, SMTPResponseException
from aiosmtplib.protocol import SMTPProtocol

from latecomer.core.relay_address import RelayAddress, StartTls
from latecomer.mail.rules.replies import RelayReply, ReplyEffect, Stage, effect

_DOT: Final = re.compile(rb"(?m)^\.")
_END: Final = b".\r\n"
_MAILS_MAX: Final = 100
_AGE_MAX_S: Final = 60.0
_LOST: Final = (SMTPException, OSError, TimeoutError, EOFError)


@dataclass(frozen=True, slots=True)
class Sent:
    """The relay has accepted the mail; ``reply`` is its 250."""

    reply: RelayReply


@dataclass(frozen=True, slots=True)
class Again:
    """The relay has not accepted the mail now; a later attempt may succeed."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The relay refuses the mail for good. ``no_such_address``: the recipient does not exist. ``recipient``: the
    refusal is about the recipient."""

    reason: str
    no_such_address: bool = False
    recipient: bool = False


@dataclass(frozen=True, slots=True)
class Stopped:
    """The relay accepts no mails from us. ``away``: it cannot be reached at all."""

    reason: str
    away: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """The whole text was sent, and no answer came."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Raised when ``before_text`` found that the mail must not be sent after all."""


Delivery: TypeAlias = Sent | Again | NotTaken | Stopped | Unknown | NotOurs


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """An addressed mail: sender, recipient, and the message with CRLF line ends."""

    sender: str
    recipient: str
    message: bytes
    utf8: bool = False


class _Broken(Exception):
    """Raised when the connection cannot be used any more."""


class _Refusing(Exception):
    def __init__(self, reason: str, *, away: bool) -> None:
        super().__init__(reason)
        self.away = away


class Relay:
    """Sends mails to the relay one after the other, over a connection that it opens when needed."""

    def __init__(
        self,
        address: RelayAddress,
        *,
        connect_s: float = 10.0,
        command_s: float = 30.0,
        end_s: float = 120.0,
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        """``end_s``: the time to wait for the answer to the end of the text."""
        self._address = address
        self._connect_s = connect_s
        self._command_s = command_s
        self._end_s = end_s
        self._tls_context = tls_context
        self._smtp: SMTP | None = None
        self._opened_s = 0.0
        self._mails = 0

    async def deliver(self, envelope: Envelope, before_text: Callable[[], Awaitable[bool]]) -> Delivery:
        """Send one mail.

        Args:
            before_text: awaited when the relay has answered 354, before the text is sent; the mail is sent only if
                it returns True.
        """
        for attempt in (1, 2):
            used = self._smtp is not None
            try:
                smtp = await self._opened()
                return await self._hand_over(smtp, envelope, before_text)
            except _Refusing as refusing:
                await self._drop()
                return Stopped(str(refusing), away=refusing.away)
            except _Broken as broken:
                await self._drop()
                # A relay may close a connection that was idle, which says nothing of this mail.
                if not used or attempt == 2:
                    return Again(str(broken))
        raise AssertionError  # pragma: no cover - the second attempt returns

    async def close(self) -> None:
        """Close the connection. A failure is ignored: every mail has its answer."""
        if self._smtp is not None and self._smtp.is_connected:
            with suppress(*_LOST):
                await self._smtp.quit(timeout=2)
        await self._drop()

    async def _opened(self) -> SMTP:
        if self._smtp is not None:
            old = self._mails >= _MAILS_MAX or time.monotonic() - self._opened_s > _AGE_MAX_S
            if old or not self._smtp.is_connected:
                await self.close()
        if self._smtp is None:
            self._smtp = await self._open()
            self._opened_s, self._mails = time.monotonic(), 0
        return self._smtp

    async def _open(self) -> SMTP:
        address = self._address
        smtp = SMTP(
            hostname=address.host,
            port=address.port,
            use_tls=address.tls,
            start_tls=False,
            timeout=self._command_s,
            tls_context=self._tls_context,
        )
        try:
            await smtp.connect(timeout=self._connect_s)
            await smtp.ehlo()
            await self._encrypt(smtp)
            if address.user is not None and address.password is not None:
                await smtp.login(address.user, address.password)
        except SMTPResponseException as refused:
            smtp.close()
            raise _Refusing(str(RelayReply(refused.code, _one_line(refused.message))), away=False) from None
        except (*_LOST, ValueError) as lost:
            smtp.close()
            away = not isinstance(lost, ssl.SSLError)
            raise _Refusing(f"The relay cannot be reached: {_said(lost)}", away=away) from None
        return smtp

    async def _encrypt(self, smtp: SMTP) -> None:
        starttls = self._address.starttls
        offered = smtp.supports_extension("starttls")
        if starttls is StartTls.REQUIRED and not offered:
            smtp.close()
            raise _Refusing("The relay does not offer STARTTLS, which SMTP_URL requires.", away=False)
        if starttls is not StartTls.NO and offered:
            await smtp.starttls()

    async def _hand_over(
        self, smtp: SMTP, envelope: Envelope, before_text: Callable[[], Awaitable[bool]]
    ) -> Delivery:
        if envelope.utf8 and not smtp.supports_extension("smtputf8"):
            return NotTaken("smtputf8_unsupported")
        parameters = (b"SMTPUTF8",) if envelope.utf8 else ()
        steps = (
            (Stage.MAIL_FROM, (b"MAIL", b"FROM:<" + envelope.sender.encode() + b">", *parameters)),
            (Stage.RECIPIENT, (b"RCPT", b"TO:<" + envelope.recipient.encode() + b">")),
        )
        for stage, command in steps:
            reply = await self._ask(smtp, *command)
            if effect(stage, reply) is not ReplyEffect.SENT:
                return await self._not_taken(smtp, stage, reply)
        reply = await self._ask(smtp, b"DATA")
        if reply.code != 354:
            return await self._not_taken(smtp, Stage.DATA, reply)
        if not await before_text():
            await self._drop()  # nothing but closing ends a DATA that brings no text
            return NotOurs()
        return await self._send_text(smtp, envelope.message)

    async def _send_text(self, smtp: SMTP, message: bytes) -> Delivery:
        protocol = smtp.protocol
        if protocol is None or not smtp.is_connected:
            raise _Broken("The connection ended before the text.")
        text = _DOT.sub(b"..", message)
        protocol.write(text if text.endswith(b"\r\n") else text + b"\r\n")
        await self._written(smtp)
        protocol.write(_END)
        try:
            response = await protocol.read_response(timeout=self._end_s)
        except _LOST as lost:
            await self._drop()
            return Unknown(f"No answer came after the text: {_said(lost)}")
        self._mails += 1
        reply = RelayReply(response.code, _one_line(response.message))
        if effect(Stage.TEXT, reply) is ReplyEffect.SENT:
            return Sent(reply)
        return await self._not_taken(smtp, Stage.TEXT, reply)

    async def _written(self, smtp: SMTP) -> None:
        """Wait until the kernel has taken all written bytes. Raises: _Broken."""
        deadline = time.monotonic() + self._command_s
        while True:
            transport = smtp.transport
            if transport is None or transport.is_closing() or not smtp.is_connected:
                raise _Broken("The connection ended before the whole text was written.")
            if transport.get_write_buffer_size() == 0:  # type: ignore[attr-defined]
                return
            if time.monotonic() > deadline:
                raise _Broken("The relay did not read the text.")
            await asyncio.sleep(0.005)

    async def _not_taken(self, smtp: SMTP, stage: Stage, reply: RelayReply) -> Delivery:
        """Return the meaning of a refusal; the connection is then ready for the next mail, or closed."""
        if reply.code == 421:
            await self._drop()
        elif stage is not Stage.TEXT:
            try:
                await self._ask(smtp, b"RSET")
            except _Broken:
                await self._drop()
        match effect(stage, reply):
            case ReplyEffect.STOP:
                await self._drop()
                return Stopped(str(reply))
            case ReplyEffect.REFUSED_ADDRESS:
                return NotTaken(str(reply), no_such_address=True, recipient=True)
            case ReplyEffect.REFUSED:
                return NotTaken(str(reply), recipient=stage is Stage.RECIPIENT)
            case _:
                return Again(str(reply))

    async def _ask(self, smtp: SMTP, *command: bytes) -> RelayReply:
        protocol: SMTPProtocol | None = smtp.protocol
        if protocol is None or not smtp.is_connected:
            raise _Broken("The relay closed the connection.")
        try:
            response = await protocol.execute_command(*command, timeout=self._command_s)
        except ValueError as error:
            raise _Broken(f"The address cannot be sent: {error}") from None
        except _LOST as lost:
            raise _Broken(f"The relay closed the connection: {_said(lost)}") from None
        return RelayReply(response.code, _one_line(response.message))

    async def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _said(error: BaseException) -> str:
    return _one_line(str(error))[:200] or type(error).__name__
