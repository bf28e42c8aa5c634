"""The client of GoToWebinar: registers people, and pulls registrants, sessions and attendees."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from latecomer.core.ids import Instant
from latecomer.http.outgoing import OutgoingHttp
from latecomer.vendors.gotowebinar import api as rest
from latecomer.vendors.gotowebinar.api import Rows, WebinarPath
from latecomer.vendors.gotowebinar.settings import GoToSettings
from latecomer.vendors.kit.answers import ApiCall, trouble_of
from latecomer.vendors.kit.api_client import ApiAccount, ApiClient, Halted, SeenPages, request
from latecomer.vendors.kit.inbound import Attendee
from latecomer.vendors.kit.oauth import RefreshToken, Token, basic, read_token
from latecomer.vendors.kit.parsing import text
from latecomer.vendors.kit.provider import Answer, Confirmed, Denied, PulledItem, VendorPage, VendorTrouble

_ITEMS_PER_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Credentials:
    """The credentials of an OAuth client."""

    client_id: str
    client_secret: str = field(repr=False)


class GoToClient:
    """The client of one organizer's account; it implements ``Registrar`` and ``Puller``."""

    def __init__(
        self,
        http: OutgoingHttp,
        settings: GoToSettings,
        credentials: Credentials,
        refresh_token: RefreshToken,
        shared: ApiAccount,
    ) -> None:
        self._http = http
        self._settings = settings
        self._credentials = credentials
        self._refresh_token = refresh_token
        self._asking = ApiClient(http, shared, self._fetch)

    async def register(self, webinar: str, who: Attendee, now: Instant) -> Answer:
        """Register a person; an earlier registration is looked up."""
        place = self._place(webinar)
        if not who.email:
            return Denied(
                code="no_email", message="GoToWebinar knows people by their email; this one has none."
            )
        try:
            questions: Rows = ()
            if who.properties:
                questions = rest.rows_of(await self._object(rest.fields_call(place), now), "questions")
            reply = await self._asking.ask(rest.register_call(place, who, questions))
            answer = rest.read_registered(reply, now)
            if reply.status == 409 and isinstance(answer, Confirmed) and answer.refs and not answer.join_url:
                answer = await self._known(place, answer, now)
        except Halted as halted:
            return halted.trouble
        except _Refused as refused:
            return refused.refusal
        return answer

    async def pull(
        self, webinar: str, since: Instant | None, now: Instant
    ) -> AsyncIterator[VendorPage | VendorTrouble]:
        """Yield registrants, attendances by session, and the ends of sessions. GoToWebinar cannot report
        changes only."""
        try:
            async for page in self._pull(webinar, now):
                yield page
        except Halted as halted:
            yield halted.trouble
        except _Refused as refused:
            yield trouble_of(refused.refusal)

    async def check(self, webinars: Sequence[str], now: Instant) -> Denied | VendorTrouble | None:
        """Check the credentials, the organizer and these webinars. Returns: the problem, or None."""
        if not self._settings.organizer_key:
            return VendorTrouble(
                code="no_organizer", message="Set organizer_key: whose webinars these are.", stops=True
            )
        try:
            await self._asking.renew()
            for webinar in webinars:
                await self._object(rest.registrants_call(self._place(webinar), 0), now)
        except Halted as halted:
            return halted.trouble
        except _Refused as refused:
            return refused.refusal
        return None

    async def _pull(self, webinar: str, now: Instant) -> AsyncIterator[VendorPage]:
        place = self._place(webinar)
        async for rows in self._rows(lambda page: rest.registrants_call(place, page), ("data",), now):
            told = [rest.registration(webinar, row) for row in rows]
            yield _page([each for each in told if each], now, {"malformed_row": told.count(None)})
        over: list[Mapping[str, Any]] = []
        path = ("_embedded", "sessionInfoResources")
        async for some in self._rows(lambda page: rest.sessions_call(place, page), path, now):
            over += some
        sessions = {each.key: each for each in rest.sessions(over)}
        attendees: list[Mapping[str, Any]] = []
        path = ("_embedded", "attendeeParticipationResponses")
        if sessions:
            async for some in self._rows(lambda page: rest.attendees_call(place, page), path, now):
                attendees += some
        stays, skipped = rest.attendances(webinar, attendees, sessions)
        for start in range(0, max(len(stays), 1), _ITEMS_PER_PAGE):
            yield _page(stays[start : start + _ITEMS_PER_PAGE], now, skipped if start == 0 else {})
        attended = Counter(text(row.get("sessionKey")) for row in attendees)
        ends = [rest.ended(webinar, session, attended[key]) for key, session in sessions.items()]
        yield _page([each for each in ends if each], now, {"not_final": ends.count(None)})

    async def _known(self, place: WebinarPath, answer: Confirmed, now: Instant) -> Answer:
        """Return an earlier registration with its link; the registration holds even when the link cannot be read."""
        key = answer.refs[0].partition(":")[2]
        found = rest.read_object(await self._asking.ask(rest.registrant_call(place, key)), now)
        return (
            answer
            if isinstance(found, Denied | VendorTrouble)
            else rest.standing({"registrantKey": key} | found)
        )

    async def _rows(
        self, call: Callable[[int], ApiCall], path: Sequence[str], now: Instant
    ) -> AsyncIterator[Rows]:
        """Yield rows page by page, until the last page. Raises: Halted, _Refused."""
        seen = SeenPages()
        number = 0
        while True:
            found = await self._object(call(number), now)
            rows = rest.rows_of(found, *path)
            seen.check(rows)
            yield rows
            number += 1
            if not rows or number >= rest.pages_of(found):
                return

    async def _object(self, call: ApiCall, now: Instant) -> dict[str, Any]:
        """Request an object. Raises: Halted, _Refused."""
        found = rest.read_object(await self._asking.ask(call), now)
        if isinstance(found, dict):
            return found
        raise _Refused(found)

    def _place(self, webinar: str) -> WebinarPath:
        return WebinarPath(self._settings.api_url, self._settings.organizer_key, webinar)

    async def _fetch(self) -> Token | VendorTrouble:
        """Request a token with the refresh token as it is stored now: another worker may have received a new one."""
        refresh = await self._refresh_token.read()
        if refresh is None:
            return VendorTrouble(code="credentials", message="The refresh token is missing.", stops=True)
        headers = {
            "Accept": "application/json",
            "Authorization": basic(self._credentials.client_id, self._credentials.client_secret),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        answer = await request(
            self._http, "POST", self._settings.token_url, headers, rest.token_body(refresh)
        )
        token = read_token("GoTo", answer.status, answer.body)
        if isinstance(token, Token) and token.refresh_token not in (None, refresh):
            await self._refresh_token.replace(str(token.refresh_token))
        return token


class _Refused(Exception):
    """Raised when GoToWebinar's answer is not the requested data."""

    def __init__(self, refusal: Denied | VendorTrouble) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def _page(items: Sequence[PulledItem], now: Instant, skipped: Mapping[str, int]) -> VendorPage:
    return VendorPage(items=tuple(items), as_of=now, skipped={code: n for code, n in skipped.items() if n})
