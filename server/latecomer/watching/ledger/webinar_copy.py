"""The ledger's copy of a webinar, in every shard: the values that the ledger counts by, and the whole webinar for web
processes.

Fields by position, as ``ledger.lua`` reads them: version, starts_at, ends_at, closes_at, threshold_ms, recording
version (0 without one), whole seconds of the recording, the local midnights of the on-demand window, and the webinar as
JSON.
"""

import msgspec

from latecomer.core.phase import closes_at, day_starts
from latecomer.core.webinar import Webinar
from latecomer.redis.packing import pack, unpack


def pack_card(webinar: Webinar) -> bytes:
    """Return the ledger's copy of a webinar."""
    recording = webinar.recording
    return pack(
        [
            webinar.version,
            webinar.starts_at,
            webinar.ends_at,
            closes_at(webinar),
            webinar.threshold_ms,
            recording.version if recording else 0,
            int(recording.duration_s) if recording else 0,
            list(day_starts(webinar)),
            msgspec.json.encode(webinar),
        ]
    )


def unpack_card(packed: bytes) -> Webinar:
    """Return the webinar in a copy of the ledger."""
    return msgspec.json.decode(unpack(packed)[8], type=Webinar)
