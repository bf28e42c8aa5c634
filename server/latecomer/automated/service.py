"""The rundowns of automated webinars: saved, taken over, given back, and the webinar's end that follows from them.

Every change writes a version under the webinar's lock.
Source: docs/automated.md, Changes while it runs and Take over
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import uuid4

import msgspec
import structlog

from latecomer.automated import queries
from latecomer.automated.chat import queries as chats
from latecomer.automated.chat.rules import ChatMode
from latecomer.automated.host_mails import queue_link
from latecomer.automated.queries import Saving
from latecomer.automated.rules.on_air import OnAir, on_air
from latecomer.automated.rules.preflight import Circumstances, Problem, preflight
from latecomer.automated.rules.presenters import Presenter, PresenterId, Role
from latecomer.automated.rules.replay import replay
from latecomer.automated.rules.rundown import (
    AnyItem,
    Audio,
    Handout,
    Image,
    ItemId,
    Poll,
    PollState,
    Rundown,
    Slides,
    Survey,
    TakeOver,
    TakeOverTo,
    Video,
    end_ms,
)
from latecomer.automated.rules.rundown_changes import (
    changes_between,
    check_answered,
    check_frozen,
    ends_at,
    freeze_ms,
    keep_pages,
    name_of,
    set_state,
)
from latecomer.automated.rules.take_over import (
    LONGEST_TAKE_OVER_MS,
    NO_END_MS,
    Destination,
    Resume,
    closed_at,
    give_back,
    leads_there,
    take_over,
)
from latecomer.automated.rules.validation import Assets, check
from latecomer.captions.assets import queries as asset_captions
from latecomer.core import phase
from latecomer.core.email_address import email_key
from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.webinar import REPLAY_URL, Recording, Webinar
from latecomer.media import queries as media
from latecomer.media.rules.assets import Asset, AssetId, AssetKind, qualities
from latecomer.media.storage import Storage
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.finish import WebinarChanged, notify
from latecomer.webinars.members.queries import locked_members
from latecomer.webinars.parallel import ParallelEvents
from latecomer.webinars.rules.validation import is_url

log = structlog.get_logger(__name__)

IMPLIED: Final = ItemId("recording")
"""The one item of a webinar that plays a recording without a rundown of its own."""
MAX_PRESENTERS: Final = 50
NOBODY_THERE_MS: Final = 5 * 60 * 1_000
"""A take over is given back by itself when no host or presenter was there for so long."""
LONGEST_BUFFER_S: Final = 600
START_IN_MS: Final = 10_000
"""Milliseconds from a start by hand to the start: pages hear of it and load what comes first."""
_STEP_MS: Final = 5 * 60 * 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of this installation; None stands for the default limit of the rules."""

    longest_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """A webinar and the rundown that it plays."""

    webinar: Webinar
    rundown: Rundown


@dataclass(frozen=True, slots=True)
class Saved:
    """A rundown, and when and by whom it was saved; None before the first save."""

    rundown: Rundown
    saving: Saving | None


def new_item_id() -> ItemId:
    """Return an id that no item has."""
    return ItemId(str(uuid4()))


def implied(webinar: Webinar) -> Rundown:
    """Return the rundown of a webinar that only plays a recording: one film from the start."""
    recording = webinar.recording
    if not webinar.is_automated or recording is None or recording.is_replay:
        return Rundown()
    length_ms = int(recording.duration_s * 1_000)
    item = Video(
        id=IMPLIED,
        start_ms=0,
        duration_ms=length_ms,
        asset_ms=length_ms,
        asset_id=AssetId(webinar.id),
        url=recording.url,
    )
    return Rundown(items=(item,))


def _written_out(webinar: Webinar) -> Rundown:
    """Return the implied rundown as one that ends with the webinar: its film is cut by the end, or its buffer reaches
    it."""
    rundown = implied(webinar)
    lasts_ms = webinar.ends_at - webinar.starts_at
    items = tuple(
        msgspec.structs.replace(item, duration_ms=min(item.duration_ms, lasts_ms))
        for item in rundown.items
        if isinstance(item, Video)
    )
    rest_s = max(0, lasts_ms - max((item.duration_ms for item in items), default=0)) // 1_000
    return Rundown(buffer_s=min(rest_s, LONGEST_BUFFER_S), items=items)


class Rundowns:
    """The rundowns of this installation."""

    def __init__(
        self,
        pool: Pool,
        storage: Storage,
        changed: WebinarChanged,
        limits: Limits | None = None,
        parallel: ParallelEvents | None = None,
    ) -> None:
        self._pool = pool
        self._storage = storage
        self._changed = changed
        self._limits = limits or Limits()
        self._parallel = parallel or ParallelEvents()

    async def programme(self, webinar_id: WebinarId) -> Programme:
        """Return a webinar and its rundown. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            found = await webinars.load(conn, [webinar_id])
            if not found:
                raise _unknown()
            rundown = await queries.load(conn, webinar_id)
        return Programme(found[0], rundown if rundown is not None and rundown.items else implied(found[0]))

    async def saved(self, webinar_id: WebinarId, now: Instant) -> Saved:
        """Return the rundown as it was saved; version 0 before the first save. A take over that was open at the
        webinar's end has that end. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            found = await webinars.load(conn, [webinar_id])
            if not found:
                raise _unknown()
            rundown = await queries.load(conn, webinar_id) or Rundown()
            saving = await queries.last_saving(conn, webinar_id)
        (webinar,) = found
        if now >= webinar.ends_at:
            rundown = closed_at(rundown, webinar.ends_at - webinar.starts_at)
        return Saved(rundown, saving)

    async def on_air(self, webinar_id: WebinarId, at: Instant) -> OnAir:
        """Return what is on air at a moment. Raises: Refused unknown_webinar."""
        programme = await self.programme(webinar_id)
        webinar = programme.webinar
        return on_air(programme.rundown, webinar.starts_at, webinar.ends_at, at)

    async def save(
        self,
        webinar_id: WebinarId,
        version: int,
        buffer_s: int,
        items: Sequence[AnyItem],
        now: Instant,
        by: str | None = None,
    ) -> Saved:
        """Save a rundown and set the webinar's end by it.

        Args:
            version: the one that was edited.
            items: as they are asked for. An item without an id (an empty one) is given one; what an asset decides
                (its length, its pages) is filled in.
            by: the name of who saves it.
        Raises: Refused unknown_webinar, event_over, rundown_changed, frozen, live_url_with_rundown and
            those of ``rules/validation.py``, too_long, another_event_running.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await self._lock(conn, webinar_id)
            _check_running(webinar, now)
            if webinar.live_url is not None and items:
                raise Refused(
                    "live_url_with_rundown", "Remove the live_url first: this webinar plays a rundown."
                )
            old = await queries.load(conn, webinar_id) or Rundown()
            if version != old.version:
                raise await _changed_meanwhile(conn, webinar_id, version, old, items)
            assets = await _assets(conn, items)
            named = _with_ids(items, old)
            merged = _keep_take_overs(old, tuple(_filled(item, assets) for item in named))
            frozen_until_ms = freeze_ms(old, now - webinar.starts_at)
            merged = keep_pages(old, merged, frozen_until_ms)
            same = frozenset(item.id for item in merged if item in old.items)
            new = Rundown(version=old.version + 1, buffer_s=buffer_s, items=merged)
            problems = (
                *check(merged, assets, same),
                *check_frozen(old, merged, frozen_until_ms),
                *check_answered(old, merged, await queries.answered_questions(conn, webinar_id)),
            )
            if problems:
                raise Refused(problems[0].code, problems[0].message, problems)
            longest_ms = self._limits.longest_ms
            if longest_ms is not None and _planned_ms(new) > longest_ms:
                raise _too_long(items, longest_ms)
            was = webinar
            webinar = await self._write(conn, webinar, new, now, by)
            await self._parallel.check(conn, webinar, was, now)
        await notify(self._changed, webinar)
        return Saved(new, Saving(now, by))

    async def start(self, webinar_id: WebinarId, now: Instant) -> tuple[Webinar, Rundown]:
        """Begin a programme in a few seconds instead of at its planned time; the delay lets every page begin with it.

        Raises: Refused unknown_webinar, not_open, event_running, event_over, no_rundown.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await self._lock(conn, webinar_id)
            rundown = await queries.load(conn, webinar_id)
            _check_running(webinar, now)
            rundown = _check_startable(webinar, rundown, now)
            sooner_ms = webinar.starts_at - (now + START_IN_MS)
            webinar = replace(
                webinar,
                starts_at=webinar.starts_at - sooner_ms,
                ends_at=webinar.ends_at - sooner_ms,
                version=webinar.version + 1,
            )
            await webinars.update(conn, webinar)
            await locked_members.make_due(conn, webinar_id)
        log.info("programme_started_by_hand", webinar=str(webinar_id), sooner_ms=sooner_ms)
        await notify(self._changed, webinar)
        return webinar, rundown

    async def copy(self, conn: Conn, webinar: Webinar, copied: Webinar, now: Instant) -> None:
        """Give a copied webinar, which is locked, the rundown of its original as it was last planned."""
        if webinar.rundown_version == 0:
            return
        rundown = await queries.planned(conn, webinar.id)
        if rundown is not None:
            await self._write(conn, copied, replace(rundown, version=1), now)

    async def take_over(
        self, webinar_id: WebinarId, where: Destination, now: Instant, by: str | None = None
    ) -> Rundown:
        """Stop the rundown where it is and lead all viewers elsewhere.

        Raises: Refused unknown_webinar, not_open, event_over, no_rundown, invalid_url,
            missing_message.
        """
        if where.to is TakeOverTo.LIVE_URL and not (where.url and is_url(where.url)):
            raise Refused("invalid_url", "Name the live room with an http or https address.")
        if where.to is TakeOverTo.SLATE and not where.message:
            raise Refused("missing_message", "Say what the slate shows.")

        def change(rundown: Rundown, programme_ms: int) -> Rundown:
            if leads_there(rundown, where):
                return rundown
            return take_over(rundown, programme_ms, where, new_item_id(), new_item_id())

        return await self._change(webinar_id, change, now, by)

    async def give_back(
        self, webinar_id: WebinarId, resume: Resume, now: Instant, by: str | None = None
    ) -> Rundown:
        """End the take over and continue the rundown. Raises: Refused unknown_webinar, not_taken_over, not_open,
        event_over."""

        def change(rundown: Rundown, programme_ms: int) -> Rundown:
            if rundown.open_take_over is None:
                raise Refused("not_taken_over", "Nobody has taken over.")
            return give_back(rundown, programme_ms, resume)

        return await self._change(webinar_id, change, now, by)

    async def set_poll(
        self, webinar_id: WebinarId, item_id: ItemId, state: PollState, now: Instant, by: str | None = None
    ) -> Rundown:
        """Open, close or publish a poll by hand.

        Raises: Refused unknown_webinar, unknown_item, wrong_results, not_open, event_over, no_rundown.
        """

        def change(rundown: Rundown, programme_ms: int) -> Rundown:
            item = rundown.find(item_id)
            if not isinstance(item, (Poll, Survey)):
                raise Refused("unknown_poll", "This rundown has no such poll.")
            if isinstance(item, Survey) and state is PollState.PUBLISHED:
                raise Refused("wrong_results", "The results of a survey are never shown to viewers.")
            return set_state(rundown, item, programme_ms, state)

        return await self._change(webinar_id, change, now, by)

    async def preflight(self, webinar_id: WebinarId) -> tuple[Problem, ...]:
        """Return the problems that would occur if the webinar began now. Raises: Refused unknown_webinar."""
        programme = await self.programme(webinar_id)
        rundown = programme.rundown
        if not programme.webinar.has_rundown:
            return ()
        async with self._pool.acquire() as conn:
            assets = await _assets(conn, rundown.items)
            moderators = len(await queries.presenters(conn, webinar_id))
            chat = await chats.settings(conn, webinar_id)
            other = await self._parallel.find(conn, programme.webinar)
        around = Circumstances(
            is_moderated=chat.mode is ChatMode.MODERATED,
            moderators=moderators,
            longest_ms=self._limits.longest_ms,
            is_disk_full=self._storage.is_nearly_full(),
            other_event=None if other is None else other.name,
        )
        return preflight(rundown, assets, around)

    async def tend(self, now: Instant) -> int:
        """Move the end of webinars that are taken over ahead of now, and give back those whose moderators have left.

        Returns: the number of changed webinars.
        """
        async with self._pool.acquire() as conn:
            running = await queries.taken_over(conn, now)
        changed = 0
        for webinar_id in running:
            changed += await self._tend(webinar_id, now)
        return changed

    async def _tend(self, webinar_id: WebinarId, now: Instant) -> bool:
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await self._lock(conn, webinar_id)
            rundown = await queries.load(conn, webinar_id)
            taken = None if rundown is None else rundown.open_take_over
            if rundown is None or taken is None or now >= webinar.ends_at:
                return False
            programme_ms = now - webinar.starts_at
            lasted_ms = programme_ms - taken.stopped_ms  # since the first of several in a row
            seen_at = await queries.moderators_seen(conn, webinar_id)
            left = taken.to is not TakeOverTo.LIVE_URL and (
                now - max(seen_at or 0, webinar.starts_at + taken.start_ms) > NOBODY_THERE_MS
            )
            if lasted_ms > LONGEST_TAKE_OVER_MS or left:
                rundown = give_back(rundown, programme_ms, Resume.WHERE_STOPPED)
                webinar = await self._write(conn, webinar, rundown, now)
                log.info("take_over_given_back", webinar=str(webinar_id), lasted_ms=lasted_ms)
            elif webinar.ends_at < now + NO_END_MS:
                webinar = replace(webinar, ends_at=now + NO_END_MS + _STEP_MS, version=webinar.version + 1)
                await webinars.update(conn, webinar)
            else:
                return False
        await notify(self._changed, webinar)
        return True

    async def invite(
        self, webinar_id: WebinarId, email: str, name: str, role: Role, now: Instant
    ) -> Presenter:
        """Make a person a host or presenter; the same address again changes name and role.

        Raises: Refused unknown_webinar, too_many_presenters.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            await self._lock(conn, webinar_id)
            if len(await queries.presenters(conn, webinar_id)) >= MAX_PRESENTERS:
                raise Refused(
                    "too_many_presenters",
                    f"A webinar can have at most {MAX_PRESENTERS} hosts and presenters.",
                )
            presenter = Presenter(
                id=PresenterId(uuid4()),
                webinar=webinar_id,
                email=email,
                name=name,
                role=role,
                serial=1,
                created_at=now,
            )
            invited = await queries.put_presenter(conn, presenter, email_key(email))
            await queue_link(conn, invited, now)
            return invited

    async def presenters(self, webinar_id: WebinarId) -> list[Presenter]:
        """Return the hosts and presenters. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            if not await webinars.load(conn, [webinar_id]):
                raise _unknown()
            return await queries.presenters(conn, webinar_id)

    async def presenter(self, webinar_id: WebinarId, presenter_id: PresenterId) -> Presenter | None:
        """Return a host or presenter, None when the link was revoked."""
        async with self._pool.acquire() as conn:
            return await queries.presenter(conn, webinar_id, presenter_id)

    async def dismiss(self, webinar_id: WebinarId, presenter_id: PresenterId) -> None:
        """Revoke a presenter's link. Raises: Refused unknown_presenter."""
        async with self._pool.acquire() as conn:
            if not await queries.delete_presenter(conn, webinar_id, presenter_id):
                raise Refused("unknown_presenter", "This webinar has no such host or presenter.")
            found = await webinars.load(conn, [webinar_id])
        for webinar in found:
            await notify(self._changed, webinar)

    async def _change(
        self,
        webinar_id: WebinarId,
        change: Callable[[Rundown, int], Rundown],
        now: Instant,
        by: str | None,
    ) -> Rundown:
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await self._lock(conn, webinar_id)
            if now < webinar.starts_at - phase.EARLY_ENTRY_MS:
                raise Refused("not_open", "The room opens 15 minutes before the start.")
            _check_running(webinar, now)
            rundown = await queries.load(conn, webinar_id)
            if rundown is None or not rundown.items:
                version = 1 if rundown is None else rundown.version + 1
                rundown = replace(_written_out(webinar), version=version)
                if rundown.items:
                    await queries.insert(conn, webinar_id, rundown, now, by)
            if not rundown.items:
                raise Refused("no_rundown", "This webinar has no rundown: save one first.")
            new = change(rundown, now - webinar.starts_at)
            if new is rundown:
                return rundown
            webinar = await self._write(conn, webinar, new, now, by)
        await notify(self._changed, webinar)
        return new

    async def _write(
        self, conn: Conn, webinar: Webinar, rundown: Rundown, now: Instant, by: str | None = None
    ) -> Webinar:
        """Write a version and its consequences for the webinar, which is locked."""
        await queries.insert(conn, webinar.id, rundown, now, by)
        if not rundown.items:
            return await self._without_items(conn, webinar, rundown)
        end = max(ends_at(rundown, webinar.starts_at), webinar.starts_at + 1_000)
        if rundown.open_take_over is not None:
            end = max(end, webinar.ends_at, now + NO_END_MS)
        recording = webinar.recording
        # What was covered of an implied rundown stays covered: its film was at the same places.
        goes_on = recording is not None and (recording.is_replay or rundown.find(IMPLIED) is not None)
        kept_version = recording.version if recording is not None and goes_on else None
        version = kept_version or await webinars.last_recording_version(conn, webinar.id) + 1
        new = replace(
            webinar,
            ends_at=end,
            recording=_recording(rundown, end - webinar.starts_at, version),
            rundown_version=rundown.version,
            version=webinar.version + 1,
        )
        await webinars.update(conn, new)
        if new.threshold_ms != webinar.threshold_ms or new.ends_at != webinar.ends_at:
            await locked_members.make_due(conn, webinar.id)
        return new

    async def aired(self, conn: Conn, webinar: Webinar) -> Webinar | None:
        """Return a webinar whose end has moved, and whose row is locked, with the replay of what was aired; None where
        it has no rundown, or another recording than its replay."""
        if not webinar.has_rundown or webinar.recording is None or not webinar.recording.is_replay:
            return None
        rundown = await queries.load(conn, webinar.id)
        if rundown is None:
            return None
        lasts_ms = webinar.ends_at - webinar.starts_at
        return replace(webinar, recording=_recording(rundown, lasts_ms, webinar.recording.version))

    async def _without_items(self, conn: Conn, webinar: Webinar, rundown: Rundown) -> Webinar:
        """Make a webinar, which is locked, one without a rundown: its end stays, and is its own to set from now on."""
        new = replace(
            webinar,
            recording=None if webinar.has_rundown else webinar.recording,
            rundown_version=rundown.version,
            version=webinar.version + 1,
        )
        await webinars.update(conn, new)
        if new.threshold_ms != webinar.threshold_ms:
            await locked_members.make_due(conn, webinar.id)
        return new

    async def _lock(self, conn: Conn, webinar_id: WebinarId) -> Webinar:
        webinar = await webinars.lock(conn, webinar_id)
        if webinar is None:
            raise _unknown()
        return webinar


def _recording(rundown: Rundown, lasts_ms: int, version: int) -> Recording:
    """Return the replay of a rundown that is aired for ``lasts_ms``, as the recording of its webinar."""
    whole = replay(rundown, lasts_ms)
    return Recording(
        url=REPLAY_URL,
        duration_s=max(1.0, whole.duration_ms / 1_000),
        version=version,
        playable_s=max(1.0, whole.playable_ms / 1_000),
    )


async def _changed_meanwhile(
    conn: Conn, webinar_id: WebinarId, edited: int, now_is: Rundown, items: Sequence[AnyItem]
) -> Refused:
    """Return the refusal of an edit of an earlier version: it says what was changed since, and who saved last."""
    before = await queries.version(conn, webinar_id, edited) or Rundown()
    saving = await queries.last_saving(conn, webinar_id)
    by = f" by {saving.by}" if saving is not None and saving.by else ""
    places = {item.id: f"/items/{n}" for n, item in enumerate(items)}
    return Refused(
        "rundown_changed",
        f"Version {now_is.version} was saved meanwhile{by}: load it, look at what changed, and edit it.",
        tuple(
            FieldError(
                places.get(change.item.id, "/items"),
                "rundown_changed",
                f"{change.kind.capitalize()} meanwhile: {name_of(change.item)}",
            )
            for change in changes_between(before, now_is)
        ),
        values={"version": now_is.version} | ({"by": saving.by} if saving is not None and saving.by else {}),
    )


async def _assets(conn: Conn, items: Sequence[AnyItem]) -> Assets:
    named = {item.asset_id for item in items if isinstance(item, (Video, Audio, Image, Slides, Handout))}
    rows = await media.load_to_use(conn, sorted(named))
    captioned = await asset_captions.languages(conn, [row.id for row in rows])
    return {
        row.id: Asset(
            kind=row.kind or AssetKind.FILE,
            state=row.state,
            name=row.name,
            duration_ms=row.duration_ms,
            pages=row.pages,
            has_captions=row.id in captioned,
            qualities=qualities(row.files),
        )
        for row in rows
    }


def _filled(item: AnyItem, assets: Mapping[AssetId, Asset]) -> AnyItem:
    """Fill in the fields that the item's asset decides: its length and its pages."""
    if isinstance(item, (Video, Audio)):
        asset = assets.get(item.asset_id)
        if asset is not None and asset.duration_ms is not None:
            item = msgspec.structs.replace(item, asset_ms=asset.duration_ms)
            return (
                item if isinstance(item, Audio) else msgspec.structs.replace(item, qualities=asset.qualities)
            )
    if isinstance(item, Slides):
        asset = assets.get(item.asset_id)
        if asset is not None and asset.pages is not None:
            return msgspec.structs.replace(item, pages=asset.pages)
    return item


def _keep_take_overs(old: Rundown, items: tuple[AnyItem, ...]) -> tuple[AnyItem, ...]:
    """Keep take overs, and fields that were set by hand: the server owns them, and no save changes them."""
    before = {item.id: item for item in old.items}
    kept: list[AnyItem] = []
    for item in items:
        was = before.get(item.id)
        if isinstance(item, TakeOver):
            continue
        if isinstance(item, (Poll, Survey)):
            cues = was.cues if isinstance(was, (Poll, Survey)) else ()
            kept.append(msgspec.structs.replace(item, cues=cues))
        elif isinstance(was, (Video, Audio, Image, Slides)) and isinstance(
            item, (Video, Audio, Image, Slides)
        ):
            kept.append(msgspec.structs.replace(item, continues=was.continues))
            if isinstance(was, Video) and was.url is not None:
                kept[-1] = msgspec.structs.replace(kept[-1], url=was.url, asset_ms=was.asset_ms)
        else:
            kept.append(item)
    return (*kept, *(item for item in old.items if isinstance(item, TakeOver)))


def _with_ids(items: Sequence[AnyItem], old: Rundown) -> list[AnyItem]:
    """Give new items their ids; an id must name an item of the version before, and only once.

    Raises: Refused unknown_item, duplicate_id.
    """
    known = {item.id for item in old.items}
    seen: set[ItemId] = set()
    named: list[AnyItem] = []
    for n, item in enumerate(items):
        if not item.id:
            named.append(msgspec.structs.replace(item, id=new_item_id()))
            continue
        if item.id not in known or item.id in seen:
            code = "duplicate_id" if item.id in seen else "unknown_item"
            message = "Each item has an id of its own; leave the id of a new one out."
            raise Refused(code, message, (FieldError(f"/items/{n}/id", code, message),))
        seen.add(item.id)
        named.append(item)
    return named


def _check_running(webinar: Webinar, now: Instant) -> None:
    if now >= webinar.ends_at or webinar.finished_at is not None:
        raise Refused("event_over", "The event is over, so its rundown can no longer be changed.")


def _check_startable(webinar: Webinar, rundown: Rundown | None, now: Instant) -> Rundown:
    if rundown is None or not rundown.items:
        raise Refused("no_rundown", "This webinar has no rundown: save one first.")
    if now < webinar.starts_at - phase.EARLY_ENTRY_MS:
        raise Refused("not_open", "The room opens 15 minutes before the start.")
    if now + START_IN_MS >= webinar.starts_at or rundown.open_take_over is not None:
        raise Refused("event_running", "The programme is just beginning, or a host has taken over.")
    return rundown


def _planned_ms(rundown: Rundown) -> int:
    """Return the planned length of a programme, without the time that take overs added."""
    added_ms = sum(item.duration_ms or 0 for item in rundown.stage if isinstance(item, TakeOver))
    return rundown.end_ms - added_ms


def _too_long(items: Sequence[AnyItem], longest_ms: int) -> Refused:
    """Return the refusal of a programme, with the pointer of the item of the request that ends last."""
    minutes = longest_ms // 60_000
    message = f"A programme lasts at most {minutes} minutes here."
    last = max(range(len(items)), key=lambda place: end_ms(items[place]), default=None)
    field = "/items" if last is None else f"/items/{last}/duration_ms"
    fields = (FieldError(field, "too_long", message, {"minutes": minutes}),)
    return Refused("too_long", message, fields, values={"minutes": minutes})


def _unknown() -> Refused:
    return Refused("unknown_webinar", "There is no such webinar.")
