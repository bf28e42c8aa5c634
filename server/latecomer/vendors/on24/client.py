"""The client of ON24: the pages of its lists, and registrations."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from latecomer.core.ids import Instant
from latecomer.core.phase import Mode
from latecomer.http.guard import NotAllowed
from latecomer.http.outgoing import NoAnswer, OutgoingHttp
from latecomer.vendors.kit.inbound import Attendee
from latecomer.vendors.kit.provider import Answer, Denied, VendorPage, VendorTrouble
from latecomer.vendors.on24.api import (
    ATTENDEES,
    REGISTRANTS,
    SESSIONS,
    Listing,
    On24Call,
    Rows,
    event_call,
    list_call,
    read_end,
    read_registration,
    read_rows,
    register_call,
    trouble,
)
from latecomer.vendors.on24.attendance import Read, attendees, registrants, sessions
from latecomer.vendors.on24.settings import On24Settings

_PAGES_MAX = 2_000
_PATIENCE_MS = 20_000
"""Time that a pull waits for a free call before it gives up for now."""


class On24Account(Protocol):
    """The state that all workers share about one client of ON24."""

    async def take_call(self) -> int:
        """Take one call of the quota. Returns: 0, or the ms to wait for one."""
        ...


class On24:
    """The client of ON24, which implements ``Registrar`` and ``Puller``. ``credentials``: access token key and
    secret."""

    def __init__(
        self, http: OutgoingHttp, settings: On24Settings, credentials: tuple[str, str], shared: On24Account
    ) -> None:
        self._http = http
        self._settings = settings
        self._headers = {"accessTokenKey": credentials[0], "accessTokenSecret": credentials[1]}
        self._shared = shared

    async def register(self, webinar: str, who: Attendee, now: Instant) -> Answer:
        """Register a person; an earlier registration is updated."""
        if not who.email:
            return Denied(code="no_email", message="ON24 knows people by their email, and this one has none.")
        answer = await self._request(register_call(self._settings, webinar, who), now)
        if isinstance(answer, VendorTrouble):
            return answer
        return read_registration(self._settings, *answer, now)

    async def check(self, webinars: Sequence[str], now: Instant) -> VendorTrouble | None:
        """Check that the tokens are valid for these events. Returns: the problem, or None."""
        for webinar in webinars:
            answer = await self._get(event_call(self._settings, webinar), now)
            if isinstance(answer, VendorTrouble):
                return answer
            found = read_end(self._settings, webinar, answer, now)
            if isinstance(found, VendorTrouble):
                return found
        return None

    async def pull(
        self, webinar: str, since: Instant | None, now: Instant
    ) -> AsyncIterator[VendorPage | VendorTrouble]:
        """Yield registrants, sessions live and on demand, attendees, and the end once attendance is complete."""
        if since is not None:
            since -= self._settings.overlap_s * 1000
        lists: list[tuple[Listing, Callable[[Iterable[Mapping[str, Any]]], Read]]] = [
            (REGISTRANTS, lambda rows: registrants(webinar, rows)),
            (SESSIONS[Mode.LIVE], lambda rows: sessions(webinar, Mode.LIVE, rows)),
            (SESSIONS[Mode.ON_DEMAND], lambda rows: sessions(webinar, Mode.ON_DEMAND, rows)),
            (ATTENDEES, lambda rows: attendees(webinar, rows, with_sessions)),
        ]
        with_sessions: list[Mode] = []
        for listing, read in lists:
            if listing is ATTENDEES:
                for mode in set(Mode) - set(with_sessions):
                    there = await self._has_sessions(webinar, mode, now)
                    if isinstance(there, VendorTrouble):
                        yield there
                        return
                    if there:
                        with_sessions.append(mode)
            async for rows in self._pages(webinar, listing, since, now):
                if isinstance(rows, VendorTrouble):
                    yield rows
                    return
                if rows.rows and listing in SESSIONS.values():
                    with_sessions.append(listing.mode)
                found = read(rows.rows)
                if found.items or found.skipped:
                    yield VendorPage(items=found.items, as_of=now, skipped=found.skipped)
        answer = await self._get(event_call(self._settings, webinar), now)
        ended = (
            answer if isinstance(answer, VendorTrouble) else read_end(self._settings, webinar, answer, now)
        )
        if isinstance(ended, VendorTrouble):
            yield ended
        elif ended is not None:
            yield VendorPage(items=(ended,), as_of=now)

    async def _has_sessions(self, webinar: str, mode: Mode, now: Instant) -> bool | VendorTrouble:
        """Return True when ON24 reports single sessions of this mode."""
        listing = SESSIONS[mode]
        answer = await self._get(list_call(self._settings, webinar, listing, 0, None, now, size=1), now)
        rows = answer if isinstance(answer, VendorTrouble) else read_rows(listing, answer)
        return rows if isinstance(rows, VendorTrouble) else bool(rows.total or rows.rows)

    async def _pages(
        self, webinar: str, listing: Listing, since: Instant | None, now: Instant
    ) -> AsyncIterator[Rows | VendorTrouble]:
        seen = 0
        before: tuple[dict[str, Any], ...] = ()
        for number in range(_PAGES_MAX):
            answer = await self._get(list_call(self._settings, webinar, listing, number, since, now), now)
            rows = answer if isinstance(answer, VendorTrouble) else read_rows(listing, answer)
            if isinstance(rows, VendorTrouble):
                yield rows
                return
            if rows.rows and rows.rows == before:
                break
            yield rows
            seen += len(rows.rows)
            before = rows.rows
            if not rows.rows or (rows.pages is not None and number + 1 >= rows.pages):
                return
            if rows.pages is None and (
                seen >= rows.total if rows.total is not None else len(rows.rows) < self._settings.page_size
            ):
                return
        yield VendorTrouble(
            code="endless_pages", message=f"ON24 gives the same page of {listing.rows} for ever."
        )

    async def _get(self, call: On24Call, now: Instant) -> bytes | VendorTrouble:
        answer = await self._request(call, now)
        if isinstance(answer, VendorTrouble):
            return answer
        return trouble(self._settings, *answer, now) or answer[1]

    async def _request(self, call: On24Call, now: Instant) -> tuple[int, bytes] | VendorTrouble:
        waited_ms = 0
        while (wait_ms := await self._shared.take_call()) > 0:
            waited_ms += wait_ms
            if waited_ms > _PATIENCE_MS:
                return VendorTrouble(
                    code="our_quota",
                    message="Our share of ON24's calls is used up for some seconds.",
                    not_before=now + wait_ms,
                )
            await asyncio.sleep(wait_ms / 1000)
        headers = {"Accept": "application/json"} | self._headers
        if call.form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            answer = await self._http.request(
                call.method, self._settings.base_url + call.path, headers=headers, body=call.form
            )
        except (NotAllowed, NoAnswer) as problem:
            return VendorTrouble(code=problem.code, message=str(problem))
        return answer.status, answer.body
