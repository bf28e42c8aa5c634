"""The interactions of a room: those that it offered to live attendees, and those that members made of them.

Source: docs/audiences.md, Engagement
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from latecomer.automated import queries as rundowns
from latecomer.automated.chat import queries as chat
from latecomer.automated.chat.rules import ChatMode
from latecomer.automated.overlays import queries as overlays
from latecomer.automated.rules.rundown import CallToAction, Handout, Poll, PollQuestionType, Rundown, Survey
from latecomer.core.ids import MemberId
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.engagement import Interactions
from latecomer.webinars.members.rules.engagement import Offered, TookPart

_CHOICES: Final = (PollQuestionType.SINGLE, PollQuestionType.SEVERAL, PollQuestionType.YES_NO)


async def interactions(conn: Conn, webinar: Webinar, members: Sequence[MemberId]) -> Interactions:
    """Return what a webinar's room offered until its end, and what these members did meanwhile."""
    rundown = (await rundowns.load(conn, webinar.id) if webinar.rundown_version else None) or Rundown()
    length_ms = webinar.ends_at - webinar.starts_at
    aired = [item for item in rundown.overlays if item.start_ms < length_ms]
    asking = [item for item in aired if isinstance(item, Poll | Survey)]
    choices = [
        (item.id, question.id)
        for item in asking
        if isinstance(item, Poll)
        for question in item.questions
        if question.type in _CHOICES
    ]
    mode, lines, questions = await chat.offered(conn, webinar.id)
    offered = Offered(
        choices=len(choices),
        answers=sum(len(item.questions) for item in asking),
        files=sum(isinstance(item, Handout) for item in aired),
        clicks=sum(isinstance(item, CallToAction) for item in aired),
        chat=lines or mode in (ChatMode.MODERATED, ChatMode.OPEN),
        questions=questions or mode is not ChatMode.NONE,
    )
    if offered == Offered():
        return Interactions()
    used = await overlays.uses_live(conn, webinar.id, members, choices)
    said = await chat.said(conn, members)
    return Interactions(
        offered=offered,
        of_members={
            member: TookPart(
                choices=each.choices,
                answers=each.answers,
                files=each.files,
                clicks=each.clicks,
                lines=lines_of,
                questions=questions_of,
            )
            for member in members
            for each in (used.get(member, overlays.LiveUses()),)
            for lines_of, questions_of in (said.get(member, (0, 0)),)
        },
    )
