"""The room of an automated webinar: a viewer's data about it, and the times from which media may be fetched.

Source: docs/automated.md, The room
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from latecomer.automated.host_links import HostLinks
from latecomer.automated.room.rules import Admitted, Entry
from latecomer.automated.rules.on_air import on_air
from latecomer.automated.rules.presenters import Presenter
from latecomer.automated.rules.replay import Replay, replay
from latecomer.automated.rules.rundown import AnyItem, Audio, Handout, Image, ItemId, Rundown, Slides, Video
from latecomer.automated.service import Rundowns, implied
from latecomer.core import join_link, phase, presenter_link
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.join_link import JoinLink
from latecomer.core.presenter_link import PresenterLink
from latecomer.core.webinar import Webinar
from latecomer.joining.service import JoinLinks
from latecomer.media.rules import grants
from latecomer.media.rules.assets import AssetId
from latecomer.media.rules.grants import Grant

PRELOAD_MS: Final = 30_000
"""Milliseconds before an item's start from which its media can be fetched."""
_AFTER_END_MS: Final = 10 * 60 * 1_000
_ON_DEMAND_MS: Final = 12 * 60 * 60 * 1_000
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Source:
    """The location of media: a file of an asset, or an address elsewhere."""

    asset: AssetId | None = None
    url: str | None = None
    is_handout: bool = False
    until_at: Instant = 0
    """The end of the grant."""


class Room:
    """The service that returns what is on air for viewers, and decides which media a grant opens."""

    def __init__(self, secret: bytes, joining: JoinLinks, rundowns: Rundowns, links: HostLinks) -> None:
        self._secret = secret
        self._links = links
        self._joining = joining
        self._rundowns = rundowns
        self._known: OrderedDict[tuple[WebinarId, int], Rundown] = OrderedDict()

    async def admit(self, token: str, now: Instant) -> Admitted:
        """Return the viewer with this join link, and a grant.

        Raises: Refused unknown_link, no_room, not_registered, too_early, window_closed, event_cancelled.
        """
        state = await self._joining.state(token, now)
        webinar = state.webinar
        if not webinar.is_automated:
            raise Refused("no_room", "This webinar is not automated, so it has no room.")
        if now < webinar.starts_at - phase.EARLY_ENTRY_MS:
            raise Refused("too_early", "The room opens 15 minutes before the start.")
        link = join_link.read(self._secret, token)
        if link is None:
            raise Refused("unknown_link", "This link is not valid. Ask for a new one.")
        return Admitted(
            webinar=webinar,
            member=state.member_id,
            serial=link.serial,
            rundown=await self.rundown(webinar),
            grant=self._grant(link, webinar, now),
        )

    async def enter(self, token: str, now: Instant) -> Entry:
        """Return what is on air for the holder of a join link. Raises: as ``admit``."""
        admitted = await self.admit(token, now)
        webinar, rundown = admitted.webinar, admitted.rundown
        return Entry(
            webinar=webinar,
            member=admitted.member,
            rundown=rundown,
            grant=admitted.grant,
            on_air=on_air(rundown, webinar.starts_at, webinar.ends_at, now),
            replay=replayed(webinar, rundown, now),
        )

    async def presented(self, presenter: Presenter, now: Instant) -> tuple[Webinar, Rundown, str]:
        """Return the webinar of a host or presenter, its rundown, and a grant for its media. Raises: Refused
        no_room."""
        programme = await self._rundowns.programme(presenter.webinar)
        webinar = programme.webinar
        if not webinar.is_automated:
            raise Refused("no_room", "This webinar is not automated, so it has no room.")
        grant = Grant(webinar.id, presenter.id, presenter.serial, _expiry(webinar, now))
        return webinar, programme.rundown, grants.issue(self._secret, grant)

    async def source(self, grant_text: str, item_id: ItemId, now: Instant) -> Source:
        """Return where the media of an item are, for the holder of a grant.

        Raises: Refused grant_over (it has expired or was altered, or the link was revoked), unknown_media, not_yet.
        """
        grant = grants.read(self._secret, grant_text, now)
        if grant is None:
            raise _grant_over()
        webinar = await self._webinar_of(grant, now)
        item = (await self.rundown(webinar)).find(item_id)
        if not isinstance(item, (Video, Audio, Image, Slides, Handout)):
            raise Refused("unknown_media", "The rundown has no such media.")
        if not may_be_fetched(item, webinar, now):
            raise Refused("not_yet", "This is not on air yet.")
        if isinstance(item, Video) and item.url is not None:
            return Source(url=item.url)
        return Source(asset=item.asset_id, is_handout=isinstance(item, Handout), until_at=grant.expires_at)

    async def _webinar_of(self, grant: Grant, now: Instant) -> Webinar:
        """Return the webinar whose media a grant opens, while its holder's link is valid. Raises: Refused."""
        link = JoinLink(webinar=grant.webinar, member=MemberId(grant.holder), serial=grant.serial)
        try:
            return (await self._joining.state(join_link.issue(self._secret, link), now)).webinar
        except Refused as refused:
            if refused.code != "unknown_link":
                raise
            host = PresenterLink(grant.webinar, grant.holder, grant.serial)
            presenter = await self._links.presenter(presenter_link.issue(self._secret, host), now)
            if presenter is None:
                raise _grant_over() from None
        return (await self._rundowns.programme(grant.webinar)).webinar

    async def rundown(self, webinar: Webinar) -> Rundown:
        """Return the current version of the webinar's rundown, cached in this process."""
        if not webinar.has_rundown:
            return implied(webinar)
        key = (webinar.id, webinar.rundown_version)
        known = self._known.get(key)
        if known is None:
            known = (await self._rundowns.programme(webinar.id)).rundown
            self._known[(webinar.id, known.version)] = known
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return known

    def _grant(self, link: JoinLink, webinar: Webinar, now: Instant) -> str:
        grant = Grant(link.webinar, link.member, link.serial, _expiry(webinar, now))
        return grants.issue(self._secret, grant)


def _expiry(webinar: Webinar, now: Instant) -> Instant:
    return webinar.ends_at + _AFTER_END_MS if now < webinar.ends_at else now + _ON_DEMAND_MS


def replayed(webinar: Webinar, rundown: Rundown, now: Instant) -> Replay | None:
    """Return the replay once the webinar is over, None before."""
    return replay(rundown, webinar.ends_at - webinar.starts_at) if now >= webinar.ends_at else None


def may_be_fetched(item: AnyItem, webinar: Webinar, now: Instant) -> bool:
    """Return True from 30 s before the start of ``item``; after the end only for what was on air before it."""
    begins_at = webinar.starts_at + item.start_ms
    return begins_at < webinar.ends_at if now >= webinar.ends_at else now >= begins_at - PRELOAD_MS


def _grant_over() -> Refused:
    return Refused(
        "grant_over", "This address has expired, was altered, or its link was revoked: load the page again."
    )
