"""Recorded deliveries: one JSON file each, under ``samples/<kind>/``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from latecomer.vendors.kit.definition import Kind

_FOLDER = Path(__file__).with_name("samples")


@dataclass(frozen=True, slots=True)
class Sample:
    """A delivery as it came, what it was signed with, when, and which events it is."""

    kind: Kind
    name: str
    secret: str
    now: int
    headers: dict[str, str]
    body: bytes
    events: tuple[str, ...]


def samples(kind: Kind) -> list[Sample]:
    """All of a kind."""
    found = []
    for path in sorted((_FOLDER / kind).glob("*.json")):
        raw = json.loads(path.read_text("utf-8"))
        found.append(
            Sample(
                kind=kind,
                name=path.stem,
                secret=raw["secret"],
                now=raw["now"],
                headers=raw["headers"],
                body=raw["body"].encode(),
                events=tuple(raw["events"]),
            )
        )
    return found


def sample(kind: Kind, name: str) -> Sample:
    """One by its name."""
    return next(each for each in samples(kind) if each.name == name)
