"""The feed of a dashboard, without its socket: what a client may send, and what it receives.

A :class:`Feed` holds the state of one webinar and serialises each change once for all watchers. A :class:`Subscription`
holds what one watcher has still to receive: a short queue of patches, or a fresh snapshot for a watcher that has just
come or cannot keep up.

Source: docs/protocol.md, Dashboard
"""

from collections import deque
from typing import Final, NamedTuple

import msgspec

from latecomer.core.timestamps import to_text
from latecomer.dashboards.rules.numbers import Dashboard, JsonObject, merge_patch
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.http.frames import compressed_text_frame, text_frame
from latecomer.watching.playback.rules.decoding import read_subscribe
from latecomer.watching.playback.rules.messages import Patch, Snapshot, Subscribe, encode
from latecomer.webinars.members.activity import Activity

MAX_QUEUE: Final = 16
"""The number of patches that wait for a subscriber before one snapshot replaces them."""


class DashboardSession:
    """One connection of the dashboard socket: it subscribes once and then only listens."""

    def __init__(self) -> None:
        self._subscribed = False

    def receive(self, data: str | bytes) -> Subscribe | Closing:
        """Handle one frame. Returns: the subscription, or the reason to close the connection."""
        if self._subscribed:
            return Closing(CloseCode.PROTOCOL_VIOLATION, "subscribe once; connect again for another webinar")
        self._subscribed = True
        if isinstance(data, bytes):
            return Closing(CloseCode.PROTOCOL_VIOLATION, "send text frames only")
        message = read_subscribe(data)
        return message or Closing(CloseCode.BAD_HELLO, "the first message must subscribe to a webinar")


class Form(NamedTuple):
    """The form in which a subscriber receives messages: ``names``, for those who may see them; ``compressed``, for
    connections that agreed on it."""

    names: bool
    compressed: bool


class News:
    """A message for all subscribers; each form of it is encoded and framed once."""

    __slots__ = ("_frames", "_message", "_payloads")

    def __init__(self, message: Snapshot | Patch) -> None:
        self._message = message
        self._payloads: dict[bool, bytes] = {}
        self._frames: dict[Form, bytes] = {}

    def payload(self, *, names: bool) -> bytes:
        """Return the message as JSON."""
        payload = self._payloads.get(names)
        if payload is None:
            message = self._message
            if not names:
                message = msgspec.structs.replace(message, data=nameless(message.data))
            payload = self._payloads[names] = encode(message)
        return payload

    def frame(self, form: Form) -> bytes:
        """Return the bytes to write to subscribers with this form."""
        frame = self._frames.get(form)
        if frame is None:
            framed = compressed_text_frame if form.compressed else text_frame
            frame = self._frames[form] = framed(self.payload(names=form.names))
        return frame


class Feed:
    """The state of one webinar's dashboard and its versions.

    Args:
        epoch: the name of the process that computes; versions of different epochs cannot be compared.
        state: the state at the start, version 1.
    """

    def __init__(self, epoch: str, state: Dashboard) -> None:
        self.epoch = epoch
        self.version = 1
        self._data = to_data(state)
        self._snapshot: News | None = None

    def update(self, state: Dashboard) -> News | None:
        """Advance to ``state``. Returns: the patch for all current subscribers, None when nothing changed."""
        data = to_data(state)
        changes = merge_patch(self._data, data)
        if not changes:
            return None
        self.version += 1
        self._data = data
        self._snapshot = None
        return News(Patch(self.epoch, self.version, changes))

    def snapshot(self) -> News:
        """Return the message with all numbers; serialised once per version."""
        if self._snapshot is None:
            self._snapshot = News(Snapshot(self.epoch, self.version, self._data))
        return self._snapshot

    @property
    def data(self) -> JsonObject:
        """Return the state in the form in which it is sent."""
        return self._data


class Subscription:
    """The messages that one subscriber has still to receive."""

    __slots__ = ("_feed", "_needs_snapshot", "_patches", "is_up_to_date")

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._patches: deque[News] = deque()
        self._needs_snapshot = True
        self.is_up_to_date = False
        """The subscriber has received everything. A value, not a property: every patch asks every subscriber."""

    def offer(self, patch: News) -> None:
        """Queue the patch that :meth:`Feed.update` has just made."""
        self.is_up_to_date = False
        if self._needs_snapshot:
            return
        if len(self._patches) == MAX_QUEUE:
            self._patches.clear()
            self._needs_snapshot = True
        else:
            self._patches.append(patch)

    def take(self) -> News | None:
        """Return the next message to send; None when the subscriber is up to date."""
        if self._needs_snapshot:
            self._needs_snapshot = False
            self.is_up_to_date = True
            return self._feed.snapshot()
        message = self._patches.popleft() if self._patches else None
        self.is_up_to_date = not self._patches
        return message


def to_data(state: Dashboard) -> JsonObject:
    """Return the ``data`` object of a snapshot: JSON values only, none of them null."""
    data: dict[str, object] = msgspec.json.decode(msgspec.json.encode(state))
    data["activity"] = [_activity(activity) for activity in state.activity]
    return data


def nameless(data: JsonObject) -> JsonObject:
    """Return a state, or changes to one, without the names of members."""
    activity = data.get("activity")
    if not isinstance(activity, list):
        return data
    return {
        **data,
        "activity": [{name: value for name, value in each.items() if name != "name"} for each in activity],
    }


def _activity(activity: Activity) -> JsonObject:
    known = {key: value for key, value in msgspec.to_builtins(activity).items() if value is not None}
    return known | {"at": to_text(activity.at)}
