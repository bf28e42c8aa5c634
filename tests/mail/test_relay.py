"""Mails handed over to a real SMTP server, and everything that it may do instead of taking them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from latecomer.core.relay_address import RelayAddress, StartTls, parse
from latecomer.mail.relay import Again, Envelope, NotOurs, NotTaken, Relay, Sent, Stopped, Unknown
from tests.mail.relay import RelayServer, open_relay

MAIL = Envelope(
    sender="events@example.org",
    recipient="ada@example.com",
    message=b"Message-ID: <1@example.org>\r\nSubject: Hi\r\n\r\n.dot\r\n..\r\nend\r\n",
)


@pytest.fixture
async def server() -> AsyncIterator[RelayServer]:
    async with open_relay() as opened:
        yield opened


def relay_to(server: RelayServer, **options: Any) -> Relay:
    address = RelayAddress(host="127.0.0.1", port=server.port, tls=False, starttls=StartTls.IF_OFFERED)
    return Relay(address, **({"connect_s": 2.0, "command_s": 2.0, "end_s": 2.0} | options))


class Committed:
    """Remembers whether ``sending`` was written down."""

    def __init__(self, *, answer: bool = True) -> None:
        self.times = 0
        self._answer = answer

    async def __call__(self) -> bool:
        self.times += 1
        return self._answer


async def test_a_mail_arrives_as_it_was_written(server: RelayServer) -> None:
    relay, committed = relay_to(server), Committed()
    delivery = await relay.deliver(MAIL, committed)
    assert isinstance(delivery, Sent)
    assert str(delivery.reply) == "250 2.0.0 queued as 1"
    assert committed.times == 1
    (taken,) = server.taken
    assert taken.raw == MAIL.message
    assert taken.sender == MAIL.sender
    assert taken.recipients == (MAIL.recipient,)
    await relay.close()


async def test_a_connection_serves_many(server: RelayServer) -> None:
    relay = relay_to(server)
    for _ in range(5):
        assert isinstance(await relay.deliver(MAIL, Committed()), Sent)
    assert server.connections == 1
    await relay.close()


async def test_a_relay_that_closes_in_between_loses_nothing_and_repeats_nothing(server: RelayServer) -> None:
    """M4."""
    server.close_after = 2
    relay = relay_to(server)
    for _ in range(7):
        assert isinstance(await relay.deliver(MAIL, Committed()), Sent)
    assert len(server.taken) == 7
    await relay.close()


@pytest.mark.parametrize(
    ("stage", "reply", "expected"),
    [
        ("rcpt", "550 5.1.1 no such user", NotTaken("550 5.1.1 no such user", True, True)),  # noqa: FBT003
        ("rcpt", "550 5.7.1 not here", NotTaken("550 5.7.1 not here", recipient=True)),
        ("rcpt", "450 4.2.1 later", Again("450 4.2.1 later")),
        ("rcpt", "421 4.3.2 shutting down", Again("421 4.3.2 shutting down")),
        ("mail", "553 5.7.1 not your sender", Stopped("553 5.7.1 not your sender")),
        ("end", "451 4.3.0 later", Again("451 4.3.0 later")),
        ("end", "550 5.6.0 spam", NotTaken("550 5.6.0 spam")),
    ],
)
async def test_what_the_relay_refuses_is_known_and_the_next_mail_goes(
    server: RelayServer, stage: str, reply: str, expected: object
) -> None:
    server.replies[stage, "ada@example.com" if stage != "mail" else "*"] = reply
    relay = relay_to(server)
    assert await relay.deliver(MAIL, Committed()) == expected
    server.replies.clear()
    assert isinstance(await relay.deliver(MAIL, Committed()), Sent)
    assert len(server.taken) == 1
    await relay.close()


async def test_a_connection_lost_after_the_text_leaves_the_mail_unknown(server: RelayServer) -> None:
    """M1: it is not sent again by itself, whichever of the two it was."""
    relay, committed = relay_to(server), Committed()
    server.take_then_cut = 1
    assert isinstance(await relay.deliver(MAIL, committed), Unknown)
    assert len(server.taken) == 1
    server.cut_after_text = 1
    assert isinstance(await relay.deliver(MAIL, committed), Unknown)
    assert len(server.taken) == 1
    assert committed.times == 2
    await relay.close()


async def test_a_connection_lost_before_354_costs_nothing(server: RelayServer) -> None:
    relay, committed = relay_to(server), Committed()
    server.cut_at_data = 1
    assert isinstance(await relay.deliver(MAIL, committed), Again)
    assert committed.times == 0
    assert isinstance(await relay.deliver(MAIL, committed), Sent)
    await relay.close()


async def test_a_text_that_the_relay_never_reads_to_its_end_goes_again(server: RelayServer) -> None:
    relay = relay_to(server, command_s=0.3)

    async def before_text() -> bool:
        for transport in server.transports:
            transport.pause_reading()
        return True

    big = replace(
        MAIL, message=b"Subject: big\r\n\r\n" + b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 400_000
    )
    delivery = await relay.deliver(big, before_text)
    assert delivery == Again("The relay did not read the text.")
    assert not server.seen
    await relay.close()


async def test_a_relay_that_hangs_is_left(server: RelayServer) -> None:
    server.hang_at_end = True
    relay = relay_to(server, end_s=0.2)
    assert isinstance(await relay.deliver(MAIL, Committed()), Unknown)
    await relay.close()


async def test_a_mail_that_is_not_ours_any_more_is_not_sent(server: RelayServer) -> None:
    relay = relay_to(server)
    assert await relay.deliver(MAIL, Committed(answer=False)) == NotOurs()
    assert not server.seen
    assert isinstance(await relay.deliver(MAIL, Committed()), Sent)
    await relay.close()


async def test_a_greeting_that_refuses_stops_the_queue(server: RelayServer) -> None:
    server.greeting = "554 5.7.1 go away"
    relay = relay_to(server)
    assert await relay.deliver(MAIL, Committed()) == Stopped("554 5.7.1 go away")


async def test_a_relay_that_is_not_there_stops_the_queue(server: RelayServer) -> None:
    address = RelayAddress(host="127.0.0.1", port=1, tls=False, starttls=StartTls.NO)
    delivery = await Relay(address, connect_s=2).deliver(MAIL, Committed())
    assert isinstance(delivery, Stopped)
    assert delivery.away


async def test_starttls_that_is_required_and_not_offered_stops_the_queue(server: RelayServer) -> None:
    address = RelayAddress(host="127.0.0.1", port=server.port, tls=False, starttls=StartTls.REQUIRED)
    delivery = await Relay(address).deliver(MAIL, Committed())
    assert isinstance(delivery, Stopped)
    assert "STARTTLS" in delivery.reason


async def test_an_address_in_another_script_needs_a_relay_that_takes_it() -> None:
    mail = replace(MAIL, recipient="jürgen@example.com", utf8=True)
    async with open_relay(utf8=False) as plain:
        relay = relay_to(plain)
        assert await relay.deliver(mail, Committed()) == NotTaken("smtputf8_unsupported")
        assert isinstance(await relay.deliver(MAIL, Committed()), Sent)
        await relay.close()
    async with open_relay() as able:
        relay = relay_to(able)
        assert isinstance(await relay.deliver(mail, Committed()), Sent)
        assert able.taken[0].recipients == ("jürgen@example.com",)
        await relay.close()


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (
            "smtp://relay.example",
            RelayAddress(host="relay.example", port=25, tls=False, starttls=StartTls.IF_OFFERED),
        ),
        (
            "smtp://a%40b:p%2Fw@relay.example:2525?starttls=if_offered",
            RelayAddress(
                host="relay.example",
                port=2525,
                tls=False,
                starttls=StartTls.IF_OFFERED,
                user="a@b",
                password="p/w",
            ),
        ),
        (
            "smtp://u:p@relay.example",
            RelayAddress(
                host="relay.example", port=587, tls=False, starttls=StartTls.REQUIRED, user="u", password="p"
            ),
        ),
        (
            "smtps://relay.example",
            RelayAddress(host="relay.example", port=465, tls=True, starttls=StartTls.NO),
        ),
    ],
)
def test_an_address_is_read(url: str, address: RelayAddress) -> None:
    assert parse(url) == address
    assert "p/w" not in repr(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://relay",
        "smtp://",
        "smtp://h:x",
        "smtp://u@h",
        "smtp://h?starttls=maybe",
        "smtp://h?x=1",
        "smtps://h?starttls=required",
        "smtp://h/path",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        parse(url)
    assert "u@h" not in str(refused.value)
