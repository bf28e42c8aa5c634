"""A vendor that pushes: signs what it says, says it again until it was taken, and sometimes although it was.

Source: docs/vendors.md, Zoom; Any sender
"""

import asyncio
import base64
import contextlib
import hmac
import itertools
import json
import random
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import aiohttp

from tests.faults.instants import now_ms, text_of
from tests.faults.line import Line
from tests.faults.operators import Api, Waiter, email_of
from tests.faults.plans import Saying, Speech, VendorPlan, Word

_WAITS_S: Final = (0.3, 0.6, 1.2)
"""Before each further attempt; the last stands."""
_TAKES_S: Final = 3.0
_PATIENT_AFTER: Final = 5
"""An answer that comes later is none; who had no answer waits longer for the next, up to so many times as long. Or
else a busy machine would be sent the same for ever, and be the busier."""
_ZOOM_NAMES: Final = {
    Word.REGISTERED: "registration_approved",
    Word.PENDING: "registration_created",
    Word.DENIED: "registration_denied",
    Word.CANCELLED: "registration_cancelled",
    Word.JOINED: "participant_joined",
    Word.LEFT: "participant_left",
    Word.ENDED: "ended",
    Word.NOISE: "chat_message_sent",
}
_NAMES: Final = {
    Word.REGISTERED: "registration.created",
    Word.PENDING: "registration.created",
    Word.DENIED: "registration.created",
    Word.CANCELLED: "registration.cancelled",
    Word.JOINED: "attendance.joined",
    Word.LEFT: "attendance.left",
    Word.ENDED: "session.ended",
    Word.NOISE: "poll.answered",
}
_APPROVALS: Final = {Word.REGISTERED: "approved", Word.PENDING: "pending", Word.DENIED: "denied"}


@dataclass(slots=True, eq=False)
class Said:
    """A report that was pushed: the body, the same at every attempt, and the answers."""

    saying: Saying
    at: int
    """The time at which it happened (ms)."""
    id: str
    body: bytes
    attempts: int = 0
    first_sent_at: int = 0
    taken: int = 0
    """Attempts that were answered with success."""
    taken_at: int = 0
    """The time at which the latest attempt was answered (ms)."""


class Vendor:
    """One connection to a vendor, and who speaks over it."""

    def __init__(self, plan: VendorPlan, line: Line, session: aiohttp.ClientSession, tag: str) -> None:
        """``tag``: the part of people's addresses that is the same in a history."""
        self.plan = plan
        self.said: list[Said] = []
        self.connection = ""
        self.oddities: list[str] = []
        self._line = line
        self._session = session
        self._tag = tag
        self._path = ""
        self._secret = ""
        self._webinar = ""
        self._errands: set[asyncio.Task[None]] = set()

    @property
    def external(self) -> str:
        """The vendor's id of the webinar."""
        return f"9{self.plan.webinar}876543210"

    async def set_up(self, api: Api, webinar: str, starts_at: int) -> None:
        """Make the connection, and put everything into words."""
        self._webinar = webinar
        secrets = {"secret_token": f"token of {self._tag}"} if self.plan.speech is Speech.ZOOM else {}
        code, body = await api.call(
            "POST",
            "/connections",
            {
                "kind": self.plan.speech,
                "name": f"Vendor {self._tag}",
                "secrets": secrets,
                "settings": {"finish_on_end": self.plan.finishes},
                "webinars": self._bindings() if self.plan.binds_s == 0.0 else [],
            },
        )
        if code != 201:
            raise AssertionError(f"no connection: {code} {body}")
        self.connection = body["id"]
        self._path = "/in/" + body["url"].rsplit("/", 1)[1]
        self._secret = secrets.get("secret_token") or body["made"]["signing_secret"]
        for nth, saying in enumerate(self.plan.sayings):
            at = starts_at + saying.moment_ms
            said = Said(saying, at, f"msg_{self._tag}_{nth}", self._body(saying, at, nth))
            self.said.append(said)

    async def run(self, api: Api, until: Waiter) -> None:
        """Say everything in its time, and pause and bind as planned; what was not taken is said again meanwhile."""
        changes = [asyncio.create_task(self._bind(api, until)), asyncio.create_task(self._pause(api, until))]
        for said in self.said:
            await until(said.saying.at_s)
            for after_s in (0.0, *said.saying.copies_s):
                errand = asyncio.create_task(self._say_again(said, after_s))
                self._errands.add(errand)
                errand.add_done_callback(self._errands.discard)
        await asyncio.gather(*changes)

    async def settle(self, within_s: float) -> None:
        """Wait until everything was taken. Raises: TimeoutError."""
        async with asyncio.timeout(within_s):
            await asyncio.gather(*self._errands)

    async def close(self) -> None:
        """Say no more."""
        for errand in list(self._errands):
            errand.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)

    async def _bind(self, api: Api, until: Waiter) -> None:
        if self.plan.binds_s:
            await until(self.plan.binds_s)
            await _done(api, "PATCH", f"/connections/{self.connection}", {"webinars": self._bindings()})

    async def _pause(self, api: Api, until: Waiter) -> None:
        if self.plan.pauses_s is not None:
            for change, at_s in zip(("pause", "resume"), self.plan.pauses_s, strict=True):
                await until(at_s)
                await _done(api, "POST", f"/connections/{self.connection}/{change}", {})

    def _bindings(self) -> list[dict[str, str]]:
        return [{"webinar_id": self._webinar, "external_id": self.external}]

    async def _say_again(self, said: Said, after_s: float) -> None:
        await asyncio.sleep(after_s)
        await self.say(said)

    async def say(self, said: Said) -> None:
        """Say something, until it was taken or refused for good."""
        for wait_s in itertools.chain(_WAITS_S, itertools.repeat(_WAITS_S[-1])):
            status = await self._attempt(said)
            if said.saying.word is Word.FORGED and status is not None and status < 500 and status != 429:
                if status != 401:
                    self.oddities.append(f"a forged delivery was answered with {status}")
                return
            if status is not None and 200 <= status < 300:
                said.taken += 1
                said.taken_at = now_ms()
                return
            if status is not None and status < 500 and status != 429:
                self.oddities.append(f"{said.saying} was answered with {status}")
                return
            await asyncio.sleep(wait_s * random.uniform(0.8, 1.2))

    async def _attempt(self, said: Said) -> int | None:
        said.attempts += 1
        said.first_sent_at = said.first_sent_at or now_ms()
        forged = said.saying.word is Word.FORGED
        headers = sign(self.plan.speech, _other(self._secret) if forged else self._secret, said.id, said.body)
        with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
            async with (
                asyncio.timeout(_TAKES_S * min(said.attempts, _PATIENT_AFTER)),
                self._session.post(
                    f"http://127.0.0.1:{self._line.port}{self._path}", data=said.body, headers=headers
                ) as answer,
            ):
                return answer.status
        return None

    def _body(self, saying: Saying, at: int, nth: int) -> bytes:
        match self.plan.speech:
            case Speech.ZOOM:
                body = self._zoom(saying, at, nth)
            case Speech.STANDARD:
                body = self._standard(saying, at, nth)
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return text[: len(text) // 2] if saying.word is Word.TORN else text

    def email(self, person: int) -> str:
        """The address under which the vendor knows somebody: the same as operators', but written its own way."""
        return " " + email_of(person, self._tag).replace("people", "People").capitalize()

    def _zoom(self, saying: Saying, at: int, nth: int) -> dict[str, Any]:
        person = saying.person
        thing: dict[str, Any] = {
            "id": self.external,
            "uuid": f"session{saying.row % 2}==",
            "host_id": "h0sT",
            "topic": f"Histories – ’ {nth}",
            "end_time": text_of(at),
        }
        match saying.word:
            case Word.REGISTERED | Word.PENDING | Word.DENIED | Word.CANCELLED:
                thing["registrant"] = {
                    "id": f"rEg{person}",
                    "email": self.email(person),
                    "first_name": f"Vendor's {person}",
                    "status": _APPROVALS.get(saying.word, "approved"),
                }
            case Word.JOINED | Word.LEFT:
                thing["participant"] = {
                    "user_id": f"{person}-{saying.row}",
                    "user_name": f"Vendor's {person}",
                    "id": "",
                    "participant_uuid": f"uuid{person}",
                    "registrant_id": f"rEg{person}",
                    "email": "" if saying.by_id else self.email(person),
                    "join_time" if saying.word is Word.JOINED else "leave_time": text_of(at),
                }
            case _:
                pass
        name = _ZOOM_NAMES.get(saying.word, "participant_joined")
        return {"event": f"webinar.{name}", "event_ts": at, "payload": {"account_id": "a", "object": thing}}

    def _standard(self, saying: Saying, at: int, nth: int) -> dict[str, Any]:
        person = saying.person
        data: dict[str, Any] = {"webinar": self.external, "session": f"session{saying.row % 2}", "nth": nth}
        if person >= 0:
            data |= {"attendee": f"a{person}"} | ({} if saying.by_id else {"email": self.email(person)})
        if saying.word in (Word.JOINED, Word.LEFT):
            data["stay"] = f"{person}-{saying.row}"
        if saying.word in _APPROVALS:
            data |= {"approval": _APPROVALS[saying.word], "first_name": f"Vendor's {person}"}
        name = _NAMES.get(saying.word, "attendance.joined")
        return {"type": name, "timestamp": text_of(at), "data": data}


def sign(speech: Speech, secret: str, message_id: str, body: bytes) -> dict[str, str]:
    """The headers of one attempt, signed now."""
    stamp = str(int(time.time()))
    match speech:
        case Speech.ZOOM:
            digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, sha256).hexdigest()
            own = {"x-zm-request-timestamp": stamp, "x-zm-signature": f"v0={digest}"}
        case Speech.STANDARD:
            key = base64.b64decode(secret.removeprefix("whsec_"))
            digest_64 = base64.b64encode(hmac.digest(key, f"{message_id}.{stamp}.".encode() + body, "sha256"))
            own = {
                "webhook-id": message_id,
                "webhook-timestamp": stamp,
                "webhook-signature": f"v1,{digest_64.decode()}",
            }
    return {"Content-Type": "application/json", **own}


def _other(secret: str) -> str:
    return "whsec_" + base64.b64encode(sha256(secret.encode()).digest()).decode()


async def _done(api: Api, method: str, path: str, body: Any) -> None:
    code, answer = await api.call(method, path, body)
    if code not in (200, 202, 204):
        raise AssertionError(f"{method} {path} answered {code}: {answer}")
