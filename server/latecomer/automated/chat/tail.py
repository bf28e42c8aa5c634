"""The latest changes of a chat, as one process caches them for all who are in the room.

Source: docs/automated.md, Chat
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from latecomer.automated.chat.rules import (
    MAX_BEHIND,
    ChatSettings,
    Line,
    LineId,
    LineState,
    News,
    may_see,
)
from latecomer.core.ids import Instant, MemberId

LOOK_MS: Final = 1_000
"""Milliseconds for which a process serves the changes that it has read."""


@dataclass(slots=True)
class Tail:
    """The changes of one chat after ``first`` up to ``last``. ``asked``: the writers of lines with private answers."""

    settings: ChatSettings = field(default_factory=ChatSettings)
    banned: frozenset[MemberId] = frozenset()
    read_at: Instant = -LOOK_MS
    forgotten: int = 0
    """The number of calls of ``stale``."""
    first: int | None = None
    last: int = 0
    lines: OrderedDict[LineId, Line] = field(default_factory=OrderedDict)
    asked: dict[LineId, MemberId] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def is_fresh(self, now: Instant) -> bool:
        """Return True while the changes need not be read again."""
        return 0 <= now - self.read_at < LOOK_MS

    def stale(self) -> None:
        """Have the changes read again by the next request, even if they are being read now."""
        self.forgotten += 1
        self.read_at = -LOOK_MS

    def add(self, changes: Sequence[Line], asked: Mapping[LineId, MemberId]) -> None:
        """Add later changes, in their order, and forget the oldest beyond ``MAX_BEHIND``."""
        self.asked.update(asked)
        for line in changes:
            self.lines.pop(line.id, None)
            self.lines[line.id] = line
            self.last = max(self.last, line.seq or 0)
        while len(self.lines) > MAX_BEHIND:
            _, gone = self.lines.popitem(last=False)
            self.first = max(self.first or 0, gone.seq or 0)

    def reaches(self, since: int) -> bool:
        """Return True when all changes after ``since`` are cached."""
        return since >= (self.first or 0)

    def after(self, since: int) -> list[Line]:
        """Return the lines that changed after ``since``, in the order of the changes."""
        return [line for line in self.lines.values() if line.seq is not None and line.seq > since]

    def concerned(self, changes: Sequence[Line]) -> frozenset[MemberId]:
        """Return the members who see more of these changes than others: their writers, and whom a private answer is
        for."""
        writers = {line.member for line in changes if line.member is not None}
        answered = {self.asked[line.reply_to] for line in changes if line.reply_to in self.asked}
        return frozenset(writers | answered)

    def news(self, member: MemberId | None, since: int, omitted: frozenset[LineId] = frozenset()) -> News:
        """Return the changes after ``since``, which are all cached, that a member may see; None: what all may see.

        Args: ``omitted``: lines to leave out, but for the member's own.
        """
        asked = frozenset(line for line, writer in self.asked.items() if writer == member)
        new: list[Line] = []
        changed: list[Line] = []
        for line in self.after(since):
            if line.id in omitted and (member is None or line.member != member):
                continue
            if not (
                line.shown_seq is not None and not line.is_private
                if member is None
                else may_see(line, member, asked)
            ):
                continue
            if line.state is LineState.VISIBLE and (line.shown_seq or 0) > since:
                new.append(line)
            if (member is not None and line.member == member) or (
                line.shown_seq is not None and line.shown_seq <= since
            ):
                changed.append(line)
        return News(
            settings=self.settings,
            is_banned=member in self.banned,
            lines=tuple(sorted(new, key=lambda line: line.shown_seq or 0)),
            changed=tuple(changed),
            last=max(since, self.last),
        )
