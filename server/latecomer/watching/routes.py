"""The explanation of a member's watch duration: the data behind it, and the segments that were not counted."""

from __future__ import annotations

import msgspec
from aiohttp import web

from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.intervals import Intervals
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Time
from latecomer.watching.explanation import Explanations, ModeWatch
from latecomer.watching.ledger.record import DropRecord
from latecomer.watching.playback.slots import notes_key
from latecomer.watching.rules.heartbeat_segments import DropReason
from latecomer.watching.schemas import (
    DroppedBody,
    DropsBody,
    ExplanationBody,
    ModeWatchBody,
    PageNoteBody,
    PageNotesBody,
    PlaybackBody,
    ReportBody,
)
from latecomer.webinars.members.routes import registration_key
from latecomer.webinars.routes import webinars_key

explanations_key: web.AppKey[Explanations] = web.AppKey("explaining")


@endpoint(
    "GET",
    "/members/{member}/watch",
    tag="Members",
    scope=Scope.READ,
    summary="Explain a member's watch duration",
    errors=("unknown_member",),
)
async def explain_watch(call: Call, member: MemberId) -> ExplanationBody:
    """Explain a member's numbers: the counted intervals of the wall clock and seconds of the recording, by playback,
    and the uncounted ones with reasons.
    """
    record = await call.app[registration_key].member(member)
    webinar = await call.app[webinars_key].get(record.webinar_id)
    watch = await call.app[explanations_key].watch(webinar, member)
    return ExplanationBody(
        live=_mode(watch.live),
        on_demand=_mode(watch.on_demand),
        covered=watch.covered,
        playbacks=tuple(
            PlaybackBody(
                playback=playback.playback,
                anchor_at=Time(playback.anchor_at),
                hello_at=Time(playback.hello_at),
                heard_at=Time(playback.heard_at),
                recording_version=playback.recording_version,
            )
            for playback in watch.playbacks
        ),
        drops={DropReason(reason): count for reason, count in watch.drops.items()},
        recent_drops=tuple(_dropped(drop) for drop in watch.recent_drops),
        reports=tuple(
            ReportBody(
                connection_id=row.connection, row=row.key, mode=row.mode, intervals=_times(row.intervals)
            )
            for row in watch.reports
        ),
    )


def _dropped(drop: DropRecord) -> DroppedBody:
    return DroppedBody(
        at=Time(drop.at),
        reason=DropReason(drop.reason),
        playback=drop.playback,
        segment=_segment(drop.segment),
    )


def _segment(text: str) -> tuple[float, float, float, float] | str:
    try:
        return msgspec.json.decode(text, type=tuple[float, float, float, float])
    except msgspec.DecodeError:
        return text  # it was no segment


def _mode(watch: ModeWatch) -> ModeWatchBody:
    return ModeWatchBody(
        watched_s=watch.watched_ms / 1000,
        intervals=_times(watch.intervals),
    )


def _times(intervals: Intervals) -> tuple[tuple[Time, Time], ...]:
    return tuple((Time(from_at), Time(to_at)) for from_at, to_at in intervals)


@endpoint(
    "GET",
    "/webinars/{webinar}/drops",
    tag="Dashboard",
    scope=Scope.READ,
    summary="Count the segments that were not counted",
    errors=("unknown_webinar",),
)
async def read_drops(call: Call, webinar: WebinarId) -> DropsBody:
    """Return the number of segments that viewers reported and that were not credited, or only in part, by reason."""
    rules = await call.app[webinars_key].get(webinar)
    drops = await call.app[explanations_key].drops(rules)
    return DropsBody(drops={DropReason(reason): count for reason, count in drops.items()})


@endpoint(
    "GET",
    "/webinars/{webinar}/page-notes",
    tag="Webinars",
    scope=Scope.READ,
    summary="List problems of pages that embed the player",
    errors=("unknown_webinar",),
)
async def list_page_notes(call: Call, webinar: WebinarId) -> PageNotesBody:
    """List pages of other sites that embed the viewer script, whose origin is not allowed, or that play something of
    another length than the recording."""
    notes = await call.app[notes_key].of(await call.app[webinars_key].get(webinar))
    return PageNotesBody(
        items=tuple(
            PageNoteBody(kind=note.kind, origin=note.origin, media_s=note.media_s, at=Time(note.at))
            for note in notes
        )
    )


ENDPOINTS = (explain_watch, read_drops, list_page_notes)
