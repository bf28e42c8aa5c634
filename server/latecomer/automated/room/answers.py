"""The answers to what viewers send: stored before they are confirmed, each refused by itself.

Source: docs/automated.md, The room
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, assert_never

from msgspec import UNSET

from latecomer.automated.chat.schemas import line_body
from latecomer.automated.chat.service import Chat
from latecomer.automated.overlays.rules import Use
from latecomer.automated.overlays.service import Overlays
from latecomer.automated.room.protocol import Unusable
from latecomer.automated.room.rules import Admitted, Entry
from latecomer.automated.room.schemas import (
    RoomAccepted,
    RoomAnswering,
    RoomClicked,
    RoomClosed,
    RoomError,
    RoomLine,
    RoomMessage,
    RoomSeen,
    StoredMessage,
)
from latecomer.automated.rules.rundown import ItemId
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant

HOSTS_CALL: Final = "Hosts act by calls of the API."
_USES: Final = {RoomSeen: Use.SEEN, RoomClicked: Use.CLICKED, RoomClosed: Use.CLOSED}


class RoomAnswers:
    """Stores lines, answers and uses, and confirms or refuses them."""

    def __init__(
        self, chat: Chat, overlays: Overlays, outages: Callable[[], tuple[type[Exception], ...]]
    ) -> None:
        """``outages`` returns the exceptions of an engine that does not answer."""
        self._chat = chat
        self._overlays = overlays
        self._outages = outages

    async def answer(
        self, entry: Entry | Admitted, message: StoredMessage, now: Instant
    ) -> RoomAccepted | RoomError:
        """Store one message and answer it; one that cannot be stored is refused by itself, and everything else goes
        on."""
        try:
            return await self._store(entry, message, now)
        except Refused as refused:
            return refusal_of(message, refused)
        except self._outages():
            return refusal_of(message, unavailable())

    async def _store(self, entry: Entry | Admitted, message: StoredMessage, now: Instant) -> RoomAccepted:
        match message:
            case RoomLine(client_id=client_id, text=text, question=question):
                line = await self._chat.write(
                    entry.webinar, entry.member, client_id, text, now, is_question=question
                )
                return RoomAccepted(client_id=client_id, line=line_body(line, entry.member))
            case RoomAnswering(poll=poll, question=question_id, values=values):
                await self._chat.check_not_banned(entry.webinar.id, entry.member)
                await self._overlays.answer(
                    entry.webinar, entry.rundown, entry.member, poll, question_id, values, now
                )
                return RoomAccepted(poll=poll, question=question_id)
            case RoomSeen() | RoomClicked() | RoomClosed():
                use = _USES[type(message)]
                await self._overlays.use(entry.webinar, entry.rundown, entry.member, message.item, use, now)
                return RoomAccepted(item=message.item)
            case _:
                assert_never(message)


def refusal_of(message: RoomMessage, refused: Refused) -> RoomError:
    """Return the error that answers a message."""
    return RoomError(
        code=refused.code,
        message=refused.message,
        after_s=UNSET if refused.after_s is None else refused.after_s,
        client_id=getattr(message, "client_id", UNSET),
        poll=getattr(message, "poll", UNSET),
        question=message.question if isinstance(message, RoomAnswering) else UNSET,
        item=getattr(message, "item", UNSET),
    )


def refusal_of_unusable(message: Unusable) -> RoomError:
    """Return the error that answers a message that cannot be used, by the ids that can be read of it."""
    return RoomError(
        code=message.code,
        message=message.message,
        client_id=message.client_id or UNSET,
        poll=UNSET if message.poll is None else ItemId(message.poll),
        question=message.question or UNSET,
        item=UNSET if message.item is None else ItemId(message.item),
    )


def unavailable() -> Refused:
    """Return the refusal of a message while the database is away."""
    return Refused("unavailable", "Keep it, and send it again in a moment.", after_s=3)
