"""The receiver of forms: a form is checked, has a price when it is suspicious, and is stored before it is answered.

The outcome is decided afterwards, so that neither the answer nor its duration reveals who is registered.

Source: docs/registration.md, The same answer to everybody, Once and Robots
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import Enum, auto
from uuid import uuid4

from latecomer.core.errors import Refused, TooManyRequests
from latecomer.core.ids import Instant, WebinarId
from latecomer.http.rate_limit import Limiter
from latecomer.mail.queries.mails import SubmissionId
from latecomer.postgres.pool import Pool
from latecomer.registration_form.queries import submissions
from latecomer.registration_form.rules import nonce as nonces
from latecomer.registration_form.rules import proof_of_work
from latecomer.registration_form.rules.form import RawForm, check_form
from latecomer.registration_form.rules.nonce import Age
from latecomer.registration_form.rules.proof_of_work import Challenge
from latecomer.registration_form.service import PublishedForm, RegistrationState


class SendAgain(Exception):
    """Raised to show the filled-in form again, to be submitted once more; nothing was stored."""

    class Why(Enum):
        """The reason to show."""

        TOO_FAST = auto()
        EXPIRED = auto()

    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why


@dataclass(frozen=True, slots=True)
class _Cost:
    """The price of a form: a proof of work that the submission uses up, or a confirmation of the address."""

    proof: bytes | None = None
    confirm: bool = False


class FormReceiver:
    """The service that receives submitted forms."""

    def __init__(
        self,
        pool: Pool,
        secret: bytes,
    ) -> None:
        self._pool = pool
        self._secret = secret
        self._networks = Limiter(per_s=30 / 600, burst=30)
        self._networks_most = Limiter(per_s=300 / 600, burst=300)
        self._webinars = Limiter(per_s=20, burst=20)
        self._webinars_most = Limiter(per_s=200, burst=200)

    def nonce(self, webinar: WebinarId, now: Instant) -> str:
        """Return a nonce for a form that is shown now."""
        return nonces.issue(self._secret, webinar, now, secrets.token_bytes(nonces.RANDOM_BYTES))

    def challenge(self, webinar: WebinarId, now: Instant) -> Challenge:
        """Return a proof of work to solve."""
        return proof_of_work.challenge(
            self._secret,
            webinar,
            now,
            secrets.token_bytes(proof_of_work.RANDOM_BYTES),
            secrets.randbelow(proof_of_work.NUMBER_MAX),
        )

    async def receive(
        self, form: PublishedForm, raw: RawForm, network: str | None, now: Instant
    ) -> SubmissionId:
        """Check and store a form.

        Args:
            network: the network of the sender, for counting; None: not counted (our own proxies and machines).

        Returns: its id, which the sender does not see. Raises: Refused registration_closed, event_cancelled,
        proof_needed; FormFaults; SendAgain; TooManyRequests. Errors: Postgres's.
        """
        _require_open(form, now)
        nonce = nonces.read(self._secret, form.webinar.id, raw.nonce) if raw.nonce else None
        age = nonce.age(now) if nonce else None
        if age is Age.EXPIRED or (raw.nonce and nonce is None):
            raise SendAgain(SendAgain.Why.EXPIRED)
        checked = check_form(
            raw,
            form.settings,
            languages=form.languages,
            now=now,
            provider=form.provider,
        )
        cost = self._cost(form, raw, network, now, too_fast=age is Age.TOO_FAST)
        confirm = form.settings.confirm_address or cost.confirm
        submission = submissions.NewSubmission(
            id=SubmissionId(uuid4()),
            webinar=form.webinar.id,
            form=checked,
            received_at=now,
            confirm_address=confirm,
            proof=cost.proof,
        )
        once_key = None if nonce is None else nonces.once_key(nonce, checked.email_key)
        async with self._pool.acquire() as conn:
            stored = await submissions.store(conn, submission, once_key)
        if stored is None:
            raise _proof_needed()
        return stored

    def _cost(
        self, form: PublishedForm, raw: RawForm, network: str | None, now: Instant, *, too_fast: bool
    ) -> _Cost:
        """Return the price that the form pays. A form that is not suspicious pays nothing, whatever it brings.

        Raises: as ``receive``.
        """
        crowded = self._count(form, network, now)
        suspicious = bool(raw.trap) or too_fast or crowded
        if not suspicious:
            return _Cost()
        if raw.proof:
            proof = proof_of_work.solved(self._secret, form.webinar.id, raw.proof, now)
            if proof is not None:
                return _Cost(proof=proof)
        if raw.scripted:
            raise _proof_needed()
        if too_fast and not raw.trap and not crowded:
            raise SendAgain(SendAgain.Why.TOO_FAST)
        return _Cost(confirm=True)

    def _count(self, form: PublishedForm, network: str | None, now: Instant) -> bool:
        """Count a form. Returns: True when there are many from its sender, or for its webinar. Raises: TooManyRequests
        for ten times as many.

        A network that sends many is counted by itself, so that it takes nobody else's place at the webinar.
        """
        if network is not None and _is_one_of_many(self._networks, self._networks_most, network, now):
            return True
        return _is_one_of_many(self._webinars, self._webinars_most, str(form.webinar.id), now)


def _is_one_of_many(few: Limiter, most: Limiter, key: str, now: Instant) -> bool:
    """Count a form in both limits. Returns: whether ``few`` is exceeded. Raises: TooManyRequests when ``most`` is."""
    most.take(key, now)
    try:
        few.take(key, now)
    except TooManyRequests:
        return True
    return False


def _proof_needed() -> Refused:
    return Refused("proof_needed", "Solve a challenge of this form and send it along, as `proof`.")


def payments_unavailable() -> Refused:
    """Return the refusal of a form whose price nobody can pay just now."""
    message = "Nothing takes the payment for this webinar just now. Try again later."
    return Refused("payments_unavailable", message, after_s=300)


def _require_open(form: PublishedForm, now: Instant) -> None:
    match form.opening(now):
        case RegistrationState.CANCELLED:
            raise Refused("event_cancelled", "This event was cancelled.")
        case RegistrationState.CLOSED:
            raise Refused("registration_closed", "Registration has closed.")
        case RegistrationState.NOT_YET:
            raise Refused("registration_closed", "Registration has not opened yet.")
        case RegistrationState.UNPAYABLE:
            raise payments_unavailable()
        case RegistrationState.OPEN:
            pass
