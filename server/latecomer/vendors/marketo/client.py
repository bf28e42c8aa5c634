"""The client of a Marketo instance: gets a token, upserts leads, then writes program steps and custom activities,
within the quota."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from latecomer.core.ids import Instant
from latecomer.core.retry import Attempt, AttemptOutcome
from latecomer.http.guard import NotAllowed
from latecomer.http.outgoing import NoAnswer, OutgoingHttp
from latecomer.vendors.kit.sender import OutgoingEvent
from latecomer.vendors.marketo.mapping import (
    RECORDS_PER_CALL,
    LeadStatus,
    LeadWatched,
    ListChange,
    MarketoAnswer,
    MarketoCall,
    MarketoFailure,
    MarketoTrouble,
    Program,
    Wish,
    activities_call,
    attempt_of,
    attempt_of_record,
    channel_call,
    complaint,
    event_ids,
    leads_call,
    list_attempt,
    list_call,
    paging_call,
    program_call,
    read_answer,
    read_back_call,
    read_token,
    status_call,
    steps_of,
    token_call,
    wish_of,
)
from latecomer.vendors.marketo.settings import MarketoSettings

_UNSURE = frozenset(
    ("sending", "timeout", "connection_lost", "bad_answer", "internal_error", "marketo_502", "marketo_604")
)
_WRITING_MS = 300_000
_BUSY_MS = 1_000

_LEADS_READ_BACK = 30
_PAGES_READ_BACK = 20
_TOKEN_MARGIN_S = 30


class MarketoAccount(Protocol):
    """The state that all workers share about one instance."""

    async def token(self) -> str | None:
        """Return the token in use."""
        ...

    async def keep_token(self, token: str, life_s: int) -> None:
        """Store a token for its lifetime."""
        ...

    async def drop_token(self, token: str) -> None:
        """Drop a token that is refused."""
        ...

    async def take_call(self) -> int:
        """Take one call of the quota. Returns: 0, or the ms to wait for one."""
        ...

    async def begin_writing(self, holder: str, for_ms: int) -> bool:
        """Acquire the lease for writing. Returns: True when no other worker holds it."""
        ...

    async def end_writing(self, holder: str) -> None:
        """Release the lease for writing."""
        ...


def _is_unsure(event: OutgoingEvent) -> bool:
    """Return True when Marketo may have accepted the previous attempt without an answer."""
    code = event.last_code
    return code is not None and (code in _UNSURE or code.startswith("marketo_status_"))


class _Stopped(Exception):
    """Raised when no call is possible now; ``attempt`` is the outcome for everything that is left."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(attempt.code)
        self.attempt = attempt


def _kept_unsure(event: OutgoingEvent, attempt: Attempt) -> Attempt:
    """Return the attempt under a code that still says that an earlier attempt may have been accepted."""
    return replace(attempt, code="sending") if _is_unsure(event) else attempt


class MarketoSender:
    """The sender of one connection; ``programs`` by the id of the webinar. Only one worker at a time may send to an
    instance: two that create the same lead at once create it twice."""

    def __init__(
        self,
        http: OutgoingHttp,
        settings: MarketoSettings,
        credentials: tuple[str, str],
        programs: Mapping[str, Program],
        shared: MarketoAccount,
    ) -> None:
        self._http = http
        self._settings = settings
        self._credentials = credentials
        self._programs = programs
        self._shared = shared

    async def send(self, events: Sequence[OutgoingEvent], now: Instant) -> Sequence[Attempt]:
        """Upsert the leads, then send their steps and activities in as few calls as possible."""
        holder = uuid.uuid4().hex
        if not await self._shared.begin_writing(holder, _WRITING_MS):
            busy = Attempt(outcome=AttemptOutcome.POSTPONED, code="another_writer", retry_after_ms=_BUSY_MS)
            return [_kept_unsure(event, busy) for event in events]
        try:
            return await self._send(events, now)
        finally:
            await self._shared.end_writing(holder)

    async def _send(self, events: Sequence[OutgoingEvent], now: Instant) -> Sequence[Attempt]:
        wishes = [wish_of(event, self._settings, self._programs) for event in events]
        results: list[Attempt | None] = [wish if isinstance(wish, Attempt) else None for wish in wishes]
        open_ = {n: wish for n, wish in enumerate(wishes) if not isinstance(wish, Attempt)}
        try:
            if open_:
                leads = await self._leads(events, open_, results, now)
                await self._steps(open_, leads, results, now)
                await self._lists(open_, leads, results, now)
                await self._activities(events, open_, leads, results, now)
        except _Stopped as stopped:
            results = [
                _kept_unsure(event, stopped.attempt) if result is None else result
                for event, result in zip(events, results, strict=True)
            ]
        return [result or Attempt(outcome=AttemptOutcome.FAILED, code="no_result") for result in results]

    async def _leads(
        self,
        events: Sequence[OutgoingEvent],
        wishes: Mapping[int, Wish],
        results: list[Attempt | None],
        now: Instant,
    ) -> Mapping[str, int]:
        by_email = {wish.email: events[n] for n, wish in wishes.items()}
        found: dict[str, int] = {}
        emails = list(by_email)
        for start in range(0, len(emails), RECORDS_PER_CALL):
            some = emails[start : start + RECORDS_PER_CALL]
            answer = await self._call(leads_call({email: by_email[email] for email in some}), now)
            for email, record in zip(some, answer.result, strict=False):
                lead = record.get("id")
                if isinstance(lead, int):
                    found[email] = lead
                    continue
                attempt = attempt_of_record(record)
                for n, wish in wishes.items():
                    if wish.email == email:
                        results[n] = attempt
        return found

    async def _steps(
        self,
        wishes: Mapping[int, Wish],
        leads: Mapping[str, int],
        results: list[Attempt | None],
        now: Instant,
    ) -> None:
        groups: dict[tuple[int, str, str], dict[int, list[int]]] = {}
        for n, wish in wishes.items():
            if isinstance(wish, LeadStatus) and wish.email in leads:
                group = groups.setdefault((wish.step, wish.step_name, wish.program), {})
                group.setdefault(leads[wish.email], []).append(n)
        for (_, name, program), members in sorted(groups.items()):
            ids = list(members)
            for start in range(0, len(ids), RECORDS_PER_CALL):
                some = ids[start : start + RECORDS_PER_CALL]
                answer = await self._call(status_call(program, name, some), now)
                for lead, record in zip(some, answer.result, strict=False):
                    for n in members[lead]:
                        wish = wishes[n]
                        corrected = isinstance(wish, LeadStatus) and wish.follows_correction
                        results[n] = attempt_of_record(record, follows_correction=corrected)

    async def _lists(
        self,
        wishes: Mapping[int, Wish],
        leads: Mapping[str, int],
        results: list[Attempt | None],
        now: Instant,
    ) -> None:
        """Change lists, each lead's changes in their order. A list that Marketo refuses holds up no other."""
        waves: list[dict[ListChange, list[int]]] = []
        counted: dict[tuple[str, str], int] = {}
        for n, wish in wishes.items():
            if isinstance(wish, ListChange) and wish.email in leads:
                wave = counted.get((wish.list_id, wish.email), 0)
                counted[wish.list_id, wish.email] = wave + 1
                waves += [{}] if wave == len(waves) else []
                waves[wave].setdefault(replace(wish, email=""), []).append(n)
        for change, numbers in (group for wave in waves for group in wave.items()):
            for start in range(0, len(numbers), RECORDS_PER_CALL):
                some = numbers[start : start + RECORDS_PER_CALL]
                try:
                    answer = await self._call(list_call(change, [leads[wishes[n].email] for n in some]), now)
                except _Stopped as stopped:
                    refused = list_attempt(stopped.attempt, change.list_id)
                    if refused is None:
                        raise
                    results[:] = [refused if n in some else each for n, each in enumerate(results)]
                    continue
                by_lead = {record.get("id"): record for record in answer.result}
                for n in some:
                    results[n] = attempt_of_record(by_lead.get(leads[wishes[n].email], {"status": "skipped"}))

    async def _activities(
        self,
        events: Sequence[OutgoingEvent],
        wishes: Mapping[int, Wish],
        leads: Mapping[str, int],
        results: list[Attempt | None],
        now: Instant,
    ) -> None:
        watched = {
            n: (leads[wish.email], wish)
            for n, wish in wishes.items()
            if isinstance(wish, LeadWatched) and wish.email in leads
        }
        there = await self._read_back(
            [(lead, events[n]) for n, (lead, _) in watched.items() if _is_unsure(events[n])],
            now,
        )
        for n in list(watched):
            if str(events[n].id) in there:
                results[n] = Attempt(
                    outcome=AttemptOutcome.DELIVERED,
                    code="already_there",
                    message="The attempt before had arrived.",
                )
                del watched[n]
        numbers = list(watched)
        for start in range(0, len(numbers), RECORDS_PER_CALL):
            some = numbers[start : start + RECORDS_PER_CALL]
            call = activities_call([(lead, wish.activity) for lead, wish in (watched[n] for n in some)])
            answer = await self._call(call, now)
            for n, record in zip(some, answer.result, strict=False):
                results[n] = attempt_of_record(record)

    async def _read_back(self, unsure: Sequence[tuple[int, OutgoingEvent]], now: Instant) -> frozenset[str]:
        """Return the ids of the events that Marketo already has."""
        activity = self._settings.activity
        found: set[str] = set()
        if activity is None or not unsure:
            return frozenset()
        since = min(str(event.data["last_at"]) for _, event in unsure)
        leads = sorted({lead for lead, _ in unsure})
        for start in range(0, len(leads), _LEADS_READ_BACK):
            page = (await self._call(paging_call(since), now)).more
            for _ in range(_PAGES_READ_BACK):  # a page that names itself as the next one ends nowhere
                if page is None:
                    break
                call = read_back_call(activity.type_id, leads[start : start + _LEADS_READ_BACK], page)
                answer = await self._call(call, now)
                found |= event_ids(answer)
                page = answer.more
            else:
                raise _Stopped(
                    Attempt(outcome=AttemptOutcome.FAILED, code="sending", message="Too many pages.")
                )
        return frozenset(found)

    async def check(self, _connection: str, now: Instant) -> Attempt:
        """Check the credentials, and that every program's channel is suitable."""
        try:
            for program in self._programs.values():
                read = await self._call(program_call(program.id), now)
                if not read.result:
                    return Attempt(
                        outcome=AttemptOutcome.REJECTED,
                        code="unknown_program",
                        message=f"Marketo has no program {program.id}.",
                    )
                channel = await self._call(channel_call(str(read.result[0].get("channel"))), now)
                wrong = complaint(steps_of(channel), self._settings.statuses)
                if wrong is not None:
                    return Attempt(outcome=AttemptOutcome.REJECTED, code="channel_steps", message=wrong)
            if not self._programs:
                await self._token(now)
        except _Stopped as stopped:
            return stopped.attempt
        return Attempt(outcome=AttemptOutcome.DELIVERED, code="works", message="Marketo answers.")

    async def _call(self, call: MarketoCall, now: Instant) -> MarketoAnswer:
        """Make a call within the quota; an expired token is replaced once. Raises: _Stopped."""
        for last in (False, True):
            token = await self._token(now)
            answer = read_answer(*await self._request(call, token))
            if isinstance(answer, MarketoAnswer):
                return answer
            if answer.trouble is MarketoTrouble.RENEW and not last:
                await self._shared.drop_token(token)
                continue
            raise _Stopped(attempt_of(answer, now))
        raise AssertionError("the second round ends")

    async def _token(self, now: Instant) -> str:
        if (cached := await self._shared.token()) is not None:
            return cached
        token = read_token(*await self._request(token_call(*self._credentials), None))
        if isinstance(token, MarketoFailure):
            raise _Stopped(attempt_of(token, now))
        await self._shared.keep_token(token.value, max(1, token.expires_in_s - _TOKEN_MARGIN_S))
        return token.value

    async def _request(self, call: MarketoCall, token: str | None) -> tuple[int, bytes]:
        if (wait_ms := await self._shared.take_call()) > 0:
            raise _Stopped(
                Attempt(
                    outcome=AttemptOutcome.POSTPONED,
                    code="our_quota",
                    message="Our share of Marketo's calls is used up for some seconds.",
                    retry_after_ms=wait_ms,
                )
            )
        headers = {"Accept": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        try:
            answer = await self._http.request(
                call.method, self._settings.endpoint + call.path, headers=headers, body=call.body
            )
        except (NotAllowed, NoAnswer) as problem:
            raise _Stopped(
                Attempt(outcome=AttemptOutcome.FAILED, code=problem.code, message=str(problem))
            ) from problem
        return answer.status, answer.body
