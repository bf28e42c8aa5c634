"""A simulated Zoom: one app's event subscription, whose events are signed and tried again."""

from __future__ import annotations

import asyncio
import hmac
import json
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

import aiohttp

from client_demo.api import Json
from client_demo.people import Person

WAITS_S = (1.0, 3.0, 9.0, 27.0)
"""Before each attempt that follows one that failed; the real one waits minutes."""


class NotValidated(Exception):
    """The address did not answer the validation as Zoom wants it."""


def iso(at: datetime) -> str:
    """A time as Zoom writes it."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


class Zoom:
    """Pushes the events of one webinar to one address.

    Args:
        address: what was pasted as the endpoint.
        token: the app's secret token.
        number: the webinar's, without spaces.
    """

    def __init__(self, session: aiohttp.ClientSession, address: str, token: str, number: str) -> None:
        self._session = session
        self._address = address
        self._token = token.encode()
        self._number = number
        self._occurrence = token_urlsafe(16) + "=="
        self.sent = 0
        self.lost = 0
        """Events whose every attempt failed."""

    async def validate(self, now: datetime) -> None:
        """Challenge the address. Raises: NotValidated."""
        plain = token_urlsafe(16)
        answer = await self._post(
            {"event": "endpoint.url_validation", "payload": {"plainToken": plain}, "event_ts": _ms(now)}, now
        )
        wanted = {"plainToken": plain, "encryptedToken": self._digest(plain.encode())}
        if answer is None or json.loads(answer or b"null") != wanted:
            raise NotValidated(f"{answer!r}")

    async def registered(
        self, person: Person, number: int, now: datetime, *, what: str = "created", status: str = "approved"
    ) -> None:
        """Report a registration, an approval, a denial, or a cancellation."""
        registrant = {
            "id": f"registrant-{number}",
            "email": person.email,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "org": person.company.name,
            "job_title": person.job_title,
            "status": status,
        }
        await self._send(f"registration_{what}", now, registrant=registrant)

    async def joined(self, person: Person, number: int, visit: int, now: datetime) -> None:
        """Report an arrival in the live room."""
        await self._send(
            "participant_joined", now, participant=_participant(person, number, visit, "join", now)
        )

    async def left(self, person: Person, number: int, visit: int, now: datetime) -> None:
        """Report a departure from the live room."""
        await self._send(
            "participant_left", now, participant=_participant(person, number, visit, "leave", now)
        )

    async def ended(self, now: datetime) -> None:
        """The session is over."""
        await self._send("ended", now, end_time=iso(now))

    async def _send(self, name: str, now: datetime, **thing: Any) -> None:
        event = {
            "event": f"webinar.{name}",
            "event_ts": _ms(now),
            "payload": {
                "account_id": "demonstration",
                "object": {
                    "id": self._number,
                    "uuid": self._occurrence,
                    "host_id": "host",
                    "type": 5,
                    **thing,
                },
            },
        }
        for wait_s in (0.0, *WAITS_S):
            await asyncio.sleep(wait_s)
            if await self._post(event, now) is not None:
                self.sent += 1
                return
        self.lost += 1

    async def _post(self, event: Json, now: datetime) -> bytes | None:
        """One attempt, signed anew; what was answered with success, else None."""
        body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        timestamp = str(int(datetime.now(now.tzinfo).timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "x-zm-request-timestamp": timestamp,
            "x-zm-signature": "v0=" + self._digest(b"v0:" + timestamp.encode() + b":" + body),
        }
        try:
            async with self._session.post(self._address, data=body, headers=headers) as answer:
                said = await answer.read()
                return said if 200 <= answer.status < 300 else None
        except (aiohttp.ClientError, TimeoutError):
            return None

    def _digest(self, message: bytes) -> str:
        return hmac.new(self._token, message, sha256).hexdigest()


def _participant(person: Person, number: int, visit: int, what: str, now: datetime) -> Json:
    return {
        "user_id": f"{16_778_240 + number * 100 + visit}",
        "user_name": f"{person.first_name} {person.last_name}",
        "id": "",
        "participant_uuid": f"participant-{number}-{visit}",
        "registrant_id": f"registrant-{number}",
        "email": person.email,
        f"{what}_time": iso(now),
    }


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
