"""A form as the wish for a member, and the event that publishes what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import NAMESPACE_URL, uuid5

from latecomer.core.ids import Instant, MemberId
from latecomer.core.person import Person
from latecomer.core.status import Status
from latecomer.core.submission import SubmissionOutcome
from latecomer.core.webinar import Webinar
from latecomer.events import causes, outbox
from latecomer.events.causes import Cause, CauseKind
from latecomer.events.types import FormSubmitted
from latecomer.mail.queries.mails import SubmissionId
from latecomer.postgres.pool import Conn
from latecomer.registration_form.queries.submissions import Submission
from latecomer.webinars.members.queries import members
from latecomer.webinars.members.registration import NOBODY, NewMember

Outcomes: TypeAlias = Sequence[tuple[SubmissionId, SubmissionOutcome, MemberId | None]]
"""The outcomes of forms."""


def wish_of(submission: Submission, status: Status, at: Instant, *, may_wait: bool) -> NewMember:
    """Return the wish that a form stands for: a person who is new, or known by the address."""
    contact: dict[str, Any] = dict(submission.contact)
    return NewMember(
        person=Person(
            id=NOBODY,
            email=submission.email,
            created_at=submission.counts_from,
            language=submission.language,
            **contact,
        ),
        status=status,
        at=at,
        may_wait=may_wait,
    )


async def publish(conn: Conn, webinar: Webinar, outcomes: Outcomes, now: Instant) -> None:
    """Publish the outcomes of forms, each once."""
    found = await members.load(conn, [member for _, _, member in outcomes if member is not None])
    await outbox.add(
        conn,
        [
            outbox.Event(
                webinar=webinar.id,
                member=member,
                at=now,
                id=uuid5(NAMESPACE_URL, f"form.submitted/{submission}"),
                data=FormSubmitted(
                    submission_id=submission,
                    webinar_id=webinar.id,
                    outcome=outcome.value,
                    person_id=found[member].person.id if member is not None and member in found else None,
                    member_id=member,
                ),
            )
            for submission, outcome, member in outcomes
        ],
    )
    sent = [
        Cause(
            kind=CauseKind.SUBMITTED,
            key=f"submitted {submission}",
            member=member,
            data={"outcome": outcome.value},
            happened_at=now,
        )
        for submission, outcome, member in outcomes
        if member is not None and member in found
    ]
    await causes.add(conn, sent, now)
