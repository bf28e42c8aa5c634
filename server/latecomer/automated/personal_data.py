"""The personal data of rooms: lines of the chat, answers to polls, and uses of overlays.

Source: docs/automated.md, Data
"""

from __future__ import annotations

from latecomer.automated.chat import queries as chat
from latecomer.automated.overlays import queries as overlays
from latecomer.core.timestamps import to_text
from latecomer.people.hooks import PersonalData, Subject
from latecomer.postgres.pool import Conn


async def _erase_lines(conn: Conn, subject: Subject) -> None:
    await chat.forget(conn, subject.members)


async def _export_lines(conn: Conn, subject: Subject) -> object:
    return [
        {
            "webinar_id": str(line.webinar),
            "at": to_text(line.at),
            "name": line.name,
            "text": line.text,
            "question": line.is_question,
            "state": line.state,
        }
        for line in await chat.of_members(conn, subject.members)
    ]


async def _erase_answers(conn: Conn, subject: Subject) -> None:
    await overlays.forget(conn, subject.members)


async def _export_overlays(conn: Conn, subject: Subject) -> object:
    return {
        "answers": [
            {
                "webinar_id": str(answer.webinar),
                "item": answer.item,
                "question": answer.question,
                "mode": answer.mode,
                "value": answer.value,
                "answered_at": to_text(answer.answered_at),
            }
            for answer in await overlays.answers_of_members(conn, subject.members)
        ],
        "uses": [
            {
                "webinar_id": str(use.webinar),
                "item": use.item,
                "use": use.use,
                "mode": use.mode,
                "used_at": to_text(use.used_at),
            }
            for use in await overlays.uses_of_members(conn, subject.members)
        ],
    }


CHAT_LINES = PersonalData(name="chat_lines", erase=_erase_lines, export=_export_lines)
OVERLAYS = PersonalData(name="overlays", erase=_erase_answers, export=_export_overlays)
