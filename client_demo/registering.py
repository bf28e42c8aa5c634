"""Strangers of the demonstration who register through the form, and the operator who decides about them.

Source: docs/registration.md; the form is fetched and sent as `register.js` does it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from client_demo.api import Api
from client_demo.people import Person

SLUG: Final = "office-hours"
SITE: Final = "http://localhost:8081"
"""The origin of the third party's page, whose forms may be used."""
FILLING_IN_S: Final = 2.2
"""Seconds that a person takes at least: a quicker form is one of a robot."""
WORKED_S: Final = 20
"""Seconds that workers may take for the forms."""
REMINDED_AFTER_S: Final = 60
"""Seconds after which the demonstration's own reminder is due."""
PAGE: Final[Mapping[str, Any]] = {
    "slug": SLUG,
    "approval": "manual",
    "tell_rejected": True,
    "fields": {"first_name": "required", "last_name": "required", "company": "optional"},
    "intro": {
        "en": "Forty-five minutes for your questions. We look at each registration by hand.",
        "fr": "Quarante-cinq minutes pour vos questions. Chaque inscription est examinée.",
        "nl": "Drie kwartier voor uw vragen. We bekijken elke inschrijving.",
    },
    "questions": [
        {
            "id": "topic",
            "type": "one_of",
            "required": True,
            "label": {
                "en": "What shall we speak about?",
                "fr": "De quoi parlerons-nous ?",
                "nl": "Waarover zullen we het hebben?",
            },
            "options": [
                {
                    "value": "registration",
                    "label": {"en": "Registration", "fr": "L’inscription", "nl": "Inschrijven"},
                },
                {"value": "replay", "label": {"en": "Replay", "fr": "Le différé", "nl": "Terugkijken"}},
            ],
        }
    ],
    "consents": [
        {
            "purpose": "newsletter",
            "label": {
                "en": "Write to me when there is something new.",
                "fr": "Écrivez-moi quand il y a du nouveau.",
                "nl": "Schrijf me als er iets nieuws is.",
            },
        }
    ],
}


async def open_registration(api: Api, webinar: str, people: Sequence[Person], now: datetime) -> None:
    """Open a registration page, let people register there, decide about them, and plan a reminder that is due soon.

    Args:
        webinar: one that starts in one to 30 days.
        people: at least three. The last waits for a decision, the one before is rejected.
    Raises: ApiError when the server refuses.
    """
    await api.call("PUT", f"/webinars/{webinar}/registration", dict(PAGE))
    found = await api.call("GET", f"/webinars/{webinar}")
    before_s = int((datetime.fromisoformat(found["starts_at"]) - now).total_seconds())
    offsets = [before_s - REMINDED_AFTER_S, 86_400, 3600, 600]
    await api.call("PUT", f"/webinars/{webinar}/mails/reminder", {"before_s": offsets})
    forms = [await api.form(SLUG) for _ in people]
    await asyncio.sleep(FILLING_IN_S)
    for number, (person, form) in enumerate(zip(people, forms, strict=True)):
        body = {
            "email": person.email,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "company": person.company.name,
            "answers": {"topic": ("registration", "replay")[number % 2]},
            "consents": {"newsletter": number % 2 == 0},
            "nonce": form["nonce"],
            "lang": ("en", "fr", "nl")[number % 3],
            "utm_source": "demonstration",
        }
        await api.send_form(SLUG, body)
    with suppress(TimeoutError):  # without workers everybody goes on waiting
        await _decide(api, webinar, [person.email for person in people])


async def _decide(api: Api, webinar: str, emails: Sequence[str]) -> None:
    async with asyncio.timeout(WORKED_S):
        # Workers, which are other processes, make members of the forms.
        while len(pending := await api.members(webinar, status="pending_approval")) < len(emails):  # noqa: ASYNC110
            await asyncio.sleep(0.3)
    ids = {member.email: member.id for member in pending}
    *approved, rejected, _ = [ids[email] for email in emails if email in ids]
    path = f"/webinars/{webinar}/members/decide"
    await api.call("POST", path, {"members": approved, "decision": "approve"})
    reason = {"reason": "Works for a competitor"}
    await api.call("POST", path, {"members": [rejected], "decision": "reject", **reason})
