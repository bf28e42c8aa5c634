"""Sends events to one Standard Webhooks endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import uuid4

from latecomer.core.ids import Instant
from latecomer.core.retry import ANSWER_SHOWN_MAX, Answered, Attempt, AttemptOutcome
from latecomer.events.types import ConnectionTested, to_fields
from latecomer.http.guard import NotAllowed
from latecomer.http.outgoing import HttpAnswer, NoAnswer, OutgoingHttp
from latecomer.vendors.kit.sender import OutgoingEvent
from latecomer.vendors.webhook.mapping import EventTooLarge, Secret, build, judge

_HEADERS_MAX: Final = 40
_HEADER_MAX: Final = 200


class WebhookSender:
    """The sender of one endpoint; ``secrets`` sign requests, the newest first."""

    def __init__(self, http: OutgoingHttp, url: str, secrets: Sequence[Secret]) -> None:
        self._http = http
        self._url = url
        self._secrets = tuple(secrets)

    async def send(self, events: Sequence[OutgoingEvent], now: Instant) -> Sequence[Attempt]:
        """Send one request per event, one after the other."""
        return [await self._send(event, now) for event in events]

    async def check(self, connection: str, now: Instant) -> Attempt:
        """Send a test event that names the connection."""
        tested = ConnectionTested(name=connection)
        return await self._send(
            OutgoingEvent(id=uuid4(), type=tested.type, at=now, data=to_fields(tested)), now
        )

    async def _send(self, event: OutgoingEvent, now: Instant) -> Attempt:
        try:
            request = build(event, self._secrets, now)
        except EventTooLarge as problem:
            return Attempt(outcome=AttemptOutcome.REJECTED, code="body_too_large", message=str(problem))
        try:
            answer = await self._http.request("POST", self._url, headers=request.headers, body=request.body)
        except (NotAllowed, NoAnswer) as problem:
            return Attempt(outcome=AttemptOutcome.FAILED, code=problem.code, message=str(problem))
        judged = judge(answer.status, answer.headers.get("retry-after"), now)
        return replace(judged, answer=_shown(answer))


def _shown(answer: HttpAnswer) -> Answered:
    headers = {
        name: value[:_HEADER_MAX]
        for name, value in list(answer.headers.items())[:_HEADERS_MAX]
        if name != "set-cookie"
    }
    return Answered(answer.status, headers, answer.body[:ANSWER_SHOWN_MAX].decode("utf-8", "replace"))
