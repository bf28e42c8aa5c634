"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.capability import Capability, Parts
from latecomer.media.service import MediaLibrary
from latecomer.recording_checks import routes
from latecomer.recording_checks.reader import Reader
from latecomer.recording_checks.service import RecordingChecks
from latecomer.tasks import until_done
from latecomer.webinars.hooks import WebinarHooks


async def build(parts: Parts) -> None:
    """Make the checks of recordings, and the loops in which workers make them."""
    settings = parts.settings
    reader = Reader(parts.outgoing, settings.recordings_dir, settings.public_url, parts.get(MediaLibrary))
    checks = RecordingChecks(parts.pool, reader)
    parts.get(WebinarHooks).recording_length.answer(checks.length)
    parts.add(checks)
    parts.web[routes.checks_key] = checks

    parts.repeat("check_recordings", lambda: until_done(lambda: checks.check_due(parts.clock())), every_s=2)
    parts.repeat("sweep_playback_failures", lambda: checks.sweep(parts.clock()), every_s=3600)


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
