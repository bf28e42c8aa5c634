"""The packed form of one call of the ledger's ``apply``: entries in, outcomes out.

The usual heartbeat is packed into one text: building, sending and reading nested values would cost more than counting
it.
"""

from collections.abc import Sequence
from struct import Struct
from typing import Any, Final

from latecomer.core.webinar import Webinar
from latecomer.redis import keys
from latecomer.redis.packing import as_bytes, pack, unpack
from latecomer.watching.ledger.operations import Counted, Entry, Heartbeat, Outcome, Refusal, read_outcome
from latecomer.watching.ledger.record import STATUSES

_BEAT: Final = Struct(">HHIQ16sQQiid")
"""A usual heartbeat: record and webinar by position, link, now, playback, from_at, to_at, covered_from, covered_to,
resume_s."""
_BEATEN: Final = Struct(">BQQIBQBB")
"""The form of an outcome: code, live_ms, on_demand_ms, covered_s, status, counted, dropped for the limit, due."""


class KeyTable:
    """The KEYS of one call; a key is named by its position (from 1), each once."""

    def __init__(self, shard: int, *first: str) -> None:
        self.names: list[str | bytes] = list(first)
        self._shard = shard
        self._positions: dict[bytes, int] = {}
        self._webinars: dict[int, list[int]] = {}

    def position(self, key: bytes) -> int:
        position = self._positions.get(key)
        if position is None:
            self.names.append(key)
            position = self._positions[key] = len(self.names)
        return position

    def webinar(self, webinar: Webinar) -> list[int]:
        """Return the positions of a webinar's keys {copy, counters, retention, there}, and the recording version that
        the retention belongs to."""
        named = self._webinars.get(id(webinar))  # the entries of a batch share a few objects
        if named is None:
            version = webinar.recording.version if webinar.recording else 0
            named = self._webinars[id(webinar)] = [
                self.position(keys.card(self._shard, webinar.id).encode()),
                self.position(keys.counters(self._shard, webinar.id).encode()),
                self.position(keys.retention(self._shard, webinar.id, version).encode()),
                self.position(keys.there(self._shard, webinar.id).encode()),
                version,
            ]
        return named


class Batch:
    """Entries of one shard, packed for one call."""

    def __init__(self, named: KeyTable, shard: int, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._others: list[Entry] = []
        beats: list[bytes] = []
        others: list[list[Any]] = []
        webinars: list[list[int]] = []
        places: dict[int, int] = {}
        position, pack_beat = named.position, _BEAT.pack
        for entry in entries:
            if type(entry) is Heartbeat and len(entry.credits) == 4 and not entry.drops:
                by, webinar = entry.by, entry.webinar
                place = places.get(id(webinar))
                if place is None:
                    webinars.append(named.webinar(webinar))
                    place = places[id(webinar)] = len(webinars)
                beats.append(
                    pack_beat(
                        position(by.key or by.named(keys.record(shard, by.member).encode())),
                        place,
                        by.link_serial,
                        entry.now,
                        by.id,
                        *entry.credits,
                        entry.resume_s,
                    )
                )
            else:
                self._others.append(entry)
                item = [
                    entry.operation,
                    named.position(keys.record(shard, entry.member).encode()),
                    named.webinar(entry.webinar),
                    entry.link_serial,
                    entry.now,
                    *entry.details(),
                ]
                others.append([len(beats), item])
        self.names: Sequence[str | bytes] = named.names
        self.args = (b"".join(beats), pack(webinars), pack(others))

    def outcomes(self, answer: Sequence[object]) -> list[Outcome]:
        """Return the outcomes of the entries, in their order."""
        beaten: list[Outcome] = [
            Counted(live_ms, on_demand_ms, covered_s, STATUSES[status], version, over_limit, raised == 1)
            if code == 0
            else Refusal(code)
            for code, live_ms, on_demand_ms, covered_s, status, version, over_limit, raised in _BEATEN.iter_unpack(
                as_bytes(answer[0])
            )
        ]
        if not self._others:
            return beaten
        usual = iter(beaten)
        others = map(read_outcome, self._others, unpack(answer[1]))
        waiting = iter(self._others)
        other = next(waiting, None)
        outcomes: list[Outcome] = []
        for entry in self._entries:
            if entry is other:
                outcomes.append(next(others))
                other = next(waiting, None)
            else:
                outcomes.append(next(usual))
        return outcomes
