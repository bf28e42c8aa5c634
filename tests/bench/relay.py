"""A relay that takes every mail and keeps none, as lean as Python allows, in a process of its own.

Run as ``python -m tests.bench.relay``: prints its port, and at the end of its input the number of mails that it took.
It reads commands as they come, which is all that one client needs that waits for each reply.
"""

from __future__ import annotations

import asyncio
import sys

import uvloop

_REPLIES = {b"EHLO": b"250 bench\r\n", b"DATA": b"354 go ahead\r\n", b"QUIT": b"221 bye\r\n"}


class Sink(asyncio.Protocol):
    """One connection."""

    taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._buffer = b""
        self._in_text = False
        self._write(b"220 bench\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = b"\r\n.\r\n" if self._in_text else b"\r\n"
        while end in self._buffer:
            command, _, self._buffer = self._buffer.partition(end)
            if self._in_text:
                Sink.taken += 1
                self._in_text = False
                self._write(b"250 2.0.0 taken\r\n")
            else:
                word = command[:4].upper()
                self._in_text = word == b"DATA"
                self._write(_REPLIES.get(word, b"250 ok\r\n"))
            end = b"\r\n.\r\n" if self._in_text else b"\r\n"

    def _write(self, reply: bytes) -> None:
        self._transport.write(reply)  # type: ignore[attr-defined]


async def main() -> None:
    """Listen until the input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    print(Sink.taken, flush=True)


if __name__ == "__main__":
    uvloop.run(main())
