"""The client of a HubSpot account: creates each marketing event once, reports attendances in
batches, sends custom events.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from latecomer.core.ids import Instant
from latecomer.core.retry import Attempt, AttemptOutcome
from latecomer.http.guard import NotAllowed
from latecomer.http.outgoing import NoAnswer, OutgoingHttp
from latecomer.vendors.hubspot.api import (
    FORBIDDEN,
    HubSpotAnswer,
    HubSpotCall,
    HubSpotFailure,
    HubSpotTrouble,
    attempt_of,
    attendance_call,
    complete_call,
    fingerprint,
    read_answer,
    read_call,
    upsert_call,
    viewed_call,
)
from latecomer.vendors.hubspot.list_sender import ListSender
from latecomer.vendors.hubspot.mapping import (
    BEHIND,
    DELIVERED,
    Complete,
    EventAttendance,
    ListChange,
    Viewed,
    Wish,
    waves,
    wishes_of,
)
from latecomer.vendors.hubspot.settings import HubSpotSettings
from latecomer.vendors.kit.sender import BoundWebinar, OutgoingEvent

_NOTED_S: Final = 30 * 86_400
_CUSTOM_AT_ONCE: Final = 5
_NO_EVENT: Final = "latecomer-test"
_NO_RESULT: Final = Attempt(outcome=AttemptOutcome.FAILED, code="no_result")
_WORST_FIRST: Final = (
    AttemptOutcome.SHUT,
    AttemptOutcome.FAILED,
    AttemptOutcome.POSTPONED,
    AttemptOutcome.REJECTED,
    AttemptOutcome.DELIVERED,
)


class HubSpotAccount(Protocol):
    """The state that all workers share about one account."""

    async def take_call(self) -> int:
        """Take one call of the quota. Returns: 0, or the ms to wait for one."""
        ...

    async def noted(self, about: str) -> str | None:
        """Return the note under a key."""
        ...

    async def note(self, about: str, what: str, life_s: int) -> None:
        """Store a note under a key for a time."""
        ...


@dataclass(slots=True, eq=False)
class _Job:
    """The calls of one event, and their result."""

    event: int
    wish: Wish
    attempt: Attempt | None = None


class _Stopped(Exception):
    """Raised when no call is possible now; ``attempt`` is the outcome for everything that is left."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(attempt.code)
        self.attempt = attempt


class HubSpotSender:
    """The sender of one connection; ``webinars`` by our ids. Every call may be repeated: states stay the same, and a
    custom event has our id."""

    def __init__(
        self,
        http: OutgoingHttp,
        settings: HubSpotSettings,
        token: str,
        webinars: Mapping[str, BoundWebinar],
        shared: HubSpotAccount,
    ) -> None:
        self._http = http
        self._settings = settings
        self._token = token
        self._webinars = webinars
        self._by_event = {each.external_id: each for each in webinars.values()}
        self._shared = shared

    async def send(self, events: Sequence[OutgoingEvent], now: Instant) -> Sequence[Attempt]:
        """Send attendances in batches, in each person's order; then send custom events."""
        wishes = [wishes_of(event, self._settings, self._webinars) for event in events]
        jobs = [
            _Job(n, wish) for n, each in enumerate(wishes) if not isinstance(each, Attempt) for wish in each
        ]
        try:
            await self._tell([job for job in jobs if isinstance(job.wish, EventAttendance | Complete)], now)
            await self._view([job for job in jobs if isinstance(job.wish, Viewed)], now)
            await self._list([job for job in jobs if isinstance(job.wish, ListChange)], now)
        except _Stopped as stopped:
            for job in jobs:
                job.attempt = job.attempt or stopped.attempt
        came_to: list[list[Attempt]] = [[each] if isinstance(each, Attempt) else [] for each in wishes]
        for job in jobs:
            came_to[job.event].append(job.attempt or _NO_RESULT)
        return [min(each, key=lambda attempt: _WORST_FIRST.index(attempt.outcome)) for each in came_to]

    async def _tell(self, jobs: Sequence[_Job], now: Instant) -> None:
        """Send wave by wave; a person whose call failed is left out of the next waves, which keeps
        each person's order.
        """
        behind: set[tuple[str, str]] = set()
        for wave in waves([job.wish for job in jobs if isinstance(job.wish, EventAttendance | Complete)]):
            groups: dict[tuple[str, str], list[_Job]] = {}
            for job in (jobs[n] for n in wave):
                wish = job.wish
                if isinstance(wish, Complete):
                    job.attempt = await self._complete(wish, now)
                elif isinstance(wish, EventAttendance) and (wish.event, wish.email) in behind:
                    job.attempt = BEHIND
                elif isinstance(wish, EventAttendance):
                    groups.setdefault((wish.event, wish.action), []).append(job)
            size = self._settings.records_per_call
            for group in groups.values():
                for start in range(0, len(group), size):
                    await self._attend(group[start : start + size], now)
            behind |= {
                (job.wish.event, job.wish.email)
                for job in (jobs[n] for n in wave)
                if isinstance(job.wish, EventAttendance)
                and job.attempt is not None
                and job.attempt.outcome not in (AttemptOutcome.DELIVERED, AttemptOutcome.REJECTED)
            }

    async def _complete(self, wish: Complete, now: Instant) -> Attempt:
        found = await self._at_event(wish.event, complete_call(wish, self._settings), now)
        return attempt_of(found) if isinstance(found, HubSpotFailure) else DELIVERED

    async def _attend(self, group: Sequence[_Job], now: Instant) -> None:
        """Send one attendance for several people. A call that is refused because of one person is split until that
        person is found."""
        told = [job.wish for job in group if isinstance(job.wish, EventAttendance)]
        found = await self._at_event(told[0].event, attendance_call(told, self._settings), now)
        if isinstance(found, HubSpotFailure) and found.code == "hubspot_400" and len(group) > 1:
            middle = len(group) // 2
            await self._attend(group[:middle], now)
            await self._attend(group[middle:], now)
            return
        for job, wish in zip(group, told, strict=True):
            job.attempt = (
                attempt_of(found) if isinstance(found, HubSpotFailure) else found.attempt_for(wish.email)
            )

    async def _view(self, jobs: Sequence[_Job], now: Instant) -> None:
        for start in range(0, len(jobs), _CUSTOM_AT_ONCE):
            some = jobs[start : start + _CUSTOM_AT_ONCE]
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._view_one(job, now)) for job in some]
            if stopped := next((found for task in tasks if (found := task.result()) is not None), None):
                raise stopped

    async def _view_one(self, job: _Job, now: Instant) -> _Stopped | None:
        if not isinstance(job.wish, Viewed):
            return None
        try:
            found = await self._call(viewed_call(job.wish), now)
        except _Stopped as stopped:
            return stopped
        job.attempt = attempt_of(found, gone=True) if isinstance(found, HubSpotFailure) else DELIVERED
        return None

    async def _list(self, jobs: Sequence[_Job], now: Instant) -> None:
        changes = [job.wish for job in jobs if isinstance(job.wish, ListChange)]
        attempts: dict[int, Attempt] = {}
        try:
            await ListSender(self._ask_about_lists).send(changes, now, attempts)
        finally:
            for number, attempt in attempts.items():
                jobs[number].attempt = attempt

    async def _ask_about_lists(self, call: HubSpotCall, now: Instant) -> HubSpotAnswer | HubSpotFailure:
        """Make a call about lists. A token without the scopes for lists is a fault of these steps alone: everything
        else goes on."""
        try:
            return await self._call(call, now)
        except _Stopped as stopped:
            if stopped.attempt.code != FORBIDDEN:
                raise
            return HubSpotFailure(HubSpotTrouble.NEVER, FORBIDDEN, stopped.attempt.message)

    async def _at_event(self, event: str, call: HubSpotCall, now: Instant) -> HubSpotAnswer | HubSpotFailure:
        """Make a call about a marketing event, which is created first unless it is known to exist."""
        made = await self._ensure(self._by_event[event], now)
        if isinstance(made, HubSpotFailure):
            return made
        found = await self._call(call, now)
        if isinstance(found, HubSpotFailure) and found.trouble is HubSpotTrouble.UNKNOWN:
            made = await self._ensure(self._by_event[event], now, anew=True)
            return made if isinstance(made, HubSpotFailure) else await self._call(call, now)
        return found

    async def _ensure(
        self, webinar: BoundWebinar, now: Instant, *, anew: bool = False
    ) -> HubSpotAnswer | HubSpotFailure:
        about = f"event {self._settings.external_account_id} {webinar.external_id}"
        wanted = fingerprint(webinar, self._settings)
        if not anew and await self._shared.noted(about) == wanted:
            return HubSpotAnswer()
        found = await self._call(upsert_call(webinar, self._settings), now)
        if isinstance(found, HubSpotFailure):
            refused = found.trouble is HubSpotTrouble.NEVER
            return replace(found, code="hubspot_event") if refused else found
        if found.taken is not None and not found.taken:  # 207, and of one record
            return HubSpotFailure(
                HubSpotTrouble.NEVER, "hubspot_event", "HubSpot does not take the marketing event."
            )
        await self._shared.note(about, wanted, _NOTED_S)
        return found

    async def check(self, _connection: str, now: Instant) -> Attempt:
        """Check that the token works, and that every bound webinar's marketing event can be created or changed."""
        try:
            for webinar in self._webinars.values():
                found = await self._ensure(webinar, now, anew=True)
                if isinstance(found, HubSpotFailure):
                    return attempt_of(found, gone=True)
            if not self._webinars:
                found = await self._call(read_call(_NO_EVENT, self._settings), now)
                if isinstance(found, HubSpotFailure) and found.trouble is not HubSpotTrouble.UNKNOWN:
                    return attempt_of(found)
        except _Stopped as stopped:
            return stopped.attempt
        return Attempt(outcome=AttemptOutcome.DELIVERED, code="works", message="HubSpot answers.")

    async def _call(self, call: HubSpotCall, now: Instant) -> HubSpotAnswer | HubSpotFailure:
        """Make a call within the quota. Returns: the outcome of this call. Raises: _Stopped."""
        if (wait_ms := await self._shared.take_call()) > 0:
            raise _Stopped(
                Attempt(
                    outcome=AttemptOutcome.POSTPONED,
                    code="our_quota",
                    message="Our share of HubSpot's calls is used up for some seconds.",
                    retry_after_ms=wait_ms,
                )
            )
        headers = {"Accept": "application/json", "Authorization": f"Bearer {self._token}"}
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        try:
            answer = await self._http.request(
                call.method, self._settings.base_url + call.path, headers=headers, body=call.body
            )
        except (NotAllowed, NoAnswer) as problem:
            raise _Stopped(
                Attempt(outcome=AttemptOutcome.FAILED, code=problem.code, message=str(problem))
            ) from problem
        found = read_answer(answer.status, answer.headers, answer.body, now)
        if isinstance(found, HubSpotFailure) and found.trouble not in (
            HubSpotTrouble.UNKNOWN,
            HubSpotTrouble.NEVER,
        ):
            raise _Stopped(attempt_of(found))
        return found
