"""Submissions for operators. Source: docs/registration.md, Data"""

from __future__ import annotations

from collections.abc import Sequence

from latecomer.core.email_address import email_key
from latecomer.core.errors import Refused
from latecomer.core.ids import PersonId, WebinarId
from latecomer.mail.queries.mails import SubmissionId
from latecomer.people import service as people
from latecomer.postgres.pool import Pool
from latecomer.registration_form.queries import submissions
from latecomer.registration_form.queries.submissions import Submission
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import members


class Submissions:
    """The service that lists and deletes submitted forms."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def page(self, webinar: WebinarId, before: int | None, limit: int) -> Sequence[Submission]:
        """Return submissions of a webinar, newest first, after the number ``before``.

        Raises: Refused unknown_webinar.
        """
        async with self._pool.acquire() as conn:
            if not await webinars.load(conn, [webinar]):
                raise Refused("unknown_webinar", "There is no such webinar.")
            return await submissions.page(conn, webinar, before, limit)

    async def of_person(self, person_id: PersonId) -> Sequence[Submission]:
        """Return the forms of a person, by their address and their members, oldest first.

        Raises: Refused unknown_person.
        """
        async with self._pool.acquire() as conn:
            person = await people.load(conn, person_id)
            known = [each.id for each in await members.of_person(conn, person_id)]
            return await submissions.of_person(conn, known, email_key(person.email or ""))

    async def delete(self, submission: SubmissionId) -> None:
        """Delete a submission that led to no member. Raises: Refused unknown_submission."""
        async with self._pool.acquire() as conn:
            if not await submissions.delete(conn, submission):
                raise Refused("unknown_submission", "No submission without a member has this id.")
