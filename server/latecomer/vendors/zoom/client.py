"""The client of Zoom: registers people, and pulls registrants, stays, ends, and views of recordings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from latecomer.core.ids import Instant
from latecomer.http.outgoing import OutgoingHttp
from latecomer.vendors.kit.answers import DAY_MS, ApiCall, trouble_of
from latecomer.vendors.kit.api_client import ApiAccount, ApiClient, Halted, SeenPages, request
from latecomer.vendors.kit.inbound import Attendee
from latecomer.vendors.kit.oauth import Token, basic, read_token
from latecomer.vendors.kit.provider import Answer, Denied, PulledItem, VendorPage, VendorTrouble
from latecomer.vendors.zoom import api as rest
from latecomer.vendors.zoom import attendance as pulled
from latecomer.vendors.zoom.api import Rows
from latecomer.vendors.zoom.attendance import Instance
from latecomer.vendors.zoom.settings import ZoomSettings

_CORRECTED_MS: Final = 3 * DAY_MS
"""So long after an occurrence its report may still change."""
_VIEWED_MS: Final = 40 * DAY_MS
_VIEWS_LATE_MS: Final = 2 * DAY_MS
_ITEMS_PER_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Credentials:
    """The credentials of a server-to-server app."""

    account_id: str
    client_id: str
    client_secret: str = field(repr=False)


class ZoomClient:
    """The client of one account; it implements ``Registrar`` and ``Puller``."""

    def __init__(
        self, http: OutgoingHttp, settings: ZoomSettings, credentials: Credentials, shared: ApiAccount
    ) -> None:
        self._http = http
        self._settings = settings
        self._credentials = credentials
        self._asking = ApiClient(http, shared, self._fetch)

    async def register(self, webinar: str, who: Attendee, now: Instant) -> Answer:
        """Register a person; Zoom gives the same answer for an earlier registration."""
        base = self._settings.api_url
        if not who.email:
            return Denied(code="no_email", message="Zoom knows people by their email; this one has none.")
        try:
            asked: tuple[str, ...] = ()
            if who.properties:
                asked = rest.titles(await self._object(rest.questions_call(base, webinar), now))
            answer = rest.read_registered(
                await self._asking.ask(rest.register_call(base, webinar, who, asked)), now
            )
            await self._mind(answer)
        except Halted as halted:
            return halted.trouble
        except _Refused as refused:
            return refused.refusal
        return answer

    async def pull(
        self, webinar: str, since: Instant | None, now: Instant
    ) -> AsyncIterator[VendorPage | VendorTrouble]:
        """Yield registrants; for each occurrence its participants and its end; then absentees and views of the
        recording."""
        try:
            async for page in self._pull(webinar, since, now):
                yield page
        except Halted as halted:
            yield halted.trouble
        except _Refused as refused:
            yield trouble_of(refused.refusal)

    async def check(self, webinars: Sequence[str], now: Instant) -> Denied | VendorTrouble | None:
        """Check the credentials, the scopes and these webinars. Returns: the problem, or None."""
        base = self._settings.api_url
        try:
            token = await self._asking.renew()
            for needed in ("webinar:read", "webinar:write", "report:read") if token.scopes else ():
                if not any(scope.startswith(needed) for scope in token.scopes):
                    return VendorTrouble(
                        code="missing_scope",
                        message=f"The app in Zoom has no scope {needed}…: add it.",
                        stops=True,
                    )
            for webinar in webinars:
                found = await self._object(rest.webinar_call(base, webinar), now)
                if rest.no_registration(found):
                    return Denied(
                        code="no_registration",
                        message=f"Webinar {webinar} takes no registrations: require registration in Zoom.",
                    )
                await self._object(rest.registrants_call(base, webinar, "approved", None), now)
                await self._object(rest.questions_call(base, webinar), now)
        except Halted as halted:
            return halted.trouble
        except _Refused as refused:
            return refused.refusal
        return None

    async def _pull(self, webinar: str, since: Instant | None, now: Instant) -> AsyncIterator[VendorPage]:
        base = self._settings.api_url
        host = (await self._object(rest.webinar_call(base, webinar), now)).get("host_id")
        for status in rest.APPROVALS:
            async for page in self._registrants(webinar, status, now):
                yield page
        over = pulled.instances(await self._object(rest.instances_call(base, webinar), now))
        fresh = [each for each in over if since is None or each.started_at > since - _CORRECTED_MS]
        for instance in fresh:
            async for page in self._occurrence(webinar, instance, host, now):
                yield page
        if self._settings.absentees:
            for instance in fresh:
                async for page in self._absentees(webinar, instance, now):
                    yield page
        if self._settings.recording_views:
            for instance in over:
                if instance.started_at > now - _VIEWED_MS:
                    async for page in self._views(webinar, instance, since, now):
                        yield page

    async def _registrants(self, webinar: str, status: str, now: Instant) -> AsyncIterator[VendorPage]:
        base = self._settings.api_url
        async for rows in self._rows(
            lambda page: rest.registrants_call(base, webinar, status, page), "registrants", now
        ):
            yield _registered(webinar, rows, status, now)

    async def _occurrence(
        self, webinar: str, instance: Instance, host: str | None, now: Instant
    ) -> AsyncIterator[VendorPage]:
        """Yield the participants, then the end. Without a report of the occurrence there is nothing to yield."""
        base = self._settings.api_url
        report = await self._found(rest.report_call(base, instance.uuid), now)
        if report is None:
            return
        rows: list[Mapping[str, Any]] = []
        async for some in self._rows(
            lambda page: rest.participants_call(base, instance.uuid, page), "participants", now
        ):
            rows += some
        stays, skipped = pulled.attendances(webinar, instance, rows, host)
        for start in range(0, max(len(stays), 1), _ITEMS_PER_PAGE):
            yield _page(stays[start : start + _ITEMS_PER_PAGE], now, skipped if start == 0 else {})
        if (end := pulled.ended(webinar, instance, report)) is not None:
            yield _page([end], now)

    async def _absentees(self, webinar: str, instance: Instance, now: Instant) -> AsyncIterator[VendorPage]:
        """Yield the absentees as registered; their absence follows from the list of participants."""
        base = self._settings.api_url
        async for rows in self._optional(
            lambda page: rest.absentees_call(base, instance.uuid, page), "registrants", now
        ):
            yield _registered(webinar, rows, "approved", now)

    async def _views(
        self, webinar: str, instance: Instance, since: Instant | None, now: Instant
    ) -> AsyncIterator[VendorPage]:
        base, unit = self._settings.api_url, self._settings.view_duration_unit
        from_ = 0 if since is None else since - _VIEWS_LATE_MS
        async for rows in self._optional(
            lambda page: rest.views_call(base, instance.uuid, from_, now, page), "analytics_details", now
        ):
            told, skipped = pulled.views(webinar, instance, rows, unit)
            yield _page(told, now, skipped)

    async def _optional(
        self, call: Callable[[str | None], ApiCall], name: str, now: Instant
    ) -> AsyncIterator[Rows]:
        """Yield pages of data that may be missing. A missing scope for these does not stop the rest."""
        try:
            async for rows in self._rows(call, name, now):
                yield rows
        except _Refused as refused:
            if isinstance(refused.refusal, Denied) and refused.refusal.code in rest.ABSENT:
                return
            trouble = trouble_of(refused.refusal)
            raise Halted(
                VendorTrouble(code=trouble.code, message=trouble.message, not_before=trouble.not_before)
            ) from None

    async def _rows(
        self, call: Callable[[str | None], ApiCall], name: str, now: Instant
    ) -> AsyncIterator[Rows]:
        """Yield rows page by page, until there is no next page. Raises: Halted, _Refused."""
        page: str | None = None
        seen = SeenPages()
        while True:
            found = await self._object(call(page), now)
            rows = rest.rows_of(found, name)
            seen.check(rows)
            yield rows
            following = found.get("next_page_token")
            if not isinstance(following, str) or not following:
                return
            page = following

    async def _found(self, call: ApiCall, now: Instant) -> dict[str, Any] | None:
        """Request an object; None when Zoom does not have it. Raises: Halted, _Refused."""
        try:
            return await self._object(call, now)
        except _Refused as refused:
            if isinstance(refused.refusal, Denied) and refused.refusal.code in rest.ABSENT:
                return None
            raise

    async def _object(self, call: ApiCall, now: Instant) -> dict[str, Any]:
        """Request an object. Raises: Halted, _Refused."""
        found = rest.read_object(await self._asking.ask(call), now)
        if isinstance(found, dict):
            return found
        await self._mind(found)
        raise _Refused(found)

    async def _mind(self, answer: Answer) -> None:
        """Request a new token for the next attempt after a scope was missing: a token keeps the scopes of the time it
        was issued."""
        if isinstance(answer, VendorTrouble) and answer.code == "missing_scope":
            await self._asking.forget()

    async def _fetch(self) -> Token | VendorTrouble:
        ours = self._credentials
        headers = {
            "Accept": "application/json",
            "Authorization": basic(ours.client_id, ours.client_secret),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        url = rest.token_url(self._settings.token_url, ours.account_id)
        answer = await request(self._http, "POST", url, headers)
        return read_token("Zoom", answer.status, answer.body)


class _Refused(Exception):
    """Raised when Zoom's answer is not the requested data."""

    def __init__(self, refusal: Denied | VendorTrouble) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def _page(items: Sequence[PulledItem], now: Instant, skipped: Mapping[str, int] | None = None) -> VendorPage:
    return VendorPage(
        items=tuple(items), as_of=now, skipped={code: n for code, n in (skipped or {}).items() if n}
    )


def _registered(webinar: str, rows: Rows, status: str, now: Instant) -> VendorPage:
    told = [pulled.registered(webinar, row, rest.APPROVALS[status]) for row in rows]
    return _page([each for each in told if each], now, {"malformed_row": told.count(None)})
