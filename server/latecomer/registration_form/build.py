"""What this folder gives to the whole."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from latecomer.mail.opting_out import OptingOut
from latecomer.postgres.pool import Pool
from latecomer.redis.cluster import Client
from latecomer.redis.used_once import UsedOnce
from latecomer.registration_form.applying import Applying
from latecomer.registration_form.approval import Approving
from latecomer.registration_form.proving import Proving
from latecomer.registration_form.receiving import Receiving
from latecomer.registration_form.routes import api, links, public
from latecomer.registration_form.service import RegistrationForms
from latecomer.registration_form.submissions import Submissions
from latecomer.webinars.members.registration import Registering
from latecomer.webinars.members.settlement import Settling


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationServices:
    """The services of this folder."""

    forms: RegistrationForms
    receiving: Receiving
    applying: Applying
    proving: Proving
    approving: Approving
    submissions: Submissions
    opting_out: OptingOut


def services(
    pool: Pool, secret: bytes, redis: Client, settling: Settling, registering: Registering
) -> RegistrationServices:
    """Return the services of one process."""
    applying = Applying(pool, settling, registering)
    return RegistrationServices(
        forms=RegistrationForms(pool),
        receiving=Receiving(pool, secret, UsedOnce(redis).use),
        applying=applying,
        proving=Proving(pool, secret, settling, registering, applying),
        approving=Approving(pool, settling, registering),
        submissions=Submissions(pool),
        opting_out=OptingOut(pool),
    )


def fill(app: web.Application, made: RegistrationServices, origins: tuple[str, ...]) -> None:
    """Fill the slots of a web process. ``origins``: those whose pages may carry every webinar's form."""
    app[public.forms] = made.forms
    app[public.receiving] = made.receiving
    app[public.origins] = origins
    app[links.proving] = made.proving
    app[links.opting_out] = made.opting_out
    app[api.approving] = made.approving
    app[api.submissions] = made.submissions
