"""The default mails as people get them, and the calendar files that go with them: golden files, looked at by people.

``python -m tests.mail.golden_mails`` writes golden/ anew; look at what changed before it is committed. The HTML parts
of a language are one page, which a browser shows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from latecomer.i18n.languages import LANGUAGES, Language
from latecomer.mail.defaults import default_template
from latecomer.mail.renderer import MailRenderer, Rendered
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.merge_fields import Addressee, Due, Links, RoomWords, fields_of
from latecomer.webinars.rules.calendar import Invitation, Mailbox, Method, build
from tests.support.builders import DAY, ENDS_AT, HOUR, MEMBER, STARTS_AT, webinar

GOLDEN: Final = Path(__file__).with_name("golden")
LINKS: Final = Links(
    join="https://webinars.example/j/JOIN",
    confirm="https://webinars.example/c/PROOF",
    leave="https://webinars.example/x/LEAVE",
    opt_out="https://webinars.example/u/OUT",
    pay="https://webinars.example/pay/PAYMENT",
    host="https://webinars.example/p/HOST",
)
KINDS: Final = [kind for kind in MailKind if kind.is_template]
_CONFIRMING: Final = (MailKind.CONFIRM_ADDRESS, MailKind.CONFIRMATION)
_EVENT: Final = webinar(name="Composting & <worms>", timezone="Europe/Paris")
_INVITATION: Final = Invitation(
    webinar=_EVENT,
    member=MEMBER,
    sequence=3,
    link=LINKS.join,
    organizer=Mailbox("team@example.org", "Teäm; Events, Inc."),
    attendee=Mailbox("ada@example.com", "Ada Lovelace"),
)


@dataclass(frozen=True)
class GoldenMail:
    """A default mail, rendered for a person in another time zone."""

    kind: MailKind
    rendered: Rendered

    @property
    def text(self) -> str:
        """Return its subject and plain part."""
        return f"===== {self.kind}\nSubject: {self.rendered.subject}\n\n{self.rendered.text}"

    @property
    def html(self) -> str:
        """Return its HTML part."""
        return f"<!-- ===== {self.kind} -->\n{self.rendered.html}"


async def rendered(rendering: MailRenderer, language: Language) -> list[GoldenMail]:
    """All kinds of mail in a language."""
    mails = []
    for kind in KINDS:
        fields = fields_of(
            _EVENT,
            Addressee(first_name="Ada", language=language, timezone="America/Bogota"),
            LINKS if kind in _CONFIRMING else replace(LINKS, confirm=""),
            STARTS_AT - HOUR,
            organizer="The team",
            reason="The room is flooded." if kind is MailKind.CANCELLED else None,
            agreed=("Write to me about <other> events, too.",) if kind is MailKind.CONFIRMATION else (),
            due=Due(amount="€49.00", until_at=STARTS_AT - HOUR // 2),
            room=RoomWords(
                is_host=True,
                question="Do <worms> sleep & dream?",
                answer="They rest.",
                problems="The file of “intro.mp4” is not ready",
            ),
        )
        mails.append(GoldenMail(kind, await rendering.render(default_template(kind, language), fields)))
    return mails


def files_of(language: Language, mails: list[GoldenMail]) -> Mapping[str, str]:
    """Return the golden files of a language by name."""
    return {
        f"{language}.txt": "\n".join(mail.text for mail in mails),
        f"{language}.html": "\n".join(mail.html for mail in mails) + "\n",
    }


def calendars() -> Mapping[str, bytes]:
    """Return the calendar files of a new, a moved, a renamed and a cancelled event by name."""
    moved = replace(_EVENT, starts_at=STARTS_AT + HOUR, ends_at=ENDS_AT + HOUR)
    given = {
        "new.ics": (_INVITATION, Method.REQUEST),
        "moved.ics": (replace(_INVITATION, webinar=moved, sequence=4), Method.REQUEST),
        "cancelled.ics": (replace(_INVITATION, webinar=moved, sequence=5), Method.CANCEL),
        "download.ics": (_INVITATION, Method.PUBLISH),
    }
    return {name: build(invitation, method, STARTS_AT - DAY) for name, (invitation, method) in given.items()}


async def main() -> None:
    """Write all golden files anew."""
    rendering = MailRenderer()
    for language in LANGUAGES:
        for name, content in files_of(language, await rendered(rendering, language)).items():
            (GOLDEN / name).write_text(content, "utf-8")
    await rendering.stop()
    for name, data in calendars().items():
        (GOLDEN / name).write_bytes(data)


if __name__ == "__main__":
    asyncio.run(main())
